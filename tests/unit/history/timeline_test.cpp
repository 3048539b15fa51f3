// Walking a run forwards and backwards, jumping in it, deciding otherwise in the past.
#include <map>
#include <random>

#include "tests/unit/history/rig.h"

using namespace history_test;

namespace {

Timeline two() {
    return timeline_of({kProducer, kConsumer});
}

std::uint64_t run_length(Timeline timeline) {
    REQUIRE(timeline.run_to_end(1'000'000));
    return timeline.recorded();
}

}  // namespace

TEST_CASE("a new timeline stands at step 0 and knows no end") {
    const Timeline timeline = two();
    CHECK(timeline.cursor() == Moment{});
    CHECK(timeline.recorded() == 0);
    CHECK_FALSE(timeline.length().has_value());
    CHECK(timeline.events().empty());
    CHECK(timeline.next_task() == Pid{201});
    CHECK_FALSE(timeline.at_end());
}

TEST_CASE("without a schedule tasks take one line in turn, to the end") {
    Timeline timeline = two();
    REQUIRE(timeline.run_to_end(1000));
    CHECK(timeline.task_of(0) == Pid{201});
    CHECK(timeline.task_of(1) == Pid{202});
    CHECK(timeline.task_of(2) == Pid{201});
    CHECK(timeline.length() == timeline.recorded());
    CHECK(timeline.at_end());
    CHECK_FALSE(timeline.next_task().has_value());
    CHECK_FALSE(timeline.forward(Unit::line));
    CHECK(timeline.machine().observe().processes[1].exit_status == 42);
}

TEST_CASE("back and forward by every unit come to the same states") {
    for (const Unit unit : {Unit::event, Unit::access, Unit::line, Unit::call}) {
        CAPTURE(static_cast<int>(unit));
        Timeline timeline = two();
        std::vector<std::pair<Moment, std::uint64_t>> seen{{timeline.cursor(), timeline.machine().hash()}};
        while (timeline.forward(unit)) {
            CHECK(timeline.cursor() > seen.back().first);
            seen.emplace_back(timeline.cursor(), timeline.machine().hash());
        }
        CHECK(timeline.at_end());
        for (std::size_t at = seen.size() - 1; at-- > 0;) {
            if (timeline.cursor() != seen[at + 1].first) continue;
            REQUIRE(timeline.back(unit));
            CHECK(timeline.cursor() == seen[at].first);
            CHECK(timeline.machine().hash() == seen[at].second);
        }
        CHECK(timeline.cursor() == Moment{});
        CHECK_FALSE(timeline.back(unit));
    }
}

TEST_CASE("inside a step only the events that have happened are true") {
    Timeline timeline = two();
    timeline.seek(4);  // both have attached
    const Pid producer{201};
    REQUIRE(timeline.next_task() == producer);
    const std::uint64_t rss = timeline.machine().observe().process(producer)->rss_pages;
    bool set = false;
    while (timeline.step() == 4 && timeline.forward(Unit::event) && timeline.step() == 4) {
        const auto& event = timeline.events()[timeline.events_done() - 1];
        set = set || event.rule == report::Rule::pte_set;
        CHECK(timeline.machine().observe().process(producer)->rss_pages == rss + (set ? 1 : 0));
        CHECK(timeline.machine_before().observe().process(producer)->rss_pages == rss);
    }
    CHECK(set);
    CHECK(timeline.cursor() == Moment{5});
    CHECK(timeline.events_done() == timeline.events().size());
}

TEST_CASE("events are those without data accesses, accesses are places of their own") {
    Timeline timeline = timeline_of({kProducer});
    timeline.seek(3);  // before p[1] = p[0] + 1
    std::uint32_t accesses = 0;
    while (timeline.step() == 3 && timeline.forward(Unit::access)) {
        if (timeline.step() == 3) CHECK(timeline.cursor().access == ++accesses);
    }
    CHECK(accesses == 3);  // p, p, p[0] and, as the end of the step, p[1]
    for (const report::Event& event : timeline.events()) {
        CHECK(event.rule != report::Rule::load);
        CHECK(event.rule != report::Rule::store);
    }
}

TEST_CASE("walking by call stops behind every system call") {
    Timeline timeline = timeline_of({kProducer});
    std::vector<std::uint64_t> numbers;
    while (timeline.forward(Unit::call)) {
        if (timeline.events_done() == 0) break;
        const report::Event& last = timeline.events()[timeline.events_done() - 1];
        if (last.rule == report::Rule::syscall_return) numbers.push_back(last.args[0]);
    }
    CHECK(numbers == std::vector<std::uint64_t>{29, 30, 67});  // shmget, shmat, shmdt; exit does not return
}

TEST_CASE("random jumps equal walking") {
    Timeline timeline = two();
    std::map<std::uint64_t, std::uint64_t> hashes;
    do hashes[timeline.step()] = timeline.machine().hash();
    while (timeline.forward(Unit::line));
    std::mt19937 random(7);
    for (int jump = 0; jump < 200; ++jump) {
        const std::uint64_t step = random() % hashes.size();
        timeline.seek(step);
        REQUIRE(timeline.step() == step);
        CHECK(timeline.machine().hash() == hashes[step]);
    }
}

TEST_CASE("a jump behind the end goes to the end") {
    Timeline timeline = two();
    const std::uint64_t length = run_length(timeline);
    timeline.seek(1'000'000);
    CHECK(timeline.step() == length);
    CHECK(timeline.at_end());
    CHECK_FALSE(timeline.events().empty());
    timeline.seek(Moment{length + 5, 2});
    CHECK(timeline.cursor() == Moment{length});
}

