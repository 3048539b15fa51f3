// System V structures as strace writes them.
#include <fmt/format.h>

#include "app/session/strace_values.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

// include/uapi/asm-generic/ipcbuf.h, shmbuf.h, sembuf.h, msgbuf.h: x86-64.
struct IpcPerm {
    std::int32_t key;
    std::uint32_t uid, gid, cuid, cgid, mode;
    std::uint16_t sequence, padding;
    std::uint64_t unused1, unused2;
};

struct ShmidDs {
    IpcPerm perm;
    std::uint64_t bytes;
    std::int64_t atime, dtime, ctime;
    std::int32_t cpid, lpid;
    std::uint64_t nattch;
    std::uint64_t unused1, unused2;
};
static_assert(sizeof(ShmidDs) == 112);

struct SemidDs {
    IpcPerm perm;
    std::int64_t otime;
    std::uint64_t unused1;
    std::int64_t ctime;
    std::uint64_t unused2;
    std::uint64_t semaphores;
    std::uint64_t unused3, unused4;
};
static_assert(sizeof(SemidDs) == 104);

struct MsqidDs {
    IpcPerm perm;
    std::int64_t stime, rtime, ctime;
    std::uint64_t bytes, messages, limit;
    std::int32_t lspid, lrpid;
    std::uint64_t unused1, unused2;
};
static_assert(sizeof(MsqidDs) == 120);

struct ShmInfoLimits {
    std::uint64_t shmmax, shmmin, shmmni, shmseg, shmall;
};

struct ShmInfoUsage {
    std::int32_t used_ids;
    std::uint64_t total, resident, swapped, attempts, successes;
};

struct SemInfo {
    std::int32_t semmap, semmni, semmns, semmnu, semmsl, semopm, semume, semusz, semvmx, semaem;
};

struct MsgInfo {
    std::int32_t msgpool, msgmap, msgmax, msgmnb, msgmni, msgssz, msgtql;
    std::uint16_t msgseg;
};

struct SemOperation {
    std::uint16_t number;
    std::int16_t change;
    std::int16_t flags;
};

std::string set_perm_text(const IpcPerm& perm) {
    return fmt::format("uid={}, gid={}, mode={:#04o}", perm.uid, perm.gid, perm.mode);
}

std::string perm_text(const IpcPerm& perm) {
    return fmt::format("{}, key={}, cuid={}, cgid={}", set_perm_text(perm), static_cast<std::uint32_t>(perm.key),
                       perm.cuid, perm.cgid);
}

std::string shm_text(const ShmidDs& ds) {
    return fmt::format(
        "{{shm_perm={{{}}}, shm_segsz={}, shm_cpid={}, shm_lpid={}, shm_nattch={}, shm_atime={}, shm_dtime={}, "
        "shm_ctime={}}}",
        perm_text(ds.perm), ds.bytes, ds.cpid, ds.lpid, ds.nattch, ds.atime, ds.dtime, ds.ctime);
}

std::string sem_text(const SemidDs& ds) {
    return fmt::format("{{sem_perm={{{}}}, sem_otime={}, sem_ctime={}, sem_nsems={}}}", perm_text(ds.perm), ds.otime,
                       ds.ctime, ds.semaphores);
}

std::string msg_text(const MsqidDs& ds) {
    return fmt::format(
        "{{msg_perm={{{}}}, msg_stime={}, msg_rtime={}, msg_ctime={}, msg_qnum={}, msg_qbytes={}, msg_lspid={}, "
        "msg_lrpid={}}}",
        perm_text(ds.perm), ds.stime, ds.rtime, ds.ctime, ds.messages, ds.limit, ds.lspid, ds.lrpid);
}

std::string shm_limits_text(const ShmInfoLimits& info) {
    return fmt::format("{{shmmax={}, shmmin={}, shmmni={}, shmseg={}, shmall={}}}", info.shmmax, info.shmmin,
                       info.shmmni, info.shmseg, info.shmall);
}

std::string shm_usage_text(const ShmInfoUsage& info) {
    return fmt::format("{{used_ids={}, shm_tot={}, shm_rss={}, shm_swp={}, swap_attempts={}, swap_successes={}}}",
                       info.used_ids, info.total, info.resident, info.swapped, info.attempts, info.successes);
}

std::string sem_info_text(const SemInfo& info) {
    return fmt::format(
        "{{semmap={}, semmni={}, semmns={}, semmnu={}, semmsl={}, semopm={}, semume={}, semusz={}, semvmx={}, "
        "semaem={}}}",
        info.semmap, info.semmni, info.semmns, info.semmnu, info.semmsl, info.semopm, info.semume, info.semusz,
        info.semvmx, info.semaem);
}

std::string msg_info_text(const MsgInfo& info) {
    return fmt::format("{{msgpool={}, msgmap={}, msgmax={}, msgmnb={}, msgmni={}, msgssz={}, msgtql={}, msgseg={}}}",
                       info.msgpool, info.msgmap, info.msgmax, info.msgmnb, info.msgmni, info.msgssz, info.msgtql,
                       info.msgseg);
}

