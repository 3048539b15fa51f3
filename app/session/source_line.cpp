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

}  // namespace app::session
