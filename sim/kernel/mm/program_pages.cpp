#include "sim/kernel/mm/program_pages.h"

#include <algorithm>
#include <cstring>

namespace sim::kernel {
namespace {

// Copies the part of `source`, which starts `begin` bytes into the area, that lies in the page at `page_begin`.
void copy_overlap(std::span<const std::uint8_t> source, std::uint64_t begin, std::uint64_t page_begin, PageBytes page) {
    const std::uint64_t first = std::max(begin, page_begin);
    const std::uint64_t last = std::min(begin + source.size(), page_begin + kPageSize);
    if (first < last) std::memcpy(page.data() + (first - page_begin), source.data() + (first - begin), last - first);
}

void encode(const hw::Instruction& instruction, std::uint8_t* to) {
    const auto imm = static_cast<std::uint32_t>(instruction.imm);
    to[0] = static_cast<std::uint8_t>(instruction.op);
    to[1] = instruction.a;
    to[2] = instruction.b;
    to[3] = instruction.c;
    for (int byte = 0; byte < 4; ++byte) to[4 + byte] = static_cast<std::uint8_t>(imm >> (8 * byte));
}

}  // namespace

void fill_text_page(const hw::Image& image, std::uint64_t index, PageBytes page) {
    constexpr std::uint64_t kPerPage = kPageSize / hw::kInstructionSize;
    const std::uint64_t first = index * kPerPage;
    const std::uint64_t last = std::min<std::uint64_t>(first + kPerPage, image.text.size());
    for (std::uint64_t at = first; at < last; ++at) {
        encode(image.text[at], page.data() + (at - first) * hw::kInstructionSize);
    }
    copy_overlap(image.rodata, image.rodata_base().value - kTextBase, index * kPageSize, page);
}

void fill_data_page(const hw::Image& image, std::uint64_t index, PageBytes page) {
    copy_overlap(image.data, 0, index * kPageSize, page);
}

bool has_initial_data(const hw::Image& image, std::uint64_t index) {
    return index < pages_for(image.data.size());
}

}  // namespace sim::kernel
