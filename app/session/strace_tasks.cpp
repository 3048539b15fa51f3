// Processes, threads and their limits as strace writes them.
#include <fmt/format.h>

#include <array>

#include "app/session/strace_values.h"

namespace app::session {
namespace {

constexpr std::uint64_t kInt = 0xffff'ffff;
constexpr std::uint64_t kSetTls = 0x8'0000, kParentSetTid = 0x10'0000, kChildClearTid = 0x20'0000,
                        kChildSetTid = 0x100'0000;

std::string status_words(int status) {
    constexpr int kStopped = 0x7f, kContinued = 0xffff;
    if (status == kContinued) return "WIFCONTINUED(s)";
    if ((status & 0x7f) == 0) return fmt::format("WIFEXITED(s) && WEXITSTATUS(s) == {}", (status >> 8) & 0xff);
    if ((status & 0xff) == kStopped) {
        return fmt::format("WIFSTOPPED(s) && WSTOPSIG(s) == {}", traced_signal((status >> 8) & 0xff));
    }
    const std::string core = (status & 0x80) != 0 ? " && WCOREDUMP(s)" : "";
    return fmt::format("WIFSIGNALED(s) && WTERMSIG(s) == {}{}", traced_signal(status & 0x7f), core);
}

struct Limit {
    std::uint64_t soft, hard;
};

std::string limit_number(std::uint64_t value) {
    constexpr std::uint64_t kKilo = 1024;
    if (value == ~std::uint64_t{0}) return "RLIM64_INFINITY";
    return value > kKilo && value % kKilo == 0 ? fmt::format("{}*1024", value / kKilo) : fmt::format("{}", value);
}

std::string limit_text(const Limit& limit) {
    return fmt::format("{{rlim_cur={}, rlim_max={}}}", limit_number(limit.soft), limit_number(limit.hard));
}

// Texts behind an array of pointers that ends with NULL.
std::vector<std::uint64_t> pointers(const TracedCall& call, std::uint64_t address) {
    constexpr std::size_t kMost = 4096;
    std::vector<std::uint64_t> all;
    while (all.size() < kMost) {
        const auto pointer = peek_value<std::uint64_t>(call, address + all.size() * sizeof(std::uint64_t));
        if (!pointer || *pointer == 0) break;
        all.push_back(*pointer);
    }
    return all;
}

std::string text_at(const TracedCall& call, std::uint64_t address) {
    std::vector<std::uint8_t> bytes = call.source.peek(call.pid, sim::VirtAddr{address}, kShownString + 1);
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        if (bytes[n] == 0) return quoted({bytes.data(), n});
    }
    return bytes.size() > kShownString ? quoted(bytes) : address_text(address);
}

// Which of futex(2)'s arguments an operation has.
bool futex_waits(const TracedCall& call) {
    const std::uint64_t operation = call.args[1] & 127;
    return operation == 0 || operation == 9;
}
bool futex_has_bits(const TracedCall& call) {
    const std::uint64_t operation = call.args[1] & 127;
    return operation == 9 || operation == 10;
}

}  // namespace

std::string shown_wait_options(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {
        {1, "WNOHANG"}, {2, "WSTOPPED"}, {4, "WEXITED"}, {8, "WCONTINUED"}, {0x0100'0000, "WNOWAIT"}};
    return flags_text(call.args[index] & kInt, kNames, "W???");
}

std::string shown_status(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (call.failed() || call.result == 0) return address_text(address);
    return structure_text<std::int32_t>(call, address,
                                        [](std::int32_t status) { return "[{" + status_words(status) + "}]"; });
}

std::string shown_rusage(const TracedCall& call, std::size_t index) {
    using Times = std::array<std::int64_t, 4>;
    const std::uint64_t address = call.args[index];
    if (call.failed()) return address_text(address);
    return structure_text<Times>(call, address, [](const Times& times) {
        return fmt::format("{{ru_utime={{tv_sec={}, tv_usec={}}}, ru_stime={{tv_sec={}, tv_usec={}}}, ...}}", times[0],
                           times[1], times[2], times[3]);
    });
}

std::string shown_usage_of(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "RUSAGE_SELF"}, {1, "RUSAGE_THREAD"}, {0xffff'ffff, "RUSAGE_CHILDREN"}};
    return value_text(call.args[index] & kInt, kNames, "RUSAGE_???");
}

std::string shown_waitid_kind(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "P_ALL"}, {1, "P_PID"}, {2, "P_PGID"}, {3, "P_PIDFD"}};
    return value_text(call.args[index] & kInt, kNames, "P_???");
}

// clone(flags, stack, parent_tid, child_tid, tls): strace names the arguments and begins with the stack.
std::string shown_clone_stack(const TracedCall& call, std::size_t) {
    return "child_stack=" + address_text(call.args[1]);
}

