// The shmat loop on the real kernel: rounds.c compiled by the C compiler, run in a private IPC namespace.
#pragma once

#include <string>

namespace bench {

class RealRounds {
public:
    // Compiles the program; ready() tells whether it can run here.
    RealRounds();
    ~RealRounds();
    RealRounds(const RealRounds&) = delete;
    RealRounds& operator=(const RealRounds&) = delete;

    bool ready() const { return ready_; }
    // Wall-clock seconds `rounds` rounds take; process start and exit are taken off by a run of none.
    double seconds(long rounds) const;

private:
    double run(long rounds) const;
    std::string folder_;
    bool ready_ = false;
};

}  // namespace bench
