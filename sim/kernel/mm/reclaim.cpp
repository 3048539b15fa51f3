#include "sim/kernel/mm/reclaim.h"

#include <algorithm>

#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/mm/reverse_map.h"

namespace sim::kernel {

using hw::Pte;
using report::EventType;
using report::FrameOwner;
using report::Rule;

namespace {

// A frame the hand stands at, with everything that leads to it.
struct Candidate {
    Pfn pfn;
    FrameInfo info;
    std::vector<Mapping> mappings;
    std::optional<ObjectPlace> home;  // of a shared page
};

// Swap space holds what has no other home. A private frame without an entry is being filled by somebody right now.
bool swappable(const FrameInfo& info) {
    return info.owner == FrameOwner::segment || info.owner == FrameOwner::object ||
           (info.owner == FrameOwner::private_ && info.mapcount > 0);
}

bool locked(const Memory& memory, const Candidate& candidate) {
    const bool area_locked = std::any_of(candidate.mappings.begin(), candidate.mappings.end(),
                                         [](const Mapping& mapping) { return mapping.locked; });
    return area_locked || (candidate.home && memory.objects[candidate.home->object].locked);
}

// page_referenced(): clears A in every entry of the frame; whether it was set in any.
bool take_accessed(MemoryContext& context, const Candidate& candidate) {
    bool accessed = false;
    for (const Mapping& mapping : candidate.mappings) {
        const Pte entry = read_entry(context.hardware.memory, mapping.place);
        if (!entry.accessed()) continue;
        accessed = true;
        write_entry(context, mapping.page, mapping.place, Pte{entry.bits & ~Pte::kAccessed}, Rule::pte_age);
        flush_page(context, mapping.mm, mapping.page);
    }
    return accessed;
}

// try_to_unmap(): an entry of a private page becomes `left`, one of a shared page is cleared.
void empty_entries(MemoryContext& context, const Candidate& candidate, Pte left) {
    for (const Mapping& mapping : candidate.mappings) {
        AddressSpace& space = context.memory.spaces.write(mapping.mm);
        --space.rss;
        space.swapped += left != Pte{};
        write_entry(context, mapping.page, mapping.place, left, left == Pte{} ? Rule::pte_clear : Rule::pte_swap);
        flush_page(context, mapping.mm, mapping.page);
        drop_mapping(context, candidate.pfn);
    }
}

void swap_out(MemoryContext& context, const Candidate& candidate) {
    const auto references = candidate.home ? 1u : static_cast<std::uint32_t>(candidate.mappings.size());
    const SwapSlot slot = context.memory.swap.store(context.hardware.memory, candidate.pfn, references);
    if (candidate.home) {
        context.memory.objects.write(candidate.home->object).set_page(candidate.home->index, {kNoFrame, slot});
    }
    emit(context, EventType::swap, Rule::swap_out,
         {candidate.pfn, slot, candidate.info.owner, static_cast<std::int32_t>(candidate.info.owner_id),
          candidate.info.index});
    empty_entries(context, candidate, candidate.home ? Pte{} : swap_entry(slot));
    give_frame(context, candidate.pfn);
}

// The hand's next frame that could go to swap space, within `steps` frames.
std::optional<Candidate> advance(MemoryContext& context, const ReverseMap& leads, std::uint64_t& steps) {
    const std::uint32_t frames = context.memory.frames.size();
    while (steps > 0) {
        --steps;
        const Pfn pfn = context.memory.clock_hand;
        context.memory.clock_hand = Pfn{(pfn.value + 1) % frames};
        const FrameInfo info = context.memory.frames[pfn];
        if (!swappable(info)) continue;
        Candidate candidate{pfn, info, leads.mappings(pfn), leads.object_page(pfn)};
        if (!locked(context.memory, candidate)) return candidate;
        emit(context, EventType::check, Rule::page_locked, {pfn});
    }
    return std::nullopt;
}

// Frames to free at once: one on a small machine, so that every step is seen; more where each walk costs.
std::uint32_t batch(const Memory& memory) {
    constexpr std::uint32_t kSwapClusterMax = 32;
    return std::clamp(memory.frames.size() / 1024, 1u, kSwapClusterMax);
}

}  // namespace

bool reclaim(MemoryContext& context) {
    if (context.memory.swap.full()) return false;
    emit(context, EventType::swap, Rule::reclaim, {context.memory.frames.free_count()});
    const ReverseMap leads(context.hardware.memory, context.memory);
    const std::uint32_t wanted = context.memory.frames.free_count() + batch(context.memory);
    std::uint64_t steps = 2ull * context.memory.frames.size() + 1;
    while (context.memory.frames.free_count() < wanted && !context.memory.swap.full()) {
        const std::optional<Candidate> candidate = advance(context, leads, steps);
        if (!candidate) break;
        const bool second_chance = take_accessed(context, *candidate);
        emit(context, EventType::swap, Rule::clock_pass, {candidate->pfn, second_chance});
        if (!second_chance) swap_out(context, *candidate);
    }
    return context.memory.frames.free_count() > 0;
}

void page_out(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end) {
    const ReverseMap leads(context.hardware.memory, context.memory);
    std::vector<Pfn> frames;
    for_each_entry(context.hardware.memory, context.memory.spaces[mm].root, start, end,
                   [&](VirtAddr, EntryPlace, Pte entry) { frames.push_back(entry.pfn()); });
    for (Pfn pfn : frames) {
        const FrameInfo info = context.memory.frames[pfn];
        if (!swappable(info) || info.mapcount != 1 || context.memory.swap.full()) continue;
        const Candidate candidate{pfn, info, leads.mappings(pfn), leads.object_page(pfn)};
        if (!locked(context.memory, candidate)) swap_out(context, candidate);
    }
}

}  // namespace sim::kernel
