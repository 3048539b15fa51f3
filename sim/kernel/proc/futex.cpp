#include "sim/kernel/proc/futex.h"

#include <algorithm>

#include "sim/kernel/proc/waiting.h"

namespace sim::kernel {
namespace {

enum Kind : std::uint64_t { kPrivate = 0, kUnshared = 1, kShared = 2 };
constexpr int kKindBits = 2;

FutexKey of_address(MmId mm, VirtAddr address, Kind kind) {
    return {address.value << kKindBits | kind, mm.value};
}

FutexKey key_of(const Wait& wait) {
    return {wait.object, static_cast<std::uint32_t>(wait.detail >> 32)};
}

// Those who sleep on the word, the longest asleep first.
std::vector<Pid> sleepers(const TaskTable& tasks, const FutexKey& key) {
    std::vector<Pid> found = waiters(tasks, WaitKind::futex, key.word);
    std::erase_if(found, [&](Pid pid) { return key_of(tasks[pid].wait) != key; });
    return found;
}

}  // namespace

Wait FutexKey::wait(std::uint32_t bitset) const {
    Wait wait;
    wait.kind = WaitKind::futex;
    wait.object = word;
    wait.detail = std::uint64_t{space} << 32 | bitset;
    return wait;
}

Result<FutexKey> futex_key(const Memory& memory, MmId mm, VirtAddr address, bool private_) {
    // "EINVAL uaddr does not point to a valid object—for example, because the address is not four-byte-aligned."
    if (address.value % sizeof(std::uint32_t) != 0) return Errno::einval;
    // "EFAULT A required pointer argument (i.e., uaddr, uaddr2, or timeout) did not point to a valid user-space
    // address."
    if (address.value >= kUserTop) return Errno::efault;
    if (private_) return of_address(mm, address, kPrivate);
    const Area* area = memory.spaces[mm].find_area(address);
    if (area == nullptr) return Errno::efault;
    if (!area->perms.shared) return of_address(mm, address, kUnshared);
    const std::uint64_t byte = area->page_index(address) * kPageSize + address.offset();
    return FutexKey{byte << kKindBits | kShared, area->object.value};
}

std::uint32_t futex_wake(TaskTable& tasks, report::Sink* sink, const FutexKey& key, std::int32_t count,
                         std::uint32_t bitset) {
    std::uint32_t woken = 0;
    for (Pid sleeper : sleepers(tasks, key)) {
        if ((tasks[sleeper].wait.detail & bitset) == 0) continue;
        complete(tasks, sink, sleeper, 0);
        if (static_cast<std::int64_t>(++woken) >= count) break;
    }
    return woken;
}

std::uint32_t futex_requeue(TaskTable& tasks, report::Sink* sink, const FutexKey& from, const FutexKey& to,
                            std::int32_t count, std::int32_t move) {
    std::int64_t done = 0;
    for (Pid sleeper : sleepers(tasks, from)) {
        if (done - count >= move) break;
        if (++done <= count) {
            complete(tasks, sink, sleeper, 0);
            continue;
        }
        const std::uint64_t ticket = tasks.take_ticket();
        Wait& wait = tasks.write(sleeper).wait;
        const std::int64_t deadline = wait.deadline;
        wait = to.wait(static_cast<std::uint32_t>(wait.detail));
        wait.deadline = deadline;
        wait.ticket = ticket;
    }
    return static_cast<std::uint32_t>(done);
}

}  // namespace sim::kernel
