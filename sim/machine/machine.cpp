#include "sim/machine/machine.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <stdexcept>

#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/call.h"
#include "sim/machine/disk.h"
#include "sim/machine/run_task.h"
#include "sim/machine/start.h"

namespace sim::machine {
namespace {

using kernel::WaitKind;
using report::TaskState;

kernel::KernelConfig kernel_config(const MachineConfig& config) {
    kernel::KernelConfig result;
    result.frames = config.frames;
    result.seed = config.seed;
    result.swap = config.swap;
    result.overcommit = static_cast<kernel::Overcommit>(config.overcommit);
    result.shm = {config.shmmni, config.shmmax, config.shmall, config.shm_rmid_forced};
    result.semaphores = {config.semmsl, config.semmns, config.semopm, config.semmni};
    result.queues = {config.msgmni, config.msgmax, config.msgmnb};
    result.first_shmid = config.first_shmid;
    result.first_pid = Pid{config.first_pid};
    return result;
}

bool ready(const kernel::Kernel& kernel, Pid pid) {
    return kernel.tasks[pid].state == TaskState::ready || kernel::wakes_at(kernel.tasks, pid) <= kernel.now();
}

constexpr std::int64_t kNever = kernel::kForever;

// When nobody is ready the clock jumps to this moment; kNever when it need not or cannot.
std::int64_t next_jump(const kernel::Kernel& kernel) {
    std::int64_t earliest = kNever;
    for (Pid pid : kernel.tasks.present()) {
        if (ready(kernel, pid)) return kNever;
        earliest = std::min(earliest, kernel::wakes_at(kernel.tasks, pid));
    }
    return earliest;
}

// The first task behind `after` that fulfils `can_run`, in turn.
template <class Predicate>
std::optional<Pid> next_in_turn(const std::vector<Pid>& present, Pid after, Predicate can_run) {
    const auto successor = std::upper_bound(present.begin(), present.end(), after);
    auto found = std::find_if(successor, present.end(), can_run);
    if (found != present.end()) return *found;
    found = std::find_if(present.begin(), successor, can_run);
    return found != successor ? std::optional(*found) : std::nullopt;
}

#ifdef SHMSCOPE_CHECK_INVARIANTS
// The walk costs what is in use: large machines are checked after some steps only.
constexpr std::size_t kAlwaysChecked = 512;  // frames in use and areas
constexpr std::uint64_t kCheckedOneIn = 64;  // steps

bool due_for_check(const kernel::Kernel& kernel) {
    std::size_t used = kernel.memory.frames.size() - kernel.memory.frames.free_count();
    kernel.memory.spaces.for_each([&](kernel::MmId, const kernel::AddressSpace& space) { used += space.areas.size(); });
    return used <= kAlwaysChecked || kernel.instructions % kCheckedOneIn == 0;
}

// Ends the program with the broken invariants as the message of its last exception.
void end_if_any(const std::vector<std::string>& broken) {
    if (broken.empty()) return;
    std::string message = "broken invariants:";
    for (const std::string& one : broken) message += "\n  " + one;
    try {
        throw std::logic_error(message);
    } catch (...) {
        std::terminate();
    }
}
#endif

}  // namespace

Machine::Machine(const MachineConfig& config, ProgramSetPtr programs)
    : config_(std::make_shared<const MachineConfig>(config)),
      programs_(std::move(programs)),
      hardware_(config.frames, std::max(config.cpus, 1u)),
      kernel_(kernel_config(config)) {
    World start = world(nullptr);
    install_programs(start);
    start_processes(start);
}

World Machine::world(report::Sink* sink) {
    return {hardware_, kernel_, *config_, *programs_, sink};
}

void Machine::step(Pid pid, StepUnit unit, report::Sink* sink) {
    run_task(world(sink), pid, unit);
    insist();
}

void Machine::insist() const {
#ifdef SHMSCOPE_CHECK_INVARIANTS
    if (due_for_check(kernel_)) end_if_any(broken_invariants());
#endif
}

bool Machine::runnable(Pid pid) const {
    const kernel::Task* task = kernel_.tasks.find(pid);
    if (task == nullptr || !task->alive()) return false;
    if (ready(kernel_, pid)) return true;
    const std::int64_t time = kernel::wakes_at(kernel_.tasks, pid);
    return time != kNever && time == next_jump(kernel_);
}

std::optional<Pid> Machine::next_task() const {
    return next_task_after(kernel_.last_run);
}

std::optional<Pid> Machine::next_task_after(Pid after) const {
    const std::vector<Pid>& present = kernel_.tasks.present();
    const auto can_run_now = [this](Pid pid) { return ready(kernel_, pid); };
    if (const auto pid = next_in_turn(present, after, can_run_now)) return pid;
    const std::int64_t jump = next_jump(kernel_);
    if (jump == kNever) return std::nullopt;
    return next_in_turn(present, after, [&](Pid pid) { return kernel::wakes_at(kernel_.tasks, pid) == jump; });
}

bool Machine::waiting_for_input() const {
    const std::vector<Pid>& present = kernel_.tasks.present();
    return std::any_of(present.begin(), present.end(), [this](Pid pid) {
        const kernel::Task& task = kernel_.tasks[pid];
        return task.state == TaskState::blocked && task.wait.kind == WaitKind::input;
    });
}

void Machine::run_again(report::Sink* sink) {
    World again = world(sink);
    const std::vector<Pid> left = kernel_.tasks.present();
    const kernel::Ending killed{kernel::status_of_signal(kernel::kSigkill), kernel::kSiKernel, {}};
    for (Pid pid : left) {
        if (!kernel_.tasks[pid].alive()) continue;
        with_processes(again, pid, [&](kernel::ProcessContext& context) { kernel::exit_task(context, pid, killed); });
    }
    kernel_.typed = kernel::TypedInput{};
    ++kernel_.run;
    start_processes(again);
}

void Machine::type(std::string_view bytes, bool end, report::Sink* sink) {
    kernel_.typed.type(bytes, end);
    kernel::wake_reader(kernel_, sink);
}

bool Machine::start_command(std::string_view command, report::Sink* sink) {
    World here = world(sink);
    return machine::start_command(here, command);
}

std::optional<Pid> Machine::find_process(std::string_view name) const {
    std::optional<Pid> found;
    for (std::size_t index = kernel_.tasks.size(); index-- > 0;) {
        const kernel::Task& task = kernel_.tasks[kernel_.tasks.pid_at(index)];
        if (task.run != kernel_.run) break;
        if (task.name == name) found = task.pid;
    }
    return found;
}

std::span<const std::uint8_t, kPageSize> Machine::frame_bytes(Pfn pfn) const {
    return hardware_.memory.read(pfn);
}

std::vector<std::uint8_t> Machine::peek(Pid pid, VirtAddr address, std::size_t size) const {
    const kernel::Task* task = kernel_.tasks.find(pid);
    if (task == nullptr || task->mm == kernel::kNoMm) return {};
    std::vector<std::uint8_t> bytes(size);
    bytes.resize(kernel::peek(hardware_, kernel_.memory, task->mm, address, bytes));
    return bytes;
}

std::uint64_t Machine::hash() const {
    std::uint64_t hash = hash_mix(hardware_.memory.hash(), kernel_.hash());
    for (const hw::Tlb& tlb : hardware_.tlbs) {
        for (const hw::TlbEntry& entry : tlb.entries()) {
            if (!entry.valid) continue;
            const std::uint64_t words[] = {entry.asid.value, entry.page, entry.pte.bits, entry.used};
            for (std::uint64_t word : words) hash = hash_mix(hash, word);
        }
    }
    return hash;
}

}  // namespace sim::machine
