// #if, #ifdef, #ifndef, #elif, #else, #endif.
#include "sim/cc/condition.h"
#include "sim/cc/include_stack.h"

namespace sim::cc {

bool IncludeStack::conditional_directive(std::string_view name, const Piece& hash) {
    if (name == "if" || name == "ifdef" || name == "ifndef") {
        begin_conditional(read_condition(name, hash.at), hash.at);
    } else if (name == "elif" || name == "else") {
        next_group(name, hash.at);
    } else if (name == "endif") {
        end_conditional(hash.at);
    } else {
        return false;
    }
    return true;
}

// Reads what stands behind #if, #ifdef, #ifndef or #elif.
bool IncludeStack::read_condition(std::string_view name, Location at) {
    const std::vector<Piece> line = read_line();
    if (name == "if" || name == "elif") return evaluate_condition(line, at, macros_, diagnostics_);
    if (line.empty() || line[0].kind != PieceKind::identifier) {
        diagnostics_.error(at, '#' + std::string(name) + " needs a macro name");
        return false;
    }
    if (line.size() > 1) {
        diagnostics_.warning(line[1].at, "extra tokens at end of #" + std::string(name) + " directive");
    }
    return macros_.defined(line[0].text) == (name == "ifdef");
}

void IncludeStack::begin_conditional(bool yes, Location at) {
    std::vector<Conditional>& open = files_.back()->conditionals;
    if (open.size() >= kMaxNesting) return budget_.stop(at, "#if nested too deeply");
    open.push_back({at, yes, false});
    if (!yes) skip_group();
}

// #else or #elif behind a group that was read: all that follows is skipped.
void IncludeStack::next_group(std::string_view name, Location at) {
    std::vector<Conditional>& open = files_.back()->conditionals;
    if (open.empty()) {
        diagnostics_.error(at, '#' + std::string(name) + " without #if");
        read_line();
        return;
    }
    if (open.back().seen_else) diagnostics_.error(at, '#' + std::string(name) + " after #else");
    open.back().seen_else = open.back().seen_else || name == "else";
    read_line();
    skip_group();
}

void IncludeStack::end_conditional(Location at) {
    std::vector<Conditional>& open = files_.back()->conditionals;
    expect_line_end("endif");
    if (open.empty()) return diagnostics_.error(at, "#endif without #if");
    open.pop_back();
}

// Skips lines up to the #elif or #else whose group is to be read, or past the #endif. At the end of the file the
// conditional stays open and is reported there.
void IncludeStack::skip_group() {
    File& file = *files_.back();
    std::size_t nesting = 0;
    bool line_start = true;
    for (;;) {
        const Piece piece = file.lexer.next();
        if (piece.kind == PieceKind::end || !budget_.spend(1, piece.at)) return;
        const bool hash = line_start && piece.is("#");
        line_start = piece.kind == PieceKind::newline;
        if (!hash) continue;
        const Piece word = file.lexer.next();
        line_start = word.kind == PieceKind::newline;
        if (word.kind != PieceKind::identifier) continue;
        if (word.text == "if" || word.text == "ifdef" || word.text == "ifndef") ++nesting;
        if (word.text == "endif") {
            if (nesting == 0) return end_conditional(word.at);
            --nesting;
        }
        if (nesting > 0 || (word.text != "else" && word.text != "elif")) continue;
        Conditional& open = file.conditionals.back();
        if (open.seen_else) diagnostics_.error(word.at, '#' + std::string(word.text) + " after #else");
        open.seen_else = open.seen_else || word.text == "else";
        if (open.taken) continue;
        open.taken = word.text == "else" || read_condition(word.text, word.at);
        if (!open.taken) {
            line_start = true;
            continue;
        }
        if (word.text == "else") expect_line_end("else");
        return;
    }
}

}  // namespace sim::cc
