#include "sim/kernel/mm/page_table.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"

namespace sim::kernel {

using hw::Pte;
using report::EventType;
using report::FrameOwner;
using report::Rule;

namespace {

// What Linux puts into entries that lead to a table; permissions are decided at the last level.
constexpr std::uint64_t kTableFlags = Pte::kPresent | Pte::kWritable | Pte::kUser | Pte::kAccessed | Pte::kDirty;

std::optional<Pfn> link_table(MemoryContext& context, MmId mm, VirtAddr page, EntryPlace place, int level) {
    const auto owner = static_cast<std::uint32_t>(context.memory.spaces[mm].owner.value);
    const auto pfn = take_frame(context, {FrameOwner::table, {}, owner, static_cast<std::uint32_t>(level - 1), 0});
    if (!pfn) return std::nullopt;
    context.hardware.memory.write_word(place.table, place.offset(), Pte::make(*pfn, kTableFlags).bits);
    emit(context, EventType::pte, Rule::table_link, {page, level, place.index, *pfn});
    return pfn;
}

void unlink_table(MemoryContext& context, VirtAddr base, EntryPlace place, int level) {
    const Pfn child = read_entry(context.hardware.memory, place).pfn();
    context.hardware.memory.write_word(place.table, place.offset(), 0);
    emit(context, EventType::pte, Rule::table_unlink, {base, level, place.index, child});
    give_frame(context, child);
}

struct Limits {
    std::uint64_t floor, ceiling;
};

void free_tables_below(MemoryContext& context, Pfn table, int level, std::uint64_t start, std::uint64_t end,
                       const Limits& limits) {
    const std::uint64_t span = level_span(level);
    for (auto used = next_used(context.hardware.memory, table, level, start, end); used;
         used = next_used(context.hardware.memory, table, level, used->end, end)) {
        if (level > 1) free_tables_below(context, used->entry.pfn(), level - 1, used->start, used->end, limits);
        const std::uint64_t block = used->start & ~(span - 1);
        if (block >= limits.floor && block + span <= limits.ceiling) {
            unlink_table(context, VirtAddr{block}, used->place, level);
        }
    }
}

// What a range held, given back after the flush: until then a TLB may lead to it.
struct Zapped {
    bool any = false;
    std::vector<Pfn> frames;      // private ones nobody maps any more
    std::vector<SwapSlot> slots;  // one reference each
};

void zap_entry(MemoryContext& context, MmId mm, VirtAddr page, EntryPlace place, Pte entry, Zapped& zapped) {
    AddressSpace& space = context.memory.spaces.write(mm);
    if (is_swap(entry)) {
        --space.swapped;
        write_entry(context, page, place, Pte{}, Rule::pte_clear);
        zapped.slots.push_back(slot_of(entry));
        return;
    }
    zapped.any = true;
    if (entry.pfn() != kZeroFrame) --space.rss;
    write_entry(context, page, place, Pte{}, Rule::pte_clear);
    drop_mapping(context, entry.pfn());
    if (abandoned(context.memory, entry.pfn())) zapped.frames.push_back(entry.pfn());
}

// Clears the entries of a range.
Zapped zap(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end) {
    Zapped zapped;
    for_each_used_entry(
        context.hardware.memory, context.memory.spaces[mm].root, start, end,
        [&](VirtAddr page, EntryPlace place, Pte entry) { zap_entry(context, mm, page, place, entry, zapped); });
    return zapped;
}

void give_back(MemoryContext& context, const Zapped& zapped) {
    for (Pfn pfn : zapped.frames) give_frame(context, pfn);
    for (SwapSlot slot : zapped.slots) drop_slot(context, slot);
}

// Runs flush(tlb), which returns how many entries went, on every CPU; returns the number of this CPU.
template <class Flush>
std::uint32_t flush_all(MemoryContext& context, VirtAddr page, const Flush& flush) {
    std::uint32_t here = 0;
    for (hw::CpuId cpu = 0; cpu < context.hardware.tlbs.size(); ++cpu) {
        const std::uint32_t dropped = flush(context.hardware.tlbs[cpu]);
        if (cpu == context.cpu) {
            here = dropped;
        } else if (dropped > 0) {
            emit(context, EventType::tlb, Rule::tlb_shootdown, {cpu, page});
        }
    }
    return here;
}

}  // namespace

std::optional<EntryPlace> find_entry(const hw::PhysicalMemory& memory, Pfn root, VirtAddr page) {
    EntryPlace place{root, hw::table_index(page, hw::kTopLevel)};
    for (int level = hw::kTopLevel; level > 0; --level) {
        const Pte entry = read_entry(memory, place);
        if (!entry.present()) return std::nullopt;
        place = {entry.pfn(), hw::table_index(page, level - 1)};
    }
    return place;
}

std::optional<EntryPlace> make_entry(MemoryContext& context, MmId mm, VirtAddr page) {
    EntryPlace place{context.memory.spaces[mm].root, hw::table_index(page, hw::kTopLevel)};
    for (int level = hw::kTopLevel; level > 0; --level) {
        const Pte entry = read_entry(context.hardware.memory, place);
        const std::optional<Pfn> next = entry.present() ? entry.pfn() : link_table(context, mm, page, place, level);
        if (!next) return std::nullopt;
        place = {*next, hw::table_index(page, level - 1)};
    }
    return place;
}

std::optional<UsedEntry> next_used(const hw::PhysicalMemory& memory, Pfn table, int level, std::uint64_t start,
                                   std::uint64_t end) {
    if (start >= end) return std::nullopt;
    const std::uint64_t span = level_span(level);
    const std::uint64_t base = start & ~(level_span(level + 1) - 1);
    const std::uint32_t last = hw::table_index(VirtAddr{end - 1}, level);
    const auto bytes = memory.read(table);
    for (std::uint32_t index = hw::table_index(VirtAddr{start}, level); index <= last; ++index) {
        Pte entry;
        std::memcpy(&entry.bits, bytes.data() + index * sizeof entry.bits, sizeof entry.bits);
        if (entry.bits == 0) continue;
        const std::uint64_t block = base + index * span;
        return UsedEntry{{table, index}, entry, std::max(start, block), std::min(end, block + span)};
    }
    return std::nullopt;
}

void write_entry(MemoryContext& context, VirtAddr page, EntryPlace place, Pte entry, Rule rule) {
    const Pte old = read_entry(context.hardware.memory, place);
    context.hardware.memory.write_word(place.table, place.offset(), entry.bits);
    emit(context, EventType::pte, rule, {page, place.table, place.index, old.bits, entry.bits});
}

void install_entry(MemoryContext& context, MmId mm, VirtAddr page, EntryPlace place, Pte entry) {
    if (entry.pfn() != kZeroFrame) ++context.memory.spaces.write(mm).rss;
    write_entry(context, page, place, entry, Rule::pte_set);
    add_mapping(context, entry.pfn());
}

Pte entry_for(const Area& area, Pfn pfn, bool exclusive, bool written) {
    if (!area.perms.read && !area.perms.write && !area.perms.execute) return Pte::make(pfn, kProtNone);
    std::uint64_t flags = Pte::kPresent | Pte::kUser | Pte::kAccessed;
    if (area.perms.write && (area.perms.shared || exclusive)) flags |= Pte::kWritable;
    if (written) flags |= Pte::kDirty;
    if (!area.perms.execute) flags |= Pte::kNoExecute;
    return Pte::make(pfn, flags);
}

bool map_frame(MemoryContext& context, MmId mm, VirtAddr page, const Area& area, Pfn pfn, bool exclusive,
               bool written) {
    const std::optional<EntryPlace> place = make_entry(context, mm, page);
    if (!place) {
        if (abandoned(context.memory, pfn)) give_frame(context, pfn);
        return false;
    }
    install_entry(context, mm, page, *place, entry_for(area, pfn, exclusive, written));
    return true;
}

void clear_entries(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end) {
    const Zapped zapped = zap(context, mm, start, end);
    if (zapped.any) flush_range(context, mm, start, end);
    give_back(context, zapped);
}

void clear_all_entries(MemoryContext& context, MmId mm) {
    const Zapped zapped = zap(context, mm, VirtAddr{}, VirtAddr{kUserTop});
    flush_space(context, mm);
    give_back(context, zapped);
}

void free_tables(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, VirtAddr floor, VirtAddr ceiling) {
    free_tables_below(context, context.memory.spaces[mm].root, hw::kTopLevel, start.value, end.value,
                      {floor.value, ceiling.value});
}

void flush_page(MemoryContext& context, MmId mm, VirtAddr page) {
    const Asid asid = context.memory.spaces[mm].asid;
    flush_all(context, page, [&](hw::Tlb& tlb) { return std::uint32_t{tlb.flush_page(asid, page)}; });
    emit(context, EventType::tlb, Rule::tlb_flush_page, {page, asid});
}

void flush_range(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end) {
    const Asid asid = context.memory.spaces[mm].asid;
    const std::uint32_t dropped =
        flush_all(context, start, [&](hw::Tlb& tlb) { return tlb.flush_range(asid, start, end); });
    emit(context, EventType::tlb, Rule::tlb_flush_range, {start, end, dropped});
}

void flush_space(MemoryContext& context, MmId mm) {
    const Asid asid = context.memory.spaces[mm].asid;
    const std::uint32_t dropped = flush_all(context, VirtAddr{}, [&](hw::Tlb& tlb) { return tlb.flush_asid(asid); });
    emit(context, EventType::tlb, Rule::tlb_flush_asid, {asid, dropped});
}

}  // namespace sim::kernel
