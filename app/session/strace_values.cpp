#include "app/session/strace_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/base/limits.h"

namespace app::session {
namespace {

// How a character that is not printed as itself is written; octal takes three digits before another digit.
std::string escaped(unsigned char c, bool digit_follows) {
    switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\t': return "\\t";
        case '\n': return "\\n";
        case '\v': return "\\v";
        case '\f': return "\\f";
        case '\r': return "\\r";
        default: break;
    }
    if (c >= 0x20 && c < 0x7f) return std::string(1, static_cast<char>(c));
    return digit_follows ? fmt::format("\\{:03o}", c) : fmt::format("\\{:o}", c);
}

}  // namespace

std::string address_text(std::uint64_t address) {
    return address == 0 ? "NULL" : fmt::format("{:#x}", address);
}

std::string quoted(std::span<const std::uint8_t> bytes, std::size_t most) {
    const std::size_t shown = std::min(bytes.size(), most);
    std::string text = "\"";
    for (std::size_t i = 0; i < shown; ++i) {
        const bool digit_follows = i + 1 < shown && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
        text += escaped(bytes[i], digit_follows);
    }
    return text + (bytes.size() > shown ? "\"..." : "\"");
}

std::string buffer_text(const TracedCall& call, std::uint64_t address, std::uint64_t size) {
    if (address == 0) return "NULL";
    const std::uint64_t wanted = std::min<std::uint64_t>(size, kShownString + 1);
    const std::vector<std::uint8_t> bytes =
        call.source.peek(call.pid, sim::VirtAddr{address}, static_cast<std::size_t>(wanted));
    return bytes.size() < wanted ? address_text(address) : quoted(bytes);
}

std::string time_text(const TracedCall& call, std::uint64_t address, std::string_view fraction) {
    using Time = std::array<std::int64_t, 2>;
    return structure_text<Time>(call, address, [&](const Time& time) {
        return fmt::format("{{tv_sec={}, {}={}}}", time[0], fraction, time[1]);
    });
}

std::string shown_int(const TracedCall& call, std::size_t index) {
    return fmt::format("{}", static_cast<std::int32_t>(call.args[index]));
}
std::string shown_size(const TracedCall& call, std::size_t index) {
    return fmt::format("{}", call.args[index]);
}
std::string shown_address(const TracedCall& call, std::size_t index) {
    return address_text(call.args[index]);
}
std::string shown_octal(const TracedCall& call, std::size_t index) {
    const std::uint64_t mode = call.args[index] & 0xffff'ffff;
    return mode == 0 ? "000" : fmt::format("0{:02o}", mode);
}
std::string shown_hex(const TracedCall& call, std::size_t index) {
    const std::uint64_t value = call.args[index];
    return value == 0 ? "0" : fmt::format("{:#x}", value);
}
std::string shown_map_offset(const TracedCall& call, std::size_t index) {
    return shown_hex(call, index);
}
std::string shown_user(const TracedCall& call, std::size_t index) {
    const auto id = static_cast<std::uint32_t>(call.args[index]);
    return id == 0xffff'ffff ? "-1" : fmt::format("{}", id);
}
std::string shown_signal(const TracedCall& call, std::size_t index) {
    return traced_signal(static_cast<int>(call.args[index]));
}

std::string shown_clock(const TracedCall& call, std::size_t index) {
    static constexpr std::array<std::string_view, 4> kClocks{"CLOCK_REALTIME", "CLOCK_MONOTONIC",
                                                             "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID"};
    const std::uint64_t clock = call.args[index];
    return clock < kClocks.size() ? std::string(kClocks[clock]) : fmt::format("{:#x} /* CLOCK_??? */", clock);
}

std::string shown_clock_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kFlags[] = {{1, "TIMER_ABSTIME"}};
    return flags_text(call.args[index] & 0xffff'ffff, kFlags, "TIMER_???");
}

std::string shown_protection(const TracedCall& call, std::size_t index) {
    const std::uint64_t bits = call.args[index];
    return bits == 0 ? "PROT_NONE" : flags_text(bits, protections(), "PROT_???");
}

std::string shown_map_flags(const TracedCall& call, std::size_t index) {
    constexpr std::uint64_t kTypeMask = 0xf;
    const std::uint64_t flags = call.args[index] & 0xffff'ffff, type = flags & kTypeMask, more = flags & ~kTypeMask;
    std::string text = type == 0 ? "MAP_FILE" : value_text(type, mapping_types(), "MAP_???");
    return more == 0 ? text : text + "|" + flags_text(more, mapping_flags(), "");
}

