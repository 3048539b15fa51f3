#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/host/background_trace.h"

extern char** environ;

namespace app::host {
namespace {

std::string new_folder() {
    std::error_code ignored;
    std::string name = (std::filesystem::temp_directory_path(ignored) / "shmscope-XXXXXX").string();
    return ::mkdtemp(name.data()) != nullptr ? name : std::string();
}

// Runs with no input; what goes to stderr is kept in a file.
int spawn(std::vector<std::string> arguments, const std::string& complaints, pid_t& pid) {
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 2, complaints.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int problem = ::posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    return problem;
}

}  // namespace

BackgroundTrace::~BackgroundTrace() {
    if (state_ == State::running) {
        ::kill(pid_, SIGKILL);  // its tracees die with it
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    forget();
}

bool BackgroundTrace::start(const std::vector<std::string>& command, std::string& why_not) {
    folder_ = new_folder();
    if (folder_.empty()) {
        why_not = std::string("no folder for the recording: ") + std::strerror(errno);
        return false;
    }
    file_ = folder_ + "/trace.shmscope";
    std::vector<std::string> arguments{"shmscope", "trace", "-o", file_, "--"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    if (const int problem = spawn(std::move(arguments), folder_ + "/complaints", pid_); problem != 0) {
        why_not = std::string("cannot be started: ") + std::strerror(problem);
        return false;
    }
    state_ = State::running;
    return true;
}

void BackgroundTrace::stop() {
    if (state_ == State::running) ::kill(pid_, SIGINT);
}

BackgroundTrace::State BackgroundTrace::poll() {
    if (state_ != State::running) return state_;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return state_;
    state_ = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? State::done : State::failed;
    return state_;
}

std::string BackgroundTrace::complaint() const {
    std::ifstream in(folder_ + "/complaints");
    std::string line;
    std::getline(in, line);
    return line;
}

void BackgroundTrace::forget() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    folder_.clear();
}

std::vector<std::string> command_words(const std::string& line) {
    wordexp_t words{};
    std::vector<std::string> list;
    if (::wordexp(line.c_str(), &words, WRDE_NOCMD) == 0) list.assign(words.we_wordv, words.we_wordv + words.we_wordc);
    ::wordfree(&words);
    return list;
}

}  // namespace app::host
