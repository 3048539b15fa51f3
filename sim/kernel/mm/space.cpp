#include "sim/kernel/mm/space.h"

#include "sim/kernel/mm/area_list.h"
#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using hw::Pte;
using report::FrameOwner;
using report::Rule;

namespace {

// The child's space without areas; nullopt when there is no frame for its top table.
std::optional<MmId> make_child(MemoryContext& context, MmId parent, Pid child) {
    const auto root =
        take_frame(context, {FrameOwner::table, {}, static_cast<std::uint32_t>(child.value), hw::kTopLevel, 0});
    if (!root) return std::nullopt;
    AddressSpace space;
    const AddressSpace& from = context.memory.spaces[parent];
    space.owner = child;
    space.root = *root;
    space.asid = Asid{context.memory.next_asid++};
    space.areas.reserve(from.areas.size());
    space.brk_start = from.brk_start;
    space.brk = from.brk;
    space.mmap_top = from.mmap_top;
    return context.memory.spaces.insert(std::move(space));
}

struct CopyResult {
    bool complete = true;         // else frames ran out
    bool parent_changed = false;  // write permission was taken away
};

// copy_present_pte: both sides lose write permission; the child's entry starts unaccessed.
void copy_frame_entry(MemoryContext& context, MmId child, VirtAddr page, EntryPlace place, EntryPlace copy,
                      CopyResult& result) {
    const Pte entry = read_entry(context.hardware.memory, place);
    const Pte shared{entry.bits & ~Pte::kWritable};
    if (shared != entry) {
        result.parent_changed = true;
        write_entry(context, page, place, shared, Rule::pte_protect);
    }
    install_entry(context, child, page, copy, Pte{shared.bits & ~Pte::kAccessed});
}

// copy_nonpresent_pte: the slot has one reference more.
void copy_swap_entry(MemoryContext& context, MmId child, VirtAddr page, EntryPlace copy, Pte entry) {
    context.memory.swap.share(slot_of(entry));
    ++context.memory.spaces.write(child).swapped;
    write_entry(context, page, copy, entry, Rule::pte_set);
}

void copy_entries(MemoryContext& context, MmId parent, MmId child, const Area& area, CopyResult& result) {
    for_each_used_entry(context.hardware.memory, context.memory.spaces[parent].root, area.start, area.end,
                        [&](VirtAddr page, EntryPlace place, Pte) {
                            if (!result.complete) return;
                            const std::optional<EntryPlace> copy = make_entry(context, child, page);
                            result.complete = copy.has_value();
                            if (!copy) return;
                            // Making tables may have sent the page to swap space.
                            const Pte entry = read_entry(context.hardware.memory, place);
                            if (is_swap(entry)) return copy_swap_entry(context, child, page, *copy, entry);
                            if (maps_frame(entry)) copy_frame_entry(context, child, page, place, *copy, result);
                        });
}

// The child's area is promised like the parent's; false when it cannot be.
bool copy_area(MemoryContext& context, MmId child, Area area) {
    if (area.flags.account && !commit(context, area.pages())) return false;
    area.flags.locked = false;  // "Memory locks are not inherited by a child created via fork(2)" (mlock(2))
    context.memory.spaces.write(child).areas.push_back(area);
    count_mapping(context, area);
    emit_area(context, Rule::area_open, area);
    return true;
}

// vma_needs_copy(): what was only read so far, the zero page or pages of a file, the child faults in again. A program's
// text is always mapped here, and its stack and data begin with pages exec(2) made.
bool needs_copy(const Area& area) {
    using report::AreaKind;
    const bool of_program = area.kind == AreaKind::text || area.kind == AreaKind::data || area.kind == AreaKind::stack;
    return !area.perms.shared && !area.flags.wipe_on_fork && (of_program || area.own_pages);
}

CopyResult copy_areas(MemoryContext& context, MmId parent, MmId child) {
    CopyResult result;
    const std::size_t count = context.memory.spaces[parent].areas.size();
    for (std::size_t index = 0; index < count && result.complete; ++index) {
        const Area area = context.memory.spaces[parent].areas[index];
        if (area.flags.dont_fork) continue;
        result.complete = copy_area(context, child, area);
        if (result.complete && needs_copy(area)) copy_entries(context, parent, child, area, result);
    }
    return result;
}

AreaChanges end_space(MemoryContext& context, MmId mm) {
    clear_all_entries(context, mm);
    free_tables(context, mm, VirtAddr{}, VirtAddr{kUserTop}, VirtAddr{}, VirtAddr{1ull << 48});
    AreaChanges changes;
    close_areas(context, mm, {0, context.memory.spaces[mm].areas.size()}, changes);
    const Pfn root = context.memory.spaces[mm].root;
    context.memory.spaces.erase(mm);
    give_frame(context, root);
    return changes;
}

}  // namespace

Result<MmId> fork_space(MemoryContext& context, MmId parent, Pid child_pid) {
    const std::optional<MmId> child = make_child(context, parent, child_pid);
    if (!child) return Errno::enomem;
    const CopyResult copied = copy_areas(context, parent, *child);
    if (copied.parent_changed) flush_space(context, parent);
    if (!copied.complete) {
        end_space(context, *child);
        return Errno::enomem;
    }
    return *child;
}

void share_space(MemoryContext& context, MmId mm) {
    ++context.memory.spaces.write(mm).users;
}

std::vector<AreaChange> release_space(MemoryContext& context, MmId mm) {
    if (--context.memory.spaces.write(mm).users > 0) return {};
    return end_space(context, mm);
}

}  // namespace sim::kernel
