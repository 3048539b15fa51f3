// Grading: the solution has all points, the starter has not, and nothing a student hands in breaks it.
#include "app/session/lab.h"

#include "tests/unit/session/rig.h"

using namespace session_test;

namespace {

Lab lab() {
    Problem problem;
    auto opened = open_lab("1", problem);
    INFO(problem.message);
    REQUIRE(opened.has_value());
    return *opened;
}

Grade grade(const std::string& text) {
    const TempFolder folder;
    Lab bounded = lab();
    bounded.bounds.steps = 2'000;
    return grade_submission(bounded, folder.write("hand_in.c", text));
}

std::string complaint(const std::string& toml) {
    const TempFolder folder;
    folder.write("lab.toml", toml);
    Problem problem;
    CHECK_FALSE(open_lab(folder.path(), problem).has_value());
    return problem.message;
}

}  // namespace

TEST_CASE("every lab's solution has all points and its starter not") {
    for (const ScenarioEntry& entry : built_in_labs()) {
        CAPTURE(entry.id);
        Problem problem;
        const auto one = open_lab(entry.id, problem);
        REQUIRE(one.has_value());
        CHECK_FALSE(one->text.empty());
        const Grade solution = grade_solution(*one);
        INFO(grades_as_text(*one, {solution}));
        CHECK(solution.points == one->points());
        const Grade starter = grade_starter(*one);
        CHECK(starter.problem.empty());
        CHECK(starter.points < one->points() / 2);
    }
}

TEST_CASE("what cannot be graded has no points and says why") {
    CHECK(grade("int main(void) { return 0 }").problem.find("does not compile") != std::string::npos);
    CHECK(grade("int main(void) { for (;;) ; }").problem.find("does not end") != std::string::npos);
    CHECK(grade("int main(void) { return *(int *)0; }").problem.find("SIGSEGV") != std::string::npos);
    CHECK(grade("#include <unistd.h>\nint main(void) { for (;;) fork(); }").points == 0);
    CHECK(grade("#include <unistd.h>\nint main(void) { char c; return read(0, &c, 1); }").problem.empty());
    CHECK(grade(std::string("\0\0", 2)).points == 0);
    CHECK(grade("").points == 0);
    const TempFolder empty;
    CHECK(grade_submission(lab(), empty.path()).problem.find("no .c file") != std::string::npos);
    CHECK(grade_submission(lab(), "no-such.c").problem.find("cannot read") != std::string::npos);
    CHECK(grade_submission(lab(), "no-such").problem.find("no such file") != std::string::npos);
    for (const Grade& one : {grade("x"), grade_submission(lab(), "no-such")}) {
        CHECK(one.points == 0);
        CHECK(one.goals.size() == lab().goals.size());
    }
}

TEST_CASE("part of the task has part of the points, and what is missing is said") {
    const Grade leaves = grade(R"(#include <stdio.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int *n = shmat(shmget(IPC_PRIVATE, 4, IPC_CREAT | 0600), NULL, 0);
    *n = 42;
    if (fork() == 0) { printf("child got %d\n", *n); return 0; }
    wait(NULL);
    return 0;
})");
    CHECK(leaves.problem.empty());
    CHECK(leaves.points == lab().points() - 2);
    CHECK(leaves.output == "child got 42\n");
    bool said = false;
    for (const GoalGrade& goal : leaves.goals) said = said || goal.reason == "1 segments are left behind";
    CHECK(said);
}

TEST_CASE("a folder of several files is one submission") {
    const TempFolder folder;
    folder.write("a.c", "int two(void);\nint main(void) { return two() - 2; }");
    folder.write("b.c", "int two(void) { return 2; }");
    CHECK(grade_submission(lab(), folder.path()).problem.empty());
}

TEST_CASE("CSV quotes what it must and has a field for every goal") {
    Grade odd;
    odd.submission = "smith, \"j\".c";
    odd.problem = "line 1\nline 2";
    odd.goals.resize(lab().goals.size());
    const std::string csv = grades_as_csv(lab(), {odd});
    CHECK(csv.starts_with("submission,points,of,segment,attached,shared,output,waited,clean,status,problem\r\n"));
    CHECK(csv.find("\"smith, \"\"j\"\".c\",0,10,0,0,0,0,0,0,0,\"line 1\nline 2\"\r\n") != std::string::npos);
    CHECK(grades_as_json(lab(), {odd}).find("\"problem\": \"line 1\\nline 2\"") != std::string::npos);
}

TEST_CASE("a lab's mistakes are named with their line") {
    const std::string start = "title = \"t\"\n[[goal]]\nid = \"a\"\ntitle = \"b\"\n";
    CHECK(complaint("title = \"t\"\n").find("at least one [[goal]]") != std::string::npos);
    CHECK(complaint(start).find("lab.toml:2: [[goal]] needs 'kind'") != std::string::npos);
    CHECK(complaint(start + "kind = \"fun\"\n").find("must be one of: exit_status") != std::string::npos);
    CHECK(complaint(start + "kind = \"call_made\"\ncall = \"mount\"\n").find("'mount' is not a system call") !=
          std::string::npos);
    CHECK(complaint(start + "kind = \"nothing_left\"\ntext = \"x\"\n").find("unknown key 'text'") != std::string::npos);
    Problem problem;
    CHECK_FALSE(open_lab("no-such-lab", problem).has_value());
    CHECK(problem.message.find("no such folder, and no lab") != std::string::npos);
}
