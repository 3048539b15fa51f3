// A machine without a CPU: hardware, memory management and one tiny program, to touch memory as a task would.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/hw/walk.h"
#include "sim/kernel/mm/area_flags.h"
#include "sim/kernel/mm/exec.h"
#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/heap.h"
#include "sim/kernel/mm/invariants.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/observe.h"
#include "sim/kernel/mm/space.h"
#include "sim/kernel/mm/user_copy.h"

namespace mm_test {

using namespace sim;
using namespace sim::kernel;
using hw::Access;
using report::AreaKind;
using report::FrameOwner;
using report::Perms;
using report::Rule;

inline constexpr Perms kRw{true, true, false, false};
inline constexpr Perms kRead{true, false, false, false};
inline constexpr Perms kNone{};
inline constexpr Perms kRwShared{true, true, false, true};

struct Recorder : report::Sink {
    std::vector<report::Event> events;
    void on(const report::Event& event) override { events.push_back(event); }

    std::vector<Rule> rules() const {
        std::vector<Rule> rules;
        for (const report::Event& event : events) rules.push_back(event.rule);
        return rules;
    }
    std::size_t count(Rule rule) const {
        const std::vector<Rule> all = rules();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), rule));
    }
    const report::Event& last(Rule rule) const {
        const auto found = std::find_if(events.rbegin(), events.rend(),
                                        [=](const report::Event& event) { return event.rule == rule; });
        REQUIRE(found != events.rend());
        return *found;
    }
};

// Two text pages (the second read-only data), one page of data, two of bss.
inline std::shared_ptr<const hw::Image> small_image() {
    auto image = std::make_shared<hw::Image>();
    image->name = "small";
    image->text.assign(500, hw::Instruction{hw::Op::nop, 1, 2, 3, -4});
    image->rodata.assign(200, 0x5a);
    image->data = {1, 2, 3, 4};
    image->bss = 2 * kPageSize;
    return image;
}

inline VirtAddr move_heap(MemoryContext& context, MmId mm, VirtAddr end) {
    AreaChanges changes;
    return set_brk(context, mm, end, changes);
}

struct World {
    explicit World(std::uint32_t frames = 256, std::uint32_t cpus = 1)
        : hardware(frames, cpus), memory(frames, 1), images{small_image()} {}

    hw::Hardware hardware;
    Memory memory;
    std::vector<std::shared_ptr<const hw::Image>> images;
    Recorder log;

    MemoryContext context(Pid pid = Pid{201}, hw::CpuId cpu = 0) { return {hardware, memory, images, &log, pid, cpu}; }

    MmId spawn(Pid pid = Pid{201}) {
        MemoryContext ctx = context(pid);
        const Result<MmId> mm = create_space(ctx, {pid, ProgramId{0}, VirtAddr{kMmapTop}, 0});
        REQUIRE(mm.ok());
        return *mm;
    }

    MmId fork(MmId parent, Pid child) {
        MemoryContext ctx = context(memory.spaces[parent].owner);
        const Result<MmId> mm = fork_space(ctx, parent, child);
        REQUIRE(mm.ok());
        return *mm;
    }

    ObjectId segment(std::uint64_t pages, std::uint32_t shmid = 5) {
        MemoryContext ctx = context();
        return create_object(ctx, pages, FrameOwner::segment, shmid);
    }

    // Opens an area; without an address at the highest gap.
    Area map(MmId mm, std::uint64_t pages, Perms perms, AreaKind kind = AreaKind::anon, ObjectId object = kNoObject,
             VirtAddr at = {}) {
        MemoryContext ctx = context();
        Area area;
        area.start = at == VirtAddr{} ? memory.spaces[mm].find_gap(pages * kPageSize) : at;
        area.end = area.start + pages * kPageSize;
        area.perms = perms;
        area.kind = kind;
        area.object = object;
        if (kind == AreaKind::shm) area.shmid = ShmId{5};
        REQUIRE(map_area(ctx, mm, area).ok());
        return area;
    }
    Area attach(MmId mm, ObjectId object, Perms perms = kRwShared) {
        return map(mm, memory.objects[object].pages(), perms, AreaKind::shm, object);
    }

    // One access as the CPU makes it: translated, faults served, tried again. The outcome of the last fault.
    FaultOutcome touch(MmId mm, VirtAddr address, Access access, hw::CpuId cpu = 0) {
        FaultOutcome outcome;
        for (int tries = 0; tries < 3; ++tries) {
            const auto at = hw::translate(hardware, cpu, memory.spaces[mm].mmu(), address, access, nullptr);
            if (at.ok) return outcome;
            MemoryContext ctx = context(memory.spaces[mm].owner, cpu);
            outcome = handle_fault(ctx, mm, at.fault);
            if (outcome.kind != FaultOutcome::Kind::resolved) return outcome;
        }
        FAIL("an access faults for ever");
        return outcome;
    }
    bool store(MmId mm, VirtAddr address, std::uint8_t byte) {
        if (touch(mm, address, Access::write).kind != FaultOutcome::Kind::resolved) return false;
        hardware.memory.write(pfn(mm, address))[address.offset()] = byte;
        return true;
    }
    std::optional<std::uint8_t> load(MmId mm, VirtAddr address) {
        if (touch(mm, address, Access::read).kind != FaultOutcome::Kind::resolved) return std::nullopt;
        return hardware.memory.read(pfn(mm, address))[address.offset()];
    }

    hw::Pte pte(MmId mm, VirtAddr address) const {
        return hw::walk(hardware.memory, memory.spaces[mm].root, address).pte();
    }
    Pfn pfn(MmId mm, VirtAddr address) const { return pte(mm, address).pfn(); }
    std::uint32_t mapcount(Pfn frame) const { return memory.frames[frame].mapcount; }
    std::uint64_t faults(MmId mm) const { return memory.spaces[mm].minor_faults; }

    std::string broken() const {
        std::string all;
        for (const std::string& one : broken_memory_invariants(hardware, memory)) all += one + "; ";
        return all;
    }
};

}  // namespace mm_test