TEST_CASE("a jump into a step stands behind that event") {
    Timeline timeline = two();
    timeline.seek(Moment{0, 2});
    CHECK(timeline.cursor().step == 0);
    CHECK(timeline.events_done() == 2);
    timeline.seek(Moment{0, 100'000});
    CHECK(timeline.cursor() == Moment{1});
}

TEST_CASE("deciding in the past cuts off what was recorded, and the same decision does not") {
    Timeline timeline = two();
    const std::uint64_t length = run_length(timeline);
    timeline.run_to_end(1000);
    timeline.seek(2);
    REQUIRE(timeline.step_task(Pid{201}, StepUnit::line));  // as recorded
    CHECK(timeline.recorded() == length);
    timeline.seek(2);
    REQUIRE(timeline.step_task(Pid{202}, StepUnit::line));
    CHECK(timeline.recorded() == 3);
    CHECK(timeline.task_of(2) == Pid{202});
    CHECK_FALSE(timeline.length().has_value());
    CHECK(timeline.run_to_end(1000));
    CHECK_FALSE(timeline.step_task(Pid{201}, StepUnit::line));
    CHECK_FALSE(timeline.step_task(Pid{4711}, StepUnit::line));
}

TEST_CASE("a schedule says who goes next, what is left over for a task that cannot run is skipped") {
    Timeline timeline = timeline_of(
        {kProducer, kConsumer}, {StepUnit::line, {{"consumer", 2}, {"nobody", 3}, {"producer", 100}, {"consumer", 1}}});
    REQUIRE(timeline.run_to_end(1000));
    CHECK(timeline.task_of(0) == Pid{202});
    CHECK(timeline.task_of(1) == Pid{202});
    CHECK(timeline.task_of(2) == Pid{201});
    std::uint64_t step = 2;
    while (timeline.task_of(step) == Pid{201}) ++step;
    CHECK(step > 5);
    CHECK(timeline.task_of(step) == Pid{202});
}

TEST_CASE("a choice of one's own does not use up the schedule") {
    Timeline timeline = timeline_of({kProducer, kConsumer}, {StepUnit::line, {{"producer", 2}, {"consumer", 2}}});
    REQUIRE(timeline.step_task(Pid{202}, StepUnit::line));
    CHECK(timeline.next_task() == Pid{201});
    timeline.forward(Unit::line);
    timeline.forward(Unit::line);
    CHECK(timeline.next_task() == Pid{202});
}

TEST_CASE("running again keeps the machine, and the schedule begins anew") {
    Timeline timeline = timeline_of({kProducer}, {StepUnit::line, {{"producer", 2}}});
    CHECK_FALSE(timeline.run_again());
    REQUIRE(timeline.run_to_end(1000));
    const std::uint64_t length = timeline.recorded();
    REQUIRE(timeline.run_again());
    CHECK(timeline.input(length).kind == Input::Kind::run_again);
    CHECK(timeline.machine().observe().segments.size() == 1);
    CHECK(timeline.next_task() == Pid{202});
    REQUIRE(timeline.run_to_end(1000));
    const std::uint64_t hash = timeline.machine().hash();
    timeline.seek(3);
    timeline.seek(timeline.recorded());
    CHECK(timeline.machine().hash() == hash);
    timeline.reboot();
    CHECK(timeline.recorded() == 0);
    CHECK(timeline.machine().observe().segments.empty());
}

TEST_CASE("typed input is part of the run") {
    Timeline timeline = timeline_of({kReader});
    CHECK(timeline.run_to_end(1000));  // nobody can proceed: it waits
    CHECK(timeline.machine().waiting_for_input());
    timeline.type("one\ntwo\n", true);
    CHECK(timeline.run_to_end(1000));
    CHECK(timeline.machine().observe().processes[0].exit_status == 3);
    const std::uint64_t hash = timeline.machine().hash();
    Timeline replayed = timeline_of({kReader});
    replayed.load(timeline.inputs());
    CHECK(replayed.step() == 0);
    replayed.run_to_end(timeline.recorded());
    CHECK(replayed.machine().hash() == hash);
}

TEST_CASE("a recording that cannot be done ends where it cannot go on") {
    Timeline timeline = two();
    timeline.load({{Input::Kind::step, Pid{201}, StepUnit::line, {}},
                   {Input::Kind::step, Pid{999}, StepUnit::line, {}},
                   {Input::Kind::run_again, {}, {}, {}}});
    CHECK(timeline.recorded() == 3);
    timeline.seek(2);
    CHECK(timeline.recorded() == 1);
    CHECK(timeline.step() == 1);
    CHECK(timeline.forward(Unit::line));
}

TEST_CASE("a copy goes its own way") {
    Timeline timeline = two();
    timeline.seek(3);
    Timeline copy = timeline;
    copy.seek(6);
    REQUIRE(copy.step_task(Pid{202}, StepUnit::line));
    CHECK(timeline.step() == 3);
    CHECK(timeline.recorded() == 3);
}

TEST_CASE("a long history is kept by few checkpoints, and any step of it is near one") {
    Timeline timeline = timeline_of({kCounter, kCounter});
    timeline.run_to_end(60'000);
    std::map<std::uint64_t, std::uint64_t> hashes;
    for (std::uint64_t step = 0; step < 60'000; step += 7'001) {
        timeline.seek(step);
        hashes[step] = timeline.machine().hash();
    }
    Timeline replayed = timeline_of({kCounter, kCounter});
    replayed.load(timeline.inputs());
    for (const auto& [step, hash] : hashes) {
        replayed.seek(step);
        CHECK(replayed.machine().hash() == hash);
    }
}
