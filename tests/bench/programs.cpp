#include "tests/bench/programs.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/session/scenario.h"

namespace bench {
namespace {

struct Prepared {
    sim::machine::MachineConfig config;
    sim::machine::ProgramSetPtr programs;
};

Prepared prepare(const std::string& name, std::vector<std::string> arguments, std::uint32_t frames) {
    app::session::TargetOptions options;
    options.args = std::move(arguments);
    app::session::Scenario scenario = app::session::scenario_from_text(name, program_text(name), options);
    scenario.machine.frames = frames;
    std::string warnings;
    app::session::Problem problem;
    auto programs = app::session::compile_programs(scenario, warnings, problem);
    if (!programs) {
        std::fprintf(stderr, "%s\n", problem.message.c_str());
        std::exit(2);
    }
    return {scenario.machine, programs};
}

}  // namespace

std::string program_text(const std::string& name) {
    std::ifstream in(std::string(SHMSCOPE_SOURCE_DIR) + "/tests/bench/programs/" + name);
    return {std::istreambuf_iterator<char>(in), {}};
}

sim::machine::Machine machine_with(const std::string& name, std::vector<std::string> arguments, std::uint32_t frames) {
    Prepared prepared = prepare(name, std::move(arguments), frames);
    return sim::machine::Machine(prepared.config, prepared.programs);
}

sim::history::Timeline timeline_with(const std::string& name, std::uint32_t frames) {
    Prepared prepared = prepare(name, {}, frames);
    return sim::history::Timeline(prepared.config, prepared.programs, {});
}

}  // namespace bench
