// struct timespec, and times of the machine's clock in nanoseconds.
#pragma once

#include <cstdint>

#include "sim/kernel/kernel.h"

namespace sim::kernel {

struct UserTimespec {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;

    bool valid() const { return seconds >= 0 && nanoseconds >= 0 && nanoseconds < kNanosecondsPerSecond; }
};

inline UserTimespec to_timespec(std::int64_t nanoseconds) {
    return {nanoseconds / kNanosecondsPerSecond, nanoseconds % kNanosecondsPerSecond};
}

// Nanoseconds of a valid time, at most kForever.
inline std::int64_t from_timespec(const UserTimespec& time) {
    if (time.seconds >= kForever / kNanosecondsPerSecond) return kForever;
    return time.seconds * kNanosecondsPerSecond + time.nanoseconds;
}

// `duration` after `now`, at most kForever.
inline std::int64_t later(std::int64_t now, std::int64_t duration) {
    return duration > kForever - now ? kForever : now + duration;
}

}  // namespace sim::kernel
