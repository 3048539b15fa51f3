// Opening labs and running submissions. The texts of grades are in lab_report.cpp.
#include "app/session/lab.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "app/platform/assets.h"
#include "app/session/lab_words.h"
#include "app/session/machine_table.h"
#include "app/session/scenario_file.h"
#include "sim/kernel/sys/table.h"

namespace app::session {
namespace {

using sim::labs::Goal;
using sim::labs::GoalKind;

constexpr std::string_view kLabs = "labs/";
constexpr std::string_view kLabFile = "/lab.toml";
constexpr std::int64_t kMaxPoints = 1000;
constexpr std::int64_t kMaxCount = 1'000'000'000;
constexpr std::int64_t kMaxGradedSteps = 10'000'000;
constexpr std::uint64_t kInstructionsPerStep = 2'000;  // a graded run may have, on average
constexpr std::size_t kMaxGoals = 100;

// The kinds in the order of GoalKind, as lab.toml names them.
const std::vector<std::string>& kind_names() {
    static const std::vector<std::string> kNames{"exit_status",    "output_contains", "output_equals",
                                                 "call_made",      "segment_existed", "nattch_reached",
                                                 "shared_between", "nothing_left",    "nobody_killed"};
    return kNames;
}

std::uint64_t syscall_number(TomlTable& table) {
    const std::string name = table.needed_string("call", kMaxNameBytes);
    for (const sim::kernel::SyscallInfo& info : sim::kernel::syscall_table()) {
        if (info.name == name) return info.number;
    }
    table.fail("call", fmt::format("'{}' is not a system call that is simulated", name));
}

// What a goal of this kind needs besides its title.
void read_details(TomlTable& table, Goal& goal) {
    const auto count = [&](std::int64_t otherwise) { return table.integer("count", 0, kMaxCount).value_or(otherwise); };
    switch (goal.kind) {
        case GoalKind::exit_status: goal.number = table.integer("status", 0, 255).value_or(0); break;
        case GoalKind::output_contains:
        case GoalKind::output_equals: goal.text = table.needed_string("text", kMaxTextBytes); break;
        case GoalKind::call_made:
            goal.call = syscall_number(table);
            goal.number = count(1);
            break;
        case GoalKind::segment_existed:
            goal.number = table.integer("bytes", 0, kMaxCount).value_or(1);
            if (const auto key = table.integer("key", INT32_MIN, UINT32_MAX)) {
                goal.key = sim::Key{static_cast<std::int32_t>(*key)};
            }
            break;
        case GoalKind::nattch_reached:
        case GoalKind::shared_between: goal.number = count(2); break;
        case GoalKind::nothing_left: goal.number = count(0); break;
        case GoalKind::nobody_killed: break;
    }
}

Goal read_goal(TomlTable table, const Lab& lab) {
    Goal goal;
    goal.id = table.needed_string("id", kMaxNameBytes);
    const bool twice =
        std::any_of(lab.goals.begin(), lab.goals.end(), [&](const Goal& one) { return one.id == goal.id; });
    if (twice) table.fail("id", fmt::format("two goals are named '{}'", goal.id));
    goal.title = table.needed_string("title", kMaxTextBytes);
    goal.points = static_cast<double>(table.integer("points", 0, kMaxPoints).value_or(1));
    const auto kind = table.word("kind", kind_names());
    if (!kind) table.fail("kind", "[[goal]] needs 'kind'");
    goal.kind = static_cast<GoalKind>(*kind);
    read_details(table, goal);
    table.finish();
    return goal;
}

Lab lab_of(const toml::value& root, const Folder& folder) {
    TomlTable table(root, folder.shown("lab.toml"), "the file");
    Lab lab;
    lab.id = folder.path();
    lab.title = table.needed_string("title", kMaxTextBytes);
    lab.args = table.strings("args", kMaxListed).value_or(std::vector<std::string>{});
    lab.stdin_text = table.string("stdin", kMaxTextBytes).value_or("");
    lab.crash_is_zero = table.boolean("crash_is_zero").value_or(true);
    if (const auto steps = table.integer("max_steps", 1, kMaxGradedSteps)) {
        lab.bounds.steps = static_cast<std::uint64_t>(*steps);
        lab.bounds.instructions = lab.bounds.steps * kInstructionsPerStep;
    }
    for (TomlTable& machine : table.tables("machine", false)) read_machine(machine, lab.machine);
    for (TomlTable& goal : table.tables("goal", true)) {
        if (lab.goals.size() == kMaxGoals) table.fail("goal", fmt::format("at most {} goals", kMaxGoals));
        lab.goals.push_back(read_goal(goal, lab));
    }
    if (lab.goals.empty()) table.fail("goal", "a lab needs at least one [[goal]]");
    table.finish();
    return lab;
}

std::optional<Lab> read_lab(const Folder& folder, Problem& problem) {
    if (!folder.has("lab.toml")) {
        problem.message = folder.path() + ": no lab.toml in this folder; a lab is a folder that holds one";
        return std::nullopt;
    }
    const std::optional<std::string> toml = folder.read_text("lab.toml", kMaxTomlBytes, problem);
    if (!toml) return std::nullopt;
    try {
        Lab lab = lab_of(parse_toml(*toml, folder.shown("lab.toml")), folder);
        if (folder.has("text.md")) lab.text = folder.read_text("text.md", kMaxTextBytes, problem).value_or("");
        return lab;
    } catch (const TomlError& error) {
        problem.message = error.message;
        return std::nullopt;
    }
}

Grade without_points(const Lab& lab, std::string name, std::string why) {
    Grade grade{std::move(name), 0, std::move(why), {}, {}};
    grade.goals.assign(lab.goals.size(), GoalGrade{});
    return grade;
}

// Why the run as a whole earns nothing; empty when it is graded goal by goal.
std::string run_problem(const Lab& lab, const sim::labs::RunRecord& record) {
    if (!record.ended) return fmt::format("does not end: stopped after {} lines", record.steps);
    for (const sim::report::TaskRow& task : record.final_state.processes) {
        if (!lab.crash_is_zero || !task.signal) continue;
        return fmt::format("{} was killed by {}", task.name, signal_name(static_cast<std::uint64_t>(*task.signal)));
    }
    return {};
}

Grade grade_run(const Lab& lab, const sim::labs::RunRecord& record, std::string name) {
    if (std::string why = run_problem(lab, record); !why.empty()) {
        Grade grade = without_points(lab, std::move(name), std::move(why));
        grade.output = record.output;
        return grade;
    }
    Grade grade{std::move(name), 0, {}, {}, record.output};
    for (const Goal& goal : lab.goals) {
        const sim::labs::Verdict verdict = sim::labs::judge(goal, record);
        const double points = verdict.met ? goal.points : 0;
        grade.goals.push_back({verdict.met, points, verdict.met ? "" : unmet_words(goal, verdict)});
        grade.points += points;
    }
    return grade;
}

std::vector<std::string> c_files(const Folder& folder) {
    std::vector<std::string> names = folder.files();
    std::erase_if(names, [](const std::string& name) { return !name.ends_with(".c"); });
    return names;
}

std::vector<std::string> built_in_lab_ids() {
    std::vector<std::string> ids;
    for (const std::string& path : platform::assets_under(kLabs)) {
        if (!path.ends_with(kLabFile)) continue;
        ids.push_back(path.substr(kLabs.size(), path.size() - kLabs.size() - kLabFile.size()));
    }
    return ids;
}

Folder folder_of(const Lab& lab) {
    const std::vector<std::string> ids = built_in_lab_ids();
    const bool built_in = std::find(ids.begin(), ids.end(), lab.id) != ids.end();
    return built_in ? Folder::embedded(std::string(kLabs) + lab.id) : Folder::on_disk(lab.id);
}

Grade grade_own(const Lab& lab, const char* name) {
    const Folder folder = folder_of(lab).sub(name);
    return grade_folder(lab, folder, c_files(folder), name);
}

}  // namespace

double Lab::points() const {
    return std::accumulate(goals.begin(), goals.end(), 0.0,
                           [](double sum, const Goal& one) { return sum + one.points; });
}

std::optional<Lab> open_lab(const std::string& target, Problem& problem) {
    std::error_code error;
    if (std::filesystem::is_directory(target, error)) return read_lab(Folder::on_disk(target), problem);
    for (const std::string& id : built_in_lab_ids()) {
        if (!names_entry(target, id)) continue;
        std::optional<Lab> lab = read_lab(Folder::embedded(std::string(kLabs) + id), problem);
        if (lab) lab->id = id;
        return lab;
    }
    problem.message = target + ": no such folder, and no lab of that name (see: shmscope list)";
    return std::nullopt;
}

Grade grade_folder(const Lab& lab, const Folder& folder, const std::vector<std::string>& units, std::string name) {
    if (units.empty()) return without_points(lab, std::move(name), "there is no .c file to grade");
    Problem problem;
    std::optional<ProgramSource> program = read_program(folder, units, problem);
    if (!program) return without_points(lab, std::move(name), problem.message);
    Scenario scenario;
    scenario.machine = lab.machine;
    scenario.machine.processes.push_back({"submission", add_program(scenario, std::move(*program)), lab.args,
                                          lab.stdin_text, sim::Uid{1000}, sim::Gid{1000}});
    std::string warnings;
    sim::machine::ProgramSetPtr programs = compile_programs(scenario, warnings, problem);
    if (programs == nullptr) return without_points(lab, std::move(name), "does not compile:\n" + problem.message);
    sim::history::World world{sim::machine::Machine(scenario.machine, std::move(programs))};
    return grade_run(lab, sim::labs::record_run(std::move(world), {}, lab.bounds), std::move(name));
}

Grade grade_submission(const Lab& lab, const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        const Folder folder = Folder::on_disk(path);
        return grade_folder(lab, folder, c_files(folder), path);
    }
    if (!path.ends_with(".c")) {
        const bool there = std::filesystem::exists(path, error);
        return without_points(lab, path,
                              there ? "is neither a .c file nor a folder of them" : "no such file or folder");
    }
    const auto [folder, file] = split_path(path);
    return grade_folder(lab, Folder::on_disk(folder), {file}, path);
}

Grade grade_solution(const Lab& lab) {
    return grade_own(lab, "solution");
}
Grade grade_starter(const Lab& lab) {
    return grade_own(lab, "starter");
}

std::vector<ScenarioEntry> built_in_labs() {
    std::vector<ScenarioEntry> entries;
    for (const std::string& id : built_in_lab_ids()) {
        Problem problem;
        const auto lab = open_lab(id, problem);
        entries.push_back({id, lab ? lab->title : problem.message});
    }
    return entries;
}

}  // namespace app::session
