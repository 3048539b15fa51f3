// Arithmetic on constants, with the results the simulated CPU would give.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/cc/ast.h"

namespace sim::cc {

// `value` cut to the size of an integer or pointer type and extended to 64 bits by its signedness.
std::uint64_t extended(std::uint64_t value, const Type& type);

// a op b, both of `type`; nothing when the CPU would trap.
std::optional<std::uint64_t> fold_integer(BinaryOp op, const Type& type, std::uint64_t a, std::uint64_t b);
// Arithmetic in `type`, float or double. Nothing for comparisons and operators that floating types lack.
std::optional<double> fold_floating(BinaryOp op, const Type& type, double a, double b);
std::optional<bool> fold_comparison(BinaryOp op, double a, double b);

// Constants converted.
std::uint64_t integer_from(double value, const Type& type);
double floating_from(std::uint64_t value, const Type& from, const Type& to);
double rounded(double value, const Type& type);

// A value known when the program is linked: a number, or an address of a symbol plus a number.
struct StaticValue {
    bool has_symbol = false;
    std::uint32_t symbol = 0;
    std::int64_t offset = 0;
};
std::optional<StaticValue> static_value(const Node& node);

}  // namespace sim::cc
