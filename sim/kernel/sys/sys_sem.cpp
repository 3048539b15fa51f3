// System V semaphores: semget, semop, semtimedop, semctl.
#include "sim/kernel/proc/waiting.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/ipc_layout.h"
#include "sim/kernel/sys/timespec.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// Commands of semctl(2).
enum Command : int {
    kGetPid = 11,
    kGetVal = 12,
    kGetAll = 13,
    kGetNcnt = 14,
    kGetZcnt = 15,
    kSetVal = 16,
    kSetAll = 17,
    kSemStat = 18,
    kSemInfo = 19,
    kSemStatAny = 20,
};

// struct semid64_ds of x86-64.
struct UserSemidDs {
    UserIpcPerm permission;
    std::int64_t otime = 0;
    std::uint64_t unused1 = 0;
    std::int64_t ctime = 0;
    std::uint64_t unused2 = 0;
    std::uint64_t semaphores = 0;
    std::uint64_t unused3[2] = {};
};
static_assert(sizeof(UserSemidDs) == 104);

// struct seminfo.
struct UserSeminfo {
    std::int32_t semmap = 0, semmni = 0, semmns = 0, semmnu = 0, semmsl = 0, semopm = 0, semume = 0;
    std::int32_t semusz = 0;  // SEM_INFO: sets that exist
    std::int32_t semvmx = 0;
    std::int32_t semaem = 0;  // SEM_INFO: semaphores that exist
};

static_assert(sizeof(SemOperation) == 6);  // struct sembuf

// Operations of one call this machine has memory for.
constexpr std::uint32_t kMaxOperations = 65'536;

Semaphores& semaphores(Call& call) {
    return call.ipc().semaphores;
}

CallResult finish(Call& call, const IpcCompletions& woken) {
    complete(call.kernel.tasks, call.sink, woken);
    return 0;
}

// --- semop

// A call made again: somebody did its work, or it gives up.
CallResult woken(Call& call) {
    const Wait wait = call.task().wait;
    if (wait.completed) return wait.result;
    const bool late = call.kernel.now() >= wait.deadline;
    if (!wait.interrupted && !late) {
        call.write_task().state = report::TaskState::blocked;
        return CallResult::blocked();
    }
    semaphores(call).cancel(static_cast<std::int32_t>(wait.object), call.pid);
    // "EINTR While blocked in this system call, the thread caught a signal".
    if (wait.interrupted) return CallResult::interrupted();
    // "EAGAIN … if the time limit specified in timeout expired."
    return call.refuse(Errno::eagain, Rule::timed_out, {call.number});
}

Result<SemOperations> read_operations(Call& call) {
    // "E2BIG The argument nsops is greater than SEMOPM, the maximum number of operations allowed per system call."
    const std::uint32_t count = call.u32(2);
    const std::uint32_t limit = semaphores(call).limits().semopm;
    if (count > limit) {
        return call.refuse(Errno::e2big, Rule::limit_exceeded, {report::Limit::semaphore_operations, count, limit});
    }
    // "ENOMEM … the system does not have enough memory to allocate the … structure": kernel.sem may allow billions.
    if (count > kMaxOperations) {
        return call.refuse(Errno::enomem, Rule::limit_exceeded,
                           {report::Limit::semaphore_operations, count, kMaxOperations});
    }
    SemOperations operations(count);
    const std::span bytes(reinterpret_cast<std::uint8_t*>(operations.data()), count * sizeof(SemOperation));
    // "EFAULT An address specified in either the sops or the timeout argument isn't accessible."
    const Errno error = call.copy_in(call.address(1), bytes);
    return error == Errno::ok ? Result<SemOperations>(std::move(operations)) : error;
}

