// What the user does, and what is on screen then.
#include <set>

#include "app/session/tour.h"
#include "tests/unit/session/rig.h"

using namespace session_test;
using sim::history::Unit;

namespace {

Session first() {
    Session session;
    session.apply(OpenTarget{{"1"}});
    CHECK(session.message().empty());
    return session;
}

std::size_t words(const std::string& text) {
    std::size_t count = 0;
    bool inside = false;
    for (const char c : text) {
        if (c != ' ' && !inside) ++count;
        inside = c != ' ';
    }
    return count;
}

}  // namespace

TEST_CASE("the start screen holds scenario 1, paused at step 0") {
    const Session session;
    CHECK(session.screen() == Screen::start);
    CHECK(session.scenario().id.starts_with("01-"));
    CHECK(session.timeline().step() == 0);
    CHECK_FALSE(session.playing());
    CHECK(session.timeline().length().has_value());  // the near future is known
}

TEST_CASE("stepping changes the state, the revision and what is said") {
    Session session = first();
    const std::uint64_t revision = session.revision();
    session.apply(StepForward{});
    CHECK(session.timeline().step() == 1);
    CHECK(session.revision() != revision);
    CHECK(session.state().segments.size() == 1);
    CHECK(session.state_before().segments.empty());
    CHECK(session.changes().segments.size() == 1);
    CHECK(session.event_texts().size() == session.events().size());
    CHECK(session.why().find("promise") != std::string::npos);
    CHECK(words(session.caption()) <= 14);
    session.apply(StepBack{});
    CHECK(session.state().segments.empty());
}

TEST_CASE("hovering the same thing again redraws nothing") {
    Session session = first();
    Selection page;
    page.kind = Selection::Kind::segment;
    session.apply(Hover{page});
    const std::uint64_t revision = session.revision();
    session.apply(Hover{page});
    CHECK(session.revision() == revision);
    CHECK(session.hovered() == page);
}

TEST_CASE("playing steps on with time and stops at the end") {
    Session session = first();
    CHECK_FALSE(session.tick(1));
    session.apply(TogglePlay{});
    for (int second = 0; second < 200 && session.playing(); ++second) session.tick(0.25);
    CHECK_FALSE(session.playing());
    CHECK(session.timeline().at_end());
}

TEST_CASE("jumping to the end of an endless program is spread over frames and ends") {
    Session session;
    session.apply(OpenText{"endless.c", "int main(void) { volatile int i = 0; for (;;) i++; }"});
    session.apply(SeekEnd{});
    CHECK(session.running_to_end());
    const std::uint64_t before = session.timeline().recorded();
    CHECK(session.tick(0.016));
    CHECK(session.timeline().recorded() > before);
    session.apply(SeekStep{3});
    CHECK_FALSE(session.running_to_end());
    CHECK(session.timeline().step() == 3);
}

TEST_CASE("clicking an event goes into the step shown") {
    Session session = first();
    session.apply(SeekStep{3});
    const std::size_t events = session.events().size();
    session.apply(SeekEvent{2});
    CHECK(session.timeline().step() == 2);
    CHECK(session.events_done() == 2);
    CHECK(session.events().size() == events);
    session.apply(SeekEvent{1});
    CHECK(session.events_done() == 1);
    session.apply(SeekEvent{static_cast<std::uint32_t>(events)});
    CHECK(session.timeline().step() == 3);
}

TEST_CASE("letting another process go first is a branch with a future of its own") {
    Session session = first();
    const sim::Pid consumer = session.state().processes[1].pid;
    session.apply(StepTask{consumer});
    CHECK(session.step_pid(0) == consumer);
    CHECK(session.timeline().length().has_value());
    CHECK(session.step_label(0) == "shmget");
    session.apply(StepTask{sim::Pid{4711}});
    CHECK_FALSE(session.message().empty());
}

TEST_CASE("run again and reboot") {
    Session session = first();
    session.apply(RunAgain{});
    CHECK(session.state().processes.size() == 4);
    CHECK(process_letter(session.state(), session.state().processes[2].pid) ==
          process_letter(session.state(), session.state().processes[0].pid));
    CHECK(session.step_label(session.timeline().step() - 1) == "run again");
    session.apply(Reboot{});
    CHECK(session.state().processes.size() == 2);
    CHECK(session.timeline().step() == 0);
}

TEST_CASE("what cannot be opened leaves everything as it was and says why") {
    Session session = first();
    session.apply(StepForward{});
    session.apply(OpenTarget{{"no-such-thing"}});
    CHECK(session.message().find("no such file") != std::string::npos);
    session.apply(OpenText{"bad.c", "int main( {"});
    CHECK(session.message().find("bad.c:1") != std::string::npos);
    CHECK(session.timeline().step() == 1);
    session.apply(StepForward{});
    CHECK(session.message().empty());
}

TEST_CASE("a session saved from the window opens again") {
    const TempFolder folder;
    Session session = first();
    session.apply(SeekStep{4});
    session.apply(SaveSession{folder.path() + "/a.shmscope"});
    Session other;
    other.apply(OpenTarget{{folder.path() + "/a.shmscope"}});
    CHECK(other.message().empty());
    CHECK(other.timeline().step() == 4);
    CHECK(other.state().segments[0].nattch == session.state().segments[0].nattch);
}

