// Compiles a C text with the simulated C library and runs it on a small machine.
#pragma once

#include <string>
#include <vector>

#include "app/platform/assets.h"
#include "sim/cc/compile.h"
#include "sim/machine/machine.h"

namespace cc_test {

// The library of simulated programs, compiled once.
inline const sim::cc::LibraryPtr& library() {
    static const sim::cc::LibraryPtr compiled = [] {
        std::vector<sim::cc::Source> headers, sources;
        const std::string include = "libc/include/", src = "libc/src/";
        for (const std::string& path : app::platform::assets_under(include))
            headers.push_back({path.substr(include.size()), std::string(*app::platform::asset(path))});
        for (const std::string& path : app::platform::assets_under(src))
            sources.push_back({path.substr(src.size()), std::string(*app::platform::asset(path))});
        std::vector<sim::cc::Diagnostic> diagnostics;
        return sim::cc::compile_library(std::move(headers), std::move(sources), diagnostics);
    }();
    return compiled;
}

inline sim::cc::Compiled compiled(const std::string& text) {
    return sim::cc::compile("test", {{"test.c", text}}, library(), {});
}

// How a program ended: its exit status, or 128 + the signal that killed it; 1000 if it does not compile.
struct Ran {
    int status = 1000;
    std::string output;
};

inline Ran run_image(const std::shared_ptr<const sim::hw::Image>& image) {
    using namespace sim;
    machine::MachineConfig config;
    config.frames = 4096;
    config.stdout_is_terminal = false;
    config.processes.push_back({.name = "test", .program = 0, .args = {}, .stdin_text = {}});
    machine::Machine machine(config, std::make_shared<machine::ProgramSet>(machine::ProgramSet{image}));
    constexpr int kMostSteps = 200'000;
    for (int step = 0; step < kMostSteps; ++step) {
        const auto pid = machine.next_task();
        if (!pid) break;
        machine.step(*pid, machine::StepUnit::line, nullptr);
    }
    Ran ran;
    for (const auto& chunk : machine.output()) ran.output += chunk.bytes;
    const report::TaskRow first = machine.observe().processes.at(0);
    ran.status = first.signal ? 128 + *first.signal : first.exit_status.value_or(-1);
    return ran;
}

inline Ran run(const std::string& text) {
    const sim::cc::Compiled done = compiled(text);
    if (done.ok()) return run_image(done.image);
    Ran failed;
    failed.output = sim::cc::format(done.diagnostics);
    return failed;
}

// What main returns when its body is `body`, with `outside` before it.
inline int result(const std::string& body, const std::string& outside = "") {
    return run(outside + "\nint main(void) {" + body + "}\n").status;
}

}  // namespace cc_test
