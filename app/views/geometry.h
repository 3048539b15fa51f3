// Where the rows of the middle panels are. Drawing and links ask the same functions, so links end where rows stand.
//
//   box of a process ─ area rows ──► entry rows ─ box of its page table ──► cells of physical memory
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/views/layout.h"
#include "app/views/scene.h"

namespace app::views {

// --- boxes of processes: at the same heights in both columns

struct Slot {
    sim::Pid pid;
    Rect box;
};
struct Slots {
    std::vector<Slot> shown;
    std::size_t more = 0;  // processes summarised in `more_line`
    Rect more_line;
};
// `column` with its heading. Shown are the processes that matter now: selected, running, next, mapping the frame.
Slots process_slots(const Scene& scene, Rect column);

// --- pages as a strip of boxes; neighbours share one when there are too many

struct PageStrip {
    Rect rect;
    std::uint64_t pages = 0;
    std::uint64_t per_cell = 1;
    std::uint64_t cells = 0;
    float cell = 0, pitch = 0;
    Rect cell_rect(std::uint64_t index) const {
        return {rect.x + pitch * static_cast<float>(index), rect.y, cell, rect.h};
    }
};
PageStrip page_strip(std::uint64_t pages, Rect room, float largest_cell, float gap);

// --- areas of an address space

struct AreaLine {
    const sim::report::AreaRow* area = nullptr;
    Rect row;
    bool two_lines = true;  // boxes under the name, else beside it
};
struct AreaList {
    std::vector<AreaLine> lines;  // highest address first
    std::size_t more = 0;
    Rect more_line;
    Rect private_line;  // at detail 1: one line for all that is the process's own; else empty
};
AreaList area_list(const Scene& scene, const sim::report::TaskRow& task, Rect box);
std::uint64_t pages_of(const sim::report::AreaRow& area);

// --- entries of a page table

struct EntryLine {
    sim::VirtAddr page;
    const sim::report::PageRow* entry = nullptr;  // nullptr: not present
    const sim::report::AreaRow* area = nullptr;   // nullptr: none any more
    Rect row;
};
struct EntryList {
    Rect levels;                   // the four boxes of the walk; empty below detail 3
    Rect heads;                    // column headings; empty at detail 1
    std::vector<EntryLine> lines;  // ascending
    Rect foot;
    bool was_now = false;  // the foot shows the changed entry before and after
};
EntryList entry_list(const Scene& scene, const sim::report::TaskRow& task, Rect box);

// --- cells of physical memory

struct FrameGrid {
    static constexpr std::uint32_t kColumns = 8;
    Rect box;
    Rect overview;                    // all frames as one texture; empty when the rows show them all
    std::vector<std::uint32_t> rows;  // first frame of each row shown, ascending
    std::uint32_t frames = 0;
    Rect cells;  // of the rows
    float pitch_x = 0, pitch_y = 0, cell_w = 0, cell_h = 0;
    Rect detail;  // what is under the cells: the frame in focus
    Rect legend;

    Rect cell(std::size_t row, std::uint32_t column) const {
        return {cells.x + pitch_x * static_cast<float>(column), cells.y + pitch_y * static_cast<float>(row), cell_w,
                cell_h};
    }
    std::optional<Rect> cell_of(sim::Pfn pfn) const;
};
FrameGrid frame_grid(const Scene& scene, Rect column);

}  // namespace app::views
