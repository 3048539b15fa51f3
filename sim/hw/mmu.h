// The memory management unit: virtual address in, frame out, or a page fault. Sets A and D as it goes.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/hw/hardware.h"
#include "sim/report/event.h"

namespace sim::hw {

enum class Access : std::uint8_t { read, write, execute };

// Why an access trapped, as the x86-64 error code and CR2 tell it.
struct PageFault {
    VirtAddr address;      // CR2: the exact address
    bool present = false;  // error bit 0: the entry was present, its permission forbade
    Access access = Access::read;
};

// Result of a translation: a frame, or the fault.
struct Translation {
    bool ok = false;
    Pfn pfn;
    PageFault fault;
};

// What the MMU needs to know of the running task.
struct MmuContext {
    Asid asid;
    Pfn root;  // CR3
};

// Translates one address for a user-mode access: TLB, else walk and fill. Sets A on a fill and D on the first
// write, in the entry in memory too. Reports tlb events to `sink` when given.
Translation translate(Hardware& hardware, CpuId cpu, const MmuContext& context, VirtAddr address, Access access,
                      report::Sink* sink);

}  // namespace sim::hw
