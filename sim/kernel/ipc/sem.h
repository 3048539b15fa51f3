// System V semaphores (Linux's ipc/sem.c).
#pragma once

#include <cstdint>

#include "sim/base/limits.h"

namespace sim::kernel {

struct SemLimits {
    std::uint32_t semmsl = kSemMslDefault;  // semaphores of one set
    std::uint32_t semmns = kSemMnsDefault;  // of all sets
    std::uint32_t semopm = kSemOpmDefault;  // operations of one call
    std::uint32_t semmni = kSemMniDefault;  // sets
};

class Semaphores {
public:
    explicit Semaphores(const SemLimits& limits = {}) : limits_(limits) {}
    const SemLimits& limits() const { return limits_; }
    std::uint64_t hash() const { return 0; }

private:
    SemLimits limits_;
};

}  // namespace sim::kernel
