// Tracing while a window stays alive: shmscope itself, started again to trace a program into a file.
//
//     BackgroundTrace trace;
//     if (!trace.start({"./a.out", "x"}, folder + "/a.rec", why_not)) …
//     while (trace.poll() == BackgroundTrace::State::running) draw();
//
// Only Linux has one; elsewhere start() says why not.
#pragma once

#include <string>
#include <vector>

namespace app::host {

class BackgroundTrace {
public:
    enum class State : unsigned char { idle, running, done, failed };

    BackgroundTrace() = default;
    // Ends what still runs: the traced program and everything it started go too.
    ~BackgroundTrace();
    BackgroundTrace(const BackgroundTrace&) = delete;
    BackgroundTrace& operator=(const BackgroundTrace&) = delete;

    // The recording goes to a new file below the system's folder for temporary files. False, and why, when it cannot be
    // started. The program reads nothing and writes to where this process's output goes.
    bool start(const std::vector<std::string>& command, std::string& why_not);
    // Asks it to end, as Ctrl-C would: what was recorded so far is kept.
    void stop();
    // Looks once; never waits.
    State poll();

    // Of a trace that is done: the file, which the caller opens and forget() removes.
    const std::string& file() const { return file_; }
    // What it said on stderr when it failed, in one line.
    std::string complaint() const;
    // Removes its files.
    void forget();

private:
    State state_ = State::idle;
    int pid_ = -1;
    std::string folder_, file_;
};

// A command line in words as a shell would see them, quotes understood, nothing executed. Empty when it has none or
// cannot be understood.
std::vector<std::string> command_words(const std::string& line);

}  // namespace app::host
