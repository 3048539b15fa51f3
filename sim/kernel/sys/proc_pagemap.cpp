// /proc/PID/pagemap: one 64-bit word for each page of the address space.
//
//    63       62        61             60..57  56          55           54..0
//   +---------+---------+--------------+------+-----------+------------+------------------------+
//   | present | swapped | file, shared |  0   | exclusive | soft-dirty | PFN, or swap slot << 5 |
//   +---------+---------+--------------+------+-----------+------------+------------------------+
//
// Frame numbers and slots are told to CAP_SYS_ADMIN only. A shared page in swap space has an empty entry.
//
// Known inaccuracies: soft-dirty is not modelled and always 0.
#include <algorithm>
#include <cstring>

#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

constexpr std::uint64_t kPresent = 1ull << 63, kSwapped = 1ull << 62, kFile = 1ull << 61, kExclusive = 1ull << 56;
constexpr int kSlotShift = 5;

std::uint64_t word_of(const Memory& memory, hw::Pte entry, bool frames) {
    if (is_swap(entry)) return kSwapped | (frames ? std::uint64_t{slot_of(entry)} << kSlotShift : 0);
    if (!maps_frame(entry)) return 0;
    const FrameInfo& info = memory.frames[entry.pfn()];
    std::uint64_t word = kPresent | (frames ? entry.pfn().value : 0);
    const bool zero_page = entry.pfn() == kZeroFrame;
    if (!zero_page && info.owner != report::FrameOwner::private_) word |= kFile;
    if (!zero_page && info.mapcount == 1) word |= kExclusive;
    return word;
}

std::uint64_t word_at(const ProcReader& reader, const AddressSpace& space, std::uint64_t page, bool frames) {
    if (page >= kUserTop >> kPageShift) return 0;
    const auto place = find_entry(reader.hardware.memory, space.root, VirtAddr{page << kPageShift});
    return place ? word_of(reader.kernel.memory, read_entry(reader.hardware.memory, *place), frames) : 0;
}

}  // namespace

std::string pagemap_bytes(const ProcReader& reader, const Task& process, std::uint64_t offset, std::uint64_t count,
                          bool frames) {
    constexpr std::uint64_t kWord = sizeof(std::uint64_t);
    constexpr std::uint64_t kEnd = (kUserTop >> kPageShift) * kWord;
    if (process.mm == kNoMm || offset >= kEnd) return {};
    const AddressSpace& space = reader.kernel.memory.spaces[process.mm];
    std::string bytes;
    for (std::uint64_t at = offset; at < std::min(offset + count, kEnd); at += kWord) {
        const std::uint64_t word = word_at(reader, space, at / kWord, frames);
        bytes.append(reinterpret_cast<const char*>(&word), kWord);
    }
    return bytes;
}

}  // namespace sim::kernel
