// Translation lookaside buffer: 16 entries, fully associative, least recently used goes, tagged by address space.
//
// Known inaccuracies: real CPUs have two levels of hundreds of set-associative entries, separate ones for code.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/ids.h"
#include "sim/hw/pte.h"

namespace sim::hw {

struct TlbEntry {
    bool valid = false;
    Asid asid;
    std::uint64_t page = 0;  // virtual page number: address >> 12
    Pte pte;                 // as it was at the walk, A (and D after a write) set
    std::uint64_t used = 0;  // tick of the last use, for LRU
};

class Tlb {
public:
    static constexpr std::size_t kEntries = 16;

    // The entry for a page, marked as used now; nullptr on a miss. Valid until the next change.
    TlbEntry* find(Asid asid, VirtAddr address) {
        TlbEntry& recent = entries_[last_];
        if (!matches(recent, asid, address)) return find_other(asid, address);
        recent.used = ++tick_;
        return &recent;
    }
    // Puts a translation in, in place of an older one of the same page, else of nothing, else of the least
    // recently used entry. Returns the entry; valid until the next change.
    TlbEntry* fill(Asid asid, VirtAddr address, Pte pte);
    // invlpg: forgets one page of an address space. Returns whether it was there.
    bool flush_page(Asid asid, VirtAddr address);
    // Forgets all pages of an address space in [start, end). Returns how many were there.
    std::uint32_t flush_range(Asid asid, VirtAddr start, VirtAddr end);
    // Forgets an address space. Returns how many entries were there.
    std::uint32_t flush_asid(Asid asid);

    const std::array<TlbEntry, kEntries>& entries() const { return entries_; }

private:
    static bool matches(const TlbEntry& entry, Asid asid, VirtAddr address) {
        return entry.page == address.value >> kPageShift && entry.asid == asid && entry.valid;
    }
    TlbEntry* find_other(Asid asid, VirtAddr address);

    std::array<TlbEntry, kEntries> entries_{};
    std::uint64_t tick_ = 0;
    std::uint32_t last_ = 0;  // where the last hit was: most accesses repeat it
};

}  // namespace sim::hw
