// The parts of a machine that running a task changes. Passed by reference, never stored.
#pragma once

#include "sim/hw/hardware.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/proc/lifecycle.h"
#include "sim/machine/machine.h"

namespace sim::machine {

struct World {
    hw::Hardware& hardware;
    kernel::Kernel& kernel;
    const MachineConfig& config;
    const ProgramSet& programs;
    report::Sink* sink = nullptr;

    // A task stays on one CPU for life: its TLB is the one to look at.
    hw::CpuId cpu_of(Pid pid) const {
        return static_cast<hw::CpuId>(pid.value - config.first_pid) % static_cast<hw::CpuId>(hardware.tlbs.size());
    }
    kernel::MemoryContext memory(Pid pid) {
        return {hardware, kernel.memory, programs, sink, pid, cpu_of(pid), memory_limits(kernel.tasks, pid)};
    }
};

// Calls use(context) with what operations on tasks need, acting for `pid`.
template <class Use>
decltype(auto) with_processes(World& world, Pid pid, Use use) {
    kernel::MemoryContext memory = world.memory(pid);
    kernel::ProcessContext context = process_context(world.kernel, memory);
    return use(context);
}

// Gives every event that has none the pid of the task that runs: the hardware does not know it.
class NamingSink final : public report::Sink {
public:
    NamingSink(report::Sink& target, Pid pid) : target_(target), pid_(pid) {}

    void on(const report::Event& event) override {
        if (event.pid != kNoPid) return target_.on(event);
        report::Event named = event;
        named.pid = pid_;
        target_.on(named);
    }
    bool wants_accesses() const override { return target_.wants_accesses(); }

private:
    report::Sink& target_;
    Pid pid_;
};

}  // namespace sim::machine
