// The processes and threads being traced.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/host/recording.h"
#include "app/host/trace.h"
#include "app/host/trace_calls_linux.h"
#include "app/host/trace_space_linux.h"
#include "app/host/trace_tables_linux.h"

namespace app::host {

// A call that has begun and was worth noting.
struct BegunCall {
    const TracedCallKind* kind = nullptr;
    std::array<std::uint64_t, 6> args{};
    std::string text;  // as TraceNotation::begun() gave it
};

struct Tracee {
    pid_t tid = 0;
    sim::report::TaskRow row;      // as last recorded; pid, tgid, ppid, name, users; state and ending
    std::shared_ptr<Space> space;  // of its process; never null
    bool borrowed = false;         // the space is its parent's: a child of vfork(2) until it runs a program
    bool recorded = true;          // one of the kMaxRecordedTasks
    std::optional<BegunCall> call;
    int last_signal = 0;  // told of

    bool is_process() const { return row.tgid == row.pid; }
    // Notes in the row whether it sleeps in its call, as /proc says; true: that differs from what the row said.
    bool look_asleep();
    // Its call has returned. True: the row said that it slept.
    bool wake();
    // Notes in the row what a signal is about, should it be its last, and how it ended. Steps: signal, exited, killed.
    void remember(const Step& step);
    void end(const Step& step);
};

class Tracees {
public:
    bool empty() const { return all_.empty(); }
    std::size_t born() const { return born_; }
    Tracee* find(pid_t tid);
    // Makes it known by what /proc says of it.
    Tracee& add(pid_t tid, std::shared_ptr<Space> space);
    void remove(pid_t tid) { all_.erase(tid); }
    // A program has taken over the process whose thread `former` began it: `tid` goes on, alone.
    Tracee& taken_over(pid_t tid, pid_t former);
    std::vector<pid_t> tids() const;
    // Those in a call that may sleep.
    std::vector<Tracee*> maybe_asleep();
    Holders holders() const;

private:
    std::map<pid_t, Tracee> all_;
    std::size_t born_ = 0;
};

// Name, parent and users from /proc/TID/status.
void read_status(pid_t tid, sim::report::TaskRow& row);
// The program's name: what the kernel cut to 15 characters is completed from the file.
std::string program_name(pid_t tid);

}  // namespace app::host
