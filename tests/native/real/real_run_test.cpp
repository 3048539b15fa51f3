// Runs followed on the real kernel: every scenario that comes with shmscope, forward and back; what a state must have.
// A host that allows no sandbox has nothing to test: the program then ends with 77.
#include "app/session/real_run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iostream>

#include "tests/unit/session/rig.h"

using namespace session_test;
using sim::report::AreaKind;
using sim::report::FrameOwner;
using sim::report::State;

namespace {

const std::vector<std::string> kScenarios = {"1", "2", "3", "4", "5", "6", "7", "8"};

std::unique_ptr<RealRun> real_of(const sim::history::Timeline& timeline) {
    std::string why_not;
    auto real = RealRun::start(timeline.config(), timeline.programs(), timeline.schedule(), why_not);
    INFO(why_not);
    REQUIRE(real != nullptr);
    return real;
}

void follow(RealRun& real, const sim::history::Timeline& timeline) {
    while (!real.follow(timeline, 200)) {
    }
    CHECK(real.failure() == "");
    CHECK(real.step() == timeline.step());
}

std::unique_ptr<RealRun> followed_to_end(sim::history::Timeline& timeline) {
    auto real = real_of(timeline);
    timeline.run_to_end(10'000);
    follow(*real, timeline);
    return real;
}

void expect_no_difference(const RealRun& real) {
    for (const RealDifference& difference : real.differences()) {
        FAIL_CHECK("step " << difference.step << ", " << difference.what << ": simulated " << difference.simulated
                           << ", real " << difference.real);
    }
}

// The rows that say who maps what, without frame numbers.
std::string picture(const State& state) {
    std::string text;
    for (const auto& segment : state.segments) {
        text += "segment " + std::to_string(segment.shmid.value) + " " + std::to_string(segment.nattch) + "\n";
    }
    for (const auto& process : state.processes) {
        text += process.name + " " + std::to_string(static_cast<int>(process.state)) + "\n";
        for (const auto& area : process.areas) text += "  " + area.name + " " + std::to_string(area.start.value) + "\n";
        for (const auto& page : process.pages) text += "  page " + std::to_string(page.page.value) + "\n";
    }
    return text;
}

const sim::report::AreaRow& only_area(const sim::report::TaskRow& process, AreaKind kind) {
    const auto of_kind = [&](const auto& area) { return area.kind == kind; };
    REQUIRE(std::count_if(process.areas.begin(), process.areas.end(), of_kind) == 1);
    return *std::find_if(process.areas.begin(), process.areas.end(), of_kind);
}

std::vector<sim::report::PageRow> pages_of(const sim::report::TaskRow& process, const sim::report::AreaRow& area) {
    std::vector<sim::report::PageRow> pages;
    std::copy_if(process.pages.begin(), process.pages.end(), std::back_inserter(pages),
                 [&](const auto& page) { return area.start <= page.page && page.page < area.end; });
    return pages;
}

Scenario of_text(const TempFolder& folder, const std::string& text) {
    return opened({folder.write("program.c", text)});
}

const char* const kShares = R"(
#include <stdio.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/wait.h>
int main(void) {
    int id = shmget(IPC_PRIVATE, 3 * 4096, IPC_CREAT | 0600);
    char *p = shmat(id, 0, 0);
    strcpy(p + 4096, "from the parent");
    if (fork() == 0) {
        printf("%s\n", p + 4096);
        fflush(stdout);
        pause();
    }
    sleep(1);
    printf("parent done\n");
    fflush(stdout);
    pause();
}
)";

}  // namespace

