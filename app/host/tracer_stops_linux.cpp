// What the tracer does at each kind of stop.
#include "app/host/tracer_linux.h"

// Behind the rows: <signal.h> makes a macro of the name of one of their fields.
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "app/host/trace_memory_linux.h"
#include "app/host/trace_start_linux.h"

namespace app::host {
namespace {

// What GETEVENTMSG tells of an event: the child's pid, the thread that began a program.
pid_t event_message(pid_t tid) {
    unsigned long message = 0;
    ::ptrace(PTRACE_GETEVENTMSG, tid, nullptr, &message);
    return static_cast<pid_t>(message);
}

std::optional<__ptrace_syscall_info> call_info(pid_t tid) {
    __ptrace_syscall_info info{};
    const long got = ::ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof info, &info);
    if (got <= 0) return std::nullopt;
    return info;
}

// clone(2) has its flags in the first argument, clone3(2) in the first field of a structure.
std::uint64_t clone_flags(const Tracee& task, const BegunCall& call) {
    if (call.kind->number == SYS_clone) return call.args[0];
    if (call.kind->number != SYS_clone3) return 0;
    std::uint64_t flags = 0;
    const std::vector<std::uint8_t> bytes = TraceeMemory(task).peek(sim::VirtAddr{call.args[0]}, sizeof flags);
    if (bytes.size() == sizeof flags) std::memcpy(&flags, bytes.data(), sizeof flags);
    return flags;
}

// Signals that tell of an access or that somebody sent; timers and children would only make noise.
bool worth_telling(const siginfo_t& info) {
    if (info.si_signo == SIGCHLD) return false;
    const bool sent = info.si_code == SI_USER || info.si_code == SI_TKILL || info.si_code == SI_QUEUE;
    const bool caused = info.si_signo == SIGSEGV || info.si_signo == SIGBUS || info.si_signo == SIGFPE ||
                        info.si_signo == SIGILL || info.si_signo == SIGSYS || info.si_signo == SIGTRAP;
    return sent || caused;
}

std::uint64_t fault_address_of(const siginfo_t& info) {
    const bool has =
        info.si_code > 0 && info.si_code != SI_KERNEL &&
        (info.si_signo == SIGSEGV || info.si_signo == SIGBUS || info.si_signo == SIGFPE || info.si_signo == SIGILL);
    return has ? reinterpret_cast<std::uint64_t>(info.si_addr) : 0;
}

// Whether its file asks for another user's or group's rights, which a program traced without privilege does not get.
bool asks_privilege(pid_t tid) {
    struct stat status {};
    if (::geteuid() == 0 || ::stat(("/proc/" + std::to_string(tid) + "/exe").c_str(), &status) != 0) return false;
    return ((status.st_mode & S_ISUID) != 0 && status.st_uid != ::geteuid()) ||
           ((status.st_mode & S_ISGID) != 0 && status.st_gid != ::getegid());
}

}  // namespace

std::string Tracer::call_text(const Tracee& task, std::int64_t result) const {
    if (!task.call) return {};
    const TraceeMemory memory(task);
    return notation_.returned({memory, task.row.pid, task.call->kind->number, task.call->args, result},
                              task.call->text);
}

void Tracer::call_begins(Tracee& task) {
    const auto info = call_info(task.tid);
    if (!info || info->op != PTRACE_SYSCALL_INFO_SECCOMP) return resume(task, PTRACE_CONT);
    BegunCall call;
    std::copy(std::begin(info->seccomp.args), std::end(info->seccomp.args), call.args.begin());
    call.kind = traced_call(static_cast<std::uint32_t>(info->seccomp.nr));
    if (call.kind == nullptr || !about_shared_memory(task, *call.kind, call.args)) return resume(task, PTRACE_CONT);
    recorder_.tell_touches(&task);
    const TraceeMemory memory(task);
    call.text = notation_.begun({memory, task.row.pid, call.kind->number, call.args, std::nullopt});
    task.call = std::move(call);
    resume(task, PTRACE_SYSCALL);
}

