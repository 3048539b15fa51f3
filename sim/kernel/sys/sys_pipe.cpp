// Pipes and FIFOs: pipe, pipe2, opening a FIFO, reading and writing, F_SETPIPE_SZ.
//
// Reading and writing go slot by slot, as fs/pipe.c does: each page is one copy from the writer and one to the reader.
#include <algorithm>
#include <bit>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/pipe_ends.h"
#include "sim/kernel/proc/release_file.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/pipe_io.h"

namespace sim::kernel {

using report::Rule;

CallResult would_block(const Call& call, int fd) {
    // "EAGAIN The file descriptor fd refers to a file other than a socket and has been marked nonblocking".
    return call.refuse(Errno::eagain, Rule::would_block, {fd});
}

CallResult sleep_at_pipe(Call& call, WaitKind kind, PipeId pipe, std::uint64_t done, std::uint64_t left) {
    Wait wait;
    wait.kind = kind;
    wait.object = pipe.value;
    wait.result = static_cast<std::int64_t>(done);
    return call.sleep(std::move(wait), kind == WaitKind::pipe_data ? Rule::wait_pipe_data : Rule::wait_pipe_room,
                      {pipe, left});
}

std::uint64_t done_before(const Call& call) {
    return call.again() ? static_cast<std::uint64_t>(call.task().wait.result) : 0;
}

CallResult broken_pipe(Call& call, PipeId pipe, std::uint64_t done, bool signals) {
    call.refuse(Errno::epipe, Rule::pipe_has_no_reader, {pipe});
    // "the writing process will also receive a SIGPIPE signal".
    if (signals) {
        ProcessContext context = call.processes();
        SignalInfo info;
        info.signal = kSigpipe;
        info.code = kSiUser;
        info.pid = call.task().tgid;
        info.uid = call.task().credentials.uid;
        send_signal_to_thread(context, call.pid, info);
        if (!call.alive()) return CallResult::gone();
    }
    return done > 0 ? CallResult(static_cast<std::int64_t>(done)) : CallResult(Errno::epipe);
}

namespace {

// Bytes of the next page of a write of `total` bytes that has `done` of them in the pipe; 0: it is full. Only the
// beginning of a write joins the last page, and of a long one only what makes the rest whole pages.
std::uint64_t next_piece(const Pipe& pipe, std::uint64_t total, std::uint64_t done, bool begins) {
    if (begins && pipe.merges(total % kPageSize)) return total % kPageSize;
    return pipe.full() ? 0 : std::min(total - done, kPageSize);
}

struct Progress {
    std::uint64_t done = 0;
    Errno error = Errno::ok;
};

// Puts what fits into the pipe.
Progress fill(Call& call, PipeId id, const UserBuffer& from, std::uint64_t done, bool packets) {
    Pipes& pipes = call.kernel.pipes;
    bool begins = !call.again();
    while (done < from.bytes() && pipes[id].readers > 0) {
        const std::uint64_t size = next_piece(pipes[id], from.bytes(), done, begins);
        const bool merged = begins && pipes[id].merges(from.bytes() % kPageSize);
        if (size == 0) break;
        const Result<std::string> bytes = from.get(call, done, size);
        if (!bytes) return {done, bytes.error()};
        if ((*bytes).size() < size) return {done, Errno::efault};
        if (merged) {
            pipes.merge(call.memory, id, *bytes);
        } else {
            PipeSlot slot;
            slot.content = Cow<PipeBytes>(PipeBytes{*bytes});
            slot.packet = packets;
            pipes.append(call.memory, id, std::move(slot));
        }
        done += size;
        begins = false;
    }
    return {done, Errno::ok};
}

// Takes what is there.
Progress drain(Call& call, PipeId id, const UserBuffer& to) {
    Pipes& pipes = call.kernel.pipes;
    std::uint64_t done = 0;
    while (done < to.bytes() && !pipes[id].empty()) {
        const PipeSlot slot = pipes[id].slots.front();
        const std::uint64_t size = std::min(to.bytes() - done, slot.size());
        const Errno error = to.put(call, done, slot.unread().substr(0, static_cast<std::size_t>(size)));
        if (error != Errno::ok) return {done, error};
        pipes.take(call.memory, id, size);
        done += size;
        if (slot.packet) break;
    }
    return {done, Errno::ok};
}

OpenFile pipe_file(std::uint32_t flags, PipeId in, PipeId out) {
    OpenFile file;
    file.kind = FileKind::pipe;
    file.flags = flags;
    file.in = in;
    file.out = out;
    file.name = "pipe:[" + std::to_string((in != kNoPipe ? in : out).value) + "]";
    return file;
}

CallResult make_pipe(Call& call, std::uint32_t flags) {
    constexpr std::uint32_t kAllowed = kOpenCloseOnExec | kOpenNonblock | kOpenDirect;
    // "EINVAL (pipe2()) Invalid value in flags."
    if ((flags & ~kAllowed) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {2, flags});
    const PipeId pipe = call.kernel.pipes.create(call.memory, PipeKind::pipe);
    call.kernel.pipes.write(pipe).uid = call.task().credentials.euid;
    call.kernel.pipes.write(pipe).gid = call.task().credentials.egid;
    const std::uint32_t kept = flags & ~kOpenCloseOnExec;
    // O_DIRECT makes packets of writes, and only the writer's end says so.
    return install_pair(call, pipe_file(kOpenReadOnly | (kept & ~kOpenDirect), pipe, kNoPipe),
                        pipe_file(kOpenWriteOnly | kept, kNoPipe, pipe), (flags & kOpenCloseOnExec) != 0);
}

}  // namespace

CallResult install_pair(Call& call, OpenFile first, OpenFile second, bool close_on_exec) {
    ProcessContext context = call.processes();
    const std::array<FileId, 2> files = {call.kernel.files.open(first), call.kernel.files.open(second)};
    open_pipe_ends(context, first);
    open_pipe_ends(context, second);
    std::array<std::int32_t, 2> fds{};
    for (std::size_t i = 0; i < fds.size(); ++i) {
        const CallResult fd = install_descriptor(call, files[i], close_on_exec);
        fds[i] = static_cast<std::int32_t>(fd.value);
        if (fd.value >= 0) continue;
        if (i == 0) release_file(context, files[1]);
        if (i == 1) close_descriptor(context, call.task().tgid, fds[0]);
        return fd;
    }
    // "EFAULT pipefd is not valid": on an error nothing stays open.
    const Errno error = call.put(call.address(call.number == kSocketpair ? 3 : 0), fds);
    if (error == Errno::ok) return 0;
    if (!call.alive()) return CallResult::gone();
    for (std::int32_t fd : fds) close_descriptor(context, call.task().tgid, fd);
    return error;
}

CallResult sys_pipe(Call& call) {
    return make_pipe(call, 0);
}

CallResult sys_pipe2(Call& call) {
    return make_pipe(call, call.u32(1));
}

CallResult write_pipe(Call& call, int fd, FileId file, const UserBuffer& from) {
    const PipeId id = call.kernel.files[file].out;
    if (is_socket(call.kernel.pipes[id].kind)) return send_socket(call, fd, file, from, 0);
    if (from.bytes() == 0) return 0;
    const std::uint32_t flags = call.kernel.files[file].flags;
    const std::uint64_t before = done_before(call);
    const Progress progress = fill(call, id, from, before, (flags & kOpenDirect) != 0);
    if (!call.alive()) return CallResult::gone();
    ProcessContext context = call.processes();
    if (progress.done > before) wake_readers(context, id);
    const std::uint64_t left = from.bytes() - progress.done;
    const auto count = static_cast<std::int64_t>(progress.done);
    if (progress.error != Errno::ok) return count > 0 ? CallResult(count) : CallResult(progress.error);
    if (left == 0) return count;
    if (call.kernel.pipes[id].readers == 0) return broken_pipe(call, id, progress.done, true);
    if ((flags & kOpenNonblock) != 0) return count > 0 ? CallResult(count) : would_block(call, fd);
    return sleep_at_pipe(call, WaitKind::pipe_room, id, progress.done, left);
}

CallResult read_pipe(Call& call, int fd, FileId file, const UserBuffer& to) {
    const PipeId id = call.kernel.files[file].in;
    if (to.bytes() == 0) return 0;
    if (is_socket(call.kernel.pipes[id].kind)) return receive_socket(call, fd, file, to, 0).result;
    const Progress progress = drain(call, id, to);
    if (!call.alive()) return CallResult::gone();
    if (progress.done > 0) {
        ProcessContext context = call.processes();
        if (!call.kernel.pipes[id].full()) wake_writers(context, id);
        return static_cast<std::int64_t>(progress.done);
    }
    if (progress.error != Errno::ok) return progress.error;
    // "0 (end of file)" once all writers are gone.
    if (call.kernel.pipes[id].writers == 0) return 0;
    if ((call.kernel.files[file].flags & kOpenNonblock) != 0) return would_block(call, fd);
    return sleep_at_pipe(call, WaitKind::pipe_data, id, 0, to.bytes());
}

CallResult pipe_size(Call& call, FileId file) {
    const OpenFile& open = call.kernel.files[file];
    const PipeId id = open.in != kNoPipe ? open.in : open.out;
    const bool set = call.i32(1) == kSetPipeSize;
    if (open.kind != FileKind::pipe || is_socket(call.kernel.pipes[id].kind)) return bad_descriptor(call, call.i32(0));
    if (!set) return static_cast<std::int64_t>(call.kernel.pipes[id].capacity());
    const std::uint32_t asked = call.u32(2);
    if (asked > 1u << 31) return call.refuse(Errno::einval, Rule::argument_invalid, {3, asked});
    const std::uint64_t bytes = std::bit_ceil(std::max<std::uint64_t>(asked, kPageSize));
    const auto slots = static_cast<std::uint32_t>(bytes / kPageSize);
    const Pipe& pipe = call.kernel.pipes[id];
    // "Only a privileged process can set the pipe's capacity above the … limit".
    const bool grows = slots > pipe.max_slots;
    if (grows && bytes > kPipeMaxBytes && !call.task().credentials.has(Capability::sys_resource)) {
        return call.refuse(Errno::eperm, Rule::capability_missing, {Capability::sys_resource});
    }
    // "EBUSY … an attempt … to set the capacity smaller than the amount of buffer space currently used".
    if (slots < pipe.slots.size()) return call.refuse(Errno::ebusy, Rule::argument_invalid, {3, asked});
    call.kernel.pipes.write(id).max_slots = slots;
    ProcessContext context = call.processes();
    if (grows) wake_writers(context, id);
    return static_cast<std::int64_t>(bytes);
}

}  // namespace sim::kernel
