// Saved sessions: what they keep, and what a damaged one says.
#include "app/session/session_file.h"

#include "tests/unit/session/rig.h"

using namespace session_test;
using sim::history::Timeline;

namespace {

// Latin-1 in a comment, a header, typed input: what is hard to keep.
Scenario hard_scenario(const TempFolder& folder) {
    folder.write("size.h",
                 "#define SIZE 32 /* gr\xf6\xdf"
                 "er */\n");
    return opened({folder.write("a.c",
                                "#include <stdio.h>\n#include \"size.h\"\n"
                                "int main(void) { char b[SIZE]; while (fgets(b, SIZE, stdin)) fputs(b, stdout); "
                                "return 4; }\n")});
}

std::string saved() {
    const TempFolder folder;
    const Scenario scenario = hard_scenario(folder);
    Timeline timeline = timeline_of(scenario);
    timeline.run_to_end(100);
    timeline.type("h\xe9llo\n", true);
    timeline.run_to_end(1000);
    return session_text(scenario, timeline);
}

std::string complaint(const std::string& text) {
    Problem problem;
    CHECK_FALSE(session_from_text(text, "x.shmscope", problem).has_value());
    CHECK(problem.message.starts_with("x.shmscope: "));
    return problem.message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

bool says(const std::string& message, const std::string& part) {
    const bool found = message.find(part) != std::string::npos;
    if (!found) MESSAGE(message);
    return found;
}

}  // namespace

TEST_CASE("a session is saved to a file and opened from it") {
    const TempFolder folder;
    const Scenario scenario = hard_scenario(folder);
    Timeline timeline = timeline_of(scenario);
    timeline.run_to_end(100);
    timeline.type("one\n", true);
    timeline.run_to_end(1000);
    const std::uint64_t hash = timeline.machine().hash();
    timeline.seek(1);
    Problem problem;
    const std::string path = folder.path() + "/run.shmscope";
    CHECK(is_session_path(path));
    REQUIRE(save_session(path, scenario, timeline, problem));
    auto opened = open_session(path, problem);
    INFO(problem.message);
    REQUIRE(opened.has_value());
    CHECK(opened->timeline.step() == 1);
    CHECK(opened->scenario.programs[0].headers[0].text == scenario.programs[0].headers[0].text);
    opened->timeline.run_to_end(opened->timeline.recorded());
    CHECK(opened->timeline.machine().hash() == hash);
    CHECK_FALSE(save_session(folder.path() + "/no/such/folder.shmscope", scenario, timeline, problem));
    CHECK(says(problem.message, "cannot write"));
    CHECK_FALSE(open_session(folder.path() + "/none.shmscope", problem));
}

TEST_CASE("a session keeps every setting of its machine") {
    Scenario scenario = scenario_from_text("a.c", kMinimal, {});
    auto& machine = scenario.machine;
    machine.frames = 64;
    machine.cpus = 2;
    machine.swap = 8;
    machine.overcommit = 1;
    machine.memlock = 4096;
    machine.shm_rmid_forced = true;
    machine.semmsl = 7;
    machine.msgmax = 99;
    machine.processes[0].groups = {sim::Gid{5}, sim::Gid{6}};
    Timeline timeline = timeline_of(scenario);
    Problem problem;
    const auto opened = session_from_text(session_text(scenario, timeline), "x", problem);
    INFO(problem.message);
    REQUIRE(opened.has_value());
    const auto& kept = opened->scenario.machine;
    CHECK(kept.cpus == 2);
    CHECK(kept.swap == 8);
    CHECK(kept.overcommit == 1);
    CHECK(kept.memlock == 4096);
    CHECK(kept.shm_rmid_forced);
    CHECK(kept.semmsl == 7);
    CHECK(kept.semmns == machine.semmns);
    CHECK(kept.msgmax == 99);
    CHECK(kept.processes[0].groups == machine.processes[0].groups);
}

TEST_CASE("equal steps in a row are counted together") {
    const Scenario scenario =
        scenario_from_text("a.c", "int main(void) { int i;\nfor (i = 0; i < 500; i++)\n;\nreturn 0; }", {});
    Timeline timeline = timeline_of(scenario);
    timeline.run_to_end(10'000);
    CHECK(timeline.recorded() > 500);
    CHECK(session_text(scenario, timeline).size() < 3000);
}

TEST_CASE("a damaged session is refused with a reason") {
    const std::string good = saved();
    Problem problem;
    REQUIRE(session_from_text(good, "good", problem).has_value());
    CHECK(says(complaint(""), "not valid JSON"));
    CHECK(says(complaint("{}"), "is not a saved session"));
    CHECK(says(complaint("[1, 2]"), "is not a saved session"));
    CHECK(says(complaint(std::string(100'000, '[')), "not valid JSON"));
    CHECK(says(complaint(replaced(good, "\"version\": 2", "\"version\": 1")),
               "version 1; this shmscope reads version 2"));
    CHECK(says(complaint(replaced(good, "\"hash\": \"0x", "\"hash\": \"0y")), "replays to another state"));
    CHECK(says(complaint(replaced(good, "return 4", "return 5")), "replays to another state"));
    CHECK(says(complaint(replaced(good, "return 4", "return (")), "does not compile"));
    CHECK(says(complaint(replaced(good, "\"do\": \"step\"", "\"do\": \"jump\"")), "there is no input \"jump\""));
    CHECK(says(complaint(replaced(good, "\"pid\": 201", "\"pid\": 999")), "step 0 of"));
    CHECK(says(complaint(replaced(good, "\"pid\": 201", "\"pid\": -1")), "\"pid\" must be a whole number"));
    CHECK(says(complaint(replaced(good, "\"frames\": 262144", "\"frames\": 1")), "\"frames\" must be at least 16"));
    CHECK(says(complaint(replaced(good, "\"cpus\"", "\"cpu\"")), "\"cpus\" is missing"));
    CHECK(says(complaint(replaced(good, "\"program\": 0", "\"program\": 7")), "\"program\" must be at most 0"));
    CHECK(says(complaint(replaced(good, "\"name\": \"a\"", "\"name\": 3")), "must be a text"));
}

TEST_CASE("no cut of a session crashes") {
    const std::string good = saved();
    for (std::size_t size = 0; size < good.size() - 1; size += 97) complaint(good.substr(0, size));
}
