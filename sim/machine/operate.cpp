#include "sim/machine/operate.h"

#include <algorithm>

#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/call.h"
#include "sim/machine/run_task.h"
#include "sim/machine/start.h"

namespace sim::machine {
namespace {

using report::Operation;
using report::Outcome;
using report::TaskState;
using End = report::Outcome::End;

// One page of text that is never run beyond its first statement, and the scratch memory.
hw::Image still_image(std::string name) {
    hw::Image image;
    image.name = std::move(name);
    image.text.assign(kPageSize / hw::kInstructionSize, hw::Instruction{hw::Op::stmt, 0, 0, 0, 0});
    image.statements = {{0, 1, 1, 0}};
    image.files = {{"still.c", "", true}};
    image.bss = report::kScratchBytes;
    return image;
}

// A call of an unknown process, of one that ended or that sleeps, is no operation.
bool may_act(const kernel::Kernel& kernel, Pid pid) {
    const kernel::Task* task = kernel.tasks.find(pid);
    return task != nullptr && task->alive() && task->wait.kind == kernel::WaitKind::none;
}

Outcome outcome_of(const kernel::Kernel& kernel, Pid pid, kernel::CallOutcome how) {
    const kernel::Task& task = kernel.tasks[pid];
    Outcome outcome;
    outcome.pid = pid;
    if (!task.alive()) {
        outcome.end = End::gone;
        outcome.result = task.status;
        if (!kernel::status_exited(task.status)) outcome.signal = task.status & 0x7f;
        outcome.si_code = task.si_code;
        outcome.fault_address = task.si_addr.value;
        return outcome;
    }
    outcome.end = how == kernel::CallOutcome::blocked ? End::blocked : End::returned;
    if (outcome.end == End::returned) outcome.result = static_cast<std::int64_t>(task.context.registers[0]);
    return outcome;
}

// Makes the call in the task's registers, or makes a blocked one again.
Outcome make_call_of(World& world, Pid pid) {
    world.kernel.running = {pid, world.kernel.tasks[pid].context};
    const kernel::CallOutcome how = kernel::make_call(world.kernel, world.memory(pid));
    world.kernel.tasks.write(pid).context = world.kernel.running.context;
    world.kernel.running.pid = kNoPid;
    return outcome_of(world.kernel, pid, how);
}

Outcome call(World& world, const Operation& operation) {
    kernel::Task& task = world.kernel.tasks.write(operation.pid);
    task.context.registers[0] = operation.number;
    std::copy(operation.args.begin(), operation.args.end(), task.context.registers.begin() + 1);
    return make_call_of(world, operation.pid);
}

std::uint64_t minor_faults(const World& world, Pid pid) {
    const kernel::Task& task = world.kernel.tasks[pid];
    return task.mm == kernel::kNoMm ? task.minor_faults : world.kernel.memory.spaces[task.mm].minor_faults;
}

// A task takes its signals as soon as it may, also one that stands still. Whether any was there to take.
bool take_signals(World& world, Pid pid) {
    const kernel::Task& task = world.kernel.tasks[pid];
    if (task.state != TaskState::ready || kernel::deliverable(world.kernel.tasks, pid) == 0) return false;
    world.kernel.running = {pid, task.context};
    with_processes(world, pid, [&](kernel::ProcessContext& context) {
        return kernel::deliver_signals(context, pid, world.kernel.running.context);
    });
    world.kernel.tasks.write(pid).context = world.kernel.running.context;
    world.kernel.running.pid = kNoPid;
    return true;
}

// One access through the MMU; faults are served until it succeeds or the task is gone.
Outcome access(World& world, const Operation& operation) {
    const Pid pid = operation.pid;
    const bool store = operation.kind == Operation::Kind::store;
    const hw::Access kind = store ? hw::Access::write : hw::Access::read;
    const VirtAddr address{operation.args[0]};
    const std::size_t size = std::min<std::uint64_t>(operation.args[1], 8);
    const std::uint64_t before = minor_faults(world, pid);
    std::uint64_t value = operation.args[2];
    while (world.kernel.tasks[pid].alive()) {
        const hw::MmuContext mmu = world.kernel.memory.spaces[world.kernel.tasks[pid].mm].mmu();
        const hw::Translation at = hw::translate(world.hardware, world.cpu_of(pid), mmu, address, kind, world.sink);
        if (!at.ok) {
            serve_fault(world, pid, at.fault);
            take_signals(world, pid);
            continue;
        }
        std::uint8_t* bytes = nullptr;
        if (store) {
            bytes = world.hardware.memory.write(at.pfn).data() + address.offset();
            std::memcpy(bytes, &value, size);
        } else {
            value = 0;
            std::memcpy(&value, world.hardware.memory.read(at.pfn).data() + address.offset(), size);
        }
        break;
    }
    Outcome outcome = outcome_of(world.kernel, pid, kernel::CallOutcome::returned);
    outcome.minor_faults = minor_faults(world, pid) - before;
    if (outcome.end == End::returned) outcome.result = store ? 0 : static_cast<std::int64_t>(value);
    return outcome;
}

// Who fell asleep first goes first.
std::optional<Pid> longest_asleep(const World& world) {
    std::optional<Pid> first;
    for (Pid pid : world.kernel.tasks.present()) {
        const kernel::Task& task = world.kernel.tasks[pid];
        if (task.state != TaskState::ready || task.wait.kind == kernel::WaitKind::none) continue;
        if (!first || task.wait.ticket < world.kernel.tasks[*first].wait.ticket) first = pid;
    }
    return first;
}

bool somebody_takes_signals(World& world) {
    const std::vector<Pid> present = world.kernel.tasks.present();
    return std::any_of(present.begin(), present.end(),
                       [&](Pid pid) { return world.kernel.tasks[pid].alive() && take_signals(world, pid); });
}

// Those the operation woke make their calls again, those it sent signals take them, until nobody moves. Returns the
// calls that ended.
std::vector<Outcome> let_others_go_on(World& world) {
    std::vector<Outcome> ended;
    while (true) {
        if (const std::optional<Pid> woken = longest_asleep(world)) {
            const Outcome outcome = make_call_of(world, *woken);
            if (outcome.end == End::returned) ended.push_back(outcome);
        } else if (!somebody_takes_signals(world)) {
            break;
        }
    }
    std::erase_if(ended, [&](const Outcome& outcome) { return !world.kernel.tasks[outcome.pid].alive(); });
    std::sort(ended.begin(), ended.end(), [](const Outcome& a, const Outcome& b) { return a.pid < b.pid; });
    return ended;
}

}  // namespace

std::vector<Outcome> Machine::operate(const Operation& operation, report::Sink* sink) {
    kernel_.slept += kernel::kNanosecondsPerSecond;
    if (!may_act(kernel_, operation.pid)) return {};
    World here = world(sink);
    std::optional<NamingSink> naming;
    if (sink != nullptr) here.sink = &naming.emplace(*sink, operation.pid);
    kernel::MemoryContext memory = here.memory(operation.pid);
    const std::span input(reinterpret_cast<const std::uint8_t*>(operation.input.data()), operation.input.size());
    if (!input.empty()) {
        kernel::copy_to_user(memory, kernel_.tasks[operation.pid].mm, VirtAddr{report::kScratch}, input);
    }
    std::vector<Outcome> outcomes{operation.kind == Operation::Kind::call ? call(here, operation)
                                                                          : access(here, operation)};
    const std::vector<Outcome> others = let_others_go_on(here);
    // Its own signal, or one it sent itself, may have ended it.
    if (!kernel_.tasks[operation.pid].alive()) {
        outcomes.front() = outcome_of(kernel_, operation.pid, kernel::CallOutcome::gone);
    }
    outcomes.insert(outcomes.end(), others.begin(), others.end());
    insist();
    return outcomes;
}

MachineConfig by_hand_config(const report::Setup& setup) {
    MachineConfig config;
    config.first_pid = setup.first_pid;
    config.frames = setup.frames;
    config.first_shmid = setup.first_shmid;
    config.spread_layout = setup.spread_layout;
    config.seed = setup.seed;
    config.shmmni = setup.shmmni;
    config.shmmax = setup.shmmax;
    config.shmall = setup.shmall;
    config.shm_rmid_forced = setup.shm_rmid_forced;
    config.semmsl = setup.semmsl;
    config.semmns = setup.semmns;
    config.semopm = setup.semopm;
    config.semmni = setup.semmni;
    config.msgmni = setup.msgmni;
    config.msgmax = setup.msgmax;
    config.msgmnb = setup.msgmnb;
    config.stdout_is_terminal = false;
    for (std::size_t i = 0; i < setup.processes.size(); ++i) {
        const report::ProcessSetup& process = setup.processes[i];
        ProcessSpec spec;
        spec.name = "process" + std::to_string(i);
        spec.uid = process.uid;
        spec.gid = process.gid;
        spec.groups = process.groups;
        config.processes.push_back(spec);
    }
    return config;
}

ProgramSetPtr by_hand_programs() {
    return std::make_shared<const ProgramSet>(
        ProgramSet{std::make_shared<const hw::Image>(still_image("still")),
                   std::make_shared<const hw::Image>(still_image(std::string(kShell)))});
}

ByHand::ByHand(const report::Setup& setup) : machine_(by_hand_config(setup), by_hand_programs()) {}

std::vector<Outcome> ByHand::perform(const Operation& operation, report::Sink* sink) {
    std::vector<Outcome> outcomes = machine_.operate(operation, sink);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        Outcome& outcome = outcomes[i];
        if (outcome.end == End::blocked) {
            blocked_[outcome.pid] = operation.output;
            continue;
        }
        const std::uint32_t bytes = i == 0 ? operation.output : blocked_[outcome.pid];
        blocked_.erase(outcome.pid);
        if (outcome.end == End::returned) read_output(outcome, bytes);
    }
    return outcomes;
}

void ByHand::run_again() {
    machine_.run_again(nullptr);
    blocked_.clear();
}

bool ByHand::start_command() {
    return machine_.start_command("", nullptr);
}

bool ByHand::idle(Pid pid) const {
    return may_act(machine_.kernel(), pid);
}

std::uint64_t ByHand::mmap_top(Pid pid) const {
    const kernel::Task* task = machine_.kernel().tasks.find(pid);
    if (task == nullptr || task->mm == kernel::kNoMm) return kMmapTop;
    return machine_.kernel().memory.spaces[task->mm].mmap_top.value;
}

// Scratch pages nobody has written are zeroes.
void ByHand::read_output(Outcome& outcome, std::uint32_t bytes) const {
    outcome.output.assign(bytes, '\0');
    for (std::uint32_t at = 0; at < bytes; at += kPageSize) {
        const std::size_t part = std::min<std::size_t>(kPageSize, bytes - at);
        const auto read = machine_.peek(outcome.pid, VirtAddr{report::kScratch + at}, part);
        std::copy(read.begin(), read.end(), outcome.output.begin() + at);
    }
}

}  // namespace sim::machine
