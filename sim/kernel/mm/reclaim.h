// Taking frames back when none is free: the clock algorithm.
//
//        ┌──► frame ──► frame ──► frame ──┐      A set in some entry: a second chance. A is cleared everywhere, the
//        │     A          A      hand     │      hand goes on.
//        └──────────────────────▲─────────┘      A clear in all: the page goes to swap space, its entries are emptied.
//
// Private pages, segments' and objects' pages take part. The zero page, the kernel's own frames, page tables, program
// text and locked pages (mlock(2), SHM_LOCK) do not.
//
// Known inaccuracies: Linux keeps lists of active and inactive pages and frees ahead of need; its clearing of A does
// not flush the TLB.
#pragma once

#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Moves pages to swap space until a frame is free; false when none can be moved. The hand goes round twice at most.
bool reclaim(MemoryContext& context);

// Moves the pages of [start, end) to swap space that only this address space maps (MADV_PAGEOUT).
void page_out(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end);

}  // namespace sim::kernel
