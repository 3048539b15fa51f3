// The process between shmscope and a sandbox: it makes the namespaces and does nothing more than wait.
//
// shmscope may have threads, the keeper has one: only such a process may be copied by the plain clone(2) that makes
// namespaces. It dies with the thread that made it, and the sandbox, process 1 of its namespace, dies with the keeper:
// nothing survives shmscope, however it ends. Told by SIGTERM to end, it is gone when everything inside is.
#pragma once

#include "sim/report/operation.h"

namespace app::host {

// Makes the sandbox serve `socket`, and waits for its end. Returns the exit status.
int keep_sandbox(int socket, const sim::report::Setup& setup);

}  // namespace app::host
