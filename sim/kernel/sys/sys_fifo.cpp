// Opening FIFOs: "opening the FIFO for reading normally blocks until some other process opens the same FIFO for
// writing, and vice versa" (fifo(7)).
//
// Known inaccuracies: while open(2) waits its descriptor is already listed.
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/pipe_ends.h"
#include "sim/kernel/proc/release_file.h"
#include "sim/kernel/proc/waiting.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/pipe_io.h"

namespace sim::kernel {
namespace {

using report::Rule;

// Who has opened the other side so far: an opener waits for the number to grow, as its partner may have gone again
// before the opener runs.
std::uint32_t partners(const Pipe& pipe, const OpenFile& file) {
    return file.in != kNoPipe ? pipe.writer_opens : pipe.reader_opens;
}

// A waiting opener holds its descriptor and end already: Wait::detail is the descriptor, and above it the number of
// partners at the beginning.
CallResult sleep_for_peer(Call& call, InodeId fifo, std::uint64_t detail) {
    Wait wait;
    wait.kind = WaitKind::peer;
    wait.object = fifo.value;
    wait.detail = detail;
    return call.sleep(std::move(wait), Rule::wait_peer, {fifo});
}

CallResult await_peer(Call& call, InodeId fifo) {
    const std::uint64_t detail = call.task().wait.detail;
    const int fd = static_cast<std::int32_t>(detail & 0xffff'ffff);
    const FileId id = file_of(call, fd);
    if (id == kNoFile) return bad_descriptor(call, fd);  // another thread closed it
    const OpenFile& file = call.kernel.files[id];
    const Pipe& pipe = call.kernel.pipes[file.in != kNoPipe ? file.in : file.out];
    if (partners(pipe, file) != detail >> 32) return fd;
    if (call.woken_by_signal()) {  // it sleeps no more: nothing stays open
        ProcessContext context = call.processes();
        close_descriptor(context, call.task().tgid, fd);
    }
    return sleep_for_peer(call, fifo, detail);
}

PipeId pipe_of(Call& call, InodeId fifo) {
    const PipeId present = call.kernel.tree[fifo].pipe;
    if (present != kNoPipe) return present;
    const PipeId made = call.kernel.pipes.create(call.memory, PipeKind::fifo);
    call.kernel.tree.write(fifo).pipe = made;
    return made;
}

OpenFile fifo_file(Call& call, InodeId fifo, std::uint32_t flags) {
    const PipeId pipe = pipe_of(call, fifo);
    OpenFile file;
    file.kind = FileKind::pipe;
    file.flags = (flags & ~kOpenOnce) | kOpenLargeFile;
    file.inode = fifo;
    file.in = opens_to_read(flags) ? pipe : kNoPipe;
    file.out = opens_to_write(flags) ? pipe : kNoPipe;
    file.name = call.kernel.tree.path_of(fifo);
    // poll(2) does not call a FIFO hung up that nobody has opened for writing since (FileKind::pipe: position).
    const Pipe& before = call.kernel.pipes[pipe];
    if (before.writers == 0 && !opens_to_write(flags)) file.position = before.writer_opens;
    return file;
}

}  // namespace

CallResult open_fifo(Call& call, InodeId fifo, std::uint32_t flags) {
    if (call.again()) return await_peer(call, fifo);
    if ((flags & kOpenAccessMode) == kOpenAccessMode)
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, flags});
    const PipeId present = call.kernel.tree[fifo].pipe;
    const bool nonblock = (flags & kOpenNonblock) != 0;
    const bool has_reader = present != kNoPipe && call.kernel.pipes[present].readers > 0;
    // "ENXIO O_NONBLOCK | O_WRONLY is set, the named file is a FIFO, and no process has the FIFO open for reading."
    if (nonblock && !opens_to_read(flags) && !has_reader) return call.refuse(Errno::enxio, Rule::would_block, {fifo});
    const OpenFile file = fifo_file(call, fifo, flags);
    call.kernel.tree.opened(fifo);
    const FileId id = call.kernel.files.open(file);
    ProcessContext context = call.processes();
    open_pipe_ends(context, file);
    const CallResult fd = install_descriptor(call, id, (flags & kOpenCloseOnExec) != 0);
    if (fd.value < 0) return fd;
    wake(call.kernel.tasks, call.sink, WaitKind::peer, fifo.value);
    const Pipe& pipe = call.kernel.pipes[file.in != kNoPipe ? file.in : file.out];
    const bool alone = (file.in != kNoPipe ? pipe.writers : pipe.readers) == 0;
    // "A process can open a FIFO in nonblocking mode. In this case, opening for read-only succeeds".
    if (!alone || nonblock) return fd;
    return sleep_for_peer(call, fifo, std::uint64_t{partners(pipe, file)} << 32 | static_cast<std::uint32_t>(fd.value));
}

}  // namespace sim::kernel
