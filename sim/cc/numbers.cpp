#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "sim/cc/literals.h"

namespace sim::cc {

namespace {

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

bool has_prefix(std::string_view text, char letter) {
    return text.size() > 1 && text[0] == '0' && (text[1] | 0x20) == letter;
}

bool is_floating(std::string_view text) {
    if (has_prefix(text, 'x')) return text.find_first_of(".pP") != std::string_view::npos;
    return !has_prefix(text, 'b') && text.find_first_of(".eE") != std::string_view::npos;
}

struct Digits {
    std::uint64_t value = 0;
    bool overflow = false;
    std::size_t end = 0;  // offset behind the last digit
    int base = 10;
    bool any = false;
};

Digits read_digits(std::string_view text) {
    Digits digits;
    if (has_prefix(text, 'x') || has_prefix(text, 'b')) {
        digits.base = has_prefix(text, 'x') ? 16 : 2;
        digits.end = 2;
    } else if (text[0] == '0') {
        digits.base = 8;
    }
    const auto base = static_cast<std::uint64_t>(digits.base);
    for (; digits.end < text.size() && digit_value(text[digits.end]) < digits.base; ++digits.end) {
        const auto digit = static_cast<std::uint64_t>(digit_value(text[digits.end]));
        if (digits.value > (std::numeric_limits<std::uint64_t>::max() - digit) / base) digits.overflow = true;
        digits.value = digits.value * base + digit;
        digits.any = true;
    }
    return digits;
}

struct Suffix {
    bool valid = false;
    bool is_unsigned = false;
    bool is_long = false;
};

Suffix integer_suffix(std::string_view text) {
    Suffix suffix;
    std::string lower;
    for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool mixed = text.find("lL") != std::string_view::npos || text.find("Ll") != std::string_view::npos;
    constexpr std::string_view kKnown[] = {"", "u", "l", "ll", "ul", "lu", "ull", "llu"};
    suffix.valid = !mixed && std::find(std::begin(kKnown), std::end(kKnown), lower) != std::end(kKnown);
    suffix.is_unsigned = lower.find('u') != std::string::npos;
    suffix.is_long = lower.find('l') != std::string::npos;
    return suffix;
}

// The first type of C17 6.4.4.1's list that holds the value; long long is as long on x86-64.
IntegerType integer_type(const Digits& digits, const Suffix& suffix) {
    const bool may_be_unsigned = suffix.is_unsigned || digits.base != 10;
    if (!suffix.is_long) {
        if (!suffix.is_unsigned && digits.value <= 0x7fff'ffff) return IntegerType::int_;
        if (may_be_unsigned && digits.value <= 0xffff'ffff) return IntegerType::unsigned_;
    }
    if (!suffix.is_unsigned && digits.value <= 0x7fff'ffff'ffff'ffff) return IntegerType::long_;
    return IntegerType::unsigned_long;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

void report_bad_suffix(const Piece& piece, const Digits& digits, Diagnostics& diagnostics) {
    const std::string_view rest = piece.text.substr(digits.end);
    if (digits.base == 8 && (rest[0] == '8' || rest[0] == '9')) {
        diagnostics.error(piece.at, "invalid digit " + quoted(rest.substr(0, 1)) + " in octal constant");
    } else if (digits.base == 2 && rest[0] >= '2' && rest[0] <= '9') {
        diagnostics.error(piece.at, "invalid digit " + quoted(rest.substr(0, 1)) + " in binary constant");
    } else {
        diagnostics.error(piece.at, "invalid suffix " + quoted(rest) + " on integer constant");
    }
}

Token integer_token(const Piece& piece, Diagnostics& diagnostics) {
    Token token;
    token.kind = TokenKind::integer;
    token.text = piece.text;
    token.at = piece.at;
    const Digits digits = read_digits(piece.text);
    const Suffix suffix = integer_suffix(piece.text.substr(digits.end));
    if (!suffix.valid || !digits.any) {
        if (digits.any || !piece.text.substr(digits.end).empty()) {
            report_bad_suffix(piece, digits, diagnostics);
        } else {
            diagnostics.error(piece.at, "no digits in constant " + quoted(piece.text));
        }
        return token;
    }
    if (digits.overflow) diagnostics.error(piece.at, "integer constant is too large for any integer type");
    token.integer = digits.value;
    token.integer_type = integer_type(digits, suffix);
    const bool surprise = digits.base == 10 && !suffix.is_unsigned && token.integer_type == IntegerType::unsigned_long;
    if (surprise) diagnostics.warning(piece.at, "integer constant is so large that it is unsigned");
    return token;
}

Token floating_token(const Piece& piece, Diagnostics& diagnostics) {
    Token token;
    token.kind = TokenKind::floating;
    token.text = piece.text;
    token.at = piece.at;
    const std::string text(piece.text);
    char* end = nullptr;
    token.floating = std::strtod(text.c_str(), &end);
    const std::string_view suffix = std::string_view(text).substr(static_cast<std::size_t>(end - text.c_str()));
    const bool hex_without_exponent = has_prefix(text, 'x') && text.find_first_of("pP") == std::string::npos;
    if (hex_without_exponent) {
        diagnostics.error(piece.at, "hexadecimal floating constants require an exponent");
    } else if (suffix == "f" || suffix == "F") {
        token.is_float = true;
        token.floating = static_cast<double>(std::strtof(text.c_str(), nullptr));
    } else if (suffix == "l" || suffix == "L") {
        diagnostics.error(piece.at, "long double is not supported");
    } else if (!suffix.empty()) {
        const bool exponent = (suffix[0] | 0x20) == 'e' || (suffix[0] | 0x20) == 'p';
        diagnostics.error(piece.at, exponent ? "exponent has no digits"
                                             : "invalid suffix " + quoted(suffix) + " on floating constant");
    }
    if (std::isinf(token.floating)) diagnostics.warning(piece.at, "floating constant exceeds the range of its type");
    return token;
}

}  // namespace

Token number_token(const Piece& piece, Diagnostics& diagnostics) {
    return is_floating(piece.text) ? floating_token(piece, diagnostics) : integer_token(piece, diagnostics);
}

}  // namespace sim::cc
