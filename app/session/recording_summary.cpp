#include "app/session/recording_summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/host/replay.h"

namespace app::session {
namespace {

using host::MemoryId;
using host::Step;
using host::StepKind;
using sim::Pid;

RecordedMemory::Kind kind_of(const std::string& name) {
    if (name.starts_with("/dev/shm/")) return RecordedMemory::Kind::object;
    if (name.starts_with("/memfd:")) return RecordedMemory::Kind::memfd;
    return name.starts_with("/dev/zero") ? RecordedMemory::Kind::anonymous : RecordedMemory::Kind::file;
}

// The calls that make an object; another one only shows it.
bool makes_objects(const Step& step) {
    constexpr std::uint32_t kMakers[] = {2, 9, 82, 85, 86, 257, 264, 265, 316, 319, 437};  // open … memfd_create
    return step.kind == StepKind::call &&
           std::find(std::begin(kMakers), std::end(kMakers), step.number) != std::end(kMakers);
}

// One pass over the steps. Positions in `memories` stand for memories: they are met once and never leave.
class Summary {
public:
    explicit Summary(const host::Recording& recording) : recording_(recording), replay_(recording) {}

    RecordingSummary make() {
        take_changes(recording_.initial, nullptr);
        for (step_ = 0; step_ < recording_.steps.size(); ++step_) {
            const Step& step = recording_.steps[step_];
            replay_.go(step_ + 1);
            take_changes(step.changes, &step);
            take_touches(step);
            count(step);
        }
        finish();
        return std::move(summary_);
    }

private:
    using Place = std::size_t;

    std::optional<std::size_t> when(const Step* step) const {
        return step == nullptr ? std::nullopt : std::optional(step_);
    }

    // Whose process it is: a thread's steps are its process's.
    Pid process_of(Pid pid) const {
        const auto found = process_of_.find(pid);
        return found == process_of_.end() ? pid : found->second;
    }

    RecordedMemory& meet(const MemoryId& id, const Step* step) {
        const auto [found, first] = places_.try_emplace(id, summary_.memories.size());
        if (!first) return summary_.memories[found->second];
        RecordedMemory& memory = summary_.memories.emplace_back();
        memory.created = when(step);
        return memory;
    }

    void take_changes(const host::Changes& changes, const Step* step) {
        for (const sim::ShmId id : changes.segments_gone) forget({true, 0, static_cast<std::uint64_t>(id.value)}, step);
        for (const auto& row : changes.segments) take_segment(row, step);
        for (const auto& change : changes.objects) take_object(change, step);
        for (const auto& change : changes.tasks) take_task(change, step);
    }

    void take_segment(const sim::report::SegmentRow& row, const Step* step) {
        RecordedMemory& memory = meet({true, 0, static_cast<std::uint64_t>(row.shmid.value)}, step);
        memory.shmid = row.shmid;
        if (!row.dest) memory.key = row.key;  // the kernel takes the key of one that is to be removed
        memory.bytes = row.bytes;
        memory.owner = row.uid;
        memory.mode = row.mode;
        memory.creator = row.cpid;
    }

    void take_object(const host::ObjectChange& change, const Step* step) {
        const MemoryId id{false, change.device, change.row.inode};
        if (change.gone) return forget(id, step);
        RecordedMemory& memory = meet(id, step);
        const bool first = memory.name.empty();
        memory.name = change.row.name;
        memory.kind = kind_of(memory.name);
        memory.bytes = change.row.bytes;
        memory.owner = change.row.uid;
        memory.mode = change.row.mode;
        if (first && step != nullptr && makes_objects(*step)) memory.creator = process_of(step->pid);
    }

    // A number may be given again: what comes then is another memory.
    void forget(const MemoryId& id, const Step* step) {
        const auto found = places_.find(id);
        if (found == places_.end()) return;
        summary_.memories[found->second].removed = when(step);
        places_.erase(found);
    }

    // Areas that come are looked at before areas go: a piece of one that was split is no new attach.
    void take_task(const host::TaskChange& change, const Step* step) {
        if (change.row) take_row(*change.row);
        for (const host::RecordedArea& area : change.areas) take_area(change.pid, area, step);
        for (const sim::VirtAddr start : change.areas_gone) detach({change.pid, start}, step);
        if (step != nullptr && step->kind != StepKind::touch) take_pages(change, step->kind);
    }

    void take_row(const sim::report::TaskRow& row) {
        process_of_[row.pid] = row.tgid;
        if (row.tgid != row.pid && row.tgid != sim::kNoPid) return;
        const auto [found, first] = processes_.try_emplace(row.pid, summary_.processes.size());
        if (first) summary_.processes.emplace_back();
        RecordedProcess& process = summary_.processes[found->second];
        process.pid = row.pid;
        process.parent = row.ppid;
        process.name = row.name;
        process.exit_status = row.exit_status;
        process.signal = row.signal;
        if (row.state == sim::report::TaskState::ended) process.ended = step_;
    }

