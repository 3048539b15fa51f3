// The programs of `run` while they run: in the simulator alone, or on the real kernel too.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/target.h"
#include "app/host/real_kernel.h"
#include "sim/history/input.h"

namespace app::cli {

class Programs {
public:
    virtual ~Programs() = default;

    virtual const sim::history::World& world() const = 0;
    // Does one input; `sink` may be null. False when it cannot be done.
    virtual bool take(const sim::history::Input& input, sim::report::Sink* sink) = 0;
    // What they wrote since the last call.
    virtual std::vector<host::ConsoleChunk> take_output() = 0;
    // Not empty: why they cannot go on.
    virtual std::string failure() const { return {}; }
    // What was not the same on both kernels, as text; empty: nothing.
    virtual std::string differences() const { return {}; }
};

std::unique_ptr<Programs> simulated_programs(const Target& target);
// nullptr with the reason when this host cannot.
std::unique_ptr<Programs> real_programs(const Target& target, std::string& why_not);

}  // namespace app::cli
