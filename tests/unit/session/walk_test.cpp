// Back and forward over every step of everything that comes with shmscope.
#include <random>

#include "app/session/json.h"
#include "app/session/session_file.h"
#include "app/session/tour.h"
#include "tests/unit/session/rig.h"

using namespace session_test;
using sim::history::Timeline;
using sim::history::Unit;

namespace {

struct Picture {
    std::uint64_t hash = 0;
    std::string state;
    bool operator==(const Picture&) const = default;
};

Picture picture(const Timeline& timeline) {
    const sim::report::State state = timeline.machine().observe();
    const bool between = timeline.cursor() == sim::history::Moment{timeline.step()};
    const std::vector<sim::report::Event> none;
    return {timeline.machine().hash(),
            snapshot_json(
                {timeline.step(), {}, "line", timeline.at_end(), &state, between ? &timeline.events() : &none}, -1)};
}

// Walking costs the square of the steps: scenarios that measure the same message over and over are left out.
constexpr std::uint64_t kWalkedSteps = 500;

std::vector<Scenario> everything() {
    std::vector<Scenario> all;
    for (const ScenarioEntry& entry : built_in_scenarios()) {
        Scenario scenario = opened({entry.id});
        if (timeline_of(scenario).run_to_end(kWalkedSteps)) all.push_back(std::move(scenario));
    }
    Problem problem;
    all.push_back(*open_tour(problem));
    return all;
}

// The whole run, seen step by step.
std::vector<Picture> walk(Timeline& timeline) {
    std::vector<Picture> pictures{picture(timeline)};
    while (timeline.step() < kWalkedSteps && timeline.forward(Unit::line)) pictures.push_back(picture(timeline));
    return pictures;
}

}  // namespace

TEST_CASE("stepping back and forward again over every step of every scenario gives the same states") {
    for (const Scenario& scenario : everything()) {
        CAPTURE(scenario.id);
        Timeline timeline = timeline_of(scenario);
        const std::vector<Picture> pictures = walk(timeline);
        CHECK(timeline.at_end());
        CHECK(pictures.size() > 3);
        while (timeline.back(Unit::line)) CHECK(picture(timeline) == pictures[timeline.step()]);
        CHECK(timeline.step() == 0);
        for (std::uint64_t step = 1; step < pictures.size(); ++step) {
            timeline.seek(step);
            timeline.back(Unit::line);
            CHECK(picture(timeline) == pictures[step - 1]);
            timeline.forward(Unit::line);
            CHECK(picture(timeline) == pictures[step]);
        }
    }
}

TEST_CASE("stepping by event over every scenario passes through every step's state") {
    for (const Scenario& scenario : everything()) {
        CAPTURE(scenario.id);
        Timeline timeline = timeline_of(scenario);
        const std::vector<Picture> pictures = walk(timeline);
        timeline.seek(0);
        while (timeline.forward(Unit::event)) {
            if (timeline.cursor() == sim::history::Moment{timeline.step()}) {
                CHECK(picture(timeline) == pictures[timeline.step()]);
            }
        }
        CHECK(timeline.step() + 1 == pictures.size());
    }
}

TEST_CASE("random jumps equal walking, in every scenario") {
    std::mt19937 random(11);
    for (const Scenario& scenario : everything()) {
        CAPTURE(scenario.id);
        Timeline timeline = timeline_of(scenario);
        const std::vector<Picture> pictures = walk(timeline);
        for (int jump = 0; jump < 50; ++jump) {
            const std::uint64_t step = random() % pictures.size();
            timeline.seek(step);
            CHECK(picture(timeline) == pictures[step]);
        }
    }
}

TEST_CASE("a saved session replays to the same states, in every scenario") {
    for (const Scenario& scenario : everything()) {
        CAPTURE(scenario.id);
        Timeline timeline = timeline_of(scenario);
        const std::vector<Picture> pictures = walk(timeline);
        if (timeline.at_end()) REQUIRE(timeline.run_again());
        timeline.seek(pictures.size() / 2);
        Problem problem;
        auto again = session_from_text(session_text(scenario, timeline), "saved", problem);
        INFO(problem.message);
        REQUIRE(again.has_value());
        CHECK(again->timeline.inputs() == timeline.inputs());
        CHECK(again->timeline.step() == pictures.size() / 2);
        CHECK(picture(again->timeline) == pictures[pictures.size() / 2]);
        CHECK(again->scenario.title == scenario.title);
        CHECK(again->scenario.notes.size() == scenario.notes.size());
        CHECK(again->scenario.schedule == scenario.schedule);
        CHECK(session_text(again->scenario, again->timeline) == session_text(scenario, timeline));
    }
}
