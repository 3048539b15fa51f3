// Opening what users name, and what they are told when it cannot be opened.
#include <random>

#include "tests/unit/session/rig.h"

using namespace session_test;

namespace {

// What opening a scenario folder with this scenario.toml says.
std::string complaint(const std::string& toml) {
    const TempFolder folder;
    folder.write("scenario.toml", toml);
    folder.write("a.c", kMinimal);
    Problem problem;
    CHECK_FALSE(open_scenario({folder.path()}, {}, problem).has_value());
    CHECK(problem.message.find(folder.path()) != std::string::npos);
    const std::size_t name = problem.message.find("scenario.toml:");
    return name == std::string::npos ? problem.message : problem.message.substr(name);
}

std::string with_process(const std::string& more) {
    return "title = \"t\"\n[[process]]\nname = \"a\"\nprogram = \"a.c\"\n" + more;
}

bool says(const std::string& message, const std::string& part) {
    const bool found = message.find(part) != std::string::npos;
    if (!found) MESSAGE(message);
    return found;
}

}  // namespace

TEST_CASE("a .c file is a process named after it") {
    const TempFolder folder;
    const Scenario scenario = opened({folder.write("hello.c", kMinimal)});
    REQUIRE(scenario.machine.processes.size() == 1);
    CHECK(scenario.machine.processes[0].name == "hello");
    CHECK(scenario.machine.processes[0].uid == sim::Uid{1000});
    CHECK(scenario.programs.size() == 1);
}

TEST_CASE("several .c files are a process each, equal names are told apart, equal programs shared") {
    const TempFolder folder;
    const Scenario scenario = opened({folder.write("x/a.c", kMinimal), folder.write("y/a.c", kMinimal),
                                      folder.write("b.c", "int main(void) { return 1; }")});
    REQUIRE(scenario.machine.processes.size() == 3);
    CHECK(scenario.machine.processes[1].name == "a-2");
    CHECK(scenario.machine.processes[0].program == scenario.machine.processes[1].program);
    CHECK(scenario.programs.size() == 2);
}

TEST_CASE("local headers are found beside the file, through each other, and not outside its folder") {
    const TempFolder folder;
    folder.write("one.h", "#include \"sub/two.h\"\n");
    folder.write("sub/two.h", "#define STATUS 7\n");
    const Scenario scenario = opened({folder.write("a.c",
                                                   "#include \"one.h\"\n  # include \"../secret.h\"\n"
                                                   "int main(void) { return STATUS; }")});
    REQUIRE(scenario.programs[0].headers.size() == 2);
    CHECK(scenario.programs[0].headers[1].name == "sub/two.h");
}

TEST_CASE("every key of a scenario is read") {
    const TempFolder folder;
    folder.write("a.c", kMinimal);
    folder.write("b.c", "int two(void);\n");
    folder.write("scenario.toml", R"(title = "All keys"
[machine]
frames = 64
cpus = 2
swap = 32
overcommit = 2
memlock = 65536
shm_rmid_forced = true
semmsl = 10
semmns = 20
semopm = 5
semmni = 3
msgmni = 4
msgmax = 100
msgmnb = 200
shmmni = 6
shmmax = 4096
shmall = 16
first_shmid = 5
first_pid = 301
seed = 9
layout = "spread"
[[process]]
name = "one"
program = ["a.c", "b.c"]
args = ["x", "y"]
stdin = "text"
uid = 7
[[process]]
name = "two"
program = "a.c"
gid = 8
groups = [20, 30]
[schedule]
by = "access"
order = ["one 4", "two/1 2"]
[[note]]
at = "two:3"
text = "look"
)");
    const Scenario scenario = opened({folder.path()});
    const auto& machine = scenario.machine;
    CHECK(scenario.title == "All keys");
    CHECK(machine.frames == 64);
    CHECK(machine.cpus == 2);
    CHECK(machine.swap == 32);
    CHECK(machine.overcommit == 2);
    CHECK(machine.memlock == 65536);
    CHECK(machine.shm_rmid_forced);
    CHECK(machine.semmsl == 10);
    CHECK(machine.semmns == 20);
    CHECK(machine.semopm == 5);
    CHECK(machine.semmni == 3);
    CHECK(machine.msgmni == 4);
    CHECK(machine.msgmax == 100);
    CHECK(machine.msgmnb == 200);
    CHECK(machine.shmmni == 6);
    CHECK(machine.shmmax == 4096);
    CHECK(machine.shmall == 16);
    CHECK(machine.first_shmid == 5);
    CHECK(machine.first_pid == 301);
    CHECK(machine.seed == 9);
    CHECK(machine.spread_layout);
    CHECK(machine.processes[0].args == std::vector<std::string>{"x", "y"});
    CHECK(machine.processes[0].stdin_text == "text");
    CHECK(machine.processes[0].gid == sim::Gid{7});
    CHECK(machine.processes[1].gid == sim::Gid{8});
    CHECK(machine.processes[1].groups == std::vector<sim::Gid>{sim::Gid{20}, sim::Gid{30}});
    CHECK(scenario.programs[0].units.size() == 2);
    CHECK(scenario.schedule.unit == sim::machine::StepUnit::access);
    CHECK(scenario.schedule.order == std::vector<sim::history::ScheduleItem>{{"one", 4}, {"two/1", 2}});
    REQUIRE(scenario.notes.size() == 1);
    CHECK(scenario.notes[0].process == 1);
    CHECK(scenario.notes[0].line == 3);
}

