// The bytes of a program's pages, taken from its image.
#pragma once

#include <cstdint>
#include <span>

#include "sim/base/limits.h"
#include "sim/hw/image.h"

namespace sim::kernel {

using PageBytes = std::span<std::uint8_t, kPageSize>;

// Page `index` of the text area: instructions as the CPU encodes them, then read-only data.
void fill_text_page(const hw::Image& image, std::uint64_t index, PageBytes page);
// Page `index` of the data area: initialised data; the page must be zero before.
void fill_data_page(const hw::Image& image, std::uint64_t index, PageBytes page);
// Whether that page holds any initialised data (else it is bss: anonymous memory).
bool has_initial_data(const hw::Image& image, std::uint64_t index);

}  // namespace sim::kernel
