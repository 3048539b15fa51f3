// Bytes in and out of open files: read, write, pread, pwrite, readv, writev.
//
//   sys_read ─┐             ┌─ text, setting      a string of the open file
//   sys_readv ┼─ read_from ─┼─ regular            pages of the file tree
//   sys_pread ┘             ├─ console            what was typed
//                           └─ pipe               sys_pipe.cpp
#include <algorithm>
#include <optional>
#include <string>

#include "sim/kernel/fs/file_pages.h"
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"
#include "sim/kernel/sys/proc_files.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// A transfer is made in pieces of at most this many bytes, so that a wild count costs nothing before its first fault.
constexpr std::uint64_t kPiece = 16 * kPageSize;

// Where in the file a transfer begins; nullopt: at the open file's position, which moves on with it.
using Offset = std::optional<std::uint64_t>;

std::uint64_t start_of(const Call& call, FileId file, Offset offset) {
    return offset.value_or(call.kernel.files[file].position);
}

void move_on(Call& call, FileId file, Offset offset, std::uint64_t end) {
    if (!offset) call.kernel.files.write(file).position = end;
}

// Calls piece(offset in the file, bytes) → string for each piece and copies it out, until one comes up short.
template <class Piece>
CallResult read_pieces(Call& call, FileId file, const UserBuffer& to, Offset offset, const Piece& piece) {
    const std::uint64_t start = start_of(call, file, offset);
    std::uint64_t done = 0;
    Errno error = Errno::ok;
    while (done < to.bytes() && error == Errno::ok) {
        const std::uint64_t wanted = std::min(to.bytes() - done, kPiece);
        const std::string bytes = piece(start + done, wanted);
        if (bytes.empty()) break;
        error = to.put(call, done, bytes);
        if (error == Errno::ok) done += bytes.size();
        if (bytes.size() < wanted) break;
    }
    // Who was killed for memory in between has nothing open.
    if (!call.alive()) return CallResult::gone();
    if (done == 0 && error != Errno::ok) return error;
    move_on(call, file, offset, start + done);
    return static_cast<std::int64_t>(done);
}

CallResult read_string(Call& call, FileId file, const UserBuffer& to, Offset offset) {
    return read_pieces(call, file, to, offset, [&](std::uint64_t at, std::uint64_t count) {
        const std::string& text = call.kernel.files[file].text;
        return at < text.size() ? text.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(count)) : "";
    });
}

// Of the texts of /proc, pagemap alone is made while it is read: its setting is the process.
CallResult read_pagemap(Call& call, FileId file, const UserBuffer& to, Offset offset) {
    const Pid process{static_cast<std::int32_t>(call.kernel.files[file].setting)};
    const ProcReader reader{call.kernel, call.memory.hardware, call.memory.images, call.task().tgid};
    // "EINVAL" of Linux for anything but whole words.
    if ((start_of(call, file, offset) | to.bytes()) % sizeof(std::uint64_t) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, to.bytes()});
    }
    const bool frames = call.task().credentials.has(Capability::sys_admin);
    return read_pieces(call, file, to, offset, [&](std::uint64_t at, std::uint64_t count) {
        return pagemap_bytes(reader, call.kernel.tasks[process], at, count, frames);
    });
}

CallResult read_text(Call& call, FileId file, const UserBuffer& to, Offset offset) {
    const bool made_now = call.kernel.files[file].setting != 0;
    return made_now ? read_pagemap(call, file, to, offset) : read_string(call, file, to, offset);
}

CallResult read_zeroes(Call& call, FileId file, const UserBuffer& to) {
    return read_pieces(call, file, to, 0, [](std::uint64_t, std::uint64_t count) {
        return std::string(static_cast<std::size_t>(count), '\0');
    });
}

CallResult read_regular(Call& call, FileId file, const UserBuffer& to, Offset offset) {
    const InodeId inode = call.kernel.files[file].inode;
    const CallResult result = read_pieces(call, file, to, offset, [&](std::uint64_t at, std::uint64_t count) {
        return read_file(call.memory, call.kernel.tree, inode, at, count);
    });
    if (call.alive() && result.value > 0) note_access(call.kernel.tree, inode, call.kernel.now());
    return result;
}

