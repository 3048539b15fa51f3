// Making the helper's program a file, and a process into a helper.
#pragma once

#include "app/host/sandbox_linux.h"

namespace app::host {

// A descriptor of the program, which is part of this executable; -1 with errno.
int make_helper_image();

// Turns this process into a helper with those credentials that listens on `socket`. Never returns.
[[noreturn]] void become_helper(const sim::report::ProcessSetup& process, const SandboxIdentity& identity, int socket,
                                int image);

}  // namespace app::host
