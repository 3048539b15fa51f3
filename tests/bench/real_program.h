// A program on the real kernel: compiled by the C compiler, run in a private IPC namespace.
#pragma once

#include <string>
#include <vector>

namespace bench {

class RealProgram {
public:
    // Compiles tests/bench/programs/NAME.c; ready() tells whether it can run here.
    explicit RealProgram(const std::string& name);
    ~RealProgram();
    RealProgram(const RealProgram&) = delete;
    RealProgram& operator=(const RealProgram&) = delete;

    bool ready() const { return ready_; }
    // Of the compiled program.
    const std::string& path() const { return program_; }
    // Wall-clock seconds of a run whose last argument is `rounds`; its start and exit are taken off by a run of none.
    double seconds(const std::vector<std::string>& arguments, long rounds) const;

private:
    double run(std::vector<std::string> arguments) const;

    std::string folder_, program_;
    bool ready_ = false;
};

}  // namespace bench
