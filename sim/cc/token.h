// Tokens: what the preprocessor gives to the parser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cc/compile.h"

namespace sim::cc {

enum class TokenKind : std::uint8_t { identifier, keyword, punctuator, integer, floating, string, end };

// A place in a source text. `file` indexes SourceMap::files.
struct Location {
    std::uint32_t file = 0;
    std::uint32_t line = 0;    // from 1
    std::uint32_t column = 0;  // from 1, in bytes
};

// What the suffix and value of an integer constant make its type (C17 6.4.4.1). Character constants are int.
enum class IntegerType : std::uint8_t { int_, unsigned_, long_, unsigned_long };

struct Token {
    TokenKind kind = TokenKind::end;
    // Spelling: of identifiers, keywords and punctuators ("<<="). Lives as long as the SourceMap.
    std::string_view text;
    // Where the user wrote it; for a token out of a macro: where the outermost macro was used.
    Location at;
    std::uint64_t integer = 0;  // integer: value
    IntegerType integer_type = IntegerType::int_;
    double floating = 0;    // floating: value
    bool is_float = false;  // floating: suffix f
    std::string string;     // string: bytes without the final 0, adjacent literals joined

    bool is(std::string_view spelling) const {
        return (kind == TokenKind::punctuator || kind == TokenKind::keyword) && text == spelling;
    }
};

// All texts of one compilation: diagnostics quote them. Names are unique.
struct SourceMap {
    struct File {
        std::string name;
        std::string text;
        bool library = false;
    };
    std::vector<File> files;
    // The line of text at a location, without its newline.
    std::string_view line_text(Location at) const;
};

// Collects diagnostics and counts errors; parsing stops at kMaxErrors.
class Diagnostics {
public:
    explicit Diagnostics(const SourceMap& sources) : sources_(sources) {}
    void error(Location at, std::string message);
    // An error after which nothing that follows makes sense: no other is reported.
    void fatal(Location at, std::string message);
    void warning(Location at, std::string message);
    bool failed() const { return errors_ > 0; }
    bool too_many() const { return errors_ >= kMaxErrors; }
    const std::vector<Diagnostic>& all() const { return all_; }
    std::vector<Diagnostic> take() { return std::move(all_); }

private:
    void add(Severity severity, Location at, std::string message);
    const SourceMap& sources_;
    std::vector<Diagnostic> all_;
    std::size_t errors_ = 0;
};

}  // namespace sim::cc
