// The kernel's access to a task's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Copies through the MMU, serving faults on the way as for the task itself. EFAULT in a bad range (what precedes it
// has been copied), ENOMEM when frames ran out.
Errno copy_to_user(MemoryContext& context, MmId mm, VirtAddr to, std::span<const std::uint8_t> bytes);
Errno copy_from_user(MemoryContext& context, MmId mm, VirtAddr from, std::span<std::uint8_t> bytes);

// A plain struct or number, byte for byte (the simulated machine is little-endian).
template <class T>
Errno put_user(MemoryContext& context, MmId mm, VirtAddr to, const T& value) {
    return copy_to_user(context, mm, to, {reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
}
template <class T>
Errno get_user(MemoryContext& context, MmId mm, VirtAddr from, T& value) {
    return copy_from_user(context, mm, from, {reinterpret_cast<std::uint8_t*>(&value), sizeof value});
}

// A string up to its NUL; ENAMETOOLONG when there is none in `limit` bytes.
Result<std::string> string_from_user(MemoryContext& context, MmId mm, VirtAddr from, std::size_t limit);

// Reads without faulting or changing anything: how many of `bytes` from its start on are in memory or swap space.
std::size_t peek(const hw::Hardware& hardware, const Memory& memory, MmId mm, VirtAddr from,
                 std::span<std::uint8_t> bytes);

}  // namespace sim::kernel
