#include "app/host/keeper_linux.h"

#include "app/host/sandbox_linux.h"  // before <signal.h>, which makes si_addr a macro
// The rest in the usual order.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace app::host {
namespace {

// Nothing of the process that was copied shows in here: descriptors, terminal, how signals are taken.
void forget_the_rest(int socket) {
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd : {0, 1, 2}) {
        if (fd != socket) ::dup2(null, fd);
    }
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    const auto own = static_cast<unsigned>(socket);
    if (own > 3) ::syscall(SYS_close_range, 3u, own - 1, 0u);
    ::syscall(SYS_close_range, std::max(own + 1, 3u), ~0u, 0u);
}

// The ending of the parent may have come before this process asked to die with it; then nobody holds the other end of
// the socket any more.
bool dies_with_parent(int socket) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    pollfd other_end{socket, POLLIN, 0};
    return ::poll(&other_end, 1, 0) == 0 || (other_end.revents & POLLHUP) == 0;
}

// A copy of this process with namespaces of its own, as fork(2) would make one: it is process 1 in there. Who may not
// make them is given a user namespace too, and is the only user in it. -1 when the host forbids that.
int fork_into_namespaces(SandboxIdentity& identity) {
    const unsigned long flags = CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID | SIGCHLD;
    identity = {::geteuid(), ::getegid(), false};
    int pid = static_cast<int>(::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr));
    if (pid >= 0 || errno != EPERM) return pid;
    identity.one_user = true;
    return static_cast<int>(::syscall(SYS_clone, flags | CLONE_NEWUSER, nullptr, nullptr, nullptr, nullptr));
}

void wait_for_the_end(int sandbox, const sigset_t& awaited) {
    int signal = 0;
    ::sigwait(&awaited, &signal);  // it has ended, or shall
    ::kill(sandbox, SIGKILL);
    // Process 1 is gone when every other process of its namespace is.
    while (::waitpid(sandbox, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace

int keep_sandbox(int socket, const sim::report::Setup& setup) {
    forget_the_rest(socket);
    sigset_t awaited, none;
    ::sigemptyset(&none);
    ::sigemptyset(&awaited);
    ::sigaddset(&awaited, SIGTERM);
    ::sigaddset(&awaited, SIGCHLD);
    ::sigprocmask(SIG_SETMASK, &awaited, nullptr);
    if (!dies_with_parent(socket)) return 1;
    SandboxIdentity identity;
    const int sandbox = fork_into_namespaces(identity);
    if (sandbox == 0) {
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        return dies_with_parent(socket) ? run_sandbox(socket, identity, setup) : 1;
    }
    if (sandbox < 0) {
        Greeting refused;
        refused.why_not = std::string("this host forbids namespaces of one's own: ") + std::strerror(errno);
        send_message(socket, to_bytes(refused));
        return 1;
    }
    ::close(socket);
    wait_for_the_end(sandbox, awaited);
    return 0;
}

}  // namespace app::host
