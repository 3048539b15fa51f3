#include "sim/kernel/ipc/ipc_namespaces.h"

#include <limits>

namespace sim::kernel {

const Segment* IpcNamespaces::find(ShmId id) const {
    const auto found = all_.find(id.ns);
    return found == all_.end() ? nullptr : found->second.shm.find(id);
}

Result<IpcNsId> IpcNamespaces::add() {
    IpcNsId id;
    while (all_.contains(id)) {
        if (id.value == std::numeric_limits<IpcNsId::representation>::max()) return Errno::enospc;
        ++id.value;
    }
    all_.emplace(id, IpcNamespace{Shm({}, 0, id), Semaphores(), MessageQueues()});
    return id;
}

void IpcNamespaces::remove(MemoryContext& context, IpcNsId id) {
    all_.at(id).shm.destroy_all(context);
    all_.erase(id);
}

void IpcNamespaces::apply(MemoryContext& context, const IpcCaller& caller, std::span<const AreaChange> changes) {
    for (const AreaChange& change : changes) {
        const ShmId id = change.area.shmid;
        if (id == kNoSegment) continue;
        Shm& shm = all_.at(id.ns).shm;
        if (change.opened) {
            shm.opened(context, caller, id);
        } else {
            shm.closed(context, caller, id);
        }
    }
}

std::uint64_t IpcNamespaces::hash() const {
    std::uint64_t hash = all_.size();
    for (const auto& [id, ns] : all_) {
        for (std::uint64_t part : {std::uint64_t{id.value}, ns.shm.hash(), ns.semaphores.hash(), ns.queues.hash()}) {
            hash = hash_mix(hash, part);
        }
    }
    return hash;
}

}  // namespace sim::kernel
