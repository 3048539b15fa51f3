// Whether an x86-64 instruction reads or writes its memory operand: what a page fault alone does not tell.
#pragma once

#include <cstdint>
#include <span>

#include "app/host/recording.h"

namespace app::host {

// Bytes that are enough for any instruction.
inline constexpr std::size_t kLongestInstruction = 15;

// Where the string instructions read and write.
struct StringRegisters {
    std::uint64_t rsi = 0, rdi = 0;
};

// How the instruction at the beginning of `bytes` accessed `address`, when it faulted there. One that reads and
// writes, as `add %eax,(%rdi)`, writes. unknown: not one of those that programs use for their data, or cut off.
Access access_of(std::span<const std::uint8_t> bytes, std::uint64_t address, const StringRegisters& registers);

}  // namespace app::host
