#include "app/session/strace_calls.h"

#include <fmt/format.h>

#include "app/session/strace_table.h"
#include "sim/base/errno.h"
#include "sim/kernel/sys/table.h"

namespace app::session {
namespace {

// Index of the first argument that is known only after the return.
std::size_t first_after(const TracedCall& call, const CallFormat& format) {
    std::size_t index = 0;
    while (index < format.args.size()) {
        const auto after = format.args[index].after;
        if (after != nullptr && after(call)) break;
        ++index;
    }
    return index;
}

std::string arguments_text(const TracedCall& call, const CallFormat& format, std::size_t first, std::size_t end) {
    std::string text;
    for (std::size_t i = first; i < end && format.args[i].text != nullptr; ++i) {
        const std::string one = format.args[i].text(call, i);
        if (!one.empty()) text += (text.empty() ? "" : ", ") + one;
    }
    return text;
}

std::string raw_arguments(const TracedCall& call) {
    std::string text;
    for (const std::uint64_t argument : call.args) text += fmt::format("{}{:#x}", text.empty() ? "" : ", ", argument);
    return text;
}

// What the kernel of Linux returns inside when a signal interrupts a call: strace sees it before the C library does.
struct Restart {
    std::uint32_t number;
    std::string_view text;
};
constexpr std::string_view kIfAsked = "ERESTARTSYS (To be restarted if SA_RESTART is set)";
constexpr std::string_view kIfNoHandler = "ERESTARTNOHAND (To be restarted if no handler)";
constexpr std::string_view kByBlock = "ERESTART_RESTARTBLOCK (Interrupted by signal)";
constexpr Restart kRestarts[] = {
    {0, kIfAsked},      {1, kIfAsked},      {2, kIfAsked},   {7, kByBlock},       {19, kIfAsked},      {20, kIfAsked},
    {23, kIfNoHandler}, {34, kIfNoHandler}, {35, kByBlock},  {45, kIfAsked},      {44, kIfAsked},      {61, kIfAsked},
    {69, kIfNoHandler}, {70, kIfNoHandler}, {72, kIfAsked},  {73, kIfAsked},      {130, kIfNoHandler}, {202, kIfAsked},
    {230, kByBlock},    {247, kIfAsked},    {257, kIfAsked}, {270, kIfNoHandler}, {271, kIfNoHandler},
};

std::optional<std::string_view> restart_text(const TracedCall& call, sim::Errno error) {
    switch (call.result.value_or(0)) {  // a real kernel's own numbers
        case kRestart: return kIfAsked;
        case -513: return "ERESTARTNOINTR (To be restarted)";
        case -514: return kIfNoHandler;
        case -516: return kByBlock;
        default: break;
    }
    if (error != sim::Errno::eintr) return std::nullopt;
    for (const Restart& row : kRestarts) {
        if (row.number == call.number) return row.text;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::uint8_t> MachineSource::peek(sim::Pid pid, sim::VirtAddr address, std::size_t bytes) const {
    return machine_.peek(pid, address, bytes);
}

std::uint64_t MachineSource::blocked_signals(sim::Pid pid) const {
    const auto* task = machine_.kernel().tasks.find(pid);
    return task != nullptr ? task->signals.blocked : 0;
}

std::string traced_name(std::uint32_t number) {
    const CallFormat* format = find_format(number);
    if (format != nullptr) return std::string(format->name);
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(number);
    return info != nullptr ? std::string(info->name) : fmt::format("syscall_{:#x}", number);
}

std::string arguments_before(const TracedCall& call) {
    const CallFormat* format = find_format(call.number);
    if (format == nullptr) return raw_arguments(call);
    const std::size_t end = first_after(call, *format);
    const std::string text = arguments_text(call, *format, 0, end);
    return end < format->args.size() && !text.empty() ? text + ", " : text;
}

std::string arguments_after(const TracedCall& call) {
    const CallFormat* format = find_format(call.number);
    if (format == nullptr) return "";
    return arguments_text(call, *format, first_after(call, *format), format->args.size());
}

std::string traced_result(const TracedCall& call) {
    const std::int64_t result = call.result.value_or(0);
    if (call.failed()) {
        const auto error = static_cast<sim::Errno>(-result);
        if (const auto restart = restart_text(call, error)) return fmt::format("? {}", *restart);
        return fmt::format("-1 {} ({})", sim::errno_name(error), sim::errno_text(error));
    }
    const CallFormat* format = find_format(call.number);
    if (format != nullptr && format->result != nullptr) return format->result(call);
    return fmt::format("{}", result);
}

}  // namespace app::session
