// What follows from a segment's row and the processes: who is attached, who mapped how much, what to say about it.
#pragma once

#include <string>
#include <vector>

#include "app/views/scene.h"

namespace app::views {

// One entry for every attach: a process that attached twice is in it twice.
std::vector<sim::Pid> attached(const Scene& scene, sim::ShmId shmid);
// "P 2, C 1": present entries of each attached process; the first ones only when there are many.
std::string mapped_words(const Scene& scene, sim::ShmId shmid);
// "reserved 3 pages · resident 2 frames · mapped P 2, C 1".
std::string residency_words(const Scene& scene, const sim::report::SegmentRow& segment);
// "dest", "locked", "dest, locked" or "–".
std::string status_words(const sim::report::SegmentRow& segment);
// One sentence on what the row teaches just now.
std::string lesson_words(const Scene& scene, const sim::report::SegmentRow& segment);
// Times and owners, for detail 3.
std::string record_words(const sim::report::SegmentRow& segment);
// Segments in the order to show them: pointed at, in focus, changed, the rest.
std::vector<const sim::report::SegmentRow*> segments_by_importance(const Scene& scene);

}  // namespace app::views
