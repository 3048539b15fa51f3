#include "sim/kernel/proc/pipe_ends.h"

#include "sim/kernel/proc/waiting.h"

namespace sim::kernel {
namespace {

void wake_both(ProcessContext& context, WaitKind kind, PipeId pipe) {
    wake(context.tasks, context.memory.sink, kind, pipe.value);
    wake(context.tasks, context.memory.sink, WaitKind::files, 0);
}

// unix_release_sock() does not see a first packet without bytes: it takes it for one already read.
bool unread(const Pipe& pipe) {
    return pipe.slots.size() > 1 || (!pipe.empty() && pipe.slots.front().size() > 0);
}

// What a socket leaves unread resets its peer: "ECONNRESET" is what the peer's next read gives.
void reset_peer(ProcessContext& context, const OpenFile& closed) {
    const Pipe& in = context.pipes[closed.in];
    const bool counts = in.kind == PipeKind::stream || in.kind == PipeKind::seqpacket;
    if (counts && in.readers == 1 && unread(in)) context.pipes.write(closed.out).reset = true;
}

void close_end(ProcessContext& context, const OpenFile& closed, PipeId pipe, bool reader) {
    const bool last = context.pipes.close_end(context.memory, pipe, reader);
    if (last && closed.inode != kNoInode) context.tree.write(closed.inode).pipe = kNoPipe;
    wake_both(context, reader ? WaitKind::pipe_room : WaitKind::pipe_data, pipe);
}

}  // namespace

void open_pipe_ends(ProcessContext& context, const OpenFile& opened) {
    if (opened.in != kNoPipe) context.pipes.open_end(context.memory, opened.in, true);
    if (opened.out != kNoPipe) context.pipes.open_end(context.memory, opened.out, false);
}

void close_pipe_ends(ProcessContext& context, const OpenFile& closed) {
    if (closed.in != kNoPipe && closed.out != kNoPipe && closed.in != closed.out) reset_peer(context, closed);
    if (closed.out != kNoPipe) close_end(context, closed, closed.out, false);
    if (closed.in != kNoPipe) close_end(context, closed, closed.in, true);
}

void wake_readers(ProcessContext& context, PipeId pipe) {
    wake_both(context, WaitKind::pipe_data, pipe);
}

void wake_writers(ProcessContext& context, PipeId pipe) {
    wake_both(context, WaitKind::pipe_room, pipe);
}

}  // namespace sim::kernel
