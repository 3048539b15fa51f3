// Building and sending one event, for code that may have no sink.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "sim/report/event.h"

namespace sim::report {

// An argument of an event: numbers and ids as their 64 bits, signed values sign-extended.
struct Argument {
    std::uint64_t bits = 0;

    template <class Number>
    requires std::is_integral_v<Number> || std::is_enum_v<Number>
    constexpr Argument(Number number) : bits(static_cast<std::uint64_t>(number)) {}
    template <class AnyId>
    requires requires(AnyId id) { id.value; }
    constexpr Argument(AnyId id) : bits(static_cast<std::uint64_t>(id.value)) {}
    constexpr Argument(ShmId id) : bits(id.bits()) {}
    constexpr Argument() = default;
};
using Arguments = std::array<Argument, 6>;

// Reports to `sink` unless it is null.
inline void emit(Sink* sink, EventType type, Rule rule, Pid pid, const Arguments& arguments = {},
                 Errno error = Errno::ok) {
    if (sink == nullptr) return;
    Event event;
    event.type = type;
    event.rule = rule;
    event.pid = pid;
    event.error = error;
    for (std::size_t i = 0; i < arguments.size(); ++i) event.args[i] = arguments[i].bits;
    sink->on(event);
}

// Reports a check that ended in `error`, and returns it.
inline Errno refuse(Sink* sink, Pid pid, Errno error, Rule rule, const Arguments& arguments) {
    emit(sink, EventType::check, rule, pid, arguments, error);
    return error;
}

}  // namespace sim::report
