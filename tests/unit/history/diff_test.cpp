#include "sim/history/diff.h"

#include "tests/unit/history/rig.h"

using namespace history_test;
using history::Changes;
using history::diff;

namespace {

// What step `step` of the producer changes.
Changes changes_of(std::uint64_t step) {
    Timeline timeline = timeline_of({kProducer});
    timeline.seek(step + 1);
    return diff(timeline.machine_before().observe(), timeline.machine().observe());
}

}  // namespace

TEST_CASE("nothing differs from itself") {
    Timeline timeline = timeline_of({kProducer});
    timeline.seek(3);
    const report::State state = timeline.machine().observe();
    CHECK(diff(state, state).empty());
}

TEST_CASE("attaching changes an area and the segment, and no entry of the segment") {
    const Changes changes = changes_of(1);
    CHECK(changes.segments.size() == 1);
    CHECK(changes.areas.size() == 1);
    CHECK(changes.pages.empty());
}

TEST_CASE("the first touch changes an entry and a frame, and no area") {
    const Changes changes = changes_of(2);
    CHECK(changes.areas.empty());
    CHECK(changes.pages.size() == 1);
    CHECK(changes.segments.size() == 1);  // resident
    CHECK_FALSE(changes.frames.empty());
    CHECK(changes.processes.count(Pid{201}) == 1);
}

TEST_CASE("detaching names the area and the entry that are gone") {
    const Changes changes = changes_of(4);
    CHECK(changes.areas.size() == 1);
    CHECK(changes.pages.size() == 1);
    CHECK(changes.segments.size() == 1);
}

TEST_CASE("a process that appears is a change") {
    const report::State nothing;
    Timeline timeline = timeline_of({kProducer});
    const Changes changes = diff(nothing, timeline.machine().observe());
    CHECK(changes.processes.count(Pid{201}) == 1);
    CHECK_FALSE(changes.areas.empty());
}
