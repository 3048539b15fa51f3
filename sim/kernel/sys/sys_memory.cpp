// Ranges of the caller's address space: brk, munmap, mprotect.
#include "sim/kernel/mm/area_flags.h"
#include "sim/kernel/mm/heap.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

void count_attaches(Call& call, const std::vector<AreaChange>& changes) {
    call.kernel.shm.apply(call.memory, call.ipc_caller(), changes);
}

bool inside_user_space(VirtAddr start, std::uint64_t bytes) {
    return bytes <= kUserTop && start.value <= kUserTop - bytes;
}

}  // namespace

CallResult sys_brk(Call& call) {
    return static_cast<std::int64_t>(set_brk(call.memory, call.mm(), call.address(0)).value);
}

CallResult sys_munmap(Call& call) {
    const VirtAddr start = call.address(0);
    const std::uint64_t length = call.u64(1);
    // "EINVAL We don't like addr, length, or offset (e.g., they are too large, or not aligned on a page boundary)",
    // "EINVAL (since Linux 2.6.12) length was 0".
    if (!start.page_aligned() || length == 0 || length > kUserTop || !inside_user_space(start, page_round_up(length))) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {start.page_aligned() ? 2 : 1, start});
    }
    const auto changes = unmap(call.memory, call.mm(), start, page_round_up(length));
    if (!changes) return changes.error();
    count_attaches(call, *changes);
    return 0;
}

CallResult sys_mprotect(Call& call) {
    const VirtAddr start = call.address(0);
    const std::uint64_t length = call.u64(1);
    const std::uint32_t protection = call.u32(2);  // PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4
    // "EINVAL addr is not a valid pointer, or not a multiple of the system page size."
    if (!start.page_aligned()) return call.refuse(Errno::einval, Rule::argument_invalid, {1, start});
    if (length == 0) return 0;
    // "ENOMEM Addresses in the range [addr, addr+len-1] are invalid for the address space of the process".
    if (length > kUserTop || !inside_user_space(start, page_round_up(length))) {
        return call.refuse(Errno::enomem, Rule::argument_invalid, {2, length});
    }
    if ((protection & ~7u) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, protection});
    // x86-64 cannot write or execute without reading.
    const report::Perms perms{protection != 0, (protection & 2) != 0, (protection & 4) != 0, false};
    const AreaOutcome outcome = protect(call.memory, call.mm(), start, page_round_up(length), perms);
    count_attaches(call, outcome.changes);
    return outcome.error;
}

}  // namespace sim::kernel
