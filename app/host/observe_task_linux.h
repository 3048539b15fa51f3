// One process as /proc shows it.
#pragma once

#include "app/host/helpers_linux.h"

namespace app::host {

// rss_pages is RssShmem, in pages, without the helper's own.
sim::report::TaskRow task_row(const Helper& helper);

}  // namespace app::host
