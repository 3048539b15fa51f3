// What pipes, FIFOs and sockets share in reading and writing.
#pragma once

#include <cstdint>

#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/user_buffer.h"

namespace sim::kernel {

inline constexpr std::uint32_t kOpenDirect = 040000;
inline constexpr std::uint32_t kSocketpair = 53;                         // the call's number
inline constexpr std::int32_t kSetPipeSize = 1031, kGetPipeSize = 1032;  // F_SETPIPE_SZ, F_GETPIPE_SZ

// Two new open files, their ends counted, at the lowest descriptors; the numbers go to the caller's array.
CallResult install_pair(Call& call, OpenFile first, OpenFile second, bool close_on_exec);

// Whether an open file is one end of a pair of sockets.
inline bool is_socket(const Kernel& kernel, const OpenFile& file) {
    return file.kind == FileKind::pipe && file.in != kNoPipe && is_socket(kernel.pipes[file.in].kind);
}

// EAGAIN of a descriptor that must not wait.
CallResult would_block(const Call& call, int fd);
// Sleeps for data or room; `done` bytes have passed, `left` have not.
CallResult sleep_at_pipe(Call& call, WaitKind kind, PipeId pipe, std::uint64_t done, std::uint64_t left);
// Bytes that passed before the call slept.
std::uint64_t done_before(const Call& call);
// Nobody is left to read: EPIPE, or the count of what was written before; and SIGPIPE.
CallResult broken_pipe(Call& call, PipeId pipe, std::uint64_t done, bool signals);

// sys_socket.cpp. `flags` are MSG_ ones.
CallResult send_socket(Call& call, int fd, FileId file, const UserBuffer& from, std::uint32_t flags);
struct Received {
    CallResult result;
    bool truncated = false;  // MSG_TRUNC: the packet was longer
};
Received receive_socket(Call& call, int fd, FileId file, const UserBuffer& to, std::uint32_t flags);

// F_SETPIPE_SZ and F_GETPIPE_SZ of fcntl(2).
CallResult pipe_size(Call& call, FileId file);

}  // namespace sim::kernel
