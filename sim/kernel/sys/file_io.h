// What the calls on descriptors hand to what stands behind them. Each may put the caller to sleep; it is made again
// then.
#pragma once

#include <cstdint>

#include "sim/kernel/sys/user_buffer.h"

namespace sim::kernel {

// "EBADF fd is not a valid file descriptor": reports it and returns the errno.
Errno bad_descriptor(const Call& call, int fd);
// The open file that `fd` of the caller names; kNoFile.
FileId file_of(const Call& call, int fd);
// The lowest descriptor from `from` on that is free, below RLIMIT_NOFILE. EMFILE.
Result<int> free_descriptor(const Call& call, int from = 0);
// Gives `file` (one reference, already counted) the lowest free descriptor from `from` on below RLIMIT_NOFILE and
// reports it opened. EMFILE: the file is released again.
CallResult install_descriptor(Call& call, FileId file, bool close_on_exec, int from = 0);
// Whether the open file has a position: no pipe, no terminal.
bool seekable(const Call& call, FileId file);

// sys_pipe.cpp: ends of pipes and FIFOs and sockets (OpenFile::in, OpenFile::out).
CallResult read_pipe(Call& call, int fd, FileId file, const UserBuffer& to);
CallResult write_pipe(Call& call, int fd, FileId file, const UserBuffer& from);
// open(2) of a FIFO: `flags` are open's, the access was granted. Returns the descriptor.
CallResult open_fifo(Call& call, InodeId fifo, std::uint32_t flags);
// sys_lock.cpp: the lock commands of fcntl(2).
CallResult fcntl_lock(Call& call);

}  // namespace sim::kernel
