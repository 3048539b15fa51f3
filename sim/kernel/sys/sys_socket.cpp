// Pairs of UNIX sockets: socketpair, sendto, recvfrom, sendmsg, recvmsg, shutdown.
//
// A pair is two pipes, one each way. Known inaccuracies: there are no other sockets, no addresses, no control messages.
#include <algorithm>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/pipe_ends.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/pipe_io.h"

namespace sim::kernel {
namespace {

using report::Rule;

// <linux/socket.h>.
constexpr std::uint32_t kOob = 1, kPeek = 2, kTruncated = 0x20, kDontWait = 0x40, kWaitAll = 0x100, kNoSignal = 0x4000;
// A stream is cut into pieces of at most so many bytes: SKB_MAX_HEAD(0) + UNIX_SKB_FRAGS_SZ.
constexpr std::uint64_t kStreamPiece = 3'776 + 32'768;

bool waits(const Call& call, FileId file, std::uint32_t flags) {
    return (call.kernel.files[file].flags & kOpenNonblock) == 0 && (flags & kDontWait) == 0;
}

// sock_error(): what happened to the socket whose messages come in `in` is told once.
Errno pending_error(Call& call, PipeId in) {
    if (!call.kernel.pipes[in].reset) return Errno::ok;
    call.kernel.pipes.write(in).reset = false;
    return Errno::econnreset;
}

// A datagram socket notices that its peer is gone when it sends: what the peer had sent is thrown away too
// (unix_dgram_disconnected).
void disconnect(Call& call, const OpenFile& file) {
    call.kernel.pipes.write(file.out).disconnected = true;
    while (!call.kernel.pipes[file.in].empty()) {
        call.kernel.pipes.take(call.memory, file.in, call.kernel.pipes[file.in].slots.front().size());
    }
}

// What keeps a message from being sent at all.
Errno send_error(Call& call, const OpenFile& file, std::uint64_t bytes) {
    const Pipe& pipe = call.kernel.pipes[file.out];
    const Errno error = pipe.kind == PipeKind::seqpacket ? pending_error(call, file.in) : Errno::ok;
    if (error != Errno::ok) return error;
    if (pipe.kind != PipeKind::stream && bytes > kSocketBufferBytes - 32) return Errno::emsgsize;
    if (pipe.shut_for_writer()) return Errno::epipe;
    if (pipe.readers > 0) return pipe.shut() ? Errno::epipe : Errno::ok;
    if (pipe.kind != PipeKind::datagram) return Errno::epipe;
    if (pipe.disconnected) return Errno::enotconn;
    disconnect(call, file);
    return Errno::econnrefused;
}

CallResult refuse_send(Call& call, PipeId id, std::uint64_t done, Errno error, std::uint32_t flags) {
    const PipeKind kind = call.kernel.pipes[id].kind;
    // "MSG_NOSIGNAL Don't generate a SIGPIPE signal if the peer on a stream-oriented socket has closed".
    if (error == Errno::epipe) return broken_pipe(call, id, done, kind == PipeKind::stream && (flags & kNoSignal) == 0);
    return call.refuse(error, Rule::pipe_has_no_reader, {id});
}

}  // namespace

CallResult send_socket(Call& call, int fd, FileId file, const UserBuffer& from, std::uint32_t flags) {
    const PipeId id = call.kernel.files[file].out;
    const bool stream = call.kernel.pipes[id].kind == PipeKind::stream;
    std::uint64_t done = done_before(call);
    do {
        const Errno error = send_error(call, call.kernel.files[file], from.bytes());
        if (error != Errno::ok) return refuse_send(call, id, done, error, flags);
        if (stream && done == from.bytes()) break;
        if (call.kernel.pipes[id].full()) {
            if (waits(call, file, flags))
                return sleep_at_pipe(call, WaitKind::pipe_room, id, done, from.bytes() - done);
            return done > 0 ? CallResult(static_cast<std::int64_t>(done)) : would_block(call, fd);
        }
        const std::uint64_t size = stream ? std::min(from.bytes() - done, kStreamPiece) : from.bytes();
        const Result<std::string> bytes = from.get(call, done, size);
        if (!call.alive()) return CallResult::gone();
        if (!bytes || (*bytes).size() < size) {
            if (done == 0) return Errno::efault;
            break;
        }
        PipeSlot slot;
        slot.content = Cow<PipeBytes>(PipeBytes{*bytes});
        slot.packet = !stream;
        slot.charged = socket_charge(call.kernel.pipes[id].kind, size);
        call.kernel.pipes.append(call.memory, id, std::move(slot));
        ProcessContext context = call.processes();
        wake_readers(context, id);
        done += size;
    } while (done < from.bytes());
    return static_cast<std::int64_t>(done);
}

namespace {

void make_room(Call& call, PipeId id) {
    ProcessContext context = call.processes();
    if (call.kernel.pipes[id].writable()) wake_writers(context, id);
}

// Copies bytes of the stream out; `peek` leaves them there.
Errno take_stream(Call& call, PipeId id, const UserBuffer& to, bool peek, std::uint64_t& done) {
    for (std::size_t index = 0; done < to.bytes() && index < call.kernel.pipes[id].slots.size();) {
        const PipeSlot slot = call.kernel.pipes[id].slots[index];
        const std::uint64_t size = std::min(to.bytes() - done, slot.size());
        const Errno error = to.put(call, done, slot.unread().substr(0, static_cast<std::size_t>(size)));
        if (error != Errno::ok) return error;
        done += size;
        if (peek) {
            ++index;
        } else {
            call.kernel.pipes.take(call.memory, id, size);
        }
    }
    return Errno::ok;
}

CallResult receive_stream(Call& call, int fd, FileId file, const UserBuffer& to, std::uint32_t flags) {
    const PipeId id = call.kernel.files[file].in;
    std::uint64_t done = done_before(call);
    const std::uint64_t before = done;
    const Errno fault = take_stream(call, id, to, (flags & kPeek) != 0, done);
    if (!call.alive()) return CallResult::gone();
    if (done > before && (flags & kPeek) == 0) make_room(call, id);
    const std::uint64_t wanted = (flags & kWaitAll) != 0 ? to.bytes() : 1;
    const auto count = static_cast<std::int64_t>(done);
    const std::uint64_t target = std::min(wanted, to.bytes());
    // Who asks for nothing waits until there is something: sock_rcvlowat() is at least 1.
    if (target == 0 ? !call.kernel.pipes[id].empty() : done >= target) return count;
    Errno error = fault;
    if (error == Errno::ok) error = pending_error(call, id);
    if (error == Errno::ok && call.kernel.pipes[id].at_end()) return count;
    if (error == Errno::ok && waits(call, file, flags)) {
        return sleep_at_pipe(call, WaitKind::pipe_data, id, done, to.bytes() - done);
    }
    if (count > 0) return count;
    return error == Errno::ok ? would_block(call, fd) : CallResult(error);
}

Received receive_packet(Call& call, int fd, FileId file, const UserBuffer& to, std::uint32_t flags) {
    const PipeId id = call.kernel.files[file].in;
    const Pipe& pipe = call.kernel.pipes[id];
    // Packets are not looked for before the error is told; of a stream bytes come first.
    const Errno pending = pending_error(call, id);
    if (pending != Errno::ok) return {pending};
    if (pipe.empty()) {
        const bool wait = waits(call, file, flags);
        const bool seqpacket_end = pipe.kind == PipeKind::seqpacket && pipe.at_end();
        // A datagram socket has no end but its own shutdown(2).
        if (seqpacket_end || (wait && pipe.shut_for_reader())) return {0};
        if (wait) return {sleep_at_pipe(call, WaitKind::pipe_data, id, 0, to.bytes())};
        return {would_block(call, fd)};
    }
    const PipeSlot packet = pipe.slots.front();
    const std::uint64_t size = std::min(to.bytes(), packet.size());
    const Errno error = to.put(call, 0, packet.unread().substr(0, static_cast<std::size_t>(size)));
    if (!call.alive()) return {CallResult::gone()};
    if ((flags & kPeek) == 0) {
        call.kernel.pipes.take(call.memory, id, packet.size());
        make_room(call, id);
    }
    if (error != Errno::ok) return {error};
    return {static_cast<std::int64_t>((flags & kTruncated) != 0 ? packet.size() : size), size < packet.size()};
}

// The open socket behind argument 0. "ENOTSOCK The file descriptor sockfd does not refer to a socket."
Result<FileId> socket_argument(const Call& call) {
    const int fd = call.i32(0);
    const FileId file = file_of(call, fd);
    if (file == kNoFile) return bad_descriptor(call, fd);
    return is_socket(call.kernel, call.kernel.files[file]) ? Result<FileId>(file)
                                                           : call.refuse(Errno::enotsock, Rule::descriptor_bad, {fd});
}

// struct msghdr.
struct UserMessage {
    std::uint64_t name = 0;
    std::uint32_t name_length = 0, pad = 0;
    std::uint64_t vector = 0, pieces = 0;
    std::uint64_t control = 0, control_length = 0;
    std::uint32_t flags = 0, pad2 = 0;
};
static_assert(sizeof(UserMessage) == 56);

// What one socket of a pair reads from. sock_alloc() of Linux: a socket is its maker's, and anybody's to use.
PipeId new_way(Call& call, PipeKind kind) {
    const PipeId id = call.kernel.pipes.create(call.memory, kind);
    Pipe& pipe = call.kernel.pipes.write(id);
    pipe.uid = call.task().credentials.euid;
    pipe.gid = call.task().credentials.egid;
    pipe.mode = 0777;
    return id;
}

}  // namespace

Received receive_socket(Call& call, int fd, FileId file, const UserBuffer& to, std::uint32_t flags) {
    const PipeKind kind = call.kernel.pipes[call.kernel.files[file].in].kind;
    if (kind == PipeKind::stream) return {receive_stream(call, fd, file, to, flags)};
    return receive_packet(call, fd, file, to, flags);
}

CallResult sys_socketpair(Call& call) {
    constexpr std::int32_t kUnix = 1, kInet = 2, kInet6 = 10;
    constexpr std::uint32_t kTypeMask = 0xf;
    const std::uint32_t flags = call.u32(1) & ~kTypeMask;
    // "EINVAL Invalid flags in type."
    if ((flags & ~(kOpenCloseOnExec | kOpenNonblock)) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, call.u32(1)});
    }
    // "EOPNOTSUPP The specified protocol does not support creation of socket pairs."
    if (call.i32(0) == kInet || call.i32(0) == kInet6)
        return call.refuse(Errno::eopnotsupp, Rule::argument_invalid, {1, call.i32(0)});
    if (call.i32(0) != kUnix) return call.refuse(Errno::eafnosupport, Rule::argument_invalid, {1, call.i32(0)});
    PipeKind kind = PipeKind::stream;
    switch (call.u32(1) & kTypeMask) {
        case 1: break;                             // SOCK_STREAM
        case 2:                                    // SOCK_DGRAM
        case 3: kind = PipeKind::datagram; break;  // SOCK_RAW is taken as SOCK_DGRAM
        case 5: kind = PipeKind::seqpacket; break;
        default: return call.refuse(Errno::einval, Rule::argument_invalid, {2, call.u32(1)});
    }
    if (call.i32(2) != 0 && call.i32(2) != kUnix) {
        return call.refuse(Errno::eprotonosupport, Rule::argument_invalid, {3, call.i32(2)});
    }
    OpenFile first, second;
    first.kind = second.kind = FileKind::pipe;
    first.flags = second.flags = kOpenReadWrite | (flags & kOpenNonblock);
    first.in = second.out = new_way(call, kind);
    second.in = first.out = new_way(call, kind);
    first.name = "socket:[" + std::to_string(first.in.value) + "]";
    second.name = "socket:[" + std::to_string(second.in.value) + "]";
    return install_pair(call, std::move(first), std::move(second), (flags & kOpenCloseOnExec) != 0);
}

