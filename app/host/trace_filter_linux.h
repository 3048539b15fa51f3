// The filter that decides in the kernel which calls of a traced program stop: all others run at full speed.
#pragma once

namespace app::host {

// For the calling process and all it starts. Calls that stop need a tracer with PTRACE_O_TRACESECCOMP. Returns errno.
int install_trace_filter();

}  // namespace app::host
