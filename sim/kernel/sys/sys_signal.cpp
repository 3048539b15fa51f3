// Signals: actions, masks, waiting for them, the alternate stack. Sending them is in sys_kill.cpp.
#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signal_frame.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/timespec.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

constexpr std::uint64_t kSetBytes = sizeof(SignalSet);
constexpr std::uint64_t kMinimumStack = 2048;  // MINSIGSTKSZ

// struct sigaction of the kernel.
struct UserAction {
    std::uint64_t handler = 0, flags = 0, restorer = 0, mask = 0;
};

void set_mask(Call& call, SignalSet mask) {
    const SignalSet before = call.task().signals.blocked;
    const SignalSet now = mask & ~kUnblockable;
    call.write_task().signals.blocked = now;
    if (before != now) report::emit(call.sink, EventType::signal, Rule::signal_mask, call.pid, {before, now});
}

// "EINVAL … the kernel's signal set has another size": every call that takes a set says how large it is.
Errno check_size(const Call& call, int index) {
    if (call.u64(index) == kSetBytes) return Errno::ok;
    return call.refuse(Errno::einval, Rule::argument_invalid, {index + 1, call.u64(index)});
}

// "setting the disposition to SIG_IGN", or to the default of ignoring, "for a signal that is pending shall cause the
// pending signal to be discarded".
void forget_if_ignored(Call& call, int signal, std::uint64_t handler) {
    const DefaultAction by_default = default_action(signal);
    const bool ignoring = by_default == DefaultAction::ignore || by_default == DefaultAction::resume;
    if (handler != kSigIgn && (handler != kSigDfl || !ignoring)) return;
    forget_pending(call.kernel.tasks, call.task().tgid, signal_bit(signal));
}

void set_action(Call& call, int signal, const UserAction& user) {
    const SignalAction action{user.handler, user.flags, user.mask & ~kUnblockable};
    call.write_group().process_signals.actions.write()[static_cast<std::size_t>(signal)] = action;
    report::emit(call.sink, EventType::signal, Rule::signal_action, call.pid, {signal, user.handler, user.flags});
    forget_if_ignored(call, signal, user.handler);
}

}  // namespace

CallResult sys_rt_sigaction(Call& call) {
    const int signal = call.i32(0);
    if (const Errno error = check_size(call, 3); error != Errno::ok) return error;
    UserAction wanted;
    if (call.u64(1) != 0) {
        const Errno error = call.get(call.address(1), wanted);
        if (error != Errno::ok) return error;
    }
    // "EINVAL An invalid signal was specified. This will also be generated if an attempt is made to change the action
    // for SIGKILL or SIGSTOP".
    const bool valid = signal >= 1 && signal <= kSignalMax;
    if (!valid || (call.u64(1) != 0 && (signal_bit(signal) & kUnblockable) != 0)) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {1, signal});
    }
    const SignalAction before = (*call.group().process_signals.actions)[static_cast<std::size_t>(signal)];
    if (call.u64(1) != 0) set_action(call, signal, wanted);
    if (call.u64(2) == 0) return 0;
    return call.put(call.address(2), UserAction{before.handler, before.flags, 0, before.mask});
}

CallResult sys_rt_sigprocmask(Call& call) {
    enum : int { kBlock = 0, kUnblock = 1, kSetmask = 2 };
    if (const Errno error = check_size(call, 3); error != Errno::ok) return error;
    const SignalSet before = call.task().signals.blocked;
    if (call.u64(1) != 0) {
        SignalSet set = 0;
        const Errno error = call.get(call.address(1), set);
        if (error != Errno::ok) return error;
        switch (call.i32(0)) {
            case kBlock: set_mask(call, before | set); break;
            case kUnblock: set_mask(call, before & ~set); break;
            case kSetmask: set_mask(call, set); break;
            // "EINVAL … the value specified in how was invalid".
            default: return call.refuse(Errno::einval, Rule::argument_invalid, {1, call.i32(0)});
        }
    }
    return call.u64(2) == 0 ? CallResult(0) : CallResult(call.put(call.address(2), before));
}

CallResult sys_rt_sigpending(Call& call) {
    if (call.u64(1) > kSetBytes) return check_size(call, 1);
    SignalSet pending = 0;
    for (const SignalInfo& info : call.task().signals.pending) pending |= signal_bit(info.signal);
    for (const SignalInfo& info : call.group().process_signals.pending) pending |= signal_bit(info.signal);
    return call.put(call.address(0), pending & call.task().signals.blocked);
}

