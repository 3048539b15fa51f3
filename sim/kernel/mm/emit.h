// Reporting from within memory management: to the context's sink, in the name of its pid.
#pragma once

#include "sim/kernel/mm/memory.h"
#include "sim/report/emit.h"

namespace sim::kernel {

inline void emit(const MemoryContext& context, report::EventType type, report::Rule rule,
                 const report::Arguments& arguments, Errno error = Errno::ok) {
    report::emit(context.sink, type, rule, context.pid, arguments, error);
}

// area_open or area_close.
inline void emit_area(const MemoryContext& context, report::Rule rule, const Area& area) {
    emit(context, report::EventType::area, rule, {area.start, area.end, perms_bits(area.perms), area.kind, area.shmid});
}

// The area was [old_start, old_end) before, or had other permissions.
inline void emit_area_resize(const MemoryContext& context, VirtAddr old_start, VirtAddr old_end, const Area& now) {
    emit(context, report::EventType::area, report::Rule::area_resize,
         {old_start, old_end, now.start, now.end, perms_bits(now.perms), now.kind});
}

}  // namespace sim::kernel
