#include "app/host/helper_start_linux.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/helper/protocol.h"

// The helper's program, linked by itself (app/CMakeLists.txt), stands here as bytes; the linker makes the names.
extern "C" const char _binary_shmscope_helper_start[];
extern "C" const char _binary_shmscope_helper_end[];

namespace app::host {
namespace {

// The limits the simulated machine has: they shape the address space.
void set_resource_limits() {
    const rlimit stack{sim::kStackLimit, RLIM_INFINITY};
    ::setrlimit(RLIMIT_STACK, &stack);
    const rlimit locked{sim::kMemlockDefault, sim::kMemlockDefault};
    ::setrlimit(RLIMIT_MEMLOCK, &locked);
}

// 0 leads nowhere; the control socket and the program stand high; nothing else is open.
void arrange_descriptors(const HelperDescriptors& given) {
    ::dup2(given.socket, kHelperControl);
    ::dup2(given.image, kHelperImage);
    ::dup2(::open("/dev/null", O_RDWR), 0);
    ::dup2(given.out, 1);
    ::dup2(given.errors, 2);
    ::syscall(SYS_close_range, 3u, unsigned{kHelperControl} - 1, 0u);
    ::syscall(SYS_close_range, unsigned{kHelperImage} + 1, ~0u, 0u);
}

// An ordinary user's sandbox has one user: in a further user namespace it is whom the setup says, without root's
// powers.
bool take_only_identity(const sim::report::ProcessSetup& process) {
    if (process.uid.value == 0) return true;
    return ::unshare(CLONE_NEWUSER) == 0 && write_file("/proc/self/setgroups", "deny") &&
           write_file("/proc/self/uid_map", std::to_string(process.uid.value) + " 0 1") &&
           write_file("/proc/self/gid_map", std::to_string(process.gid.value) + " 0 1");
}

bool take_identity(const sim::report::ProcessSetup& process, const SandboxIdentity& identity) {
    if (identity.one_user) return take_only_identity(process);
    std::vector<gid_t> groups;
    for (sim::Gid group : process.groups) groups.push_back(group.value);
    const gid_t gid = process.gid.value;
    const uid_t uid = process.uid.value;
    return ::setgroups(groups.size(), groups.data()) == 0 && ::setresgid(gid, gid, gid) == 0 &&
           ::setresuid(uid, uid, uid) == 0;
}

}  // namespace

int make_helper_image() {
    const int image = ::memfd_create("helper", 0);
    const auto size = static_cast<std::size_t>(_binary_shmscope_helper_end - _binary_shmscope_helper_start);
    if (image >= 0 && ::write(image, _binary_shmscope_helper_start, size) != static_cast<ssize_t>(size)) return -1;
    return image;
}

void become_helper(const sim::report::ProcessSetup& process, const SandboxIdentity& identity,
                   const HelperDescriptors& given) {
    ::signal(SIGPIPE, SIG_DFL);
    ::setpgid(0, 0);  // a job of its own, as a shell starts them
    ::personality(ADDR_NO_RANDOMIZE);
    set_resource_limits();
    if (!take_identity(process, identity)) ::_exit(126);
    arrange_descriptors(given);
    const char* const arguments[] = {"helper", nullptr};
    const char* const environment[] = {nullptr};
    ::syscall(SYS_execveat, kHelperImage, "", arguments, environment, AT_EMPTY_PATH);
    ::_exit(127);
}

}  // namespace app::host
