// Advisory locks of files: fcntl(2) record locks, owned by processes, and flock(2) locks, owned by open files.
#pragma once

#include <cstdint>

namespace sim::kernel {

class FileLocks {
public:
    std::uint64_t hash() const { return 0; }
};

}  // namespace sim::kernel
