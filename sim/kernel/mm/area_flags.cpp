#include "sim/kernel/mm/area_flags.h"

#include <algorithm>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using report::AreaKind;
using report::Perms;
using report::Rule;

namespace {

// Whether pages that are not mapped end the walk or only its success.
enum class Holes : std::uint8_t { stop, pass_over };

Errno report_hole(const MemoryContext& context, VirtAddr address) {
    return report::refuse(context.sink, context.pid, Errno::enomem, Rule::area_absent, {address});
}

// Makes a part of one area be as `wanted`, splitting and merging.
template <class Applied>
void change_piece(MemoryContext& context, MmId mm, const Area& wanted, AreaChanges& changes, const Applied& applied) {
    if (give_to_neighbour(context, mm, wanted)) return applied(wanted);
    split_area(context, mm, wanted.start, changes);
    split_area(context, mm, wanted.end, changes);
    const std::size_t index = context.memory.spaces[mm].first_area_above(wanted.start);
    Area& area = context.memory.spaces.write(mm).areas[index];
    area.perms = wanted.perms;
    area.flags = wanted.flags;
    const Area now = area;
    emit_area_resize(context, now.start, now.end, now);
    applied(now);
    merge_areas(context, mm, wanted.start, wanted.end, changes);
}

// Calls edit(area), which changes permissions and flags of a copy or returns an error that ends the walk, for each
// area of the range, and makes the part in the range so; then applied(area as it is now).
template <class Edit, class Applied>
AreaOutcome change_areas(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, Holes holes, const Edit& edit,
                         const Applied& applied) {
    AreaOutcome outcome;
    Errno unmapped = Errno::ok;
    while (start < end && outcome.ok()) {
        const AddressSpace& space = context.memory.spaces[mm];
        const std::size_t index = space.first_area_above(start);
        const VirtAddr next = index < space.areas.size() ? std::min(end, space.areas[index].start) : end;
        if (start < next) {
            if (unmapped == Errno::ok) unmapped = report_hole(context, start);
            if (holes == Holes::stop) break;
            start = next;
            continue;
        }
        const Area area = space.areas[index];
        const VirtAddr piece_end = std::min(end, area.end);
        Area wanted = area;
        wanted.start = start;
        wanted.end = piece_end;
        outcome.error = room_for_splits(space, start, piece_end) ? edit(wanted) : Errno::enomem;
        const bool differs = wanted.perms != area.perms || wanted.flags != area.flags;
        if (outcome.ok() && differs) {
            change_piece(context, mm, wanted, outcome.changes, applied);
        }
        start = piece_end;
    }
    if (outcome.ok()) outcome.error = unmapped;
    return outcome;
}

constexpr auto kNothingMore = [](const Area&) {};

// Makes the entries of an area say what its permissions say now; whether any changed. Where a writable area has an
// entry that is not, the page was shared by a fork: Linux calls it exclusive (PageAnonExclusive) only after the next
// write.
bool protect_entries(MemoryContext& context, MmId mm, const Area& area, bool was_writable) {
    constexpr std::uint64_t kKept = hw::Pte::kAccessed | hw::Pte::kDirty;
    bool changed = false;
    for_each_entry(context.hardware.memory, context.memory.spaces[mm].root, area.start, area.end,
                   [&](VirtAddr page, EntryPlace place, hw::Pte old) {
                       const FrameInfo& info = context.memory.frames[old.pfn()];
                       const bool exclusive = info.owner == report::FrameOwner::private_ && info.mapcount == 1 &&
                                              (old.writable() || !was_writable);
                       hw::Pte entry = entry_for(area, old.pfn(), exclusive, false);
                       entry.bits = (entry.bits & ~kKept) | (old.bits & kKept);
                       if (entry == old) return;
                       changed = true;
                       write_entry(context, page, place, entry, Rule::pte_protect);
                   });
    return changed;
}

// Whether no page of the range was ever brought in, or all were given up.
bool untouched(const MemoryContext& context, MmId mm, const Area& range) {
    bool touched = false;
    for_each_used_entry(context.hardware.memory, context.memory.spaces[mm].root, range.start, range.end,
                        [&](VirtAddr, EntryPlace, hw::Pte) { touched = true; });
    return !touched;
}

bool private_anonymous(const Area& area) {
    return area.object == kNoObject && !area.perms.shared;
}

Errno take_advice(AreaFlags& flags, const Area& area, Advice advice) {
    switch (advice) {
        case Advice::normal: flags.random = flags.sequential = false; break;
        case Advice::random:
            flags.random = true;
            flags.sequential = false;
            break;
        case Advice::sequential:
            flags.random = false;
            flags.sequential = true;
            break;
        case Advice::dont_fork: flags.dont_fork = true; break;
        case Advice::do_fork: flags.dont_fork = false; break;
        case Advice::mergeable: flags.mergeable = private_anonymous(area); break;  // shared memory is left alone
        case Advice::unmergeable: flags.mergeable = false; break;
        case Advice::huge:
            flags.huge = true;
            flags.no_huge = false;
            break;
        case Advice::no_huge:
            flags.huge = false;
            flags.no_huge = true;
            break;
        case Advice::dont_dump: flags.dont_dump = true; break;
        case Advice::do_dump: flags.dont_dump = false; break;
        // "MADV_WIPEONFORK … can be applied only to private anonymous pages".
        case Advice::wipe_on_fork:
            if (!private_anonymous(area)) return Errno::einval;
            flags.wipe_on_fork = true;
            break;
        case Advice::keep_on_fork: flags.wipe_on_fork = false; break;
    }
    return Errno::ok;
}

}  // namespace

