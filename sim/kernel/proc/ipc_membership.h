// What System V IPC hears of threads: who acts, who shares SEM_UNDO, which namespace a thread is in, that it ends.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

IpcCaller caller_of(const ProcessContext& context, Pid thread);
// The namespace a thread is in.
IpcNamespace& ipc_of(ProcessContext& context, Pid thread);

// A namespace for a task that is not in it yet. EPERM unless `asking` has CAP_SYS_ADMIN; ENOSPC.
Result<IpcNsId> make_ipc_namespace(ProcessContext& context, Pid asking);

// exit_sem(): a thread gives up its list of SEM_UNDO; the last one that has it takes back what it promises.
void undo_semaphores(ProcessContext& context, Pid thread);

// A thread leaves its namespace: calls it slept in are cancelled, SEM_UNDO is done (exit_sem), then segments it made
// and nobody maps go, if shm_rmid_forced says so (exit_shm). What it has attached stays.
// It ends, its memory is given up already; or unshare(2) puts it into `next`.
void leave_ipc(ProcessContext& context, Pid thread, IpcNsId next = kFirstIpcNs);

// Namespaces that no task is in, and no area maps a segment of, end (put_ipc_ns of Linux).
void end_unused_ipc(ProcessContext& context);

}  // namespace sim::kernel
