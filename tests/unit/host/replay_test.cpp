#include "app/host/replay.h"

#include <doctest/doctest.h>

using namespace app::host;
using sim::Pfn;
using sim::Pid;
using sim::ShmId;
using sim::VirtAddr;

namespace {

constexpr std::uint64_t kStart = 0x7f00'0000'0000;

RecordedArea attach_of(std::int32_t shmid, std::uint64_t start, std::uint64_t pages) {
    RecordedArea area;
    area.row.start = VirtAddr{start};
    area.row.end = VirtAddr{start + pages * 4096};
    area.row.perms = {true, true, false, true};
    area.row.kind = sim::report::AreaKind::shm;
    area.row.shmid = ShmId{shmid};
    area.inode = static_cast<std::uint64_t>(shmid);
    return area;
}

TaskChange change_of(std::int32_t pid) {
    TaskChange change;
    change.pid = Pid{pid};
    return change;
}

sim::report::PageRow present(std::uint64_t address, Pfn pfn) {
    sim::report::PageRow page;
    page.page = VirtAddr{address};
    page.present = true;
    page.pfn = pfn;
    return page;
}

Step step_with(TaskChange change) {
    Step step;
    step.changes.tasks.push_back(std::move(change));
    return step;
}

// Segment 5 of 3 pages; 10 attaches and touches page 1, then 11, elsewhere; 10 detaches; the segment goes.
Recording two_processes(Pfn pfn) {
    Recording recording;
    recording.frames = pfn != sim::kNoFrame;
    recording.command = {"x"};
    sim::report::SegmentRow segment;
    segment.shmid = ShmId{5};
    segment.page_count = 3;
    recording.initial.segments.push_back(segment);
    for (const std::int32_t pid : {10, 11}) {
        const std::uint64_t start = kStart + static_cast<std::uint64_t>(pid) * 0x10000;
        TaskChange attach = change_of(pid);
        attach.row.emplace();
        attach.areas.push_back(attach_of(5, start, 3));
        recording.steps.push_back(step_with(attach));
        TaskChange touch = change_of(pid);
        touch.pages.push_back(present(start + 4096, pfn));
        recording.steps.push_back(step_with(touch));
    }
    TaskChange detach = change_of(10);
    detach.areas_gone.push_back(VirtAddr{kStart + 10 * 0x10000});
    detach.pages_gone.push_back(VirtAddr{kStart + 10 * 0x10000 + 4096});
    recording.steps.push_back(step_with(detach));
    Step removed;
    removed.changes.segments_gone.push_back(ShmId{5});
    recording.steps.push_back(removed);
    return recording;
}

}  // namespace

TEST_CASE("a replay goes forwards and backwards through the rows") {
    const Recording recording = two_processes(Pfn{77});
    Replay replay(recording);
    CHECK(replay.seek(0).processes.empty());
    CHECK(replay.seek(1).processes.at(0).areas.size() == 1);
    CHECK(replay.seek(1).frames.empty());
    CHECK(replay.seek(4).frames.at(0).mapcount == 2);
    CHECK(replay.seek(4).frames.at(0).shmid == ShmId{5});
    CHECK(replay.seek(4).segments.at(0).pages == std::vector<Pfn>{sim::kNoFrame, Pfn{77}, sim::kNoFrame});
    CHECK(replay.seek(2).frames.at(0).mapcount == 1);
    CHECK(replay.seek(5).processes.at(0).areas.empty());
    CHECK(replay.seek(5).segments.at(0).pages.at(1) == Pfn{77});
    CHECK(replay.seek(6).segments.empty());
    CHECK(replay.seek(600).segments.empty());
    CHECK(replay.position() == 6);
}

TEST_CASE("where frames are hidden the same page has the same number") {
    const Recording recording = two_processes(sim::kNoFrame);
    const sim::report::State state = state_at(recording, 4);
    CHECK_FALSE(state.visible.frames);
    CHECK_FALSE(state.visible.entries);
    REQUIRE(state.frames.size() == 1);
    CHECK(state.frames[0].mapcount == 2);
    CHECK(state.processes[0].pages.at(0).pfn == state.processes[1].pages.at(0).pfn);
}

TEST_CASE("checkpoints change nothing") {
    Recording recording;
    recording.command = {"x"};
    recording.frames = true;
    TaskChange attach = change_of(10);
    attach.areas.push_back(attach_of(1, kStart, 4096));
    recording.steps.push_back(step_with(attach));
    for (std::uint64_t page = 0; page < 3000; ++page) {
        TaskChange touch = change_of(10);
        touch.pages.push_back(present(kStart + page * 4096, Pfn{static_cast<std::uint32_t>(page)}));
        recording.steps.push_back(step_with(touch));
    }
    Replay replay(recording);
    replay.seek(recording.steps.size());
    for (const std::size_t step : {2999u, 513u, 512u, 511u, 1u, 0u, 2048u}) {
        CHECK(replay.seek(step).frames.size() == (step == 0 ? 0 : step - 1));
    }
}

TEST_CASE("rows that make no sense do no harm") {
    Recording recording;
    recording.command = {"x"};
    Step step;
    step.changes.segments_gone.push_back(ShmId{9});
    TaskChange change = change_of(-4);
    change.areas_gone.push_back(VirtAddr{123});
    change.pages_gone.push_back(VirtAddr{456});
    change.pages.push_back(present(~0ull - 4095, Pfn{1}));
    change.areas.push_back(attach_of(-7, 0, ~0ull / 4096));
    change.areas.back().row.offset = ~0ull;
    step.changes.tasks.push_back(change);
    ObjectChange object;
    object.row.bytes = ~0ull;
    step.changes.objects.push_back(object);
    recording.steps.push_back(step);
    CHECK(state_at(recording, 1).files.at(0).truncated);
}
