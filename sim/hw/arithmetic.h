// What the arithmetic instructions compute, as x86-64 does it, on register values.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sim::hw {

constexpr std::uint64_t sext32(std::uint64_t value) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(value)));
}

inline double as_double(std::uint64_t bits) {
    return std::bit_cast<double>(bits);
}
inline std::uint64_t as_bits(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

// idiv: false where the CPU raises a divide error.
template <class Signed>
constexpr bool divide_signed(std::uint64_t dividend, std::uint64_t divisor, bool remainder, std::uint64_t& result) {
    const auto a = static_cast<Signed>(dividend);
    const auto b = static_cast<Signed>(divisor);
    if (b == 0 || (b == -1 && a == std::numeric_limits<Signed>::min())) return false;
    result = static_cast<std::uint64_t>(static_cast<std::int64_t>(remainder ? a % b : a / b));
    return true;
}

// div: false where the CPU raises a divide error.
constexpr bool divide_unsigned(std::uint64_t a, std::uint64_t b, bool remainder, std::uint64_t& result) {
    if (b == 0) return false;
    result = remainder ? a % b : a / b;
    return true;
}

// Bits of a double result. SSE2 leaves a NaN operand, the first one, made quiet; a NaN out of numbers has its
// sign set. Said here because other hosts choose other NaNs.
inline std::uint64_t double_result(std::uint64_t a, std::uint64_t b, double result) {
    constexpr std::uint64_t kQuiet = 1ull << 51;
    constexpr std::uint64_t kMadeNan = 0xfff8'0000'0000'0000ull;
    if (!std::isnan(result)) return as_bits(result);
    if (std::isnan(as_double(a))) return a | kQuiet;
    if (std::isnan(as_double(b))) return b | kQuiet;
    return kMadeNan;
}

// cvttsd2si: truncates; NaN and what does not fit give the smallest integer.
inline std::int64_t truncate_to_signed(double value) {
    constexpr double kLimit = 9223372036854775808.0;  // 2^63
    if (value >= -kLimit && value < kLimit) return static_cast<std::int64_t>(value);
    return std::numeric_limits<std::int64_t>::min();
}

// The sequence compilers emit for an unsigned result: the upper half is moved down by 2^63 first.
inline std::uint64_t truncate_to_unsigned(double value) {
    constexpr double kLimit = 9223372036854775808.0;  // 2^63
    if (value >= kLimit) return static_cast<std::uint64_t>(truncate_to_signed(value - kLimit)) ^ (1ull << 63);
    return static_cast<std::uint64_t>(truncate_to_signed(value));
}

}  // namespace sim::hw
