// futex(2): sleeping until somebody says that a word in memory has changed (Linux's kernel/futex).
//
// There is no table of futexes: a sleeper carries the key of its word in its Wait, and wakers look for it.
//
//   Wait::object    63                    2 1 0        Wait::detail    63       32 31        0
//                  +-----------------------+---+                      +-----------+-----------+
//                  |         place         | k |                      |   space   |  bitset   |
//                  +-----------------------+---+                      +-----------+-----------+
//   k 0  FUTEX_PRIVATE_FLAG         place: address           space: mm
//   k 1  memory that is not shared  place: address           space: mm
//   k 2  shared memory              place: byte in object    space: object
//
// As on Linux a word waited for with FUTEX_PRIVATE_FLAG is not the word woken without it.
//
// Known inaccuracies: no priority inheritance (FUTEX_LOCK_PI …), no FUTEX_WAKE_OP, no robust lists.
#pragma once

#include <cstdint>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"
#include "sim/kernel/proc/task_table.h"

namespace sim::kernel {

inline constexpr std::uint32_t kFutexAnyone = 0xffff'ffff;  // FUTEX_BITSET_MATCH_ANY

struct FutexKey {
    std::uint64_t word = 0;   // Wait::object
    std::uint32_t space = 0;  // upper half of Wait::detail
    bool operator==(const FutexKey&) const = default;

    // What a sleeper carries.
    Wait wait(std::uint32_t bitset) const;
};

// The key of the word at `address`: EINVAL unless it is aligned, EFAULT when nothing is mapped there and that matters.
// `private_` is FUTEX_PRIVATE_FLAG.
Result<FutexKey> futex_key(const Memory& memory, MmId mm, VirtAddr address, bool private_);

// Wakes those who sleep on the word and whose bitset has a bit of `bitset`, the longest asleep first, at most `count`
// of them but at least one, as Linux does. Returns how many.
std::uint32_t futex_wake(TaskTable& tasks, report::Sink* sink, const FutexKey& key, std::int32_t count,
                         std::uint32_t bitset = kFutexAnyone);
// Wakes `count` and lets at most `move` others sleep on another word, behind those who do already. Returns how many
// were woken or moved.
std::uint32_t futex_requeue(TaskTable& tasks, report::Sink* sink, const FutexKey& from, const FutexKey& to,
                            std::int32_t count, std::int32_t move);

}  // namespace sim::kernel