CallResult operate(Call& call, const UserTimespec* timeout) {
    Result<SemOperations> operations = read_operations(call);
    if (!operations) return operations.error();
    // "EINVAL The semaphore set doesn't exist, or semid is less than zero, or nsops has a nonpositive value."
    const std::int32_t semid = call.i32(0);
    if ((*operations).empty()) return call.refuse(Errno::einval, Rule::argument_invalid, {3, 0});
    if (semid < 0) return call.refuse(Errno::einval, Rule::id_unknown, {semid});
    if (timeout != nullptr && !timeout->valid()) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {4, timeout->nanoseconds});
    }
    const SemOutcome outcome = semaphores(call).operate(call.sink, call.ipc_caller(), semid, std::move(*operations));
    if (outcome.error != Errno::ok) return outcome.error;
    if (!outcome.asleep) return finish(call, outcome.woken);
    Wait wait;
    wait.kind = WaitKind::semaphore;
    wait.object = static_cast<std::uint64_t>(semid);
    if (timeout != nullptr) wait.deadline = later(call.kernel.now(), from_timespec(*timeout));
    return call.sleep(std::move(wait), Rule::wait_semaphore, {semid, outcome.number, outcome.change, outcome.value});
}

// --- semctl

// IPC_STAT, SEM_STAT, SEM_STAT_ANY.
CallResult stat(Call& call, int command) {
    const IpcCaller caller = call.ipc_caller();
    const Result<std::int32_t> semid = command == kIpcStat
                                           ? semaphores(call).find_id(call.sink, caller, call.i32(0))
                                           : semaphores(call).find_index(call.sink, caller, call.i32(0));
    if (!semid) return semid.error();
    if (command != kSemStatAny) {
        const Errno denied = semaphores(call).check_permission(call.sink, caller, *semid, 4);
        if (denied != Errno::ok) return denied;
    }
    const SemSet& set = semaphores(call)[*semid];
    UserSemidDs user;
    user.permission = encode(*semid, set.permission);
    user.otime = set.otime;
    user.ctime = set.ctime;
    user.semaphores = set.size();
    const Errno error = call.put(call.address(3), user);
    if (error != Errno::ok) return error;
    return command == kIpcStat ? 0 : *semid;
}

// IPC_INFO, SEM_INFO: "the index of the highest used entry in the kernel's internal array".
CallResult info(Call& call, int command) {
    const SemLimits& limits = semaphores(call).limits();
    const bool used = command == kSemInfo;
    UserSeminfo user;
    user.semmni = static_cast<std::int32_t>(limits.semmni);
    user.semmns = static_cast<std::int32_t>(limits.semmns);
    user.semmsl = static_cast<std::int32_t>(limits.semmsl);
    user.semopm = static_cast<std::int32_t>(limits.semopm);
    // <linux/sem.h> calls the next four unused and gives them constants.
    user.semmap = user.semmnu = static_cast<std::int32_t>(kSemMnsDefault);
    user.semume = static_cast<std::int32_t>(kSemOpmDefault);
    user.semvmx = static_cast<std::int32_t>(kSemValueMax);
    user.semusz = used ? static_cast<std::int32_t>(semaphores(call).in_use()) : 20;
    user.semaem = used ? static_cast<std::int32_t>(semaphores(call).total_semaphores()) : user.semvmx;
    const Errno error = call.put(call.address(3), user);
    return error != Errno::ok ? CallResult(error) : CallResult(semaphores(call).highest_index());
}

// The set is known and `wanted` is granted, for the commands that look at or change values.
Errno check_set(Call& call, AccessBits wanted) {
    const IpcCaller caller = call.ipc_caller();
    const Result<std::int32_t> semid = semaphores(call).find_id(call.sink, caller, call.i32(0));
    return semid ? semaphores(call).check_permission(call.sink, caller, *semid, wanted) : semid.error();
}

CallResult get_one(Call& call, int command) {
    Errno error = check_set(call, 4);
    const std::int32_t semid = call.i32(0);
    if (error == Errno::ok) error = semaphores(call).check_number(call.sink, call.ipc_caller(), semid, call.i32(1));
    if (error != Errno::ok) return error;
    const SemSet& set = semaphores(call)[semid];
    const auto number = static_cast<std::uint16_t>(call.i32(1));
    switch (command) {
        case kGetPid: return (*set.semaphores)[number].pid.value;
        case kGetVal: return (*set.semaphores)[number].value;
        case kGetNcnt: return set.queues->waiting_for_more(number);
        default: return set.queues->waiting_for_zero(number);
    }
}

