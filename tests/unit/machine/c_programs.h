// Machines that run C programs with the C library that comes with shmscope.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/platform/assets.h"
#include "sim/cc/compile.h"
#include "tests/unit/machine/assembler.h"

namespace machine_test {

inline std::vector<cc::Source> sources_under(const std::string& prefix) {
    std::vector<cc::Source> sources;
    for (const std::string& path : app::platform::assets_under(prefix)) {
        sources.push_back({path.substr(prefix.size()), std::string(*app::platform::asset(path))});
    }
    return sources;
}

inline const cc::LibraryPtr& c_library() {
    static const cc::LibraryPtr library = [] {
        std::vector<cc::Diagnostic> diagnostics;
        cc::LibraryPtr made =
            cc::compile_library(sources_under("libc/include/"), sources_under("libc/src/"), diagnostics);
        INFO(cc::format(diagnostics));
        REQUIRE(made != nullptr);
        return made;
    }();
    return library;
}

inline std::shared_ptr<const hw::Image> compile_c(const std::string& name, const std::string& text) {
    const cc::Compiled compiled = cc::compile(name, {{name + ".c", text}}, c_library(), {});
    INFO(cc::format(compiled.diagnostics));
    REQUIRE(compiled.ok());
    return compiled.image;
}

inline Machine boot_c(const std::string& text, MachineConfig config = config_for({"test"})) {
    return boot(config, {compile_c("test", text)});
}

// Everything written to a channel, 1 or 2.
inline std::string printed(const Machine& machine, int channel = 1) {
    std::string all;
    for (const kernel::OutputChunk& chunk : machine.output()) {
        if (chunk.fd == channel) all += chunk.bytes;
    }
    return all;
}

}  // namespace machine_test
