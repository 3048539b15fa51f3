#include "sim/kernel/mm/memory.h"

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

namespace {

// Frees pages [first, last); returns how many had a frame.
std::uint64_t free_pages(MemoryContext& context, ObjectId id, std::uint64_t first, std::uint64_t last) {
    std::vector<std::pair<std::uint64_t, ObjectPage>> pages;
    context.memory.objects[id].for_each_page([&](std::uint64_t index, ObjectPage page) {
        if (index >= first && index < last) pages.emplace_back(index, page);
    });
    std::uint64_t frames = 0;
    for (const auto& [index, page] : pages) {
        MemoryObject& object = context.memory.objects.write(id);
        object.set_page(index, {});
        if (!object.reserved && object.committed > 0) {
            --object.committed;
            uncommit(context, 1);
        }
        frames += page.pfn != kNoFrame;
        if (page.pfn != kNoFrame) give_frame(context, page.pfn);
        if (page.slot != kNoSlot) drop_slot(context, page.slot);
    }
    return frames;
}

// Unmaps pages [first, last) of an object wherever areas show them.
void unmap_pages(MemoryContext& context, ObjectId object, std::uint64_t first, std::uint64_t last) {
    std::vector<std::pair<MmId, Area>> mappings;
    context.memory.spaces.for_each([&](MmId mm, const AddressSpace& space) {
        for (const Area& area : space.areas) {
            if (area.object == object) mappings.emplace_back(mm, area);
        }
    });
    for (const auto& [mm, area] : mappings) {
        const std::uint64_t from = first > area.offset ? first - area.offset : 0;
        const std::uint64_t to = last > area.offset ? std::min(last - area.offset, area.pages()) : 0;
        if (from < to) clear_entries(context, mm, area.start + from * kPageSize, area.start + to * kPageSize);
    }
}

}  // namespace

std::uint64_t Memory::hash() const {
    std::uint64_t hash = hash_mix(frames.hash(), objects.hash());
    hash = hash_mix(hash, spaces.hash());
    for (ObjectId text : *texts) hash = hash_mix(hash, text.value);
    hash = hash_mix(hash_mix(hash, swap.hash()), hash_mix(committed, next_anonymous));
    return hash_mix(hash, std::uint64_t{clock_hand.value} << 32 | next_asid);
}

ObjectId create_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id,
                       IpcNsId ipc_ns) {
    const ObjectId id = context.memory.objects.insert(MemoryObject(pages, owner, owner_id, ipc_ns));
    emit(context, EventType::object, Rule::object_create, {id, pages});
    return id;
}

Result<ObjectId> create_reserved_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner,
                                        std::uint32_t owner_id, IpcNsId ipc_ns) {
    if (!commit(context, pages)) return Errno::enomem;
    MemoryObject object(pages, owner, owner_id, ipc_ns);
    object.reserved = true;
    object.committed = pages;
    const ObjectId id = context.memory.objects.insert(std::move(object));
    emit(context, EventType::object, Rule::object_create, {id, pages});
    return id;
}

Result<ObjectId> create_anonymous_object(MemoryContext& context, std::uint64_t pages, bool reserve) {
    constexpr auto kOwner = report::FrameOwner::object;
    const std::uint32_t number = context.memory.next_anonymous++;
    const Result<ObjectId> id = reserve ? create_reserved_object(context, pages, kOwner, number)
                                        : Result<ObjectId>(create_object(context, pages, kOwner, number));
    if (id) context.memory.objects.write(*id).anonymous = true;
    return id;
}

std::uint64_t destroy_object(MemoryContext& context, ObjectId object) {
    const std::uint64_t freed = free_pages(context, object, 0, context.memory.objects[object].pages());
    uncommit(context, context.memory.objects[object].committed);
    context.memory.objects.erase(object);
    emit(context, EventType::object, Rule::object_destroy, {object, freed});
    return freed;
}

void resize_object(MemoryContext& context, ObjectId object, std::uint64_t pages) {
    const std::uint64_t before = context.memory.objects[object].pages();
    if (pages < before) punch_hole(context, object, pages, before - pages);
    context.memory.objects.write(object).set_pages(pages);
}

void punch_hole(MemoryContext& context, ObjectId object, std::uint64_t first, std::uint64_t count) {
    unmap_pages(context, object, first, first + count);
    free_pages(context, object, first, first + count);
}

}  // namespace sim::kernel
