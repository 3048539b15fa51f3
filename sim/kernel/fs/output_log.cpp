#include "sim/kernel/fs/output_log.h"

namespace sim::kernel {

std::uint64_t state_hash(const std::shared_ptr<const OutputChunk>& chunk) {
    if (!chunk) return 0;
    const std::uint64_t writer =
        hash_mix(static_cast<std::uint32_t>(chunk->pid.value), static_cast<std::uint32_t>(chunk->fd));
    return hash_bytes(chunk->bytes.data(), chunk->bytes.size(), writer);
}

void OutputLog::append(Pid pid, int fd, std::string_view bytes) {
    const std::size_t index = chunks_.size();
    chunks_.resize(index + 1);
    chunks_.write(index) = std::make_shared<const OutputChunk>(OutputChunk{pid, fd, std::string(bytes)});
    bytes_ += bytes.size();
}

}  // namespace sim::kernel
