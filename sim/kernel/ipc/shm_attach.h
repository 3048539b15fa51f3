// shmat(2) and shmdt(2): where a segment meets an address space.
#pragma once

#include <cstdint>

#include "sim/kernel/ipc/ipc_namespaces.h"

namespace sim::kernel {

struct AttachRequest {
    ShmId id;
    VirtAddr address;          // VirtAddr{}: the kernel chooses
    std::uint32_t flags = 0;   // SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_EXEC; other bits mean nothing
    std::uint32_t number = 0;  // Area::attach: no two calls the same
};

// Maps a segment into `mm` and returns where. What SHM_REMAP replaced is told to `ipc` here and left in `replaced` for
// others who count areas.
Result<VirtAddr> attach(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm,
                        AttachRequest request, std::vector<AreaChange>& replaced);

// Unmaps the attach that began at `address`, all fragments of it that are left.
Errno detach(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm, VirtAddr address);

}  // namespace sim::kernel
