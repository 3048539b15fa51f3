#include "sim/hw/number_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "sim/hw/isa.h"

namespace sim::hw {
namespace {

// Digits before the point of the largest double, the largest precision, sign, point and exponent.
constexpr std::size_t kLongestText = 309 + 511 + 16;
using TextBuffer = std::array<char, kLongestText>;

bool c_locale_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+';
}

// Whatever the process's locale prints between the digits, however many bytes, becomes one '.'.
std::size_t restore_point(TextBuffer& text, std::size_t length) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(length);
    const auto point = std::find_if_not(text.begin(), end, c_locale_character);
    if (point == end) return length;
    *point = '.';
    const auto rest = std::find_if(point + 1, end, c_locale_character);
    return static_cast<std::size_t>(std::copy(rest, end, point + 1) - text.begin());
}

std::size_t print(TextBuffer& text, double value, std::uint64_t request) {
    constexpr std::string_view kConversions = "fFeEgG";
    char conversion = static_cast<char>(request & 0xff);
    if (kConversions.find(conversion) == std::string_view::npos) conversion = 'f';
    const int precision = static_cast<int>(std::min<std::uint64_t>(request >> kFormatPrecisionShift & 0xfff, 511));
    const bool alternate = request >> kFormatAlternateBit & 1;
    const std::array<char, 6> format = alternate ? std::array<char, 6>{'%', '#', '.', '*', conversion, 0}
                                                 : std::array<char, 6>{'%', '.', '*', conversion};
    const int length = std::snprintf(text.data(), text.size(), format.data(), precision, value);
    return restore_point(text, static_cast<std::size_t>(std::max(length, 0)));
}

}  // namespace

std::uint64_t format_double(double value, std::uint64_t request) {
    TextBuffer text{};
    const std::size_t length = print(text, value, request);
    const std::uint64_t first = (request >> kFormatChunkShift) * 8;
    std::uint64_t chunk = 0;
    if (first < length) std::memcpy(&chunk, text.data() + first, std::min<std::size_t>(8, length - first));
    return chunk;
}

double scale_decimal(std::uint64_t digits, std::int64_t exponent) {
    // Beyond these every non-zero number is infinite or zero; the text stays short.
    exponent = std::clamp<std::int64_t>(exponent, -1000, 1000);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%llue%lld", static_cast<unsigned long long>(digits),
                  static_cast<long long>(exponent));
    return std::strtod(text.data(), nullptr);
}

}  // namespace sim::hw
