// C programs, run line by line on the machine.
#include "tests/unit/machine/c_programs.h"

using namespace machine_test;

TEST_CASE("lines are steps, library calls are stepped over, main's return is the last step") {
    Machine machine = boot_c(
        "#include <stdio.h>\n"
        "int main(void) {\n"
        "    int x = 1;\n"
        "    x = x + 1;\n"
        "    printf(\"x is %d\\n\", x);\n"
        "    return x;\n"
        "}\n");
    std::vector<std::uint32_t> lines;
    while (const auto pid = machine.next_task()) {
        machine.step(*pid, StepUnit::line, nullptr);
        lines.push_back(row(machine, *pid).last_line);
    }
    CHECK(lines == std::vector<std::uint32_t>{3, 4, 5, 6});
    CHECK(printed(machine) == "x is 2\n");
    CHECK(row(machine, Pid{201}).exit_status == 2);
}

TEST_CASE("a loop's body is stepped once for each turn") {
    Machine machine = boot_c(
        "int main(void) {\n"
        "    int sum = 0;\n"
        "    for (int i = 0; i < 3; i++)\n"
        "        sum += i;\n"
        "    return sum;\n"
        "}\n");
    int body = 0;
    while (const auto pid = machine.next_task()) {
        machine.step(*pid, StepUnit::line, nullptr);
        body += row(machine, *pid).last_line == 4;
    }
    CHECK(body == 3);
    CHECK(row(machine, Pid{201}).exit_status == 3);
}

TEST_CASE("L37 L42: twenty children attach, inherit and detach, and nattch follows") {
    Machine machine = boot_c(R"(
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>

static unsigned long attached(int id) {
    struct shmid_ds ds;
    if (shmctl(id, IPC_STAT, &ds) != 0) return 999;
    return ds.shm_nattch;
}

int main(void) {
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    volatile int *go = shmat(id, NULL, 0);
    for (int i = 0; i < 20; i++) {
        if (fork() == 0) {
            __sync_fetch_and_add(&go[1], 1);
            while (!go[0])
                ;
            shmdt((const void *)go);
            _exit(0);
        }
    }
    while (go[1] < 20)
        ;
    printf("%lu ", attached(id));
    go[0] = 1;
    for (int i = 0; i < 20; i++) wait(NULL);
    printf("%lu ", attached(id));
    shmdt((const void *)go);
    printf("%lu\n", attached(id));
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
)");
    run(machine);
    CHECK(printed(machine) == "21 1 0\n");
    CHECK(machine.observe().segments.empty());
    CHECK(machine.broken_invariants().empty());
}

TEST_CASE("B15: text pending in a full buffer at fork comes out twice, on a terminal once") {
    const std::string text =
        "#include <stdio.h>\n#include <unistd.h>\n#include <sys/wait.h>\n"
        "int main(void) { printf(\"hi\\n\"); if (fork() != 0) wait(NULL); return 0; }\n";
    MachineConfig config = config_for({"test"});
    config.stdout_is_terminal = false;
    Machine piped = boot_c(text, config);
    run(piped);
    CHECK(printed(piped) == "hi\nhi\n");
    config.stdout_is_terminal = true;
    Machine terminal = boot_c(text, config);
    run(terminal);
    CHECK(printed(terminal) == "hi\n");
}

TEST_CASE("scanf waits for a line, perror tells why, argv and sleep work") {
    MachineConfig config = config_for({"test"});
    config.processes[0].args = {"7"};
    Machine machine = boot_c(R"(
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <time.h>
#include <sys/shm.h>
int main(int argc, char **argv) {
    int n = 0;
    if (scanf("%d", &n) != 1) return 1;
    time_t before = time(NULL);
    sleep(3);
    printf("%d %d %ld\n", argc, n + atoi(argv[1]), (long)(time(NULL) - before));
    if (shmat(12345, NULL, 0) == (void *)-1) perror("shmat");
    return 0;
}
)",
                             config);
    run(machine);
    CHECK(machine.waiting_for_input());
    machine.type("35\n", false, nullptr);
    run(machine);
    CHECK(printed(machine) == "2 42 3\n");
    CHECK(printed(machine, 2) == "shmat: Invalid argument\n");
    CHECK(row(machine, Pid{201}).exit_status == 0);
}

TEST_CASE("abort, a null pointer and division by zero end a program as Linux ends it") {
    const auto signal_of = [](const std::string& body) {
        Machine machine =
            boot_c("#include <stdlib.h>\nint main(void) { volatile int z = 0; " + body + " return z; }\n");
        run(machine);
        return row(machine, Pid{201}).signal;
    };
    CHECK(signal_of("abort();") == 6);
    CHECK(signal_of("z = *(volatile int *)0;") == 11);
    CHECK(signal_of("z = 1 / z;") == 8);
    CHECK(signal_of("((void (*)(void))8)();") == 11);
    CHECK(signal_of("*(char *)\"literal\" = 1;") == 11);
}

TEST_CASE("endless recursion meets the end of the stack") {
    const std::string text =
        "int f(int n) { char block[65536]; block[0] = 1; return f(n + 1) + block[0]; }\n"
        "int main(void) { return f(0); }\n";
    Machine machine = boot_c(text, [] {
        MachineConfig config = config_for({"test"});
        config.frames = 4096;
        return config;
    }());
    CHECK(run(machine) > 100);
    CHECK(row(machine, Pid{201}).signal == 11);
}
