// The simulated programs' system calls in the notation of strace -f, strace 6.1.
//
//     shmget(0x1234, 8192, IPC_CREAT|IPC_EXCL|0640) = 5
//     [pid   202] exit_group(3)               = ?
//     [pid   202] +++ exited with 3 +++
//     <... wait4 resumed>[{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 202
//
// Known inaccuracies: a SIGCHLD is shown at the parent's next call, its times are 0, and none is shown for stopped and
// continued children; fork is the call fork(2), where glibc uses clone(2).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/machine/machine.h"
#include "sim/report/event.h"

namespace app::session {

class StraceSink final : public sim::report::Sink {
public:
    using Write = std::function<void(std::string_view text)>;

    // `machine` is the one whose steps report here: arguments in memory are read from it. `write` is given pieces
    // of lines, as soon as they are known: a call that blocks shows its beginning.
    StraceSink(const sim::machine::Machine& machine, Write write);

    void on(const sim::report::Event& event) override;
    // Ends a line that a call still waiting has begun.
    void finish();

private:
    // A call between its beginning and its return.
    struct Call {
        std::uint32_t number = 0;
        std::array<std::uint64_t, 6> args{};
        std::vector<sim::Pid> children;  // made by it
    };

    void enter(const sim::report::Event& event);
    void leave(sim::Pid pid, std::int64_t result);
    void born(const sim::report::Event& event);
    void announce(sim::Pid pid);
    void signal(const sim::report::Event& event);
    void handler(const sim::report::Event& event);
    void handler_done(sim::Pid pid);
    void exited(sim::Pid pid, int status);
    void thread_ended(sim::Pid tid);
    void line(sim::Pid pid, std::string_view text);
    void abandon_call(sim::Pid pid);
    void show_child_signals(sim::Pid pid);

    void begin_line(sim::Pid pid);
    void put(std::string_view text);
    void pad_to_result();
    void end_line();

    const sim::machine::Machine& machine_;
    Write write_;
    std::map<sim::Pid, Call> calls_;
    std::map<sim::Pid, std::vector<std::string>> child_signals_;  // SIGCHLD lines the parent has still to show
    std::map<sim::Pid, sim::Pid> senders_;                        // who sent a signal, by target
    // What a task's last call gave, as its register holds it, and what it gave when a handler interrupted the code.
    std::map<sim::Pid, std::int64_t> results_;
    std::map<sim::Pid, std::vector<std::int64_t>> interrupted_;
    std::set<sim::Pid> traced_;
    std::optional<sim::Pid> open_;  // whose call has begun the line now being written
    std::size_t column_ = 0;
};

}  // namespace app::session
