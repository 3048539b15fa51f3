// A page-table entry of x86-64, and the four levels that hold it.
//
//    63  62..52  51..12           11..9  8  7   6  5  4    3    2    1    0
//   +---+-------+----------------+------+--+---+--+--+----+----+----+----+---+
//   |NX | avail |      PFN       | avail| G| PS| D| A| PCD| PWT| U/S| R/W| P |
//   +---+-------+----------------+------+--+---+--+--+----+----+----+----+---+
//
//   virtual address   47..39  38..30  29..21  20..12  11..0
//                     PML4    PDPT    PD      PT      byte in page          9 bits index 512 entries a table
#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/base/limits.h"

namespace sim::hw {

struct Pte {
    std::uint64_t bits = 0;

    static constexpr std::uint64_t kPresent = 1ull << 0;
    static constexpr std::uint64_t kWritable = 1ull << 1;
    static constexpr std::uint64_t kUser = 1ull << 2;
    static constexpr std::uint64_t kWriteThrough = 1ull << 3;
    static constexpr std::uint64_t kCacheDisable = 1ull << 4;
    static constexpr std::uint64_t kAccessed = 1ull << 5;
    static constexpr std::uint64_t kDirty = 1ull << 6;
    static constexpr std::uint64_t kPageSizeBit = 1ull << 7;  // 2 MiB or 1 GiB page in a PD or PDPT entry
    static constexpr std::uint64_t kGlobal = 1ull << 8;
    static constexpr std::uint64_t kNoExecute = 1ull << 63;
    static constexpr std::uint64_t kPfnMask = 0x000f'ffff'ffff'f000ull;

    constexpr bool present() const { return bits & kPresent; }
    constexpr bool writable() const { return bits & kWritable; }
    constexpr bool user() const { return bits & kUser; }
    constexpr bool accessed() const { return bits & kAccessed; }
    constexpr bool dirty() const { return bits & kDirty; }
    constexpr bool no_execute() const { return bits & kNoExecute; }
    constexpr Pfn pfn() const { return Pfn{static_cast<std::uint32_t>((bits & kPfnMask) >> kPageShift)}; }

    // An entry that maps `pfn` with the given flag bits.
    static constexpr Pte make(Pfn pfn, std::uint64_t flags) {
        return Pte{(std::uint64_t{pfn.value} << kPageShift) | flags};
    }
    constexpr bool operator==(const Pte&) const = default;
};

// Levels count down as the hardware walks: 3 PML4, 2 PDPT, 1 PD, 0 PT.
inline constexpr int kTopLevel = 3;
inline constexpr int kLevels = 4;
inline constexpr std::uint32_t kEntriesPerTable = 512;

// Index 0..511 of `address` in the table of `level`.
constexpr std::uint32_t table_index(VirtAddr address, int level) {
    return static_cast<std::uint32_t>(address.value >> (kPageShift + 9 * level)) & (kEntriesPerTable - 1);
}

}  // namespace sim::hw
