// shmscope show: the whole state at a step, as text or JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <memory>
#include <span>

#include "app/cli/commands.h"
#include "app/cli/counts_table.h"
#include "app/cli/real.h"
#include "app/cli/show_recording.h"
#include "app/cli/status.h"
#include "app/cli/tables.h"
#include "app/cli/target.h"
#include "app/cli/text_views.h"
#include "app/session/json.h"
#include "app/session/recording_file.h"
#include "app/session/text.h"
#include "app/session/text_host.h"

namespace app::cli {
namespace {

struct ShowRequest {
    TargetRequest target;
    PositionRequest position;
    bool json = false;
    bool counts = false;
    std::uint64_t per = 1;
    std::string text;  // a view of text_views.h; empty: everything
    std::int32_t pid = 0;
    bool real = false;
};

std::string process_text(const sim::report::TaskRow& process) {
    std::string text = process_line(process);
    if (const std::string table = descriptors_table(process); !table.empty()) text += "\n" + table;
    if (!process.areas.empty()) text += fmt::format("\n/proc/{}/maps\n{}", process.pid.value, areas_table(process));
    if (!process.tables.empty()) text += "\npage table\n" + page_table(process);
    if (process.tables.empty() && !process.pages.empty()) text += "\npresent pages\n" + present_pages(process);
    return text + "\n";
}

// The events that have happened of the step that led here or is under way.
std::vector<sim::report::Event> happened(const sim::history::Timeline& timeline) {
    const auto& events = timeline.events();
    return {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(timeline.events_done())};
}

std::string events_text(const sim::history::Timeline& timeline, const session::Snapshot& snapshot) {
    const sim::report::State& state = *snapshot.state;
    if (snapshot.events->empty()) return "";
    const sim::report::State before = timeline.machine_before().observe();
    session::TextContext context;
    context.state = &state;
    context.before = &before;
    context.process_name = [&state](sim::Pid pid) {
        const sim::report::TaskRow* row = state.process(pid);
        return row != nullptr ? row->name : fmt::format("process {}", pid.value);
    };
    std::string text = "what happened in this step\n";
    for (const session::EventText& line : session::event_texts(*snapshot.events, context)) {
        text += fmt::format("  {:<6}  {}{}{}\n", session::chip_name(line.chip), line.sentence,
                            line.detail.empty() ? "" : ": ", line.detail);
    }
    return text + "\n";
}

std::string state_text(const sim::history::Timeline& timeline, const session::Snapshot& snapshot) {
    const sim::report::State& state = *snapshot.state;
    std::string text = fmt::format("step {}", snapshot.step);
    if (snapshot.of) text += fmt::format(" of {}", *snapshot.of);
    text += fmt::format(" (by {}){}\n\n", snapshot.by, snapshot.ended ? ", the run has ended" : "");
    text += events_text(timeline, snapshot);
    text += segments_table(state) + semaphores_table(state) + queues_table(state) + files_table(state);
    text += pipes_table(state) + locks_table(state);
    for (const sim::report::TaskRow& process : state.processes) text += process_text(process);
    text += "frames in use\n" + frames_table(state) + "\n";
    if (!state.tlb.empty()) text += "TLB\n" + tlb_table(state) + "\n";
    text += "limits and usage\n" + limits_table(state);
    for (const std::string& what : session::not_visible(state.visible)) text += "not visible from here: " + what + "\n";
    return text;
}

// What the steps up to the cursor cost: they are done once more and counted.
std::vector<session::TaskCounts> counts_of(const sim::history::Timeline& timeline) {
    const std::span<const sim::history::Input> inputs(timeline.inputs());
    return session::count_run(timeline.config(), timeline.programs(), timeline.schedule(),
                              inputs.first(std::min<std::size_t>(inputs.size(), timeline.step())));
}

// What the timeline's last whole step came to on the real kernel.
int show_real(const ShowRequest& request, const sim::history::Timeline& timeline, session::Snapshot snapshot,
              int status) {
    std::string why_not;
    const auto real = session::RealRun::start(timeline.config(), timeline.programs(), timeline.schedule(), why_not);
    if (real == nullptr) return refuse(no_real_kernel(why_not));
    while (!real->follow(timeline, std::numeric_limits<std::size_t>::max())) {
    }
    if (!real->failure().empty()) return refuse(real->failure());
    const std::vector<sim::report::Event> none;
    snapshot.state = &real->state();
    snapshot.events = &none;
    snapshot.real = true;
    print(request.json ? session::snapshot_json(snapshot, 1) + "\n" : state_text(timeline, snapshot));
    const std::string differences = differences_text(real->differences());
    if (differences.empty()) return status;
    complain(differences);
    return kFailed;
}

// One text, of the process asked for or the first one.
int show_text(const ShowRequest& request, const sim::machine::Machine& machine, int status) {
    const sim::Pid pid{request.pid != 0 ? request.pid : machine.config().first_pid};
    const std::optional<std::string> text = text_view(machine, request.text, pid);
    if (!text && needs_shell(request.text)) return refuse("this saved machine has no shell: run its programs anew");
    if (!text) return refuse(fmt::format("process {} does not live at this step", pid.value));
    print(*text);
    return status;
}

// A recording is shown as it is: it has steps of its own, and no machine to ask more of.
int show_recorded(const ShowRequest& request) {
    const bool more = request.position.by != "line" || request.counts || !request.text.empty();
    if (more) return refuse("a recording has no other steps than its own, no counts and no texts");
    return show_recording(request.target.target.front(), request.position.step, request.json);
}

int show(const ShowRequest& request) {
    if (session::is_recording_file(request.target.target.front())) return show_recorded(request);
    const std::optional<Target> target = open_target(request.target);
    if (!target) return kWrong;
    if (request.real && request.position.by != "line") return refuse("the real kernel is shown --by line only");
    sim::history::Timeline timeline = target->timeline();
    const Position position = walk_to(timeline, request.position, request.target.max_steps);
    if (position.status == kWrong) return kWrong;
    if (!request.text.empty()) return show_text(request, timeline.machine(), position.status);
    const sim::report::State state = timeline.machine().observe();
    session::Snapshot snapshot;
    snapshot.step = position.step;
    snapshot.of = position.of;
    snapshot.by = request.position.by;
    snapshot.ended = timeline.at_end();
    if (request.real) return show_real(request, timeline, snapshot, position.status);
    snapshot.state = &state;
    const std::vector<sim::report::Event> events = happened(timeline);
    snapshot.events = &events;
    std::vector<session::TaskCounts> counts;
    if (request.counts) {
        counts = counts_of(timeline);
        snapshot.counts = &counts;
        if (!request.json) {
            print(counts_table(counts, request.per));
            return position.status;
        }
    }
    print(request.json ? session::snapshot_json(snapshot, 1) + "\n" : state_text(timeline, snapshot));
    return position.status;
}

}  // namespace

void add_show(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<ShowRequest>();
    CLI::App* command = app.add_subcommand("show", "print the whole state at a step; of a recording too");
    add_target_options(*command, request->target, true);
    add_position_options(*command, request->position);
    command->add_flag("--json", request->json, "as JSON");
    CLI::Option* counts = command->add_flag(
        "--counts", request->counts, "print what every process cost up to there: system calls, copies, faults, sleeps");
    command->add_option("--per", request->per, "divide the counts by so many messages, rounds …")
        ->needs(counts)
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
    CLI::Option* text = command->add_option("--text", request->text, "one text alone, as Linux prints it")
                            ->check(CLI::IsMember(text_view_names()));
    add_kernel_option(*command, request->real)->excludes(counts)->excludes(text);
    command->add_option("--pid", request->pid, "whose text")->needs(text)->check(CLI::PositiveNumber);
    command->callback([&invocation, request] {
        request->target.program_args = invocation.program_args;
        request->target.needs_shell = needs_shell(request->text);
        invocation.action = [request] { return show(*request); };
    });
}

}  // namespace app::cli
