// From a scenario's sources to images, with the simulated C library that comes with shmscope.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

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

// Ordinary C programs that come with shmscope, where they lie on the machine's disk.
struct SystemProgram {
    const char* path;
    const char* asset;
};
constexpr SystemProgram kSystemPrograms[] = {
    {"/bin/sh", "programs/sh.c"},
    {"/usr/bin/ipcs", "programs/ipcs.c"},
    {"/usr/bin/ipcrm", "programs/ipcrm.c"},
};

// Whether some program calls one of exec's relatives: the linker takes from the library only what is called.
bool any_starts_others(const sim::machine::ProgramSet& programs) {
    return std::any_of(programs.begin(), programs.end(), [](const auto& image) {
        return std::any_of(image->functions.begin(), image->functions.end(),
                           [](const sim::hw::Function& function) { return function.name == "execve"; });
    });
}

// As part of the system it is stepped over like the library: it has no lines.
std::shared_ptr<const sim::hw::Image> without_lines(const sim::hw::Image& image) {
    auto plain = std::make_shared<sim::hw::Image>(image);
    for (sim::hw::Instruction& instruction : plain->text) {
        if (instruction.op == sim::hw::Op::stmt) instruction = {sim::hw::Op::nop, 0, 0, 0, 0};
    }
    for (sim::hw::Function& function : plain->functions) function.library = true;
    for (sim::hw::SourceText& file : plain->files) file.library = true;
    return plain;
}

// Compiled once, like the library; null with `errors` for a defect of shmscope.
std::shared_ptr<const sim::hw::Image> compile_system_program(const SystemProgram& program, std::string& errors) {
    static std::map<std::string, std::shared_ptr<const sim::hw::Image>> compiled;
    auto& image = compiled[program.path];
    if (image != nullptr) return image;
    const sim::cc::Source source{program.asset, std::string(*platform::asset(program.asset))};
    const sim::cc::Compiled done = sim::cc::compile(program.path, {source}, library().library, {});
    if (!done.ok()) {
        errors += sim::cc::format(done.diagnostics);
        return nullptr;
    }
    return image = without_lines(*done.image);
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
    if (errors.empty() && (scenario.needs_shell || any_starts_others(*programs))) {
        for (const SystemProgram& program : kSystemPrograms)
            programs->push_back(compile_system_program(program, errors));
    }
    if (errors.empty()) return programs;
    problem.message = errors;
    return nullptr;
}

}  // namespace app::session