TEST_CASE("every scenario agrees with the real kernel, to its end, back to its middle and to its end again") {
    for (const std::string& name : kScenarios) {
        CAPTURE(name);
        sim::history::Timeline timeline = timeline_of(opened({name}));
        const auto real = real_of(timeline);
        REQUIRE(timeline.run_to_end(100'000));
        const std::uint64_t end = timeline.step();
        follow(*real, timeline);
        expect_no_difference(*real);
        const std::string last = picture(real->state());
        CHECK(real->restarts() == 0);
        CHECK(real->totals().operations > 0);

        timeline.seek(end / 2);
        follow(*real, timeline);
        CHECK(real->restarts() == 1);
        timeline.seek(end);
        follow(*real, timeline);
        CHECK(real->restarts() == 1);
        CHECK(picture(real->state()) == last);
        expect_no_difference(*real);
        std::cout << name << ": " << real->totals().operations << " operations, " << real->totals().checked
                  << " observations\n";
        for (const auto& [what, count] : real->totals().not_checked)
            std::cout << "  not: " << what << " " << count << "\n";
    }
}

TEST_CASE("a shared page is one frame, in the segment's row and in the entries of both processes") {
    const TempFolder folder;
    sim::history::Timeline timeline = timeline_of(of_text(folder, kShares));
    const auto real = followed_to_end(timeline);
    expect_no_difference(*real);
    const State& state = real->state();
    CHECK_FALSE(state.visible.entries);
    CHECK(state.visible.frames == real->abilities().frames);
    REQUIRE(state.segments.size() == 1);
    REQUIRE(state.processes.size() == 2);
    CHECK(state.segments[0].nattch == 2);
    REQUIRE(state.segments[0].pages.size() == 3);
    CHECK(state.segments[0].pages[0] == sim::kNoFrame);
    const sim::Pfn frame = state.segments[0].pages[1];
    REQUIRE(frame != sim::kNoFrame);
    for (const auto& process : state.processes) {
        const sim::report::AreaRow& area = only_area(process, AreaKind::shm);
        const std::vector<sim::report::PageRow> pages = pages_of(process, area);
        REQUIRE(pages.size() == 1);
        CHECK(pages[0].page == area.start + 4096);
        CHECK(pages[0].pfn == frame);
    }
    const auto* row = state.frame(frame);
    REQUIRE(row != nullptr);
    CHECK(row->owner == FrameOwner::segment);
    CHECK(row->shmid == state.segments[0].shmid);
    CHECK(row->index == 1);
    CHECK(row->mapcount == 2);
    CHECK(state.limits.shmmni == 4096);
    CHECK(state.usage.segments == 1);
    CHECK(state.usage.shm_pages == 3);
    CHECK(state.processes[1].name == timeline.machine().observe().processes[1].name);
}

TEST_CASE("a program's own memory is there for real: where the simulated one is, and copied when a child writes") {
    const TempFolder folder;
    const Scenario scenario = of_text(folder, R"(
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int counter = 5;
int main(void) {
    char *heap = malloc(3 * 4096);
    memset(heap, 7, 3 * 4096);
    if (fork() == 0) {
        counter = 6;
        pause();
    }
    pause();
}
)");
    sim::history::Timeline timeline = timeline_of(scenario);
    const auto real = followed_to_end(timeline);
    expect_no_difference(*real);
    const State simulated = timeline.machine().observe();
    REQUIRE(real->state().processes.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& process = real->state().processes[i];
        for (AreaKind kind : {AreaKind::text, AreaKind::data, AreaKind::heap, AreaKind::stack}) {
            const auto& area = only_area(process, kind);
            CHECK(area.start == only_area(simulated.processes[i], kind).start);
            CHECK(area.end == only_area(simulated.processes[i], kind).end);
            CHECK(area.name == only_area(simulated.processes[i], kind).name);
        }
        CHECK(pages_of(process, only_area(process, AreaKind::heap)).size() >= 3);
    }
    if (!real->abilities().frames) return;
    const auto& parent = real->state().processes[0];
    const auto& child = real->state().processes[1];
    const auto frame_of = [](const auto& process, AreaKind kind) {
        return pages_of(process, only_area(process, kind)).front().pfn;
    };
    CHECK(frame_of(parent, AreaKind::text) == frame_of(child, AreaKind::text));
    CHECK(frame_of(parent, AreaKind::heap) == frame_of(child, AreaKind::heap));
    CHECK(frame_of(parent, AreaKind::data) != frame_of(child, AreaKind::data));
}

TEST_CASE("what real processes print comes in order") {
    const TempFolder folder;
    sim::history::Timeline timeline = timeline_of(of_text(folder, kShares));
    const auto real = followed_to_end(timeline);
    std::string printed;
    for (const auto& chunk : real->take_console()) printed += chunk.bytes;
    CHECK(printed == "from the parent\nparent done\n");
    CHECK(real->take_console().empty());
}

TEST_CASE("looking changes nothing: entries stay as they are while others run") {
    const TempFolder folder;
    const Scenario scenario = of_text(folder, R"(
#include <sys/shm.h>
int main(void) {
    int id = shmget(IPC_PRIVATE, 64 * 4096, IPC_CREAT | 0600);
    char *p = shmat(id, 0, 0), *q = shmat(id, 0, 0);
    p[0] = q[0] = 1;
    p[5 * 4096] = 1;
    for (int i = 0; i < 50; i++) getppid();
    pause();
}
)");
    sim::history::Timeline timeline = timeline_of(scenario);
    const auto real = followed_to_end(timeline);
    expect_no_difference(*real);
    std::size_t shared = 0;
    for (const auto& area : real->state().processes[0].areas) {
        if (area.kind == AreaKind::shm) shared += pages_of(real->state().processes[0], area).size();
    }
    CHECK(shared == 3);
    CHECK(real->totals().operations > 50);
}

TEST_CASE("another past is a fresh sandbox") {
    sim::history::Timeline timeline = timeline_of(opened({"1"}));
    const auto real = real_of(timeline);
    timeline.seek(6);
    follow(*real, timeline);
    const sim::Pid other = timeline.task_of(0) == sim::Pid{201} ? sim::Pid{202} : sim::Pid{201};
    timeline.seek(2);
    timeline.step_task(other, sim::machine::StepUnit::line);
    timeline.seek(6);
    follow(*real, timeline);
    CHECK(real->restarts() == 1);
    expect_no_difference(*real);
}

TEST_CASE("a run on the same machine meets what the first one left") {
    sim::history::Timeline timeline = timeline_of(opened({"2"}));
    const auto real = real_of(timeline);
    timeline.run_to_end(10'000);
    REQUIRE(timeline.run_again());
    timeline.run_to_end(20'000);
    timeline.seek(timeline.recorded());
    follow(*real, timeline);
    expect_no_difference(*real);
    CHECK(real->state().processes.size() == timeline.machine().observe().processes.size());
}

TEST_CASE("a thread is more than the real kernel's side can do, and says so") {
    const TempFolder folder;
    const Scenario scenario = of_text(folder, R"(
#include <pthread.h>
static void *work(void *p) { return p; }
int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, work, 0);
    pthread_join(thread, 0);
    return 0;
}
)");
    sim::history::Timeline timeline = timeline_of(scenario);
    const auto real = real_of(timeline);
    timeline.run_to_end(10'000);
    while (!real->follow(timeline, 200)) {
    }
    CHECK(real->failure().find("thread") != std::string::npos);
    CHECK(real->step() < timeline.step());
}