std::string shown_remap_flags(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index], remap_flags(), "MREMAP_???");
}
std::string shown_sync_flags(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index] & 0xffff'ffff, sync_flags(), "MS_???");
}
std::string shown_advice(const TracedCall& call, std::size_t index) {
    return value_text(call.args[index] & 0xffff'ffff, advices(), "MADV_???");
}
std::string shown_mlock_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kFlags[] = {{1, "MCL_CURRENT"}, {2, "MCL_FUTURE"}, {4, "MCL_ONFAULT"}};
    return flags_text(call.args[index] & 0xffff'ffff, kFlags, "MCL_???");
}

std::string shown_path(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    const std::vector<std::uint8_t> bytes =
        call.source.peek(call.pid, sim::VirtAddr{address}, static_cast<std::size_t>(sim::kPageSize));
    const auto end = std::find(bytes.begin(), bytes.end(), 0);
    if (address == 0 || end == bytes.end()) return address_text(address);
    const std::span<const std::uint8_t> name(bytes.begin(), end);
    return quoted(name, name.size());  // names are shown whole
}

std::string shown_bytes_in(const TracedCall& call, std::size_t index) {
    return buffer_text(call, call.args[index], call.args[index + 1]);
}

std::string shown_bytes_out(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (call.failed() || !call.result) return address_text(address);
    return buffer_text(call, address, static_cast<std::uint64_t>(*call.result));
}

std::string shown_text_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_path(call, index);
}

std::string shown_integer_out(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (call.failed()) return address_text(address);
    return structure_text<std::int32_t>(call, address, [](std::int32_t value) { return fmt::format("[{}]", value); });
}

std::string shown_seconds_out(const TracedCall& call, std::size_t index) {
    if (call.args[index] == 0 || call.failed() || !call.result) return address_text(call.args[index]);
    return fmt::format("[{}]", *call.result);
}

std::string shown_cpu_set(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (call.failed()) return address_text(address);
    return structure_text<std::uint64_t>(call, address, [](std::uint64_t set) {
        std::string list;
        for (int cpu = 0; cpu < 64; ++cpu) {
            if ((set >> cpu & 1) != 0) list += fmt::format("{}{}", list.empty() ? "" : " ", cpu);
        }
        return "[" + list + "]";
    });
}

std::string shown_timespec(const TracedCall& call, std::size_t index) {
    return time_text(call, call.args[index], "tv_nsec");
}
std::string shown_timeval(const TracedCall& call, std::size_t index) {
    return time_text(call, call.args[index], "tv_usec");
}
std::string shown_timespec_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_timespec(call, index);
}
std::string shown_timeval_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_timeval(call, index);
}

// What is left of a sleep is filled in only when a signal interrupts it.
std::string shown_timespec_left(const TracedCall& call, std::size_t index) {
    return call.failed() && static_cast<sim::Errno>(-*call.result) == sim::Errno::eintr
               ? shown_timespec(call, index)
               : address_text(call.args[index]);
}

// getgroups(2), setgroups(2): the count is the argument before; of getgroups the result.
std::string shown_ids(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    constexpr std::uint32_t kGetGroups = 115;
    if (call.failed() && call.number == kGetGroups) return address_text(address);
    const auto count = call.number == kGetGroups ? call.result.value_or(0) : static_cast<std::int32_t>(call.args[0]);
    if (address == 0 || call.args[0] == 0) return address_text(address);
    return list_text<std::uint32_t>(call, address, static_cast<std::uint64_t>(count),
                                    [](std::uint32_t id) { return fmt::format("{}", id); });
}

// mincore(2): a byte a page.
std::string shown_resident(const TracedCall& call, std::size_t index) {
    if (call.failed()) return address_text(call.args[index]);
    return list_text<std::uint8_t>(call, call.args[index], sim::pages_for(call.args[index - 1]),
                                   [](std::uint8_t page) { return fmt::format("{}", page); });
}

std::string result_octal(const TracedCall& call) {
    const std::int64_t result = call.result.value_or(0);
    return result == 0 ? "000" : fmt::format("0{:02o}", result);
}

}  // namespace app::session
