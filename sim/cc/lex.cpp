#include "sim/cc/lex.h"

#include <array>

namespace sim::cc {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == '\0';
}

// Longest first, so that the first that fits is the right one.
constexpr std::array<std::string_view, 54> kPunctuators = {
    "%:%:", "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "*=", "/=", "%=",
    "+=",   "-=",  "&=",  "^=",  "|=", "##", "<:", ":>", "<%", "%>", "%:", "[",  "]",  "(",  ")",  "{",  "}",  ".",
    "&",    "*",   "+",   "-",   "~",  "!",  "/",  "%",  "<",  ">",  "^",  "|",  "?",  ":",  ";",  "=",  ",",  "#",
};

// Digraphs mean the same as the usual spelling (C17 6.4.6).
std::string_view usual_spelling(std::string_view punctuator) {
    if (punctuator == "%:%:") return "##";
    if (punctuator == "%:") return "#";
    if (punctuator == "<:") return "[";
    if (punctuator == ":>") return "]";
    if (punctuator == "<%") return "{";
    if (punctuator == "%>") return "}";
    return punctuator;
}

// How many bytes at `at` are a backslash, blanks and a newline; 0 when it is no line splice.
std::size_t splice_size(std::string_view source, std::size_t at) {
    std::size_t end = at + 1;
    while (end < source.size() && (source[end] == ' ' || source[end] == '\t' || source[end] == '\r')) ++end;
    return end < source.size() && source[end] == '\n' ? end + 1 - at : 0;
}

}  // namespace

bool starts_identifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

bool continues_identifier(char c) {
    return starts_identifier(c) || is_digit(c);
}

SplicedText splice_lines(std::string_view source, std::deque<std::string>& spellings) {
    SplicedText result;
    std::string& text = spellings.emplace_back();
    text.reserve(source.size());
    // Editors of other systems begin a file with a byte order mark.
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    for (std::size_t i = source.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0; i < source.size();) {
        const std::size_t splice = source[i] == '\\' ? splice_size(source, i) : 0;
        if (splice > 0) {
            result.splices.push_back(text.size());
            i += splice;
            continue;
        }
        const bool carriage_return = source[i] == '\r' && i + 1 < source.size() && source[i + 1] == '\n';
        if (!carriage_return) text += source[i];
        ++i;
    }
    result.text = text;
    return result;
}

Lexer::Lexer(const SplicedText& source, std::uint32_t file, Diagnostics& diagnostics)
    : text_(source.text), splices_(source.splices), file_(file), diagnostics_(diagnostics) {}

char Lexer::peek(std::size_t ahead) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
}

void Lexer::skip(std::size_t bytes) {
    const std::size_t end = position_ + bytes;
    while (position_ < end) {
        if (text_[position_++] != '\n') continue;
        ++line_;
        line_start_ = position_;
    }
}

// Splices are counted when a piece begins behind them, so a piece that spans one starts on its first line.
Location Lexer::here() {
    while (next_splice_ < splices_.size() && splices_[next_splice_] <= position_) {
        const std::size_t at = splices_[next_splice_++];
        ++line_;
        if (at >= line_start_) line_start_ = at;
    }
    return Location{file_, line_, static_cast<std::uint32_t>(position_ - line_start_ + 1)};
}

void Lexer::skip_block_comment() {
    const Location start = here();
    const std::size_t end = text_.find("*/", position_ + 2);
    if (end == std::string_view::npos) {
        diagnostics_.error(start, "unterminated comment");
        skip(text_.size() - position_);
        return;
    }
    skip(end + 2 - position_);
}

// Skips blanks and comments, but no newline outside of a comment. True if there were any.
bool Lexer::skip_blank() {
    const std::size_t start = position_;
    while (position_ < text_.size()) {
        const char c = text_[position_];
        if (c == '\0' && !warned_of_nul_) {
            diagnostics_.warning(here(), "null character ignored");
            warned_of_nul_ = true;
        }
        if (is_blank(c)) {
            skip(1);
        } else if (c == '/' && peek(1) == '*') {
            skip_block_comment();
        } else if (c == '/' && peek(1) == '/') {
            const std::size_t end = text_.find('\n', position_);
            skip((end == std::string_view::npos ? text_.size() : end) - position_);
        } else {
            break;
        }
    }
    return position_ != start;
}

