#include "app/views/segment_facts.h"

#include <algorithm>

#include "app/views/format.h"

namespace app::views {

using namespace sim::report;

std::vector<sim::Pid> attached(const Scene& scene, sim::ShmId shmid) {
    std::vector<sim::Pid> pids;
    for (const TaskRow& task : scene.now->processes) {
        for (const AreaRow& area : task.areas) {
            if (area.kind == AreaKind::shm && area.shmid == shmid) pids.push_back(task.pid);
        }
    }
    return pids;
}

std::string mapped_words(const Scene& scene, sim::ShmId shmid) {
    constexpr std::size_t kMost = 6;
    std::string words;
    std::size_t named = 0, more = 0;
    for (const TaskRow& task : scene.now->processes) {
        std::size_t present = 0;
        for (const AreaRow& area : task.areas) {
            if (area.kind == AreaKind::shm && area.shmid == shmid) present += present_in(task, area.start, area.end);
        }
        if (present == 0) continue;
        if (named == kMost) {
            ++more;
            continue;
        }
        words +=
            (named++ == 0 ? "" : ", ") + std::string(1, scene.identity(task.pid).letter) + " " + count_text(present);
    }
    if (more > 0) words += " and " + count_text(more) + " more";
    return words.empty() ? "by nobody" : words;
}

std::string residency_words(const Scene& scene, const SegmentRow& segment) {
    const std::string reserved = "reserved " + plural(segment.page_count, "page");
    if (scene.hidden_segment(segment.shmid) || scene.hide_changes) return reserved;
    return reserved + " · resident " + plural(segment.resident, "frame") + " · mapped " +
           mapped_words(scene, segment.shmid) +
           (segment.swapped == 0 ? "" : " · swapped " + count_text(segment.swapped));
}

std::string status_words(const SegmentRow& segment) {
    if (segment.dest) return segment.locked ? "dest, locked" : "dest";
    return segment.locked ? "locked" : "–";
}

std::string lesson_words(const Scene& scene, const SegmentRow& segment) {
    if (scene.hide_changes) return "";
    if (segment.dest) return "Marked for destruction: its key is given up, and it goes with the last detach.";
    if (segment.nattch == 0) {
        return segment.lpid == sim::kNoPid
                   ? "A row in a table so far: nobody is attached and no frame is used."
                   : "Nobody is attached, and still it stays: only IPC_RMID or a reboot removes it.";
    }
    if (segment.swapped > 0) return "Pages in swap have no frame: the next touch of one is a major fault.";
    const auto untouched = std::find(segment.pages.begin(), segment.pages.end(), sim::kNoFrame);
    if (segment.resident < segment.page_count && untouched != segment.pages.end()) {
        return "A page becomes a frame when it is first touched: page " +
               std::to_string(untouched - segment.pages.begin()) + " costs nothing yet.";
    }
    return "Every page has its frame, once, however many processes map it.";
}

std::string record_words(const SegmentRow& segment) {
    const auto id = [](std::uint32_t value) { return std::to_string(value); };
    return "atime " + clock_text(segment.atime) + " · dtime " + clock_text(segment.dtime) + " · ctime " +
           clock_text(segment.ctime) + " · uid " + id(segment.uid.value) + " gid " + id(segment.gid.value) +
           " · cuid " + id(segment.cuid.value) + " cgid " + id(segment.cgid.value);
}

std::vector<const SegmentRow*> segments_by_importance(const Scene& scene) {
    const FrameRow* focus = scene.focus ? scene.now->frame(*scene.focus) : nullptr;
    const auto importance = [&](const SegmentRow& row) {
        if (scene.lit_segment(row.shmid)) return 3;
        if (focus != nullptr && focus->owner == FrameOwner::segment && focus->shmid == row.shmid) return 2;
        return scene.changes->segments.count(row.shmid) != 0 ? 1 : 0;
    };
    std::vector<const SegmentRow*> rows;
    for (const SegmentRow& row : scene.now->segments) rows.push_back(&row);
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const SegmentRow* a, const SegmentRow* b) { return importance(*a) > importance(*b); });
    return rows;
}

}  // namespace app::views
