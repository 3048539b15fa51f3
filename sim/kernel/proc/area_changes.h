// What areas opened and closed mean to those who count them: segments their attaches, files their mappings.
#pragma once

#include <vector>

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// `pid` did it: it becomes a segment's lpid.
void tell_area_changes(ProcessContext& context, Pid pid, const std::vector<AreaChange>& changes);
// The areas a child has from its parent, who opened them.
void tell_inherited_areas(ProcessContext& context, Pid parent, MmId child);

}  // namespace sim::kernel
