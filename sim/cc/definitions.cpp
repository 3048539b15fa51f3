// #define and #undef.
#include <algorithm>
#include <utility>

#include "sim/cc/include_stack.h"

namespace sim::cc {

namespace {

bool is_parameter(const Macro& macro, const Piece& piece) {
    return piece.kind == PieceKind::identifier &&
           std::find(macro.parameters.begin(), macro.parameters.end(), piece.text) != macro.parameters.end();
}

}  // namespace

// "#define" name body | "#define" name "(" parameters ")" body, no blank before the parenthesis
void IncludeStack::define(const Piece& hash) {
    const std::vector<Piece> line = read_line();
    if (line.empty() || line[0].kind != PieceKind::identifier) {
        return diagnostics_.error(line.empty() ? hash.at : line[0].at, "macro names must be identifiers");
    }
    if (line[0].text == "defined") {
        return diagnostics_.error(line[0].at, "\"defined\" cannot be used as a macro name");
    }
    Macro macro;
    macro.name = line[0].text;
    std::size_t i = 1;
    if (line.size() > 1 && line[1].is("(") && !line[1].space_before) {
        macro.function_like = true;
        ++i;
        if (!read_parameters(macro, line, i)) return;
    }
    macro.body.assign(line.begin() + static_cast<std::ptrdiff_t>(i), line.end());
    if (!macro.body.empty()) macro.body[0].space_before = false;
    if (check_body(macro, line[0].at)) macros_.define(std::move(macro), line[0].at);
}

// parameters = (name ("," name)*)? ("," "...")?; GNU C: the last may be "name..."
bool IncludeStack::read_parameters(Macro& macro, const std::vector<Piece>& line, std::size_t& i) {
    if (i < line.size() && line[i].is(")")) {
        ++i;
        return true;
    }
    for (;;) {
        if (i < line.size() && line[i].is("...")) {
            macro.parameters.push_back("__VA_ARGS__");
            return read_rest_parameter(macro, line, i);
        }
        if (i >= line.size() || line[i].kind != PieceKind::identifier || is_parameter(macro, line[i])) {
            diagnostics_.error(i < line.size() ? line[i].at : line[0].at, "expected another parameter name");
            return false;
        }
        macro.parameters.push_back(line[i++].text);
        if (i < line.size() && line[i].is("...")) return read_rest_parameter(macro, line, i);
        if (i < line.size() && line[i].is(")")) break;
        if (i >= line.size() || !line[i].is(",")) {
            diagnostics_.error(i < line.size() ? line[i].at : line[0].at, "expected ',' or ')' in macro parameters");
            return false;
        }
        ++i;
    }
    ++i;
    return true;
}

// "..." ")"
bool IncludeStack::read_rest_parameter(Macro& macro, const std::vector<Piece>& line, std::size_t& i) {
    macro.variadic = true;
    ++i;
    if (i >= line.size() || !line[i].is(")")) {
        diagnostics_.error(line[i - 1].at, "expected ')' after \"...\"");
        return false;
    }
    ++i;
    return true;
}

bool IncludeStack::check_body(const Macro& macro, Location at) {
    const std::vector<Piece>& body = macro.body;
    if (!body.empty() && (body.front().is("##") || body.back().is("##"))) {
        diagnostics_.error(at, "'##' cannot appear at either end of a macro expansion");
        return false;
    }
    for (std::size_t i = 0; macro.function_like && i < body.size(); ++i) {
        if (!body[i].is("#") || (i + 1 < body.size() && is_parameter(macro, body[i + 1]))) continue;
        diagnostics_.error(body[i].at, "'#' is not followed by a macro parameter");
        return false;
    }
    return true;
}

void IncludeStack::undefine(const Piece& hash) {
    const std::vector<Piece> line = read_line();
    if (line.empty() || line[0].kind != PieceKind::identifier) {
        return diagnostics_.error(hash.at, "#undef needs a macro name");
    }
    macros_.undefine(line[0].text);
}

}  // namespace sim::cc
