#include "app/cli/ending.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "app/cli/status.h"
#include "app/session/strace_calls.h"

namespace app::cli {
namespace {

using sim::report::State;
using sim::report::TaskRow;

constexpr int kSigkill = 9;
constexpr int kSiKernel = 128;

// strsignal(3) of glibc.
std::string signal_description(int signal) {
    static constexpr std::array<std::string_view, 16> kTexts{"",
                                                             "Hangup",
                                                             "Interrupt",
                                                             "Quit",
                                                             "Illegal instruction",
                                                             "Trace/breakpoint trap",
                                                             "Aborted",
                                                             "Bus error",
                                                             "Floating point exception",
                                                             "Killed",
                                                             "User defined signal 1",
                                                             "Segmentation fault",
                                                             "User defined signal 2",
                                                             "Broken pipe",
                                                             "Alarm clock",
                                                             "Terminated"};
    const auto index = static_cast<std::size_t>(signal);
    return index < kTexts.size() ? std::string(kTexts[index]) : fmt::format("Killed by signal {}", signal);
}

// SIGILL, SIGBUS, SIGFPE and SIGSEGV come with a reason and, but for arithmetic, an address.
std::string fault_text(const TaskRow& process) {
    const int signal = *process.signal;
    if (process.si_code <= 0 || process.si_code == kSiKernel) return "";
    const std::string code = session::traced_code(signal, process.si_code);
    const bool memory = signal == 11 || signal == 7;
    return memory ? fmt::format(" at address {:#x} ({})", process.si_addr.value, code) : fmt::format(" ({})", code);
}

std::string place(const TaskRow& process) {
    return process.last_line == 0 ? "" : fmt::format(", {}:{}", process.last_file, process.last_line);
}

std::string killed_text(const TaskRow& process, const State& state) {
    const bool out_of_memory = *process.signal == kSigkill && process.si_code == kSiKernel;
    const std::string why =
        out_of_memory ? fmt::format(": out of memory, all {} frames of the machine are in use", state.limits.frames)
                      : fault_text(process);
    return fmt::format("{} (pid {}): {}{}{}", process.name, process.pid.value, signal_description(*process.signal), why,
                       place(process));
}

// What it was told is not what Linux would have said.
std::string unsupported_text(const TaskRow& process, std::uint32_t call) {
    return fmt::format("{} (pid {}): {}() asked for something shmscope does not model, and failed with ENOSYS",
                       process.name, process.pid.value, session::traced_name(call));
}

bool over(const TaskRow& process) {
    return process.exit_status || process.signal;
}

}  // namespace

std::vector<std::string> unsupported_calls(const sim::machine::Machine& machine) {
    std::vector<std::string> lines;
    for (const TaskRow& process : machine.observe().processes) {
        if (process.run != machine.kernel().run) continue;
        const auto call = machine.kernel().tasks[process.pid].unsupported_call;
        if (call) lines.push_back(unsupported_text(process, *call));
    }
    return lines;
}

std::vector<std::string> unhappy_endings(const sim::machine::Machine& machine) {
    const State state = machine.observe();
    std::vector<std::string> lines;
    for (const TaskRow& process : state.processes) {
        if (process.run != machine.kernel().run) continue;
        if (process.signal) {
            lines.push_back(killed_text(process, state));
        } else if (!over(process)) {
            lines.push_back(fmt::format("{} (pid {}): waits for ever for {}{}", process.name, process.pid.value,
                                        process.waiting_for, place(process)));
        }
    }
    return lines;
}

int exit_status(const sim::machine::Machine& machine) {
    const State state = machine.observe();
    for (const sim::machine::ProcessSpec& spec : machine.config().processes) {
        const std::optional<sim::Pid> pid = machine.find_process(spec.name);
        const TaskRow* process = pid ? state.process(*pid) : nullptr;
        if (process == nullptr) continue;
        if (process->signal) return 128 + *process->signal;
        if (!over(*process)) return kFailed;
        if (*process->exit_status != 0) return *process->exit_status;
    }
    return kDone;
}

}  // namespace app::cli
