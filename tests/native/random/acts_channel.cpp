// Pipes, FIFOs and pairs of sockets.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kRead = 0, kWrite = 1, kOpen = 2, kClose = 3, kPoll = 7, kPipe = 22, kDup = 32, kSendto = 44,
                        kRecvfrom = 45, kShutdown = 48, kSocketpair = 53, kFcntl = 72, kUnlink = 87, kMknod = 133,
                        kPipe2 = 293;
constexpr std::uint64_t kNonblock = 04000, kCloseOnExec = 02000000;

Made make_pipe(Chooser& chooser) {
    if (chooser.once_in(2)) return with_output(call(chooser, kPipe, {kScratch}), 8);
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({kNonblock, kCloseOnExec, 0, 1});
    return with_output(call(chooser, kPipe2, {kScratch, flags}), 8);
}

Made make_sockets(Chooser& chooser) {
    // SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET
    const std::uint64_t type = chooser.one_of<std::uint64_t>({1, 2, 5, 1, 1});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({kNonblock, 0, kCloseOnExec});
    return with_output(call(chooser, kSocketpair, {1, type | flags, 0, kScratch}), 8);
}

Operation with_name(Chooser& chooser, Operation operation) {
    operation.input = chooser.one_of<std::string>({"/tmp/f", "/tmp/f", "/dev/shm/f"}) + '\0';
    return operation;
}

Made make_fifo(Chooser& chooser) {
    const std::uint64_t mode = chooser.one_of<std::uint64_t>({0666, 0600, 0666, 0, 0444});
    return with_name(chooser, call(chooser, kMknod, {kScratch, 010000 | mode, 0}));
}

Made open_fifo(Chooser& chooser) {
    // O_RDONLY, O_WRONLY, O_RDWR; without O_NONBLOCK it sleeps until somebody opens the other end.
    const std::uint64_t access = chooser.one_of<std::uint64_t>({0, 1, 0, 1, 2});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({kNonblock, 0, kNonblock | kCloseOnExec});
    return with_name(chooser, call(chooser, kOpen, {kScratch, access | flags}));
}

Made unlink_fifo(Chooser& chooser) {
    return with_name(chooser, call(chooser, kUnlink, {kScratch}));
}

std::uint64_t bytes(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({16, 1, 100, 0, 128});
}
Operation with_letters(Chooser& chooser, Operation operation) {
    operation.input.assign(128, static_cast<char>('a' + chooser.below(26)));
    return operation;
}

Made read_bytes(Chooser& chooser) {
    return with_output(call(chooser, kRead, {chooser.descriptor(), kScratch, bytes(chooser)}), 128);
}
Made write_bytes(Chooser& chooser) {
    return with_letters(chooser, call(chooser, kWrite, {chooser.descriptor(), kScratch, bytes(chooser)}));
}
Made send(Chooser& chooser) {
    // MSG_DONTWAIT, MSG_NOSIGNAL
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({0x4000, 0, 0x40, 0x4040});
    return with_letters(chooser, call(chooser, kSendto, {chooser.descriptor(), kScratch, bytes(chooser), flags, 0, 0}));
}
Made receive(Chooser& chooser) {
    // MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, MSG_WAITALL
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({0x40, 0, 0x42, 0x60, 0x140});
    return with_output(call(chooser, kRecvfrom, {chooser.descriptor(), kScratch, bytes(chooser), flags, 0, 0}), 128);
}
Made shut_down(Chooser& chooser) {
    return call(chooser, kShutdown, {chooser.descriptor(), chooser.below(4)});
}
Made poll(Chooser& chooser) {
    // struct pollfd: fd, events (POLLIN 1, POLLOUT 4), revents
    Operation operation = call(chooser, kPoll, {kScratch, 2, chooser.once_in(4) ? ~0ull : 0});
    for (int i = 0; i < 2; ++i) {
        const auto events = chooser.one_of<std::uint16_t>({1, 5, 4, 0});
        operation.input += bytes_of(static_cast<std::int32_t>(chooser.descriptor()), events, std::uint16_t{0});
    }
    return with_output(operation, 16);
}
Made close_descriptor(Chooser& chooser) {
    return call(chooser, kClose, {chooser.descriptor()});
}
Made duplicate(Chooser& chooser) {
    return call(chooser, kDup, {chooser.descriptor()});
}
Made set_flags(Chooser& chooser) {
    // F_GETFD 1, F_SETFD 2, F_GETFL 3, F_SETFL 4
    const std::uint64_t command = chooser.one_of<std::uint64_t>({4, 3, 2, 1});
    return call(chooser, kFcntl, {chooser.descriptor(), command, command == 4 ? chooser.below(2) * kNonblock : 1});
}

}  // namespace

std::vector<Act> channel_acts() {
    return {{"pipe", 4, make_pipe},          {"socketpair", 3, make_sockets},
            {"mkfifo", 2, make_fifo},        {"open fifo", 4, open_fifo},
            {"unlink fifo", 1, unlink_fifo}, {"read", 4, read_bytes},
            {"write", 4, write_bytes},       {"sendto", 3, send},
            {"recvfrom", 3, receive},        {"poll", 2, poll},
            {"shutdown", 1, shut_down},      {"close", 2, close_descriptor},
            {"dup", 1, duplicate},           {"fcntl", 1, set_flags}};
}

}  // namespace random_compare
