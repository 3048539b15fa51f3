// The machine's clock: nanosleep, clock_nanosleep, gettimeofday, time, clock_gettime.
#include <limits>

#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

struct UserTimespec {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
};
struct UserTimeval {
    std::int64_t seconds = 0;
    std::int64_t microseconds = 0;
};

UserTimespec to_timespec(std::int64_t nanoseconds) {
    return {nanoseconds / kNanosecondsPerSecond, nanoseconds % kNanosecondsPerSecond};
}

// Nanoseconds, at most kForever.
std::int64_t from_timespec(const UserTimespec& time) {
    if (time.seconds >= kForever / kNanosecondsPerSecond) return kForever;
    return time.seconds * kNanosecondsPerSecond + time.nanoseconds;
}

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
        case 3:  // CLOCK_THREAD_CPUTIME_ID
            return static_cast<std::int64_t>(call.task().instructions) * kNanosecondsPerInstruction;
        default:
            // "EINVAL The clk_id specified is invalid".
            return call.refuse(Errno::einval, Rule::argument_invalid, {1, clock});
    }
}

// Sleeps until the machine's clock shows `deadline`.
CallResult sleep_until(Call& call, std::int64_t deadline) {
    if (call.kernel.now() >= deadline) return 0;
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
    if (time.seconds < 0 || time.nanoseconds < 0 || time.nanoseconds >= kNanosecondsPerSecond) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {index + 1, time.nanoseconds});
    }
    return from_timespec(time);
}

std::int64_t later(std::int64_t now, std::int64_t duration) {
    return duration > kForever - now ? kForever : now + duration;
}

}  // namespace

CallResult sys_nanosleep(Call& call) {
    if (call.again()) return sleep_until(call, call.task().wait.deadline);
    const Result<std::int64_t> duration = read_duration(call, 0);
    return duration ? sleep_until(call, later(call.kernel.now(), *duration)) : CallResult(duration.error());
}

CallResult sys_clock_nanosleep(Call& call) {
    if (call.again()) return sleep_until(call, call.task().wait.deadline);
    constexpr std::uint32_t kTimerAbstime = 1;
    const Result<std::int64_t> clock_now = read_clock(call, call.i32(0));
    if (!clock_now) return clock_now.error();
    const Result<std::int64_t> time = read_duration(call, 2);
    if (!time) return time.error();
    const std::int64_t from_now = (call.u32(1) & kTimerAbstime) != 0 ? *time - *clock_now : *time;
    return sleep_until(call, later(call.kernel.now(), from_now));
}

CallResult sys_gettimeofday(Call& call) {
    const UserTimespec now = to_timespec(call.kernel.now());
    if (call.u64(0) == 0) return 0;
    return call.put(call.address(0), UserTimeval{now.seconds, now.nanoseconds / 1000});
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

}  // namespace sim::kernel
