// Descriptors: read, write, close, dup, dup2, ioctl. Behind them are the console and the texts of scenarios.
#include <algorithm>
#include <string>

#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// Linux moves at most this many bytes a call (MAX_RW_COUNT).
constexpr std::uint64_t kMaxTransfer = 0x7fff'f000;

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// "EBADF fd is not a valid file descriptor or is not open for reading (writing)."
CallResult bad_descriptor(const Call& call, int fd) {
    return call.refuse(Errno::ebadf, Rule::descriptor_bad, {fd});
}

CallResult read_text(Call& call, FileId id, std::uint64_t limit) {
    const OpenFile& file = call.kernel.files[id];
    const std::string piece =
        file.text.substr(static_cast<std::size_t>(file.position), static_cast<std::size_t>(limit));
    const Errno error = call.copy_out(call.address(1), bytes_of(piece));
    if (error != Errno::ok) return error;
    call.kernel.files.write(id).position += piece.size();
    return static_cast<std::int64_t>(piece.size());
}

CallResult read_console(Call& call, int fd, std::uint64_t limit) {
    if (!call.kernel.typed.readable()) {
        return call.sleep(WaitKind::input, static_cast<std::uint64_t>(fd), Rule::wait_input, {fd});
    }
    const std::string line = call.kernel.typed.take(static_cast<std::size_t>(limit));
    wake_reader(call.kernel, call.sink);  // the next one may have what is left
    const Errno error = call.copy_out(call.address(1), bytes_of(line));
    if (error != Errno::ok) return error;
    return static_cast<std::int64_t>(line.size());
}

// The first `count` bytes at the caller's buffer; fewer when a fault ends them, EFAULT when there is not one. Page by
// page, so that a wild count costs nothing before its first fault.
Result<std::string> fetch(Call& call, VirtAddr from, std::uint64_t count) {
    std::string bytes;
    while (bytes.size() < count) {
        const std::size_t done = bytes.size();
        const std::uint64_t piece = std::min(count - done, kPageSize - (from + done).offset());
        bytes.resize(done + static_cast<std::size_t>(piece));
        const Errno error =
            call.copy_in(from + done, {reinterpret_cast<std::uint8_t*>(bytes.data()) + done, bytes.size() - done});
        if (error == Errno::ok) continue;
        bytes.resize(done);
        if (done == 0) return error;
        break;
    }
    return bytes;
}

}  // namespace

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
    const int fd = call.i32(0);
    const FileId id = call.group().descriptors.find(fd);
    const FileKind kind = id == kNoFile ? FileKind::free : call.kernel.files[id].kind;
    if (kind != FileKind::text && kind != FileKind::console) return bad_descriptor(call, fd);
    const std::uint64_t limit = std::min(call.u64(2), kMaxTransfer);
    if (limit == 0) return 0;
    return kind == FileKind::text ? read_text(call, id, limit) : read_console(call, fd, limit);
}

CallResult sys_write(Call& call) {
    const int fd = call.i32(0);
    const FileId id = call.group().descriptors.find(fd);
    if (id == kNoFile || call.kernel.files[id].kind != FileKind::output) return bad_descriptor(call, fd);
    const std::uint64_t count = std::min(call.u64(2), kMaxTransfer);
    if (count == 0) return 0;
    // "ENOSPC The device containing the file referred to by fd has no room for the data."
    const std::uint64_t room = call.kernel.output.room();
    if (room == 0)
        return call.refuse(Errno::enospc, Rule::limit_exceeded,
                           {report::Limit::output_bytes, count, OutputLog::kMaxBytes});
    const Result<std::string> bytes = fetch(call, call.address(1), std::min(count, room));
    if (!bytes) return bytes.error();
    call.kernel.output.append(call.pid, call.kernel.files[id].channel, *bytes);
    if (call.sink != nullptr) {
        report::Event event{EventType::output, Rule::write_out, call.pid, Errno::ok, {}, *bytes};
        event.args = {static_cast<std::uint64_t>(fd), (*bytes).size()};
        call.sink->on(event);
    }
    return static_cast<std::int64_t>((*bytes).size());
}

CallResult sys_close(Call& call) {
    const int fd = call.i32(0);
    const FileId id = call.group().descriptors.find(fd);
    if (id == kNoFile) return bad_descriptor(call, fd);
    call.kernel.files.release(id);
    call.write_group().descriptors.set(fd, kNoFile);
    return 0;
}

CallResult sys_dup(Call& call) {
    const FileId id = call.group().descriptors.find(call.i32(0));
    if (id == kNoFile) return bad_descriptor(call, call.i32(0));
    const Result<int> fd = call.group().descriptors.lowest_free();
    if (!fd) return fd.error();
    call.kernel.files.share(id);
    call.write_group().descriptors.set(*fd, id);
    return *fd;
}

CallResult sys_dup2(Call& call) {
    const int to = call.i32(1);
    const FileId id = call.group().descriptors.find(call.i32(0));
    if (id == kNoFile) return bad_descriptor(call, call.i32(0));
    // "EBADF newfd is out of the allowed range for file descriptors".
    if (to < 0 || to >= Descriptors::kMax) return bad_descriptor(call, to);
    // "If oldfd is a valid file descriptor, and newfd has the same value as oldfd, then dup2() does nothing".
    if (to == call.i32(0)) return to;
    const FileId replaced = call.group().descriptors.find(to);
    if (replaced != kNoFile) call.kernel.files.release(replaced);
    call.kernel.files.share(id);
    call.write_group().descriptors.set(to, id);
    return to;
}

CallResult sys_ioctl(Call& call) {
    // struct termios of the kernel, as a terminal in its usual mode answers; x86-64, 36 bytes.
    struct Termios {
        std::uint32_t input = 0x4500, output = 0x5, control = 0xbf, local = 0x8a3b;
        std::uint8_t line = 0;
        std::uint8_t characters[19] = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0};
    };
    constexpr std::uint32_t kTcgets = 0x5401;
    const FileId id = call.group().descriptors.find(call.i32(0));
    if (id == kNoFile) return bad_descriptor(call, call.i32(0));
    // "ENOTTY fd is not associated with a character special device."
    if (!call.kernel.files[id].terminal || call.u32(1) != kTcgets) return Errno::enotty;
    return call.put(call.address(2), Termios{});
}

}  // namespace sim::kernel
