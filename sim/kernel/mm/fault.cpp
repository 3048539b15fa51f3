#include "sim/kernel/mm/fault.h"

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/mm/program_pages.h"

namespace sim::kernel {

using hw::Access;
using hw::Pte;
using report::AreaKind;
using report::EventType;
using report::FrameOwner;
using report::Rule;

namespace {

// The page a fault asks for, and the area it lies in (a copy: events may come between looking and acting).
struct WantedPage {
    MmId mm;
    VirtAddr address;
    bool write = false;
    Area area;

    VirtAddr page() const { return address.page(); }
};

enum class Served : std::uint8_t {
    done,
    from_swap,   // done, and the page was read back
    look_again,  // what was looked at went to swap space meanwhile: the access faults once more
    no_memory,
    past_object,  // or the page may not be promised
};

bool accessible(const Area& area) {
    return area.perms.read || area.perms.write || area.perms.execute;
}

// x86-64 cannot map a page writable or executable but not readable.
bool allows(const Area& area, Access access) {
    if (access == Access::write) return area.perms.write;
    if (access == Access::execute) return area.perms.execute;
    return accessible(area);
}

// acct_stack_growth: the limits on memory, and its promise.
bool may_grow(MemoryContext& context, MmId mm, const Area& stack, VirtAddr start) {
    const std::uint64_t pages = (stack.start - start) >> kPageShift;
    if (check_new_area(context, mm, pages, stack.flags.locked) != Errno::ok) return false;
    // A stack may be larger than a small machine: the heuristic is for what is asked for by name.
    if (context.memory.overcommit == Overcommit::never && !may_commit(context.memory, pages)) return false;
    if (stack.flags.account) commit_anyway(context, pages);
    return true;
}

// expand_stack: moves the start of the stack area down to the touched page if the limit and the guard gap allow.
const Area* grow_stack(MemoryContext& context, MmId mm, VirtAddr address) {
    const AddressSpace& space = context.memory.spaces[mm];
    const std::size_t index = space.first_area_above(address);
    if (index == space.areas.size() || space.areas[index].kind != AreaKind::stack) return nullptr;
    const VirtAddr page = address.page();
    if (space.areas[index].end - page > kStackLimit) return nullptr;
    if (index > 0 && accessible(space.areas[index - 1]) && page - space.areas[index - 1].end < kStackGuardGap) {
        return nullptr;
    }
    if (!may_grow(context, mm, space.areas[index], page)) return nullptr;
    Area& area = context.memory.spaces.write(mm).areas[index];
    const VirtAddr old_start = area.start;
    area.start = page;
    emit_area_resize(context, old_start, area.end, Area{area});
    return context.memory.spaces[mm].find_area(address);
}

std::optional<Pfn> take_private(MemoryContext& context, const WantedPage& wanted) {
    const Pid owner = context.memory.spaces[wanted.mm].owner;
    const std::uint64_t index = (wanted.page() - wanted.area.start) >> kPageShift;
    // anon_vma_prepare(): from now on the area's entries are copied by fork.
    const std::size_t at = context.memory.spaces[wanted.mm].first_area_above(wanted.page());
    if (!wanted.area.own_pages) context.memory.spaces.write(wanted.mm).areas[at].own_pages = true;
    emit(context, EventType::check, Rule::page_absent, {owner, index});
    return take_frame(context, {FrameOwner::private_, {}, static_cast<std::uint32_t>(owner.value), 0, 0});
}

Served map(MemoryContext& context, const WantedPage& wanted, Pfn pfn, bool exclusive) {
    const bool mapped = map_frame(context, wanted.mm, wanted.page(), wanted.area, pfn, exclusive, wanted.write);
    return mapped ? Served::done : Served::no_memory;
}

// Linux maps what has a frame of the 16 pages around a read of an object, but not of System V segments.
void map_around(MemoryContext& context, const WantedPage& wanted) {
    constexpr std::uint64_t kWindow = 16 * kPageSize;
    const Area& area = wanted.area;
    if (area.kind == AreaKind::shm || wanted.write) return;
    constexpr std::uint64_t kTable = 512 * kPageSize;  // what one page table translates
    // do_fault_around(): the window is aligned, but where the area begins inside it, it begins there and is as long.
    const VirtAddr aligned{wanted.page().value & ~(kWindow - 1)};
    const VirtAddr start = std::max(aligned, area.start);
    const VirtAddr table_end{(wanted.page().value & ~(kTable - 1)) + kTable};
    const VirtAddr end = std::min({start + kWindow, table_end, area.end});
    for (VirtAddr page = start; page < end; page = page + kPageSize) {
        const MemoryObject& object = context.memory.objects[area.object];
        const std::uint64_t index = area.page_index(page);
        const Pfn pfn = index < object.pages() ? object.frame(index) : kNoFrame;
        if (pfn == kNoFrame) continue;
        const std::optional<EntryPlace> place = make_entry(context, wanted.mm, page);
        if (!place) return;
        // Making a table may have sent the page to swap space.
        if (context.memory.objects[area.object].frame(index) != pfn) continue;
        if (maps_frame(read_entry(context.hardware.memory, *place))) continue;
        install_entry(context, wanted.mm, page, *place, entry_for(area, pfn, false, false));
    }
}

// A write to a private mapping of an object: the page is copied at once.
Served copy_object_page(MemoryContext& context, const WantedPage& wanted, std::uint64_t index) {
    const std::optional<Pfn> copy = take_private(context, wanted);
    if (!copy) return Served::no_memory;
    const std::optional<Pfn> original = object_frame(context, wanted.area.object, index);
    if (!original) {
        give_frame(context, *copy);
        return Served::no_memory;
    }
    context.hardware.memory.copy(*original, *copy);
    return map(context, wanted, *copy, true);
}

// The object's own page, unless making the tables for it sent it back to swap space.
Served show_object_page(MemoryContext& context, const WantedPage& wanted, std::uint64_t index) {
    const Area& area = wanted.area;
    const std::optional<Pfn> pfn = object_frame(context, area.object, index);
    if (!pfn) return Served::no_memory;
    const std::optional<EntryPlace> place = make_entry(context, wanted.mm, wanted.page());
    if (!place) return Served::no_memory;
    if (context.memory.objects[area.object].frame(index) != *pfn) return Served::look_again;
    install_entry(context, wanted.mm, wanted.page(), *place, entry_for(area, *pfn, false, wanted.write));
    map_around(context, wanted);
    return Served::done;
}

Served object_page(MemoryContext& context, const WantedPage& wanted) {
    const std::uint64_t index = wanted.area.page_index(wanted.address);
    const MemoryObject& object = context.memory.objects[wanted.area.object];
    if (index >= object.pages()) {
        map_around(context, wanted);  // do_read_fault(): before the object is asked for what it does not have
        return Served::past_object;
    }
    const ObjectPage page = object.page(index);
    if (!page.exists() && !may_add_page(context.memory, object)) return Served::past_object;
    const bool copies = wanted.write && !wanted.area.perms.shared;
    const Served served = copies ? copy_object_page(context, wanted, index) : show_object_page(context, wanted, index);
    return served == Served::done && page.slot != kNoSlot ? Served::from_swap : served;
}

// do_swap_page: a private page comes back. It is the faulting process's alone when no other entry holds the slot.
Served swapped_page(MemoryContext& context, const WantedPage& wanted, EntryPlace place, Pte entry) {
    const SwapSlot slot = slot_of(entry);
    const std::optional<Pfn> pfn = take_private(context, wanted);
    if (!pfn) return Served::no_memory;
    // Read back, each process has a copy of its own: see swap_space.h.
    load_slot(context, slot, *pfn, context.memory.frames[*pfn]);
    --context.memory.spaces.write(wanted.mm).swapped;
    install_entry(context, wanted.mm, wanted.page(), place, entry_for(wanted.area, *pfn, true, wanted.write));
    return Served::from_swap;
}

Served private_page(MemoryContext& context, const WantedPage& wanted) {
    const Area& area = wanted.area;
    const std::uint64_t index = area.page_index(wanted.address);
    const bool initial = area.kind == AreaKind::data && has_initial_data(*context.images[area.program.value], index);
    if (!wanted.write && !initial) return map(context, wanted, kZeroFrame, false);
    const std::optional<Pfn> pfn = take_private(context, wanted);
    if (!pfn) return Served::no_memory;
    if (initial) fill_data_page(*context.images[area.program.value], index, context.hardware.memory.write(*pfn));
    return map(context, wanted, *pfn, wanted.write);
}

void allow_write(MemoryContext& context, const WantedPage& wanted, EntryPlace place, Pte entry) {
    const Pte writable{entry.bits | Pte::kWritable | Pte::kAccessed | Pte::kDirty};
    write_entry(context, wanted.page(), place, writable, Rule::pte_protect);
    flush_page(context, wanted.mm, wanted.page());
}

// do_wp_page: a write to an entry that is present and write-protected.
Served write_protected_page(MemoryContext& context, const WantedPage& wanted, EntryPlace place, Pte entry) {
    const Pfn old = entry.pfn();
    const FrameInfo info = context.memory.frames[old];
    const bool last_owner = info.owner == FrameOwner::private_ && info.mapcount == 1;
    if (wanted.area.perms.shared || last_owner) {
        allow_write(context, wanted, place, entry);
        if (last_owner) emit(context, EventType::fault, Rule::fault_cow_reuse, {wanted.address, old});
        return Served::done;
    }
    const std::optional<Pfn> copy = take_private(context, wanted);
    if (!copy) return Served::no_memory;
    const Pte now = read_entry(context.hardware.memory, place);
    if (!maps_frame(now) || now.pfn() != old) {
        give_frame(context, *copy);
        return Served::look_again;
    }
    context.hardware.memory.copy(old, *copy);
    if (old == kZeroFrame) ++context.memory.spaces.write(wanted.mm).rss;
    write_entry(context, wanted.page(), place, entry_for(wanted.area, *copy, true, true), Rule::pte_set);
    flush_page(context, wanted.mm, wanted.page());
    add_mapping(context, *copy);
    drop_mapping(context, old);
    emit(context, EventType::fault, Rule::fault_cow, {wanted.address, old, *copy});
    return Served::done;
}

Served serve(MemoryContext& context, const WantedPage& wanted) {
    const auto place = find_entry(context.hardware.memory, context.memory.spaces[wanted.mm].root, wanted.page());
    const Pte entry = place ? read_entry(context.hardware.memory, *place) : Pte{};
    if (maps_frame(entry)) {
        if (wanted.write && !entry.writable()) return write_protected_page(context, wanted, *place, entry);
        flush_page(context, wanted.mm, wanted.page());  // the entry allows it: a TLB was behind
        return Served::done;
    }
    if (is_swap(entry)) return swapped_page(context, wanted, *place, entry);
    return wanted.area.object != kNoObject ? object_page(context, wanted) : private_page(context, wanted);
}

FaultOutcome signal_outcome(int signal, int si_code) {
    return {FaultOutcome::Kind::signal, signal, si_code, false};
}

FaultOutcome finish(MemoryContext& context, const WantedPage& wanted, Served served) {
    if (served == Served::past_object) return signal_outcome(kSigbus, kBusAdrerr);
    if (served == Served::no_memory) return {FaultOutcome::Kind::out_of_memory, 0, 0, false};
    if (served == Served::look_again) return {FaultOutcome::Kind::resolved, 0, 0, false};
    const bool major = served == Served::from_swap;
    AddressSpace& space = context.memory.spaces.write(wanted.mm);
    const std::uint64_t faults = major ? ++space.major_faults : ++space.minor_faults;
    emit(context, EventType::fault, major ? Rule::fault_major : Rule::fault_minor, {wanted.address, faults});
    return {FaultOutcome::Kind::resolved, 0, 0, !major};
}

}  // namespace

FaultOutcome handle_kernel_fault(MemoryContext& context, MmId mm, const hw::PageFault& fault) {
    const VirtAddr address = fault.address;
    emit(context, EventType::fault, Rule::fault_enter, {address, fault.access, fault.present});
    const Area* area = context.memory.spaces[mm].find_area(address);
    if (area == nullptr) area = grow_stack(context, mm, address);
    if (area == nullptr) {
        emit(context, EventType::check, Rule::area_absent, {address});
        return signal_outcome(kSigsegv, kSegvMaperr);
    }
    const WantedPage wanted{mm, address, fault.access == Access::write, *area};
    emit(context, EventType::check, Rule::area_found, {address, wanted.area.start, wanted.area.end});
    if (!allows(wanted.area, fault.access)) {
        emit(context, EventType::check, Rule::area_forbids, {address, fault.access});
        return signal_outcome(kSigsegv, kSegvAccerr);
    }
    emit(context, EventType::check, Rule::area_allows, {address, fault.access});
    return finish(context, wanted, serve(context, wanted));
}

FaultOutcome handle_fault(MemoryContext& context, MmId mm, const hw::PageFault& fault) {
    const FaultOutcome outcome = handle_kernel_fault(context, mm, fault);
    if (outcome.kind == FaultOutcome::Kind::signal) {
        emit(context, EventType::fault, Rule::fault_signal, {fault.address, outcome.signal, outcome.si_code});
    }
    return outcome;
}

}  // namespace sim::kernel
