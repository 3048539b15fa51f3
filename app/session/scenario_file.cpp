#include "app/session/scenario_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/session/machine_table.h"
#include "app/session/toml_table.h"

namespace app::session {
namespace {

using sim::machine::ProcessSpec;

constexpr std::int64_t kMaxId = 0xffff'fffe;  // uid, gid; the highest means "none"

// The index of the program that `[[process]]` names.
std::uint32_t read_program_of(TomlTable& table, const Folder& folder, Scenario& scenario) {
    std::vector<std::string> units;
    if (table.is_list("program")) {
        units = *table.strings("program", kMaxProgramFiles);
        if (units.empty()) table.fail("program", "'program' in [[process]] must name at least one .c file");
    } else {
        units.push_back(table.needed_string("program", kMaxTextBytes));
    }
    Problem problem;
    std::optional<ProgramSource> program = read_program(folder, units, problem);
    if (!program) table.fail("program", problem.message);
    return add_program(scenario, std::move(*program));
}

void read_process(TomlTable table, const Folder& folder, Scenario& scenario) {
    ProcessSpec process;
    process.name = table.needed_string("name", kMaxNameBytes);
    if (const auto bad = name_problem(process.name, scenario)) table.fail("name", *bad);
    process.program = read_program_of(table, folder, scenario);
    process.args = table.strings("args", kMaxListed).value_or(std::vector<std::string>{});
    process.stdin_text = table.string("stdin", kMaxTextBytes).value_or("");
    if (const auto uid = table.integer("uid", 0, kMaxId)) {
        process.uid.value = process.gid.value = static_cast<std::uint32_t>(*uid);
    }
    if (const auto gid = table.integer("gid", 0, kMaxId)) process.gid.value = static_cast<std::uint32_t>(*gid);
    for (const std::int64_t gid :
         table.integers("groups", 0, kMaxId, kMaxGroups).value_or(std::vector<std::int64_t>{})) {
        process.groups.push_back(sim::Gid{static_cast<std::uint32_t>(gid)});
    }
    table.finish();
    scenario.machine.processes.push_back(std::move(process));
}

std::optional<std::size_t> process_index(const Scenario& scenario, std::string_view name) {
    const auto& all = scenario.machine.processes;
    const auto found = std::find_if(all.begin(), all.end(), [&](const ProcessSpec& one) { return one.name == name; });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string known_names(const Scenario& scenario) {
    std::string names;
    for (const ProcessSpec& one : scenario.machine.processes) names += (names.empty() ? "" : ", ") + one.name;
    return names;
}

// "producer 4", "producer/1 2"
sim::history::ScheduleItem schedule_item(const TomlTable& table, const std::string& text, const Scenario& scenario) {
    const std::size_t space = text.rfind(' ');
    const auto count = space == std::string::npos ? std::nullopt : whole_number(text.substr(space + 1));
    if (!count || *count == 0) {
        table.fail("order", fmt::format("'{}' in 'order' must be a process and a number of steps, as in \"{} 4\"", text,
                                        scenario.machine.processes.front().name));
    }
    const std::string process = text.substr(0, space);
    const std::size_t slash = process.find('/');
    const bool child_ok = slash == std::string::npos || whole_number(process.substr(slash + 1)).value_or(0) > 0;
    if (!child_ok || !process_index(scenario, process.substr(0, slash))) {
        table.fail("order", fmt::format("no process '{}' for 'order'; there are: {}", process, known_names(scenario)));
    }
    return {process, *count};
}

void read_schedule(TomlTable table, Scenario& scenario) {
    using sim::machine::StepUnit;
    if (const auto by = table.word("by", {"line", "access"})) {
        scenario.schedule.unit = *by == 0 ? StepUnit::line : StepUnit::access;
    }
    for (const std::string& item : table.strings("order", kMaxListed).value_or(std::vector<std::string>{})) {
        scenario.schedule.order.push_back(schedule_item(table, item, scenario));
    }
    table.finish();
}

void read_note(TomlTable table, Scenario& scenario) {
    const std::string at = table.needed_string("at", kMaxNameBytes + 16);
    const std::size_t colon = at.rfind(':');
    const auto process = process_index(scenario, at.substr(0, colon));
    const auto line = colon == std::string::npos ? std::nullopt : whole_number(at.substr(colon + 1));
    if (!process || !line || *line == 0 || *line > sim::cc::kMaxSourceBytes) {
        table.fail("at", fmt::format("'at' must be a process and a line, as in \"{}:3\"; there are: {}",
                                     scenario.machine.processes.front().name, known_names(scenario)));
    }
    Note note{*process, static_cast<std::uint32_t>(*line), table.needed_string("text", kMaxTextBytes)};
    table.finish();
    scenario.notes.push_back(std::move(note));
}

Scenario scenario_of(const toml::value& root, const Folder& folder) {
    TomlTable table(root, folder.shown("scenario.toml"), "the file");
    Scenario scenario;
    scenario.id = folder.path();
    scenario.title = table.needed_string("title", kMaxTextBytes);
    for (TomlTable& machine : table.tables("machine", false)) read_machine(machine, scenario.machine);
    for (TomlTable& process : table.tables("process", true)) {
        if (scenario.machine.processes.size() == kMaxProcesses) {
            table.fail("process", fmt::format("at most {} processes", kMaxProcesses));
        }
        read_process(process, folder, scenario);
    }
    if (scenario.machine.processes.empty()) table.fail("process", "a scenario needs at least one [[process]]");
    for (TomlTable& schedule : table.tables("schedule", false)) read_schedule(schedule, scenario);
    for (TomlTable& note : table.tables("note", true)) read_note(note, scenario);
    table.finish();
    return scenario;
}

}  // namespace

std::optional<std::string> name_problem(const std::string& name, const Scenario& scenario) {
    const bool clean = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return c > ' ' && c != 0x7f && c != '/' && c != ':';
    });
    if (!clean) return fmt::format("'{}' cannot name a process: no spaces, '/' or ':', at least one character", name);
    if (process_index(scenario, name)) return fmt::format("two processes are named '{}'", name);
    return std::nullopt;
}

std::optional<Scenario> read_scenario(const Folder& folder, Problem& problem) {
    if (!folder.has("scenario.toml")) {
        problem.message = fmt::format(
            "{}: no scenario.toml in this folder; a scenario is a folder that holds a "
            "scenario.toml and the .c files it names",
            folder.path());
        return std::nullopt;
    }
    const std::optional<std::string> text = folder.read_text("scenario.toml", kMaxTomlBytes, problem);
    if (!text) return std::nullopt;
    try {
        return scenario_of(parse_toml(*text, folder.shown("scenario.toml")), folder);
    } catch (const TomlError& error) {
        problem.message = error.message;
        return std::nullopt;
    }
}

}  // namespace app::session
