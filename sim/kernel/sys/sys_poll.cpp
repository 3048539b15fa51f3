// Waiting for several descriptors: poll, ppoll, select, pselect6.
//
// A sleeper is woken by any change of a pipe or of the input (WaitKind::files), looks at its descriptors, and may
// sleep on.
#include <algorithm>
#include <optional>
#include <vector>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/pipe_io.h"
#include "sim/kernel/sys/timespec.h"

namespace sim::kernel {
namespace {

using report::Rule;

// <asm-generic/poll.h>.
constexpr std::uint32_t kIn = 1, kPriority = 2, kOut = 4, kError = 8, kHangup = 0x10, kInvalid = 0x20;
constexpr std::uint32_t kReadNormal = 0x40, kReadBand = 0x80, kWriteNormal = 0x100, kWriteBand = 0x200;
constexpr std::uint32_t kReadHangup = 0x2000;
constexpr std::uint32_t kReadable = kIn | kReadNormal, kWritable = kOut | kWriteNormal;

// pipe_poll() of Linux.
std::uint32_t pipe_events(const Pipes& pipes, const OpenFile& file) {
    std::uint32_t events = 0;
    if (file.in != kNoPipe) {
        const Pipe& in = pipes[file.in];
        if (!in.empty()) events |= kReadable;
        if (in.writers == 0 && file.position != in.writer_opens) events |= kHangup;
    }
    if (file.out != kNoPipe) {
        const Pipe& out = pipes[file.out];
        if (!out.full()) events |= kWritable;
        if (out.readers == 0) events |= kError;
    }
    return events;
}

// unix_poll() of Linux.
std::uint32_t socket_events(const Pipes& pipes, const OpenFile& file) {
    const Pipe& in = pipes[file.in];
    const Pipe& out = pipes[file.out];
    const bool connected = in.kind != PipeKind::datagram;
    const bool no_input = in.shut_for_reader() || (connected && in.writers == 0);
    const bool no_output = out.shut_for_writer() || (connected && out.readers == 0);
    std::uint32_t events = 0;
    if (in.reset) events |= kError;
    if (no_input && no_output) events |= kHangup;
    if (no_input) events |= kReadHangup | kReadable;
    if (!in.empty()) events |= kReadable;
    if (out.writable()) events |= kWritable | kWriteBand;
    return events;
}

// What a descriptor is ready for.
std::uint32_t events_of(const Call& call, FileId id) {
    const OpenFile& file = call.kernel.files[id];
    switch (file.kind) {
        case FileKind::pipe:
            return is_socket(call.kernel, file) ? socket_events(call.kernel.pipes, file)
                                                : pipe_events(call.kernel.pipes, file);
        case FileKind::console: return (call.kernel.typed.readable() ? kReadable : 0) | kWritable;
        case FileKind::output: return kWritable;
        default: return kReadable | kWritable;  // DEFAULT_POLLMASK: never waits
    }
}

// Nanoseconds; nullopt: no limit.
using Duration = std::optional<std::int64_t>;

// When to give up: a sleeper knows, else from now on.
std::int64_t deadline_after(const Call& call, Duration duration) {
    if (call.again()) return call.task().wait.deadline;
    return duration ? later(call.kernel.now(), *duration) : kForever;
}

CallResult sleep_for_files(Call& call, std::int64_t deadline, std::uint64_t descriptors) {
    // The call's own mask may have let one through.
    if (deliverable(call.kernel.tasks, call.pid) != 0) return CallResult::interrupted();
    Wait wait;
    wait.kind = WaitKind::files;
    wait.deadline = deadline;
    return call.sleep(std::move(wait), Rule::wait_files, {descriptors});
}

// struct pollfd.
struct UserPollfd {
    std::int32_t fd = 0;
    std::uint16_t events = 0, revents = 0;
};

// Fills in revents; how many descriptors have any.
std::int64_t look(const Call& call, std::vector<UserPollfd>& list) {
    std::int64_t ready = 0;
    for (UserPollfd& one : list) {
        one.revents = 0;
        if (one.fd < 0) continue;  // "If this field is negative, then the … events field is ignored"
        const FileId file = file_of(call, one.fd);
        const std::uint32_t events = file == kNoFile ? kInvalid : events_of(call, file);
        one.revents = static_cast<std::uint16_t>(events & (one.events | kError | kHangup | kInvalid));
        if (one.revents != 0) ++ready;
    }
    return ready;
}

CallResult poll_until(Call& call, std::int64_t deadline) {
    const std::uint64_t count = call.u32(1);
    // "EINVAL The nfds value exceeds the RLIMIT_NOFILE value."
    if (count > call.group().limits.files) return call.refuse(Errno::einval, Rule::argument_invalid, {2, count});
    std::vector<UserPollfd> list(static_cast<std::size_t>(count));
    const std::size_t size = list.size() * sizeof(UserPollfd);
    const Errno in = call.copy_in(call.address(0), {reinterpret_cast<std::uint8_t*>(list.data()), size});
    if (in != Errno::ok) return in;
    const std::int64_t ready = look(call, list);
    if (ready == 0 && call.kernel.now() < deadline) return sleep_for_files(call, deadline, count);
    const Errno out = call.copy_out(call.address(0), {reinterpret_cast<const std::uint8_t*>(list.data()), size});
    return out == Errno::ok ? CallResult(ready) : CallResult(out);
}

// The relative struct timespec argument `index`, which a sleeper has read before; a null pointer is no limit.
Result<Duration> timespec_argument(Call& call, int index) {
    if (call.again() || call.u64(index) == 0) return Duration{};
    UserTimespec time;
    const Errno error = call.get(call.address(index), time);
    if (error != Errno::ok) return error;
    if (!time.valid()) return call.refuse(Errno::einval, Rule::argument_invalid, {index + 1, time.nanoseconds});
    return Duration{from_timespec(time)};
}

// "On Linux, select() modifies timeout to reflect the amount of time not slept".
std::int64_t left_until(const Call& call, std::int64_t deadline) {
    return std::max<std::int64_t>(deadline - call.kernel.now(), 0);
}

// Another mask while the call waits, as ppoll and pselect6 want it; a null pointer is none.
Errno use_mask(Call& call, VirtAddr mask, std::uint64_t bytes) {
    if (call.again() || mask == VirtAddr{}) return Errno::ok;
    if (bytes != sizeof(SignalSet)) return call.refuse(Errno::einval, Rule::argument_invalid, {5, bytes});
    SignalSet set = 0;
    const Errno error = call.get(mask, set);
    if (error == Errno::ok) suspend_mask(call, set);
    return error;
}

// --- select(2): three sets of descriptors as bits of 64-bit words.

constexpr std::uint32_t kSelectRead = kReadNormal | kReadBand | kIn | kHangup | kError;
constexpr std::uint32_t kSelectWrite = kWriteBand | kWriteNormal | kOut | kError;
constexpr std::array<std::uint32_t, 3> kSelectEvents = {kSelectRead, kSelectWrite, kPriority};

using FdSet = std::vector<std::uint64_t>;
using FdSets = std::array<FdSet, 3>;

bool has(const FdSet& set, int fd) {
    return (set[static_cast<std::size_t>(fd) / 64] >> (fd % 64) & 1) != 0;
}
void add(FdSet& set, int fd) {
    set[static_cast<std::size_t>(fd) / 64] |= std::uint64_t{1} << (fd % 64);
}

std::span<std::uint8_t> bytes_of(FdSet& set) {
    return {reinterpret_cast<std::uint8_t*>(set.data()), set.size() * sizeof(std::uint64_t)};
}

Result<FdSets> read_sets(Call& call, int count) {
    FdSets sets;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        sets[i].assign(static_cast<std::size_t>((count + 63) / 64), 0);
        if (call.u64(static_cast<int>(i) + 1) == 0) continue;
        const Errno error = call.copy_in(call.address(static_cast<int>(i) + 1), bytes_of(sets[i]));
        if (error != Errno::ok) return error;
    }
    return sets;
}

// Moves the ready descriptors of `wanted` to `ready`; how many bits were set. EBADF.
Result<std::int64_t> look(const Call& call, int count, const FdSets& wanted, FdSets& ready) {
    std::int64_t bits = 0;
    for (int fd = 0; fd < count; ++fd) {
        if (!has(wanted[0], fd) && !has(wanted[1], fd) && !has(wanted[2], fd)) continue;
        const FileId file = file_of(call, fd);
        // "EBADF An invalid file descriptor was given in one of the sets."
        if (file == kNoFile) return bad_descriptor(call, fd);
        const std::uint32_t events = events_of(call, file);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (!has(wanted[i], fd) || (events & kSelectEvents[i]) == 0) continue;
            add(ready[i], fd);
            ++bits;
        }
    }
    return bits;
}

