// Walks all of memory management and says what does not hold together.
//
//   a frame's map count is the number of last-level entries that point to it
//   every frame in use has exactly one owner that knows of it: kernel, a table, an object's page, or private entries
//   no TLB entry allows what its page table does not
//   rss counts the entries that map a frame; each lies in an area and grants no more than the area
//   no private frame with two mappings is writable
//   the free count is the number of frames nobody owns
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

std::vector<std::string> broken_memory_invariants(const hw::Hardware& hardware, const Memory& memory);

}  // namespace sim::kernel
