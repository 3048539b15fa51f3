// A scenario: a machine, its processes and their programs, an optional schedule, notes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cc/compile.h"
#include "sim/history/timeline.h"
#include "sim/machine/machine.h"

namespace app::session {

// Why something the user gave could not be used: one clear message, exit status 2.
struct Problem {
    std::string message;  // whole text for stderr: names file, line and what to do; may hold several diagnostics
};

struct Note {
    std::size_t process = 0;  // index into MachineConfig::processes
    std::uint32_t line = 0;   // shown before this line first runs
    std::string text;
};

// One program of the scenario before compilation.
struct ProgramSource {
    std::string name;                      // "producer"
    std::vector<sim::cc::Source> units;    // .c files
    std::vector<sim::cc::Source> headers;  // local headers beside them
};

struct Scenario {
    std::string id;  // folder name of one that comes with shmscope, else a path
    std::string title;
    sim::machine::MachineConfig machine;
    std::vector<ProgramSource> programs;
    sim::history::Schedule schedule;
    std::vector<Note> notes;
    bool needs_shell = false;  // commands will be given: the machine has a shell even if no program starts others
};

// Overrides from the command line.
struct TargetOptions {
    std::optional<std::uint32_t> uid;
    std::vector<std::string> args;  // after "--", to the first process
    bool stdout_is_terminal = true;
};

// Opens what the user named: one or several .c files, a scenario folder, the name of a scenario that comes with
// shmscope. (Saved sessions: session_file.h.) On failure `problem` says why and nullopt is returned.
std::optional<Scenario> open_scenario(const std::vector<std::string>& target, const TargetOptions& options,
                                      Problem& problem);
// A scenario from C text alone (pasted).
Scenario scenario_from_text(std::string file_name, std::string c_text, const TargetOptions& options);

// Compiles all programs; diagnostics (warnings too) are appended as text.
sim::machine::ProgramSetPtr compile_programs(const Scenario& scenario, std::string& warnings, Problem& problem);

struct ScenarioEntry {
    std::string id;  // "01-two-processes"
    std::string title;
};
// Scenarios that come with shmscope, in order.
std::vector<ScenarioEntry> built_in_scenarios();

}  // namespace app::session
