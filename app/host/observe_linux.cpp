#include "app/host/observe_linux.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "app/host/maps_linux.h"
#include "app/host/observe_task_linux.h"
#include "app/host/sysvipc_linux.h"

namespace app::host {
namespace {

using sim::Gid;
using sim::Uid;

// Room for the frames that will be met.
template <class Row>
void make_room(Row& row, std::uint64_t pages) {
    row.pages.assign(std::min<std::uint64_t>(pages, sim::report::kMaxListedPages), sim::kNoFrame);
    row.truncated = pages > sim::report::kMaxListedPages;
}

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
        row.inode = status.st_ino;
        constexpr std::uint64_t kBlock = 512;
        row.resident = static_cast<std::uint64_t>(status.st_blocks) * kBlock / sim::kPageSize;
        make_room(row, sim::pages_for(row.bytes));
        rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return rows;
}

// How often our processes map each object; one that has no name any more lives on in its mappings.
void add_mapped_objects(sim::report::State& state) {
    for (const sim::report::TaskRow& process : state.processes) {
        for (const sim::report::AreaRow& area : process.areas) {
            if (!area.name.starts_with("/dev/shm/")) continue;
            auto file = std::find_if(state.files.begin(), state.files.end(),
                                     [&](const auto& row) { return row.name == area.name; });
            if (file == state.files.end()) {
                file = state.files.insert(file, sim::report::FileRow{});
                file->name = area.name;
            }
            ++file->mappings;
            const std::uint64_t mapped_to = (area.offset + (area.end - area.start)) / sim::kPageSize;
            if (file->links == 0 && mapped_to > file->pages.size()) make_room(*file, mapped_to);
        }
    }
}

}  // namespace

Observer::Observer(const SandboxIdentity& identity)
    : abilities_{!identity.one_user, frames_.numbers_visible(), frames_.counts_visible()},
      segments_(open_file("/proc/sysvipc/shm")),
      semaphores_(open_file("/proc/sysvipc/sem")),
      queues_(open_file("/proc/sysvipc/msg")) {}

void Observer::look(const Helpers& helpers, Observation& observation) {
    sim::report::State& state = observation.state;
    state.visible = {false, abilities_.frames, abilities_.several_uids};
    state.clock = observation.after;
    machine_.look(state.limits, state.usage);
    state.segments = segment_rows(read_file(segments_));
    for (auto& segment : state.segments) make_room(segment, segment.page_count);
    state.semaphores = semaphore_rows(read_file(semaphores_));
    state.queues = queue_rows(read_file(queues_));
    state.files = object_rows();
    frames_.begin();
    for (const auto& [pid, helper] : helpers.all()) state.processes.push_back(task_row(helper, frames_));
    add_mapped_objects(state);
    frames_.finish(observation);
}

}  // namespace app::host
