#include "sim/kernel/mm/memory.h"

#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

namespace {

// Frees the frames of pages from `first` on; returns how many.
std::uint64_t free_pages_from(MemoryContext& context, ObjectId id, std::uint64_t first) {
    std::vector<std::pair<std::uint64_t, Pfn>> pages;
    context.memory.objects[id].for_each_resident([&](std::uint64_t index, Pfn pfn) {
        if (index >= first) pages.emplace_back(index, pfn);
    });
    for (const auto& [index, pfn] : pages) {
        context.memory.objects.write(id).set_frame(index, kNoFrame);
        give_frame(context, pfn);
    }
    return pages.size();
}

// Unmaps what `area` shows of its object from page `first` on.
void clear_mapping_from(MemoryContext& context, MmId mm, const Area& area, std::uint64_t first) {
    const std::uint64_t shown = first > area.offset ? first - area.offset : 0;
    if (shown < area.pages()) clear_entries(context, mm, area.start + shown * kPageSize, area.end);
}

}  // namespace

std::uint64_t Memory::hash() const {
    std::uint64_t hash = hash_mix(frames.hash(), objects.hash());
    hash = hash_mix(hash, spaces.hash());
    for (ObjectId text : *texts) hash = hash_mix(hash, text.value);
    return hash_mix(hash, next_asid);
}

ObjectId create_object(MemoryContext& context, std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id) {
    const ObjectId id = context.memory.objects.insert(MemoryObject(pages, owner, owner_id));
    emit(context, EventType::object, Rule::object_create, {id, pages});
    return id;
}

std::uint64_t destroy_object(MemoryContext& context, ObjectId object) {
    const std::uint64_t freed = free_pages_from(context, object, 0);
    context.memory.objects.erase(object);
    emit(context, EventType::object, Rule::object_destroy, {object, freed});
    return freed;
}

void resize_object(MemoryContext& context, ObjectId object, std::uint64_t pages) {
    if (pages < context.memory.objects[object].pages()) {
        std::vector<std::pair<MmId, Area>> mappings;
        context.memory.spaces.for_each([&](MmId mm, const AddressSpace& space) {
            for (const Area& area : space.areas) {
                if (area.object == object) mappings.emplace_back(mm, area);
            }
        });
        for (const auto& [mm, area] : mappings) clear_mapping_from(context, mm, area, pages);
        free_pages_from(context, object, pages);
    }
    context.memory.objects.write(object).set_pages(pages);
}

}  // namespace sim::kernel
