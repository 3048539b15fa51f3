#include "sim/kernel/kernel.h"

namespace sim::kernel {

std::uint64_t Kernel::hash() const {
    const std::uint64_t words[] = {
        memory.hash(),  shm.hash(),   tasks.hash(), files.hash(), typed.hash(), output.hash(),
        static_cast<std::uint32_t>(running.pid.value), running.pid == kNoPid ? 0 : hw::state_hash(running.context),
        static_cast<std::uint32_t>(last_run.value),    instructions,
        static_cast<std::uint64_t>(slept),             run,
        next_attach};
    std::uint64_t hash = 0;
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

}  // namespace sim::kernel
