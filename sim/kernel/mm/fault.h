// The page-fault handler (handle_mm_fault).
//
//   no area         SIGSEGV, SEGV_MAPERR      (a touch below the stack within its limit extends it)
//   area forbids    SIGSEGV, SEGV_ACCERR
//   past the object SIGBUS,  BUS_ADRERR
//   shared          the object's page, made at the first touch; the entry is writable at once if the area is
//   private         a read of untouched memory maps the zero page; a write makes a frame
//   write-protected copy on write; the last owner writes in place
//   in swap space   read back into a frame: a major fault
#pragma once

#include "sim/hw/mmu.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

inline constexpr int kSigbus = 7;
inline constexpr int kSigsegv = 11;
inline constexpr int kSegvMaperr = 1;
inline constexpr int kSegvAccerr = 2;
inline constexpr int kBusAdrerr = 2;

struct FaultOutcome {
    enum class Kind : std::uint8_t { resolved, signal, out_of_memory };
    Kind kind = Kind::resolved;
    int signal = 0;  // of Kind::signal: kSigsegv or kSigbus
    int si_code = 0;
    bool minor = false;  // counted in AddressSpace::minor_faults; else, when resolved, in major_faults
};

// Serves a fault of a task that runs in `mm`. Reports up to fault_minor or fault_signal.
FaultOutcome handle_fault(MemoryContext& context, MmId mm, const hw::PageFault& fault);
// The same for the kernel's own access to user memory: no signal is reported, the call will return EFAULT.
FaultOutcome handle_kernel_fault(MemoryContext& context, MmId mm, const hw::PageFault& fault);

}  // namespace sim::kernel
