// Inodes and the names that lead to them: the in-memory file tree with /dev/shm, /tmp, /proc.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"

namespace sim::kernel {

class FileTree {
public:
    std::uint64_t hash() const { return 0; }
};

}  // namespace sim::kernel