// "pause() returns only when a signal was caught and the signal-catching function returned."
CallResult sys_pause(Call& call) {
    return call.sleep(WaitKind::signal, 0, Rule::wait_signal, {});
}

CallResult sys_rt_sigsuspend(Call& call) {
    if (!call.again()) {
        if (const Errno error = check_size(call, 1); error != Errno::ok) return error;
        SignalSet mask = 0;
        const Errno error = call.get(call.address(0), mask);
        if (error != Errno::ok) return error;
        suspend_mask(call, mask);
        if (deliverable(call.kernel.tasks, call.pid) != 0) return CallResult::interrupted();
    }
    return call.sleep(WaitKind::signal, 0, Rule::wait_signal, {});
}

void suspend_mask(Call& call, SignalSet mask) {
    ThreadSignals& signals = call.write_task().signals;
    signals.saved = signals.blocked;
    signals.has_saved = true;
    set_mask(call, mask);
}

namespace {

// The signal sigtimedwait(2) has taken: its number, after its siginfo went to the caller.
CallResult give_signal(Call& call, const SignalInfo& info) {
    if (call.u64(1) != 0) {
        const Errno error = call.put(call.address(1), to_user(info));
        if (error != Errno::ok) return error;
    }
    return info.signal;
}

// "If both fields of this structure are specified as 0, a poll is performed".
Result<std::int64_t> wait_deadline(Call& call) {
    if (call.u64(2) == 0) return kForever;
    UserTimespec time;
    const Errno error = call.get(call.address(2), time);
    if (error != Errno::ok) return error;
    // "EINVAL timeout was invalid."
    if (!time.valid()) return call.refuse(Errno::einval, Rule::argument_invalid, {3, time.nanoseconds});
    return later(call.kernel.now(), from_timespec(time));
}

}  // namespace

CallResult sys_rt_sigtimedwait(Call& call) {
    if (const Errno error = check_size(call, 3); error != Errno::ok) return error;
    SignalSet wanted = 0;
    const Errno error = call.get(call.address(0), wanted);
    if (error != Errno::ok) return error;
    wanted &= ~kUnblockable;
    std::int64_t deadline = call.again() ? call.task().wait.deadline : 0;
    if (!call.again()) {
        const Result<std::int64_t> read = wait_deadline(call);
        if (!read) return read.error();
        deadline = *read;
    }
    const SignalInfo info = take_signal(call.kernel.tasks, call.pid, wanted);
    if (info.signal != 0) return give_signal(call, info);
    // "EAGAIN No signal in set became pending within the timeout period".
    if (deadline <= call.kernel.now()) return call.refuse(Errno::eagain, Rule::timed_out, {call.number});
    Wait wait;
    wait.kind = WaitKind::signal;
    wait.detail = wanted;
    wait.deadline = deadline;
    return call.sleep(std::move(wait), Rule::wait_signal, {});
}

namespace {

Errno set_stack(Call& call, const UserStack& wanted, std::uint64_t sp) {
    const SignalStack& stack = call.task().signals.stack;
    // "EPERM An attempt was made to change the alternate signal stack while it was active".
    if (on_stack(stack, sp)) return call.refuse(Errno::eperm, Rule::argument_invalid, {1, wanted.base});
    const std::uint32_t mode = wanted.flags & ~kSsAutodisarm;
    // "EINVAL ss is not NULL and the ss_flags field contains an invalid flag."
    if (mode != 0 && mode != kSsOnstack && mode != kSsDisable) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {1, wanted.flags});
    }
    if (mode == kSsDisable) {
        call.write_task().signals.stack = SignalStack{};
        return Errno::ok;
    }
    // "ENOMEM The specified size of the new alternate signal stack … was less than MINSIGSTKSZ."
    if (wanted.size < kMinimumStack) return call.refuse(Errno::enomem, Rule::argument_invalid, {1, wanted.size});
    call.write_task().signals.stack = {VirtAddr{wanted.base}, wanted.size, wanted.flags & kSsAutodisarm};
    return Errno::ok;
}

}  // namespace

CallResult sys_sigaltstack(Call& call) {
    const std::uint64_t sp = call.kernel.running.context.registers[hw::kStackPointer];
    const UserStack before = stack_of(call.task().signals.stack, sp);
    if (call.u64(0) != 0) {
        UserStack wanted;
        Errno error = call.get(call.address(0), wanted);
        if (error == Errno::ok) error = set_stack(call, wanted, sp);
        if (error != Errno::ok) return error;
    }
    return call.u64(1) == 0 ? CallResult(0) : CallResult(call.put(call.address(1), before));
}

}  // namespace sim::kernel
