// Makes the steps of a recording: each gets the rows that differ since the one before.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/host/trace.h"
#include "app/host/trace_faults_linux.h"
#include "app/host/trace_tables_linux.h"
#include "app/host/trace_tasks_linux.h"

namespace app::host {

class StepRecorder {
public:
    StepRecorder(Tracees& tasks, FaultEvents& faults, const StepSeen& seen);

    KernelTables& tables() { return tables_; }
    // What is there before the program.
    void begin(std::vector<std::string> command, NamespaceKind namespaces);
    // Steps for the first accesses since the last call of this. The process of `stopped` is looked at whole, others
    // where events point; nullptr: nobody is stopped.
    void tell_touches(Tracee* stopped);
    // A step of `task`. `which` tables may have changed; `step.changes` may hold changes already.
    void tell(Tracee& task, Step step, const Tables& which);
    // A step of `parent`: there is a child, stopped before its first instruction.
    void tell_birth(Tracee& parent, Tracee& child, Step step);
    // A child that no step told of: it is there with the next one.
    void adopt(Tracee& child);
    // A step of `task`: a program has taken its process over, with new memory.
    void tell_program(Tracee& task, Step step);
    // The ending of a task: its row says which.
    void tell_end(Tracee& task, Step step);
    void note(Unseen what, std::string name = {});
    // The whole recording; the last look is taken.
    Recording take();

private:
    using PagesByAddress = std::map<sim::VirtAddr, sim::report::PageRow>;
    // Consecutive events of one task in one area.
    struct Burst {
        Tracee* task = nullptr;
        sim::VirtAddr area;
        std::vector<FaultEvent> events;
    };

    std::vector<Burst> bursts(const std::vector<FaultEvent>& events);
    void tell_burst(const Burst& burst, const Tracee* stopped, PagesByAddress& found, std::vector<Step>& steps);
    Step touch_step(const Burst& burst, std::size_t first, std::size_t end, const Tracee* stopped,
                    PagesByAddress& found);
    void tell_appeared(const Tracee& stopped, const PagesByAddress& found, std::vector<Step>& steps);
    void look(const Tables& which, Changes& changes);
    void tell_all(std::vector<Step> steps);
    void append(Step step);
    std::uint64_t since_start(std::uint64_t time) const;

    Tracees& tasks_;
    FaultEvents& faults_;
    const StepSeen& seen_;
    KernelTables tables_;
    Recording recording_;
    std::uint64_t start_ = 0;  // CLOCK_MONOTONIC, nanoseconds
    std::size_t bytes_ = 0;    // about
    bool full_ = false;
    std::vector<TaskChange> pending_;  // go with the next step
    std::set<std::pair<Unseen, std::string>> noted_;
};

}  // namespace app::host
