// A kernel whose system calls a test makes by hand, as any of several tasks.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sim/kernel/mm/exec.h"
#include "sim/kernel/mm/fault.h"
#include "sim/kernel/sys/call.h"
#include "sim/kernel/sys/table.h"

namespace call_test {

using namespace sim;
using namespace sim::kernel;
using report::Rule;

inline constexpr std::int64_t kBlocked = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kGone = kBlocked + 1;

constexpr std::int64_t error(Errno e) {
    return -static_cast<std::int64_t>(e);
}

// Call numbers of x86-64.
enum Number : std::uint32_t {
    kRead = 0,
    kWrite = 1,
    kClose = 3,
    kMprotect = 10,
    kMunmap = 11,
    kBrk = 12,
    kIoctl = 16,
    kShmget = 29,
    kShmat = 30,
    kShmctl = 31,
    kDup2 = 33,
    kNanosleep = 35,
    kGetpid = 39,
    kFork = 57,
    kWait4 = 61,
    kKill = 62,
    kShmdt = 67,
    kGetppid = 110,
    kTime = 201,
    kExitGroup = 231,
};

// What shmctl writes, as the tests read it back: struct shmid_ds of x86-64.
struct ShmidDs {
    std::int32_t key;
    std::uint32_t uid, gid, cuid, cgid, mode, seq, pad;
    std::uint64_t unused[2], segsz;
    std::int64_t atime, dtime, ctime;
    std::int32_t cpid, lpid;
    std::uint64_t nattch, unused2[2];
};
static_assert(sizeof(ShmidDs) == 112);

struct Recorder : report::Sink {
    std::vector<report::Event> events;
    void on(const report::Event& event) override { events.push_back(event); }

    std::vector<Rule> rules() const {
        std::vector<Rule> all;
        for (const report::Event& event : events) all.push_back(event.rule);
        return all;
    }
    // The rules that are in `wanted`, in the order they happened.
    std::vector<Rule> rules_among(std::initializer_list<Rule> wanted) const {
        std::vector<Rule> some;
        for (Rule rule : rules()) {
            if (std::find(wanted.begin(), wanted.end(), rule) != wanted.end()) some.push_back(rule);
        }
        return some;
    }
};

struct CallRig {
    explicit CallRig(KernelConfig config = small()) : hardware(config.frames), kernel(config) {
        auto image = std::make_shared<hw::Image>();
        image->name = "empty";
        image->text.assign(8, hw::Instruction{hw::Op::nop, 0, 0, 0, 0});
        image->bss = 4 * kPageSize;
        images = {image};
    }
    static KernelConfig small() {
        KernelConfig config;
        config.frames = 512;
        return config;
    }

    hw::Hardware hardware;
    Kernel kernel;
    std::vector<std::shared_ptr<const hw::Image>> images;
    Recorder* log = nullptr;

    MemoryContext memory(Pid pid) { return {hardware, kernel.memory, images, log, pid, 0}; }

    Pid spawn(std::uint32_t uid = 1000, std::uint32_t gid = 100) {
        Task task;
        task.ppid = kInit;
        task.credentials = Credentials::of(Uid{uid}, Gid{gid});
        const Pid pid = kernel.tasks.add(task);
        MemoryContext context = memory(pid);
        const Result<MmId> mm = create_space(context, {pid, ProgramId{0}, VirtAddr{kMmapTop}, 0});
        REQUIRE(mm.ok());
        kernel.tasks.write(pid).mm = *mm;
        return pid;
    }

    // The result or -errno as the program sees it; kBlocked when it sleeps, kGone when it ended.
    template <class... Arguments>
    std::int64_t call(Pid pid, std::uint32_t number, Arguments... arguments) {
        Task& task = kernel.tasks.write(pid);
        const std::uint64_t words[] = {static_cast<std::uint64_t>(arguments)..., 0};
        task.context.registers[0] = number;
        for (std::size_t i = 0; i < 6; ++i) task.context.registers[i + 1] = i < sizeof...(arguments) ? words[i] : 0;
        return resume(pid);
    }
    // Makes the call in the registers: also one that slept.
    std::int64_t resume(Pid pid) {
        kernel.running = {pid, kernel.tasks[pid].context};
        const CallOutcome outcome = make_call(kernel, memory(pid));
        kernel.running.pid = kNoPid;
        if (outcome == CallOutcome::blocked) return kBlocked;
        if (outcome == CallOutcome::gone) return kGone;
        kernel.tasks.write(pid).context = kernel.running.context;
        return static_cast<std::int64_t>(kernel.running.context.registers[0]);
    }

    std::int64_t shmget(Pid pid, std::int32_t key, std::uint64_t bytes, std::uint32_t flags) {
        return call(pid, kShmget, key, bytes, flags);
    }
    std::int64_t shmat(Pid pid, std::int64_t id, std::uint64_t address = 0, int flags = 0) {
        return call(pid, kShmat, id, address, flags);
    }
    std::int64_t shmdt(Pid pid, std::int64_t address) { return call(pid, kShmdt, address); }
    std::int64_t shmctl(Pid pid, std::int64_t id, int command, std::uint64_t buffer = 0) {
        return call(pid, kShmctl, id, command, buffer);
    }
    Pid fork(Pid pid) {
        const std::int64_t child = call(pid, kFork);
        REQUIRE(child > 0);
        return Pid{static_cast<std::int32_t>(child)};
    }

    // Memory of the task that tests may use as buffers: four pages.
    std::uint64_t buffer(std::uint64_t offset = 0) const { return images[0]->data_base().value + offset; }
    template <class T>
    void put(Pid pid, std::uint64_t address, const T& value) {
        MemoryContext context = memory(pid);
        REQUIRE(put_user(context, kernel.tasks[pid].mm, VirtAddr{address}, value) == Errno::ok);
    }
    template <class T>
    T get(Pid pid, std::uint64_t address) {
        T value{};
        MemoryContext context = memory(pid);
        REQUIRE(get_user(context, kernel.tasks[pid].mm, VirtAddr{address}, value) == Errno::ok);
        return value;
    }
    ShmidDs stat(Pid pid, std::int64_t id) {
        REQUIRE(shmctl(pid, id, kIpcStat, buffer()) == 0);
        return get<ShmidDs>(pid, buffer());
    }
    const Segment& segment(std::int64_t id) const {
        return kernel.ipc.first().shm[ShmId{static_cast<std::int32_t>(id)}];
    }
    std::uint64_t nattch(std::int64_t id) const { return segment(id).nattch; }

    // One access of the task itself. What the kernel made of it.
    FaultOutcome touch(Pid pid, std::uint64_t address, hw::Access access) {
        MemoryContext context = memory(pid);
        const MmId mm = kernel.tasks[pid].mm;
        const auto at = hw::translate(hardware, 0, kernel.memory.spaces[mm].mmu(), VirtAddr{address}, access, nullptr);
        return at.ok ? FaultOutcome{} : handle_fault(context, mm, at.fault);
    }
    // Seconds pass.
    void wait_seconds(std::int64_t seconds) { kernel.slept += seconds * kNanosecondsPerSecond; }
};

}  // namespace call_test