CallResult get_all(Call& call) {
    const Errno error = check_set(call, 4);
    if (error != Errno::ok) return error;
    std::vector<std::uint16_t> values;
    for (const Semaphore& one : *semaphores(call)[call.i32(0)].semaphores) {
        values.push_back(static_cast<std::uint16_t>(one.value));
    }
    return call.copy_out(call.address(3),
                         {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof values[0]});
}

CallResult set_one(Call& call) {
    // "ERANGE … the value to which semval is to be set (for some semaphore of the set) is less than 0 or greater than
    // the implementation limit SEMVMX." Linux asks this of SETVAL before anything else.
    const int value = call.i32(3);
    if (value < 0 || value > static_cast<int>(kSemValueMax)) {
        return call.refuse(Errno::erange, Rule::sem_value_bad, {call.i32(0), call.i32(1), value});
    }
    const IpcCaller caller = call.ipc_caller();
    const Result<std::int32_t> semid = semaphores(call).find_id(call.sink, caller, call.i32(0));
    if (!semid) return semid.error();
    Errno error = semaphores(call).check_number(call.sink, caller, *semid, call.i32(1));
    if (error == Errno::ok) error = semaphores(call).check_permission(call.sink, caller, *semid, 2);
    if (error != Errno::ok) return error;
    return finish(call, semaphores(call).set_value(call.sink, caller, *semid, static_cast<std::uint16_t>(call.i32(1)),
                                                   static_cast<std::uint32_t>(value)));
}

CallResult set_all(Call& call) {
    Errno error = check_set(call, 2);
    if (error != Errno::ok) return error;
    const std::int32_t semid = call.i32(0);
    std::vector<std::uint16_t> values(semaphores(call)[semid].size());
    error = call.copy_in(call.address(3),
                         {reinterpret_cast<std::uint8_t*>(values.data()), values.size() * sizeof values[0]});
    if (error != Errno::ok) return error;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] > kSemValueMax) return call.refuse(Errno::erange, Rule::sem_value_bad, {semid, i, values[i]});
    }
    return finish(call, semaphores(call).set_all(call.sink, call.ipc_caller(), semid, values));
}

CallResult set_owner(Call& call) {
    UserSemidDs user;
    const Errno error = call.get(call.address(3), user);  // Linux copies in before it looks at the id
    if (error != Errno::ok) return error;
    return semaphores(call).set_owner(call.sink, call.ipc_caller(), call.i32(0), user.permission.owner());
}

CallResult remove(Call& call) {
    const Result<IpcCompletions> woken = semaphores(call).remove(call.sink, call.ipc_caller(), call.i32(0));
    return woken ? finish(call, *woken) : CallResult(woken.error());
}

}  // namespace

CallResult sys_semget(Call& call) {
    const Result<std::int32_t> semid =
        semaphores(call).get(call.sink, call.ipc_caller(), Key{call.i32(0)}, call.i32(1), call.u32(2));
    return semid ? CallResult(*semid) : CallResult(semid.error());
}

CallResult sys_semop(Call& call) {
    return call.again() ? woken(call) : operate(call, nullptr);
}

CallResult sys_semtimedop(Call& call) {
    if (call.again()) return woken(call);
    if (call.u64(3) == 0) return operate(call, nullptr);
    UserTimespec timeout;
    const Errno error = call.get(call.address(3), timeout);
    return error != Errno::ok ? CallResult(error) : operate(call, &timeout);
}

CallResult sys_semctl(Call& call) {
    const int command = call.i32(2);
    // "EINVAL Invalid value for cmd or semid."
    if (call.i32(0) < 0) return call.refuse(Errno::einval, Rule::id_unknown, {call.i32(0)});
    switch (command) {
        case kIpcInfo:
        case kSemInfo: return info(call, command);
        case kIpcStat:
        case kSemStat:
        case kSemStatAny: return stat(call, command);
        case kGetPid:
        case kGetVal:
        case kGetNcnt:
        case kGetZcnt: return get_one(call, command);
        case kGetAll: return get_all(call);
        case kSetVal: return set_one(call);
        case kSetAll: return set_all(call);
        case kIpcSet: return set_owner(call);
        case kIpcRmid: return remove(call);
        default: return call.refuse(Errno::einval, Rule::command_unknown, {command});
    }
}

}  // namespace sim::kernel
