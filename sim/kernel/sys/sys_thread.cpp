// Threads and the flags of clone(2): clone, vfork, set_tid_address, prctl.
//
// A child with a stack of its own begins by returning: the kernel takes the address at the top of its new stack for the
// program counter, as the wrapper in the C library of x86-64 does with its `ret`. What lies above is where a called
// function finds its own return address and its arguments (isa.h). The program counter is a register the kernel keeps,
// so this part of the wrapper is the kernel's here.
#include <algorithm>
#include <array>

#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/clone_flags.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint64_t kModelled = kExitSignal | kVm | kFs | kFiles | kSighand | kVfork | kThread | kSysvsem |
                                    kSettls | kParentSettid | kChildCleartid | kDetached | kUntraced | kChildSettid |
                                    kNewipc;

struct CloneCall {
    std::uint64_t flags = 0;
    VirtAddr stack, parent_tid, child_tid;
    std::uint64_t tls = 0;

    bool has(CloneFlag flag) const { return (flags & flag) != 0; }
};

Errno check_flags(Call& call, const CloneCall& clone) {
    // "EINVAL CLONE_SIGHAND was specified …, but CLONE_VM was not", "EINVAL CLONE_THREAD was specified …, but
    // CLONE_SIGHAND was not".
    const bool contradictory = (clone.has(kSighand) && !clone.has(kVm)) || (clone.has(kThread) && !clone.has(kSighand));
    if (contradictory) return call.refuse(Errno::einval, Rule::argument_invalid, {1, clone.flags});
    const std::uint64_t shared = clone.flags & kSharedByThreads;
    const bool partly = clone.has(kThread) ? shared != kSharedByThreads : shared != 0;
    if (partly || (clone.flags & ~kModelled) != 0) return call.unsupported(clone.flags);
    if ((clone.flags & kExitSignal) > kSignalMax) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {1, clone.flags});
    }
    return Errno::ok;
}

// The registers the child begins with. EFAULT for a stack that cannot be read.
Result<hw::CpuContext> child_registers(Call& call, const CloneCall& clone) {
    hw::CpuContext registers = call.kernel.running.context;
    if (clone.has(kSettls)) registers.registers[hw::kThreadPointer] = clone.tls;
    if (clone.stack == VirtAddr{}) return registers;
    std::uint64_t entry = 0;
    const Errno error = call.get(clone.stack, entry);
    if (error != Errno::ok) return error;
    registers.registers[hw::kStackPointer] = clone.stack.value + sizeof entry;
    registers.pc = call.memory.images[call.task().program.value]->instruction_at(VirtAddr{entry});
    return registers;
}

// Where the new task's id is wanted. A bad address is not reported: the child runs already.
void put_ids(Call& call, const CloneCall& clone, Pid child) {
    if (clone.has(kParentSettid)) call.put(clone.parent_tid, child.value);
    if (clone.has(kChildCleartid)) call.kernel.tasks.write(child).clear_tid = clone.child_tid;
    if (!clone.has(kChildSettid)) return;
    MemoryContext memory = call.memory;
    memory.pid = child;
    put_user(memory, call.kernel.tasks[child].mm, clone.child_tid, child.value);
}

CallResult make_child(Call& call, const CloneCall& clone) {
    // The call slept until the child of vfork was done with the memory.
    if (call.again()) {
        if (call.task().wait.completed) return call.task().wait.result;
        const std::uint64_t child = call.task().wait.object;
        return call.sleep(WaitKind::vfork, child, Rule::wait_vfork, {child});
    }
    if (const Errno error = check_flags(call, clone); error != Errno::ok) return error;
    const Result<hw::CpuContext> registers = child_registers(call, clone);
    if (!registers) return registers.error();
    const ForkOptions options{clone.has(kVm),      clone.has(kThread), clone.has(kVfork),
                              clone.has(kSysvsem), clone.has(kNewipc), static_cast<int>(clone.flags & kExitSignal)};
    ProcessContext context = call.processes();
    const Result<Pid> child = fork_task(context, call.pid, *registers, options);
    if (!child) return child.error();
    put_ids(call, clone, *child);
    if (!clone.has(kVfork)) return (*child).value;
    return call.sleep(WaitKind::vfork, static_cast<std::uint64_t>((*child).value), Rule::wait_vfork, {*child});
}

}  // namespace

CallResult sys_clone(Call& call) {
    return make_child(call, {call.u64(0), call.address(1), call.address(2), call.address(3), call.u64(4)});
}

CallResult sys_vfork(Call& call) {
    return make_child(call, {kVm | kVfork | static_cast<std::uint64_t>(kSigchld), {}, {}, {}, 0});
}

CallResult sys_set_tid_address(Call& call) {
    call.write_task().clear_tid = call.address(0);
    return call.pid.value;
}

namespace {

constexpr std::size_t kNameBytes = 16;  // of PR_SET_NAME, with the final 0

// "The name can be up to 16 bytes long, including the terminating null byte. (If the length … exceeds 16 bytes, the
// string is silently truncated.)"
CallResult set_name(Call& call) {
    std::string name;
    for (std::size_t i = 0; i + 1 < kNameBytes; ++i) {
        char c = 0;
        const Errno error = call.get(call.address(1) + i, c);
        if (error != Errno::ok) return error;
        if (c == 0) break;
        name += c;
    }
    call.write_task().comm = std::move(name);
    return 0;
}

CallResult get_name(Call& call) {
    const Task& task = call.task();
    const std::string& own = task.comm.empty() ? call.memory.images[task.program.value]->name : task.comm;
    std::array<char, kNameBytes> name{};
    std::copy_n(own.begin(), std::min(own.size(), kNameBytes - 1), name.begin());
    return call.put(call.address(1), name);
}

}  // namespace

CallResult sys_prctl(Call& call) {
    enum : std::int32_t {
        kSetParentDeathSignal = 1,
        kGetParentDeathSignal = 2,
        kGetDumpable = 3,
        kSetDumpable = 4,
        kSetName = 15,
        kGetName = 16,
    };
    const std::uint64_t argument = call.u64(1);
    switch (call.i32(0)) {
        case kSetParentDeathSignal:
            if (argument > kSignalMax) return call.refuse(Errno::einval, Rule::argument_invalid, {2, argument});
            call.write_group().parent_death_signal = static_cast<int>(argument);
            return 0;
        case kGetParentDeathSignal: return call.put(call.address(1), call.group().parent_death_signal);
        case kGetDumpable: return 1;
        case kSetDumpable:
            return argument <= 1 ? CallResult(0) : call.refuse(Errno::einval, Rule::argument_invalid, {2, argument});
        case kSetName: return set_name(call);
        case kGetName: return get_name(call);
        default: return call.unsupported(call.u64(0));
    }
}

}  // namespace sim::kernel
