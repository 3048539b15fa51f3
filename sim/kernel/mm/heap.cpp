#include "sim/kernel/mm/heap.h"

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/populate.h"

namespace sim::kernel {
namespace {

using report::AreaKind;
using report::Rule;

// Whether the heap may end at `end`: below the next area with a page between.
bool heap_fits(const AddressSpace& space, VirtAddr old_end, VirtAddr end) {
    const std::size_t next = space.first_area_above(old_end);
    if (next == space.areas.size()) return true;
    const std::uint64_t gap = space.areas[next].kind == AreaKind::stack ? kStackGuardGap : 0;
    return end.value + kPageSize + gap <= space.areas[next].start.value;
}

Area heap_area(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    Area heap;
    heap.start = start;
    heap.end = end;
    heap.perms = {true, true, false, false};
    heap.kind = AreaKind::heap;
    heap.flags.account = true;
    heap.flags.locked = space.lock_future;
    return heap;
}

// Whether it worked; what it changed goes to `changes`.
bool take_changes(const Result<AreaChanges>& result, AreaChanges& changes) {
    if (!result) return false;
    changes.insert(changes.end(), (*result).begin(), (*result).end());
    return true;
}

bool grow_heap(MemoryContext& context, MmId mm, VirtAddr old_end, VirtAddr end, AreaChanges& changes) {
    const AddressSpace& space = context.memory.spaces[mm];
    const Area grown = heap_area(space, old_end, end);
    if (!heap_fits(space, old_end, end)) return false;
    const std::size_t above = space.first_area_above(old_end);
    const Area* last = above > 0 ? &space.areas[above - 1] : nullptr;
    if (last == nullptr || last->end != old_end || last->kind != AreaKind::heap || last->perms != grown.perms ||
        last->flags != grown.flags) {
        Area heap = grown;
        heap.flags.account = false;
        return take_changes(map_area(context, mm, heap), changes);
    }
    if (check_new_area(context, mm, grown.pages()) != Errno::ok || !commit(context, grown.pages())) return false;
    Area& heap = context.memory.spaces.write(mm).areas[above - 1];
    heap.end = end;
    emit_area_resize(context, heap.start, old_end, Area{heap});
    return true;
}

}  // namespace

VirtAddr set_brk(MemoryContext& context, MmId mm, VirtAddr end, AreaChanges& changes) {
    const AddressSpace& space = context.memory.spaces[mm];
    const VirtAddr old = space.brk;
    if (end < space.brk_start || end.value > kUserTop) return old;
    const VirtAddr old_page{page_round_up(old.value)};
    const VirtAddr new_page{page_round_up(end.value)};
    if (new_page > old_page && !grow_heap(context, mm, old_page, new_page, changes)) return old;
    if (new_page < old_page && !take_changes(unmap(context, mm, new_page, old_page - new_page), changes)) return old;
    context.memory.spaces.write(mm).brk = end;
    if (end != old) emit(context, report::EventType::process, Rule::brk_moved, {old, end});
    if (new_page > old_page) populate_locked(context, mm, old_page, new_page);
    return end;
}

}  // namespace sim::kernel
