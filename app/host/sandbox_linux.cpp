#include "app/host/sandbox_linux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "app/host/files_linux.h"
#include "app/host/helpers_linux.h"
#include "app/host/observe_linux.h"
#include "app/host/own_memory_linux.h"

namespace app::host {
namespace {

using sim::report::Setup;

// What failed, for the person who asked; empty: nothing.
using Problem = std::string;

Problem failed(const char* what) {
    return std::string(what) + ": " + std::strerror(errno);
}

// An ordinary user is root in its own user namespace, and nobody else.
Problem map_user(const SandboxIdentity& identity) {
    if (!identity.one_user) return {};
    const bool mapped = write_file("/proc/self/setgroups", "deny") &&
                        write_file("/proc/self/uid_map", "0 " + std::to_string(identity.uid) + " 1") &&
                        write_file("/proc/self/gid_map", "0 " + std::to_string(identity.gid) + " 1");
    return mapped ? Problem{} : failed("cannot become root of a user namespace");
}

constexpr const char* kNewRoot = "/tmp";  // on which it is mounted: every system has it

// The old root is put over the new one and taken off again: pivot_root(2), "pivot_root(\".\", \".\")". It cannot leave
// the first file system of a machine (an initramfs): there the new root is moved over it.
bool leave_old_root() {
    if (::chdir(kNewRoot) != 0) return false;
    if (::syscall(SYS_pivot_root, ".", ".") == 0) return ::umount2(".", MNT_DETACH) == 0;
    return ::mount(".", "/", nullptr, MS_MOVE, nullptr) == 0 && ::chroot(".") == 0;
}

// No file of the host is left in sight: an empty file system with /proc, /dev/null, /dev/shm and /tmp is the root.
Problem enter_empty_root() {
    const unsigned long safe = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    const std::string root = kNewRoot;
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failed("cannot make mounts private");
    if (::mount("tmpfs", kNewRoot, "tmpfs", MS_NOSUID, "mode=0755") != 0) return failed("cannot mount tmpfs");
    for (const char* folder : {"/proc", "/dev", "/dev/shm", "/tmp", kProgramFolder}) {
        if (::mkdir((root + folder).c_str(), 0755) != 0) return failed("cannot make folders");
    }
    const int null = ::open((root + "/dev/null").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    if (null < 0 || ::mount("/dev/null", (root + "/dev/null").c_str(), nullptr, MS_BIND, nullptr) != 0)
        return failed("cannot have /dev/null");
    ::close(null);
    if (::mount("proc", (root + "/proc").c_str(), "proc", safe, nullptr) != 0) return failed("cannot mount /proc");
    for (const char* folder : {"/dev/shm", "/tmp"}) {
        if (::mount("tmpfs", (root + folder).c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") != 0)
            return failed("cannot mount tmpfs");
    }
    return leave_old_root() ? Problem{} : failed("cannot leave the host's files");
}

template <class Number>
bool set_limit(const char* name, Number value, Number usual) {
    return value == usual || write_file(std::string("/proc/sys/kernel/") + name, std::to_string(value));
}

Problem set_limits(const Setup& setup) {
    const Setup usual;
    const std::string sem = std::to_string(setup.semmsl) + " " + std::to_string(setup.semmns) + " " +
                            std::to_string(setup.semopm) + " " + std::to_string(setup.semmni);
    const bool sem_usual = setup.semmsl == usual.semmsl && setup.semmns == usual.semmns &&
                           setup.semopm == usual.semopm && setup.semmni == usual.semmni;
    const bool set =
        set_limit("shmmni", setup.shmmni, usual.shmmni) && set_limit("shmmax", setup.shmmax, usual.shmmax) &&
        set_limit("shmall", setup.shmall, usual.shmall) &&
        set_limit("shm_rmid_forced", int{setup.shm_rmid_forced}, 0) &&
        set_limit("msgmni", setup.msgmni, usual.msgmni) && set_limit("msgmax", setup.msgmax, usual.msgmax) &&
        set_limit("msgmnb", setup.msgmnb, usual.msgmnb) && (sem_usual || write_file("/proc/sys/kernel/sem", sem));
    return set ? Problem{} : failed("cannot set the limits of System V IPC");
}

// Ids go on from the last one given: as many segments come and go before anybody looks.
Problem set_next_shmid(std::int32_t shmid) {
    for (std::int32_t id = 0; id < shmid; ++id) {
        const int made = ::shmget(IPC_PRIVATE, 1, 0600);
        if (made < 0 || ::shmctl(made, IPC_RMID, nullptr) != 0) return failed("cannot set the first shmid");
        if (made >= shmid - 1) break;
    }
    return {};
}

// The next process made gets this pid. Where the kernel cannot be told, processes are made until it is so.
Problem set_next_pid(std::int32_t pid) {
    if (pid <= 2) return {};
    if (write_file("/proc/sys/kernel/ns_last_pid", std::to_string(pid - 1))) return {};
    for (std::int32_t last = 1; last < pid - 1;) {
        last = ::fork();
        if (last == 0) ::_exit(0);
        if (last < 0) return failed("cannot make processes");
        ::waitpid(last, nullptr, 0);
    }
    return {};
}

// What shapes the processes to come: large pages, terminal, core files.
void settle_in() {
    ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    ::setsid();
    ::umask(022);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::signal(SIGPIPE, SIG_IGN);
}

Problem prepare(const SandboxIdentity& identity, const Setup& setup) {
    if (Problem problem = map_user(identity); !problem.empty()) return problem;
    if (Problem problem = enter_empty_root(); !problem.empty()) return problem;
    if (Problem problem = set_next_shmid(setup.first_shmid); !problem.empty()) return problem;
    if (Problem problem = set_limits(setup); !problem.empty()) return problem;
    if (::chdir("/tmp") != 0) return failed("/tmp");
    return set_next_pid(setup.first_pid);
}

class Sandbox {
public:
    Sandbox(int socket, const SandboxIdentity& identity) : socket_(socket), helpers_(identity), observer_(identity) {}

    int run(const Setup& setup, Problem problem) {
        Greeting greeting;
        if (problem.empty()) problem = helpers_.start(setup);
        greeting.why_not = problem;
        greeting.abilities = observer_.abilities();
        if (problem.empty()) observer_.look(helpers_, greeting.initial);
        if (!send_message(socket_, to_bytes(greeting)) || !problem.empty()) return 1;
        std::string bytes;
        while (receive_message(socket_, bytes)) {
            const Answer answer = serve(from_bytes<Request>(bytes));
            if (!send_message(socket_, to_bytes(answer))) break;
        }
        return 0;
    }

private:
    Answer serve(const Request& request) {
        Answer answer;
        Observation& observation = answer.observation;
        observation.before = wall_clock();
        switch (request.kind) {
            case Request::Kind::operation:
                observation.outcomes = helpers_.perform(request.operation, request.in_place);
                break;
            case Request::Kind::accesses: observation.outcomes = helpers_.perform(request.accesses); break;
            case Request::Kind::run_again: answer.problem = helpers_.run_again(); break;
            case Request::Kind::start_command: answer.problem = helpers_.start_command(); break;
            case Request::Kind::own_memory: answer.problem = helpers_.make_own_memory(request.own_memory); break;
            case Request::Kind::put: answer.problem = put_pieces(request.own_memory); break;
            case Request::Kind::look: break;
        }
        observation.after = wall_clock();
        observation.console = helpers_.take_console();
        if (request.look) observer_.look(helpers_, observation);
        return answer;
    }

    // The coarse clock: the one the kernel takes the times of IPC objects from.
    static std::int64_t wall_clock() {
        timespec now{};
        ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
        return now.tv_sec;
    }

    int socket_;
    Helpers helpers_;
    Observer observer_;
};

}  // namespace

int run_sandbox(int socket, const SandboxIdentity& identity, const Setup& setup) {
    settle_in();
    const Problem problem = prepare(identity, setup);
    return Sandbox(socket, identity).run(setup, problem);
}

}  // namespace app::host