void Tracer::call_returns(Tracee& task) {
    const auto info = call_info(task.tid);
    if (task.call && info && info->op == PTRACE_SYSCALL_INFO_EXIT) {
        Step step;
        step.number = task.call->kind->number;
        step.args = task.call->args;
        step.result = info->exit.rval;
        step.text = call_text(task, step.result);
        recorder_.tell(task, std::move(step), task.call->kind->changes);
    }
    task.call.reset();
    resume(task, PTRACE_CONT);
}

// The child is there, the parent's call has not returned yet.
void Tracer::born(Tracee& parent, int event) {
    const pid_t tid = event_message(parent.tid);
    const bool shares =
        event == PTRACE_EVENT_VFORK || (parent.call && (clone_flags(parent, *parent.call) & CLONE_VM) != 0);
    Tracee& child = tasks_.add(tid, shares ? parent.space : std::make_shared<Space>(sim::Pid{tid}));
    child.borrowed = shares && child.is_process();
    if (!child.recorded) recorder_.note(Unseen::tasks);
    Step step;
    step.kind = child.is_process() ? StepKind::fork : StepKind::thread;
    step.child = child.row.pid;
    step.result = tid;
    step.text = call_text(parent, tid);
    if (parent.call) step.number = parent.call->kind->number;
    if (parent.call) step.args = parent.call->args;
    recorder_.tell_birth(parent, child, std::move(step));
    parent.call.reset();
    resume(parent, PTRACE_CONT);
    if (early_.erase(tid) != 0) resume(child, PTRACE_CONT);
}

void Tracer::program_begins(pid_t tid) {
    Tracee& task = tasks_.taken_over(tid, event_message(tid));
    const bool first = !std::exchange(begun_, true);
    Step step;
    step.kind = first ? StepKind::start : StepKind::exec;
    if (task.call) step.number = task.call->kind->number;
    if (task.call) step.args = task.call->args;
    step.text = call_text(task, 0);
    task.call.reset();
    read_status(tid, task.row);
    task.row.name = program_name(tid);
    const std::string file = "/proc/" + std::to_string(tid) + "/exe";
    const bool known = right_kind_of_program(file);
    if (!known && first) {
        refused_ = task.row.name;
        return kill_all();
    }
    if (!known) recorder_.note(Unseen::other_abi, task.row.name);
    if (asks_privilege(tid)) recorder_.note(Unseen::setuid, task.row.name);
    recorder_.tell_program(task, std::move(step));
    resume(task, PTRACE_CONT);
}

void Tracer::about_to_end(Tracee& task) {
    recorder_.tell_touches(&task);
    resume(task, PTRACE_CONT);
}

void Tracer::ended(Tracee& task, int status) {
    Step step;
    step.kind = WIFSIGNALED(status) ? StepKind::killed : StepKind::exited;
    if (WIFSIGNALED(status)) step.signal = WTERMSIG(status);
    if (WIFEXITED(status)) step.status = WEXITSTATUS(status);
    task.end(step);
    step.text = notation_.ended(step);
    recorder_.tell_end(task, std::move(step));
    tasks_.remove(task.tid);
}

void Tracer::signalled(Tracee& task, int signal) {
    siginfo_t info{};
    if (::ptrace(PTRACE_GETSIGINFO, task.tid, nullptr, &info) == 0 && worth_telling(info)) {
        recorder_.tell_touches(&task);
        Step step;
        step.kind = StepKind::signal;
        step.pid = task.row.pid;
        step.signal = signal;
        step.si_code = info.si_code;
        step.fault_address = sim::VirtAddr{fault_address_of(info)};
        task.remember(step);
        const bool sent = info.si_code <= 0;
        step.text = notation_.signal(step, sim::Pid{sent ? info.si_pid : 0}, sim::Uid{sent ? info.si_uid : 0});
        recorder_.tell(task, std::move(step), {});
    }
    resume(task, PTRACE_CONT, signal);
}

}  // namespace app::host
