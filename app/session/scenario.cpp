#include "app/session/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/platform/assets.h"
#include "app/session/scenario_file.h"

namespace app::session {
namespace {

constexpr std::string_view kBuiltIn = "scenarios/";
constexpr std::string_view kScenarioFile = "/scenario.toml";

// Folder names below assets/scenarios, in order.
std::vector<std::string> built_in_ids() {
    std::vector<std::string> ids;
    for (const std::string& path : platform::assets_under(kBuiltIn)) {
        if (!path.ends_with(kScenarioFile)) continue;
        ids.push_back(path.substr(kBuiltIn.size(), path.size() - kBuiltIn.size() - kScenarioFile.size()));
    }
    return ids;
}

std::optional<std::string> built_in_id(std::string_view name) {
    for (const std::string& id : built_in_ids()) {
        if (names_entry(name, id)) return id;
    }
    return std::nullopt;
}

bool is_c_file(std::string_view path) {
    return path.size() > 2 && path.ends_with(".c");
}

// `name` as a process may have it, with a number when it is taken: "worker", "worker-2", "worker-3" …
std::string free_name(const std::string& name, const Scenario& scenario) {
    std::string candidate = name.substr(0, kMaxNameBytes);
    std::replace_if(
        candidate.begin(), candidate.end(),
        [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '/' || c == ':'; }, '_');
    if (candidate.empty()) candidate = "program";
    std::string free = candidate;
    for (int number = 2; name_problem(free, scenario); ++number) free = fmt::format("{}-{}", candidate, number);
    return free;
}

void add_process(Scenario& scenario, ProgramSource program) {
    sim::machine::ProcessSpec process;
    process.name = free_name(program.name, scenario);
    process.program = add_program(scenario, std::move(program));
    scenario.machine.processes.push_back(std::move(process));
}

std::optional<Scenario> scenario_of_files(const std::vector<std::string>& paths, Problem& problem) {
    Scenario scenario;
    if (paths.size() > kMaxProcesses) {
        problem.message = fmt::format("at most {} files", kMaxProcesses);
        return std::nullopt;
    }
    for (const std::string& path : paths) {
        if (!is_c_file(path)) {
            problem.message = fmt::format("{}: only .c files may be given together", path);
            return std::nullopt;
        }
        const auto [folder, name] = split_path(path);
        std::optional<ProgramSource> program = read_program(Folder::on_disk(folder), {name}, problem);
        if (!program) return std::nullopt;
        add_process(scenario, std::move(*program));
        scenario.id += (scenario.id.empty() ? "" : " ") + path;
        scenario.title += (scenario.title.empty() ? "" : ", ") + name;
    }
    return scenario;
}

std::optional<Scenario> scenario_of_one(const std::string& target, Problem& problem) {
    std::error_code error;
    if (std::filesystem::is_directory(target, error)) return read_scenario(Folder::on_disk(target), problem);
    if (is_c_file(target)) return scenario_of_files({target}, problem);
    const auto id = built_in_id(target);
    if (id) {
        std::optional<Scenario> scenario = read_scenario(Folder::embedded(std::string(kBuiltIn) + *id), problem);
        if (scenario) scenario->id = *id;
        return scenario;
    }
    if (std::filesystem::exists(target, error)) {
        problem.message = target + ": is neither a .c file nor a scenario folder nor a saved session (.shmscope)";
    } else {
        problem.message = target + ": no such file or folder, and no scenario of that name (see: shmscope list)";
    }
    return std::nullopt;
}

void apply_options(Scenario& scenario, const TargetOptions& options) {
    scenario.machine.stdout_is_terminal = options.stdout_is_terminal;
    if (!options.args.empty()) scenario.machine.processes.front().args = options.args;
    if (!options.uid) return;
    for (sim::machine::ProcessSpec& process : scenario.machine.processes) {
        process.uid = sim::Uid{*options.uid};
        process.gid = sim::Gid{*options.uid};
    }
}

}  // namespace

bool names_entry(std::string_view name, std::string_view id) {
    const std::size_t dash = id.find('-');
    if (name == id || dash == std::string_view::npos) return name == id;
    const std::string_view number = id.substr(0, dash);
    const std::size_t digits = std::min(number.find_first_not_of('0'), number.size());
    return name == id.substr(dash + 1) || name == number || (!name.empty() && name == number.substr(digits));
}

std::optional<Scenario> open_scenario(const std::vector<std::string>& target, const TargetOptions& options,
                                      Problem& problem) {
    if (target.empty()) {
        problem.message = "nothing to open: give a .c file, a scenario folder or the name of a scenario";
        return std::nullopt;
    }
    std::optional<Scenario> scenario =
        target.size() == 1 ? scenario_of_one(target.front(), problem) : scenario_of_files(target, problem);
    if (scenario) apply_options(*scenario, options);
    return scenario;
}

Scenario scenario_from_text(std::string file_name, std::string c_text, const TargetOptions& options) {
    Scenario scenario;
    scenario.id = scenario.title = file_name;
    ProgramSource program;
    program.name = stem(file_name);
    program.units.push_back({std::move(file_name), std::move(c_text)});
    add_process(scenario, std::move(program));
    apply_options(scenario, options);
    return scenario;
}

std::vector<ScenarioEntry> built_in_scenarios() {
    std::vector<ScenarioEntry> entries;
    for (const std::string& id : built_in_ids()) {
        Problem problem;
        const auto scenario = read_scenario(Folder::embedded(std::string(kBuiltIn) + id), problem);
        entries.push_back({id, scenario ? scenario->title : problem.message});
    }
    return entries;
}

}  // namespace app::session
