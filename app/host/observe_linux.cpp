#include "app/host/observe_linux.h"

#include <dirent.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "app/host/observe_task_linux.h"

namespace app::host {
namespace {

using sim::Gid;
using sim::Key;
using sim::Pid;
using sim::Uid;

// The fields of one line, in order.
class Columns {
public:
    explicit Columns(std::string_view line) : line_(line) {}
    std::uint64_t u64() { return number(next_field(line_)); }
    std::int64_t i64() { return signed_number(next_field(line_)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(u64()); }
    std::int32_t i32() { return static_cast<std::int32_t>(i64()); }
    std::uint32_t octal() { return static_cast<std::uint32_t>(number(next_field(line_), 8)); }

private:
    std::string_view line_;
};

// A row for every line below the heading.
template <class Row, class Parse>
std::vector<Row> rows_of(const Descriptor& file, Parse parse) {
    const std::string text = read_file(file);
    std::string_view rest(text);
    next_line(rest);
    std::vector<Row> rows;
    while (!rest.empty()) rows.push_back(parse(Columns(next_line(rest))));
    return rows;
}

// key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap
sim::report::SegmentRow segment_row(Columns column) {
    sim::report::SegmentRow row;
    row.key = Key{column.i32()};
    row.shmid = sim::ShmId{column.i32()};
    const std::uint32_t mode = column.octal();
    row.mode = mode & 0777;
    row.dest = (mode & sim::kShmDest) != 0;
    row.locked = (mode & sim::kShmLocked) != 0;
    row.bytes = column.u64();
    row.cpid = Pid{column.i32()};
    row.lpid = Pid{column.i32()};
    row.nattch = column.u64();
    row.uid = Uid{column.u32()};
    row.gid = Gid{column.u32()};
    row.cuid = Uid{column.u32()};
    row.cgid = Gid{column.u32()};
    row.atime = column.i64();
    row.dtime = column.i64();
    row.ctime = column.i64();
    row.page_count = sim::pages_for(row.bytes);
    row.resident = column.u64() / sim::kPageSize;
    row.swapped = column.u64() / sim::kPageSize;
    return row;
}

union SemctlArgument {
    int number;
    unsigned short* values;
};

// key semid perms nsems uid gid cuid cgid otime ctime
sim::report::SemaphoreSetRow semaphore_row(Columns column) {
    sim::report::SemaphoreSetRow row;
    row.key = Key{column.i32()};
    row.semid = column.i32();
    row.mode = column.octal() & 0777;
    row.semaphores.resize(column.u64());
    row.uid = Uid{column.u32()};
    row.gid = Gid{column.u32()};
    row.cuid = Uid{column.u32()};
    row.cgid = Gid{column.u32()};
    row.otime = column.i64();
    row.ctime = column.i64();
    for (std::size_t i = 0; i < row.semaphores.size(); ++i) {
        const int at = static_cast<int>(i);
        sim::report::SemaphoreRow& semaphore = row.semaphores[i];
        semaphore.value = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETVAL)));
        semaphore.pid = Pid{::semctl(row.semid, at, GETPID)};
        semaphore.wait_more = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETNCNT)));
        semaphore.wait_zero = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETZCNT)));
    }
    return row;
}

// key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid stime rtime ctime
sim::report::QueueRow queue_row(Columns column) {
    sim::report::QueueRow row;
    row.key = Key{column.i32()};
    row.msqid = column.i32();
    row.mode = column.octal() & 0777;
    row.bytes = column.u64();
    row.messages = column.u64();
    row.lspid = Pid{column.i32()};
    row.lrpid = Pid{column.i32()};
    row.uid = Uid{column.u32()};
    row.gid = Gid{column.u32()};
    row.cuid = Uid{column.u32()};
    row.cgid = Gid{column.u32()};
    row.stime = column.i64();
    row.rtime = column.i64();
    row.ctime = column.i64();
    msqid_ds queue{};
    if (::msgctl(row.msqid, IPC_STAT, &queue) == 0) row.limit = queue.msg_qbytes;
    return row;
}

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
    state.segments = rows_of<sim::report::SegmentRow>(segments_, segment_row);
    for (auto& segment : state.segments) make_room(segment, segment.page_count);
    state.semaphores = rows_of<sim::report::SemaphoreSetRow>(semaphores_, semaphore_row);
    state.queues = rows_of<sim::report::QueueRow>(queues_, queue_row);
    state.files = object_rows();
    frames_.begin();
    for (const auto& [pid, helper] : helpers.all()) state.processes.push_back(task_row(helper, frames_));
    add_mapped_objects(state);
    frames_.finish(observation);
}

}  // namespace app::host
