#include "sim/kernel/sys/call.h"

#include <algorithm>
#include <array>

#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/table.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

template <class Copy>
Errno Call::with_memory(Copy copy) {
    for (;;) {
        const Errno error = copy();
        if (error != Errno::enomem) return error;
        ProcessContext context = processes();
        if (!kill_for_memory(context) || !alive()) return Errno::efault;
    }
}

Errno Call::copy_out(VirtAddr to, std::span<const std::uint8_t> bytes) {
    return with_memory([&] { return copy_to_user(memory, mm(), to, bytes); });
}

Errno Call::copy_in(VirtAddr from, std::span<std::uint8_t> bytes) {
    return with_memory([&] { return copy_from_user(memory, mm(), from, bytes); });
}

CallResult Call::sleep(WaitKind kind, std::uint64_t object, Rule rule, const report::Arguments& arguments) {
    Wait wait;
    wait.kind = kind;
    wait.object = object;
    return sleep(std::move(wait), rule, arguments);
}

CallResult Call::sleep(Wait wait, Rule rule, const report::Arguments& arguments) {
    if (woken_by_signal()) return wait.result != 0 ? CallResult(wait.result) : CallResult::interrupted();
    // A sleeper that looked and must sleep on keeps its place.
    wait.ticket = again() ? task().wait.ticket : kernel.tasks.take_ticket();
    Task& sleeper = write_task();
    sleeper.state = report::TaskState::blocked;
    sleeper.wait = std::move(wait);
    report::emit(sink, EventType::wait, rule, pid, arguments);
    return CallResult::blocked();
}

namespace {

void report_enter(const Call& call) {
    report::emit(call.sink, EventType::call, Rule::syscall_enter, call.pid,
                 {call.number, call.args[0], call.args[1], call.args[2], call.args[3], call.args[4]});
}

void report_return(const Call& call, std::int64_t value) {
    // Results from -4095 to -1 are errors, as the C library reads them.
    const Errno error = value < 0 && value >= -4095 ? static_cast<Errno>(-value) : Errno::ok;
    if (error != Errno::ok) {
        report::emit(call.sink, EventType::check, Rule::call_failed, call.pid, {call.number, error}, error);
    }
    report::emit(call.sink, EventType::return_, Rule::syscall_return, call.pid, {call.number, value}, error);
}

CallResult dispatch(Call& call) {
    const SyscallInfo* info = find_syscall(call.number);
    return info == nullptr ? CallResult(call.unsupported(call.number)) : info->handler(call);
}

// signal(7): "The following interfaces are never restarted after being interrupted by a signal handler, regardless of
// the use of SA_RESTART". By number: poll, select, pause, nanosleep, semop, msgsnd, msgrcv, rt_sigtimedwait,
// rt_sigsuspend, semtimedop, clock_nanosleep, pselect6, ppoll.
constexpr std::array<std::uint32_t, 13> kNeverRestarted{7, 23, 34, 35, 65, 69, 70, 128, 130, 220, 230, 270, 271};
constexpr std::uint32_t kFutex = 202;
// What a call gives that is to be made again if the handler has SA_RESTART; programs never see it.
constexpr std::int64_t kRestart = -512;  // ERESTARTSYS

bool restarts(const Call& call) {
    // "futex(2) FUTEX_WAIT" restarts, but not one with a timeout.
    if (call.number == kFutex && call.task().wait.deadline != kForever) return false;
    const auto& never = kNeverRestarted;
    if (std::find(never.begin(), never.end(), call.number) != never.end()) return false;
    const SignalAction* action = next_handler(call.kernel.tasks, call.pid);
    return action == nullptr || (action->flags & kSaRestart) != 0;
}

// A signal ended the sleep: EINTR, or the handler runs and then the same instruction again.
CallOutcome end_interrupted(Call& call) {
    const bool again = restarts(call);
    hw::CpuContext& registers = call.kernel.running.context;
    call.write_task().wait = Wait{};
    if (again) {
        --registers.pc;
    } else {
        registers.registers[0] = static_cast<std::uint64_t>(-static_cast<std::int64_t>(Errno::eintr));
        report::emit(call.sink, EventType::check, Rule::interrupted, call.pid, {0}, Errno::eintr);
    }
    const std::int64_t value = again ? kRestart : -static_cast<std::int64_t>(Errno::eintr);
    report::emit(call.sink, EventType::return_, Rule::syscall_return, call.pid, {call.number, value}, Errno::eintr);
    return CallOutcome::returned;
}

}  // namespace

CallOutcome make_call(Kernel& kernel, MemoryContext memory) {
    Call call(kernel, memory);
    const auto& registers = kernel.running.context.registers;
    call.number = static_cast<std::uint32_t>(registers[0]);
    for (std::size_t i = 0; i < call.args.size(); ++i) call.args[i] = registers[i + 1];
    if (!call.again()) report_enter(call);

    const CallResult result = dispatch(call);
    if (result.kind == CallResult::Kind::gone || !call.alive()) return CallOutcome::gone;
    if (result.kind == CallResult::Kind::blocked) return CallOutcome::blocked;
    if (result.kind == CallResult::Kind::interrupted) return end_interrupted(call);
    kernel.running.context.registers[0] = static_cast<std::uint64_t>(result.value);
    if (call.again()) call.write_task().wait = Wait{};
    report_return(call, result.value);
    return CallOutcome::returned;
}

}  // namespace sim::kernel
