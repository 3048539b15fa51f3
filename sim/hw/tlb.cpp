#include "sim/hw/tlb.h"

namespace sim::hw {
namespace {

template <class Entries, class Match>
std::uint32_t drop_if(Entries& entries, Match match) {
    std::uint32_t dropped = 0;
    for (TlbEntry& entry : entries) {
        if (!entry.valid || !match(entry)) continue;
        entry = TlbEntry{};
        ++dropped;
    }
    return dropped;
}

}  // namespace

TlbEntry* Tlb::find_other(Asid asid, VirtAddr address) {
    for (std::uint32_t i = 0; i < kEntries; ++i) {
        if (!matches(entries_[i], asid, address)) continue;
        last_ = i;
        entries_[i].used = ++tick_;
        return &entries_[i];
    }
    return nullptr;
}

TlbEntry* Tlb::fill(Asid asid, VirtAddr address, Pte pte) {
    std::uint32_t victim = 0;
    for (std::uint32_t i = 0; i < kEntries; ++i) {
        if (matches(entries_[i], asid, address)) {
            victim = i;
            break;
        }
        if (entries_[i].used < entries_[victim].used) victim = i;  // an empty entry was used at tick 0
    }
    entries_[victim] = TlbEntry{true, asid, address.value >> kPageShift, pte, ++tick_};
    last_ = victim;
    return &entries_[victim];
}

bool Tlb::flush_page(Asid asid, VirtAddr address) {
    return drop_if(entries_, [=](const TlbEntry& entry) { return matches(entry, asid, address); }) != 0;
}

std::uint32_t Tlb::flush_range(Asid asid, VirtAddr start, VirtAddr end) {
    return drop_if(entries_, [=](const TlbEntry& entry) {
        const VirtAddr page{entry.page << kPageShift};
        return entry.asid == asid && page >= start.page() && page < end;
    });
}

std::uint32_t Tlb::flush_asid(Asid asid) {
    return drop_if(entries_, [=](const TlbEntry& entry) { return entry.asid == asid; });
}

}  // namespace sim::hw