CallResult read_console(Call& call, int fd, const UserBuffer& to) {
    if (to.bytes() == 0) return 0;
    if (!call.kernel.typed.readable()) {
        if ((call.kernel.files[file_of(call, fd)].flags & kOpenNonblock) != 0) {
            return call.refuse(Errno::eagain, Rule::would_block, {fd});
        }
        return call.sleep(WaitKind::input, static_cast<std::uint64_t>(fd), Rule::wait_input, {fd});
    }
    const std::string line = call.kernel.typed.take(static_cast<std::size_t>(to.bytes()));
    wake_reader(call.kernel, call.sink);  // the next one may have what is left
    const Errno error = to.put(call, 0, line);
    if (error != Errno::ok) return error;
    return static_cast<std::int64_t>(line.size());
}

CallResult read_from(Call& call, int fd, FileId file, const UserBuffer& to, Offset offset) {
    switch (call.kernel.files[file].kind) {
        case FileKind::text: return read_text(call, file, to, offset);
        case FileKind::setting: return read_string(call, file, to, offset);
        case FileKind::console: return read_console(call, fd, to);
        case FileKind::regular: return read_regular(call, file, to, offset);
        case FileKind::pipe: return read_pipe(call, fd, file, to);
        case FileKind::zero: return read_zeroes(call, file, to);
        case FileKind::null: return 0;
        // "EISDIR fd refers to a directory."
        case FileKind::directory:
            return call.refuse(Errno::eisdir, Rule::path_kind_wrong, {call.kernel.files[file].inode, 0040000});
        case FileKind::output:
        case FileKind::free: break;
    }
    return bad_descriptor(call, fd);
}

CallResult write_console(Call& call, int fd, FileId file, const UserBuffer& from) {
    if (from.bytes() == 0) return 0;
    // "ENOSPC The device containing the file referred to by fd has no room for the data."
    const std::uint64_t room = call.kernel.output.room();
    if (room == 0) {
        return call.refuse(Errno::enospc, Rule::limit_exceeded,
                           {report::Limit::output_bytes, from.bytes(), OutputLog::kMaxBytes});
    }
    const Result<std::string> bytes = from.get(call, 0, std::min(from.bytes(), room));
    if (!bytes) return bytes.error();
    call.kernel.output.append(call.pid, call.kernel.files[file].channel, *bytes);
    if (call.sink != nullptr) {
        report::Event event{EventType::output, Rule::write_out, call.pid, Errno::ok, {}, *bytes};
        event.args = {static_cast<std::uint64_t>(fd), (*bytes).size()};
        call.sink->on(event);
    }
    return static_cast<std::int64_t>((*bytes).size());
}

// "If the file was open(2)ed with O_APPEND, the file offset is first set to the end of the file before writing": pwrite
// too, on Linux.
std::uint64_t write_start(const Call& call, FileId file, Offset offset) {
    const OpenFile& open = call.kernel.files[file];
    return (open.flags & kOpenAppend) != 0 ? call.kernel.tree[open.inode].size : start_of(call, file, offset);
}

CallResult write_regular(Call& call, FileId file, const UserBuffer& from, Offset offset) {
    const InodeId inode = call.kernel.files[file].inode;
    const std::uint64_t start = write_start(call, file, offset);
    const FileCaller caller = file_caller(call);
    std::uint64_t done = 0;
    Errno error = Errno::ok;
    while (done < from.bytes() && error == Errno::ok) {
        const std::uint64_t wanted = std::min(from.bytes() - done, kPiece);
        const Result<std::string> bytes = from.get(call, done, wanted);
        if (!call.alive()) return CallResult::gone();
        if (!bytes) {
            error = bytes.error();
            break;
        }
        const Result<std::uint64_t> written = write_file(caller, call.kernel.tree, inode, start + done, *bytes);
        if (!written) error = written.error();
        if (written) done += *written;
        if (!written || *written < wanted) break;
    }
    if (done == 0 && error != Errno::ok) return error;
    move_on(call, file, offset, start + done);
    return static_cast<std::int64_t>(done);
}

