#include "app/host/trace_tables_linux.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "app/host/sysvipc_linux.h"
#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::Gid;
using sim::Uid;
using sim::report::FileRow;
using sim::report::QueueRow;
using sim::report::SegmentRow;
using sim::report::SemaphoreRow;
using sim::report::SemaphoreSetRow;

constexpr std::size_t kMaxObjects = 1024;  // listed of a folder
constexpr std::uint64_t kBlock = 512;      // bytes of stat's st_blocks

auto fields_of(const SegmentRow& it) {
    return std::tie(it.key, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.bytes, it.nattch, it.cpid, it.lpid, it.atime,
                    it.dtime, it.ctime, it.dest, it.locked, it.resident, it.swapped);
}
auto fields_of(const SemaphoreRow& it) {
    return std::tie(it.value, it.pid, it.wait_more, it.wait_zero);
}
auto fields_of(const SemaphoreSetRow& it) {
    return std::tie(it.key, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.otime, it.ctime);
}
auto fields_of(const QueueRow& it) {
    return std::tie(it.key, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.bytes, it.messages, it.lspid, it.lrpid,
                    it.stime, it.rtime, it.ctime);
}
auto fields_of(const FileRow& it) {
    return std::tie(it.name, it.uid, it.gid, it.mode, it.bytes, it.links, it.mappings, it.resident);
}

template <class Row>
bool same(const Row& one, const Row& other) {
    return fields_of(one) == fields_of(other);
}
bool same(const SemaphoreSetRow& one, const SemaphoreSetRow& other) {
    return fields_of(one) == fields_of(other) &&
           std::equal(one.semaphores.begin(), one.semaphores.end(), other.semaphores.begin(), other.semaphores.end(),
                      [](const SemaphoreRow& a, const SemaphoreRow& b) { return fields_of(a) == fields_of(b); });
}

// Appends what differs between the rows known and those of now, which take their place.
template <class Id, class Row>
void compare(std::map<Id, Row>& known, std::map<Id, Row> now, std::vector<Row>& changed, std::vector<Id>& gone) {
    for (const auto& [id, row] : known) {
        if (now.find(id) == now.end()) gone.push_back(id);
    }
    for (const auto& [id, row] : now) {
        const auto old = known.find(id);
        if (old == known.end() || !same(old->second, row)) changed.push_back(row);
    }
    known = std::move(now);
}

FileRow file_row(std::string name, const struct stat& status) {
    FileRow row;
    row.name = std::move(name);
    row.inode = status.st_ino;
    row.uid = Uid{status.st_uid};
    row.gid = Gid{status.st_gid};
    row.mode = status.st_mode & 07777;
    row.bytes = static_cast<std::uint64_t>(status.st_size);
    row.links = static_cast<std::uint32_t>(status.st_nlink);
    row.resident = static_cast<std::uint64_t>(status.st_blocks) * kBlock / sim::kPageSize;
    return row;
}

MemoryId memory_of(const struct stat& status) {
    return {false, std::uint64_t{major(status.st_dev)} * 256 + minor(status.st_dev), status.st_ino};
}

// What a process's descriptor of that file tells of it; nullopt: it has none.
std::optional<struct stat> open_file_of(pid_t pid, const MemoryId& id) {
    const std::string path = "/proc/" + std::to_string(pid) + "/fd";
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
    while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
        struct stat status {};
        if (::fstatat(::dirfd(folder.get()), entry->d_name, &status, 0) == 0 && memory_of(status) == id) return status;
    }
    return std::nullopt;
}

constexpr std::string_view kDeleted = " (deleted)";

std::string without_deleted(const std::string& name) {
    return name.ends_with(kDeleted) ? name.substr(0, name.size() - kDeleted.size()) : name;
}

std::uint64_t setting(const char* name) {
    const Descriptor file = open_file(std::string("/proc/sys/kernel/") + name);
    return file ? number(read_file(file).substr(0, 20).c_str()) : 0;
}

}  // namespace

KernelTables::KernelTables()
    : segment_file_(open_file("/proc/sysvipc/shm")),
      semaphore_file_(open_file("/proc/sysvipc/sem")),
      queue_file_(open_file("/proc/sysvipc/msg")) {}

void KernelTables::look(const Tables& which, const Holders& holders, Changes& changes) {
    if (which.segments && segment_file_) look_at_segments(changes);
    if (which.semaphores && semaphore_file_) look_at_semaphores(changes);
    if (which.queues && queue_file_) look_at_queues(changes);
    if (which.objects) look_at_objects(holders, changes);
}