CallResult sys_sendto(Call& call) {
    const Result<FileId> file = socket_argument(call);
    if (!file) return file.error();
    const std::uint32_t flags = call.u32(3);
    const bool stream = call.kernel.pipes[call.kernel.files[*file].out].kind == PipeKind::stream;
    // "EISCONN The connection-mode socket was connected already but a recipient was specified."
    if (call.u64(4) != 0)
        return call.refuse(stream ? Errno::eisconn : Errno::einval, Rule::argument_invalid, {5, call.u64(4)});
    if ((flags & kOob) != 0) return call.refuse(Errno::eopnotsupp, Rule::argument_invalid, {4, flags});
    return send_socket(call, call.i32(0), *file, UserBuffer(call.address(1), call.u64(2)), flags);
}

CallResult sys_recvfrom(Call& call) {
    const Result<FileId> file = socket_argument(call);
    if (!file) return file.error();
    if ((call.u32(3) & kOob) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {4, call.u32(3)});
    const Received received =
        receive_socket(call, call.i32(0), *file, UserBuffer(call.address(1), call.u64(2)), call.u32(3));
    // The sender has no address: its length is 0.
    if (received.result.kind != CallResult::Kind::returned || received.result.value < 0 || call.u64(4) == 0)
        return received.result;
    const Errno error = call.put(call.address(5), std::uint32_t{0});
    return error == Errno::ok ? received.result : CallResult(error);
}

