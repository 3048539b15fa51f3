// futex(2).
#include "sim/kernel/proc/futex.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"
#include "sim/kernel/sys/timespec.h"

namespace sim::kernel {
namespace {

using report::Rule;

enum Operation : int {
    kWait = 0,
    kWake = 1,
    kRequeue = 3,
    kCmpRequeue = 4,
    kWaitBitset = 9,
    kWakeBitset = 10,
};
constexpr int kPrivateFlag = 128;
constexpr int kClockRealtime = 256;

// get_futex_key(): a word that others may share is in a page that is there, to be written if that is allowed. Of
// private memory that is read-only nobody could change the word: EFAULT.
Errno bring_word_in(Call& call, VirtAddr address) {
    const VirtAddr page = address.page();
    if (bring_in(call, page, page + kPageSize, Touch::write) == Errno::ok) return Errno::ok;
    // get_user_pages(): reading needs VM_READ, whatever the hardware lets through.
    const Area* wanted = call.alive() ? call.kernel.memory.spaces[call.mm()].find_area(page) : nullptr;
    if (wanted == nullptr || !wanted->perms.read) return Errno::efault;
    if (bring_in(call, page, page + kPageSize, Touch::read) != Errno::ok) return Errno::efault;
    const Area* area = call.kernel.memory.spaces[call.mm()].find_area(address);
    return area->perms.shared || area->object != kNoObject ? Errno::ok : Errno::efault;
}

Result<FutexKey> key_of(Call& call, int argument) {
    const bool private_ = (call.i32(1) & kPrivateFlag) != 0;
    Result<FutexKey> key = futex_key(call.kernel.memory, call.mm(), call.address(argument), private_);
    if (key && !private_) {
        const Errno error = bring_word_in(call, call.address(argument));
        if (error != Errno::ok) key = error;
    }
    if (key) return key;
    const Rule rule = key.error() == Errno::einval ? Rule::address_unaligned : Rule::pointer_bad;
    return call.refuse(key.error(), rule, {call.address(argument)});
}

// EAGAIN unless the word at `uaddr` still is what the caller saw there.
Errno check_word(Call& call, std::uint32_t expected) {
    std::uint32_t found = 0;
    const Errno error = call.get(call.address(0), found);
    if (error != Errno::ok || found == expected) return error;
    // "EAGAIN … The value pointed to by uaddr was not equal to the expected value val at the time of the call."
    return call.refuse(Errno::eagain, Rule::futex_value_differs, {call.address(0), expected, found});
}

// The deadline on the machine's clock. FUTEX_WAIT's timeout is relative; that of FUTEX_WAIT_BITSET is a moment of
// CLOCK_MONOTONIC, or of CLOCK_REALTIME when that is asked for.
Result<std::int64_t> read_deadline(Call& call, int command) {
    if (call.u64(3) == 0) return kForever;
    UserTimespec time;
    const Errno error = call.get(call.address(3), time);
    if (error != Errno::ok) return error;
    // "EINVAL The supplied timeout argument was invalid (tv_sec was less than zero, or tv_nsec was not less than
    // 1,000,000,000)."
    if (!time.valid()) return call.refuse(Errno::einval, Rule::argument_invalid, {4, time.nanoseconds});
    if (command == kWait) return later(call.kernel.now(), from_timespec(time));
    const bool realtime = (call.i32(1) & kClockRealtime) != 0;
    return realtime ? from_timespec(time) : later(kBootTime * kNanosecondsPerSecond, from_timespec(time));
}

// A sleeper was woken, or its time is up, or a signal came.
CallResult woken(Call& call) {
    const Wait wait = call.task().wait;
    if (wait.completed) return wait.result;
    if (wait.interrupted) return CallResult::interrupted();
    // "ETIMEDOUT The operation in futex_op employed the timeout specified in timeout, and the timeout expired before
    // the operation completed."
    if (call.kernel.now() >= wait.deadline) return call.refuse(Errno::etimedout, Rule::timed_out, {call.number});
    return call.sleep(wait, Rule::wait_futex, {call.address(0), call.u32(2)});
}

CallResult wait(Call& call, int command) {
    const Result<std::int64_t> deadline = read_deadline(call, command);
    if (!deadline) return deadline.error();
    const std::uint32_t bitset = command == kWait ? kFutexAnyone : call.u32(5);
    // "EINVAL … The bitset supplied in val3 is zero."
    if (bitset == 0) return call.refuse(Errno::einval, Rule::argument_invalid, {6, 0});
    const Result<FutexKey> key = key_of(call, 0);
    if (!key) return key.error();
    const Errno error = check_word(call, call.u32(2));
    if (error != Errno::ok) return error;
    Wait asleep = (*key).wait(bitset);
    asleep.deadline = *deadline;
    return call.sleep(std::move(asleep), Rule::wait_futex, {call.address(0), call.u32(2)});
}

CallResult wake(Call& call, int command) {
    const std::uint32_t bitset = command == kWake ? kFutexAnyone : call.u32(5);
    if (bitset == 0) return call.refuse(Errno::einval, Rule::argument_invalid, {6, 0});
    const Result<FutexKey> key = key_of(call, 0);
    if (!key) return key.error();
    return futex_wake(call.kernel.tasks, call.sink, *key, call.i32(2), bitset);
}

CallResult requeue(Call& call, int command) {
    const std::int32_t count = call.i32(2), move = call.i32(3);
    if (count < 0 || move < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, std::min(count, move)});
    const Result<FutexKey> from = key_of(call, 0);
    if (!from) return from.error();
    const Result<FutexKey> to = key_of(call, 4);
    if (!to) return to.error();
    const Errno error = command == kCmpRequeue ? check_word(call, call.u32(5)) : Errno::ok;
    if (error != Errno::ok) return error;
    return futex_requeue(call.kernel.tasks, call.sink, *from, *to, count, move);
}

}  // namespace

CallResult sys_futex(Call& call) {
    if (call.again()) return woken(call);
    const int command = call.i32(1) & ~(kPrivateFlag | kClockRealtime);
    // "ENOSYS The FUTEX_CLOCK_REALTIME option was specified in futex_op, but the accompanying operation was neither
    // FUTEX_WAIT, FUTEX_WAIT_BITSET, … nor FUTEX_LOCK_PI2." Linux does not take it with FUTEX_WAIT either.
    if ((call.i32(1) & kClockRealtime) != 0 && command != kWaitBitset) {
        return call.refuse(Errno::enosys, Rule::argument_invalid, {2, call.i32(1)});
    }
    switch (command) {
        case kWait:
        case kWaitBitset: return wait(call, command);
        case kWake:
        case kWakeBitset: return wake(call, command);
        case kRequeue:
        case kCmpRequeue: return requeue(call, command);
        default: return call.unsupported(static_cast<std::uint64_t>(command));
    }
}

}  // namespace sim::kernel
