// Preprocessing tokens (C17 6.4): a text without its line splices and comments, cut into the smallest pieces.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cc/token.h"

namespace sim::cc {

enum class PieceKind : std::uint8_t {
    identifier,
    number,     // pp-number: valid or not is decided when it becomes a token
    character,  // 'x' with prefix and quotes
    string,     // "x" with prefix and quotes
    punctuator,
    other,        // a byte that starts nothing, or a literal that does not end
    placemarker,  // the nothing that ## makes of an empty argument
    newline,
    end,
};

// A preprocessing token.
struct Piece {
    PieceKind kind = PieceKind::end;
    bool space_before = false;
    std::uint32_t hidden = 0;  // HideSets: the macros this name may not expand to again
    std::string_view text;
    Location at;

    bool is(std::string_view spelling) const { return kind == PieceKind::punctuator && text == spelling; }
    bool is_name(std::string_view name) const { return kind == PieceKind::identifier && text == name; }
};

bool starts_identifier(char c);
bool continues_identifier(char c);

// A source text after translation phase 2: backslash-newline pairs are gone, "\r\n" is "\n".
struct SplicedText {
    std::string_view text;             // lives in `spellings` of splice_lines
    std::vector<std::size_t> splices;  // offsets in `text` where a line of the file ended without a newline
};
SplicedText splice_lines(std::string_view source, std::deque<std::string>& spellings);

// Cuts one text into pieces. The text must outlive the pieces.
class Lexer {
public:
    Lexer(const SplicedText& source, std::uint32_t file, Diagnostics& diagnostics);

    // The next piece; every line ends with a newline piece, the text with `end` for ever.
    Piece next();
    // <name> or "name" after #include, with its delimiters; an `end` piece when neither stands here.
    Piece header_name();
    // What is left of this line, without blanks around it. The newline stays.
    std::string_view rest_of_line();

private:
    char peek(std::size_t ahead = 0) const;
    void skip(std::size_t bytes);
    bool skip_blank();
    void skip_block_comment();
    Location here();
    Piece take(PieceKind kind, std::size_t bytes);
    std::size_t literal_prefix() const;
    Piece take_literal(std::size_t prefix);
    std::size_t number_size() const;

    std::string_view text_;
    std::vector<std::size_t> splices_;
    std::size_t position_ = 0;
    std::size_t next_splice_ = 0;
    std::size_t line_start_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t file_;
    bool ended_line_ = true;
    bool warned_of_nul_ = false;
    Diagnostics& diagnostics_;
};

}  // namespace sim::cc
