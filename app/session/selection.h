// What the user points at. One selection lights up everywhere it is shown.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"

namespace app::session {

struct Selection {
    enum class Kind : std::uint8_t { none, process, area, page, frame, segment, segment_page, event, statement };
    Kind kind = Kind::none;
    sim::Pid pid{};                      // process, area, page, statement
    sim::VirtAddr address{};             // area (its start), page
    sim::Pfn pfn = sim::kNoFrame;        // frame
    sim::ShmId shmid = sim::kNoSegment;  // segment, segment_page
    std::uint32_t index = 0;             // segment_page: page; event: index in events(); statement: line

    bool operator==(const Selection&) const = default;
    explicit operator bool() const { return kind != Kind::none; }
};

}  // namespace app::session
