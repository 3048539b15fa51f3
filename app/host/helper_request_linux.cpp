#include "app/host/helper_request_linux.h"

#include <errno.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "sim/report/by_hand_program.h"

namespace app::host {
namespace {

using sim::report::kScratch;
using sim::report::kScratchBytes;
using sim::report::Operation;

// Call numbers of x86-64 that make processes or replace a program.
constexpr std::uint32_t kClone = 56, kFork = 57, kExecve = 59;

// The program moved by hand is the helper itself; an execve of anything else is a call like any other, and fails.
bool executes_helper(const Operation& operation) {
    const std::string path = std::string(sim::report::kByHandProgram) + '\0';
    return operation.number == kExecve && operation.args[0] == kScratch && operation.input.starts_with(path);
}

HelperRequestKind kind_of(const Operation& operation) {
    if (operation.kind == Operation::Kind::load) return kHelperLoad;
    if (operation.kind == Operation::Kind::store) return kHelperStore;
    if (operation.number == kFork || operation.number == kClone) return kHelperFork;
    return executes_helper(operation) ? kHelperExec : kHelperCall;
}

bool in_scratch(std::uint64_t address) {
    return address >= kScratch && address < kScratch + kScratchBytes;
}

void send_bytes(const Descriptor& socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t part = ::send(socket.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (part <= 0 && errno != EINTR) return;
        if (part > 0) sent += static_cast<std::size_t>(part);
    }
}

// The head of a request, with a socket for the child of a fork.
void send_head(const Descriptor& socket, const HelperRequest& request, int descriptor) {
    HelperRequest copy = request;
    iovec part{&copy, sizeof copy};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    if (descriptor >= 0) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    ::sendmsg(socket.get(), &message, MSG_NOSIGNAL);
}

}  // namespace

HelperMessage message_of(const Operation& operation, std::uint64_t scratch, const std::optional<Arguments>& in_place) {
    HelperMessage message;
    message.head.kind = kind_of(operation);
    message.head.number = operation.number;
    message.head.scratch = message.head.output_from = scratch;
    for (std::size_t i = 0; i < operation.args.size(); ++i) {
        std::uint64_t& argument = message.head.args[i] = in_place ? (*in_place)[i] : operation.args[i];
        if (in_place && operation.args[i] == kScratch) message.head.output_from = argument;
        if (!in_place && in_scratch(argument)) argument += scratch - kScratch;
    }
    if (!in_place) message.input = operation.input.substr(0, kScratchBytes);
    message.head.input_bytes = message.input.size();
    message.head.output_bytes = std::min<std::uint64_t>(operation.output, kScratchBytes);
    return message;
}

HelperMessage message_of(const sim::report::Accesses& accesses) {
    HelperMessage message;
    message.head.kind = kHelperAccesses;
    for (const sim::report::Access& access : accesses.list) {
        const HelperAccess record{access.store ? kHelperStore : kHelperLoad, static_cast<std::uint16_t>(access.size),
                                  access.own, access.address, access.value};
        message.input.append(reinterpret_cast<const char*>(&record), sizeof record);
    }
    message.head.input_bytes = message.input.size();
    return message;
}

void send_to_helper(const Descriptor& socket, const HelperMessage& message, int descriptor) {
    send_head(socket, message.head, descriptor);
    send_bytes(socket, message.input);
}

bool receive_from_helper(const Descriptor& socket, void* bytes, std::size_t size) {
    auto* to = static_cast<char*>(bytes);
    while (size > 0) {
        const ssize_t got = ::recv(socket.get(), to, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace app::host
