// Process 1 of a sandbox: prepares its namespaces, starts the helpers, does operations and looks.
#pragma once

#include <sys/types.h>

#include "app/host/wire.h"

namespace app::host {

// Who started the sandbox, as the host knows it.
struct SandboxIdentity {
    uid_t uid = 0;
    gid_t gid = 0;
    bool one_user = false;  // in a user namespace that knows no other
};

// The first message out of the sandbox.
struct Greeting {
    std::string why_not;  // not empty: there will be no sandbox
    Abilities abilities;
    Observation initial;
};
template <class Archive>
void fields(Archive& archive, Greeting& it) {
    archive(it.why_not, it.abilities, it.initial);
}

// Serves operations from `socket` until its other end is closed. Returns the exit status.
int run_sandbox(int socket, const SandboxIdentity& identity, const sim::report::Setup& setup);

}  // namespace app::host