void KernelTables::look_at_segments(Changes& changes) {
    std::string text = read_file(segment_file_);
    if (text == segment_text_) return;
    std::map<sim::ShmId, SegmentRow> now;
    for (SegmentRow& row : segment_rows(text)) now.emplace(row.shmid, std::move(row));
    compare(segments_, std::move(now), changes.segments, changes.segments_gone);
    segment_text_ = std::move(text);
}

void KernelTables::look_at_semaphores(Changes& changes) {
    std::map<std::int32_t, SemaphoreSetRow> now;
    for (SemaphoreSetRow& row : semaphore_rows(read_file(semaphore_file_))) now.emplace(row.semid, std::move(row));
    compare(semaphores_, std::move(now), changes.semaphores, changes.semaphores_gone);
}

void KernelTables::look_at_queues(Changes& changes) {
    std::map<std::int32_t, QueueRow> now;
    for (QueueRow& row : queue_rows(read_file(queue_file_))) now.emplace(row.msqid, std::move(row));
    compare(queues_, std::move(now), changes.queues, changes.queues_gone);
}

// Objects are the files of the folder and whatever else is mapped: unlinked ones, memfds, shared anonymous memory. One
// that has lost its name and is not mapped lives on while it is open.
void KernelTables::look_at_objects(const Holders& holders, Changes& changes) {
    Objects now;
    add_named(now);
    for (const MappedArea& one : holders.mapped) add_mapped(one, now);
    add_open(holders.processes, now);
    for (const auto& [id, row] : objects_) {
        if (now.find(id) == now.end()) changes.objects.push_back({row, id.device, true});
    }
    for (const auto& [id, row] : now) {
        const auto old = objects_.find(id);
        if (old != objects_.end() && same(old->second, row)) continue;
        changes.objects.push_back({row, id.device, false});
    }
    objects_ = std::move(now);
}

void KernelTables::add_named(Objects& now) {
    const int copy = folder_ < 0 ? -1 : ::openat(folder_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy < 0) return;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::fdopendir(copy), ::closedir);
    while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
        struct stat status {};
        if (::fstatat(folder_, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) continue;
        cut_ = cut_ || now.size() == kMaxObjects;
        if (now.size() == kMaxObjects) return;
        now[memory_of(status)] = file_row(std::string("/dev/shm/") + entry->d_name, status);
    }
}

void KernelTables::add_mapped(const MappedArea& mapped, Objects& now) const {
    const MemoryId id = host::memory_of(*mapped.area);
    const auto [object, first] = now.try_emplace(id);
    if (first) object->second = row_of_mapped(mapped, id);
    FileRow& row = object->second;
    ++row.mappings;
    // How large anonymous memory is, or a memfd that is closed, cannot be asked: at least what is mapped of it.
    const sim::report::AreaRow& area = mapped.area->row;
    const bool closed = row.name.starts_with("/memfd:") && row.bytes == 0;
    if (closed || area.kind == sim::report::AreaKind::anon)
        row.bytes = std::max(row.bytes, area.offset + (area.end - area.start));
}

void KernelTables::add_open(const std::vector<pid_t>& processes, Objects& now) const {
    for (const auto& [id, row] : objects_) {
        if (now.find(id) != now.end() || !row.name.starts_with("/dev/shm/")) continue;
        for (const pid_t pid : processes) {
            const auto status = open_file_of(pid, id);
            if (!status) continue;
            now[id] = file_row(row.name, *status);
            break;
        }
    }
}

// An object without a name, or a file elsewhere that is mapped.
FileRow KernelTables::row_of_mapped(const MappedArea& mapped, const MemoryId& id) const {
    FileRow row;
    row.inode = id.inode;
    row.uid = mapped.uid;
    row.name = without_deleted(mapped.area->row.name);
    const auto known = objects_.find(id);
    if (known != objects_.end()) row = known->second;
    row.mappings = 0;
    row.links = 0;
    const std::string path = "/proc/" + std::to_string(mapped.pid) + "/root" + row.name;
    struct stat status {};
    const bool named = row.name.starts_with("/") && ::stat(path.c_str(), &status) == 0 && memory_of(status) == id;
    if (named) return file_row(row.name, status);
    const auto open = open_file_of(mapped.pid, id);
    return open ? file_row(row.name, *open) : row;
}

sim::report::LimitsRow shm_limits() {
    sim::report::LimitsRow limits;
    limits.shmmni = setting("shmmni");
    limits.shmmax = setting("shmmax");
    limits.shmall = setting("shmall");
    limits.shm_rmid_forced = setting("shm_rmid_forced") != 0;
    limits.page_size = sim::kPageSize;
    limits.frames = static_cast<std::uint64_t>(std::max(0l, ::sysconf(_SC_PHYS_PAGES)));
    limits.cpus = static_cast<std::uint32_t>(std::max(1l, ::sysconf(_SC_NPROCESSORS_ONLN)));
    return limits;
}

}  // namespace app::host