CallResult select_until(Call& call, std::int64_t deadline) {
    // "EINVAL nfds is negative".
    if (call.i32(0) < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {1, call.i32(0)});
    const int count = std::min(call.i32(0), Descriptors::kMax);
    const Result<FdSets> wanted = read_sets(call, count);
    if (!wanted) return wanted.error();
    FdSets ready;
    for (FdSet& set : ready) set.assign((*wanted)[0].size(), 0);
    const Result<std::int64_t> bits = look(call, count, *wanted, ready);
    if (!bits) return bits.error();
    if (*bits == 0 && call.kernel.now() < deadline)
        return sleep_for_files(call, deadline, static_cast<std::uint64_t>(count));
    for (std::size_t i = 0; i < ready.size(); ++i) {
        if (call.u64(static_cast<int>(i) + 1) == 0) continue;
        const Errno error = call.copy_out(call.address(static_cast<int>(i) + 1), bytes_of(ready[i]));
        if (error != Errno::ok) return error;
    }
    return *bits;
}

// Tells how much of the time is left; a bad address does not matter any more.
template <class Time>
CallResult tell_time_left(Call& call, int index, const CallResult& result, const Time& left) {
    if (result.kind == CallResult::Kind::returned && call.u64(index) != 0) call.put(call.address(index), left);
    return result;
}

}  // namespace

