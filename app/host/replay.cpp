#include "app/host/replay.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::Pfn;
using sim::Pid;
using sim::VirtAddr;
using sim::report::FrameRow;
using sim::report::PageRow;
using sim::report::State;

constexpr std::size_t kMaxCheckpoints = 32;
constexpr std::size_t kStepsBetween = 256;

struct Task {
    sim::report::TaskRow row;
    std::map<VirtAddr, RecordedArea> areas;  // by start
    std::map<VirtAddr, PageRow> pages;
};

const RecordedArea* area_at(const Task& task, VirtAddr address) {
    auto found = task.areas.upper_bound(address);
    if (found == task.areas.begin()) return nullptr;
    const RecordedArea& area = (--found)->second;
    return address < area.row.end ? &area : nullptr;
}

MemoryId segment_id(sim::ShmId id) {
    return {true, 0, static_cast<std::uint64_t>(id.value)};
}

template <class Row, class Id>
void erase_all(std::map<Id, Row>& rows, const std::vector<Id>& gone) {
    for (const Id& id : gone) rows.erase(id);
}

template <class Id, class Row>
std::vector<Row> values(const std::map<Id, Row>& rows) {
    std::vector<Row> all;
    all.reserve(rows.size());
    for (const auto& [id, row] : rows) all.push_back(row);
    return all;
}

// As sim::pages_for(), for any size: a file may hold one that overflows there.
std::uint64_t pages_of(std::uint64_t bytes) {
    return bytes / sim::kPageSize + (bytes % sim::kPageSize != 0 ? 1 : 0);
}

std::vector<Pfn> listed_pages(std::uint64_t count, bool& truncated) {
    truncated = count > sim::report::kMaxListedPages;
    return std::vector<Pfn>(std::min<std::uint64_t>(count, sim::report::kMaxListedPages), sim::kNoFrame);
}

}  // namespace

// Everything that is so at one moment. A value: checkpoints are copies.
struct Replay::World {
    std::map<sim::ShmId, sim::report::SegmentRow> segments;
    std::map<std::int32_t, sim::report::SemaphoreSetRow> semaphores;
    std::map<std::int32_t, sim::report::QueueRow> queues;
    std::map<MemoryId, sim::report::FileRow> objects;
    std::map<Pid, Task> tasks;
    // Frames of pages of each memory, as last seen: they stay when the last process unmaps them.
    std::map<MemoryId, std::map<std::uint64_t, Pfn>> frames;
    std::uint32_t met = 0;  // frames named so far, where numbers are hidden

    void apply(const Changes& changes, bool real_frames);
    void apply(const TaskChange& change, bool real_frames);
    void map_page(const Task& task, PageRow& page, bool real_frames);
    void fill(State& state) const;
    void fill_frames(State& state) const;
};

struct Replay::Private {
    const Recording& recording;
    std::size_t position = 0;
    World world;
    std::map<std::size_t, World> checkpoints;  // by position
    State state;
    std::size_t shown = 0;  // the position `state` is of

    std::size_t interval() const { return std::max(kStepsBetween, recording.steps.size() / kMaxCheckpoints + 1); }
    void go(std::size_t step);
};

MemoryId memory_of(const RecordedArea& area) {
    if (area.row.kind == sim::report::AreaKind::shm) return {true, 0, area.inode};
    return {false, area.device, area.inode};
}

std::uint64_t page_index(const sim::report::AreaRow& area, VirtAddr address) {
    return (address.page() - area.start + area.offset) / sim::kPageSize;
}

void Replay::World::apply(const Changes& changes, bool real_frames) {
    erase_all(segments, changes.segments_gone);
    for (const sim::ShmId id : changes.segments_gone) frames.erase(segment_id(id));
    for (const auto& row : changes.segments) segments[row.shmid] = row;
    erase_all(semaphores, changes.semaphores_gone);
    for (const auto& row : changes.semaphores) semaphores[row.semid] = row;
    erase_all(queues, changes.queues_gone);
    for (const auto& row : changes.queues) queues[row.msqid] = row;
    for (const TaskChange& change : changes.tasks) apply(change, real_frames);
    for (const ObjectChange& change : changes.objects) {
        const MemoryId id{false, change.device, change.row.inode};
        if (change.gone) {
            objects.erase(id);
            frames.erase(id);
        } else {
            objects[id] = change.row;
            auto& known = frames[id];  // a shrunk object has lost the pages behind its end
            known.erase(known.lower_bound(pages_of(change.row.bytes)), known.end());
        }
    }
}

