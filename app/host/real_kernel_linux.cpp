// clang-format off: <signal.h> makes si_addr a macro, so the rows come first
#include "app/host/real_kernel.h"
// clang-format on

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "app/host/sandbox_linux.h"
#include "app/host/wire.h"

namespace app::host {
namespace {

bool send_all(int socket, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

bool receive_all(int socket, char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::recv(socket, bytes, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

// A copy of this process with namespaces of its own, as fork(2) would make one: it is process 1 in there. -1 when the
// host forbids it.
int fork_into_namespaces() {
    unsigned long flags = CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID | SIGCHLD;
    if (::geteuid() != 0) flags |= CLONE_NEWUSER;
    return static_cast<int>(::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr));
}

}  // namespace

bool send_message(int socket, const std::string& bytes) {
    const std::uint64_t size = bytes.size();
    return send_all(socket, reinterpret_cast<const char*>(&size), sizeof size) &&
           send_all(socket, bytes.data(), bytes.size());
}

bool receive_message(int socket, std::string& bytes) {
    std::uint64_t size = 0;
    if (!receive_all(socket, reinterpret_cast<char*>(&size), sizeof size)) return false;
    bytes.resize(size);
    return receive_all(socket, bytes.data(), size);
}

std::unique_ptr<RealKernel> RealKernel::start(const sim::report::Setup& setup, std::string& why_not) {
    const SandboxIdentity identity{::geteuid(), ::getegid()};
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        why_not = std::string("no socket: ") + std::strerror(errno);
        return nullptr;
    }
    const int sandbox = fork_into_namespaces();
    if (sandbox == 0) {
        ::close(sockets[0]);
        ::_exit(run_sandbox(sockets[1], identity, setup));
    }
    ::close(sockets[1]);
    std::unique_ptr<RealKernel> kernel(new RealKernel);
    kernel->socket_ = sockets[0];
    kernel->sandbox_ = sandbox;
    if (sandbox < 0) {
        why_not = std::string("this host forbids namespaces of one's own: ") + std::strerror(errno);
        return nullptr;
    }
    std::string bytes;
    if (!receive_message(kernel->socket_, bytes)) {
        why_not = "the sandbox ended before it began";
        return nullptr;
    }
    const Greeting greeting = from_bytes<Greeting>(bytes);
    if (!greeting.why_not.empty()) {
        why_not = greeting.why_not;
        return nullptr;
    }
    kernel->initial_ = greeting.initial;
    kernel->abilities_ = greeting.abilities;
    return kernel;
}

RealKernel::~RealKernel() {
    if (socket_ >= 0) ::close(socket_);
    if (sandbox_ <= 0) return;
    ::kill(sandbox_, SIGKILL);
    while (::waitpid(sandbox_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::optional<Observation> RealKernel::perform(const sim::report::Operation& operation) {
    std::string bytes;
    if (!send_message(socket_, to_bytes(operation)) || !receive_message(socket_, bytes)) return std::nullopt;
    return from_bytes<Observation>(bytes);
}

}  // namespace app::host
