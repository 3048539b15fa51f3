// What System V IPC hears of threads: who acts, who shares SEM_UNDO, and that a thread ends.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

IpcCaller caller_of(const ProcessContext& context, Pid thread);

// A thread ends, its memory is given up already: calls it slept in are cancelled, SEM_UNDO is done (exit_sem), then
// segments it made and nobody maps go, if shm_rmid_forced says so (exit_shm).
void leave_ipc(ProcessContext& context, Pid thread);

}  // namespace sim::kernel
