// The tracer: waits for the processes it traces, one stop after the other, until none is left.
//
//   stop                    what it means here
//   seccomp                 a call of the filter's begins: noted when it is about shared memory
//   system call's end       a call that was noted has returned: a step
//   fork, vfork, clone      a process or thread was made: a step; it stops too before its first instruction
//   exec                    another program: a step
//   exit                    about to end, its memory is still there: its last touches
//   a signal                delivered on; a step when somebody sent it or an access caused it
//   stopped by a signal     left so
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/trace.h"
#include "app/host/trace_recorder_linux.h"

namespace app::host {

class Tracer {
public:
    // `signals`: a signalfd of SIGCHLD and of what ends a recording.
    Tracer(Tracees& tasks, StepRecorder& recorder, FaultEvents& faults, TraceNotation& notation, int signals);

    // Takes over a child that waits. Returns errno.
    int seize(pid_t pid);
    // Until no process is left.
    void run();
    // Whether the program ever began.
    bool begun() const { return begun_; }
    // Not empty: the file of a program that was not let begin, as its calls could not be seen.
    const std::string& refused() const { return refused_; }

private:
    void wait_for_news();
    void read_signals();
    void adopt_early();
    void kill_when_due();
    void kill_all();
    void handle(pid_t tid, int status);
    void stopped(Tracee& task, int status);

    void call_begins(Tracee& task);
    void call_returns(Tracee& task);
    void born(Tracee& parent, int event);
    void program_begins(pid_t tid);
    void about_to_end(Tracee& task);
    void ended(Tracee& task, int status);
    void signalled(Tracee& task, int signal);
    void check_program(Tracee& task);
    std::string call_text(const Tracee& task, std::int64_t result) const;
    static void resume(const Tracee& task, int how, int signal = 0);

    Tracees& tasks_;
    StepRecorder& recorder_;
    TraceNotation& notation_;
    int signals_;
    std::vector<int> fault_rings_;
    std::set<pid_t> early_;  // stopped before their parent told of them
    bool begun_ = false;
    std::string refused_;
    std::uint32_t interrupts_ = 0;
    std::uint64_t kill_at_ = 0;  // CLOCK_MONOTONIC, milliseconds; 0: not asked for
};

}  // namespace app::host