std::string shown_clone_flags(const TracedCall& call, std::size_t) {
    constexpr std::uint64_t kSignal = 0xff;
    const std::uint64_t flags = call.args[0] & ~kSignal;
    const auto signal = static_cast<int>(call.args[0] & kSignal);
    std::string text = flags == 0 ? "" : flags_text(flags, clone_flags(), "CLONE_???");
    if (signal != 0) text += (text.empty() ? "" : "|") + traced_signal(signal);
    return "flags=" + (text.empty() ? "0" : text);
}

std::string shown_unshare_flags(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index], clone_flags(), "CLONE_???");
}

std::string shown_clone_parent(const TracedCall& call, std::size_t) {
    if ((call.args[0] & kParentSetTid) == 0) return "";
    return "parent_tid=" + (call.failed() ? address_text(call.args[2])
                                          : structure_text<std::int32_t>(call, call.args[2], [](std::int32_t tid) {
                                                return fmt::format("[{}]", tid);
                                            }));
}

std::string shown_clone_tls(const TracedCall& call, std::size_t) {
    return (call.args[0] & kSetTls) == 0 ? "" : fmt::format("tls={:#x}", call.args[4]);
}

std::string shown_clone_child(const TracedCall& call, std::size_t) {
    return (call.args[0] & (kChildSetTid | kChildClearTid)) == 0 ? "" : "child_tidptr=" + address_text(call.args[3]);
}

// clone3(2): struct clone_args as far as every version of it goes; what the kernel filled in stands behind "=>".
std::string shown_clone_structure(const TracedCall& call, std::size_t index) {
    struct CloneArguments {
        std::uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
    };
    return structure_text<CloneArguments>(call, call.args[index], [&](const CloneArguments& it) {
        const auto field = [&](std::uint64_t when, std::string_view name, std::uint64_t value) {
            return (it.flags & when) == 0 ? std::string() : fmt::format(", {}={:#x}", name, value);
        };
        const std::string signal = it.exit_signal == 0 ? "0" : traced_signal(static_cast<int>(it.exit_signal));
        std::string text = "{flags=" + (it.flags == 0 ? "0" : flags_text(it.flags, clone_flags(), "CLONE_???"));
        text += field(kChildSetTid | kChildClearTid, "child_tid", it.child_tid);
        text += field(kParentSetTid, "parent_tid", it.parent_tid);
        text +=
            fmt::format(", exit_signal={}, stack={}, stack_size={:#x}", signal, address_text(it.stack), it.stack_size);
        text += field(kSetTls, "tls", it.tls) + "}";
        if (call.failed() || (it.flags & kParentSetTid) == 0) return text;
        return text + fmt::format(" => {{parent_tid=[{}]}}", call.result.value_or(0));
    });
}

std::string shown_strings(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (address == 0) return "NULL";
    std::string list;
    std::size_t count = 0;
    for (const std::uint64_t pointer : pointers(call, address)) {
        if (count++ == kShownString) return "[" + list + ", ...]";
        list += (list.empty() ? "" : ", ") + text_at(call, pointer);
    }
    return "[" + list + "]";
}

std::string shown_environment(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (address == 0) return "NULL";
    const std::size_t count = pointers(call, address).size();
    return fmt::format("{} /* {} var{} */", address_text(address), count, count == 1 ? "" : "s");
}

std::string shown_futex_operation(const TracedCall& call, std::size_t index) {
    constexpr std::uint64_t kPrivate = 128, kRealTime = 256;
    const std::uint64_t value = call.args[index] & kInt;
    std::string text = value_text(value & 127, futex_operations(), "FUTEX_???");
    if ((value & kPrivate) != 0) text += "_PRIVATE";
    return (value & kRealTime) != 0 ? text + "|FUTEX_CLOCK_REALTIME" : text;
}

std::string shown_futex_value(const TracedCall& call, std::size_t index) {
    return fmt::format("{}", call.args[index] & kInt);
}

std::string shown_futex_time(const TracedCall& call, std::size_t index) {
    if (futex_waits(call)) return time_text(call, call.args[index], "tv_nsec");
    return futex_has_bits(call) ? address_text(call.args[index]) : "";
}

std::string shown_futex_bits(const TracedCall& call, std::size_t) {
    if (!futex_has_bits(call)) return "";
    const std::uint64_t bits = call.args[5] & kInt;
    return bits == kInt ? "FUTEX_BITSET_MATCH_ANY" : fmt::format("{:#x}", bits);
}

std::string shown_resource(const TracedCall& call, std::size_t index) {
    return value_text(call.args[index] & kInt, resources(), "RLIMIT_???");
}
std::string shown_limit(const TracedCall& call, std::size_t index) {
    return structure_text<Limit>(call, call.args[index], limit_text);
}
std::string shown_limit_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_limit(call, index);
}

}  // namespace app::session
