// Making the helper's program a file, and a process into a helper.
#pragma once

#include "app/host/sandbox_linux.h"

namespace app::host {

// A descriptor of the program, which is part of this executable; -1 with errno.
int make_helper_image();

// What a helper gets from its sandbox.
struct HelperDescriptors {
    int socket = -1;            // it listens on it
    int image = -1;             // its program
    int out = -1, errors = -1;  // become 1 and 2
};

// Turns this process into a helper with those credentials. Never returns.
[[noreturn]] void become_helper(const sim::report::ProcessSetup& process, const SandboxIdentity& identity,
                                const HelperDescriptors& given);

}  // namespace app::host
