#include "sim/cc/preprocess.h"

#include <utility>

#include "sim/cc/include_stack.h"
#include "sim/cc/literals.h"

namespace sim::cc {

namespace {

constexpr std::string_view kKeywords[] = {
    "auto",       "break",     "case",           "char",
    "const",      "continue",  "default",        "do",
    "double",     "else",      "enum",           "extern",
    "float",      "for",       "goto",           "if",
    "inline",     "int",       "long",           "register",
    "restrict",   "return",    "short",          "signed",
    "sizeof",     "static",    "struct",         "switch",
    "typedef",    "union",     "unsigned",       "void",
    "volatile",   "while",     "_Alignas",       "_Alignof",
    "_Atomic",    "_Bool",     "_Complex",       "_Generic",
    "_Imaginary", "_Noreturn", "_Static_assert", "_Thread_local",
    "typeof",     "asm",       "__attribute__",  "__extension__",
    "__int128",
};

// Other spellings gcc has for keywords, so that headers can use them in every mode.
constexpr std::pair<std::string_view, std::string_view> kAlternateKeywords[] = {
    {"__const", "const"},
    {"__const__", "const"},
    {"__inline", "inline"},
    {"__inline__", "inline"},
    {"__restrict", "restrict"},
    {"__restrict__", "restrict"},
    {"__signed", "signed"},
    {"__signed__", "signed"},
    {"__typeof", "typeof"},
    {"__typeof__", "typeof"},
    {"__volatile", "volatile"},
    {"__volatile__", "volatile"},
    {"__asm", "asm"},
    {"__asm__", "asm"},
    {"__alignof", "_Alignof"},
    {"__alignof__", "_Alignof"},
    {"__attribute", "__attribute__"},
    {"__thread", "_Thread_local"},
};

std::unordered_map<std::string_view, std::string_view> make_keyword_table() {
    std::unordered_map<std::string_view, std::string_view> table;
    for (const std::string_view keyword : kKeywords) table.emplace(keyword, keyword);
    for (const auto& [spelling, keyword] : kAlternateKeywords) table.emplace(spelling, keyword);
    return table;
}

Token word_token(const Piece& piece) {
    static const std::unordered_map<std::string_view, std::string_view> kTable = make_keyword_table();
    const auto keyword = kTable.find(piece.text);
    Token token;
    token.kind = keyword == kTable.end() ? TokenKind::identifier : TokenKind::keyword;
    token.text = keyword == kTable.end() ? piece.text : keyword->second;
    token.at = piece.at;
    return token;
}

void report_stray(const Piece& piece, Diagnostics& diagnostics) {
    const std::string_view text = piece.text;
    const std::size_t quote = text.find_first_of("'\"");
    if (quote != std::string_view::npos && quote <= 2) {
        diagnostics.error(piece.at, std::string("missing terminating ") + text[quote] + " character");
    } else if (text == "\xe2\x80\x9c" || text == "\xe2\x80\x9d" || text == "\xe2\x80\x98" || text == "\xe2\x80\x99") {
        diagnostics.error(piece.at, "typographic quote " + std::string(text) + " in program; C needs ' or \"");
    } else if (text == "\xc2\xa0") {
        diagnostics.error(piece.at, "no-break space in program; C needs an ordinary space");
    } else {
        constexpr std::string_view kHex = "0123456789abcdef";
        std::string bytes;
        for (const char c : text.substr(0, 4)) {
            const auto byte = static_cast<unsigned char>(c);
            bytes += "\\x";
            bytes += kHex[byte >> 4];
            bytes += kHex[byte & 15];
        }
        const bool visible = text.size() == 1 && text[0] > ' ' && text[0] < 0x7f;
        diagnostics.error(piece.at, "stray '" + (visible ? std::string(text) : bytes) + "' in program");
    }
}

// Translation phases 6 and 7: pieces become tokens, adjacent strings one.
class TokenMaker {
public:
    TokenMaker(TokenList& list, Budget& budget, Diagnostics& diagnostics)
        : list_(list), budget_(budget), diagnostics_(diagnostics) {}

    void add(const Piece& piece) {
        if (piece.kind == PieceKind::other) return report_stray(piece, diagnostics_);
        Token token = make(piece);
        if (token.kind == TokenKind::string && !list_.tokens.empty() && list_.tokens.back().kind == TokenKind::string) {
            list_.tokens.back().string += token.string;
            return;
        }
        list_.tokens.push_back(std::move(token));
        if (list_.tokens.size() > kMaxTokens) budget_.stop(piece.at, "the program has too many tokens");
    }

private:
    Token make(const Piece& piece) {
        switch (piece.kind) {
            case PieceKind::identifier: return word_token(piece);
            case PieceKind::number: return number_token(piece, diagnostics_);
            case PieceKind::character: return character_token(piece, diagnostics_);
            case PieceKind::string: return string_token(piece, diagnostics_);
            default: break;
        }
        Token token;
        token.kind = piece.kind == PieceKind::end ? TokenKind::end : TokenKind::punctuator;
        token.text = piece.text;
        token.at = piece.at;
        return token;
    }

    TokenList& list_;
    Budget& budget_;
    Diagnostics& diagnostics_;
};

}  // namespace

TokenList preprocess(const Source& unit, bool library, const HeaderSet& headers, SourceMap& sources,
                     Diagnostics& diagnostics) {
    TokenList list;
    Budget budget(diagnostics);
    MacroTable macros(list.spellings, sources, budget, diagnostics);
    IncludeStack files(headers, library, list.spellings, sources, macros, budget, diagnostics);
    files.read_predefined();
    files.open_unit(unit);

    TokenMaker maker(list, budget, diagnostics);
    MacroTable::Input input{files, {}};
    for (;;) {
        Piece piece = macros.next(input);
        if (piece.kind == PieceKind::end) piece.at = files.end();
        maker.add(piece);
        if (piece.kind == PieceKind::end) return list;
    }
}

}  // namespace sim::cc