TEST_CASE("letters follow names, and children follow their parents") {
    sim::report::State state;
    const auto add = [&](int pid, int ppid, const char* name) {
        sim::report::TaskRow task;
        task.pid = sim::Pid{pid};
        task.ppid = sim::Pid{ppid};
        task.name = name;
        state.processes.push_back(task);
    };
    add(1, 0, "producer");
    add(2, 0, "printer");
    add(3, 1, "producer/1");
    add(4, 0, "consumer");
    CHECK(process_letter(state, sim::Pid{1}) == 'P');
    CHECK(process_letter(state, sim::Pid{2}) == 'Q');
    CHECK(process_letter(state, sim::Pid{3}) == 'R');
    CHECK(process_letter(state, sim::Pid{4}) == 'C');
    CHECK(process_colour(state, sim::Pid{4}) == 3);
    std::set<char> letters;
    for (int pid = 10; pid < 70; ++pid) add(pid, 0, "x");
    for (int pid = 10; pid < 60; ++pid) letters.insert(process_letter(state, sim::Pid{pid}));
    CHECK(letters.size() == 50);
}

TEST_CASE("notes of scenario 1 are shown before their lines first run") {
    Session session = first();
    REQUIRE(session.note() != nullptr);
    CHECK(session.note() == &session.scenario().notes[0]);
    std::set<const Note*> shown;
    do {
        if (session.note() != nullptr) shown.insert(session.note());
        session.apply(StepForward{});
    } while (!session.timeline().at_end());
    CHECK(shown.size() == session.scenario().notes.size());
}

TEST_CASE("the tour has ten stops, each at what it tells") {
    Session session;
    session.apply(StartTour{});
    INFO(session.message());
    REQUIRE(session.tour() != nullptr);
    REQUIRE(session.tour()->stops->size() == 10);
    for (const TourStop& stop : *session.tour()->stops) {
        CAPTURE(stop.caption);
        CHECK(words(stop.caption) <= 14);
        CHECK(stop.asked_at <= stop.step);
        if (!stop.question.empty()) CHECK(stop.correct < stop.choices.size());
    }
    CHECK(session.settings().detail == Detail::picture);
    CHECK(session.state().segments.empty());
    session.apply(StepForward{});  // 2: shmget
    CHECK(session.state().segments.size() == 1);
    CHECK(session.state().usage.shm_resident == 0);
    session.apply(StepForward{});  // 3: shmat
    CHECK(session.state().segments[0].nattch == 1);
    CHECK(session.state().usage.shm_resident == 0);
    REQUIRE(session.question() != nullptr);
    CHECK(session.blanked());
    session.apply(AnswerQuestion{0});
    CHECK(session.answered() == session.question()->correct);
    CHECK_FALSE(session.blanked());
    session.apply(StepForward{});  // 4: the first touch
    CHECK(session.question() == nullptr);
    CHECK(session.state().usage.shm_resident == 1);
    session.apply(StepForward{});  // 5: the second attach
    CHECK(session.state().segments[0].nattch == 2);
    session.apply(StepForward{});  // 6: asked before the touch
    REQUIRE(session.question() != nullptr);
    const sim::Pfn shared = session.state().segments[0].pages[0];
    CHECK(session.state().frame(shared)->mapcount == 1);
    session.apply(AnswerQuestion{1});
    CHECK(session.state().frame(shared)->mapcount == 2);
    session.apply(StepForward{});  // 7: the producer detaches
    CHECK(session.state().segments[0].nattch == 1);
    session.apply(StepForward{});  // 8: and touches
    CHECK(session.state().processes[0].signal == 11);
    session.apply(StepBack{});  // revived
    CHECK_FALSE(session.state().processes[0].signal.has_value());
    session.apply(StepForward{});  // 9
    CHECK(session.state().segments.empty());
    CHECK(session.state().usage.shm_resident == 0);
    session.apply(TourBack{});
    session.apply(TourNext{});
    session.apply(StepForward{});  // 10
    REQUIRE(session.tour() != nullptr);
    CHECK(session.tour()->at == 9);
    session.apply(StepForward{});
    CHECK(session.tour() == nullptr);
    CHECK(session.screen() == Screen::start);
}

TEST_CASE("a question about the next step is answered by that step") {
    Session session = first();
    session.apply(AskQuestion{});
    REQUIRE(session.question() != nullptr);
    CHECK(session.question()->step == 1);
    CHECK(session.question()->text.find("shmget") != std::string::npos);
    CHECK(session.blanked());
    session.apply(AnswerQuestion{99});
    CHECK_FALSE(session.answered().has_value());
    session.apply(AnswerQuestion{0});
    CHECK_FALSE(session.blanked());
    session.apply(StepForward{});
    CHECK(session.question() == nullptr);
    session.apply(ToggleBlank{});
    CHECK(session.blanked());
}
