// Two states side by side as rows: what both kernels have, in the same order, and whether it is the same.
//
//     process P   state     ready                      ready
//                 shm 0x12  …7ff5000 rw-s [0x17][ ]    …7ff5000 rw-s [0x5a3c1][ ]
//     segment 5   nattch    2                          2
//
// Numbers that each kernel chooses for itself (frames, times) are shown and not compared; which pages are present, and
// which of them share a frame, are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/selection.h"
#include "sim/report/rows.h"

namespace app::views {

// What one of the kernels says in a row.
struct SideCell {
    bool there = true;  // false: this kernel has no such thing
    std::string text;
    std::vector<sim::Pfn> pages;  // the first pages of an area or a segment; kNoFrame: not present
    std::uint64_t page_count = 0;

    bool has_pages() const { return page_count > 0; }
};

struct SideRow {
    enum class Kind : std::uint8_t { process, table, fact };  // the first two begin a group
    Kind kind = Kind::fact;
    sim::Pid pid;       // of a process's rows
    std::string label;  // "consumer", "segment 5, key 0x1234"; "nattch", "shm 0x1234"
    SideCell simulated, real;
    bool equal = true;
    session::Selection where;
    bool changed = false;  // by the step shown
};

// Pages of one row that are looked at.
inline constexpr std::uint64_t kSidePages = 256;

std::vector<SideRow> side_rows(const sim::report::State& simulated, const sim::report::State& real);
// Tells the facts that the simulated kernel showed otherwise, or not at all, in the state before.
void mark_changed(std::vector<SideRow>& rows, const sim::report::State& before);

}  // namespace app::views
