#include "sim/machine/run_task.h"

#include <algorithm>

#include "sim/kernel/fs/file_pages.h"
#include "sim/kernel/mm/fault.h"
#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signal_frame.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/call.h"
#include "sim/report/emit.h"

namespace sim::machine {
namespace {

using kernel::WaitKind;
using report::EventType;
using report::Rule;
using report::TaskState;

// The registers go to the CPU for as long as the task runs.
void load(World& world, Pid pid) {
    kernel::Task& task = world.kernel.tasks.write(pid);
    task.started = task.started || task.context.at_statement;
    world.kernel.running = {pid, task.context};
    world.kernel.last_run = pid;
}

void unload(World& world, Pid pid, std::uint64_t executed) {
    kernel::Task& task = world.kernel.tasks.write(pid);
    task.context = world.kernel.running.context;
    task.instructions += executed;
    world.kernel.running.pid = kNoPid;
}

// A sleeper whose time has come, by its own deadline or its process's alarm: the clock jumps there, unless it is later
// already.
void jump_to(World& world, Pid pid) {
    const std::int64_t time = kernel::wakes_at(world.kernel.tasks, pid);
    if (time == kernel::kForever) return;
    world.kernel.slept += std::max<std::int64_t>(0, time - world.kernel.now());
}

// Its own deadline is over.
void end_sleep(World& world, Pid pid) {
    const kernel::Task& task = world.kernel.tasks[pid];
    if (task.state != TaskState::blocked || task.wait.deadline > world.kernel.now()) return;
    const WaitKind kind = task.wait.kind;
    const std::uint64_t object = task.wait.object;
    const std::int64_t deadline = task.wait.deadline;
    world.kernel.tasks.write(pid).state = TaskState::ready;
    if (kind != WaitKind::sleep) {
        return report::emit(world.sink, EventType::wake, Rule::wake_timeout, pid, {kind, object});
    }
    report::emit(world.sink, EventType::wake, Rule::wake_sleep, pid,
                 {deadline / kernel::kNanosecondsPerSecond, deadline % kernel::kNanosecondsPerSecond});
}

bool alive(const World& world, Pid pid) {
    return world.kernel.tasks[pid].alive();
}

// The task's own instruction raised a signal: its handler runs, or the process ends.
void raise(World& world, Pid pid, int signal, int si_code, VirtAddr address) {
    kernel::SignalInfo info;
    info.signal = signal;
    info.code = si_code;
    info.address = address;
    with_processes(world, pid, [&](kernel::ProcessContext& context) { kernel::force_signal(context, pid, info); });
}

// Alarms ring whenever the clock has reached them.
void ring(World& world, Pid pid) {
    const std::int64_t now = world.kernel.now();
    with_processes(world, pid, [&](kernel::ProcessContext& context) { kernel::expire_alarms(context, now); });
}

// The task takes its signals before it goes on. nullopt: it runs.
std::optional<Halt> deliver(World& world, Pid pid) {
    const kernel::Delivery delivery = with_processes(world, pid, [&](kernel::ProcessContext& context) {
        return kernel::deliver_signals(context, pid, world.kernel.running.context);
    });
    switch (delivery) {
        case kernel::Delivery::go_on: return std::nullopt;
        case kernel::Delivery::stopped: return Halt::blocked;
        case kernel::Delivery::gone: break;
    }
    return Halt::gone;
}

// A store to a file's page that faulted changes the file's times.
void note_store(World& world, Pid pid, const hw::PageFault& fault) {
    if (fault.access != hw::Access::write) return;
    const kernel::Area* area = world.kernel.memory.spaces[world.kernel.tasks[pid].mm].find_area(fault.address);
    if (area == nullptr || area->inode == kNoInode || !area->perms.shared) return;
    kernel::note_change(world.kernel.tree, area->inode, world.kernel.now());
}

}  // namespace

void serve_fault(World& world, Pid pid, const hw::PageFault& fault) {
    using Kind = kernel::FaultOutcome::Kind;
    while (alive(world, pid)) {
        kernel::MemoryContext memory = world.memory(pid);
        const kernel::FaultOutcome outcome = kernel::handle_fault(memory, world.kernel.tasks[pid].mm, fault);
        if (outcome.kind == Kind::signal) return raise(world, pid, outcome.signal, outcome.si_code, fault.address);
        if (outcome.kind == Kind::resolved) {
            note_store(world, pid, fault);
            return report::emit(world.sink, EventType::tlb, Rule::access_retry, pid, {fault.address, fault.access});
        }
        with_processes(world, pid, kernel::kill_for_memory);
    }
}

namespace {

// A handler has returned: the interrupted code goes on. One that stood at a statement stands there again.
std::optional<Halt> end_handler(World& world, Pid pid, StepUnit unit) {
    kernel::Kernel& kernel = world.kernel;
    const bool back = with_processes(world, pid, [&](kernel::ProcessContext& context) {
        return kernel::leave_handler(context, pid, kernel.running.context);
    });
    if (!back) {
        raise(world, pid, kernel::kSigsegv, kernel::kSiKernel, {});
        return deliver(world, pid);
    }
    if (const auto halt = deliver(world, pid)) return halt;
    if (unit == StepUnit::line && kernel.running.context.at_statement) return Halt::unit_done;
    return std::nullopt;
}

// Makes the call in the registers, or the one the task slept in. nullopt: the task runs on.
std::optional<Halt> serve_call(World& world, Pid pid) {
    switch (kernel::make_call(world.kernel, world.memory(pid))) {
        case kernel::CallOutcome::blocked: return Halt::blocked;
        case kernel::CallOutcome::gone: return Halt::gone;
        case kernel::CallOutcome::returned: break;
    }
    ring(world, pid);
    return deliver(world, pid);
}

std::optional<Halt> serve(World& world, Pid pid, const hw::Trap& trap, StepUnit unit) {
    using hw::TrapKind;
    switch (trap.kind) {
        case TrapKind::statement:
        case TrapKind::access: return Halt::unit_done;
        case TrapKind::budget: return Halt::out_of_instructions;
        case TrapKind::syscall: return serve_call(world, pid);
        case TrapKind::page_fault: serve_fault(world, pid, trap.fault); break;
        case TrapKind::divide: raise(world, pid, kernel::kSigfpe, kernel::kFpeIntdiv, {}); break;
        case TrapKind::illegal: raise(world, pid, kernel::kSigill, kernel::kIllIllopn, {}); break;
        case TrapKind::bad_jump:
            if (trap.fault.address == kernel::kSignalReturn) return end_handler(world, pid, unit);
            raise(world, pid, kernel::kSigsegv, kernel::kSegvMaperr, trap.fault.address);
            break;
    }
    return deliver(world, pid);
}

// Runs until the unit is done. Each trap costs at least one instruction of the budget, so it always ends.
Halt run_on_cpu(World& world, Pid pid, StepUnit unit, std::uint64_t& executed) {
    std::uint64_t budget = kLineStepInstructions;
    while (budget > 0) {
        // exec(2) changes the program in the middle of a step.
        const hw::Image& image = *world.programs[world.kernel.tasks[pid].program.value];
        const hw::MmuContext mmu = world.kernel.memory.spaces[world.kernel.tasks[pid].mm].mmu();
        const hw::RunLimits limits{budget, unit == StepUnit::line, unit == StepUnit::access};
        const hw::Trap trap =
            hw::run(world.hardware, world.cpu_of(pid), mmu, image, world.kernel.running.context, limits, world.sink);
        world.kernel.instructions += trap.instructions;
        executed += trap.instructions;
        budget -= std::min(budget, std::max<std::uint64_t>(trap.instructions, 1));
        const std::optional<Halt> halt = serve(world, pid, trap, unit);
        if (halt) return *halt;
    }
    return Halt::out_of_instructions;
}

}  // namespace

Halt run_task(World world, Pid pid, StepUnit unit) {
    std::optional<NamingSink> naming;
    if (world.sink != nullptr) world.sink = &naming.emplace(*world.sink, pid);
    if (world.kernel.tasks[pid].state == TaskState::blocked) jump_to(world, pid);
    ring(world, pid);
    end_sleep(world, pid);
    // An alarm nobody has a handler for may have ended it, or left it asleep.
    if (!alive(world, pid)) return Halt::gone;
    if (world.kernel.tasks[pid].state != TaskState::ready) return Halt::blocked;
    load(world, pid);
    std::uint64_t executed = 0;
    std::optional<Halt> halt;
    if (world.kernel.tasks[pid].wait.kind != WaitKind::none) halt = serve_call(world, pid);
    if (!halt) halt = deliver(world, pid);
    if (!halt) halt = run_on_cpu(world, pid, unit, executed);
    unload(world, pid, executed);
    return *halt;
}

}  // namespace sim::machine
