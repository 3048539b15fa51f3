// The kernel's tables: segments, semaphore sets, message queues, objects.
#include <algorithm>

#include "app/session/compare_notes.h"

namespace app::session {
namespace {

using sim::report::FileRow;
using sim::report::QueueRow;
using sim::report::SegmentRow;
using sim::report::SemaphoreSetRow;

// The real kernel shows the IPC namespace its reader is in: that in which the processes began.
bool shown(const SegmentRow& row) {
    return row.shmid.ns == sim::kFirstIpcNs;
}
template <class SetOrQueue>
requires requires(SetOrQueue row) {
    row.ipc_ns;
}
bool shown(const SetOrQueue& row) {
    return row.ipc_ns == sim::kFirstIpcNs;
}
bool shown(const FileRow&) {
    return true;
}

// The rows' names first: rows only one kernel has are one difference, the others are compared one by one.
template <class Row, class Name, class Compare>
void compare_lists(CompareNotes& notes, const char* table, const std::vector<Row>& simulated,
                   const std::vector<Row>& real, Name name, Compare compare) {
    const auto names = [&](const std::vector<Row>& rows) {
        std::string text;
        for (const Row& row : rows) {
            if (shown(row)) text += fmt::format("{}{}", text.empty() ? "" : " ", name(row));
        }
        return text.empty() ? std::string("none") : text;
    };
    notes.place = {};
    notes.check("", table, names(simulated), names(real));
    for (const Row& row : simulated) {
        if (!shown(row)) continue;
        const auto other = std::find_if(real.begin(), real.end(), [&](const Row& r) { return name(r) == name(row); });
        if (other != real.end()) compare(fmt::format("{} {}", table, name(row)), row, *other);
    }
    notes.place = {};
}

// struct ipc_perm.
template <class Row>
void compare_permission(CompareNotes& notes, const std::string& where, const Row& simulated, const Row& real) {
    notes.check_as("{:#x}", where, "key", static_cast<std::uint32_t>(simulated.key.value),
                   static_cast<std::uint32_t>(real.key.value));
    notes.check_as("{:#o}", where, "mode", simulated.mode, real.mode);
    notes.check_user(where, "uid", simulated.uid.value, real.uid.value);
    notes.check_user(where, "gid", simulated.gid.value, real.gid.value);
    notes.check_user(where, "cuid", simulated.cuid.value, real.cuid.value);
    notes.check_user(where, "cgid", simulated.cgid.value, real.cgid.value);
}

void compare_segments(CompareNotes& notes, const std::string& where, const SegmentRow& simulated,
                      const SegmentRow& real) {
    notes.place.kind = Selection::Kind::segment;
    notes.place.shmid = simulated.shmid;
    compare_permission(notes, where, simulated, real);
    notes.check(where, "bytes", simulated.bytes, real.bytes);
    notes.check(where, "nattch", simulated.nattch, real.nattch);
    notes.check(where, "cpid", simulated.cpid.value, real.cpid.value);
    notes.check(where, "lpid", simulated.lpid.value, real.lpid.value);
    notes.check(where, "dest", simulated.dest, real.dest);
    notes.check(where, "locked", simulated.locked, real.locked);
    notes.check(where, "resident pages", simulated.resident, real.resident);
    notes.check(where, "swapped pages", simulated.swapped, real.swapped);
    notes.check_time(where, "atime", simulated.atime, real.atime);
    notes.check_time(where, "dtime", simulated.dtime, real.dtime);
    notes.check_time(where, "ctime", simulated.ctime, real.ctime);
}

void compare_semaphores(CompareNotes& notes, const std::string& where, const SemaphoreSetRow& simulated,
                        const SemaphoreSetRow& real) {
    compare_permission(notes, where, simulated, real);
    notes.check(where, "nsems", simulated.semaphores.size(), real.semaphores.size());
    notes.check_time(where, "otime", simulated.otime, real.otime);
    notes.check_time(where, "ctime", simulated.ctime, real.ctime);
    for (std::size_t i = 0; i < std::min(simulated.semaphores.size(), real.semaphores.size()); ++i) {
        const std::string one = fmt::format("{}, semaphore {}", where, i);
        notes.check(one, "semval", simulated.semaphores[i].value, real.semaphores[i].value);
        notes.check(one, "sempid", simulated.semaphores[i].pid.value, real.semaphores[i].pid.value);
        notes.check(one, "semncnt", simulated.semaphores[i].wait_more, real.semaphores[i].wait_more);
        notes.check(one, "semzcnt", simulated.semaphores[i].wait_zero, real.semaphores[i].wait_zero);
    }
}

void compare_queues(CompareNotes& notes, const std::string& where, const QueueRow& simulated, const QueueRow& real) {
    compare_permission(notes, where, simulated, real);
    notes.check(where, "msg_cbytes", simulated.bytes, real.bytes);
    notes.check(where, "msg_qnum", simulated.messages, real.messages);
    notes.check(where, "msg_lspid", simulated.lspid.value, real.lspid.value);
    notes.check(where, "msg_lrpid", simulated.lrpid.value, real.lrpid.value);
    notes.check_time(where, "msg_stime", simulated.stime, real.stime);
    notes.check_time(where, "msg_rtime", simulated.rtime, real.rtime);
    notes.check_time(where, "msg_ctime", simulated.ctime, real.ctime);
}

// Objects with a name in /dev/shm, by name.
std::vector<FileRow> named_objects(const std::vector<FileRow>& files) {
    std::vector<FileRow> objects;
    std::copy_if(files.begin(), files.end(), std::back_inserter(objects),
                 [](const FileRow& file) { return file.name.starts_with("/dev/shm/") && file.links > 0; });
    std::sort(objects.begin(), objects.end(), [](const FileRow& a, const FileRow& b) { return a.name < b.name; });
    return objects;
}

// The simulated kernel has a row for each object, the folder one for each name: of several the one the other has.
std::vector<FileRow> one_name_each(std::vector<FileRow> rows, const std::vector<FileRow>& simulated) {
    const auto known = [&](const FileRow& row) {
        return std::any_of(simulated.begin(), simulated.end(), [&](const FileRow& s) { return s.name == row.name; });
    };
    std::stable_partition(rows.begin(), rows.end(), known);
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        const auto same = [&](const FileRow& other) { return row->links > 1 && other.inode == row->inode; };
        rows.erase(std::remove_if(row + 1, rows.end(), same), rows.end());
    }
    std::sort(rows.begin(), rows.end(), [](const FileRow& a, const FileRow& b) { return a.name < b.name; });
    return rows;
}

void compare_objects(CompareNotes& notes, const std::string& where, const FileRow& simulated, const FileRow& real) {
    notes.check_user(where, "uid", simulated.uid.value, real.uid.value);
    notes.check_user(where, "gid", simulated.gid.value, real.gid.value);
    notes.check_as("{:#o}", where, "mode", simulated.mode, real.mode);
    notes.check(where, "bytes", simulated.bytes, real.bytes);
    notes.check(where, "links", simulated.links, real.links);
}

// The sandbox's limits, and SHM_INFO.
void compare_limits(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real) {
    notes.check("limits", "shmmni", simulated.limits.shmmni, real.limits.shmmni);
    notes.check("limits", "shmmax", simulated.limits.shmmax, real.limits.shmmax);
    notes.check("limits", "shmall", simulated.limits.shmall, real.limits.shmall);
    notes.check("usage", "used_ids", simulated.usage.segments, real.usage.segments);
    notes.check("usage", "shm_tot", simulated.usage.shm_pages, real.usage.shm_pages);
}

}  // namespace

void compare_tables(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real) {
    const auto with = [&notes](auto compare) {
        return
            [&notes, compare](const std::string& where, const auto& a, const auto& b) { compare(notes, where, a, b); };
    };
    compare_limits(notes, simulated, real);
    compare_lists(
        notes, "segment", simulated.segments, real.segments, [](const SegmentRow& row) { return row.shmid.value; },
        with(compare_segments));
    compare_lists(
        notes, "semaphore set", simulated.semaphores, real.semaphores,
        [](const SemaphoreSetRow& row) { return row.semid; }, with(compare_semaphores));
    compare_lists(
        notes, "message queue", simulated.queues, real.queues, [](const QueueRow& row) { return row.msqid; },
        with(compare_queues));
    const std::vector<FileRow> objects = named_objects(simulated.files);
    compare_lists(
        notes, "object", objects, one_name_each(named_objects(real.files), objects),
        [](const FileRow& row) { return row.name; }, with(compare_objects));
}

}  // namespace app::session
