#include "app/session/source_line.h"

#include <algorithm>

namespace app::session {
namespace {

std::string_view line_of(std::string_view text, std::uint32_t line) {
    for (std::uint32_t at = 1; at < line; ++at) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

}  // namespace

std::string source_line(const sim::machine::ProgramSet& programs, std::uint32_t program, std::string_view file,
                        std::uint32_t line) {
    if (program >= programs.size() || line == 0) return {};
    for (const sim::hw::SourceText& source : programs[program]->files) {
        if (source.name != file) continue;
        const std::string_view text = line_of(source.text, line);
        const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
        const std::size_t end = text.find_last_not_of(" \t\r");
        return begin == text.size() ? std::string() : std::string(text.substr(begin, end + 1 - begin));
    }
    return {};
}

int open_parentheses(std::string_view text) {
    int open = 0;
    char quote = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0) {
            if (c == '\\') ++at;
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else {
            open += (c == '(') - (c == ')');
        }
    }
    return open;
}

std::string source_statement(const sim::machine::ProgramSet& programs, std::uint32_t program, std::string_view file,
                             std::uint32_t line) {
    constexpr std::uint32_t kMostLines = 4;
    std::string statement = source_line(programs, program, file, line);
    for (std::uint32_t more = 1; more < kMostLines && open_parentheses(statement) > 0; ++more) {
        statement += " " + source_line(programs, program, file, line + more);
    }
    return statement;
}

}  // namespace app::session
