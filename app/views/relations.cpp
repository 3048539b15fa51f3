#include "app/views/relations.h"

#include <algorithm>

#include "sim/hw/pte.h"

namespace app::views {

using namespace sim::report;
using session::Selection;
using Kind = Selection::Kind;
using sim::kNoFrame;
using sim::kNoSegment;

const AreaRow* area_of(const TaskRow& task, sim::VirtAddr address) {
    auto after = std::upper_bound(task.areas.begin(), task.areas.end(), address,
                                  [](sim::VirtAddr value, const AreaRow& row) { return value < row.start; });
    if (after == task.areas.begin()) return nullptr;
    const AreaRow& area = *--after;
    return address < area.end ? &area : nullptr;
}

EntrySpan entries_of(const TaskRow& task, sim::VirtAddr start, sim::VirtAddr end) {
    const auto before = [](const PageRow& row, sim::VirtAddr value) { return row.page < value; };
    const auto first = std::lower_bound(task.pages.begin(), task.pages.end(), start, before);
    const auto last = std::lower_bound(first, task.pages.end(), end, before);
    return {task.pages.data() + (first - task.pages.begin()), static_cast<std::size_t>(last - first)};
}

std::size_t present_in(const TaskRow& task, sim::VirtAddr start, sim::VirtAddr end) {
    const EntrySpan entries = entries_of(task, start, end);
    return static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const PageRow& entry) { return entry.present; }));
}

std::optional<std::uint32_t> slot_of(const TaskRow& task, sim::VirtAddr page) {
    const EntrySpan found = entries_of(task, page, page + sim::kPageSize);
    if (found.count == 0 || !found.first->swapped) return std::nullopt;
    return found.first->swap_slot;
}

const PageRow* entry_of(const TaskRow& task, sim::VirtAddr page) {
    const EntrySpan found = entries_of(task, page, page + sim::kPageSize);
    return found.count == 0 || !found.first->present ? nullptr : found.first;
}

PageRef page_ref(const TaskRow& task, const AreaRow* area, sim::VirtAddr page) {
    PageRef ref;
    ref.pid = task.pid;
    ref.page = page;
    if (const PageRow* entry = entry_of(task, page)) ref.pfn = entry->pfn;
    if (area != nullptr && area->kind == AreaKind::shm) {
        ref.shmid = area->shmid;
        ref.index = static_cast<std::uint32_t>((page - area->start + area->offset) / sim::kPageSize);
    }
    return ref;
}

bool is_gone(const TaskRow& task) {
    const bool dead = task.state == TaskState::zombie || task.state == TaskState::ended;
    return dead && task.areas.empty();
}

bool is_thread(const TaskRow& task) {
    return task.tgid != sim::kNoPid && task.tgid != task.pid;
}

Selection subject_of(const Event& event) {
    const auto address = [&](std::size_t n) { return sim::VirtAddr{event.args[n]}.page(); };
    const auto page = [&](std::size_t n) {
        return Selection{.kind = Kind::page, .pid = event.pid, .address = address(n)};
    };
    const auto frame = [&](std::size_t n) {
        return Selection{.kind = Kind::frame, .pfn = sim::Pfn{static_cast<std::uint32_t>(event.args[n])}};
    };
    const auto segment = [&](std::size_t n) {
        return Selection{.kind = Kind::segment, .shmid = sim::ShmId::of_bits(event.args[n])};
    };
    switch (event.type) {
        case EventType::pte:
        case EventType::tlb:
        case EventType::fault: return event.rule == Rule::tlb_flush_asid ? Selection{} : page(0);
        case EventType::frame: return frame(0);
        case EventType::segment: return segment(0);
        case EventType::area: return {.kind = Kind::area, .pid = event.pid, .address = sim::VirtAddr{event.args[0]}};
        case EventType::process:
        case EventType::signal:
        case EventType::wait:
        case EventType::wake: return {.kind = Kind::process, .pid = event.pid};
        default: break;
    }
    switch (event.rule) {
        case Rule::area_found:
        case Rule::area_allows:
        case Rule::area_forbids:
        case Rule::area_absent: return page(0);
        case Rule::page_resident: return frame(2);
        case Rule::id_found: return segment(0);
        case Rule::key_found: return segment(1);
        case Rule::attach_found: return segment(1);
        default: return {};
    }
}

