#include "sim/kernel/mm/frames.h"

#include <vector>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/program_pages.h"
#include "sim/kernel/mm/reclaim.h"

namespace sim::kernel {

using report::EventType;
using report::FrameOwner;
using report::Rule;

namespace {

void emit_frame(const MemoryContext& context, Rule rule, Pfn pfn, const FrameInfo& info) {
    emit(context, EventType::frame, rule, {pfn, info.owner, static_cast<std::int32_t>(info.owner_id), info.index});
}

void set_mapcount(MemoryContext& context, Pfn pfn, std::uint32_t before, std::uint32_t now) {
    context.memory.frames.set_mapcount(pfn, now);
    emit(context, EventType::frame, Rule::frame_mapcount, {pfn, before, now});
}

// Text pages can be read from the image again, so those nobody maps are the first to go.
void drop_unmapped_text(MemoryContext& context) {
    const std::vector<ObjectId> texts = *context.memory.texts;
    for (ObjectId text : texts) {
        if (text == kNoObject) continue;
        std::vector<std::pair<std::uint64_t, Pfn>> unmapped;
        context.memory.objects[text].for_each_resident([&](std::uint64_t index, Pfn pfn) {
            if (context.memory.frames[pfn].mapcount == 0) unmapped.emplace_back(index, pfn);
        });
        for (const auto& [index, pfn] : unmapped) {
            context.memory.objects.write(text).set_page(index, {});
            give_frame(context, pfn);
        }
    }
}

}  // namespace

std::optional<Pfn> take_frame(MemoryContext& context, const FrameInfo& info) {
    std::optional<Pfn> pfn = context.memory.frames.allocate(info);
    if (!pfn) {
        drop_unmapped_text(context);
        pfn = context.memory.frames.allocate(info);
    }
    if (!pfn && reclaim(context)) pfn = context.memory.frames.allocate(info);
    if (pfn) emit_frame(context, Rule::frame_alloc, *pfn, info);
    return pfn;
}

void give_frame(MemoryContext& context, Pfn pfn) {
    const FrameInfo info = context.memory.frames[pfn];
    context.memory.frames.release(pfn);
    context.hardware.memory.clear(pfn);
    emit_frame(context, Rule::frame_free, pfn, info);
}

void add_mapping(MemoryContext& context, Pfn pfn) {
    if (pfn == kZeroFrame) return;
    const std::uint32_t count = context.memory.frames[pfn].mapcount;
    set_mapcount(context, pfn, count, count + 1);
}

void drop_mapping(MemoryContext& context, Pfn pfn) {
    if (pfn == kZeroFrame) return;
    const std::uint32_t count = context.memory.frames[pfn].mapcount;
    set_mapcount(context, pfn, count, count - 1);
}

bool abandoned(const Memory& memory, Pfn pfn) {
    const FrameInfo& info = memory.frames[pfn];
    return info.owner == FrameOwner::private_ && info.mapcount == 0;
}

void drop_slot(MemoryContext& context, SwapSlot slot) {
    if (context.memory.swap.drop(slot)) emit(context, EventType::swap, Rule::swap_free, {slot});
}

void load_slot(MemoryContext& context, SwapSlot slot, Pfn pfn, const FrameInfo& info) {
    context.memory.swap.load(slot, context.hardware.memory, pfn);
    emit(context, EventType::swap, Rule::swap_in,
         {slot, pfn, info.owner, static_cast<std::int32_t>(info.owner_id), info.index});
    drop_slot(context, slot);
}

namespace {

// The page exists from now on: its promise, unless the object came with one.
bool promise_page(MemoryContext& context, ObjectId id) {
    const MemoryObject& object = context.memory.objects[id];
    if (object.reserved || object.owner() == FrameOwner::cache) return true;
    if (!commit(context, 1)) return false;
    ++context.memory.objects.write(id).committed;
    return true;
}

void take_promise_back(MemoryContext& context, ObjectId id) {
    if (context.memory.objects[id].reserved || context.memory.objects[id].committed == 0) return;
    --context.memory.objects.write(id).committed;
    uncommit(context, 1);
}

// Puts the page into a new frame; its bytes come from swap space, from the program or are zero.
std::optional<Pfn> bring_in(MemoryContext& context, ObjectId id, std::uint64_t index, const FrameInfo& info) {
    const SwapSlot slot = context.memory.objects[id].page(index).slot;
    const std::optional<Pfn> pfn = take_frame(context, info);
    if (!pfn) return std::nullopt;
    context.memory.objects.write(id).set_page(index, {*pfn, kNoSlot});
    if (slot != kNoSlot) load_slot(context, slot, *pfn, info);
    if (info.owner == FrameOwner::cache) {
        fill_text_page(*context.images[info.owner_id], index, context.hardware.memory.write(*pfn));
    }
    return pfn;
}

}  // namespace

std::optional<Pfn> object_frame(MemoryContext& context, ObjectId id, std::uint64_t index) {
    const MemoryObject& object = context.memory.objects[id];
    const auto owner_id = static_cast<std::int32_t>(object.owner_id());
    const ObjectPage page = object.page(index);
    if (page.pfn != kNoFrame) {
        emit(context, EventType::check, Rule::page_resident, {owner_id, index, page.pfn});
        return page.pfn;
    }
    const FrameInfo info{object.owner(), object.ipc_ns(), object.owner_id(), static_cast<std::uint32_t>(index), 0};
    emit(context, EventType::check, Rule::page_absent, {owner_id, index});
    if (!page.exists() && !promise_page(context, id)) return std::nullopt;
    const std::optional<Pfn> pfn = bring_in(context, id, index, info);
    if (!pfn && !page.exists()) take_promise_back(context, id);
    return pfn;
}

}  // namespace sim::kernel
