// IPC namespaces (ipc_namespaces(7)): each has System V tables and limits of its own, and ids and keys mean something
// in one of them only.
//
//   task ──► namespace ──► shm, semaphores, queues          a task is in one
//   area ──► ShmId: namespace and number                    an area stays with the namespace its segment is in
//
// The first one is the machine's. Another begins empty, with Linux's own limits, and ends when no task is in it and no
// area maps a segment of it.
//
// Known inaccuracies: user.max_ipc_namespaces is not modelled; POSIX objects and named semaphores are files, which on
// Linux too belong to no IPC namespace.
#pragma once

#include <map>
#include <span>

#include "sim/kernel/ipc/msg.h"
#include "sim/kernel/ipc/sem.h"
#include "sim/kernel/ipc/shm.h"

namespace sim::kernel {

struct IpcNamespace {
    Shm shm;
    Semaphores semaphores;
    MessageQueues queues;
};

class IpcNamespaces {
public:
    explicit IpcNamespaces(IpcNamespace first) { all_.emplace(kFirstIpcNs, std::move(first)); }

    // `id` exists. References stay good until that namespace ends.
    IpcNamespace& operator[](IpcNsId id) { return all_.at(id); }
    const IpcNamespace& operator[](IpcNsId id) const { return all_.at(id); }
    IpcNamespace& first() { return all_.at(kFirstIpcNs); }
    const IpcNamespace& first() const { return all_.at(kFirstIpcNs); }
    // nullptr when the id names nothing.
    const Segment* find(ShmId id) const;

    // An empty one; the lowest free number. ENOSPC: there is none.
    Result<IpcNsId> add();
    // Ends one that is not the first, with everything in it.
    void remove(MemoryContext& context, IpcNsId id);

    // Counts attaches by what mm says it did to areas.
    void apply(MemoryContext& context, const IpcCaller& caller, std::span<const AreaChange> changes);

    // All that exist, by number, ascending.
    const std::map<IpcNsId, IpcNamespace>& all() const { return all_; }

    std::uint64_t hash() const;

private:
    std::map<IpcNsId, IpcNamespace> all_;
};

}  // namespace sim::kernel
