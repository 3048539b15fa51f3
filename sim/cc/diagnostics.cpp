#include <algorithm>
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

void Diagnostics::fatal(Location at, std::string message) {
    error(at, std::move(message));
    errors_ = std::max<std::size_t>(errors_, kMaxErrors);
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

constexpr std::size_t kShownBytes = 200;  // of a source line

// What is shown of a line, and the column within it: of a long one the part around the column.
struct Excerpt {
    std::string line;
    std::uint32_t column;
};

Excerpt excerpt(std::string_view line, std::uint32_t column) {
    if (line.size() <= kShownBytes) return {std::string(line), column};
    const auto inside_character = [line](std::size_t at) {
        return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80;
    };
    std::size_t begin = std::min<std::size_t>(column - 1, line.size());
    begin -= std::min(begin, kShownBytes / 2);
    while (inside_character(begin)) ++begin;
    std::size_t end = std::min(begin + kShownBytes, line.size());
    while (inside_character(end)) ++end;
    const std::string before = begin > 0 ? "..." : "", after = end < line.size() ? "..." : "";
    return {before + std::string(line.substr(begin, end - begin)) + after,
            column - static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(before.size())};
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
        const Excerpt shown = excerpt(diagnostic.line_text, diagnostic.column);
        text += "  " + printable(shown.line) + '\n';
        text += "  " + caret_indent(shown.line, shown.column) + "^\n";
    }
    return text;
}

std::string format(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) text += format(diagnostic);
    return text;
}

}  // namespace sim::cc
