// Pipes: bytes between processes, in order, gone once read. Behind pipe(2), FIFOs and, two at a time, socketpair(2).
#pragma once

#include <cstdint>

#include "sim/base/ids.h"

namespace sim::kernel {

using PipeId = Id<struct PipeIdTag, std::uint32_t>;
inline constexpr PipeId kNoPipe{0xffff'ffff};

class Pipes {
public:
    std::uint64_t hash() const { return 0; }
};

}  // namespace sim::kernel
