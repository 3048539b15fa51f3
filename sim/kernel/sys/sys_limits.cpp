// What a process may use and has used, and what the machine is: getrlimit, setrlimit, prlimit64, getrusage, times,
// uname, sysinfo, sched_getaffinity, getcpu.
#include <algorithm>
#include <array>
#include <string_view>

#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/usage.h"

namespace sim::kernel {
namespace {

using report::Rule;

// By RLIMIT_ number.
constexpr std::array<std::uint64_t Limits::*, 16> kLimits{
    &Limits::cpu,      &Limits::file_size,       &Limits::data,   &Limits::stack,   &Limits::core,
    &Limits::resident, &Limits::processes,       &Limits::files,  &Limits::memlock, &Limits::address_space,
    &Limits::locks,    &Limits::pending_signals, &Limits::queues, &Limits::nice,    &Limits::realtime_priority,
    &Limits::realtime};
constexpr std::uint32_t kFilesLimit = 7;         // RLIMIT_NOFILE
constexpr std::uint64_t kMostFiles = 1'048'576;  // fs.nr_open
constexpr std::int64_t kTicksPerSecond = 100;    // sysconf(_SC_CLK_TCK)

struct UserLimit {
    std::uint64_t soft = 0, hard = 0;
};

// "EINVAL The value specified in resource is not valid; or, for setrlimit() … rlim->rlim_cur was greater than
// rlim->rlim_max."
Errno check_resource(const Call& call, int index) {
    if (call.u32(index) < kLimits.size()) return Errno::ok;
    return call.refuse(Errno::einval, Rule::argument_invalid, {index + 1, call.u32(index)});
}

UserLimit limit_of(const Task& process, std::uint32_t resource) {
    return {process.limits.*kLimits[resource], process.hard_limits.*kLimits[resource]};
}

Errno set_limit(Call& call, Pid process, std::uint32_t resource, const UserLimit& wanted) {
    if (wanted.soft > wanted.hard) return call.refuse(Errno::einval, Rule::argument_invalid, {2, wanted.soft});
    // "EPERM An unprivileged process tried to raise the hard limit; the CAP_SYS_RESOURCE capability is required";
    // "EPERM The caller tried to increase the hard RLIMIT_NOFILE limit above the maximum defined by
    // /proc/sys/fs/nr_open".
    const bool raised = wanted.hard > limit_of(call.kernel.tasks[process], resource).hard;
    const bool privileged = call.task().credentials.has(Capability::sys_resource);
    if ((raised && !privileged) || (resource == kFilesLimit && wanted.hard > kMostFiles)) {
        return call.refuse(Errno::eperm, Rule::capability_missing, {Capability::sys_resource});
    }
    Task& task = call.kernel.tasks.write(process);
    task.limits.*kLimits[resource] = wanted.soft;
    task.hard_limits.*kLimits[resource] = wanted.hard;
    return Errno::ok;
}

// "EPERM The calling process did not have permission to set limits for the process specified by pid": the three user
// and group ids of that process must be the caller's real ones.
bool may_limit(const Credentials& caller, const Credentials& target) {
    const bool same_user = caller.uid == target.uid && caller.uid == target.euid && caller.uid == target.suid;
    const bool same_group = caller.gid == target.gid && caller.gid == target.egid && caller.gid == target.sgid;
    return (same_user && same_group) || caller.has(Capability::sys_resource);
}

}  // namespace

CallResult sys_getrlimit(Call& call) {
    if (const Errno error = check_resource(call, 0); error != Errno::ok) return error;
    return call.put(call.address(1), limit_of(call.group(), call.u32(0)));
}

CallResult sys_setrlimit(Call& call) {
    UserLimit wanted;
    const Errno error = call.get(call.address(1), wanted);
    if (error != Errno::ok) return error;
    if (const Errno bad = check_resource(call, 0); bad != Errno::ok) return bad;
    return set_limit(call, call.task().tgid, call.u32(0), wanted);
}

CallResult sys_prlimit64(Call& call) {
    if (const Errno error = check_resource(call, 1); error != Errno::ok) return error;
    UserLimit wanted;
    if (call.u64(2) != 0) {
        const Errno error = call.get(call.address(2), wanted);
        if (error != Errno::ok) return error;
    }
    const Task* task = call.i32(0) == 0 ? &call.group() : call.kernel.tasks.find(Pid{call.i32(0)});
    // "ESRCH Could not find a process with the ID specified in pid."
    if (task == nullptr || task->state == report::TaskState::ended) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {call.i32(0)});
    }
    const Pid process = task->tgid;
    if (process != call.task().tgid && !may_limit(call.task().credentials, task->credentials)) {
        return call.refuse(Errno::eperm, Rule::capability_missing, {Capability::sys_resource});
    }
    const UserLimit before = limit_of(call.kernel.tasks[process], call.u32(1));
    if (call.u64(2) != 0) {
        const Errno error = set_limit(call, process, call.u32(1), wanted);
        if (error != Errno::ok) return error;
    }
    return call.u64(3) == 0 ? CallResult(0) : CallResult(call.put(call.address(3), before));
}

