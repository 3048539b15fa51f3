#include "app/host/real_kernel.h"
#include "app/host/sandbox_linux.h"  // before <signal.h>, which makes si_addr a macro
// The rest in the usual order.
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "app/host/keeper_linux.h"

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
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        why_not = std::string("no socket: ") + std::strerror(errno);
        return nullptr;
    }
    // fork(3) of the C library: memory may be allocated in the child whatever other threads were doing.
    const pid_t keeper = ::fork();
    if (keeper == 0) {
        ::close(sockets[0]);
        ::_exit(keep_sandbox(sockets[1], setup));
    }
    ::close(sockets[1]);
    std::unique_ptr<RealKernel> kernel(new RealKernel);
    kernel->socket_ = sockets[0];
    kernel->keeper_ = keeper;
    if (keeper < 0) {
        why_not = std::string("cannot make a process: ") + std::strerror(errno);
        return nullptr;
    }
    std::string bytes;
    if (!receive_message(kernel->socket_, bytes)) {
        why_not = "the sandbox ended before it began";
        return nullptr;
    }
    Greeting greeting = from_bytes<Greeting>(bytes);
    if (!greeting.why_not.empty()) {
        why_not = greeting.why_not;
        return nullptr;
    }
    kernel->initial_ = std::move(greeting.initial);
    kernel->abilities_ = greeting.abilities;
    return kernel;
}

RealKernel::~RealKernel() {
    if (socket_ >= 0) ::close(socket_);
    if (keeper_ <= 0) return;
    ::kill(keeper_, SIGTERM);
    while (::waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::optional<Observation> RealKernel::ask(const std::string& request) {
    std::string bytes;
    if (!send_message(socket_, request) || !receive_message(socket_, bytes)) return std::nullopt;
    Answer answer = from_bytes<Answer>(bytes);
    if (!answer.problem.empty()) return std::nullopt;
    return std::move(answer.observation);
}

std::optional<Observation> RealKernel::perform(const sim::report::Operation& operation, bool look,
                                               const std::optional<Arguments>& in_place) {
    return ask(to_bytes(Request{Request::Kind::operation, look, operation, in_place, {}, {}}));
}

std::optional<Observation> RealKernel::perform(const sim::report::Accesses& accesses, bool look) {
    return ask(to_bytes(Request{Request::Kind::accesses, look, {}, {}, accesses, {}}));
}

std::optional<Observation> RealKernel::run_again() {
    return ask(to_bytes(Request{Request::Kind::run_again, true, {}, {}, {}, {}}));
}

std::optional<Observation> RealKernel::start_command() {
    return ask(to_bytes(Request{Request::Kind::start_command, true, {}, {}, {}, {}}));
}

bool RealKernel::make_own_memory(const OwnMemory& memory) {
    return ask(to_bytes(Request{Request::Kind::own_memory, false, {}, {}, {}, memory})).has_value();
}

bool RealKernel::put(sim::Pid pid, const OwnMemory::Piece& piece) {
    OwnMemory one;
    one.pid = pid;
    one.pieces.push_back(piece);
    return ask(to_bytes(Request{Request::Kind::put, false, {}, {}, {}, one})).has_value();
}

std::optional<Observation> RealKernel::look() {
    return ask(to_bytes(Request{Request::Kind::look, true, {}, {}, {}, {}}));
}

}  // namespace app::host
