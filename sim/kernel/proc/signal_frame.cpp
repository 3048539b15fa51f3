#include "sim/kernel/proc/signal_frame.h"

#include <cstddef>
#include <cstring>

#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/signals.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// ucontext_t of <ucontext.h>.
struct UserContext {
    std::uint64_t flags = 0, link = 0;
    UserStack stack;
    std::uint64_t registers[hw::kRegisters] = {};
    std::uint64_t instruction = 0;  // the address at which the code goes on
    std::uint32_t statement = 0;    // where its line step stands
    std::uint32_t step = 0;         // kAtStatement, kNoSteps
    SignalSet mask = 0;
};
constexpr std::uint32_t kAtStatement = 1;
constexpr std::uint32_t kNoSteps = 2;

struct Frame {
    std::uint64_t return_address = 0;
    std::uint64_t arguments[3] = {};
    UserSigInfo info;
    UserContext context;
};
constexpr std::uint64_t kFrameAlignment = 16;

// The kernel's own copy: when no frame is left somebody is killed for one, as long as the thread itself lives.
template <class Copy>
bool with_memory(ProcessContext& context, Pid thread, Copy copy) {
    for (;;) {
        const Errno error = copy();
        if (error != Errno::enomem) return error == Errno::ok;
        if (!kill_for_memory(context) || !context.tasks[thread].alive()) return false;
    }
}

const hw::Image& image_of(const ProcessContext& context, Pid thread) {
    return *context.memory.images[context.tasks[thread].program.value];
}

std::uint64_t address_of(std::uint32_t index) {
    return kTextBase + std::uint64_t{index} * hw::kInstructionSize;
}

UserContext save(const hw::CpuContext& registers, const ThreadSignals& signals) {
    UserContext saved;
    saved.stack = stack_of(signals.stack, registers.registers[hw::kStackPointer]);
    std::memcpy(saved.registers, registers.registers.data(), sizeof saved.registers);
    saved.instruction = address_of(registers.pc);
    saved.statement = registers.statement;
    saved.step = (registers.at_statement ? kAtStatement : 0) | (registers.no_steps ? kNoSteps : 0);
    saved.mask = signals.has_saved ? signals.saved : signals.blocked;
    return saved;
}

VirtAddr place_for_frame(const SignalAction& action, const SignalStack& stack, std::uint64_t sp) {
    const bool alternate = (action.flags & kSaOnstack) != 0 && stack.size != 0 && !on_stack(stack, sp);
    const std::uint64_t top = alternate ? stack.base.value + stack.size : sp;
    return VirtAddr{(top - sizeof(Frame)) & ~(kFrameAlignment - 1)};
}

Frame frame_at(VirtAddr place, const SignalInfo& info, const hw::CpuContext& registers, const ThreadSignals& signals) {
    Frame frame;
    frame.return_address = kSignalReturn.value;
    frame.arguments[0] = static_cast<std::uint64_t>(info.signal);
    frame.arguments[1] = place.value + offsetof(Frame, info);
    frame.arguments[2] = place.value + offsetof(Frame, context);
    frame.info = to_user(info);
    frame.context = save(registers, signals);
    return frame;
}

// "the signal that triggered the handler will be blocked, unless the SA_NODEFER flag is used", and the action's mask.
void block_for(Task& task, const SignalInfo& info, const SignalAction& action) {
    ThreadSignals& signals = task.signals;
    signals.blocked |= action.mask;
    if ((action.flags & kSaNodefer) == 0) signals.blocked |= signal_bit(info.signal);
    signals.blocked &= ~kUnblockable;
    signals.has_saved = false;
    if ((signals.stack.flags & kSsAutodisarm) != 0) signals.stack = SignalStack{};
}

}  // namespace

UserSigInfo to_user(const SignalInfo& info) {
    UserSigInfo user;
    user.signal = info.signal;
    user.code = info.code;
    const bool fault = info.signal == kSigsegv || info.signal == kSigbus || info.signal == kSigfpe ||
                       info.signal == kSigill || info.signal == kSigtrap;
    if (fault && info.code > kSiUser && info.code < kSiKernel) {
        user.fields[0] = info.address.value;
        return user;
    }
    user.fields[0] = std::uint64_t{info.uid.value} << 32 | static_cast<std::uint32_t>(info.pid.value);
    user.fields[1] =
        info.signal == kSigchld && info.code > kSiUser ? static_cast<std::uint32_t>(info.status) : info.value;
    return user;
}

bool on_stack(const SignalStack& stack, std::uint64_t sp) {
    if (stack.size == 0 || (stack.flags & kSsAutodisarm) != 0) return false;
    return sp > stack.base.value && sp - stack.base.value <= stack.size;
}

UserStack stack_of(const SignalStack& stack, std::uint64_t sp) {
    const std::uint32_t state = stack.size == 0 ? kSsDisable : on_stack(stack, sp) ? kSsOnstack : 0;
    return {stack.base.value, state | stack.flags, 0, stack.size};
}

bool enter_handler(ProcessContext& context, Pid thread, hw::CpuContext& registers, const SignalInfo& info) {
    const Task& task = context.tasks[thread];
    const Pid process = task.tgid;
    const auto number = static_cast<std::size_t>(info.signal);
    const SignalAction action = (*context.tasks[process].process_signals.actions)[number];
    const VirtAddr place = place_for_frame(action, task.signals.stack, registers.registers[hw::kStackPointer]);
    const Frame frame = frame_at(place, info, registers, task.signals);
    const MmId mm = task.mm;
    const bool written = with_memory(context, thread, [&] { return put_user(context.memory, mm, place, frame); });
    if (!written) return false;

    block_for(context.tasks.write(thread), info, action);
    if ((action.flags & kSaResethand) != 0) {
        context.tasks.write(process).process_signals.actions.write()[number].handler = kSigDfl;
    }
    registers.registers[hw::kStackPointer] = place.value;
    registers.pc = image_of(context, thread).instruction_at(VirtAddr{action.handler});
    registers.at_statement = false;
    report::emit(context.memory.sink, EventType::signal, Rule::signal_handler, thread,
                 {info.signal, action.handler, place, info.code});
    return true;
}

bool leave_handler(ProcessContext& context, Pid thread, hw::CpuContext& registers) {
    const VirtAddr place{registers.registers[hw::kStackPointer]};
    const MmId mm = context.tasks[thread].mm;
    Frame frame;
    const bool read = with_memory(context, thread, [&] { return get_user(context.memory, mm, place, frame); });
    if (!read) return false;
    const UserContext& saved = frame.context;
    std::memcpy(registers.registers.data(), saved.registers, sizeof saved.registers);
    registers.pc = image_of(context, thread).instruction_at(VirtAddr{saved.instruction});
    registers.statement = saved.statement;
    registers.at_statement = (saved.step & kAtStatement) != 0;
    registers.no_steps = (saved.step & kNoSteps) != 0;

    Task& task = context.tasks.write(thread);
    task.signals.blocked = saved.mask & ~kUnblockable;
    task.signals.stack = SignalStack{};
    if ((saved.stack.flags & kSsDisable) == 0) {
        task.signals.stack = {VirtAddr{saved.stack.base}, saved.stack.size, saved.stack.flags & kSsAutodisarm};
    }
    report::emit(context.memory.sink, EventType::signal, Rule::signal_return, thread, {frame.arguments[0], place});
    return true;
}

}  // namespace sim::kernel