void Replay::World::apply(const TaskChange& change, bool real_frames) {
    Task& task = tasks[change.pid];
    if (change.row) task.row = *change.row;
    task.row.pid = change.pid;
    erase_all(task.areas, change.areas_gone);
    for (const RecordedArea& area : change.areas) task.areas[area.row.start] = area;
    erase_all(task.pages, change.pages_gone);
    for (PageRow page : change.pages) {
        map_page(task, page, real_frames);
        task.pages[page.page] = page;
    }
}

// Notes which frame the page of the memory is in; where the system hides that, pages are numbered as they are met.
void Replay::World::map_page(const Task& task, PageRow& page, bool real_frames) {
    const RecordedArea* area = area_at(task, page.page);
    if (area == nullptr) return;
    const auto [known, first] = frames[memory_of(*area)].try_emplace(page_index(area->row, page.page), sim::kNoFrame);
    if (real_frames) {
        known->second = page.pfn;
    } else if (first) {
        known->second = Pfn{met++};
    }
    page.pfn = known->second;
}

void Replay::World::fill(State& state) const {
    state.segments = values(segments);
    state.semaphores = values(semaphores);
    state.queues = values(queues);
    state.files = values(objects);
    for (auto& row : state.segments) row.pages = listed_pages(row.page_count, row.truncated);
    for (auto& row : state.files) row.pages = listed_pages(pages_of(row.bytes), row.truncated);
    state.processes.clear();
    for (const auto& [pid, task] : tasks) {
        sim::report::TaskRow& row = state.processes.emplace_back(task.row);
        row.areas.clear();
        for (const auto& [start, area] : task.areas) row.areas.push_back(area.row);
        row.pages = values(task.pages);
        row.rss_pages = row.pages.size();
    }
    fill_frames(state);
    state.usage = {};
    state.usage.segments = segments.size();
    for (const auto& row : state.segments) {
        state.usage.shm_pages += row.page_count;
        state.usage.shm_resident += row.resident;
        state.usage.shm_swapped += row.swapped;
    }
}

void Replay::World::fill_frames(State& state) const {
    std::map<MemoryId, std::vector<Pfn>*> listed;
    for (auto& row : state.segments) listed[segment_id(row.shmid)] = &row.pages;
    std::size_t at = 0;
    for (const auto& [id, row] : objects) listed[id] = &state.files[at++].pages;
    std::map<Pfn, FrameRow> rows;
    for (const auto& [id, pages] : frames) {
        const auto list = listed.find(id);
        for (const auto& [index, pfn] : pages) {
            if (pfn == sim::kNoFrame) continue;
            if (list != listed.end() && index < list->second->size()) (*list->second)[index] = pfn;
            FrameRow& row = rows[pfn];
            row.pfn = pfn;
            row.owner = id.segment ? sim::report::FrameOwner::segment : sim::report::FrameOwner::object;
            if (id.segment) row.shmid = sim::ShmId{static_cast<std::int32_t>(id.inode)};
            row.index = static_cast<std::uint32_t>(index);
        }
    }
    for (const auto& [pid, task] : tasks) {
        for (const auto& [address, page] : task.pages) {
            const auto found = rows.find(page.pfn);
            if (found != rows.end()) ++found->second.mapcount;
        }
    }
    state.frames = values(rows);
}

void Replay::Private::go(std::size_t step) {
    if (step < position) {
        const auto later = checkpoints.upper_bound(step);
        const auto& [at, saved] = *std::prev(later);
        world = saved;
        position = at;
    }
    while (position < step) {
        world.apply(recording.steps[position].changes, recording.frames);
        ++position;
        if (position % interval() == 0) checkpoints.try_emplace(position, world);
    }
}

Replay::Replay(const Recording& recording) : it_(new Private{recording, 0, {}, {}, {}, 0}) {
    it_->world.apply(recording.initial, recording.frames);
    it_->checkpoints.emplace(0, it_->world);
    it_->state.limits = recording.limits;
    it_->state.visible.entries = false;
    it_->state.visible.frames = recording.frames;
    it_->world.fill(it_->state);
}

Replay::~Replay() = default;
Replay::Replay(Replay&&) noexcept = default;
Replay& Replay::operator=(Replay&&) noexcept = default;

void Replay::go(std::size_t step) {
    it_->go(std::min(step, it_->recording.steps.size()));
}

const State& Replay::seek(std::size_t step) {
    go(step);
    if (it_->shown != it_->position) it_->world.fill(it_->state);
    it_->shown = it_->position;
    return it_->state;
}

std::size_t Replay::position() const {
    return it_->position;
}

const RecordedArea* Replay::area(Pid pid, VirtAddr address) const {
    const auto task = it_->world.tasks.find(pid);
    return task == it_->world.tasks.end() ? nullptr : area_at(task->second, address);
}

State state_at(const Recording& recording, std::size_t step) {
    return Replay(recording).seek(step);
}

}  // namespace app::host
