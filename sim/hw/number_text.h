// Number ↔ text conversions of the CPU: exact, and the same in every locale.
#pragma once

#include <cstdint>

namespace sim::hw {

// Eight characters of the text of a double, the first in the low byte. `request` is fmtd's packed operand (isa.h).
std::uint64_t format_double(double value, std::uint64_t request);

// The double nearest to digits * 10^exponent; infinity when too large, 0 when too small.
double scale_decimal(std::uint64_t digits, std::int64_t exponent);

}  // namespace sim::hw
