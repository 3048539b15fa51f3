// Ends of pipes: an open file reads from its `in` and writes to its `out`. Who sleeps at the other end is told.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// A new open file counts as an end of its pipes.
void open_pipe_ends(ProcessContext& context, const OpenFile& opened);
// An open file that reads or writes pipes is gone.
void close_pipe_ends(ProcessContext& context, const OpenFile& closed);

// Bytes came, or no more will; there is room, or nobody left to read. Those who poll(2) look too.
void wake_readers(ProcessContext& context, PipeId pipe);
void wake_writers(ProcessContext& context, PipeId pipe);

}  // namespace sim::kernel
