// shm_rmid_forced, SHM_LOCK and its limits, ids asked for: what /proc/sys/kernel and setrlimit(2) change.
#include "sim/kernel/proc/lifecycle.h"
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

struct OrphanRig : CallRig {
    explicit OrphanRig(bool forced = true) {
        MemoryContext context = memory(kNoPid);
        ShmLimits limits;
        limits.rmid_forced = forced;
        kernel.ipc.first().shm.set_limits(context, limits);
    }
    void set_forced() {
        MemoryContext context = memory(kNoPid);
        ShmLimits limits = kernel.ipc.first().shm.limits();
        limits.rmid_forced = true;
        kernel.ipc.first().shm.set_limits(context, limits);
    }
    void end(Pid pid) {
        MemoryContext context = memory(pid);
        ProcessContext processes = process_context(kernel, context);
        exit_task(processes, pid, {});
    }
    bool exists(std::int64_t id) const {
        return kernel.ipc.first().shm.find(ShmId{static_cast<std::int32_t>(id)}) != nullptr;
    }
};

}  // namespace

TEST_CASE("with shm_rmid_forced the last detach destroys a segment nobody removed") {
    OrphanRig rig;
    const Pid a = rig.spawn();
    const std::int64_t id = rig.shmget(a, 7, 4096, kIpcCreat | 0600);
    const std::int64_t at = rig.shmat(a, id);
    CHECK(rig.segment(id).permission.key == Key{7});
    CHECK(rig.shmdt(a, at) == 0);
    CHECK_FALSE(rig.exists(id));
}

TEST_CASE("with shm_rmid_forced what nobody maps goes with its creator and not before") {
    OrphanRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    const std::int64_t left = rig.shmget(a, 7, 4096, kIpcCreat | 0600);
    const std::int64_t used = rig.shmget(a, 8, 4096, kIpcCreat | 0600);
    rig.shmat(b, used);
    CHECK(rig.exists(left));
    rig.end(a);
    CHECK_FALSE(rig.exists(left));
    CHECK(rig.exists(used));
    rig.end(b);
    CHECK_FALSE(rig.exists(used));
}

TEST_CASE("setting shm_rmid_forced destroys orphans at once") {
    OrphanRig rig(false);
    const Pid a = rig.spawn(), b = rig.spawn();
    const std::int64_t orphan = rig.shmget(a, 7, 4096, kIpcCreat | 0600);
    const std::int64_t kept = rig.shmget(b, 8, 4096, kIpcCreat | 0600);
    rig.end(a);
    CHECK(rig.exists(orphan));
    rig.set_forced();
    CHECK_FALSE(rig.exists(orphan));
    CHECK(rig.exists(kept));
}

TEST_CASE("SHM_REMAP over the only attach of a removed segment keeps it") {
    OrphanRig rig(false);
    const Pid a = rig.spawn();
    const std::int64_t id = rig.shmget(a, 0, 4096, 0600);
    const std::int64_t at = rig.shmat(a, id);
    rig.shmctl(a, id, kIpcRmid);
    CHECK(rig.shmat(a, id, static_cast<std::uint64_t>(at), kShmRemap) == at);
    CHECK(rig.nattch(id) == 1);
    CHECK(rig.shmdt(a, at) == 0);
    CHECK_FALSE(rig.exists(id));
}

TEST_CASE("SHM_LOCK asks for the right and counts against the user's limit") {
    OrphanRig rig(false);
    const Pid root = rig.spawn(0, 0), a = rig.spawn(), b = rig.spawn(1001);
    const std::int64_t one = rig.shmget(a, 0, 4096, 0666), two = rig.shmget(a, 0, 8192, 0666);
    CHECK(rig.shmctl(b, one, kShmLock) == error(Errno::eperm));
    rig.kernel.tasks.write(a).limits.memlock = 8192;
    CHECK(rig.shmctl(a, one, kShmLock) == 0);
    CHECK(rig.segment(one).locked());
    CHECK(rig.shmctl(a, two, kShmLock) == error(Errno::enomem));
    CHECK(rig.shmctl(a, one, kShmUnlock) == 0);
    CHECK(rig.shmctl(a, two, kShmLock) == 0);
    rig.kernel.tasks.write(a).limits.memlock = 0;
    CHECK(rig.shmctl(a, two, kShmLock) == error(Errno::eperm));
    CHECK(rig.shmctl(a, two, kShmUnlock) == 0);
    CHECK(rig.shmctl(root, two, kShmLock) == 0);
}

TEST_CASE("an id asked for is given once and a busy index gives the next free one") {
    OrphanRig rig(false);
    const Pid a = rig.spawn();
    CHECK(rig.shmget(a, 0, 4096, 0600) == 0);
    rig.kernel.ipc.first().shm.force_id(5000);
    CHECK(rig.shmget(a, 0, 4096, 0600) == 5000);
    CHECK(rig.kernel.ipc.first().shm.forced_id() == -1);
    CHECK(rig.shmget(a, 0, 4096, 0600) == 1);
    rig.kernel.ipc.first().shm.force_id(5000 + 3 * 32768);
    CHECK(rig.shmget(a, 0, 4096, 0600) == 5001 + 3 * 32768);
}
