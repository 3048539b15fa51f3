// Questions made from steps made by hand.
#include "sim/labs/questions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace sim;
using namespace sim::labs;

namespace {

constexpr Pid kPid{201};
constexpr ShmId kId{5};

report::Event event(report::Rule rule, std::initializer_list<std::uint64_t> args) {
    report::Event made;
    made.rule = rule;
    made.pid = kPid;
    std::copy(args.begin(), args.end(), made.args.begin());
    return made;
}

report::State state_with(std::uint64_t nattch, bool attached) {
    report::State state;
    report::SegmentRow segment;
    segment.shmid = kId;
    segment.nattch = nattch;
    segment.page_count = 3;
    state.segments.push_back(segment);
    report::TaskRow task;
    task.pid = kPid;
    if (attached) {
        report::AreaRow area;
        area.start = VirtAddr{0x7000};
        area.end = VirtAddr{0xa000};
        area.kind = report::AreaKind::shm;
        area.shmid = kId;
        task.areas.push_back(area);
    }
    state.processes.push_back(task);
    return state;
}

const StepQuestion* of_kind(const std::vector<StepQuestion>& questions, QuestionKind kind) {
    const auto found =
        std::find_if(questions.begin(), questions.end(), [&](const StepQuestion& one) { return one.kind == kind; });
    return found == questions.end() ? nullptr : &*found;
}

std::int64_t answer(const StepQuestion& question) {
    return question.choices.at(question.correct);
}

}  // namespace

TEST_CASE("attaching: nattch rises and no entry changes") {
    const report::State before = state_with(1, false), after = state_with(2, true);
    const std::vector<report::Event> events{event(report::Rule::segment_attach, {5, 1, 2})};
    const auto questions = questions_of({before, after, events, kPid}, 1);
    const StepQuestion* nattch = of_kind(questions, QuestionKind::nattch);
    REQUIRE(nattch != nullptr);
    CHECK(answer(*nattch) == 2);
    CHECK(std::count(nattch->choices.begin(), nattch->choices.end(), 1) == 1);  // what it was
    const StepQuestion* entries = of_kind(questions, QuestionKind::entries);
    REQUIRE(entries != nullptr);
    CHECK(answer(*entries) == 0);
    CHECK(std::count(entries->choices.begin(), entries->choices.end(), 3) == 1);  // the pages of the segment
}

TEST_CASE("detaching: the segment is still there") {
    const report::State before = state_with(1, true), after = state_with(0, false);
    const std::vector<report::Event> events{event(report::Rule::segment_detach, {5, 1, 0})};
    const auto questions = questions_of({before, after, events, kPid}, 1);
    REQUIRE(of_kind(questions, QuestionKind::exists) != nullptr);
    CHECK(answer(*of_kind(questions, QuestionKind::exists)) == 1);
    CHECK(answer(*of_kind(questions, QuestionKind::nattch)) == 0);
    const report::State gone;
    const auto removed = questions_of({before, gone, {event(report::Rule::segment_destroy, {5, 1})}, kPid}, 1);
    CHECK(answer(*of_kind(removed, QuestionKind::exists)) == 0);
    CHECK(of_kind(removed, QuestionKind::nattch) == nullptr);
}

TEST_CASE("a failed call: which errno") {
    const report::State state;
    report::Event failed = event(report::Rule::syscall_return, {29, ~16ull});
    failed.error = Errno::eexist;
    const auto questions = questions_of({state, state, {failed}, kPid}, 3);
    const StepQuestion* outcome = of_kind(questions, QuestionKind::outcome);
    REQUIRE(outcome != nullptr);
    CHECK(answer(*outcome) == 17);
    CHECK(outcome->choices.front() == 0);  // success is always a choice
}

TEST_CASE("a touch behind the end: who is killed") {
    const report::State state = state_with(0, false);
    const auto questions = questions_of({state, state, {event(report::Rule::fault_signal, {0x7000, 11, 1})}, kPid}, 1);
    REQUIRE(of_kind(questions, QuestionKind::survives) != nullptr);
    CHECK(answer(*of_kind(questions, QuestionKind::survives)) == 11);
}

TEST_CASE("choices are distinct, sorted and made the same by the same seed") {
    const report::State before = state_with(1, false), after = state_with(2, true);
    const std::vector<report::Event> events{event(report::Rule::segment_attach, {5, 1, 2})};
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto questions = questions_of({before, after, events, kPid}, seed);
        const auto again = questions_of({before, after, events, kPid}, seed);
        for (std::size_t at = 0; at < questions.size(); ++at) {
            const auto& choices = questions[at].choices;
            CHECK(choices == again[at].choices);
            CHECK(std::set<std::int64_t>(choices.begin(), choices.end()).size() == choices.size());
            CHECK(std::is_sorted(choices.begin(), choices.end()));
            CHECK(choices.size() >= 2);
        }
    }
}

TEST_CASE("a step without shared memory has nothing worth asking but its faults") {
    const report::State state;
    const std::vector<report::Event> events{event(report::Rule::fault_minor, {0x1000, 1})};
    CHECK(questions_of({state, state, events, kPid}, 1).empty());
    const StepQuestion faults = fault_question({state, state, events, kPid});
    CHECK(answer(faults) == 1);
}
