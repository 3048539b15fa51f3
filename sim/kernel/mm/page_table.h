// Page tables in frames: four levels, made when needed, given back when no area needs them.
//
// Two kinds of entry map a frame: present ones, and those of PROT_NONE memory, which the hardware sees as absent but
// which keep their frame. As on Linux, the latter have P clear and bit 8 (G, meaningless without P) set.
//
// Any other entry that is not zero says where in swap space a private page is, as Linux writes it on x86-64:
//
//    63..59        58..9           8      7..1     0
//   +-------------+---------------+------+--------+---+
//   | type: 0     | ~slot         | 0    | 0      | 0 |      inverted, so that a speculating CPU sees no valid frame
//   +-------------+---------------+------+--------+---+
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/hw/pte.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

inline constexpr std::uint64_t kProtNone = hw::Pte::kGlobal;

constexpr bool maps_frame(hw::Pte entry) {
    return entry.bits & (hw::Pte::kPresent | kProtNone);
}

constexpr bool is_swap(hw::Pte entry) {
    return entry.bits != 0 && !maps_frame(entry);
}
constexpr hw::Pte swap_entry(SwapSlot slot) {
    return hw::Pte{~std::uint64_t{slot} << 14 >> 5};
}
constexpr SwapSlot slot_of(hw::Pte entry) {
    return static_cast<SwapSlot>(~(entry.bits << 5 >> 14));
}

// Where the last-level entry of a page is.
struct EntryPlace {
    Pfn table;
    std::uint32_t index = 0;

    std::uint32_t offset() const { return index * static_cast<std::uint32_t>(sizeof(hw::Pte)); }
};

// The place of a page's entry, if its tables exist.
std::optional<EntryPlace> find_entry(const hw::PhysicalMemory& memory, Pfn root, VirtAddr page);
// The same, with the tables made that are missing; nullopt when frames ran out.
std::optional<EntryPlace> make_entry(MemoryContext& context, MmId mm, VirtAddr page);

inline hw::Pte read_entry(const hw::PhysicalMemory& memory, EntryPlace place) {
    return hw::Pte{memory.read_word(place.table, place.offset())};
}
// Writes an entry and reports it by `rule`: pte_set, pte_clear, pte_protect, pte_swap or pte_age.
void write_entry(MemoryContext& context, VirtAddr page, EntryPlace place, hw::Pte entry, report::Rule rule);

// Puts `entry` where nothing was, or a swap entry whose slot the caller takes care of: entry, map count, rss.
void install_entry(MemoryContext& context, MmId mm, VirtAddr page, EntryPlace place, hw::Pte entry);

// The entry an area's page gets. `exclusive`: a private page nobody else maps may be writable at once.
hw::Pte entry_for(const Area& area, Pfn pfn, bool exclusive, bool written);

// Installs entry_for(...), with the tables it needs. False when frames ran out; a private frame is given back then.
bool map_frame(MemoryContext& context, MmId mm, VirtAddr page, const Area& area, Pfn pfn, bool exclusive, bool written);

// Clears every entry in [start, end), drops the map counts, flushes the TLBs, then gives private frames and swap slots
// back.
void clear_entries(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end);
// The same for the whole of an address space that ends.
void clear_all_entries(MemoryContext& context, MmId mm);
// Gives back tables that translate something of [start, end) and nothing outside [floor, ceiling).
void free_tables(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, VirtAddr floor, VirtAddr ceiling);

// Forgets translations on every CPU; other CPUs are reported as shot down when they had any.
void flush_page(MemoryContext& context, MmId mm, VirtAddr page);
void flush_range(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end);
void flush_space(MemoryContext& context, MmId mm);

// Bytes an entry of a table of `level` translates.
constexpr std::uint64_t level_span(int level) {
    return kPageSize << (9 * level);
}

// A used entry of a table, and the part of the walked range it translates.
struct UsedEntry {
    EntryPlace place;
    hw::Pte entry;
    std::uint64_t start = 0, end = 0;
};
// The first entry that is not zero among those of a table of `level` that translate [start, end).
std::optional<UsedEntry> next_used(const hw::PhysicalMemory& memory, Pfn table, int level, std::uint64_t start,
                                   std::uint64_t end);

// Calls visit_table(table, level, base) for `table` and every table below it, and visit_entry(page, place, pte) for
// every last-level entry in [start, end) that is not zero. The visitors may write entries, but not make or free
// tables.
template <class VisitTable, class VisitEntry>
void walk_tables(const hw::PhysicalMemory& memory, Pfn table, int level, std::uint64_t start, std::uint64_t end,
                 const VisitTable& visit_table, const VisitEntry& visit_entry) {
    visit_table(table, level, VirtAddr{start & ~(level_span(level + 1) - 1)});
    for (auto used = next_used(memory, table, level, start, end); used;
         used = next_used(memory, table, level, used->end, end)) {
        if (level > 0) {
            walk_tables(memory, used->entry.pfn(), level - 1, used->start, used->end, visit_table, visit_entry);
        } else {
            visit_entry(VirtAddr{used->start}, used->place, used->entry);
        }
    }
}

// The same for last-level entries alone: those in use, those that map a frame.
template <class VisitEntry>
void for_each_used_entry(const hw::PhysicalMemory& memory, Pfn root, VirtAddr start, VirtAddr end,
                         const VisitEntry& visit_entry) {
    walk_tables(
        memory, root, hw::kTopLevel, start.value, end.value, [](Pfn, int, VirtAddr) {}, visit_entry);
}
template <class VisitEntry>
void for_each_entry(const hw::PhysicalMemory& memory, Pfn root, VirtAddr start, VirtAddr end,
                    const VisitEntry& visit_entry) {
    for_each_used_entry(memory, root, start, end, [&](VirtAddr page, EntryPlace place, hw::Pte entry) {
        if (maps_frame(entry)) visit_entry(page, place, entry);
    });
}

}  // namespace sim::kernel
