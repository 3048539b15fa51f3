#include "sim/kernel/proc/execute.h"

#include "sim/kernel/mm/exec.h"
#include "sim/kernel/mm/space.h"
#include "sim/kernel/proc/release_file.h"
#include "sim/kernel/proc/set_credentials.h"
#include "sim/kernel/proc/signals.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

// The new address space with the arguments on its stack; nothing is left behind when it cannot be had.
Result<MmId> new_space(ProcessContext& context, Pid caller, ProgramId program, const InitialStack& stack) {
    const Task& task = context.tasks[caller];
    const AddressSpace& old = context.memory.memory.spaces[task.mm];
    const SpaceSpec spec{
        task.tgid,           program,      old.mmap_top, old.users == 1 ? old.minor_faults : 0, stack.arguments,
        stack.arguments_end, stack.pointer};
    const Result<MmId> mm = create_space(context.memory, spec);
    if (!mm) return mm.error();
    const Errno error = write_initial(context.memory, *mm, stack.pointer, stack.bytes);
    if (error == Errno::ok) return *mm;
    release_space(context.memory, *mm);
    return error;
}

// "All threads other than the calling thread are destroyed during an execve()", and the caller gets the process's pid.
Pid become_only_thread(ProcessContext& context, Pid caller) {
    exit_other_threads(context, caller);
    const Pid process = context.tasks[caller].tgid;
    if (caller == process) return process;
    const Task thread = context.tasks[caller];
    Task& leader = context.tasks.write(process);
    leader.state = TaskState::ready;
    leader.mm = thread.mm;
    leader.credentials = thread.credentials;
    leader.signals = thread.signals;
    leader.status = 0;
    leader.si_code = 0;
    leader.ended_threads.instructions += thread.instructions;
    Task& gone = context.tasks.write(caller);
    gone.mm = kNoMm;
    gone.signals = ThreadSignals{};
    gone.state = TaskState::zombie;
    context.tasks.reap(caller);
    report::emit(context.memory.sink, EventType::process, Rule::process_thread_end, process, {process, caller});
    return process;
}

// "The dispositions of any signals that are being caught are reset to the default"; ignored ones stay ignored. "Any
// alternate signal stack is not preserved".
void reset_signals(Task& task) {
    task.signals.stack = SignalStack{};
    for (SignalAction& action : task.process_signals.actions.write()) {
        const bool ignores = action.handler == kSigIgn;
        action = SignalAction{};
        if (ignores) action.handler = kSigIgn;
    }
}

// execve(2) and capabilities(7), "Transformation of capabilities during execve()".
Credentials after_exec(Credentials who, const NewProgram& next) {
    // "If the set-user-ID bit is set on the program file …, then the effective user ID of the calling process is
    // changed to that of the owner of the program file."
    who.euid = next.user.value_or(who.euid);
    who.egid = next.group.value_or(who.egid);
    // "If the real or effective user ID of the process is 0 (root) … P'(permitted) = P(inheritable) | P(bounding)"
    const bool root = who.uid.value == 0 || who.euid.value == 0;
    who.permitted = root ? kAllCapabilities : 0;
    // "If the effective user ID of the process is 0 (root) …, then the file effective bit is defined to be one".
    who.effective = who.euid.value == 0 ? who.permitted : 0;
    // "The effective user ID of the process is copied to the saved set-user-ID; similarly, the effective group ID is
    // copied to the saved set-group-ID. This copying takes place after any effective ID changes".
    who.suid = who.euid;
    who.sgid = who.egid;
    return who;
}

void begin_program(ProcessContext& context, Pid process, const NewProgram& next, MmId mm) {
    Task& task = context.tasks.write(process);
    task.mm = mm;
    task.program = next.program;
    task.wait = Wait{};
    task.started = false;
    task.has_executed = true;
    task.clear_tid = VirtAddr{};
    task.comm.clear();
    reset_signals(task);
    report::emit(context.memory.sink, EventType::process, Rule::process_exec, process, {process, next.program});
    const Credentials now = after_exec(task.credentials, next);
    if (now != task.credentials) set_credentials(context.tasks, context.memory.sink, process, now);
}

}  // namespace

hw::CpuContext entry_registers(const hw::Image& image, VirtAddr stack_pointer) {
    hw::CpuContext registers;
    registers.pc = image.entry;
    registers.statement = kNoStatement;
    registers.registers[hw::kStackPointer] = stack_pointer.value;
    return registers;
}

Errno execute(ProcessContext& context, Pid caller, const NewProgram& next, const ProgramArguments& given,
              hw::CpuContext& registers) {
    const InitialStack stack = build_initial_stack(given);
    const Result<MmId> mm = new_space(context, caller, next.program, stack);
    if (!mm) return mm.error();

    // The point of no return.
    const Pid process = become_only_thread(context, caller);
    clear_thread_id(context, process);
    leave_memory(context, process);
    begin_program(context, process, next, *mm);
    release_vfork_parent(context, process);
    close_on_exec(context, process);
    const hw::CpuContext entry = entry_registers(*context.memory.images[next.program.value], stack.pointer);
    context.tasks.write(process).context = entry;
    if (process == caller) registers = entry;
    return Errno::ok;
}

}  // namespace sim::kernel