CallResult sys_poll(Call& call) {
    const std::int32_t milliseconds = call.i32(2);
    Duration duration;  // "a negative value … means an infinite timeout"
    if (milliseconds >= 0) duration = milliseconds * std::int64_t{1'000'000};
    return poll_until(call, deadline_after(call, duration));
}

CallResult sys_ppoll(Call& call) {
    const Result<Duration> duration = timespec_argument(call, 2);
    if (!duration) return duration.error();
    const Errno bad_mask = use_mask(call, call.address(3), call.u64(4));
    if (bad_mask != Errno::ok) return bad_mask;
    const std::int64_t deadline = deadline_after(call, *duration);
    const CallResult result = poll_until(call, deadline);
    return tell_time_left(call, 2, result, to_timespec(left_until(call, deadline)));
}

CallResult sys_select(Call& call) {
    Duration duration;
    UserTimespec time;  // a struct timeval: its second number counts microseconds
    if (!call.again() && call.u64(4) != 0) {
        const Errno error = call.get(call.address(4), time);
        if (error != Errno::ok) return error;
        time.seconds += time.nanoseconds / 1'000'000;
        time.nanoseconds = time.nanoseconds % 1'000'000 * 1000;
        // "EINVAL … the value contained within timeout is invalid."
        if (!time.valid()) return call.refuse(Errno::einval, Rule::argument_invalid, {5, time.seconds});
        duration = from_timespec(time);
    }
    const std::int64_t deadline = deadline_after(call, duration);
    const CallResult result = select_until(call, deadline);
    UserTimespec left = to_timespec(left_until(call, deadline));
    left.nanoseconds /= 1000;
    return tell_time_left(call, 4, result, left);
}

CallResult sys_pselect6(Call& call) {
    // The sixth argument is the address of a pair: the address of a mask, and its size.
    struct {
        VirtAddr mask;
        std::uint64_t bytes = 0;
    } pair;
    if (call.u64(5) != 0) {
        const Errno error = call.get(call.address(5), pair);
        if (error != Errno::ok) return error;
    }
    const Result<Duration> duration = timespec_argument(call, 4);
    if (!duration) return duration.error();
    const Errno bad_mask = use_mask(call, pair.mask, pair.bytes);
    if (bad_mask != Errno::ok) return bad_mask;
    const std::int64_t deadline = deadline_after(call, *duration);
    const CallResult result = select_until(call, deadline);
    return tell_time_left(call, 4, result, to_timespec(left_until(call, deadline)));
}

}  // namespace sim::kernel
