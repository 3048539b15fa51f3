#include "sim/machine/start.h"

#include <algorithm>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/mm/exec.h"
#include "sim/kernel/proc/execute.h"
#include "sim/kernel/proc/signals.h"
#include "sim/machine/disk.h"
#include "sim/machine/run_task.h"
#include "sim/report/emit.h"

namespace sim::machine {
namespace {

// Start-up code that has not reached main after so many line steps is left to be stepped by hand.
constexpr int kStartUpSteps = 1'000;

// What the shell hands over: the environment of every process.
kernel::ProgramArguments arguments_of(const ProcessSpec& spec) {
    kernel::ProgramArguments given{{spec.name}, {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/"}};
    given.arguments.insert(given.arguments.end(), spec.args.begin(), spec.args.end());
    return given;
}

// Where mappings of process `index` grow down from. Spread: each process 3 to 5 MiB below the one before, so that
// one segment shows up at another address in each.
VirtAddr mmap_top(const MachineConfig& config, std::size_t index) {
    if (!config.spread_layout) return VirtAddr{kMmapTop};
    const std::uint64_t jitter = index == 0 ? 0 : hash_mix(config.seed, index) % 256 * kPageSize;
    return VirtAddr{kMmapTop - index * (4ull << 20) - jitter};
}

kernel::Descriptors standard_files(World& world, const ProcessSpec& spec) {
    const bool terminal = world.config.stdout_is_terminal;
    kernel::OpenFile input;
    input.kind = spec.stdin_text.empty() ? kernel::FileKind::console : kernel::FileKind::text;
    input.terminal = terminal && input.kind == kernel::FileKind::console;
    input.text = spec.stdin_text;
    kernel::Descriptors descriptors;
    descriptors.set(0, world.kernel.files.open(std::move(input)));
    for (int channel : {1, 2}) {
        kernel::OpenFile output;
        output.kind = kernel::FileKind::output;
        output.terminal = terminal;
        output.channel = channel;
        output.flags = kernel::kOpenWriteOnly;
        descriptors.set(channel, world.kernel.files.open(std::move(output)));
    }
    return descriptors;
}

// The address space with the arguments on its stack; kNoMm when frames run out or the arguments are too long.
kernel::MmId build_space(World& world, const ProcessSpec& spec, std::size_t index, Pid pid,
                         const kernel::InitialStack& stack) {
    kernel::MemoryContext memory = world.memory(pid);
    const kernel::SpaceSpec space{
        pid,          ProgramId{spec.program}, mmap_top(world.config, index), 0, stack.arguments, stack.arguments_end,
        stack.pointer};
    const Result<kernel::MmId> mm = kernel::create_space(memory, space);
    if (!mm) return kernel::kNoMm;
    world.kernel.tasks.write(pid).mm = *mm;
    const Errno error = kernel::write_initial(memory, *mm, stack.pointer, stack.bytes);
    return error == Errno::ok ? *mm : kernel::kNoMm;
}

kernel::Task new_task(World& world, const ProcessSpec& spec) {
    kernel::Task task;
    task.ppid = kernel::kInit;
    task.name = spec.name;
    task.credentials = Credentials::of(spec.uid, spec.gid);
    task.credentials.groups = spec.groups;
    task.program = ProgramId{spec.program};
    task.limits.memlock = world.config.memlock;
    task.run = world.kernel.run;
    task.descriptors = standard_files(world, spec);
    enter_working_directory(world, task);
    return task;
}

// Up to the first statement of main: entering main is no step.
void run_start_up(World& world, Pid pid) {
    for (int step = 0; step < kStartUpSteps; ++step) {
        if (run_task(world, pid, StepUnit::line) != Halt::out_of_instructions) return;
    }
}

// The process stands before its first instruction; kNoPid when there was no room for it (EAGAIN for who started it).
Pid start(World& world, const ProcessSpec& spec, std::size_t index) {
    if (world.kernel.tasks.room() != Errno::ok) return kNoPid;
    const Pid pid = world.kernel.tasks.add(new_task(world, spec));
    report::emit(world.sink, report::EventType::process, report::Rule::process_spawn, pid, {pid, spec.program});
    const kernel::InitialStack stack = kernel::build_initial_stack(arguments_of(spec));
    if (build_space(world, spec, index, pid, stack) == kernel::kNoMm) {
        // Past the point of no return a failing exec(2) kills: "the process is killed with SIGKILL".
        const kernel::Ending killed{kernel::status_of_signal(kernel::kSigkill), kernel::kSiKernel, {}};
        with_processes(world, pid, [&](kernel::ProcessContext& c) { kernel::exit_task(c, pid, killed); });
        return pid;
    }
    world.kernel.tasks.write(pid).context = kernel::entry_registers(*world.programs[spec.program], stack.pointer);
    return pid;
}

}  // namespace

void start_processes(World& world) {
    for (std::size_t i = 0; i < world.config.processes.size(); ++i) {
        const Pid pid = start(world, world.config.processes[i], i);
        if (pid != kNoPid && world.kernel.tasks[pid].alive()) run_start_up(world, pid);
    }
    world.kernel.last_run = kNoPid;
}

bool start_command(World& world, std::string_view command) {
    const auto shell = std::find_if(world.programs.begin(), world.programs.end(),
                                    [](const auto& image) { return image->name == kShell; });
    if (shell == world.programs.end() || world.config.processes.empty()) return false;
    ProcessSpec spec = world.config.processes.front();
    spec.name = "sh";
    spec.program = static_cast<std::uint32_t>(shell - world.programs.begin());
    spec.args = {"-c", std::string(command)};
    spec.stdin_text.clear();
    return start(world, spec, 0) != kNoPid;
}

}  // namespace sim::machine
