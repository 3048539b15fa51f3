// Rows of the whole machine.
#include "sim/kernel/mm/observe.h"

#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/proc_reader.h"
#include "sim/machine/machine.h"
#include "sim/machine/observe_files.h"
#include "sim/machine/observe_ipc.h"
#include "sim/machine/observe_pipes.h"

namespace sim::machine {
namespace {

using kernel::Kernel;
using kernel::Task;
using kernel::WaitKind;

std::string waiting_for(const Task& task) {
    if (task.state != report::TaskState::blocked) return {};
    switch (task.wait.kind) {
        case WaitKind::child: return "child";
        case WaitKind::input: return "input";
        case WaitKind::sleep: return "sleep";
        case WaitKind::signal: return "a signal";
        case WaitKind::pipe_data: return "data in a pipe";
        case WaitKind::pipe_room: return "room in a pipe";
        case WaitKind::peer: return "the other end of a FIFO";
        case WaitKind::message: return "a message";
        case WaitKind::queue_room: return "room in a queue";
        case WaitKind::semaphore: return "a semaphore";
        case WaitKind::futex: return "a futex";
        case WaitKind::lock: return "a file lock";
        case WaitKind::files: return "a descriptor";
        case WaitKind::vfork: return "its child to exec or exit";
        case WaitKind::stopped: return "SIGCONT";
        case WaitKind::none: break;
    }
    return {};
}

struct Place {
    std::string file;
    std::uint32_t line = 0;
};

Place place_of(const hw::Image& image, std::uint32_t statement) {
    if (statement >= image.statements.size()) return {};
    const hw::Statement& at = image.statements[statement];
    return {at.file < image.files.size() ? image.files[at.file].name : std::string{}, at.line};
}

// The statement about to run: the one the task stopped at, or the one it is in the middle of.
Place next_place(const hw::Image& image, const hw::CpuContext& context, const Task& task) {
    if (!task.alive()) return {};
    if (context.at_statement && context.pc < image.text.size()) {
        return place_of(image, static_cast<std::uint32_t>(image.text[context.pc].imm));
    }
    return task.started ? place_of(image, context.statement) : Place{};
}

void fill_places(const hw::Image& image, const hw::CpuContext& context, const Task& task, report::TaskRow& row) {
    Place next = next_place(image, context, task);
    row.file = std::move(next.file);
    row.line = next.line;
    if (!task.started) return;
    Place last = place_of(image, context.statement);
    row.last_file = std::move(last.file);
    row.last_line = last.line;
}

void fill_ending(const Task& task, report::TaskRow& row) {
    if (task.alive()) return;
    if (kernel::status_exited(task.status)) {
        row.exit_status = task.status >> 8 & 0xff;
    } else {
        row.signal = task.status & 0x7f;
        row.si_code = task.si_code;
        row.si_addr = task.si_addr;
    }
}

void fill_memory(const hw::Hardware& hardware, const Kernel& kernel, const ProgramSet& programs, const Task& task,
                 report::TaskRow& row) {
    row.root = kNoFrame;
    row.minor_faults = task.minor_faults;
    row.major_faults = task.major_faults;
    // In the middle of an exit the space may be gone before the task knows.
    if (task.mm == kernel::kNoMm || !kernel.memory.spaces.contains(task.mm)) return;
    const kernel::AddressSpace& space = kernel.memory.spaces[task.mm];
    row.root = space.root;
    row.minor_faults = space.minor_faults;
    row.major_faults = space.major_faults;
    row.rss_pages = space.rss;
    row.swapped_pages = space.swapped;
    row.locked_pages = space.locked_pages();
    row.areas = kernel::area_rows(space, programs);
    name_mapped_files(kernel, space, row.areas);
    row.pages = kernel::page_rows(hardware, space);
    row.tables = kernel::table_rows(hardware, space);
}

void fill_rights(const Credentials& who, report::TaskRow& row) {
    row.uid = who.uid;
    row.euid = who.euid;
    row.gid = who.gid;
    row.egid = who.egid;
    row.groups = who.groups;
    row.capabilities = who.effective;
}

kernel::SignalSet pending_set(const std::vector<kernel::SignalInfo>& pending) {
    kernel::SignalSet set = 0;
    for (const kernel::SignalInfo& info : pending) set |= kernel::signal_bit(info.signal);
    return set;
}

// What is pending for the whole process shows in each of its threads.
void fill_signals(const Kernel& kernel, const Task& task, report::TaskRow& row) {
    row.blocked_signals = task.signals.blocked;
    row.pending = pending_set(task.signals.pending);
    const Task* leader = kernel.tasks.find(task.tgid);
    if (leader == nullptr || !task.alive()) return;
    row.pending |= pending_set(leader->process_signals.pending);
    const auto& actions = *leader->process_signals.actions;
    for (int signal = 1; signal < static_cast<int>(actions.size()); ++signal) {
        constexpr std::uint64_t kIgnore = 1;  // SIG_DFL 0, SIG_IGN 1
        if (actions[static_cast<std::size_t>(signal)].handler > kIgnore) {
            row.caught_signals |= kernel::signal_bit(signal);
        }
    }
}

report::TaskRow task_row(const hw::Hardware& hardware, const Kernel& kernel, const ProgramSet& programs,
                         const Task& task) {
    report::TaskRow row;
    row.pid = task.pid;
    row.ppid = task.ppid;
    row.name = task.name;
    row.tgid = task.tgid;
    fill_rights(task.credentials, row);
    row.ipc_ns = task.ipc_ns;
    fill_signals(kernel, task, row);
    row.state = task.state;
    row.waiting_for = waiting_for(task);
    row.program = task.program.value;
    row.run = task.run;
    fill_places(*programs[task.program.value], kernel.context_of(task), task, row);
    row.descriptors = descriptor_rows(kernel, task);
    fill_ending(task, row);
    fill_memory(hardware, kernel, programs, task, row);
    return row;
}

report::SegmentRow segment_row(const Kernel& kernel, ShmId shmid, const kernel::Segment& segment) {
    report::SegmentRow row;
    row.key = segment.permission.key;
    row.shmid = shmid;
    row.uid = segment.permission.uid;
    row.cuid = segment.permission.cuid;
    row.gid = segment.permission.gid;
    row.cgid = segment.permission.cgid;
    row.mode = segment.permission.mode & 0777;
    row.bytes = segment.bytes;
    row.nattch = segment.nattch;
    row.cpid = segment.cpid;
    row.lpid = segment.lpid;
    row.atime = segment.atime;
    row.dtime = segment.dtime;
    row.ctime = segment.ctime;
    row.dest = segment.dest();
    row.locked = segment.locked();
    kernel::fill_segment_pages(kernel.memory, segment.object, row);
    return row;
}

report::LimitsRow limits_row(const hw::Hardware& hardware, const Kernel& kernel) {
    const kernel::ShmLimits& limits = kernel.ipc.first().shm.limits();
    report::LimitsRow row{limits.shmmni, limits.shmmax, limits.shmall, kPageSize, hardware.memory.frames()};
    row.swap = kernel.memory.swap.size();
    row.cpus = static_cast<std::uint32_t>(hardware.tlbs.size());
    row.shm_rmid_forced = limits.rmid_forced;
    return row;
}

report::UsageRow usage_row(const Kernel& kernel) {
    const kernel::Shm& shm = kernel.ipc.first().shm;
    report::UsageRow row;
    row.segments = shm.in_use();
    row.shm_pages = shm.total_pages();
    row.shm_resident = shm.resident_pages(kernel.memory);
    row.shm_swapped = shm.swapped_pages(kernel.memory);
    row.frames_free = kernel.memory.frames.free_count();
    row.swap_used = kernel.memory.swap.used();
    return row;
}

}  // namespace

report::State Machine::observe() const {
    report::State state;
    state.limits = limits_row(hardware_, kernel_);
    state.usage = usage_row(kernel_);
    for (const auto& [id, ns] : kernel_.ipc.all()) {
        ns.shm.for_each([&](ShmId shmid, const kernel::Segment& segment) {
            state.segments.push_back(segment_row(kernel_, shmid, segment));
        });
    }
    for (std::size_t index = 0; index < kernel_.tasks.size(); ++index) {
        const Task& task = kernel_.tasks[kernel_.tasks.pid_at(index)];
        state.processes.push_back(task_row(hardware_, kernel_, *programs_, task));
    }
    state.frames = kernel::frame_rows(hardware_, kernel_.memory);
    state.semaphores = semaphore_rows(kernel_);
    state.files = file_rows(kernel_);
    state.pipes = pipe_rows(kernel_);
    state.locks = lock_rows(kernel_);
    state.queues = queue_rows(kernel_);
    state.tlb = kernel::tlb_rows(hardware_, kernel_.memory);
    state.clock = kernel_.now_seconds();
    return state;
}

std::optional<std::string> Machine::proc_text(std::string_view path, Pid self) const {
    return kernel::read_proc_text({kernel_, hardware_, *programs_, self}, path);
}

}  // namespace sim::machine
