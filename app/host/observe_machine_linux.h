// The sandbox's limits and what is in use.
#pragma once

#include <array>

#include "app/host/files_linux.h"
#include "sim/report/rows.h"

namespace app::host {

class MachineFiles {
public:
    MachineFiles();

    // limits.frames is the memory of the whole machine, usage.frames_free what nobody uses of it.
    void look(sim::report::LimitsRow& limits, sim::report::UsageRow& usage) const;

private:
    std::array<Descriptor, 4> limits_;  // /proc/sys/kernel: shmmni, shmmax, shmall, shm_rmid_forced
};

}  // namespace app::host
