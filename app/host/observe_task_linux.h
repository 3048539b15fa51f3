// One process as /proc shows it.
#pragma once

#include "app/host/helpers_linux.h"

namespace app::host {

// Entries of /proc/PID/pagemap: 8 bytes a page.
inline constexpr std::uint64_t kPagemapPresent = 1ull << 63;
inline constexpr std::uint64_t kPagemapShared = 1ull << 61;  // a file's page or shared anonymous memory
inline constexpr std::uint64_t kPagemapFrame = (1ull << 55) - 1;

// rss_pages is RssShmem, in pages, without the helper's own.
sim::report::TaskRow task_row(const Helper& helper);

}  // namespace app::host
