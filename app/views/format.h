// Numbers as the picture writes them. One notation for each kind of thing, everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/report/rows.h"

namespace app::views {

std::string hex(std::uint64_t value);  // "0x7ffff7ff5000"
std::string frame_text(sim::Pfn pfn);  // "0x03": at least two digits
// The same as far as it can be told in that state: where the number is not visible "f3", in the order frames were met.
std::string frame_label(const sim::report::State& state, sim::Pfn pfn);
std::string address_text(sim::VirtAddr address);                  // "0x7ffff7ff5000"
std::string short_address(sim::VirtAddr address);                 // "…7ff5000": the digits that tell pages apart
std::string entry_text(std::uint64_t pte);                        // "0x8000000000017027": all 16 digits
std::string key_text(sim::Key key);                               // "0x00001234", as ipcs(1)
std::string short_key(sim::Key key);                              // "0x1234"; "private" for IPC_PRIVATE
std::string mode_text(std::uint32_t mode);                        // "0660"
std::string count_text(std::uint64_t number);                     // "262,144"
std::string plural(std::uint64_t number, std::string_view noun);  // "1 frame", "2 frames"
std::string pages_as_size(std::uint64_t pages);                   // "28 KiB", "3.0 GiB"
std::string clock_text(std::int64_t seconds);  // "12:34:56" of the machine's clock (UTC); "never" for 0

// What an area is called: "shm 0x1234", "heap", "stack" …
std::string area_label(const sim::report::AreaRow& area);
// The short name of a page of a segment: "S5·0".
std::string segment_page_name(sim::ShmId shmid, std::uint64_t index);
// Who a frame belongs to: "segment 5, page 0", "table of producer" …
std::string frame_owner_text(const sim::report::State& state, const sim::report::FrameRow& frame);

}  // namespace app::views