TEST_CASE("what is wrong in a scenario is named with its line and what is allowed") {
    CHECK(says(complaint("title = \"t\"\nframes = 3\n[[process]]\nname = \"a\"\nprogram = \"a.c\"\n"),
               "scenario.toml:2: unknown key 'frames' in the file; allowed: title, machine, process, schedule, note"));
    CHECK(says(complaint(with_process("[machine]\nframes = \"many\"\n")),
               "scenario.toml:6: 'frames' in [machine] must be a whole number from 16 to 4194304"));
    CHECK(says(complaint(with_process("[machine]\nframes = 3\n")), "must be a whole number from 16"));
    CHECK(says(complaint(with_process("[machine]\ncpus = 5\n")),
               "scenario.toml:6: 'cpus' in [machine] must be a whole number from 1 to 4"));
    CHECK(says(complaint(with_process("[machine]\nswap = -1\n")), "must be a whole number from 0 to 4194304"));
    CHECK(says(complaint(with_process("[machine]\nshm_rmid_forced = 1\n")), "must be true or false"));
    CHECK(says(complaint(with_process("groups = 4\n")),
               "scenario.toml:5: 'groups' in [[process]] must be a list of at most 65536 whole numbers from 0"));
    CHECK(says(complaint(with_process("groups = [1, -1]\n")), "'groups' in [[process]] must be a list"));
    CHECK(says(complaint(with_process("[machine]\nlayout = \"random\"\n")), "must be one of: linux, spread"));
    CHECK(says(complaint(with_process("[schedule]\norder = [\"b 3\"]\n")), "no process 'b' for 'order'; there are: a"));
    CHECK(says(complaint(with_process("[schedule]\norder = [\"a\"]\n")), "a process and a number of steps"));
    CHECK(says(complaint(with_process("[[note]]\nat = \"a\"\ntext = \"x\"\n")), "a process and a line"));
    CHECK(says(complaint(with_process("uid = -1\n")), "scenario.toml:5: 'uid' in [[process]]"));
    CHECK(
        says(complaint(with_process("[[process]]\nname = \"a\"\nprogram = \"a.c\"\n")), "two processes are named 'a'"));
    CHECK(says(complaint("title = \"t\"\n[[process]]\nname = \"a\"\n"), "[[process]] needs 'program'"));
    CHECK(says(complaint("title = \"t\"\n[[process]]\nname = \"a b\"\nprogram = \"a.c\"\n"), "cannot name a process"));
    CHECK(says(complaint("title = \"t\"\n[[process]]\nname = \"a\"\nprogram = \"b.c\"\n"), "b.c: cannot read"));
    CHECK(says(complaint("title = \"t\"\n[[process]]\nname = \"a\"\nprogram = \"../a.c\"\n"), "outside the folder"));
    CHECK(says(complaint("title = \"t\"\n"), "at least one [[process]]"));
    CHECK(says(complaint("title = \"t\"\nprocess = 3\n"), "written as [[process]]"));
    CHECK(says(complaint("[[process]]\nname = \"a\"\nprogram = \"a.c\"\n"), "needs 'title'"));
    CHECK(says(complaint("title = \n"), "scenario.toml:1: not valid TOML"));
    CHECK(says(complaint("title = \"t\"\ntitle = \"u\"\n"), "not valid TOML"));
    CHECK(says(complaint("a = " + std::string(5000, '[')), "brackets nest deeper"));
    CHECK(says(complaint(std::string(100, '\x01')), "not valid TOML"));
    CHECK(says(complaint(std::string(10, '\0')), "is not a text file"));
    CHECK(says(complaint(std::string(300'000, '#')), "larger than the 256 KiB allowed"));
}

TEST_CASE("no damage to a scenario file crashes") {
    const TempFolder folder;
    folder.write("a.c", kMinimal);
    const std::string good = with_process(
        "args = [\"x\", 'y']\nstdin = \"\"\"\na\"\"\"\n[machine]\nframes = 0x40\n"
        "[schedule]\norder = [\"a 4\"]\n[[note]]\nat = \"a:1\"\ntext = \"\\u00e9\"\n");
    std::mt19937 random(5);
    const std::string marks = "[]{}\"'=#.\n,\\+-e0_ \t\xff";
    for (int round = 0; round < 500; ++round) {
        std::string toml = good;
        for (int change = 0; change < 3; ++change) {
            const std::size_t at = random() % toml.size();
            if (random() % 3 == 0)
                toml.erase(at, random() % 5);
            else
                toml.insert(at, 1, marks[random() % marks.size()]);
        }
        folder.write("scenario.toml", toml);
        Problem problem;
        const bool opened = open_scenario({folder.path()}, {}, problem).has_value();
        CHECK(opened == problem.message.empty());
    }
}

TEST_CASE("what cannot be opened is said in one line") {
    const TempFolder folder;
    const auto problem_of = [](const std::vector<std::string>& target) {
        Problem problem;
        CHECK_FALSE(open_scenario(target, {}, problem).has_value());
        CHECK(problem.message.find('\n') == std::string::npos);
        return problem.message;
    };
    CHECK(says(problem_of({}), "nothing to open"));
    CHECK(says(problem_of({"no-such-thing"}), "no such file or folder, and no scenario of that name"));
    CHECK(says(problem_of({"no-such.c"}), "no-such.c: cannot read: No such file"));
    CHECK(says(problem_of({folder.path()}), "no scenario.toml"));
    CHECK(says(problem_of({folder.write("x.txt", "hello")}), "neither a .c file nor a scenario folder"));
    CHECK(says(problem_of({folder.write("a.c", kMinimal), "b.txt"}), "only .c files may be given together"));
    CHECK(says(problem_of({folder.write("z.c", std::string("int\0main", 8))}), "is not a text file (byte 3 is 0)"));
    std::filesystem::create_directory(folder.path() + "/dir.c");
    Problem problem;
    CHECK_FALSE(open_scenario({folder.path() + "/dir.c"}, {}, problem).has_value());
}

TEST_CASE("options go over what the scenario says") {
    const TempFolder folder;
    Problem problem;
    TargetOptions options;
    options.uid = 0;
    options.args = {"one"};
    options.stdout_is_terminal = false;
    const auto scenario = open_scenario({folder.write("a.c", kMinimal)}, options, problem);
    REQUIRE(scenario);
    CHECK(scenario->machine.processes[0].uid == sim::Uid{0});
    CHECK(scenario->machine.processes[0].args == options.args);
    CHECK_FALSE(scenario->machine.stdout_is_terminal);
}

TEST_CASE("a program that does not compile is a problem with its diagnostics") {
    const Scenario scenario = scenario_from_text("bad.c", "int main(void) { return 0 }\n", {});
    Problem problem;
    std::string warnings;
    CHECK(compile_programs(scenario, warnings, problem) == nullptr);
    CHECK(says(problem.message, "bad.c:1:"));
}

TEST_CASE("every scenario that comes with shmscope opens by its name and by its number") {
    for (const ScenarioEntry& entry : built_in_scenarios()) {
        CAPTURE(entry.id);
        const Scenario scenario = opened({entry.id});
        CHECK(scenario.title == entry.title);
        CHECK(scenario.id == entry.id);
        CHECK(opened({entry.id.substr(entry.id.find('-') + 1)}).id == entry.id);
        timeline_of(scenario);
    }
}
