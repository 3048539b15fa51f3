// Physical memory: N frames of 4 KiB, each a block shared between snapshots until written.
//
// A frame nobody has written is one shared block of zeroes, so a million frames cost nothing until touched.
// Reads and writes here are the hardware's: no permission, no translation.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/base/limits.h"

namespace sim::hw {

using FrameBytes = std::array<std::uint8_t, kPageSize>;

class PhysicalMemory {
public:
    explicit PhysicalMemory(std::uint32_t frames = 0) : frames_(frames) {}

    std::uint32_t frames() const { return static_cast<std::uint32_t>(frames_.size()); }

    // The bytes of a frame (pfn < frames()); valid until the next write to physical memory.
    std::span<const std::uint8_t, kPageSize> read(Pfn pfn) const {
        const Frame& frame = frames_[pfn.value];
        return frame ? frame->bytes : kZeroFrame;
    }
    // The bytes of a frame for writing; valid until the next snapshot or write to another frame.
    std::span<std::uint8_t, kPageSize> write(Pfn pfn) {
        Frame& frame = frames_.write(pfn.value);
        if (frame.use_count() != 1) make_own(frame);
        frame->hash = 0;
        return frame->bytes;
    }
    // Makes a frame all zeroes again and gives its block back.
    void clear(Pfn pfn);
    // Frame `to` becomes a copy of `from`; the block is shared until one is written.
    void copy(Pfn from, Pfn to) { copy_from(*this, from, to); }
    // The same with a frame of another memory, or a slot of a disk.
    void copy_from(const PhysicalMemory& other, Pfn from, Pfn to);

    // The 64-bit word at byte offset `offset` (multiple of 8) of a frame: page-table entries.
    std::uint64_t read_word(Pfn pfn, std::uint32_t offset) const;
    void write_word(Pfn pfn, std::uint32_t offset, std::uint64_t word);

    // Equal bytes in every frame give an equal hash.
    std::uint64_t hash() const { return frames_.hash(); }

private:
    struct Block {
        FrameBytes bytes{};
        mutable std::uint64_t hash = 0;  // 0: not known since the last write
    };
    using Frame = std::shared_ptr<Block>;  // null: all zeroes
    static constexpr FrameBytes kZeroFrame{};

    // Gives a frame a block nobody else holds.
    static void make_own(Frame& frame);
    friend std::uint64_t state_hash(const Frame& frame);
    CowArray<Frame> frames_;
};

}  // namespace sim::hw