Lit::Lit(const State& state, const std::vector<Event>& events, const Selection& selection) : what_(selection) {
    if (what_.kind == Kind::event && what_.index < events.size()) {
        const Selection subject = subject_of(events[what_.index]);
        if (subject) what_ = subject;
    }
    switch (what_.kind) {
        case Kind::frame: pfn_ = what_.pfn; break;
        case Kind::page: resolve_page(state); break;
        case Kind::area: resolve_area(state); break;
        case Kind::segment:
        case Kind::segment_page: resolve_segment(state); break;
        case Kind::process: pid_ = what_.pid; break;
        default: break;
    }
    resolve_frame(state);
    what_ = selection;
}

void Lit::resolve_page(const State& state) {
    const TaskRow* task = state.process(what_.pid);
    if (task == nullptr) return;
    const PageRef ref = page_ref(*task, area_of(*task, what_.address), what_.address);
    pfn_ = ref.pfn;
    area_pid_ = what_.pid;
    area_start_ = what_.address;
    area_end_ = what_.address + sim::kPageSize;
    if (ref.shmid != kNoSegment) segment_ = ref.shmid, index_ = ref.index;
}

void Lit::resolve_area(const State& state) {
    const TaskRow* task = state.process(what_.pid);
    const AreaRow* area = task != nullptr ? area_of(*task, what_.address) : nullptr;
    if (area == nullptr) return;
    area_pid_ = what_.pid;
    area_start_ = area->start;
    area_end_ = area->end;
    if (area->kind == AreaKind::shm) segment_ = area->shmid;
    for (const PageRow& entry : entries_of(*task, area->start, area->end)) {
        if (entry.present) area_frames_.push_back(entry.pfn);
    }
    if (!area_frames_.empty()) first_frame_ = area_frames_.front();
    std::sort(area_frames_.begin(), area_frames_.end());
}

void Lit::resolve_segment(const State& state) {
    const SegmentRow* row = state.segment(what_.shmid);
    if (row == nullptr) return;
    segment_ = row->shmid;
    if (what_.kind == Kind::segment_page) {
        index_ = what_.index;
        if (what_.index < row->pages.size()) pfn_ = row->pages[what_.index];
        return;
    }
    whole_segment_ = true;
    const auto resident =
        std::find_if(row->pages.begin(), row->pages.end(), [](sim::Pfn pfn) { return pfn != kNoFrame; });
    if (resident != row->pages.end()) first_frame_ = *resident;
}

void Lit::resolve_frame(const State& state) {
    if (pfn_ == kNoFrame) return;
    const FrameRow* row = state.frame(pfn_);
    if (row != nullptr && row->owner == FrameOwner::segment) segment_ = row->shmid, index_ = row->index;
}

bool Lit::page(const PageRef& page) const {
    if (pid_ != sim::kNoPid && page.pid == pid_) return page.shmid == kNoSegment;
    if (page.pfn != kNoFrame && page.pfn == pfn_) return true;
    if (page.pid == area_pid_ && area_start_ <= page.page && page.page < area_end_) return true;
    if (page.shmid == kNoSegment || page.shmid != segment_) return false;
    return whole_segment_ || index_ == page.index;
}

bool Lit::frame(const FrameRow& frame) const {
    if (pfn_ != kNoFrame) return frame.pfn == pfn_;
    if (whole_segment_ && frame.owner == FrameOwner::segment && frame.shmid == segment_) return true;
    if (pid_ != sim::kNoPid) return frame.pid == pid_;
    return std::binary_search(area_frames_.begin(), area_frames_.end(), frame.pfn);
}

bool Lit::area(sim::Pid pid, const AreaRow& area) const {
    if (pid == area_pid_ && area.start <= area_start_ && area_start_ < area.end) return true;
    return whole_segment_ && area.kind == AreaKind::shm && area.shmid == segment_;
}

bool Lit::segment_page(sim::ShmId shmid, std::uint32_t index, sim::Pfn pfn) const {
    if (pfn != kNoFrame && (pfn == pfn_ || std::binary_search(area_frames_.begin(), area_frames_.end(), pfn)))
        return true;
    return segment(shmid) && (whole_segment_ || index_ == index);
}

bool Lit::event(std::size_t index, const Event& event) const {
    if (!what_) return false;
    if (what_.kind == Kind::event) return what_.index == index;
    return subject_of(event) == what_;
}

std::optional<sim::Pfn> Lit::frame_shown() const {
    if (pfn_ != kNoFrame) return pfn_;
    if (first_frame_ != kNoFrame) return first_frame_;
    return std::nullopt;
}

}  // namespace app::views
