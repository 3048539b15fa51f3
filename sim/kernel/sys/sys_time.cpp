// The machine's clock and its timers: nanosleep, clock_nanosleep, gettimeofday, time, clock_gettime, clock_getres,
// alarm, setitimer, getitimer.
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/timespec.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

struct UserTimeval {
    std::int64_t seconds = 0;
    std::int64_t microseconds = 0;
};
// struct itimerval.
struct UserTimer {
    UserTimeval interval, value;
};

constexpr std::int64_t kMicrosecond = 1'000;  // nanoseconds
constexpr std::uint32_t kTimerAbstime = 1;

// Nanoseconds that a clock of clock_gettime(2) shows; EINVAL for one there is not.
Result<std::int64_t> read_clock(const Call& call, int clock) {
    switch (clock) {
        case 0:  // CLOCK_REALTIME
        case 5:  // CLOCK_REALTIME_COARSE
            return call.kernel.now();
        case 1:  // CLOCK_MONOTONIC
        case 4:  // CLOCK_MONOTONIC_RAW
        case 6:  // CLOCK_MONOTONIC_COARSE
        case 7:  // CLOCK_BOOTTIME
            return call.kernel.now() - kBootTime * kNanosecondsPerSecond;
        case 2:  // CLOCK_PROCESS_CPUTIME_ID
            return cpu_time(call.kernel, call.task().tgid);
        case 3:  // CLOCK_THREAD_CPUTIME_ID
            return static_cast<std::int64_t>(call.task().instructions) * kNanosecondsPerInstruction;
        default:
            // "EINVAL The clk_id specified is invalid".
            return call.refuse(Errno::einval, Rule::argument_invalid, {1, clock});
    }
}

// Sleeps until the machine's clock shows `deadline`; `left` takes the rest when a signal ends it.
CallResult sleep_until(Call& call, std::int64_t deadline, VirtAddr left) {
    const std::int64_t now = call.kernel.now();
    if (now >= deadline) return 0;
    // "if the call is interrupted by a signal handler, … returns -1, sets errno to EINTR, and writes the remaining
    // time".
    if (call.woken_by_signal() && left != VirtAddr{}) {
        const Errno error = call.put(left, to_timespec(deadline - now));
        if (error != Errno::ok) return error;
    }
    Wait wait;
    wait.kind = WaitKind::sleep;
    wait.deadline = deadline;
    return call.sleep(std::move(wait), Rule::wait_sleep,
                      {deadline / kNanosecondsPerSecond, deadline % kNanosecondsPerSecond});
}

// The timespec argument `index`. "EINVAL The value in the tv_nsec field was not in the range [0, 999999999] or tv_sec
// was negative."
Result<std::int64_t> read_duration(Call& call, int index) {
    UserTimespec time;
    const Errno error = call.get(call.address(index), time);
    if (error != Errno::ok) return error;
    if (!time.valid()) return call.refuse(Errno::einval, Rule::argument_invalid, {index + 1, time.nanoseconds});
    return from_timespec(time);
}

}  // namespace

std::int64_t cpu_time(const Kernel& kernel, Pid process) {
    std::uint64_t instructions = kernel.tasks[process].ended_threads.instructions;
    for (Pid pid : kernel.tasks.present()) {
        if (kernel.tasks[pid].tgid == process) instructions += kernel.tasks[pid].instructions;
    }
    return static_cast<std::int64_t>(instructions) * kNanosecondsPerInstruction;
}

CallResult sys_nanosleep(Call& call) {
    if (call.again()) return sleep_until(call, call.task().wait.deadline, call.address(1));
    const Result<std::int64_t> duration = read_duration(call, 0);
    if (!duration) return duration.error();
    return sleep_until(call, later(call.kernel.now(), *duration), call.address(1));
}

CallResult sys_clock_nanosleep(Call& call) {
    const bool absolute = (call.u32(1) & kTimerAbstime) != 0;
    const VirtAddr left = absolute ? VirtAddr{} : call.address(3);
    if (call.again()) return sleep_until(call, call.task().wait.deadline, left);
    const Result<std::int64_t> clock_now = read_clock(call, call.i32(0));
    if (!clock_now) return clock_now.error();
    const Result<std::int64_t> time = read_duration(call, 2);
    if (!time) return time.error();
    return sleep_until(call, later(call.kernel.now(), absolute ? *time - *clock_now : *time), left);
}

