// All of the kernel's memory management as one copyable value, and what its operations need.
//
//   Memory memory({.frames = 64, .swap = 64});
//   MemoryContext context{hardware, memory, images, sink, pid, cpu};
//   Result<MmId> mm = create_space(context, {.owner = pid, .program = program});     exec.h
//   map_area, unmap                                                                  mapping.h
//   protect, lock, advise                                                            area_flags.h
//   set_brk, remap                                                                   heap.h, remap.h
//   populate                                                                         populate.h
//   handle_fault                                                                     fault.h
//   fork_space, share_space, release_space                                           space.h
//   copy_to_user, copy_from_user, peek                                               user_copy.h
//   area_rows, page_rows, table_rows, frame_rows                                     observe.h
//   broken_memory_invariants                                                         invariants.h
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/errno.h"
#include "sim/base/ids.h"
#include "sim/hw/hardware.h"
#include "sim/hw/image.h"
#include "sim/kernel/mm/address_space.h"
#include "sim/kernel/mm/frame_table.h"
#include "sim/kernel/mm/memory_object.h"
#include "sim/kernel/mm/swap_space.h"
#include "sim/kernel/mm/value_table.h"
#include "sim/report/event.h"

namespace sim::kernel {

// vm.overcommit_memory: how much memory the kernel promises.
enum class Overcommit : std::uint8_t {
    heuristic,  // 0: anything but a single request larger than all memory and swap
    always,     // 1
    never,      // 2: no more than swap and half of memory
};

struct MemoryConfig {
    std::uint32_t frames = 0;
    std::uint64_t seed = 1;  // order in which frames are handed out
    std::uint32_t swap = 0;  // pages
    Overcommit overcommit = Overcommit::heuristic;
};

struct Memory {
    explicit Memory(const MemoryConfig& config = {})
        : frames(config.frames, config.seed), swap(config.swap), overcommit(config.overcommit) {}
    explicit Memory(std::uint32_t frame_count, std::uint64_t seed = 1) : Memory(MemoryConfig{frame_count, seed}) {}

    FrameTable frames;
    SwapSpace swap;
    Overcommit overcommit = Overcommit::heuristic;
    std::uint64_t committed = 0;  // pages promised: Committed_AS
    Pfn clock_hand;               // frame the clock algorithm looks at next
    ValueTable<ObjectId, MemoryObject> objects;
    ValueTable<MmId, AddressSpace> spaces;
    Cow<std::vector<ObjectId>> texts;  // the text object of each program, by ProgramId; kNoObject: never run
    std::uint32_t next_asid = 1;       // never reused
    // Labels shared anonymous memory, apart from the numbers of files.
    std::uint32_t next_anonymous = 0x8000'0000;

    std::uint64_t hash() const;
};

using Images = std::span<const std::shared_ptr<const hw::Image>>;  // by ProgramId

// What the caller may have of memory: setrlimit(2), capabilities.
struct MemoryLimits {
    std::uint64_t address_space = ~std::uint64_t{0};  // RLIMIT_AS, bytes
    std::uint64_t memlock = ~std::uint64_t{0};        // RLIMIT_MEMLOCK, bytes
    bool lock_any = false;                            // CAP_IPC_LOCK: memlock does not bind
};

// Passed by reference to every operation, never stored. The operations report to `sink` when it is not null; each
// event's pid is `pid`.
struct MemoryContext {
    hw::Hardware& hardware;
    Memory& memory;
    Images images;
    report::Sink* sink = nullptr;
    Pid pid;
    hw::CpuId cpu = 0;
    MemoryLimits limits{};
};

// Makes a memory object of `pages` untouched pages. `owner` is segment or object, `owner_id` the shmid (in
// `ipc_ns`) or a number the caller gives its object. Its pages are promised one by one as they are touched.
ObjectId create_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id,
                       IpcNsId ipc_ns = kFirstIpcNs);
// The same with all pages promised at once: ENOMEM when they cannot be (see commit.h).
Result<ObjectId> create_reserved_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner,
                                        std::uint32_t owner_id, IpcNsId ipc_ns = kFirstIpcNs);
// Shared anonymous memory: the object goes with the last area that maps it.
Result<ObjectId> create_anonymous_object(MemoryContext& context, std::uint64_t pages, bool reserve);
// Frees an object that no area maps, with its pages. Returns how many had a frame.
std::uint64_t destroy_object(MemoryContext& context, ObjectId object);
// Changes an object's size; pages past the new end are unmapped everywhere and freed, private copies of them too.
void resize_object(MemoryContext& context, ObjectId object, std::uint64_t pages);
// Frees pages [first, first + count) as if nobody had touched them (MADV_REMOVE, FALLOC_FL_PUNCH_HOLE).
void punch_hole(MemoryContext& context, ObjectId object, std::uint64_t first, std::uint64_t count);

}  // namespace sim::kernel
