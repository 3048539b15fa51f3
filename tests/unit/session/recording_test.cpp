#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "app/host/replay.h"
#include "app/session/recording_file.h"
#include "app/session/recording_report.h"
#include "app/session/recording_summary.h"
#include "app/session/recording_words.h"

using namespace app;
using host::Recording;
using host::Step;
using host::StepKind;
using sim::Pid;
using sim::ShmId;
using sim::VirtAddr;

namespace {

constexpr std::uint64_t kStart = 0x7f00'0000'0000;

host::TaskChange change_of(std::int32_t pid) {
    host::TaskChange change;
    change.pid = Pid{pid};
    return change;
}

// 10 makes segment 0 of two pages, attaches it, writes page 1, splits the attach, and ends without removing it.
Recording sample() {
    Recording recording;
    recording.command = {"./prog", "with \xff bytes"};
    recording.fault_events = recording.frames = true;
    recording.unseen.push_back({host::Unseen::setuid, "prog", 3});

    Step start;
    start.kind = StepKind::start;
    start.pid = Pid{10};
    host::TaskChange began = change_of(10);
    began.row.emplace();
    began.row->pid = began.row->tgid = Pid{10};
    began.row->name = "prog";
    start.changes.tasks.push_back(began);

    Step made;
    made.pid = Pid{10};
    made.number = 29;
    made.args = {0x1234, 8192, 01640, 0, 0, 0};
    made.text = "shmget(0x1234, 8192, IPC_CREAT|0640)   = 0";
    sim::report::SegmentRow segment;
    segment.shmid = ShmId{0};
    segment.key = sim::Key{0x1234};
    segment.bytes = 8192;
    segment.page_count = 2;
    segment.cpid = Pid{10};
    made.changes.segments.push_back(segment);

    Step attached;
    attached.pid = Pid{10};
    attached.number = 30;
    attached.result = kStart;
    host::RecordedArea area;
    area.row.start = VirtAddr{kStart};
    area.row.end = VirtAddr{kStart + 8192};
    area.row.perms = {true, true, false, true};
    area.row.kind = sim::report::AreaKind::shm;
    area.row.shmid = ShmId{0};
    host::TaskChange mapped = change_of(10);
    mapped.areas.push_back(area);
    attached.changes.tasks.push_back(mapped);

    Step touch;
    touch.kind = StepKind::touch;
    touch.pid = Pid{10};
    touch.touches.push_back({VirtAddr{kStart + 4100}, VirtAddr{0x401000}, host::Access::write});
    host::TaskChange page = change_of(10);
    page.pages.emplace_back();
    page.pages.back().page = VirtAddr{kStart + 4096};
    page.pages.back().present = true;
    page.pages.back().pfn = sim::Pfn{99};
    touch.changes.tasks.push_back(page);

    Step split;
    split.pid = Pid{10};
    split.number = 10;
    host::TaskChange pieces = change_of(10);
    host::RecordedArea first = area, second = area;
    first.row.end = second.row.start = VirtAddr{kStart + 4096};
    second.row.offset = 4096;
    second.row.perms.write = false;
    pieces.areas = {first, second};
    split.changes.tasks.push_back(pieces);

    Step exited;
    exited.kind = StepKind::exited;
    exited.pid = Pid{10};
    exited.status = 3;
    host::TaskChange gone = change_of(10);
    gone.row = began.row;
    gone.row->state = sim::report::TaskState::ended;
    gone.row->exit_status = 3;
    gone.areas_gone = {VirtAddr{kStart}, VirtAddr{kStart + 4096}};
    gone.pages_gone = {VirtAddr{kStart + 4096}};
    exited.changes.tasks.push_back(gone);

    recording.steps = {start, made, attached, touch, split, exited};
    return recording;
}

}  // namespace

