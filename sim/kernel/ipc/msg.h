// System V message queues (Linux's ipc/msg.c).
#pragma once

#include <cstdint>

#include "sim/base/limits.h"

namespace sim::kernel {

struct MsgLimits {
    std::uint32_t msgmni = kMsgMniDefault;  // queues
    std::uint32_t msgmax = kMsgMaxDefault;  // bytes of one message
    std::uint32_t msgmnb = kMsgMnbDefault;  // bytes of one queue
};

class MessageQueues {
public:
    explicit MessageQueues(const MsgLimits& limits = {}) : limits_(limits) {}
    const MsgLimits& limits() const { return limits_; }
    std::uint64_t hash() const { return 0; }

private:
    MsgLimits limits_;
};

}  // namespace sim::kernel
