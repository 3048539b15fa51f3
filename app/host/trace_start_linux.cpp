#include "app/host/trace_start_linux.h"

#include <elf.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "app/host/trace_filter_linux.h"

extern char** environ;

namespace app::host {
namespace {

using Why = TraceRefusal::Why;

// 0 or the errno of trying to run it.
int executable(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return errno;
    if (S_ISDIR(status.st_mode)) return EISDIR;
    if (!S_ISREG(status.st_mode)) return EACCES;
    return ::access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

std::optional<std::string> find_in_path(const std::string& name, int& error) {
    const char* path = ::getenv("PATH");
    std::string_view rest = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const std::size_t colon = std::min(rest.find(':'), rest.size());
        const std::string folder(rest.substr(0, colon));
        rest.remove_prefix(std::min(colon + 1, rest.size()));
        const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
        const int problem = executable(candidate);
        if (problem == 0) return candidate;
        if (problem != ENOENT && problem != ENOTDIR) error = problem;
    }
    return std::nullopt;
}

bool map_same_user(uid_t uid, gid_t gid) {
    const std::string user = std::to_string(uid), group = std::to_string(gid);
    return write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", user + " " + user + " 1") &&
           write_file("/proc/self/gid_map", group + " " + group + " 1");
}

int mount_private_shm() {
    if (::unshare(CLONE_NEWNS) != 0) return errno;
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return errno;
    if (::mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") != 0) return errno;
    return 0;
}

}  // namespace

std::optional<std::string> find_program(const std::string& name, TraceRefusal& refusal) {
    int error = 0;
    refusal = {Why::not_found, name, ENOENT};
    if (name.empty()) return std::nullopt;
    if (name.find('/') == std::string::npos) {
        if (std::optional<std::string> found = find_in_path(name, error)) return found;
    } else {
        error = executable(name);
        if (error == 0) return name;
    }
    if (error != 0 && error != ENOENT && error != ENOTDIR) refusal = {Why::not_executable, name, error};
    return std::nullopt;
}

bool right_kind_of_program(const std::string& path) {
    const Descriptor file = open_file(path);
    Elf64_Ehdr header{};
    if (!file || ::pread(file.get(), &header, sizeof header, 0) != sizeof header) return true;
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return true;
    return header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == EM_X86_64;
}

bool enter_ipc_namespace(TraceRefusal& refusal) {
    if (::unshare(CLONE_NEWIPC) == 0) return true;
    const uid_t uid = ::geteuid();
    const gid_t gid = ::getegid();
    refusal = {Why::no_namespace, {}, 0};
    if (::unshare(CLONE_NEWUSER | CLONE_NEWIPC) == 0) {
        ::prctl(PR_SET_DUMPABLE, 1);
        if (map_same_user(uid, gid)) return true;
    }
    refusal.error = errno;
    return false;
}

// What the child tells: that it is ready (`error` 0), or what failed.
struct StartingProgram::Report {
    Why why = Why::no_process;
    int error = 0;
};

StartingProgram::StartingProgram(const TraceRequest& request, const std::string& path, const sigset_t& mask)
    : path_(path) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        error_ = errno;
        return;
    }
    socket_ = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    pid_ = ::fork();
    if (pid_ < 0) error_ = errno;
    if (pid_ != 0) return;
    ::close(ends[0]);
    become(request, mask, ends[1]);
}

StartingProgram::~StartingProgram() {
    socket_ = Descriptor();  // one that was not let go ends
}

// The child. Ends as the program, or with a report.
void StartingProgram::become(const TraceRequest& request, const sigset_t& mask, int socket) {
    const auto tell = [socket](Why why, int error) {
        const Report report{why, error};
        (void)!::send(socket, &report, sizeof report, MSG_NOSIGNAL);
        if (error != 0) ::_exit(127);
    };
    ::prctl(PR_SET_DUMPABLE, 1);
    tell(Why::no_shm_mount, request.shared_namespace ? 0 : mount_private_shm());
    char byte = 0;
    if (::recv(socket, &byte, 1, 0) != 1) ::_exit(127);
    if (request.output_to_errors) ::dup2(STDERR_FILENO, STDOUT_FILENO);
    if (::geteuid() != 0) ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);  // a filter without privilege demands it
    if (const int error = install_trace_filter(); error != 0) tell(Why::no_filter, error);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    std::vector<char*> arguments;
    for (const std::string& one : request.command) arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    ::execve(path_.c_str(), arguments.data(), environ);
    tell(Why::not_executable, errno);
    ::_exit(127);
}

std::optional<StartingProgram::Report> StartingProgram::receive() {
    Report report;
    ssize_t got = -1;
    do {
        got = ::recv(socket_.get(), &report, sizeof report, 0);
    } while (got < 0 && errno == EINTR);
    if (got != sizeof report) return std::nullopt;
    return report;
}

bool StartingProgram::ready(TraceRefusal& refusal) {
    refusal = {Why::no_process, path_, error_};
    if (pid_ < 0) return false;
    const std::optional<Report> report = receive();
    if (report && report->error == 0) return true;
    if (report) refusal = {report->why, path_, report->error};
    ::waitpid(pid_, nullptr, 0);
    return false;
}

void StartingProgram::go() {
    const char byte = 1;
    (void)!::send(socket_.get(), &byte, 1, MSG_NOSIGNAL);
}

std::optional<TraceRefusal> StartingProgram::failure() {
    const std::optional<Report> report = receive();
    if (!report) return std::nullopt;
    return TraceRefusal{report->why, path_, report->error};
}

}  // namespace app::host
