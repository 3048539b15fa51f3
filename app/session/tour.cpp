#include "app/session/tour.h"

#include <fmt/format.h>

#include "app/session/folder.h"
#include "app/session/scenario_file.h"
#include "app/session/text_words.h"

namespace app::session {
namespace {

using sim::history::Timeline;
using sim::report::Event;
using sim::report::Rule;

constexpr std::uint64_t kMaxTourSteps = 200;

// Walks a run and finds steps by what happens in them.
class Finder {
public:
    explicit Finder(Timeline timeline) : timeline_(std::move(timeline)) { timeline_.seek(0); }

    // Whether every step asked for so far was there.
    bool found() const { return found_; }
    const Timeline& at() const { return timeline_; }

    // The next step, by `pid` when it is not kNoPid, with an event of `rule`.
    const Event* next(Rule rule, sim::Pid pid = sim::kNoPid) {
        while (found_ && timeline_.step() < kMaxTourSteps && timeline_.forward(sim::history::Unit::line)) {
            for (const Event& event : timeline_.events()) {
                if (event.rule == rule && (pid == sim::kNoPid || event.pid == pid)) return &event;
            }
        }
        found_ = false;
        return nullptr;
    }

    // The next step in which `pid` finds a page of a segment in a frame.
    bool next_shared_touch(sim::Pid pid) {
        while (next(Rule::page_resident, pid) != nullptr) {
            const sim::report::State state = timeline_.machine().observe();
            const TextContext context{&state};
            for (const Event& event : timeline_.events()) {
                if (event.rule != Rule::fault_enter) continue;
                const sim::report::AreaRow* area = area_at(context, pid, event.args[0]);
                if (area != nullptr && area->kind == sim::report::AreaKind::shm) return true;
            }
        }
        return false;
    }

private:
    Timeline timeline_;
    bool found_ = true;
};

TourStop stop(const Finder& finder, std::string caption) {
    const std::uint64_t step = finder.at().step();
    return {std::move(caption), "→", step, step, {}, {}, 0, {}, KernelMode::simulated};
}

TourStop attach_stop(const Finder& finder) {
    TourStop made = stop(finder, "shmat: an area of addresses, and nattch is 1.");
    made.question = "How many page-table entries changed?";
    made.choices = {"0", "1", "3"};
    made.correct = 0;
    made.explanation = "None: attaching only reserves addresses.";
    return made;
}

TourStop read_stop(const Finder& finder) {
    TourStop made = stop(finder, "q[0]: a second link to the same frame. Copies made: 0.");
    made.asked_at = made.step - 1;
    made.question = "The consumer reads q[0] next. Is the 42 copied?";
    made.choices = {"yes, once", "no"};
    made.correct = 1;
    made.explanation = "No: the consumer's entry leads to the same frame.";
    return made;
}

TourStop revive_stop(const Finder& finder) {
    TourStop made = stop(finder, "The producer touches it: SIGSEGV. ← takes the time back and revives it.");
    made.key = "←";
    return made;
}

// Back to the moment in which both have the frame: that is what shall be believed.
TourStop real_stop(std::uint64_t step) {
    return {"The same moment on the real kernel: row by row, and the verdict.",
            "→",
            step,
            step,
            {},
            {},
            0,
            {},
            KernelMode::side_by_side};
}

}  // namespace

std::optional<Scenario> open_tour(Problem& problem) {
    return read_scenario(Folder::embedded("guide/tour"), problem);
}

std::vector<TourStop> find_tour_stops(Timeline timeline) {
    Finder finder(std::move(timeline));
    std::vector<TourStop> stops{stop(finder, "Two processes: two private worlds. Neither sees the other's memory.")};
    finder.next(Rule::segment_create);
    stops.push_back(stop(finder, "shmget: a row in the segment table, and no frame."));
    const Event* attach = finder.next(Rule::segment_attach);
    const sim::Pid producer = attach != nullptr ? attach->pid : sim::kNoPid;
    stops.push_back(attach_stop(finder));
    finder.next(Rule::page_absent, producer);
    stops.push_back(stop(finder, "p[0] = 42: one fault, one frame, one link."));
    attach = finder.next(Rule::segment_attach);
    const sim::Pid consumer = attach != nullptr ? attach->pid : sim::kNoPid;
    stops.push_back(stop(finder, "The consumer attaches the same segment at another address."));
    finder.next_shared_touch(consumer);
    const std::uint64_t shared = finder.at().step();
    stops.push_back(read_stop(finder));
    finder.next(Rule::segment_detach, producer);
    stops.push_back(stop(finder, "The producer detaches: its link goes. The consumer still reads 42."));
    finder.next(Rule::fault_signal, producer);
    stops.push_back(revive_stop(finder));
    finder.next(Rule::segment_destroy);
    stops.push_back(stop(finder, "Marked for removal, then the last detach: row and frame are gone."));
    stops.push_back(real_stop(shared));
    return finder.found() ? stops : std::vector<TourStop>{};
}

}  // namespace app::session
