#include "sim/kernel/proc/signal_state.h"

#include "sim/base/hash.h"

namespace sim::kernel {
namespace {

std::uint64_t hash_all(std::uint64_t hash, const std::vector<SignalInfo>& pending) {
    for (const SignalInfo& info : pending) hash = hash_mix(hash, state_hash(info));
    return hash;
}

}  // namespace

std::uint64_t state_hash(const SignalInfo& info) {
    std::uint64_t hash = hash_mix(static_cast<std::uint32_t>(info.signal), static_cast<std::uint32_t>(info.code));
    hash = hash_mix(hash, static_cast<std::uint32_t>(info.pid.value));
    hash = hash_mix(hash, std::uint64_t{info.uid.value} << 32 | static_cast<std::uint32_t>(info.status));
    return hash_mix(hash_mix(hash, info.address.value), info.value);
}

std::uint64_t state_hash(const ThreadSignals& signals) {
    const std::uint64_t words[] = {signals.stack.base.value, signals.stack.size, signals.stack.flags, signals.saved,
                                   signals.has_saved};
    std::uint64_t hash = hash_all(signals.blocked, signals.pending);
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

std::uint64_t state_hash(const std::array<SignalAction, 65>& actions) {
    std::uint64_t hash = 0;
    for (const SignalAction& action : actions) {
        hash = hash_mix(hash_mix(hash, action.handler), hash_mix(action.flags, action.mask));
    }
    return hash;
}

std::uint64_t state_hash(const ProcessSignals& signals) {
    std::uint64_t hash = hash_all(signals.actions.hash(), signals.pending);
    hash = hash_mix(hash, static_cast<std::uint64_t>(signals.alarm));
    return hash_mix(hash, static_cast<std::uint64_t>(signals.alarm_interval));
}

}  // namespace sim::kernel