    using AreaPlace = std::pair<Pid, sim::VirtAddr>;    // whose, and its start
    using AttachPlace = std::pair<Place, std::size_t>;  // memory, and which of its attaches

    void take_area(Pid pid, const host::RecordedArea& area, const Step* step) {
        const MemoryId id = host::memory_of(area);
        RecordedMemory& memory = meet(id, step);
        if (memory.name.empty() && !id.segment) memory.name = area.row.name;
        const Place place = places_.at(id);
        AttachPlace attach{place, memory.attaches.size()};
        if (const auto whole = whole_of(pid, place, area)) attach = *whole;
        ++pieces_[attach];
        if (attach.second == memory.attaches.size()) {
            memory.attaches.push_back({pid, area.row.start, area.row.end, area.row.perms, when(step), std::nullopt});
        }
        detach({pid, area.row.start}, step);
        attached_[{pid, area.row.start}] = attach;
    }

    // The attach whose piece, or whose grown self, the area is.
    std::optional<AttachPlace> whole_of(Pid pid, Place place, const host::RecordedArea& area) {
        for (auto one = attached_.lower_bound({pid, sim::VirtAddr{}});
             one != attached_.end() && one->first.first == pid; ++one) {
            if (one->second.first != place) continue;
            RecordedAttach& attach = summary_.memories[place].attaches[one->second.second];
            const bool inside = area.row.start >= attach.start && area.row.end <= attach.end;
            if (!inside && area.row.start != attach.start) continue;
            attach.end = std::max(attach.end, area.row.end);
            return one->second;
        }
        return std::nullopt;
    }

    void detach(const AreaPlace& area, const Step* step) {
        const auto found = attached_.find(area);
        if (found == attached_.end()) return;
        const AttachPlace attach = found->second;
        attached_.erase(found);
        if (--pieces_[attach] == 0) summary_.memories[attach.first].attaches[attach.second].to = when(step);
    }

    // Pages that were seen present without a fault that told of them.
    void take_pages(const host::TaskChange& change, StepKind kind) {
        if (kind == StepKind::fork) return;
        for (const sim::report::PageRow& page : change.pages)
            note_page(change.pid, page.page, host::Access::unknown, false);
    }

    void take_touches(const Step& step) {
        if (step.kind != StepKind::touch) return;
        for (const host::Touch& touch : step.touches)
            note_page(process_of(step.pid), touch.address, touch.access, true);
    }

    void note_page(Pid pid, sim::VirtAddr address, host::Access access, bool told) {
        const host::RecordedArea* area = replay_.area(pid, address);
        if (area == nullptr) return;
        const MemoryId id = host::memory_of(*area);
        const auto place = places_.find(id);
        if (place == places_.end()) return;
        const std::uint64_t index = host::page_index(area->row, address);
        if (!touched_.emplace(place->second, index).second) return;
        summary_.memories[place->second].pages.push_back({index, step_, pid, access, told});
    }

    void count(const Step& step) {
        const auto found = processes_.find(process_of(step.pid));
        if (found != processes_.end()) ++summary_.processes[found->second].steps;
    }

    void finish() {
        for (RecordedMemory& memory : summary_.memories) {
            std::sort(memory.pages.begin(), memory.pages.end(),
                      [](const RecordedPage& one, const RecordedPage& other) { return one.index < other.index; });
            const bool ours = memory.created && processes_.count(memory.creator) != 0;
            const bool stays =
                memory.kind == RecordedMemory::Kind::segment || memory.kind == RecordedMemory::Kind::object;
            memory.left_behind = ours && stays && !memory.removed;
        }
        const sim::report::State& end = replay_.seek(recording_.steps.size());
        summary_.semaphores_left =
            new_rows(end.semaphores, recording_.initial.semaphores, [](const auto& row) { return row.semid; });
        summary_.queues_left =
            new_rows(end.queues, recording_.initial.queues, [](const auto& row) { return row.msqid; });
    }

    template <class Row, class Id>
    static std::vector<Row> new_rows(const std::vector<Row>& rows, const std::vector<Row>& before, Id id) {
        std::vector<Row> all;
        for (const Row& row : rows) {
            const bool old =
                std::any_of(before.begin(), before.end(), [&](const Row& one) { return id(one) == id(row); });
            if (!old) all.push_back(row);
        }
        return all;
    }

    const host::Recording& recording_;
    host::Replay replay_;
    std::size_t step_ = 0;
    RecordingSummary summary_;
    std::map<MemoryId, Place> places_;
    std::map<Pid, Place> processes_;
    std::map<Pid, Pid> process_of_;
    std::map<AreaPlace, AttachPlace> attached_;
    std::map<AttachPlace, std::size_t> pieces_;  // areas that each attach is made of now
    std::set<std::pair<Place, std::uint64_t>> touched_;
};

}  // namespace

RecordingSummary summarize(const host::Recording& recording) {
    return Summary(recording).make();
}

}  // namespace app::session