CallResult sys_gettimeofday(Call& call) {
    const UserTimespec now = to_timespec(call.kernel.now());
    if (call.u64(0) == 0) return 0;
    return call.put(call.address(0), UserTimeval{now.seconds, now.nanoseconds / kMicrosecond});
}

CallResult sys_time(Call& call) {
    const std::int64_t now = call.kernel.now_seconds();
    if (call.u64(0) == 0) return now;
    const Errno error = call.put(call.address(0), now);
    return error != Errno::ok ? CallResult(error) : CallResult(now);
}

CallResult sys_clock_gettime(Call& call) {
    const Result<std::int64_t> time = read_clock(call, call.i32(0));
    if (!time) return time.error();
    return call.put(call.address(1), to_timespec(*time));
}

CallResult sys_clock_getres(Call& call) {
    const Result<std::int64_t> time = read_clock(call, call.i32(0));
    if (!time) return time.error();
    return call.u64(1) == 0 ? CallResult(0) : CallResult(call.put(call.address(1), UserTimespec{0, 1}));
}

namespace {

std::int64_t from_timeval(const UserTimeval& time) {
    return from_timespec({time.seconds, time.microseconds * kMicrosecond});
}
UserTimeval to_timeval(std::int64_t nanoseconds) {
    const UserTimespec time = to_timespec(nanoseconds);
    return {time.seconds, time.nanoseconds / kMicrosecond};
}

bool valid(const UserTimeval& time) {
    return time.seconds >= 0 && time.microseconds >= 0 && time.microseconds < 1'000'000;
}

// Nanoseconds until the process's alarm; 0: none is set.
std::int64_t alarm_left(const Call& call) {
    const std::int64_t alarm = call.group().process_signals.alarm;
    return alarm == 0 ? 0 : std::max<std::int64_t>(alarm - call.kernel.now(), 1);
}

void set_alarm(Call& call, std::int64_t duration, std::int64_t interval) {
    const std::int64_t at = duration == 0 ? 0 : later(call.kernel.now(), duration);
    ProcessSignals& signals = call.write_group().process_signals;
    signals.alarm = at;
    signals.alarm_interval = interval;
    report::emit(call.sink, EventType::signal, Rule::alarm_set, call.pid,
                 {at / kNanosecondsPerSecond, at % kNanosecondsPerSecond});
}

// "ITIMER_REAL"; the timers that count CPU time are not here. "EINVAL which is not one of ITIMER_REAL, …".
Errno check_timer(Call& call) {
    if (call.i32(0) == 0) return Errno::ok;
    if (call.i32(0) == 1 || call.i32(0) == 2) return call.unsupported(call.u64(0));
    return call.refuse(Errno::einval, Rule::argument_invalid, {1, call.i32(0)});
}

CallResult tell_timer(Call& call, int index, std::int64_t left, std::int64_t interval) {
    return call.put(call.address(index), UserTimer{to_timeval(interval), to_timeval(left)});
}

}  // namespace

CallResult sys_alarm(Call& call) {
    const std::int64_t left = alarm_left(call);
    set_alarm(call, std::int64_t{call.u32(0)} * kNanosecondsPerSecond, 0);
    // "returns the number of seconds remaining until any previously scheduled alarm was due": rounded, but never to 0.
    const std::int64_t seconds = (left + kNanosecondsPerSecond / 2) / kNanosecondsPerSecond;
    return left == 0 ? 0 : std::max<std::int64_t>(seconds, 1);
}

CallResult sys_setitimer(Call& call) {
    UserTimer wanted;
    if (call.u64(1) != 0) {
        const Errno error = call.get(call.address(1), wanted);
        if (error != Errno::ok) return error;
    }
    if (const Errno error = check_timer(call); error != Errno::ok) return error;
    // "EINVAL … one of the tv_usec fields … contains a value outside the range [0, 999999]."
    if (!valid(wanted.value) || !valid(wanted.interval))
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, 0});
    const std::int64_t left = alarm_left(call), interval = call.group().process_signals.alarm_interval;
    set_alarm(call, from_timeval(wanted.value), from_timeval(wanted.interval));
    return call.u64(2) == 0 ? CallResult(0) : tell_timer(call, 2, left, interval);
}

CallResult sys_getitimer(Call& call) {
    if (const Errno error = check_timer(call); error != Errno::ok) return error;
    return tell_timer(call, 1, alarm_left(call), call.group().process_signals.alarm_interval);
}

}  // namespace sim::kernel
