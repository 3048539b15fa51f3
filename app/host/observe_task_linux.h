// One process as /proc shows it.
#pragma once

#include "app/host/helpers_linux.h"
#include "app/host/observe_frames_linux.h"

namespace app::host {

// rss_pages is RssShmem, in pages, without the helper's own.
sim::report::TaskRow task_row(const Helper& helper, ObservedFrames& frames);

}  // namespace app::host
