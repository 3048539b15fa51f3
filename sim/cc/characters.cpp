#include <string>

#include "sim/cc/literals.h"

namespace sim::cc {

namespace {

// Reads the bytes between the quotes of a literal, escapes resolved.
class EscapeReader {
public:
    EscapeReader(const Piece& piece, Diagnostics& diagnostics) : piece_(piece), diagnostics_(diagnostics) {}
    std::string read(std::string_view inside);

private:
    void escape();
    void octal();
    void hexadecimal();
    void universal(std::size_t digits);
    void append_utf8(std::uint32_t code);
    // A splice or a macro may stand in between, so the literal's own place is the most honest one.
    void error(std::string message) { diagnostics_.error(piece_.at, std::move(message)); }

    const Piece& piece_;
    Diagnostics& diagnostics_;
    std::string_view rest_;
    std::string bytes_;
};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string EscapeReader::read(std::string_view inside) {
    rest_ = inside;
    while (!rest_.empty()) {
        if (rest_[0] == '\\' && rest_.size() > 1) {
            rest_.remove_prefix(1);
            escape();
            continue;
        }
        bytes_ += rest_[0];
        rest_.remove_prefix(1);
    }
    return std::move(bytes_);
}

void EscapeReader::escape() {
    constexpr std::string_view kLetters = "abfnrtve'\"?\\";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v\x1b'\"?\\";
    const char c = rest_[0];
    if (c >= '0' && c <= '7') return octal();
    rest_.remove_prefix(1);
    if (c == 'x') return hexadecimal();
    if (c == 'u') return universal(4);
    if (c == 'U') return universal(8);
    const std::size_t index = kLetters.find(c);
    if (index == std::string_view::npos) {
        diagnostics_.warning(piece_.at, std::string("unknown escape sequence: '\\") + c + '\'');
        bytes_ += c;
        return;
    }
    bytes_ += kValues[index];
}

void EscapeReader::octal() {
    unsigned value = 0;
    for (int digits = 0; digits < 3 && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '7'; ++digits) {
        value = value * 8 + static_cast<unsigned>(rest_[0] - '0');
        rest_.remove_prefix(1);
    }
    if (value > 0xff) diagnostics_.warning(piece_.at, "octal escape sequence out of range");
    bytes_ += static_cast<char>(value & 0xff);
}

void EscapeReader::hexadecimal() {
    if (rest_.empty() || hex_value(rest_[0]) < 0) return error("\\x used with no following hex digits");
    unsigned value = 0;
    bool overflow = false;
    while (!rest_.empty() && hex_value(rest_[0]) >= 0) {
        overflow = overflow || value > 0xf;
        value = (value * 16 + static_cast<unsigned>(hex_value(rest_[0]))) & 0xff;
        rest_.remove_prefix(1);
    }
    if (overflow) diagnostics_.warning(piece_.at, "hex escape sequence out of range");
    bytes_ += static_cast<char>(value);
}

void EscapeReader::universal(std::size_t digits) {
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (rest_.empty() || hex_value(rest_[0]) < 0) return error("incomplete universal character name");
        code = code * 16 + static_cast<std::uint32_t>(hex_value(rest_[0]));
        rest_.remove_prefix(1);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    const bool basic = code < 0xa0 && code != '$' && code != '@' && code != '`';
    if (surrogate || basic || code > 0x10ffff) return error("not a valid universal character");
    append_utf8(code);
}

void EscapeReader::append_utf8(std::uint32_t code) {
    const auto tail = [&](int shift) { bytes_ += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) {
        bytes_ += static_cast<char>(code);
    } else if (code < 0x800) {
        bytes_ += static_cast<char>(0xc0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        bytes_ += static_cast<char>(0xe0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        bytes_ += static_cast<char>(0xf0 | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

Token literal_token(TokenKind kind, const Piece& piece) {
    Token token;
    token.kind = kind;
    token.text = piece.text;
    token.at = piece.at;
    return token;
}

// Bytes of the prefix before the quote.
std::size_t prefix_size(const Piece& piece) {
    return piece.text.find_first_of("'\"");
}

std::string read_content(const Piece& piece, std::size_t prefix, Diagnostics& diagnostics) {
    return EscapeReader(piece, diagnostics).read(piece.text.substr(prefix + 1, piece.text.size() - prefix - 2));
}

}  // namespace

Token character_token(const Piece& piece, Diagnostics& diagnostics) {
    Token token = literal_token(TokenKind::integer, piece);
    const std::size_t prefix = prefix_size(piece);
    if (prefix > 0) {
        diagnostics.error(piece.at, "wide character constants are not supported");
        return token;
    }
    const std::string bytes = read_content(piece, prefix, diagnostics);
    if (bytes.empty()) {
        diagnostics.error(piece.at, "empty character constant");
        return token;
    }
    if (bytes.size() == 1) {
        token.integer = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<signed char>(bytes[0])));
        return token;
    }
    diagnostics.warning(
        piece.at, bytes.size() > 4 ? "character constant too long for its type" : "multi-character character constant");
    std::uint32_t packed = 0;
    for (const char c : bytes) packed = packed << 8 | static_cast<unsigned char>(c);
    token.integer = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(packed)));
    return token;
}

Token string_token(const Piece& piece, Diagnostics& diagnostics) {
    Token token = literal_token(TokenKind::string, piece);
    const std::size_t prefix = prefix_size(piece);
    const bool utf8 = piece.text.substr(0, prefix) == "u8";
    if (prefix > 0 && !utf8) {
        diagnostics.error(piece.at, "wide string literals are not supported");
        return token;
    }
    token.string = read_content(piece, prefix, diagnostics);
    return token;
}

}  // namespace sim::cc
