#include "tests/bench/real_program.h"

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace bench {
namespace {

// As root an IPC namespace is enough; an ordinary user needs a user namespace around it.
bool enter_namespace() {
    return unshare(CLONE_NEWIPC) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWIPC) == 0;
}

}  // namespace

RealProgram::RealProgram(const std::string& name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "shmscope-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return;
    folder_ = pattern;
    program_ = folder_ + "/" + name;
    const std::string compile = std::string(SHMSCOPE_C_COMPILER) + " -O2 -pthread -o '" + program_ + "' '" +
                                SHMSCOPE_SOURCE_DIR + "/tests/bench/programs/" + name + ".c'";
    if (std::system(compile.c_str()) != 0) return;
    const pid_t child = fork();
    if (child == 0) _exit(enter_namespace() ? 0 : 99);
    int status = 0;
    ready_ = child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

RealProgram::~RealProgram() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

double RealProgram::seconds(const std::vector<std::string>& arguments, long rounds) const {
    std::vector<std::string> none = arguments, all = arguments;
    none.emplace_back("0");
    all.push_back(std::to_string(rounds));
    const double start = run(none);
    return run(all) - start;
}

double RealProgram::run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), program_);
    std::vector<char*> argv;
    for (std::string& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        if (enter_namespace()) execv(program_.c_str(), argv.data());
        _exit(99);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) return -1;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace bench
