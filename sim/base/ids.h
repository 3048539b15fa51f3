// Strong ids: a frame number is not an address and not a pid, and the compiler says so.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace sim {

// A number with a name. Two ids of different kinds never compare, assign or add.
template <class Tag, class Representation>
struct Id {
    using representation = Representation;
    Representation value{};

    constexpr Id() = default;
    constexpr explicit Id(Representation number) : value(number) {}
    constexpr auto operator<=>(const Id&) const = default;
};

// Physical frame number: frame n holds the bytes [n * 4096, n * 4096 + 4096) of physical memory.
using Pfn = Id<struct PfnTag, std::uint32_t>;
// "No frame", e.g. the page of a segment nobody has touched yet.
inline constexpr Pfn kNoFrame{0xffff'ffff};

// Process (thread group) id as getpid(2) gives it; > 0.
using Pid = Id<struct PidTag, std::int32_t>;
inline constexpr Pid kNoPid{0};

using Uid = Id<struct UidTag, std::uint32_t>;
using Gid = Id<struct GidTag, std::uint32_t>;

// An IPC namespace: what System V ids and keys mean something in. The first one is the machine's own.
using IpcNsId = Id<struct IpcNsTag, std::uint16_t>;
inline constexpr IpcNsId kFirstIpcNs{0};

// A System V shared memory segment: the identifier shmget(2) gives (sequence * 32768 + index; >= 0), and the namespace
// it was given in.
struct ShmId {
    std::int32_t value{};
    IpcNsId ns;

    constexpr ShmId() = default;
    constexpr explicit ShmId(std::int32_t number, IpcNsId in = kFirstIpcNs) : value(number), ns(in) {}
    constexpr auto operator<=>(const ShmId&) const = default;

    // As one word: in the first namespace the sign-extended identifier; the namespace stands above it.
    constexpr std::uint64_t bits() const {
        const auto number = static_cast<std::uint64_t>(std::int64_t{value});
        return value < 0 ? number : std::uint64_t{ns.value} << 32 | number;
    }
    static constexpr ShmId of_bits(std::uint64_t bits) {
        const auto number = static_cast<std::int32_t>(bits);
        return number < 0 ? ShmId(number) : ShmId(number, IpcNsId{static_cast<std::uint16_t>(bits >> 32)});
    }
};
inline constexpr ShmId kNoSegment{-1};

// System V IPC key; 0 is IPC_PRIVATE. Any other 32-bit number is legal, -1 included.
using Key = Id<struct KeyTag, std::int32_t>;
inline constexpr Key kIpcPrivate{0};

// A memory object of the kernel: pages that several areas may map (a segment's, a program's text).
using ObjectId = Id<struct ObjectIdTag, std::uint32_t>;
inline constexpr ObjectId kNoObject{0xffff'ffff};

// A file of the simulated file systems; what names, open files and areas mean.
using InodeId = Id<struct InodeIdTag, std::uint32_t>;
inline constexpr InodeId kNoInode{0xffff'ffff};

// Which program image a process runs: an index into the machine's ProgramSet.
using ProgramId = Id<struct ProgramIdTag, std::uint32_t>;

// Address-space tag of a TLB entry (x86-64: PCID). Never reused while a TLB may hold it.
using Asid = Id<struct AsidTag, std::uint32_t>;

// A virtual address of a simulated process. Canonical user addresses are below 2^47.
struct VirtAddr {
    std::uint64_t value{};

    constexpr VirtAddr() = default;
    constexpr explicit VirtAddr(std::uint64_t address) : value(address) {}
    constexpr auto operator<=>(const VirtAddr&) const = default;

    // The page this address lies in: its address with the low 12 bits cleared.
    constexpr VirtAddr page() const { return VirtAddr{value & ~std::uint64_t{0xfff}}; }
    // Byte offset within that page, 0..4095.
    constexpr std::uint64_t offset() const { return value & 0xfff; }
    constexpr bool page_aligned() const { return offset() == 0; }

    constexpr VirtAddr operator+(std::uint64_t bytes) const { return VirtAddr{value + bytes}; }
    constexpr VirtAddr operator-(std::uint64_t bytes) const { return VirtAddr{value - bytes}; }
    constexpr std::uint64_t operator-(VirtAddr other) const { return value - other.value; }
};

}  // namespace sim

template <class Tag, class Representation>
struct std::hash<sim::Id<Tag, Representation>> {
    std::size_t operator()(sim::Id<Tag, Representation> id) const { return std::hash<Representation>{}(id.value); }
};

template <>
struct std::hash<sim::ShmId> {
    std::size_t operator()(sim::ShmId id) const { return std::hash<std::uint64_t>{}(id.bits()); }
};