AreaOutcome protect(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, Perms perms) {
    bool was_writable = false;
    const auto edit = [&](Area& area) {
        was_writable = area.perms.write;
        perms.shared = area.perms.shared;
        // "EACCES The memory cannot be given the specified access. This can happen, for example, if you mmap(2) a file
        // to which you have read-only access, then ask mprotect() to mark it PROT_WRITE."
        if (perms.write && !area.may_write) {
            return report::refuse(context.sink, context.pid, Errno::eacces, Rule::area_forbids, {area.start, 1});
        }
        area.perms = perms;
        // What can no longer be written and holds nothing needs no promise.
        if (area.flags.account && !accountable(area) && private_anonymous(area) && untouched(context, mm, area)) {
            uncommit(context, area.pages());
            area.flags.account = false;
        }
        if (area.flags.account || !accountable(area)) return Errno::ok;
        // "ENOMEM Internal kernel structures could not be allocated": or the memory it may now write to.
        area.flags.account = commit(context, area.pages());
        return area.flags.account ? Errno::ok : Errno::enomem;
    };
    const auto applied = [&](const Area& area) {
        if (protect_entries(context, mm, area, was_writable)) flush_range(context, mm, area.start, area.end);
    };
    return change_areas(context, mm, start, start + bytes, Holes::stop, edit, applied);
}

AreaOutcome set_locked(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, bool locked) {
    const auto edit = [locked](Area& area) {
        area.flags.locked = locked;
        return Errno::ok;
    };
    return change_areas(context, mm, start, start + bytes, Holes::stop, edit, kNothingMore);
}

AreaChanges set_all_locked(MemoryContext& context, MmId mm, bool locked) {
    const auto edit = [locked](Area& area) {
        area.flags.locked = locked;
        return Errno::ok;
    };
    const VirtAddr everything{kUserTop};
    return change_areas(context, mm, VirtAddr{}, everything, Holes::pass_over, edit, kNothingMore).changes;
}

AreaOutcome advise(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, Advice advice) {
    const auto edit = [advice](Area& area) { return take_advice(area.flags, area, advice); };
    return change_areas(context, mm, start, start + bytes, Holes::pass_over, edit, kNothingMore);
}

}  // namespace sim::kernel
