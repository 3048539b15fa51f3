// Reporting from within memory management: nothing is built when nobody listens.
#pragma once

#include <array>
#include <cstdint>

#include "sim/kernel/mm/memory.h"
#include "sim/report/event.h"

namespace sim::kernel {

inline void emit(const MemoryContext& context, report::EventType type, report::Rule rule,
                 std::array<std::uint64_t, 6> args, Errno error = Errno::ok) {
    if (context.sink == nullptr) return;
    report::Event event;
    event.type = type;
    event.rule = rule;
    event.pid = context.pid;
    event.error = error;
    event.args = args;
    context.sink->on(event);
}

// An id or pid as events carry it: sign-extended.
template <class Tag, class Representation>
std::uint64_t event_arg(Id<Tag, Representation> id) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(id.value));
}

}  // namespace sim::kernel