CallResult change_setting(Call& call, FileId file, const UserBuffer& from) {
    const Result<std::string> text = from.get(call, 0, std::min(from.bytes(), kPageSize));
    if (!text) return text.error();
    const Errno error = write_setting(call, call.kernel.files[file].setting, *text);
    if (error != Errno::ok) return error;
    return static_cast<std::int64_t>(from.bytes());
}

CallResult write_to(Call& call, int fd, FileId file, const UserBuffer& from, Offset offset) {
    switch (call.kernel.files[file].kind) {
        case FileKind::console:
        case FileKind::output: return write_console(call, fd, file, from);
        case FileKind::regular: return write_regular(call, file, from, offset);
        case FileKind::pipe: return write_pipe(call, fd, file, from);
        case FileKind::null:
        case FileKind::zero: return static_cast<std::int64_t>(from.bytes());
        case FileKind::setting: return change_setting(call, file, from);
        case FileKind::text:
        case FileKind::directory:
        case FileKind::free: break;
    }
    return bad_descriptor(call, fd);
}

enum class Direction : std::uint8_t { read, write };

// The open file of argument 0, opened for that direction. "EBADF fd is not a valid file descriptor or is not open for
// reading (writing)."
Result<FileId> open_for(Call& call, Direction direction) {
    const int fd = call.i32(0);
    const FileId file = file_of(call, fd);
    if (file == kNoFile) return bad_descriptor(call, fd);
    const std::uint32_t flags = call.kernel.files[file].flags;
    const bool fits = direction == Direction::read ? opens_to_read(flags) : opens_to_write(flags);
    if (!fits) return call.refuse(Errno::ebadf, Rule::access_wrong, {fd, direction == Direction::write});
    return file;
}

CallResult transfer(Call& call, Direction direction, const UserBuffer& buffer, Offset offset) {
    const Result<FileId> file = open_for(call, direction);
    if (!file) return file.error();
    return direction == Direction::read ? read_from(call, call.i32(0), *file, buffer, offset)
                                        : write_to(call, call.i32(0), *file, buffer, offset);
}

CallResult transfer_vector(Call& call, Direction direction) {
    const Result<FileId> file = open_for(call, direction);
    if (!file) return file.error();
    const Result<UserBuffer> buffer = UserBuffer::of_vector(call, call.address(1), call.u64(2));
    return buffer ? transfer(call, direction, *buffer, {}) : CallResult(buffer.error());
}

CallResult transfer_at(Call& call, Direction direction) {
    const std::int64_t offset = call.i64(3);
    // "EINVAL … the resulting offset would be negative": pread(2) asks before it looks at the descriptor.
    if (offset < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {4, offset});
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    // "ESPIPE fd refers to a pipe, socket, or FIFO."
    if (!seekable(call, file)) return call.refuse(Errno::espipe, Rule::not_seekable, {call.i32(0)});
    return transfer(call, direction, UserBuffer(call.address(1), call.u64(2)), call.u64(3));
}

}  // namespace

bool seekable(const Call& call, FileId file) {
    switch (call.kernel.files[file].kind) {
        case FileKind::pipe:
        case FileKind::console:
        case FileKind::output: return false;
        default: return true;
    }
}

void wake_reader(Kernel& kernel, report::Sink* sink) {
    if (!kernel.typed.readable()) return;
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        if (task.state != report::TaskState::blocked || task.wait.kind != WaitKind::input) continue;
        const auto fd = task.wait.object;
        kernel.tasks.write(pid).state = report::TaskState::ready;
        report::emit(sink, EventType::wake, Rule::wake_input, pid, {fd});
        return;
    }
}

CallResult sys_read(Call& call) {
    return transfer(call, Direction::read, UserBuffer(call.address(1), call.u64(2)), {});
}

CallResult sys_write(Call& call) {
    return transfer(call, Direction::write, UserBuffer(call.address(1), call.u64(2)), {});
}

CallResult sys_readv(Call& call) {
    return transfer_vector(call, Direction::read);
}

CallResult sys_writev(Call& call) {
    return transfer_vector(call, Direction::write);
}

CallResult sys_pread64(Call& call) {
    return transfer_at(call, Direction::read);
}

CallResult sys_pwrite64(Call& call) {
    return transfer_at(call, Direction::write);
}

}  // namespace sim::kernel
