#include "sim/kernel/mm/populate.h"

#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {
namespace {

using hw::Access;

Access access_of(const Area& area, Touch touch) {
    if (touch != Touch::as_area) return touch == Touch::write ? Access::write : Access::read;
    if (area.perms.write && !area.perms.shared) return Access::write;
    return area.perms.read || area.perms.write ? Access::read : Access::execute;
}

// Whether the page needs no fault for this access.
bool present(const MemoryContext& context, MmId mm, VirtAddr page, Access access) {
    const auto place = find_entry(context.hardware.memory, context.memory.spaces[mm].root, page);
    if (!place) return false;
    const hw::Pte entry = read_entry(context.hardware.memory, *place);
    return entry.present() && (access != Access::write || entry.writable());
}

Errno populate_page(MemoryContext& context, MmId mm, VirtAddr page, Touch touch) {
    const Area* area = context.memory.spaces[mm].find_area(page);
    if (area == nullptr) return Errno::enomem;
    const Access access = access_of(*area, touch);
    if (present(context, mm, page, access)) return Errno::ok;
    const FaultOutcome outcome = handle_kernel_fault(context, mm, {page, false, access});
    switch (outcome.kind) {
        case FaultOutcome::Kind::resolved: return Errno::ok;
        case FaultOutcome::Kind::out_of_memory: return Errno::eagain;
        case FaultOutcome::Kind::signal: break;
    }
    return outcome.signal == kSigbus ? Errno::efault : Errno::enomem;
}

}  // namespace

Errno populate(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, Touch touch) {
    for (VirtAddr page = start; page < end; page = page + kPageSize) {
        const Errno error = populate_page(context, mm, page, touch);
        if (error != Errno::ok) return error;
    }
    return Errno::ok;
}

void populate_locked(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end) {
    const AddressSpace& space = context.memory.spaces[mm];
    const Area* area = space.find_area(start);
    if (area == nullptr || !area->flags.locked || space.lock_on_fault) return;
    populate(context, mm, start, end);
}

}  // namespace sim::kernel
