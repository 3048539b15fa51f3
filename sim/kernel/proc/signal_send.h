// Sending signals.
//
// What ends, stops or resumes a process does so at once. A signal with a handler is left pending for the thread that
// takes it: a sleeping one is woken with Wait::interrupted, and the handler's frame is made when it goes on
// (signal_deliver.h). The target may be the acting task itself, and gone afterwards: ask alive().
#pragma once

#include "sim/kernel/proc/lifecycle.h"
#include "sim/kernel/proc/signal_state.h"

namespace sim::kernel {

// To a process, named by the pid of its leader: whichever of its threads does not block the signal takes it.
void send_signal(ProcessContext& context, Pid process, const SignalInfo& info);

// To one thread. SIGPIPE of a write: {.signal = kSigpipe, .code = kSiUser, .pid = its process, .uid = its real user}.
void send_signal_to_thread(ProcessContext& context, Pid thread, const SignalInfo& info);

// To a thread whose own instruction raised it: it cannot be put off. Blocked or ignored it ends the process.
void force_signal(ProcessContext& context, Pid thread, const SignalInfo& info);

// "the real or effective user ID of the sending process must equal the real or saved set-user-ID of the target
// process", or CAP_KILL; SIGCONT goes to every process of the session.
bool may_signal(const Task& sender, const Task& sender_process, const Task& target_process, int signal);

// Signals that wait for this thread and are not blocked by it.
SignalSet deliverable(const TaskTable& tasks, Pid thread);

// An action was set to ignore `signal`: it is forgotten wherever it is pending in the process.
void forget_pending(TaskTable& tasks, Pid process, SignalSet signals);

}  // namespace sim::kernel
