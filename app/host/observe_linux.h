// What the sandbox sees of its kernel and helpers, as rows. Looking changes nothing: only /proc is read, and queries
// that leave no trace in what they ask.
#pragma once

#include "app/host/files_linux.h"
#include "app/host/helpers_linux.h"
#include "app/host/observe_frames_linux.h"
#include "app/host/observe_machine_linux.h"

namespace app::host {

// Pages of one area whose entries are looked at.
inline constexpr std::uint64_t kPagesLookedAt = 1024;

class Observer {
public:
    explicit Observer(const SandboxIdentity& identity);

    // Fills in the state, and what comes from comparing pages.
    void look(const Helpers& helpers, Observation& observation);
    const Abilities& abilities() const { return abilities_; }

private:
    ObservedFrames frames_;
    Abilities abilities_;
    MachineFiles machine_;
    Descriptor segments_, semaphores_, queues_;  // /proc/sysvipc
};

}  // namespace app::host
