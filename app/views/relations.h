// Which things belong together: pointing at one of them lights up the others.
//
//   frame          every entry that maps it, its page of the segment, the boxes of that page in every area
//   page, entry    the frame behind it, and so all of the above; absent: the same page of the segment elsewhere
//   segment page   its frame, or while untouched the boxes of that page in every area
//   segment        its row, areas, pages and frames
//   area           itself, its pages and their frames, the row of its segment
//   process        its boxes and what is private to it
//   event          what its arguments name
#pragma once

#include <optional>
#include <vector>

#include "app/session/selection.h"
#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace app::views {

// A page of a process as the picture shows it, present or not.
struct PageRef {
    sim::Pid pid;
    sim::VirtAddr page;
    sim::Pfn pfn = sim::kNoFrame;        // kNoFrame: not present
    sim::ShmId shmid = sim::kNoSegment;  // of a shm area
    std::uint32_t index = 0;             // page of the segment
};
PageRef page_ref(const sim::report::TaskRow& task, const sim::report::AreaRow* area, sim::VirtAddr page);

// The area of a task an address lies in; nullptr when none.
const sim::report::AreaRow* area_of(const sim::report::TaskRow& task, sim::VirtAddr address);
// The present entry of a page; nullptr when none.
const sim::report::PageRow* entry_of(const sim::report::TaskRow& task, sim::VirtAddr page);
// Present entries in [start, end).
struct EntrySpan {
    const sim::report::PageRow* first = nullptr;
    std::size_t count = 0;
    const sim::report::PageRow* begin() const { return first; }
    const sim::report::PageRow* end() const { return first + count; }
};
EntrySpan entries_of(const sim::report::TaskRow& task, sim::VirtAddr start, sim::VirtAddr end);
// How many of them are present: the others name swap slots.
std::size_t present_in(const sim::report::TaskRow& task, sim::VirtAddr start, sim::VirtAddr end);
// The swap slot of a page; nullopt when it is not in swap.
std::optional<std::uint32_t> slot_of(const sim::report::TaskRow& task, sim::VirtAddr page);
// Its address space is gone, and the page table with it.
bool is_gone(const sim::report::TaskRow& task);
// A thread other than the first of its process.
bool is_thread(const sim::report::TaskRow& task);
// What an event is about.
session::Selection subject_of(const sim::report::Event& event);

// A selection made ready for asking.
class Lit {
public:
    Lit() = default;
    Lit(const sim::report::State& state, const std::vector<sim::report::Event>& events,
        const session::Selection& selection);

    bool page(const PageRef& page) const;
    bool frame(const sim::report::FrameRow& frame) const;
    bool frame(sim::Pfn pfn) const { return pfn_ != sim::kNoFrame && pfn == pfn_; }
    bool area(sim::Pid pid, const sim::report::AreaRow& area) const;
    bool segment(sim::ShmId shmid) const { return segment_ != sim::kNoSegment && shmid == segment_; }
    bool segment_page(sim::ShmId shmid, std::uint32_t index, sim::Pfn pfn) const;
    bool process(sim::Pid pid) const { return pid_ != sim::kNoPid && pid == pid_; }
    bool event(std::size_t index, const sim::report::Event& event) const;

    // The frame the selection leads to, if any: a page's, a segment page's, the first resident one of a segment or
    // area.
    std::optional<sim::Pfn> frame_shown() const;
    const session::Selection& what() const { return what_; }

private:
    void resolve_page(const sim::report::State& state);
    void resolve_area(const sim::report::State& state);
    void resolve_segment(const sim::report::State& state);
    void resolve_frame(const sim::report::State& state);

    session::Selection what_;
    sim::Pfn pfn_ = sim::kNoFrame;
    sim::Pfn first_frame_ = sim::kNoFrame;  // of a whole segment or area
    sim::ShmId segment_ = sim::kNoSegment;  // row to light up
    bool whole_segment_ = false;            // and all of its pages
    std::optional<std::uint32_t> index_;    // or this page of it
    sim::Pid pid_;                          // everything private to it
    sim::Pid area_pid_;                     // pages of this range
    sim::VirtAddr area_start_, area_end_;
    std::vector<sim::Pfn> area_frames_;  // ascending
};

}  // namespace app::views
