#include "app/host/observe_frames_linux.h"  // before <signal.h>, which makes si_addr a macro
#include "app/host/probe.h"
// The rest in the usual order.
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "app/host/files_linux.h"

namespace app::host {
namespace {

constexpr uid_t kNobody = 65534;

// One setting as "name value"; empty where the kernel does not have it.
std::string setting(const std::string& path) {
    const std::string text = read_file(open_file(path));
    std::string_view rest(text);
    const std::string_view value = next_line(rest);
    return value.empty() ? std::string() : path.substr(path.rfind('/') + 1) + " " + std::string(value);
}

std::string listed(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

// Runs `attempt` in a process of its own; what errno it ended with, 0: it worked.
template <class Attempt>
int tried_apart(Attempt attempt) {
    const pid_t child = ::fork();
    if (child < 0) return errno;
    if (child == 0) ::_exit(attempt() ? 0 : errno);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
}

std::string words(int error) {
    return error == 0 ? std::string() : std::strerror(error);
}

// Some systems let anyone make a user namespace and then give no power in it: a mount tells.
bool mounts_can_be_private() {
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool root_namespaces() {
    return ::unshare(CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID) == 0 && mounts_can_be_private();
}

bool ordinary_namespaces() {
    if (::geteuid() == 0 && ::setresuid(kNobody, kNobody, kNobody) != 0) return false;
    return ::unshare(CLONE_NEWUSER | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID) == 0 && mounts_can_be_private();
}

Finding system_found() {
    utsname name{};
    ::uname(&name);
    return {FindingId::system, true, std::string(name.sysname) + " " + name.release + " " + name.machine};
}

Finding user_namespaces_found() {
    const int error = tried_apart(ordinary_namespaces);
    return {FindingId::user_namespaces, error == 0,
            listed({words(error), setting("/proc/sys/user/max_user_namespaces"),
                    setting("/proc/sys/kernel/unprivileged_userns_clone"),
                    setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")})};
}

Finding namespaces_found(bool as_root, bool as_anyone) {
    return {FindingId::namespaces, as_root || as_anyone, as_root ? "as root" : as_anyone ? "in a user namespace" : ""};
}

Finding subordinate_ids_found() {
    const bool program = ::access("/usr/bin/newuidmap", X_OK) == 0;
    const bool given = !read_file(open_file("/etc/subuid")).empty();
    return {FindingId::subordinate_ids, program && given,
            listed({program ? "newuidmap" : "no newuidmap", given ? "/etc/subuid" : "/etc/subuid empty or absent"})};
}

Finding small_pages_found() {
    const std::string found = setting("/sys/kernel/mm/transparent_hugepage/shmem_enabled");
    const bool huge = found.find("[always]") != std::string::npos || found.find("[force]") != std::string::npos;
    return {FindingId::small_pages, !huge, found};
}

Finding tracing_found() {
    const int error = tried_apart([] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; });
    return {FindingId::tracing, error == 0, listed({words(error), setting("/proc/sys/kernel/yama/ptrace_scope")})};
}

Finding fault_events_found() {
    perf_event_attr event{};
    event.type = PERF_TYPE_SOFTWARE;
    event.size = sizeof event;
    event.config = PERF_COUNT_SW_PAGE_FAULTS_MIN;
    event.sample_period = 1;
    event.sample_type = PERF_SAMPLE_ADDR | PERF_SAMPLE_IP;
    event.exclude_kernel = 1;
    const Descriptor counter(static_cast<int>(::syscall(SYS_perf_event_open, &event, 0, -1, -1, 0)));
    const int error = counter ? 0 : errno;
    return {FindingId::fault_events, error == 0,
            listed({words(error), setting("/proc/sys/kernel/perf_event_paranoid")})};
}

}  // namespace

std::vector<Finding> probe_host() {
    const bool as_root = tried_apart(root_namespaces) == 0;
    const Finding users = user_namespaces_found();
    const ObservedFrames frames;
    return {system_found(),
            namespaces_found(as_root, users.works),
            users,
            {FindingId::several_users, as_root, "uid " + std::to_string(::geteuid())},
            subordinate_ids_found(),
            {FindingId::pagemap, frames.numbers_visible(), "/proc/self/pagemap"},
            {FindingId::frame_counts, frames.counts_visible(), "/proc/kpagecount"},
            small_pages_found(),
            tracing_found(),
            fault_events_found()};
}

}  // namespace app::host
