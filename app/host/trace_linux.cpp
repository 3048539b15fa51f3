#include "app/host/trace.h"

// Behind the rows: <signal.h> makes a macro of the name of one of their fields.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <utility>

#include "app/host/files_linux.h"
#include "app/host/trace_start_linux.h"
#include "app/host/tracer_linux.h"

namespace app::host {
namespace {

// From its making on, signals that end a recording and news of children are read from a descriptor.
class SignalDescriptor {
public:
    SignalDescriptor() {
        sigset_t set;
        sigemptyset(&set);
        ::signal(SIGCHLD, SIG_DFL);  // an ignored one would never be told
        for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction action {};
            ::sigaction(signal, nullptr, &action);
            if (action.sa_handler != SIG_IGN) sigaddset(&set, signal);  // nohup, and jobs in the background
        }
        ::sigprocmask(SIG_BLOCK, &set, &before_);
        file_ = Descriptor(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    }
    ~SignalDescriptor() {
        // What came meanwhile has been answered.
        signalfd_siginfo info{};
        while (::read(file_.get(), &info, sizeof info) == sizeof info) continue;
        ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    }
    SignalDescriptor(const SignalDescriptor&) = delete;
    SignalDescriptor& operator=(const SignalDescriptor&) = delete;

    int get() const { return file_.get(); }
    const sigset_t& before() const { return before_; }

private:
    sigset_t before_{};
    Descriptor file_;
};

Descriptor objects_folder(pid_t pid) {
    const std::string path = "/proc/" + std::to_string(pid) + "/root/dev/shm";
    return Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

std::optional<Recording> trace(const TraceRequest& request, TraceNotation& notation, const StepSeen& seen,
                               TraceRefusal& refusal) {
    using Why = TraceRefusal::Why;
    const std::optional<std::string> path = find_program(request.command.front(), refusal);
    if (!path) return std::nullopt;
    refusal = {Why::other_abi, request.command.front(), 0};
    if (!right_kind_of_program(*path)) return std::nullopt;
    if (!request.shared_namespace && !enter_ipc_namespace(refusal)) return std::nullopt;
    const SignalDescriptor signals;
    StartingProgram program(request, *path, signals.before());
    if (!program.ready(refusal)) return std::nullopt;
    const Descriptor folder = objects_folder(program.pid());
    FaultEvents faults(program.pid());
    Tracees tasks;
    StepRecorder recorder(tasks, faults, seen);
    recorder.tables().set_objects_folder(folder.get());
    Tracer tracer(tasks, recorder, faults, notation, signals.get());
    refusal = {Why::no_ptrace, request.command.front(), tracer.seize(program.pid())};
    if (refusal.error != 0) return std::nullopt;
    recorder.begin(request.command, request.shared_namespace ? NamespaceKind::shared : NamespaceKind::private_);
    program.go();
    tracer.run();
    refusal = {Why::other_abi, tracer.refused(), 0};
    if (!tracer.refused().empty()) return std::nullopt;
    refusal = program.failure().value_or(TraceRefusal{Why::no_process, request.command.front(), 0});
    if (!tracer.begun()) return std::nullopt;
    return recorder.take();
}

}  // namespace app::host