namespace {

// struct rusage.
struct UserUsage {
    std::int64_t user_seconds = 0, user_microseconds = 0;
    std::int64_t system_seconds = 0, system_microseconds = 0;  // calls take no time here
    std::int64_t most_resident = 0, unused1[3] = {};
    std::int64_t minor_faults = 0, major_faults = 0;
    std::int64_t unused2[8] = {};
};
static_assert(sizeof(UserUsage) == 144);

std::int64_t ticks(std::uint64_t instructions) {
    const auto nanoseconds = static_cast<std::int64_t>(instructions) * kNanosecondsPerInstruction;
    return nanoseconds / (kNanosecondsPerSecond / kTicksPerSecond);
}

Usage faults_of(const Kernel& kernel, const Task& task) {
    if (task.mm == kNoMm) return {0, task.minor_faults, task.major_faults};
    const AddressSpace& space = kernel.memory.spaces[task.mm];
    return {0, space.minor_faults, space.major_faults};
}

}  // namespace

Usage usage_of_thread(const Kernel& kernel, Pid thread) {
    Usage usage = faults_of(kernel, kernel.tasks[thread]);
    usage.instructions = kernel.tasks[thread].instructions;
    return usage;
}

Usage usage_of(const Kernel& kernel, Pid process) {
    Usage usage = kernel.tasks[process].ended_threads;
    usage.add(faults_of(kernel, kernel.tasks[process]));
    for (Pid pid : kernel.tasks.present()) {
        if (kernel.tasks[pid].tgid == process) usage.instructions += kernel.tasks[pid].instructions;
    }
    return usage;
}

Errno put_usage(Call& call, VirtAddr to, const Usage& usage) {
    const auto nanoseconds = static_cast<std::int64_t>(usage.instructions) * kNanosecondsPerInstruction;
    UserUsage user;
    user.user_seconds = nanoseconds / kNanosecondsPerSecond;
    user.user_microseconds = nanoseconds % kNanosecondsPerSecond / 1000;
    user.minor_faults = static_cast<std::int64_t>(usage.minor_faults);
    user.major_faults = static_cast<std::int64_t>(usage.major_faults);
    return call.put(to, user);
}

CallResult sys_getrusage(Call& call) {
    enum : std::int32_t { kSelf = 0, kChildren = -1, kThread = 1 };
    switch (call.i32(0)) {
        case kSelf: return put_usage(call, call.address(1), usage_of(call.kernel, call.task().tgid));
        case kChildren: return put_usage(call, call.address(1), call.group().children);
        case kThread: return put_usage(call, call.address(1), usage_of_thread(call.kernel, call.pid));
        // "EINVAL who is invalid."
        default: return call.refuse(Errno::einval, Rule::argument_invalid, {1, call.i32(0)});
    }
}

CallResult sys_times(Call& call) {
    const std::int64_t since_boot = call.kernel.now() - kBootTime * kNanosecondsPerSecond;
    if (call.u64(0) != 0) {
        const std::array<std::int64_t, 4> times{ticks(usage_of(call.kernel, call.task().tgid).instructions), 0,
                                                ticks(call.group().children.instructions), 0};
        const Errno error = call.put(call.address(0), times);
        if (error != Errno::ok) return error;
    }
    return since_boot / (kNanosecondsPerSecond / kTicksPerSecond);
}

CallResult sys_uname(Call& call) {
    constexpr std::size_t kField = 65;
    constexpr std::array<std::string_view, 6> kNames{"Linux", "shmscope", "6.18.0", "#1 SMP", "x86_64", "(none)"};
    std::array<char, kField * kNames.size()> user{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        std::copy(kNames[i].begin(), kNames[i].end(), user.begin() + static_cast<std::ptrdiff_t>(i * kField));
    }
    return call.put(call.address(0), user);
}

CallResult sys_sysinfo(Call& call) {
    struct UserSysinfo {
        std::int64_t uptime = 0;
        std::uint64_t loads[3] = {};
        std::uint64_t total = 0, free = 0, shared = 0, buffers = 0, total_swap = 0, free_swap = 0;
        std::uint16_t processes = 0, pad = 0;
        std::uint32_t pad2 = 0;
        std::uint64_t total_high = 0, free_high = 0;
        std::uint32_t unit = 1, pad3 = 0;
    };
    static_assert(sizeof(UserSysinfo) == 112);
    UserSysinfo info;
    info.uptime = call.kernel.now_seconds() - kBootTime;
    info.total = std::uint64_t{call.kernel.memory.frames.size()} * kPageSize;
    info.free = std::uint64_t{call.kernel.memory.frames.free_count()} * kPageSize;
    info.processes = static_cast<std::uint16_t>(call.kernel.tasks.present().size());
    return call.put(call.address(0), info);
}

// A task stays on one CPU, but may run on any as far as it can tell.
CallResult sys_sched_getaffinity(Call& call) {
    const Pid whom = call.i32(0) == 0 ? call.pid : Pid{call.i32(0)};
    // "EINVAL … cpusetsize is smaller than the size of the affinity mask used by the kernel": 8 bytes.
    std::uint64_t mask = (std::uint64_t{1} << call.memory.hardware.tlbs.size()) - 1;
    if (call.u32(1) < sizeof mask || call.u32(1) % sizeof mask != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, call.u32(1)});
    }
    const Task* task = call.kernel.tasks.find(whom);
    if (task == nullptr || task->state == report::TaskState::ended) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {whom});
    }
    const Errno error = call.put(call.address(2), mask);
    return error != Errno::ok ? CallResult(error) : CallResult(std::int64_t{sizeof mask});
}

CallResult sys_getcpu(Call& call) {
    for (int i = 0; i < 2; ++i) {
        if (call.u64(i) == 0) continue;
        const Errno error = call.put(call.address(i), i == 0 ? call.memory.cpu : std::uint32_t{0});  // one node
        if (error != Errno::ok) return error;
    }
    return 0;
}

}  // namespace sim::kernel
