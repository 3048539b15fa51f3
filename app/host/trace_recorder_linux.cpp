#include "app/host/trace_recorder_linux.h"

#include <sys/uio.h>
#include <time.h>

#include <algorithm>

#include "app/host/instruction.h"
#include "app/host/maps_linux.h"

namespace app::host {
namespace {

using sim::VirtAddr;

constexpr std::size_t kSingleTouches = 8;  // of a burst are steps of their own; a longer burst is one step
constexpr Tables kTouched{false, true, false, false, true};

std::uint64_t now() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

Access access_of(const FaultEvent& event) {
    std::array<std::uint8_t, kLongestInstruction> bytes{};
    const iovec here{bytes.data(), bytes.size()};
    const iovec there{reinterpret_cast<void*>(event.instruction), bytes.size()};
    const ssize_t got = ::process_vm_readv(event.tid, &here, 1, &there, 1, 0);
    if (got <= 0) return Access::unknown;
    return host::access_of(std::span(bytes).first(static_cast<std::size_t>(got)), event.address,
                           {event.rsi, event.rdi});
}

std::size_t size_of(const TaskChange& it) {
    std::size_t size = sizeof it + (it.row ? it.row->name.size() : 0);
    for (const RecordedArea& area : it.areas) size += sizeof area + area.row.name.size();
    return size + it.pages.size() * sizeof(sim::report::PageRow) + 8 * (it.pages_gone.size() + it.areas_gone.size());
}

std::size_t size_of(const Step& step) {
    const Changes& it = step.changes;
    std::size_t size = sizeof step + step.text.size() + step.touches.size() * sizeof(Touch);
    size += it.segments.size() * sizeof(sim::report::SegmentRow) + it.queues.size() * sizeof(sim::report::QueueRow);
    for (const auto& set : it.semaphores)
        size += sizeof set + set.semaphores.size() * sizeof(sim::report::SemaphoreRow);
    for (const ObjectChange& object : it.objects) size += sizeof object + object.row.name.size();
    for (const TaskChange& task : it.tasks) size += size_of(task);
    return size;
}

bool empty(const Changes& it) {
    return it.segments.empty() && it.segments_gone.empty() && it.semaphores.empty() && it.semaphores_gone.empty() &&
           it.queues.empty() && it.queues_gone.empty() && it.objects.empty() && it.tasks.empty();
}

bool empty(const TaskChange& it) {
    return !it.row && it.areas_gone.empty() && it.areas.empty() && it.pages_gone.empty() && it.pages.empty();
}

// Of the process whose areas the task sees.
TaskChange change_of(const Tracee& task) {
    TaskChange change;
    change.pid = task.space->owner();
    return change;
}

TaskChange row_of(const Tracee& task) {
    TaskChange change;
    change.pid = task.row.pid;
    change.row = task.row;
    return change;
}

}  // namespace

StepRecorder::StepRecorder(Tracees& tasks, FaultEvents& faults, const StepSeen& seen)
    : tasks_(tasks), faults_(faults), seen_(seen) {}

void StepRecorder::begin(std::vector<std::string> command, NamespaceKind namespaces) {
    recording_.command = std::move(command);
    recording_.namespaces = namespaces;
    recording_.fault_events = faults_.open();
    recording_.frames = frames_visible();
    recording_.limits = shm_limits();
    tables_.look(kAllTables, {}, recording_.initial);
    start_ = now();
    if (!recording_.frames) note(Unseen::frames);
    if (!recording_.fault_events) note(Unseen::fault_events);
}

std::uint64_t StepRecorder::since_start(std::uint64_t time) const {
    return time > start_ ? time - start_ : 0;
}

// Events are read before and after the look: a page that another thread touched in between is not taken for one
// that appeared without an event.
void StepRecorder::tell_touches(Tracee* stopped) {
    std::vector<FaultEvent> events;
    faults_.take(events);
    if (full_) return;
    PagesByAddress found;
    if (stopped != nullptr && !stopped->recorded) return;
    if (stopped != nullptr) {
        TaskChange change = change_of(*stopped);
        stopped->space->look_at_pages(stopped->tid, change);
        for (const std::string& name : stopped->space->take_cut_areas()) note(Unseen::pages, name);
        faults_.take(events);
        for (const sim::report::PageRow& page : change.pages) found[page.page] = page;
        change.pages.clear();
        if (!empty(change)) pending_.push_back(std::move(change));
    }
    std::vector<Step> steps;
    for (const Burst& burst : bursts(events)) tell_burst(burst, stopped, found, steps);
    if (stopped != nullptr) tell_appeared(*stopped, found, steps);
    tell_all(std::move(steps));
}

std::vector<StepRecorder::Burst> StepRecorder::bursts(const std::vector<FaultEvent>& events) {
    std::vector<Burst> all;
    for (const FaultEvent& event : events) {
        Tracee* task = tasks_.find(event.tid);
        if (task == nullptr || !task->recorded) continue;
        const RecordedArea* area = task->space->area_at(VirtAddr{event.address});
        if (area == nullptr) continue;
        const bool goes_on = !all.empty() && all.back().task == task && all.back().area == area->row.start &&
                             all.back().events.size() < kMaxTouchesOfStep;
        if (!goes_on) all.push_back({task, area->row.start, {}});
        all.back().events.push_back(event);
    }
    return all;
}

void StepRecorder::tell_burst(const Burst& burst, const Tracee* stopped, PagesByAddress& found,
                              std::vector<Step>& steps) {
    const std::size_t size = burst.events.size();
    if (size > kSingleTouches) return steps.push_back(touch_step(burst, 0, size, stopped, found));
    for (std::size_t i = 0; i < size; ++i) steps.push_back(touch_step(burst, i, i + 1, stopped, found));
}

Step StepRecorder::touch_step(const Burst& burst, std::size_t first, std::size_t end, const Tracee* stopped,
                              PagesByAddress& found) {
    Step step;
    step.kind = StepKind::touch;
    step.pid = burst.task->row.pid;
    step.time = since_start(burst.events[first].time);
    TaskChange change = change_of(*burst.task);
    const bool looked_at = stopped != nullptr && stopped->space == burst.task->space;
    for (std::size_t i = first; i < end; ++i) {
        const FaultEvent& event = burst.events[i];
        const VirtAddr page = VirtAddr{event.address}.page();
        step.touches.push_back({VirtAddr{event.address}, VirtAddr{event.instruction}, access_of(event)});
        const auto seen = looked_at ? found.find(page) : found.end();
        if (seen != found.end()) {
            change.pages.push_back(seen->second);
            found.erase(seen);
        } else {
            burst.task->space->look_at_page(burst.task->tid, page, change);
        }
    }
    if (!empty(change)) step.changes.tasks.push_back(std::move(change));
    return step;
}

// What is left: pages nobody was seen to touch. One step an area.
void StepRecorder::tell_appeared(const Tracee& stopped, const PagesByAddress& found, std::vector<Step>& steps) {
    VirtAddr area;
    for (const auto& [address, page] : found) {
        const RecordedArea* of = stopped.space->area_at(address);
        if (of == nullptr) continue;
        const bool goes_on = !steps.empty() && steps.back().kind == StepKind::appeared && area == of->row.start &&
                             steps.back().touches.size() < kMaxTouchesOfStep;
        if (!goes_on) {
            Step& step = steps.emplace_back();
            step.kind = StepKind::appeared;
            step.pid = stopped.row.pid;
            step.time = since_start(now());
            step.changes.tasks.push_back(change_of(stopped));
            area = of->row.start;
        }
        steps.back().touches.push_back({address, {}, Access::unknown});
        steps.back().changes.tasks.back().pages.push_back(page);
    }
}

void StepRecorder::look(const Tables& which, Changes& changes) {
    tables_.look(which, which.objects ? tasks_.holders() : Holders(), changes);
}

// What a touch changes in the tables is seen once for all of them, in the last.
void StepRecorder::tell_all(std::vector<Step> steps) {
    if (steps.empty()) return;
    look(kTouched, steps.back().changes);
    for (Step& step : steps) append(std::move(step));
}

void StepRecorder::tell(Tracee& task, Step step, const Tables& which) {
    if (full_ || !task.recorded) return;
    step.pid = task.row.pid;
    step.time = since_start(now());
    if (which.areas) {
        TaskChange change = change_of(task);
        task.space->look_at_areas(task.tid, change);
        if (!empty(change)) step.changes.tasks.push_back(std::move(change));
    }
    look(which, step.changes);
    if (task.wake()) step.changes.tasks.push_back(row_of(task));
    for (Tracee* other : tasks_.maybe_asleep()) {
        if (other != &task && other->look_asleep()) step.changes.tasks.push_back(row_of(*other));
    }
    append(std::move(step));
}

void StepRecorder::tell_birth(Tracee& parent, Tracee& child, Step step) {
    child.recorded = child.recorded && !full_ && parent.recorded;
    if (!child.recorded) return;
    TaskChange change = row_of(child);
    if (child.is_process() && !child.borrowed) child.space->look_at_areas(child.tid, change);
    step.changes.tasks.push_back(std::move(change));
    tell(parent, std::move(step), {false, true, false, false, true});
}

void StepRecorder::adopt(Tracee& child) {
    child.recorded = child.recorded && !full_;
    if (!child.recorded) return;
    TaskChange change = row_of(child);
    child.space->look_at_areas(child.tid, change);
    pending_.push_back(std::move(change));
}

void StepRecorder::tell_program(Tracee& task, Step step) {
    TaskChange change = row_of(task);
    if (!task.borrowed) task.space->clear(change);
    task.space = std::make_shared<Space>(task.row.pid);
    task.borrowed = false;
    task.space->look_at_areas(task.tid, change);
    if (full_) return;
    step.changes.tasks.push_back(std::move(change));
    tell(task, std::move(step), {false, true, true, false, true});
}

void StepRecorder::tell_end(Tracee& task, Step step) {
    if (!task.recorded) return;
    TaskChange change = row_of(task);
    if (task.is_process() && !task.borrowed) task.space->clear(change);
    if (full_) {
        pending_.push_back(std::move(change));
        return;
    }
    step.changes.tasks.push_back(std::move(change));
    tell(task, std::move(step), {false, true, true, true, true});
}

void StepRecorder::append(Step step) {
    step.changes.tasks.insert(step.changes.tasks.begin(), std::make_move_iterator(pending_.begin()),
                              std::make_move_iterator(pending_.end()));
    pending_.clear();
    bytes_ += size_of(step);
    recording_.steps.push_back(std::move(step));
    if (seen_) seen_(recording_.steps.back());
    full_ = recording_.steps.size() + 1 >= kMaxSteps || bytes_ >= kMaxRecordedBytes;
    if (full_) note(Unseen::steps);
}

void StepRecorder::note(Unseen what, std::string name) {
    constexpr std::size_t kMaxNotes = 64;
    if (recording_.unseen.size() < kMaxNotes && noted_.emplace(what, name).second) {
        recording_.unseen.push_back({what, std::move(name), 0});
    }
}

Recording StepRecorder::take() {
    Step last;
    last.kind = StepKind::last;
    last.time = since_start(now());
    last.changes.tasks = std::exchange(pending_, {});
    tables_.look(kAllTables, {}, last.changes);
    if (!empty(last.changes)) recording_.steps.push_back(std::move(last));
    if (tables_.objects_cut()) note(Unseen::objects);
    if (faults_.lost() != 0) recording_.unseen.push_back({Unseen::faults_lost, {}, faults_.lost()});
    return std::move(recording_);
}

}  // namespace app::host
