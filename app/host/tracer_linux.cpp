#include "app/host/tracer_linux.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace app::host {
namespace {

// Programs that were interrupted from the terminal too may end by themselves first: time for that, in milliseconds.
constexpr std::uint64_t kGrace = 500;
constexpr int kShortWait = 100;  // milliseconds, while something is due

std::uint64_t milliseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1000 + static_cast<std::uint64_t>(time.tv_nsec) / 1'000'000;
}

bool stops_process(int signal) {
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

}  // namespace

Tracer::Tracer(Tracees& tasks, StepRecorder& recorder, FaultEvents& faults, TraceNotation& notation, int signals)
    : tasks_(tasks), recorder_(recorder), notation_(notation), signals_(signals), fault_rings_(faults.descriptors()) {}

int Tracer::seize(pid_t pid) {
    const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                         PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL;
    if (::ptrace(PTRACE_SEIZE, pid, nullptr, options) != 0) return errno;
    tasks_.add(pid, std::make_shared<Space>(sim::Pid{pid}));
    return 0;
}

void Tracer::resume(const Tracee& task, int how, int signal) {
    // One that was killed meanwhile is not there to be resumed: its end is reported next.
    ::ptrace(static_cast<__ptrace_request>(how), task.tid, nullptr, signal);
}

void Tracer::run() {
    while (!tasks_.empty() || !early_.empty()) {
        int status = 0;
        const pid_t tid = ::waitpid(-1, &status, __WALL | WNOHANG);
        if (tid > 0) {
            read_signals();  // while their sender is known, even if this is its end
            handle(tid, status);
        } else if (tid < 0 && errno == ECHILD) {
            break;
        } else if (tid == 0) {
            wait_for_news();
        }
        kill_when_due();
    }
}

void Tracer::wait_for_news() {
    std::vector<pollfd> sources{{signals_, POLLIN, 0}};
    for (const int ring : fault_rings_) sources.push_back({ring, POLLIN, 0});
    const bool hurry = kill_at_ != 0 || !early_.empty();
    const int news = ::poll(sources.data(), sources.size(), hurry ? kShortWait : -1);
    if (news == 0) adopt_early();
    if ((sources.front().revents & POLLIN) != 0) read_signals();
    bool filling = false;
    for (const pollfd& source : sources) {
        if (source.fd == signals_) continue;
        filling = filling || (source.revents & POLLIN) != 0;
        if ((source.revents & (POLLHUP | POLLERR)) != 0) std::erase(fault_rings_, source.fd);
    }
    if (filling) recorder_.tell_touches(nullptr);
}

// Children whose parent was killed before it told of them: nobody will.
void Tracer::adopt_early() {
    for (const pid_t tid : std::exchange(early_, {})) {
        Tracee& child = tasks_.add(tid, std::make_shared<Space>(sim::Pid{tid}));
        recorder_.adopt(child);
        resume(child, PTRACE_CONT);
    }
}

// A program that signals its own process group reaches the tracer too: nobody wants to end the recording.
void Tracer::read_signals() {
    signalfd_siginfo info{};
    while (::read(signals_, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD || tasks_.find(static_cast<pid_t>(info.ssi_pid)) != nullptr) continue;
        recorder_.note(Unseen::interrupted);
        if (kill_at_ == 0) kill_at_ = milliseconds() + kGrace;
        if (++interrupts_ > 1) kill_at_ = milliseconds();
    }
}

void Tracer::kill_when_due() {
    if (kill_at_ != 0 && milliseconds() >= kill_at_) kill_all();
}

void Tracer::kill_all() {
    for (const pid_t tid : tasks_.tids()) ::kill(tid, SIGKILL);
    for (const pid_t tid : early_) ::kill(tid, SIGKILL);
    kill_at_ = milliseconds() + kGrace;  // again: a fork under way has a child by then
}

void Tracer::handle(pid_t tid, int status) {
    Tracee* task = tasks_.find(tid);
    if (task == nullptr) {
        if (WIFSTOPPED(status)) {
            early_.insert(tid);
        } else {
            early_.erase(tid);
        }
    } else if (WIFSTOPPED(status)) {
        stopped(*task, status);
    } else {
        ended(*task, status);
    }
}

void Tracer::stopped(Tracee& task, int status) {
    const int signal = WSTOPSIG(status);
    switch (status >> 16) {
        case PTRACE_EVENT_SECCOMP: return call_begins(task);
        case PTRACE_EVENT_FORK:
        case PTRACE_EVENT_VFORK:
        case PTRACE_EVENT_CLONE: return born(task, status >> 16);
        case PTRACE_EVENT_EXEC: return program_begins(task.tid);
        case PTRACE_EVENT_EXIT: return about_to_end(task);
        case PTRACE_EVENT_STOP: return resume(task, stops_process(signal) ? PTRACE_LISTEN : PTRACE_CONT);
        default: break;
    }
    if (signal == (SIGTRAP | 0x80)) return call_returns(task);
    signalled(task, signal);
}

}  // namespace app::host
