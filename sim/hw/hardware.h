// All hardware of the machine as one copyable value: memory and, for each CPU, its TLB.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/ids.h"
#include "sim/hw/physical_memory.h"
#include "sim/hw/tlb.h"

namespace sim::hw {

using CpuId = std::uint32_t;  // 0..cpus-1

struct Hardware {
    explicit Hardware(std::uint32_t frames = 0, std::uint32_t cpus = 1) : memory(frames), tlbs(cpus) {}

    PhysicalMemory memory;
    std::vector<Tlb> tlbs;  // one a CPU
};

}  // namespace sim::hw
