#include "app/session/quiz.h"

#include <algorithm>
#include <set>

#include "tests/unit/session/rig.h"

using namespace session_test;

TEST_CASE("questions of every scenario have distinct choices, one of them right, and the same seed gives the same") {
    for (const ScenarioEntry& entry : built_in_scenarios()) {
        CAPTURE(entry.id);
        const sim::history::Timeline timeline = timeline_of(opened({entry.id}));
        for (std::uint64_t seed = 1; seed < 6; ++seed) {
            const std::vector<Question> questions = make_questions(timeline, seed, 8);
            // Questions are about shared memory: where there is none, nothing is asked.
            const bool shares = opened({entry.id}).programs[0].units[0].text.find("shmget") != std::string::npos;
            if (shares) CHECK(questions.size() >= 3);
            const std::vector<Question> again = make_questions(timeline, seed, 8);
            REQUIRE(again.size() == questions.size());
            for (std::size_t at = 0; at < questions.size(); ++at) {
                const Question& question = questions[at];
                CAPTURE(question.text);
                CHECK(question.text == again[at].text);
                CHECK(question.choices == again[at].choices);
                CHECK(question.correct < question.choices.size());
                CHECK(question.choices.size() >= 2);
                CHECK(question.choices.size() <= 4);
                CHECK(std::set<std::string>(question.choices.begin(), question.choices.end()).size() ==
                      question.choices.size());
                CHECK_FALSE(question.explanation.empty());
                if (at > 0) CHECK(question.step > questions[at - 1].step);
            }
        }
    }
}

TEST_CASE("questions quote whole calls, also those that stand on two lines") {
    for (const ScenarioEntry& entry : built_in_scenarios()) {
        for (const Question& question : make_questions(timeline_of(opened({entry.id})), 3, 40)) {
            CAPTURE(question.text);
            CHECK(std::count(question.text.begin(), question.text.end(), '(') ==
                  std::count(question.text.begin(), question.text.end(), ')'));
            CHECK(question.text.find(",.") == std::string::npos);
        }
    }
}

TEST_CASE("another seed asks something else") {
    const sim::history::Timeline timeline = timeline_of(opened({"1"}));
    std::set<std::string> texts;
    for (std::uint64_t seed = 1; seed < 10; ++seed) texts.insert(make_questions(timeline, seed, 1).at(0).text);
    CHECK(texts.size() > 2);
}

TEST_CASE("there is nothing to ask behind the end") {
    sim::history::Timeline timeline = timeline_of(opened({"1"}));
    timeline.run_to_end(1000);
    CHECK_FALSE(question_about_next(timeline, 1).has_value());
}
