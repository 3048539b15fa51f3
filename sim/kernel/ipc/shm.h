// System V shared memory segments: shmget, shmctl, and the counting behind shmat and shmdt (Linux's ipc/shm.c).
//
//   key ──► id ──► Segment ──► memory object (mm) ──► frames, made at the first touch
//                  nattch  ◄── areas opened and closed, reported by mm, told here by the system call
//
// Operations report to the MemoryContext's sink in the order Linux decides, and return what the call returns.
//
// Known inaccuracies: a segment of huge pages (root, SHM_HUGETLB with SHM_NORESERVE) has small ones, where Linux
// without huge pages answers the first touch with SIGBUS; nattch is not seen raised for the moment shmat works.
#pragma once

#include <cstdint>

#include "sim/base/errno.h"
#include "sim/base/ids.h"
#include "sim/kernel/ipc/ipc_call.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// One segment: struct shmid_ds and the object that holds its pages.
struct Segment {
    IpcPermission permission;  // its key becomes IPC_PRIVATE when the segment is marked for destruction
    Key created_key;           // names its areas in /proc/PID/maps for good
    std::uint64_t bytes = 0;   // shm_segsz, as asked for
    std::uint64_t nattch = 0;  // areas that map it
    Pid cpid, lpid;
    Pid creator;                                   // the thread that made it, as long as it lives
    Uid locked_by;                                 // whose RLIMIT_MEMLOCK a locked one counts for
    std::uint32_t held = 0;                        // calls of shmat at work on it
    std::int64_t atime = 0, dtime = 0, ctime = 0;  // seconds; 0: never
    ObjectId object = kNoObject;

    std::uint64_t pages() const { return pages_for(bytes); }
    bool dest() const { return (permission.mode & kShmDest) != 0; }
    bool locked() const { return (permission.mode & kShmLocked) != 0; }
};
std::uint64_t state_hash(const Segment& segment);

struct ShmLimits {
    std::uint64_t shmmni = kShmMniDefault;  // segments
    std::uint64_t shmmax = kShmMaxDefault;  // bytes of one segment
    std::uint64_t shmall = kShmAllDefault;  // pages of all segments
    bool rmid_forced = false;               // shm_rmid_forced: a segment nobody maps goes with its creator
};

class Shm {
public:
    explicit Shm(const ShmLimits& limits = {}, std::int32_t first_id = 0, IpcNsId ns = kFirstIpcNs)
        : limits_(limits), table_(first_id), ns_(ns) {}

    // shmget(2).
    Result<ShmId> get(MemoryContext& context, const IpcCaller& caller, Key key, std::uint64_t bytes,
                      std::uint32_t flags);

    // The id in good standing: EINVAL when it names nothing.
    Result<ShmId> find_id(MemoryContext& context, const IpcCaller& caller, ShmId id) const;
    // SHM_STAT's way: the id of whatever is in slot `index mod 32768`.
    Result<ShmId> find_index(MemoryContext& context, const IpcCaller& caller, std::int32_t index) const;
    // EACCES unless `id` (a good one) grants the wanted bits.
    Errno check_permission(MemoryContext& context, const IpcCaller& caller, ShmId id, AccessBits wanted) const;

    // shmctl(2) with IPC_SET, IPC_RMID, SHM_LOCK and SHM_UNLOCK.
    Errno set(MemoryContext& context, const IpcCaller& caller, ShmId id, const IpcOwner& owner);
    Errno remove(MemoryContext& context, const IpcCaller& caller, ShmId id);
    // `memlock` is the caller's RLIMIT_MEMLOCK in bytes.
    Errno lock(MemoryContext& context, const IpcCaller& caller, ShmId id, std::uint64_t memlock);
    Errno unlock(MemoryContext& context, const IpcCaller& caller, ShmId id);

    // An area that maps the segment was opened, was closed (shm_open, shm_close of Linux).
    void opened(MemoryContext& context, const IpcCaller& caller, ShmId id);
    void closed(MemoryContext& context, const IpcCaller& caller, ShmId id);
    // shmat(2) works on the segment: until it is released it is not destroyed, whoever detaches it.
    void hold(ShmId id) { ++table_.write(id.value).held; }
    void release(MemoryContext& context, ShmId id);
    // exit_shm(): a thread ends, and with shm_rmid_forced the segments it made that nobody maps.
    void creator_gone(MemoryContext& context, Pid thread);
    // shm_exit_ns(): the namespace ends. No area maps a segment.
    void destroy_all(MemoryContext& context);

    // Whether an area maps any segment.
    bool attached() const;
    // The segment of a good id.
    const Segment& operator[](ShmId id) const { return *table_.find(id.value); }
    // nullptr when the id names nothing.
    const Segment* find(ShmId id) const { return table_.find(id.value); }
    template <class Visit>
    void for_each(Visit visit) const {
        table_.for_each([&](std::int32_t id, const Segment& segment) { visit(ShmId{id, ns_}, segment); });
    }

    // kernel.shmmni, shmmax, shmall, shm_rmid_forced, shm_next_id of sysctl(8). Lowering a limit affects no segment
    // that exists; setting shm_rmid_forced destroys those that nobody maps and whose creator is gone.
    const ShmLimits& limits() const { return limits_; }
    void set_limits(MemoryContext& context, const ShmLimits& limits);
    std::int32_t forced_id() const { return table_.forced_id(); }
    void force_id(std::int32_t id) { table_.force_id(id); }
    std::uint32_t in_use() const { return table_.in_use(); }
    std::uint32_t highest_index() const { return table_.highest_index(); }
    // Pages of all segments, reserved or resident.
    std::uint64_t total_pages() const { return total_pages_; }
    // Pages of all segments that have a frame.
    std::uint64_t resident_pages(const Memory& memory) const;
    // Pages of all segments that lie in swap space.
    std::uint64_t swapped_pages(const Memory& memory) const;

    std::uint64_t hash() const;

private:
    Result<std::int32_t> create(MemoryContext& context, const IpcCaller& caller, Key key, std::uint64_t bytes,
                                std::uint32_t flags);
    Errno check_size(MemoryContext& context, std::uint64_t bytes) const;
    Errno check_huge_pages(MemoryContext& context, const IpcCaller& caller, std::uint64_t bytes,
                           std::uint32_t flags) const;
    Errno check_memory(MemoryContext& context, std::uint64_t bytes, std::uint32_t flags) const;
    Errno check_lock(MemoryContext& context, const IpcCaller& caller, ShmId id) const;
    Errno check_memlock(MemoryContext& context, const IpcCaller& caller, ShmId id, std::uint64_t memlock) const;
    void set_locked(MemoryContext& context, const IpcCaller& caller, ShmId id, bool locked);
    bool may_destroy(const Segment& segment) const;
    void destroy(MemoryContext& context, ShmId id);

    ShmLimits limits_;
    IpcTable<Segment> table_;
    IpcNsId ns_;                     // this is its table
    std::uint64_t total_pages_ = 0;  // shm_tot
};

}  // namespace sim::kernel
