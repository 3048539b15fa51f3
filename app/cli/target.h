// What a command works on (TARGET) and where in its run it looks (--step, --by).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/session/scenario.h"
#include "sim/history/timeline.h"

namespace CLI {
class App;
}

namespace app::cli {

inline constexpr std::uint64_t kDefaultMaxSteps = 1'000'000;

struct TargetRequest {
    std::vector<std::string> target;
    std::vector<std::string> program_args;  // what followed "--"
    std::optional<std::uint32_t> uid;
    std::uint64_t max_steps = kDefaultMaxSteps;
    bool stdout_is_terminal = true;
    bool needs_shell = false;  // commands will be given to the machine
};

// A target, compiled. A saved session brings the inputs of its run.
struct Target {
    session::Scenario scenario;
    sim::machine::ProgramSetPtr programs;
    std::vector<sim::history::Input> inputs;

    // Its timeline, at step 0.
    sim::history::Timeline timeline() const;
};

// Adds TARGET, --uid and --max-steps to a command.
void add_target_options(CLI::App& command, TargetRequest& request, bool required);
// nullopt: said why on stderr. Warnings of the compiler go there too.
std::optional<Target> open_target(const TargetRequest& request);

struct PositionRequest {
    std::string step = "end";  // a number or "end"
    std::string by = "line";
};
void add_position_options(CLI::App& command, PositionRequest& request);

// The step in words, "end" as kToEnd. nullopt: neither a number nor "end".
inline constexpr std::uint64_t kToEnd = ~std::uint64_t{0};
std::optional<std::uint64_t> wanted_step(const std::string& text);

sim::history::Unit unit_of(const std::string& by);

// Where a walk ended.
struct Position {
    std::uint64_t step = 0;           // counted in the unit asked for
    std::optional<std::uint64_t> of;  // the last step, when it is known
    int status = 0;                   // kDone; kCut, and said why on stderr; kWrong: there is no such step
};
Position walk_to(sim::history::Timeline& timeline, const PositionRequest& request, std::uint64_t max_steps);

}  // namespace app::cli
