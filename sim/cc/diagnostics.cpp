#include <utility>

#include "sim/cc/token.h"

namespace sim::cc {

std::string_view SourceMap::line_text(Location at) const {
    if (at.line == 0 || at.file >= files.size()) return {};
    std::string_view rest = files[at.file].text;
    for (std::uint32_t line = 1; line < at.line; ++line) {
        const std::size_t newline = rest.find('\n');
        if (newline == std::string_view::npos) return {};
        rest.remove_prefix(newline + 1);
    }
    rest = rest.substr(0, rest.find('\n'));
    if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
    return rest;
}

void Diagnostics::error(Location at, std::string message) {
    if (!too_many()) add(Severity::error, at, std::move(message));
    ++errors_;
}

void Diagnostics::warning(Location at, std::string message) {
    // A flood of warnings helps nobody; errors must still get through.
    if (all_.size() < 5 * kMaxErrors) add(Severity::warning, at, std::move(message));
}

void Diagnostics::add(Severity severity, Location at, std::string message) {
    Diagnostic entry;
    entry.severity = severity;
    if (at.file < sources_.files.size()) entry.file = sources_.files[at.file].name;
    entry.line = at.line;
    entry.column = at.column;
    entry.message = std::move(message);
    entry.line_text = std::string(sources_.line_text(at));
    all_.push_back(std::move(entry));
}

namespace {

// Blanks as wide as the text before `column`: tabs stay, the tail bytes of a UTF-8 character take no room.
std::string caret_indent(std::string_view line, std::uint32_t column) {
    std::string indent;
    for (const char c : line.substr(0, column - 1)) {
        if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;
        indent += c == '\t' ? '\t' : ' ';
    }
    return indent;
}

// Bytes a terminal would act on must not get there from a source text.
std::string printable(std::string_view line) {
    std::string shown;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        shown += (byte < 0x20 && c != '\t') || byte == 0x7f ? ' ' : c;
    }
    return shown;
}

}  // namespace

std::string format(const Diagnostic& diagnostic) {
    std::string text = diagnostic.file;
    if (diagnostic.line > 0) {
        text += ':' + std::to_string(diagnostic.line) + ':' + std::to_string(diagnostic.column);
    }
    if (!text.empty()) text += ": ";
    text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
    text += diagnostic.message + '\n';
    if (diagnostic.line > 0 && diagnostic.column > 0) {
        text += "  " + printable(diagnostic.line_text) + '\n';
        text += "  " + caret_indent(diagnostic.line_text, diagnostic.column) + "^\n";
    }
    return text;
}

std::string format(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) text += format(diagnostic);
    return text;
}

}  // namespace sim::cc
