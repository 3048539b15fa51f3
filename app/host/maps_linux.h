// The texts of /proc/PID/maps and pagemap.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/report/rows.h"

namespace app::host {

// Entries of /proc/PID/pagemap: 8 bytes a page.
inline constexpr std::uint64_t kPagemapPresent = 1ull << 63;
inline constexpr std::uint64_t kPagemapShared = 1ull << 61;     // a file's page or shared anonymous memory
inline constexpr std::uint64_t kPagemapExclusive = 1ull << 56;  // mapped once
inline constexpr std::uint64_t kPagemapFrame = (1ull << 55) - 1;
// Whether pagemap tells us frame numbers: a page of our own has one.
bool frames_visible();

struct MapsLine {
    sim::report::AreaRow row;
    std::uint64_t device = 0;  // major * 256 + minor
    std::uint64_t inode = 0;
};
// START-END PERMS OFFSET DEVICE INODE NAME
MapsLine maps_line(std::string_view line);

}  // namespace app::host
