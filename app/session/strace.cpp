#include "app/session/strace.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/strace_calls.h"

namespace app::session {
namespace {

using sim::Pid;
using sim::report::Event;
using sim::report::Rule;

constexpr std::size_t kResultColumn = 40;  // where strace puts the "=" if the call ends before it
constexpr std::uint32_t kSigreturn = 15, kVfork = 58, kExit = 60, kExitGroup = 231, kKillCall = 62;
constexpr int kSigkill = 9, kSigchld = 17;

bool never_returns(std::uint32_t number) {
    return number == kExit || number == kExitGroup;
}

Pid pid_of(std::uint64_t argument) {
    return Pid{static_cast<std::int32_t>(argument)};
}

// An event has room for five arguments; the sixth of the call that begins is still in its register.
std::uint64_t sixth_argument(const sim::kernel::Kernel& kernel) {
    return kernel.running.context.registers[6];
}

std::string child_signal_text(Pid child, sim::Uid uid, int status) {
    const int signal = status & 0x7f;
    const std::string code = signal == 0 ? "CLD_EXITED" : "CLD_KILLED";
    const std::string value = signal == 0 ? fmt::format("{}", status >> 8 & 0xff) : traced_signal(signal);
    return fmt::format(
        "--- SIGCHLD {{si_signo=SIGCHLD, si_code={}, si_pid={}, si_uid={}, si_status={}, si_utime=0, si_stime=0}} ---",
        code, child.value, uid.value, value);
}

}  // namespace

StraceSink::StraceSink(const sim::machine::Machine& machine, Write write)
    : machine_(machine), write_(std::move(write)) {
    for (Pid pid : machine.kernel().tasks.present()) {
        if (machine.kernel().tasks[pid].alive()) traced_.insert(pid);
    }
}

void StraceSink::on(const Event& event) {
    switch (event.rule) {
        case Rule::process_spawn: traced_.insert(pid_of(event.args[0])); break;
        case Rule::process_fork:
        case Rule::process_thread: born(event); break;
        case Rule::process_thread_end: thread_ended(pid_of(event.args[1])); break;
        case Rule::process_stopped:
            line(pid_of(event.args[0]),
                 fmt::format("--- stopped by {} ---", traced_signal(static_cast<int>(event.args[1]))));
            break;
        case Rule::syscall_enter: enter(event); break;
        case Rule::syscall_return: leave(event.pid, static_cast<std::int64_t>(event.args[1])); break;
        case Rule::signal_send: senders_[pid_of(event.args[0])] = event.pid; break;
        case Rule::signal_deliver: signal(event); break;
        case Rule::signal_handler: handler(event); break;
        case Rule::signal_return: handler_done(event.pid); break;
        case Rule::process_exit: exited(pid_of(event.args[0]), static_cast<int>(event.args[1])); break;
        default: break;
    }
}

void StraceSink::finish() {
    if (!open_) return;
    put(" <unfinished ...>");
    end_line();
}

void StraceSink::enter(const Event& event) {
    show_child_signals(event.pid);
    Call call;
    call.number = static_cast<std::uint32_t>(event.args[0]);
    std::copy(event.args.begin() + 1, event.args.end(), call.args.begin());
    call.args.back() = sixth_argument(machine_.kernel());
    begin_line(event.pid);
    put(traced_name(call.number) + "(");
    put(arguments_before({MachineSource(machine_), event.pid, call.number, call.args, std::nullopt}));
    if (never_returns(call.number)) {
        put(") ");
        pad_to_result();
        put("= ?");
        end_line();
        return;
    }
    calls_[event.pid] = std::move(call);
    open_ = event.pid;
}

void StraceSink::leave(Pid pid, std::int64_t result) {
    const auto found = calls_.find(pid);
    if (found == calls_.end()) return;
    const Call call = std::move(found->second);
    if (open_ != pid) {
        begin_line(pid);
        put("<... " + traced_name(call.number) + " resumed>");
    }
    calls_.erase(pid);
    const MachineSource source(machine_);
    const TracedCall returned{source, pid, call.number, call.args, result};
    put(arguments_after(returned) + ") ");
    pad_to_result();
    put("= " + traced_result(returned));
    end_line();
    // A call that is made again finds its number where the result was to be.
    results_[pid] = result == kRestart ? std::int64_t{call.number} : result;
    for (Pid child : call.children) announce(child);
    show_child_signals(pid);
}

// A new process or thread. Its parent tells of it at the end of the call, but for vfork(2), which lets it run before.
void StraceSink::born(const Event& event) {
    const Pid child = pid_of(event.args[1]);
    const auto call = calls_.find(event.pid);
    if (call != calls_.end() && call->second.number != kVfork) {
        call->second.children.push_back(child);
        return;
    }
    finish();
    announce(child);
}

void StraceSink::announce(Pid pid) {
    traced_.insert(pid);
    put(fmt::format("strace: Process {} attached", pid.value));
    end_line();
}

void StraceSink::line(Pid pid, std::string_view text) {
    begin_line(pid);
    put(text);
    end_line();
}

void StraceSink::thread_ended(Pid tid) {
    if (traced_.count(tid) == 0) return;
    abandon_call(tid);
    line(tid, "+++ exited with 0 +++");
    traced_.erase(tid);
}

void StraceSink::handler(const Event& event) {
    const int number = static_cast<int>(event.args[0]);
    interrupted_[event.pid].push_back(results_[event.pid]);
    if (number == kSigchld && child_signals_.count(event.pid) != 0) return show_child_signals(event.pid);
    if (number == kSigchld) return;  // shown when the child ended
    line(event.pid, fmt::format("--- {} {} ---", traced_signal(number),
                                siginfo_in_frame(machine_, event.pid, sim::VirtAddr{event.args[2]})));
}

void StraceSink::handler_done(Pid pid) {
    std::vector<std::int64_t>& results = interrupted_[pid];
    const std::int64_t result = results.empty() ? 0 : results.back();
    if (!results.empty()) results.pop_back();
    const std::array<std::uint64_t, kTracedArguments> none{};
    const MachineSource source(machine_);
    const TracedCall call{source, pid, kSigreturn, none, result};
    begin_line(pid);
    put(fmt::format("rt_sigreturn({}) ", arguments_before(call)));
    pad_to_result();
    put("= " + traced_result(call));
    end_line();
}

void StraceSink::signal(const Event& event) {
    const int number = static_cast<int>(event.args[0]);
    if (number == kSigkill || number == kSigchld) return;  // the one is never stopped at, the other shown apart
    const auto sender = senders_.find(event.pid);
    const Pid from = sender == senders_.end() ? sim::kNoPid : sender->second;
    const auto* task = machine_.kernel().tasks.find(from);
    const sim::Uid uid = task == nullptr ? sim::Uid{} : task->credentials.uid;
    if (from == event.pid) leave(from, 0);  // a signal to oneself is met on the way back from kill(2)
    line(event.pid,
         fmt::format("--- {} {{{}}} ---", traced_signal(number),
                     traced_siginfo(number, static_cast<int>(event.args[1]), sim::VirtAddr{event.args[2]}, from, uid)));
}

void StraceSink::exited(Pid pid, int status) {
    show_child_signals(pid);
    abandon_call(pid);
    const int signal = status & 0x7f;
    line(pid, signal == 0 ? fmt::format("+++ exited with {} +++", status >> 8 & 0xff)
                          : fmt::format("+++ killed by {} +++", traced_signal(signal)));
    traced_.erase(pid);
    const sim::kernel::Task& task = machine_.kernel().tasks[pid];
    if (traced_.count(task.ppid) != 0) {
        child_signals_[task.ppid].push_back(child_signal_text(pid, task.credentials.uid, status));
    }
}

// A process that dies in a call leaves it without a result.
void StraceSink::abandon_call(Pid pid) {
    const auto found = calls_.find(pid);
    if (found == calls_.end()) return;
    if (open_ != pid) {
        begin_line(pid);
        put("<... " + traced_name(found->second.number) + " resumed>");
    }
    // kill(2) of oneself has shown all its arguments and did not wait.
    const bool waited = open_ != pid || found->second.number != kKillCall;
    put(waited ? " <unfinished ...>) " : ") ");
    pad_to_result();
    put("= ?");
    end_line();
    calls_.erase(found);
}

void StraceSink::show_child_signals(Pid pid) {
    const auto found = child_signals_.find(pid);
    if (found == child_signals_.end()) return;
    const std::vector<std::string> lines = std::move(found->second);
    child_signals_.erase(found);
    for (const std::string& text : lines) line(pid, text);
}

void StraceSink::begin_line(Pid pid) {
    finish();
    if (traced_.size() > 1) put(fmt::format("[pid {:5}] ", pid.value));
}

void StraceSink::put(std::string_view text) {
    column_ += text.size();
    write_(text);
}

void StraceSink::pad_to_result() {
    if (column_ < kResultColumn) put(std::string(kResultColumn - column_, ' '));
}

void StraceSink::end_line() {
    write_("\n");
    column_ = 0;
    open_.reset();
}

}  // namespace app::session
