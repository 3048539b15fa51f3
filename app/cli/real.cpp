#include "app/cli/real.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

namespace app::cli {

CLI::Option* add_kernel_option(CLI::App& command, bool& real) {
    static const std::map<std::string, bool> kKernels{{"simulated", false}, {"real", true}};
    return command
        .add_option("--kernel", real,
                    "simulated, or real: every call and access on this system's kernel too, in a sandbox")
        ->transform(CLI::CheckedTransformer(kKernels).description("simulated|real"));
}

std::string no_real_kernel(const std::string& why_not) {
    return fmt::format("no real kernel: {} (shmscope host tells what this system lacks)", why_not);
}

std::string differences_text(const std::vector<session::RealDifference>& differences) {
    if (differences.empty()) return "";
    std::string text = fmt::format("shmscope: the real kernel differs from the simulated one, {} {}",
                                   differences.size(), differences.size() == 1 ? "time" : "times");
    for (const session::RealDifference& difference : differences) {
        const std::string whose =
            difference.pid == sim::kNoPid ? "" : fmt::format(", process {}", difference.pid.value);
        text += fmt::format("\n  step {}{}: {}\n    simulated  {}\n    real       {}", difference.step, whose,
                            difference.what, difference.simulated, difference.real);
        if (!difference.why.empty()) text += "\n    " + difference.why;
    }
    return text;
}

}  // namespace app::cli
