// C programs on machines with several CPUs, with too little memory, with swap space.
#include "tests/unit/machine/c_programs.h"

using namespace machine_test;

namespace {

MachineConfig machine_with(std::uint32_t frames, std::uint32_t swap, std::uint32_t cpus = 1) {
    MachineConfig config = config_for({"test"});
    config.frames = frames;
    config.swap = swap;
    config.cpus = cpus;
    return config;
}

const char* const kTwoTasks =
    "#include <stdio.h>\n"
    "#include <sys/mman.h>\n"
    "#include <sys/wait.h>\n"
    "#include <unistd.h>\n"
    "int main(void) {\n"
    "    volatile int *p = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);\n"
    "    volatile int *turn = p + 1024;\n"
    "    if (fork() == 0) {\n"
    "        for (int i = 0; i < 50; i++) {\n"
    "            while (*turn != 1);\n"
    "            *p += 1;\n"
    "            *turn = 0;\n"
    "        }\n"
    "        return 0;\n"
    "    }\n"
    "    for (int i = 0; i < 50; i++) {\n"
    "        while (*turn != 0);\n"
    "        *p += 1;\n"
    "        if (i == 20) mprotect((void *)p, 4096, PROT_READ);\n"
    "        if (i == 20) mprotect((void *)p, 4096, PROT_READ | PROT_WRITE);\n"
    "        if (i == 30) madvise((void *)p, 8192, MADV_DONTNEED);\n"
    "        *turn = 1;\n"
    "    }\n"
    "    wait(0);\n"
    "    printf(\"%d\\n\", *p);\n"
    "    return 0;\n"
    "}\n";

const char* const kHungry =
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "#include <sys/mman.h>\n"
    "int main(void) {\n"
    "    unsigned char *p = mmap(0, 80 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);\n"
    "    long sum = 0;\n"
    "    if (p == MAP_FAILED) return 1;\n"
    "    for (int i = 0; i < 80; i++) p[i * 4096] = i;\n"
    "    for (int i = 0; i < 80; i++) sum += p[i * 4096];\n"
    "    printf(\"%ld\\n\", sum);\n"
    "    return 0;\n"
    "}\n";

}  // namespace

TEST_CASE("tasks on two CPUs share pages whatever one of them does to its mapping") {
    for (std::uint32_t cpus = 1; cpus <= 4; ++cpus) {
        CAPTURE(cpus);
        Machine machine = boot_c(kTwoTasks, machine_with(256, 0, cpus));
        run(machine);
        CHECK(printed(machine) == "100\n");
        CHECK(machine.observe().limits.cpus == cpus);
    }
}

TEST_CASE("a program larger than memory runs on a machine with swap space") {
    Machine machine = boot_c(kHungry, machine_with(64, 64));
    run(machine);
    CHECK(printed(machine) == "3160\n");
    const report::State state = machine.observe();
    CHECK(state.processes[0].major_faults > 0);
    CHECK(state.usage.swap_used == 0);
    CHECK(state.limits.swap == 64);
}

TEST_CASE("without enough swap space the largest process is killed in the end") {
    Machine machine = boot_c(kHungry, machine_with(64, 20));
    run(machine);
    CHECK(printed(machine).empty());
    CHECK(machine.observe().processes[0].signal == 9);
    CHECK(machine.observe().usage.swap_used == 0);
}

TEST_CASE("pages of a segment go to swap space, locked ones stay") {
    Machine machine = boot_c(
        "#include <stdio.h>\n"
        "#include <sys/shm.h>\n"
        "int main(void) {\n"
        "    int free_one = shmget(IPC_PRIVATE, 30 * 4096, 0600), locked = shmget(IPC_PRIVATE, 4 * 4096, 0600);\n"
        "    char *p = shmat(free_one, 0, 0), *q = shmat(locked, 0, 0);\n"
        "    shmctl(locked, SHM_LOCK, 0);\n"
        "    for (int i = 0; i < 4; i++) q[i * 4096] = i;\n"
        "    for (int turn = 0; turn < 2; turn++)\n"
        "        for (int i = 0; i < 30; i++) p[i * 4096] += i;\n"
        "    struct shm_info info;\n"
        "    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);\n"
        "    printf(\"%lu %d\\n\", info.shm_rss + info.shm_swp, info.shm_swp > 0);\n"
        "    return 0;\n"
        "}\n",
        machine_with(44, 64));
    run(machine);
    CHECK(printed(machine) == "34 1\n");
    const report::State state = machine.observe();
    CHECK(state.segments[0].swapped > 0);
    CHECK(state.segments[0].resident + state.segments[0].swapped == 30);
    CHECK(state.segments[1].resident == 4);
    CHECK(state.usage.shm_swapped == state.segments[0].swapped);
    CHECK(state.usage.swap_used == state.segments[0].swapped);
}
