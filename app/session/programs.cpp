// From a scenario's sources to images, with the simulated C library that comes with shmscope.
#include <fmt/format.h>

#include "app/platform/assets.h"
#include "app/session/scenario.h"

namespace app::session {
namespace {

std::vector<sim::cc::Source> sources_under(const std::string& prefix) {
    std::vector<sim::cc::Source> sources;
    for (const std::string& path : platform::assets_under(prefix)) {
        sources.push_back({path.substr(prefix.size()), std::string(*platform::asset(path))});
    }
    return sources;
}

struct CompiledLibrary {
    sim::cc::LibraryPtr library;
    std::vector<sim::cc::Diagnostic> diagnostics;
};

// The same for everything this process ever compiles, so it is made once.
const CompiledLibrary& library() {
    static const CompiledLibrary compiled = [] {
        CompiledLibrary made;
        made.library =
            sim::cc::compile_library(sources_under("libc/include/"), sources_under("libc/src/"), made.diagnostics);
        return made;
    }();
    return compiled;
}

// What a process begins with must fit the stack it begins with; Linux allows 2 MiB.
constexpr std::size_t kMaxArgumentBytes = 128 << 10;

bool arguments_fit(const sim::machine::ProcessSpec& process) {
    std::size_t bytes = 0;
    for (const std::string& argument : process.args) bytes += argument.size() + 1 + sizeof(char*);
    return bytes <= kMaxArgumentBytes;
}

}  // namespace

sim::machine::ProgramSetPtr compile_programs(const Scenario& scenario, std::string& warnings, Problem& problem) {
    if (library().library == nullptr) {
        problem.message = "the simulated C library does not compile, which is a defect of shmscope:\n" +
                          sim::cc::format(library().diagnostics);
        return nullptr;
    }
    for (const sim::machine::ProcessSpec& process : scenario.machine.processes) {
        if (arguments_fit(process)) continue;
        problem.message = fmt::format("the arguments of {} are longer than the {} KiB allowed", process.name,
                                      kMaxArgumentBytes >> 10);
        return nullptr;
    }
    auto programs = std::make_shared<sim::machine::ProgramSet>();
    std::string errors;
    for (const ProgramSource& source : scenario.programs) {
        sim::cc::Compiled done = sim::cc::compile(source.name, source.units, library().library, source.headers);
        (done.ok() ? warnings : errors) += sim::cc::format(done.diagnostics);
        programs->push_back(std::move(done.image));
    }
    if (errors.empty()) return programs;
    problem.message = errors;
    return nullptr;
}

}  // namespace app::session
