// Descriptors: close, dup, dup2, dup3, fcntl, ioctl.
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/release_file.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/pipe_io.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

// "EBADF fd is not a valid file descriptor or is not open for reading (writing)."
Errno bad_descriptor(const Call& call, int fd) {
    return call.refuse(Errno::ebadf, Rule::descriptor_bad, {fd});
}

FileId file_of(const Call& call, int fd) {
    return call.group().descriptors.find(fd);
}

namespace {

int descriptor_limit(const Call& call) {
    return static_cast<int>(std::min<std::uint64_t>(call.group().limits.files, Descriptors::kMax));
}

void report_open(const Call& call, int fd, FileId file) {
    if (call.sink == nullptr) return;
    const OpenFile& open = call.kernel.files[file];
    report::Event event{EventType::file, Rule::file_open, call.pid, Errno::ok, {}, open.name};
    event.args = {static_cast<std::uint64_t>(fd), static_cast<std::uint64_t>(file.value), open.inode.value};
    call.sink->on(event);
}

// One descriptor more for an open file.
CallResult duplicate(Call& call, FileId file, int from, bool close_on_exec) {
    const Result<int> fd = free_descriptor(call, from);
    if (!fd) return fd.error();
    call.kernel.files.share(file);
    call.write_group().descriptors.set(*fd, file, close_on_exec);
    report_open(call, *fd, file);
    return *fd;
}

// dup2(2) and dup3(2) after their checks.
CallResult replace(Call& call, FileId file, int to, bool close_on_exec) {
    ProcessContext context = call.processes();
    call.kernel.files.share(file);
    if (file_of(call, to) != kNoFile) close_descriptor(context, call.task().tgid, to);
    call.write_group().descriptors.set(to, file, close_on_exec);
    report_open(call, to, file);
    return to;
}

CallResult set_flags(Call& call, FileId file) {
    const std::uint32_t flags = call.kernel.files[file].flags;
    call.kernel.files.write(file).flags = (flags & ~kOpenSettable) | (call.u32(2) & kOpenSettable);
    return 0;
}

CallResult duplicate_from(Call& call, FileId file, bool close_on_exec) {
    const int from = call.i32(2);
    // "EINVAL cmd is F_DUPFD and arg is negative or is greater than the maximum allowable value".
    if (from < 0 || from >= descriptor_limit(call)) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, from});
    }
    return duplicate(call, file, from, close_on_exec);
}

}  // namespace

Result<int> free_descriptor(const Call& call, int from) {
    const Result<int> fd = call.group().descriptors.lowest_free(from, descriptor_limit(call));
    if (fd) return fd;
    return call.refuse(fd.error(), Rule::limit_exceeded,
                       {report::Limit::descriptors, descriptor_limit(call) + 1, descriptor_limit(call)});
}

CallResult install_descriptor(Call& call, FileId file, bool close_on_exec, int from) {
    const Result<int> fd = free_descriptor(call, from);
    if (!fd) {
        ProcessContext context = call.processes();
        release_file(context, file);
        return fd.error();
    }
    call.write_group().descriptors.set(*fd, file, close_on_exec);
    report_open(call, *fd, file);
    return *fd;
}

CallResult sys_close(Call& call) {
    const int fd = call.i32(0);
    if (file_of(call, fd) == kNoFile) return bad_descriptor(call, fd);
    ProcessContext context = call.processes();
    close_descriptor(context, call.task().tgid, fd);
    return 0;
}

CallResult sys_dup(Call& call) {
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    return duplicate(call, file, 0, false);
}

CallResult sys_dup2(Call& call) {
    const int to = call.i32(1);
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    // "If oldfd is a valid file descriptor, and newfd has the same value as oldfd, then dup2() does nothing".
    if (to == call.i32(0)) return to;
    // "EBADF newfd is out of the allowed range for file descriptors".
    if (to < 0 || to >= descriptor_limit(call)) return bad_descriptor(call, to);
    return replace(call, file, to, false);
}

CallResult sys_dup3(Call& call) {
    const int to = call.i32(1);
    const std::uint32_t flags = call.u32(2);
    // "EINVAL (dup3()) flags contain an invalid value", "EINVAL (dup3()) oldfd was equal to newfd."
    if ((flags & ~kOpenCloseOnExec) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, flags});
    if (to == call.i32(0)) return call.refuse(Errno::einval, Rule::argument_invalid, {2, to});
    if (to < 0 || to >= descriptor_limit(call)) return bad_descriptor(call, to);
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    return replace(call, file, to, flags != 0);
}

CallResult sys_fcntl(Call& call) {
    enum Command : std::int32_t { dup = 0, getfd, setfd, getfl, setfl, getlk, setlk, setlkw, dup_cloexec = 1030 };
    constexpr std::int32_t kFirstOfdLock = 36, kLastOfdLock = 38;  // F_OFD_GETLK … F_OFD_SETLKW
    const int fd = call.i32(0);
    const FileId file = file_of(call, fd);
    if (file == kNoFile) return bad_descriptor(call, fd);
    switch (const std::int32_t command = call.i32(1)) {
        case dup: return duplicate_from(call, file, false);
        case dup_cloexec: return duplicate_from(call, file, true);
        case getfd: return call.group().descriptors.close_on_exec(fd);
        case setfd: return call.write_group().descriptors.set_close_on_exec(fd, (call.u32(2) & 1) != 0), 0;
        case getfl: return call.kernel.files[file].flags;
        case setfl: return set_flags(call, file);
        default:
            if (command >= getlk && command <= setlkw) return fcntl_lock(call);
            if (command == kSetPipeSize || command == kGetPipeSize) return pipe_size(call, file);
            if (command >= kFirstOfdLock && command <= kLastOfdLock) return fcntl_lock(call);
            // "EINVAL The value specified in cmd is not recognized by this kernel."
            return call.refuse(Errno::einval, Rule::command_unknown, {command});
    }
}

CallResult sys_ioctl(Call& call) {
    // struct termios of the kernel, as a terminal in its usual mode answers; x86-64, 36 bytes.
    struct Termios {
        std::uint32_t input = 0x4500, output = 0x5, control = 0xbf, local = 0x8a3b;
        std::uint8_t line = 0;
        std::uint8_t characters[19] = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0};
    };
    constexpr std::uint32_t kTcgets = 0x5401;
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    // "ENOTTY fd is not associated with a character special device."
    if (!call.kernel.files[file].terminal || call.u32(1) != kTcgets) return Errno::enotty;
    return call.put(call.address(2), Termios{});
}

}  // namespace sim::kernel
