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

// What translate() does when the TLB alone has no answer: walk, check, set A and D, fill.
Translation translate_by_walk(Hardware& hardware, CpuId cpu, const MmuContext& context, VirtAddr address, Access access,
                              report::Sink* sink);

// Whether an entry lets user mode do `access` without a change to the entry: a first write has to set D.
constexpr bool allows_now(Pte entry, Access access) {
    if (access == Access::read) return true;  // no entry without U gets into the TLB
    if (access == Access::write) return (entry.bits & (Pte::kWritable | Pte::kDirty)) == (Pte::kWritable | Pte::kDirty);
    return !entry.no_execute();
}

// Translates one address for a user-mode access: TLB, else walk and fill. Sets A on a fill and D on the first
// write, in the entry in memory too. Reports tlb events to `sink` when given.
//
// Known inaccuracies: a fault that the TLB entry alone could tell walks once more, and drops the entry.
inline Translation translate(Hardware& hardware, CpuId cpu, const MmuContext& context, VirtAddr address, Access access,
                             report::Sink* sink) {
    const TlbEntry* entry = hardware.tlbs[cpu].find(context.asid, address);
    if (entry != nullptr && allows_now(entry->pte, access)) return Translation{true, entry->pte.pfn(), {}};
    return translate_by_walk(hardware, cpu, context, address, access, sink);
}

}  // namespace sim::hw
