// The files of one program: its .c files, and the headers they name in quotation marks.
#include <fmt/format.h>

#include <algorithm>

#include "app/session/scenario_file.h"

namespace app::session {
namespace {

using sim::cc::Source;

bool space(char c) {
    return c == ' ' || c == '\t';
}

// The name in a line of the form  # include "name"
std::optional<std::string> included_name(std::string_view line) {
    const auto skip_spaces = [&] {
        while (!line.empty() && space(line.front())) line.remove_prefix(1);
    };
    skip_spaces();
    if (!line.starts_with('#')) return std::nullopt;
    line.remove_prefix(1);
    skip_spaces();
    if (!line.starts_with("include")) return std::nullopt;
    line.remove_prefix(7);
    skip_spaces();
    if (!line.starts_with('"')) return std::nullopt;
    const std::size_t end = line.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(line.substr(1, end - 1));
}

std::vector<std::string> included_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (auto name = included_name(text.substr(0, end))) names.push_back(std::move(*name));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

bool holds(const std::vector<Source>& sources, const std::string& name) {
    return std::any_of(sources.begin(), sources.end(), [&](const Source& one) { return one.name == name; });
}

// Reads what `text` includes, and what that includes. A header that is not there is left to the compiler, which
// knows the line that asks for it and whether it is compiled at all.
bool read_headers(const Folder& folder, const std::string& text, ProgramSource& program, Problem& problem) {
    for (const std::string& name : included_names(text)) {
        if (holds(program.headers, name) || !folder.has(name)) continue;
        if (program.units.size() + program.headers.size() >= kMaxProgramFiles) {
            problem.message = fmt::format("{}: a program may have at most {} files", folder.path(), kMaxProgramFiles);
            return false;
        }
        std::optional<std::string> header = folder.read_text(name, sim::cc::kMaxSourceBytes, problem);
        if (!header) return false;
        program.headers.push_back({name, *header});
        if (!read_headers(folder, *header, program, problem)) return false;
    }
    return true;
}

bool same_sources(const std::vector<Source>& a, const std::vector<Source>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Source& x, const Source& y) { return x.name == y.name && x.text == y.text; });
}

}  // namespace

std::optional<ProgramSource> read_program(const Folder& folder, const std::vector<std::string>& units,
                                          Problem& problem) {
    ProgramSource program;
    program.name = stem(units.front());
    for (const std::string& name : units) {
        std::optional<std::string> text = folder.read_text(name, sim::cc::kMaxSourceBytes, problem);
        if (!text) return std::nullopt;
        program.units.push_back({name, std::move(*text)});
    }
    for (std::size_t unit = 0; unit < program.units.size(); ++unit) {
        if (!read_headers(folder, program.units[unit].text, program, problem)) return std::nullopt;
    }
    return program;
}

std::uint32_t add_program(Scenario& scenario, ProgramSource program) {
    for (std::size_t at = 0; at < scenario.programs.size(); ++at) {
        const ProgramSource& known = scenario.programs[at];
        if (same_sources(known.units, program.units) && same_sources(known.headers, program.headers)) {
            return static_cast<std::uint32_t>(at);
        }
    }
    scenario.programs.push_back(std::move(program));
    return static_cast<std::uint32_t>(scenario.programs.size() - 1);
}

}  // namespace app::session