TEST_CASE("a recording written and read is the same") {
    const std::string text = session::recording_text(sample());
    session::Problem problem;
    const auto read = session::recording_from_text(text, "rec", problem);
    REQUIRE(read);
    CHECK(session::recording_text(*read) == text);
    CHECK(read->command[1] == "with \xff bytes");
    CHECK(read->steps[3].touches[0].instruction == VirtAddr{0x401000});
    CHECK(host::state_at(*read, 4).frames.at(0).pfn == sim::Pfn{99});
}

TEST_CASE("a file cut or changed anywhere is refused in one line, or is a recording") {
    const std::string text = session::recording_text(sample());
    for (std::size_t size = 0; size < text.size() - 2; size += 7) {
        session::Problem problem;
        CHECK_FALSE(session::recording_from_text(text.substr(0, size), "rec", problem));
        CHECK(problem.message.starts_with("rec: "));
        CHECK(problem.message.find('\n') == std::string::npos);
    }
    std::minstd_rand random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string changed = text;
        for (int i = 0; i < 3; ++i) changed[random() % changed.size()] = "0123456789abcdef\"[]{},:-x"[random() % 25];
        session::Problem problem;
        const auto read = session::recording_from_text(changed, "rec", problem);
        if (!read) continue;
        host::Replay replay(*read);
        for (std::size_t step = 0; step <= read->steps.size(); ++step) replay.seek(step);
        session::recorded_step_texts(*read);
        session::recording_report_json(*read, -1);
    }
}

TEST_CASE("a file that is deep or wide to no purpose is refused before it fills the memory") {
    const std::string beginning = "{\"format\":\"shmscope recording\",\"version\":1,\"recording\":";
    session::Problem problem;
    CHECK_FALSE(session::recording_from_text(beginning + std::string(10'000'000, '['), "rec", problem));
    CHECK(problem.message == "rec: is not a recording: it is too deep or too wide");
    std::string wide = beginning + "[";
    for (int i = 0; i < 5'000'000; ++i) wide += "0,";
    CHECK_FALSE(session::recording_from_text(wide + "0]}", "rec", problem));
    CHECK(problem.message == "rec: is not a recording: it is too deep or too wide");
}

TEST_CASE("the summary tells who made, attached and touched what, and what was left") {
    const session::RecordingSummary summary = session::summarize(sample());
    REQUIRE(summary.memories.size() == 1);
    const session::RecordedMemory& memory = summary.memories[0];
    CHECK(memory.creator == Pid{10});
    CHECK(memory.created == 1u);
    REQUIRE(memory.attaches.size() == 1);  // its pieces are no attaches
    CHECK(memory.attaches[0].from == 2u);
    CHECK(memory.attaches[0].to == 5u);
    REQUIRE(memory.pages.size() == 1);
    CHECK(memory.pages[0].index == 1);
    CHECK(memory.pages[0].step == 3);
    CHECK(memory.pages[0].access == host::Access::write);
    CHECK(memory.left_behind);
    REQUIRE(summary.processes.size() == 1);
    CHECK(summary.processes[0].exit_status == 3);
    CHECK(summary.processes[0].steps == 6);
}

TEST_CASE("steps have labels and sentences") {
    const auto texts = session::recorded_step_texts(sample());
    CHECK(texts[0].sentence == "10 (prog) began");
    CHECK(texts[1].label == "shmget");
    CHECK(texts[1].sentence == "10 (prog) made segment 0 of 8192 bytes, key 0x1234");
    CHECK(texts[2].sentence == "10 (prog) attached segment 0 at 0x7f0000000000");
    CHECK(texts[3].label == "touch 1");
    CHECK(texts[3].sentence == "10 (prog) first wrote to page 1 of segment 0");
    CHECK(texts[5].label == "exit 3");
}

TEST_CASE("what a recording lacks has a sentence of its own each") {
    std::vector<std::string> sentences;
    for (int what = 0; what <= static_cast<int>(host::Unseen::objects); ++what) {
        sentences.push_back(session::unseen_sentence({static_cast<host::Unseen>(what), "prog", 7}));
        CHECK_FALSE(sentences.back().empty());
        CHECK(std::count(sentences.begin(), sentences.end(), sentences.back()) == 1);
    }
}
