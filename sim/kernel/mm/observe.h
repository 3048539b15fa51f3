// Rows of what memory management holds. Cost grows with what is in use: tables are walked, not address ranges.
#pragma once

#include <vector>

#include "sim/kernel/mm/memory.h"
#include "sim/report/rows.h"

namespace sim::kernel {

// In the order of AddressSpace::areas, so that a caller can give mapped objects the names of their files.
std::vector<report::AreaRow> area_rows(const AddressSpace& space, Images images);
std::vector<report::PageRow> page_rows(const hw::Hardware& hardware, const AddressSpace& space);
// Top level first, each level ascending by address.
std::vector<report::TableRow> table_rows(const hw::Hardware& hardware, const AddressSpace& space);
std::vector<report::FrameRow> frame_rows(const hw::Hardware& hardware, const Memory& memory);
// Valid entries of all CPUs, by CPU and then page.
std::vector<report::TlbRow> tlb_rows(const hw::Hardware& hardware, const Memory& memory);
// Fills page_count, resident, pages and truncated of a segment.
void fill_segment_pages(const Memory& memory, ObjectId object, report::SegmentRow& row);
// Fills resident, swapped, pages and truncated of a file.
void fill_file_pages(const Memory& memory, ObjectId object, report::FileRow& row);

// For each page of [start, end), a part of `area`: bit 0 set when it is in memory (mincore(2)). An object's page counts
// whoever touched it.
std::vector<std::uint8_t> residency(const hw::Hardware& hardware, const Memory& memory, const AddressSpace& space,
                                    const Area& area, VirtAddr start, VirtAddr end);

}  // namespace sim::kernel