Piece Lexer::take(PieceKind kind, std::size_t bytes) {
    Piece piece;
    piece.kind = kind;
    piece.at = here();
    piece.text = text_.substr(position_, bytes);
    skip(piece.text.size());
    return piece;
}

// Bytes of an encoding prefix (L u U u8) if a literal follows it; npos when no literal begins here.
std::size_t Lexer::literal_prefix() const {
    const auto quote = [this](std::size_t ahead) { return peek(ahead) == '"' || peek(ahead) == '\''; };
    if (quote(0)) return 0;
    if ((peek() == 'L' || peek() == 'u' || peek() == 'U') && quote(1)) return 1;
    if (peek() == 'u' && peek(1) == '8' && peek(2) == '"') return 2;
    return std::string_view::npos;
}

Piece Lexer::take_literal(std::size_t prefix) {
    const char quote = peek(prefix);
    std::size_t size = prefix + 1;
    while (position_ + size < text_.size() && peek(size) != quote && peek(size) != '\n') {
        const bool escape = peek(size) == '\\' && position_ + size + 1 < text_.size() && peek(size + 1) != '\n';
        size += escape ? 2 : 1;
    }
    const bool closed = position_ + size < text_.size() && peek(size) == quote;
    if (!closed) return take(PieceKind::other, size);
    return take(quote == '"' ? PieceKind::string : PieceKind::character, size + 1);
}

// pp-number: digits, letters, dots, and a sign behind e E p P; 0 when none begins here.
std::size_t Lexer::number_size() const {
    if (!is_digit(peek()) && !(peek() == '.' && is_digit(peek(1)))) return 0;
    std::size_t size = 1;
    for (;; ++size) {
        const char c = peek(size);
        const char before = peek(size - 1);
        const bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
        if (!continues_identifier(c) && c != '.' && !sign) return size;
    }
}

Piece Lexer::next() {
    const bool space = skip_blank() || ended_line_;
    ended_line_ = false;
    const auto spaced = [space](Piece piece) {
        piece.space_before = space;
        return piece;
    };
    if (position_ >= text_.size()) return spaced(take(PieceKind::end, 0));
    if (peek() == '\n') {
        ended_line_ = true;
        return spaced(take(PieceKind::newline, 1));
    }
    const std::size_t prefix = literal_prefix();
    if (prefix != std::string_view::npos) return spaced(take_literal(prefix));
    if (const std::size_t size = number_size()) return spaced(take(PieceKind::number, size));
    if (starts_identifier(peek())) {
        std::size_t size = 1;
        while (continues_identifier(peek(size))) ++size;
        return spaced(take(PieceKind::identifier, size));
    }
    for (const std::string_view punctuator : kPunctuators) {
        if (text_.compare(position_, punctuator.size(), punctuator) != 0) continue;
        Piece piece = take(PieceKind::punctuator, punctuator.size());
        piece.text = usual_spelling(punctuator);
        return spaced(piece);
    }
    // A whole UTF-8 character at once, for the diagnostic.
    std::size_t size = 1;
    while ((static_cast<unsigned char>(peek(size)) & 0xc0) == 0x80) ++size;
    return spaced(take(PieceKind::other, size));
}

Piece Lexer::header_name() {
    skip_blank();
    const char close = peek() == '<' ? '>' : '"';
    if (peek() != '<' && peek() != '"') return Piece{};
    const std::size_t end = text_.find_first_of(close == '>' ? ">\n" : "\"\n", position_ + 1);
    if (end == std::string_view::npos || text_[end] == '\n') return Piece{};
    return take(PieceKind::string, end + 1 - position_);
}

std::string_view Lexer::rest_of_line() {
    skip_blank();
    const std::size_t end = text_.find('\n', position_);
    std::string_view rest = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
    skip(rest.size());
    while (!rest.empty() && is_blank(rest.back())) rest.remove_suffix(1);
    return rest;
}

}  // namespace sim::cc
