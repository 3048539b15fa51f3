#include "sim/hw/physical_memory.h"

namespace sim::hw {

std::uint64_t state_hash(const PhysicalMemory::Frame& frame) {
    static const std::uint64_t zero_hash = hash_bytes(PhysicalMemory::kZeroFrame.data(), kPageSize) | 1;
    if (!frame) return zero_hash;
    if (frame->hash == 0) frame->hash = hash_bytes(frame->bytes.data(), kPageSize) | 1;
    return frame->hash;
}

void PhysicalMemory::make_own(Frame& frame) {
    frame = frame ? std::make_shared<Block>(*frame) : std::make_shared<Block>();
}

void PhysicalMemory::clear(Pfn pfn) {
    if (frames_[pfn.value]) frames_.write(pfn.value).reset();
}

void PhysicalMemory::copy_from(const PhysicalMemory& other, Pfn from, Pfn to) {
    Frame shared = other.frames_[from.value];
    frames_.write(to.value) = std::move(shared);
}

std::uint64_t PhysicalMemory::read_word(Pfn pfn, std::uint32_t offset) const {
    std::uint64_t word;
    std::memcpy(&word, read(pfn).data() + offset, sizeof word);
    return word;
}

void PhysicalMemory::write_word(Pfn pfn, std::uint32_t offset, std::uint64_t word) {
    std::memcpy(write(pfn).data() + offset, &word, sizeof word);
}

}  // namespace sim::hw
