// All of the kernel's memory management as one copyable value, and what its operations need.
//
//   Memory memory(frames, seed);
//   MemoryContext context{hardware, memory, images, sink, pid, cpu};
//   Result<MmId> mm = create_space(context, {.owner = pid, .program = program});     exec.h
//   map_object, unmap, protect, set_brk                                              mapping.h
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
#include "sim/kernel/mm/value_table.h"
#include "sim/report/event.h"

namespace sim::kernel {

struct Memory {
    explicit Memory(std::uint32_t frame_count = 0, std::uint64_t seed = 1) : frames(frame_count, seed) {}

    FrameTable frames;
    ValueTable<ObjectId, MemoryObject> objects;
    ValueTable<MmId, AddressSpace> spaces;
    Cow<std::vector<ObjectId>> texts;  // the text object of each program, by ProgramId; kNoObject: never run
    std::uint32_t next_asid = 1;       // never reused

    std::uint64_t hash() const;
};

using Images = std::span<const std::shared_ptr<const hw::Image>>;  // by ProgramId

// Passed by reference to every operation, never stored. The operations report to `sink` when it is not null; each
// event's pid is `pid`.
struct MemoryContext {
    hw::Hardware& hardware;
    Memory& memory;
    Images images;
    report::Sink* sink = nullptr;
    Pid pid;
    hw::CpuId cpu = 0;
};

// Makes a memory object of `pages` untouched pages. `owner` is segment or object, `owner_id` the shmid or a number
// the caller gives its object.
ObjectId create_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id);
// Frees an object that no area maps, with its frames. Returns how many frames it had.
std::uint64_t destroy_object(MemoryContext& context, ObjectId object);
// Changes an object's size; frames past the new end are unmapped everywhere and freed (ftruncate).
void resize_object(MemoryContext& context, ObjectId object, std::uint64_t pages);

}  // namespace sim::kernel
