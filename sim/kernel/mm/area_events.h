// Reporting of areas.
#pragma once

#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

// area_open or area_close.
inline void emit_area(const MemoryContext& context, report::Rule rule, const Area& area) {
    emit(context, report::EventType::area, rule,
         {area.start.value, area.end.value, perms_bits(area.perms), static_cast<std::uint64_t>(area.kind),
          event_arg(area.shmid)});
}

// The area was [old_start, old_end) before, or had other permissions.
inline void emit_area_resize(const MemoryContext& context, VirtAddr old_start, VirtAddr old_end, const Area& now) {
    emit(context, report::EventType::area, report::Rule::area_resize,
         {old_start.value, old_end.value, now.start.value, now.end.value, perms_bits(now.perms),
          static_cast<std::uint64_t>(now.kind)});
}

}  // namespace sim::kernel