CallResult sys_sendmsg(Call& call) {
    const Result<FileId> file = socket_argument(call);
    if (!file) return file.error();
    UserMessage message;
    const Errno error = call.get(call.address(1), message);
    if (error != Errno::ok) return error;
    if (message.control_length != 0) return call.unsupported(message.control_length);
    const Result<UserBuffer> from = UserBuffer::of_vector(call, VirtAddr{message.vector}, message.pieces);
    return from ? send_socket(call, call.i32(0), *file, *from, call.u32(2)) : CallResult(from.error());
}

CallResult sys_recvmsg(Call& call) {
    const Result<FileId> file = socket_argument(call);
    if (!file) return file.error();
    UserMessage message;
    const Errno error = call.get(call.address(1), message);
    if (error != Errno::ok) return error;
    const Result<UserBuffer> to = UserBuffer::of_vector(call, VirtAddr{message.vector}, message.pieces);
    if (!to) return to.error();
    const Received received = receive_socket(call, call.i32(0), *file, *to, call.u32(2));
    if (received.result.kind != CallResult::Kind::returned || received.result.value < 0) return received.result;
    message.name_length = 0;
    message.control_length = 0;
    message.flags = received.truncated ? kTruncated : 0;
    const Errno put = call.put(call.address(1), message);
    return put == Errno::ok ? received.result : CallResult(put);
}

CallResult sys_shutdown(Call& call) {
    const Result<FileId> file = socket_argument(call);
    if (!file) return file.error();
    const std::uint32_t how = call.u32(1);  // SHUT_RD, SHUT_WR, SHUT_RDWR
    // "EINVAL An invalid value was specified in how".
    if (how > 2) return call.refuse(Errno::einval, Rule::argument_invalid, {2, how});
    const OpenFile open = call.kernel.files[*file];
    const std::array<PipeId, 2> pipes = {open.in, open.out};
    ProcessContext context = call.processes();
    for (std::uint32_t i = 0; i < 2; ++i) {
        if (how != 2 && how != i) continue;
        Pipe& pipe = call.kernel.pipes.write(pipes[i]);
        (i == 0 ? pipe.shut_by_reader : pipe.shut_by_writer) = true;
        wake_readers(context, pipes[i]);
        wake_writers(context, pipes[i]);
    }
    return 0;
}

}  // namespace sim::kernel
