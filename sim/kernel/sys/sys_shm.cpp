// System V shared memory: shmget, shmat, shmctl, shmdt.
#include "sim/kernel/ipc/shm_attach.h"
#include "sim/kernel/proc/ipc_membership.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/ipc_layout.h"
#include "sim/kernel/sys/memory_call.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// struct shmid64_ds of <asm-generic/shmbuf.h>: 112 bytes.
struct UserShmidDs {
    UserIpcPerm permission;
    std::uint64_t segsz = 0;
    std::int64_t atime = 0, dtime = 0, ctime = 0;
    std::int32_t cpid = 0, lpid = 0;
    std::uint64_t nattch = 0;
    std::uint64_t unused2[2] = {};
};
static_assert(sizeof(UserShmidDs) == 112);

// struct shminfo64.
struct UserShminfo {
    std::uint64_t shmmax = 0, shmmin = 0, shmmni = 0, shmseg = 0, shmall = 0;
    std::uint64_t unused[4] = {};
};
static_assert(sizeof(UserShminfo) == 72);

// struct shm_info.
struct UserShmInfo {
    std::int32_t used_ids = 0;
    std::int32_t pad = 0;
    std::uint64_t shm_tot = 0, shm_rss = 0, shm_swp = 0;  // pages
    std::uint64_t swap_attempts = 0, swap_successes = 0;
};
static_assert(sizeof(UserShmInfo) == 48);

UserShmidDs encode(ShmId id, const Segment& segment) {
    UserShmidDs user;
    user.permission = encode(id.value, segment.permission);
    user.segsz = segment.bytes;
    user.atime = segment.atime;
    user.dtime = segment.dtime;
    user.ctime = segment.ctime;
    user.cpid = segment.cpid.value;
    user.lpid = segment.lpid.value;
    user.nattch = segment.nattch;
    return user;
}

// IPC_STAT, SHM_STAT, SHM_STAT_ANY.
CallResult stat(Call& call, int command) {
    const Shm& shm = call.ipc().shm;
    const IpcCaller caller = call.ipc_caller();
    const Result<ShmId> id = command == kIpcStat ? shm.find_id(call.memory, caller, call.shm_id(0))
                                                 : shm.find_index(call.memory, caller, call.i32(0));
    if (!id) return id.error();
    // "EACCES IPC_STAT or SHM_STAT is requested and shm_perm.mode does not allow read access for shmid".
    if (command != kShmStatAny) {
        const Errno denied = shm.check_permission(call.memory, caller, *id, 4);
        if (denied != Errno::ok) return denied;
    }
    report::emit(call.sink, EventType::segment, Rule::segment_stat, call.pid, {*id});
    // "EFAULT The argument cmd has value IPC_SET or IPC_STAT but the address pointed to by buf isn't accessible."
    const Errno error = call.put(call.address(2), encode(*id, shm[*id]));
    if (error != Errno::ok) return error;
    // "A successful SHM_STAT operation returns the identifier of the segment whose index was given in shmid."
    return command == kIpcStat ? 0 : (*id).value;
}

CallResult set(Call& call) {
    UserShmidDs user;
    const Errno error = call.get(call.address(2), user);  // Linux copies in before it looks at the id
    if (error != Errno::ok) return error;
    return call.ipc().shm.set(call.memory, call.ipc_caller(), call.shm_id(0), user.permission.owner());
}

// The last area that maps a segment of a namespace nobody is in may be gone.
void end_unused_ipc(Call& call) {
    ProcessContext context = call.processes();
    kernel::end_unused_ipc(context);
}

// "A successful IPC_INFO or SHM_INFO operation returns the index of the highest used entry".
CallResult ipc_info(Call& call) {
    const Shm& shm = call.ipc().shm;
    const ShmLimits& limits = shm.limits();
    UserShminfo user;
    user.shmmax = limits.shmmax;
    user.shmmin = kShmMin;
    user.shmmni = user.shmseg = limits.shmmni;
    user.shmall = limits.shmall;
    const Errno error = call.put(call.address(2), user);
    return error != Errno::ok ? CallResult(error) : CallResult(shm.highest_index());
}

CallResult shm_info(Call& call) {
    const Shm& shm = call.ipc().shm;
    UserShmInfo user;
    user.used_ids = static_cast<std::int32_t>(shm.in_use());
    user.shm_tot = shm.total_pages();
    user.shm_rss = shm.resident_pages(call.kernel.memory);
    user.shm_swp = shm.swapped_pages(call.kernel.memory);
    const Errno error = call.put(call.address(2), user);
    return error != Errno::ok ? CallResult(error) : CallResult(shm.highest_index());
}

}  // namespace

CallResult sys_shmget(Call& call) {
    const Result<ShmId> id =
        call.ipc().shm.get(call.memory, call.ipc_caller(), Key{call.i32(0)}, call.u64(1), call.u32(2));
    return id ? CallResult((*id).value) : CallResult(id.error());
}

CallResult sys_shmat(Call& call) {
    const AttachRequest request{call.shm_id(0), call.address(1), call.u32(2), call.kernel.next_attach};
    std::vector<AreaChange> replaced;
    const Result<VirtAddr> address =
        attach(call.memory, call.kernel.ipc, call.ipc_caller(), call.mm(), request, replaced);
    call.kernel.tree.apply(call.memory, replaced);
    end_unused_ipc(call);
    if (!address) return address.error();
    const Area* area = call.kernel.memory.spaces[call.mm()].find_area(*address);
    if (area->flags.locked) bring_in(call, area->start, area->end);  // mlockall(MCL_FUTURE)
    ++call.kernel.next_attach;
    return static_cast<std::int64_t>((*address).value);
}

CallResult sys_shmdt(Call& call) {
    const Errno error = detach(call.memory, call.kernel.ipc, call.ipc_caller(), call.mm(), call.address(0));
    end_unused_ipc(call);
    return error;
}

CallResult sys_shmctl(Call& call) {
    Shm& shm = call.ipc().shm;
    const ShmId id = call.shm_id(0);
    const int command = call.i32(1);
    // "EINVAL Invalid shmid value or cmd": negative ones are refused first, whatever the command.
    if (command < 0) return call.refuse(Errno::einval, Rule::command_unknown, {command});
    if (id.value < 0) return call.refuse(Errno::einval, Rule::id_unknown, {id});
    switch (command) {
        case kIpcInfo: return ipc_info(call);
        case kShmInfo: return shm_info(call);
        case kIpcStat:
        case kShmStat:
        case kShmStatAny: return stat(call, command);
        case kIpcSet: return set(call);
        case kIpcRmid: return shm.remove(call.memory, call.ipc_caller(), id);
        case kShmLock: return shm.lock(call.memory, call.ipc_caller(), id, call.group().limits.memlock);
        case kShmUnlock: return shm.unlock(call.memory, call.ipc_caller(), id);
        default: return call.refuse(Errno::einval, Rule::command_unknown, {command});
    }
}

}  // namespace sim::kernel
