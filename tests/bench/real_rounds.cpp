#include "tests/bench/real_rounds.h"

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace bench {

RealRounds::RealRounds() {
    std::string pattern = (std::filesystem::temp_directory_path() / "shmscope-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return;
    folder_ = pattern;
    const std::string compile = std::string(SHMSCOPE_C_COMPILER) + " -O2 -o '" + folder_ + "/rounds' '" +
                                SHMSCOPE_SOURCE_DIR + "/tests/bench/programs/rounds.c'";
    ready_ = std::system(compile.c_str()) == 0 && run(0) >= 0;
}

RealRounds::~RealRounds() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

double RealRounds::seconds(long rounds) const {
    return run(rounds) - run(0);
}

double RealRounds::run(long rounds) const {
    const auto start = std::chrono::steady_clock::now();
    const std::string program = folder_ + "/rounds";
    const std::string count = std::to_string(rounds);
    const pid_t child = fork();
    if (child == 0) {
        // As root an IPC namespace is enough; an ordinary user needs a user namespace around it.
        if (unshare(CLONE_NEWIPC) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWIPC) != 0) _exit(99);
        execl(program.c_str(), program.c_str(), count.c_str(), nullptr);
        _exit(99);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) return -1;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace bench
