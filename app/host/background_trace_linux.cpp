#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/host/background_trace.h"

namespace app::host {
namespace {

std::string new_folder() {
    std::error_code ignored;
    std::string name = (std::filesystem::temp_directory_path(ignored) / "shmscope-XXXXXX").string();
    return ::mkdtemp(name.data()) != nullptr ? name : std::string();
}

// In the child: no input, stderr into a file. It ends with us, however we end.
void become_tracer(char* const* arguments, const char* complaints, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    ::signal(SIGINT, SIG_DFL);  // a job a script starts in the background ignores it: then stop() would do nothing
    const int input = ::open("/dev/null", O_RDONLY), errors = ::open(complaints, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (::dup2(input, 0) == 0 && ::dup2(errors, 2) == 2) ::execv("/proc/self/exe", arguments);
    ::_exit(126);
}

// -1: errno says why.
pid_t start_tracer(std::vector<std::string> arguments, const std::string& complaints) {
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const pid_t parent = ::getpid(), pid = ::fork();
    if (pid == 0) become_tracer(pointers.data(), complaints.c_str(), parent);
    return pid;
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
    pid_ = start_tracer(std::move(arguments), folder_ + "/complaints");
    if (pid_ < 0) {
        why_not = std::string("cannot be started: ") + std::strerror(errno);
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
    return std::getline(in, line) ? line : "the trace ended without a recording";
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
