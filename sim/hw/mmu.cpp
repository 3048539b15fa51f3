#include "sim/hw/mmu.h"

#include "sim/hw/walk.h"

namespace sim::hw {
namespace {

using report::Rule;

void emit(report::Sink* sink, Rule rule, std::array<std::uint64_t, 6> args) {
    if (sink == nullptr) return;
    report::Event event;
    event.type = report::EventType::tlb;
    event.rule = rule;
    event.args = args;
    sink->on(event);
}

void write_entry(PhysicalMemory& memory, const WalkLevel& level, Pte entry) {
    memory.write_word(level.table, level.index * sizeof(Pte), entry.bits);
}

// What all levels together allow: a page is writable or for the user only where every level says so.
Pte effective_entry(const Walk& walked) {
    std::uint64_t every = ~0ull;
    std::uint64_t any = 0;
    for (const WalkLevel& level : walked.levels) {
        every &= level.entry.bits;
        any |= level.entry.bits;
    }
    constexpr std::uint64_t kEvery = Pte::kWritable | Pte::kUser;
    constexpr std::uint64_t kAny = Pte::kNoExecute;
    return Pte{(walked.pte().bits & ~(kEvery | kAny)) | (every & kEvery) | (any & kAny)};
}

bool allows(Pte entry, Access access) {
    if (!entry.user()) return false;
    if (access == Access::write) return entry.writable();
    return access == Access::read || !entry.no_execute();
}

// A in every entry the translation used.
void set_accessed(PhysicalMemory& memory, const Walk& walked) {
    for (const WalkLevel& level : walked.levels) {
        if (level.entry.accessed()) continue;
        write_entry(memory, level, Pte{level.entry.bits | Pte::kAccessed});
    }
}

void set_dirty(PhysicalMemory& memory, const Walk& walked, VirtAddr page, TlbEntry& entry, report::Sink* sink) {
    const WalkLevel& last = walked.levels[kLevels - 1];
    write_entry(memory, last, Pte{last.entry.bits | Pte::kAccessed | Pte::kDirty});
    entry.pte.bits |= Pte::kDirty;
    emit(sink, Rule::dirty_set, {page.value, entry.pte.pfn().value});
}

}  // namespace

Translation translate_by_walk(Hardware& hardware, CpuId cpu, const MmuContext& context, VirtAddr address, Access access,
                              report::Sink* sink) {
    Tlb& tlb = hardware.tlbs[cpu];
    const VirtAddr page = address.page();
    const bool missed = tlb.find(context.asid, address) == nullptr;
    if (missed) emit(sink, Rule::tlb_miss, {page.value, static_cast<std::uint64_t>(access)});

    const Walk walked = walk(hardware.memory, context.root, address);
    const Pte entry = walked.mapped() ? effective_entry(walked) : Pte{};
    if (missed || !allows(entry, access)) {
        const Pfn pfn = walked.mapped() ? entry.pfn() : kNoFrame;
        emit(sink, Rule::walk_done,
             {page.value, static_cast<std::uint64_t>(walked.depth), pfn.value, walked.pte().bits});
    }
    if (!allows(entry, access)) {
        tlb.flush_page(context.asid, address);  // a fault invalidates the entry that caused it
        return Translation{false, kNoFrame, PageFault{address, walked.mapped(), access}};
    }

    set_accessed(hardware.memory, walked);
    TlbEntry* filled = tlb.fill(context.asid, address, Pte{entry.bits | Pte::kAccessed});
    if (missed) emit(sink, Rule::tlb_fill, {page.value, entry.pfn().value});
    if (access == Access::write && !entry.dirty()) set_dirty(hardware.memory, walked, page, *filled, sink);
    return Translation{true, entry.pfn(), {}};
}

}  // namespace sim::hw
