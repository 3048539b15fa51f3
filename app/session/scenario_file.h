// Opening what a scenario is made of: scenario.toml and the C files it names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/folder.h"
#include "app/session/scenario.h"

namespace app::session {

// Explicit limits of what the user gives; passing one is a Problem.
inline constexpr std::size_t kMaxTomlBytes = 256u << 10;
inline constexpr std::size_t kMaxProcesses = 1000;
inline constexpr std::size_t kMaxProgramFiles = 256;  // .c files and headers of one program
inline constexpr std::size_t kMaxNameBytes = 64;
inline constexpr std::size_t kMaxTextBytes = 64u << 10;  // a title, a note, an argument, standard input
inline constexpr std::size_t kMaxGroups = 65'536;        // supplementary groups: NGROUPS_MAX
inline constexpr std::size_t kMaxListed = 10'000;        // notes, schedule items, arguments

// The scenario in `folder`, which holds a scenario.toml.
std::optional<Scenario> read_scenario(const Folder& folder, Problem& problem);

// A program of `units`, names of .c files in `folder`, with the local headers they include.
std::optional<ProgramSource> read_program(const Folder& folder, const std::vector<std::string>& units,
                                          Problem& problem);

// Index of the program with these sources in `scenario`, added when it is new.
std::uint32_t add_program(Scenario& scenario, ProgramSource program);

// Whether `name` means the folder `id` that comes with shmscope: "01-two-processes", "two-processes", "01" or "1".
bool names_entry(std::string_view name, std::string_view id);

// Whether a process may have this name; else why not.
std::optional<std::string> name_problem(const std::string& name, const Scenario& scenario);

}  // namespace app::session
