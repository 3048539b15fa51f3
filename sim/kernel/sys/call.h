// A system call being made: the kernel, the caller and its arguments. Handlers decode, call one object, encode.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "sim/base/errno.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/lifecycle.h"
#include "sim/report/emit.h"

namespace sim::kernel {

// How a handler ended: with a value or -errno, asleep, woken by a signal before it was done, or with the caller gone.
struct CallResult {
    enum class Kind : std::uint8_t { returned, blocked, interrupted, gone };
    Kind kind = Kind::returned;
    std::int64_t value = 0;

    CallResult(std::int64_t number) : value(number) {}
    CallResult(Errno error) : value(-static_cast<std::int64_t>(error)) {}
    static CallResult blocked() { return CallResult(Kind::blocked); }
    static CallResult interrupted() { return CallResult(Kind::interrupted); }
    static CallResult gone() { return CallResult(Kind::gone); }

private:
    explicit CallResult(Kind how) : kind(how) {}
};

// The caller's world during one call. Never stored.
class Call {
public:
    Call(Kernel& the_kernel, MemoryContext the_memory)
        : kernel(the_kernel), memory(the_memory), pid(the_memory.pid), sink(the_memory.sink) {
        memory.limits = memory_limits(kernel.tasks, pid);
    }

    Kernel& kernel;
    MemoryContext memory;
    const Pid pid;
    report::Sink* const sink;
    std::uint32_t number = 0;  // which call
    std::array<std::uint64_t, 6> args{};

    // Argument `index` as the C type the call's prototype has there.
    std::uint64_t u64(int index) const { return args[static_cast<std::size_t>(index)]; }
    std::int64_t i64(int index) const { return static_cast<std::int64_t>(u64(index)); }
    std::int32_t i32(int index) const { return static_cast<std::int32_t>(u64(index)); }
    std::uint32_t u32(int index) const { return static_cast<std::uint32_t>(u64(index)); }
    VirtAddr address(int index) const { return VirtAddr{u64(index)}; }

    // The calling task; `write_task` for changing it, valid until the next event.
    const Task& task() const { return kernel.tasks[pid]; }
    Task& write_task() { return kernel.tasks.write(pid); }
    // What its process shares is in the leader: descriptors, signal actions, limits.
    const Task& group() const { return kernel.tasks[task().tgid]; }
    Task& write_group() { return kernel.tasks.write(task().tgid); }
    bool alive() const { return task().alive(); }
    MmId mm() const { return task().mm; }
    // The caller slept in this call and was woken; task().wait says what it waited for.
    bool again() const { return task().wait.kind != WaitKind::none; }
    // A signal with a handler woke it: it may finish what it can, but will not sleep again.
    bool woken_by_signal() const { return task().wait.interrupted && !task().wait.completed; }

    // System V IPC as the caller sees it.
    IpcNamespace& ipc() { return kernel.ipc[task().ipc_ns]; }
    ShmId shm_id(int index) const { return ShmId{i32(index), task().ipc_ns}; }
    IpcCaller ipc_caller() const { return {task().tgid, task().credentials, kernel.now_seconds(), pid}; }
    ProcessContext processes() { return process_context(kernel, memory); }

    // Copies to and from the caller. EFAULT for a bad range; when frames run out somebody is killed for them, and
    // if that is the caller the errno no longer matters.
    Errno copy_out(VirtAddr to, std::span<const std::uint8_t> bytes);
    Errno copy_in(VirtAddr from, std::span<std::uint8_t> bytes);
    template <class T>
    Errno put(VirtAddr to, const T& value) {
        return copy_out(to, {reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
    }
    template <class T>
    Errno get(VirtAddr from, T& value) {
        return copy_in(from, {reinterpret_cast<std::uint8_t*>(&value), sizeof value});
    }

    // Puts the caller to sleep; the call is made again when it wakes. Woken by a signal it does not sleep again: it
    // ends with what it has done so far (Wait::result), or as interrupted.
    CallResult sleep(Wait wait, report::Rule rule, const report::Arguments& arguments);
    CallResult sleep(WaitKind kind, std::uint64_t object, report::Rule rule, const report::Arguments& arguments);
    // A check that failed: reports it and returns the errno.
    Errno refuse(Errno error, report::Rule rule, const report::Arguments& arguments) const {
        return report::refuse(sink, pid, error, rule, arguments);
    }
    // What Linux has and this machine has not yet: ENOSYS.
    Errno unsupported(std::uint64_t argument) {
        write_task().unsupported_call = number;
        return refuse(Errno::enosys, report::Rule::unsupported, {number, argument});
    }

private:
    template <class Copy>
    Errno with_memory(Copy copy);
};

enum class CallOutcome : std::uint8_t { returned, blocked, gone };

// Wakes the first task that sleeps in read(2), if there is something to read.
void wake_reader(Kernel& kernel, report::Sink* sink);

// Makes the call the registers of kernel.running ask for, or makes a blocked one again, and leaves its result there.
CallOutcome make_call(Kernel& kernel, MemoryContext memory);

}  // namespace sim::kernel
