#include "app/host/observe_linux.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "app/host/maps_linux.h"
#include "app/host/observe_task_linux.h"
#include "app/host/sysvipc_linux.h"

namespace app::host {
namespace {

using sim::Gid;
using sim::Uid;

// The objects that have a name, in the order of their names.
std::vector<sim::report::FileRow> object_rows() {
    std::vector<sim::report::FileRow> rows;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/dev/shm"), ::closedir);
    while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
        sim::report::FileRow row;
        row.name = std::string("/dev/shm/") + entry->d_name;
        struct stat status {};
        if (::lstat(row.name.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        row.uid = Uid{status.st_uid};
        row.gid = Gid{status.st_gid};
        row.mode = status.st_mode & 07777;
        row.bytes = static_cast<std::uint64_t>(status.st_size);
        row.links = static_cast<std::uint32_t>(status.st_nlink);
        rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return rows;
}

}  // namespace

Observer::Observer(const SandboxIdentity& identity)
    : abilities_{identity.uid == 0, frames_visible()},
      segments_(open_file("/proc/sysvipc/shm")),
      semaphores_(open_file("/proc/sysvipc/sem")),
      queues_(open_file("/proc/sysvipc/msg")) {}

void Observer::look(const Helpers& helpers, sim::report::State& state) const {
    state.segments = segment_rows(read_file(segments_));
    state.semaphores = semaphore_rows(read_file(semaphores_));
    state.queues = queue_rows(read_file(queues_));
    state.files = object_rows();
    for (const auto& [pid, helper] : helpers.all()) state.processes.push_back(task_row(helper));
}

}  // namespace app::host
