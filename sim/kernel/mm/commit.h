// Promises of memory: what vm.overcommit_memory allows (__vm_enough_memory of Linux). Promised are private writable
// areas and shared memory, unless asked for without (MAP_NORESERVE, SHM_NORESERVE).
//
// Known inaccuracies: with Overcommit::never Linux keeps some megabytes back for root and for the caller.
#pragma once

#include <cstdint>

#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// CommitLimit of /proc/meminfo, pages: swap and half of memory (vm.overcommit_ratio 50).
std::uint64_t commit_limit(const Memory& memory);
// The largest promise there can be: CommitLimit, or all memory and swap.
std::uint64_t commit_ceiling(const Memory& memory);
// Whether `pages` more may be promised.
bool may_commit(const Memory& memory, std::uint64_t pages);
// Promises them; a refusal is reported, and false.
bool commit(MemoryContext& context, std::uint64_t pages);
// Promises them whatever the limit: what a program starts with.
void commit_anyway(MemoryContext& context, std::uint64_t pages);
void uncommit(MemoryContext& context, std::uint64_t pages);
// Whether an area like this is promised to its process: private and writable.
bool accountable(const Area& area);
// Whether a page of an object nobody touched yet may be made: its promise, if it was not part of the object's.
bool may_add_page(const Memory& memory, const MemoryObject& object);

}  // namespace sim::kernel