std::uint32_t command_of(const TracedCall& call, std::size_t index) {
    return static_cast<std::uint32_t>(call.args[index]);
}

std::string message_text(const TracedCall& call, std::uint64_t address, std::uint64_t bytes) {
    return structure_text<std::int64_t>(call, address, [&](std::int64_t type) {
        return fmt::format("{{mtype={}, mtext={}}}", type, buffer_text(call, address + sizeof type, bytes));
    });
}

constexpr std::uint32_t kSemGetPid = 11, kSemSetAll = 17, kSemStat = 18, kSemInfo = 19, kSemStatAny = 20;
constexpr std::uint32_t kMsgStat = 11, kMsgInfo = 12, kMsgStatAny = 13;

}  // namespace

std::string shown_key(const TracedCall& call, std::size_t index) {
    const auto bits = static_cast<std::uint32_t>(call.args[index]);
    return bits == 0 ? "IPC_PRIVATE" : fmt::format("{:#x}", bits);
}

std::string shown_ipc_create(const TracedCall& call, std::size_t index) {
    const std::uint64_t flags = call.args[index], above = flags & 0xffff'ffff & ~0777ull;
    const std::string names = above == 0 ? "" : flags_text(above, ipc_create_flags(), "") + "|";
    return fmt::format("{}0{:02o}", names, flags & 0777);
}

std::string shown_shm_attach(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index] & 0xffff'ffff, shm_attach_flags(), "SHM_???");
}

std::string shown_shm_command(const TracedCall& call, std::size_t index) {
    return value_text(command_of(call, index), shm_commands(), "SHM_???");
}

std::string shown_sem_command(const TracedCall& call, std::size_t index) {
    return value_text(command_of(call, index), sem_commands(), "SEM_???");
}

std::string shown_msg_command(const TracedCall& call, std::size_t index) {
    return value_text(command_of(call, index), msg_commands(), "MSG_???");
}

std::string shown_shm_buffer(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    const std::uint32_t command = command_of(call, index - 1);
    if (command == sim::kIpcSet) {
        return structure_text<ShmidDs>(call, address, [](const ShmidDs& ds) {
            return fmt::format("{{shm_perm={{{}}}}}", set_perm_text(ds.perm));
        });
    }
    if (call.failed()) return address_text(address);
    switch (command) {
        case sim::kIpcStat:
        case sim::kShmStat:
        case sim::kShmStatAny: return structure_text<ShmidDs>(call, address, shm_text);
        case sim::kIpcInfo: return structure_text<ShmInfoLimits>(call, address, shm_limits_text);
        case sim::kShmInfo: return structure_text<ShmInfoUsage>(call, address, shm_usage_text);
        default: return address_text(address);
    }
}

std::string shown_sem_argument(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    const std::uint32_t command = command_of(call, index - 1);
    if (command >= kSemGetPid && command <= kSemSetAll) return address_text(address);  // values are shown raw
    if (command == sim::kIpcSet) {
        return structure_text<SemidDs>(call, address, [](const SemidDs& ds) {
            return fmt::format("{{sem_perm={{{}}}}}", set_perm_text(ds.perm));
        });
    }
    if (call.failed()) return address_text(address);
    switch (command) {
        case sim::kIpcStat:
        case kSemStat:
        case kSemStatAny: return structure_text<SemidDs>(call, address, sem_text);
        case sim::kIpcInfo:
        case kSemInfo: return structure_text<SemInfo>(call, address, sem_info_text);
        default: return address_text(address);
    }
}

std::string shown_msg_buffer(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    const std::uint32_t command = command_of(call, index - 1);
    if (command == sim::kIpcSet) {
        return structure_text<MsqidDs>(call, address, [](const MsqidDs& ds) {
            return fmt::format("{{msg_perm={{{}}}, msg_qbytes={}}}", set_perm_text(ds.perm), ds.limit);
        });
    }
    if (call.failed()) return address_text(address);
    switch (command) {
        case sim::kIpcStat:
        case kMsgStat:
        case kMsgStatAny: return structure_text<MsqidDs>(call, address, msg_text);
        case sim::kIpcInfo:
        case kMsgInfo: return structure_text<MsgInfo>(call, address, msg_info_text);
        default: return address_text(address);
    }
}

std::string shown_sem_operations(const TracedCall& call, std::size_t index) {
    return list_text<SemOperation>(call, call.args[index], call.args[index + 1], [](const SemOperation& one) {
        return fmt::format("{{sem_num={}, sem_op={}, sem_flg={}}}", one.number, one.change,
                           flags_text(static_cast<std::uint16_t>(one.flags), semaphore_flags(), "SEM_???"));
    });
}

std::string shown_message_in(const TracedCall& call, std::size_t index) {
    return message_text(call, call.args[index], call.args[index + 1]);
}

std::string shown_message_out(const TracedCall& call, std::size_t index) {
    if (call.failed() || !call.result) return address_text(call.args[index]);
    return message_text(call, call.args[index], static_cast<std::uint64_t>(*call.result));
}

std::string shown_message_flags(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index] & 0xffff'ffff, message_flags(), "MSG_???");
}

}  // namespace app::session
