// What the sandbox sees of its kernel and helpers, as rows. Looking changes nothing: only /proc is read, and queries
// that leave no trace in what they ask.
#pragma once

#include "app/host/files_linux.h"
#include "app/host/helpers_linux.h"

namespace app::host {

// Pages of one area whose entries are looked at.
inline constexpr std::uint64_t kPagesLookedAt = 1024;

class Observer {
public:
    explicit Observer(const SandboxIdentity& identity);

    void look(const Helpers& helpers, sim::report::State& state) const;
    const Abilities& abilities() const { return abilities_; }

private:
    Abilities abilities_;
    Descriptor segments_, semaphores_, queues_;  // /proc/sysvipc
};

}  // namespace app::host
