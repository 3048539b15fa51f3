// CPU time and page faults, as getrusage(2) and wait4(2) tell them.
#pragma once

#include "sim/kernel/sys/call.h"

namespace sim::kernel {

// Of all threads of a process so far, without its children.
Usage usage_of(const Kernel& kernel, Pid process);
Usage usage_of_thread(const Kernel& kernel, Pid thread);

// struct rusage to the caller.
Errno put_usage(Call& call, VirtAddr to, const Usage& usage);

}  // namespace sim::kernel
