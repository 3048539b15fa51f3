// A new address space for a program, as exec(2) leaves it.
//
//   kTextBase            text   r-xp   all pages mapped; frames shared by every process of the program
//   image.data_base()    data   rw-p   pages copied from the image at the first touch
//   image.data_end()     heap          none until brk(2)
//   kStackTop - 132 KiB  stack  rw-p   grows down on faults to kStackLimit
//
// Known inaccuracies: no loader, vdso or shared libraries; a data page's first read makes the private copy at once
// (Linux maps the page cache and copies at the write; the number of faults is the same).
#pragma once

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

struct SpaceSpec {
    Pid owner;
    ProgramId program;
    VirtAddr mmap_top{kMmapTop};
    std::uint64_t minor_faults = 0;         // where the count starts: exec(2) does not reset a task's
    VirtAddr arguments{}, arguments_end{};  // argv's strings
    VirtAddr stack_pointer{kStackTop};      // what lies above it is written before the program runs
};

// ENOMEM when frames run out (nothing is left behind).
Result<MmId> create_space(MemoryContext& context, const SpaceSpec& spec);

// Writes bytes into a space that is not running yet (argc, argv and strings on the stack), making the pages it
// needs present; counts no fault. ENOMEM when frames run out, EFAULT outside the areas.
Errno write_initial(MemoryContext& context, MmId mm, VirtAddr address, std::span<const std::uint8_t> bytes);

}  // namespace sim::kernel
