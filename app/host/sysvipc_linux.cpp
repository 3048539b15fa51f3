#include "app/host/sysvipc_linux.h"

#include <sys/msg.h>
#include <sys/sem.h>

#include <algorithm>
#include <string_view>

#include "app/host/files_linux.h"
#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::Gid;
using sim::Key;
using sim::Pid;
using sim::Uid;
using sim::report::QueueRow;
using sim::report::SegmentRow;
using sim::report::SemaphoreRow;
using sim::report::SemaphoreSetRow;

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

// key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap
SegmentRow segment_row(Columns column) {
    SegmentRow row;
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
SemaphoreSetRow semaphore_row(Columns column) {
    SemaphoreSetRow row;
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
        SemaphoreRow& semaphore = row.semaphores[i];
        semaphore.value = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETVAL)));
        semaphore.pid = Pid{::semctl(row.semid, at, GETPID)};
        semaphore.wait_more = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETNCNT)));
        semaphore.wait_zero = static_cast<std::uint32_t>(std::max(0, ::semctl(row.semid, at, GETZCNT)));
    }
    return row;
}

// key msqid perms cbytes qnum lspid lrpid uid gid cuid cgid stime rtime ctime
QueueRow queue_row(Columns column) {
    QueueRow row;
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

// A row for every line below the heading.
template <class Row>
std::vector<Row> rows_of(std::string_view text, Row (*row)(Columns)) {
    next_line(text);
    std::vector<Row> rows;
    while (!text.empty()) rows.push_back(row(Columns(next_line(text))));
    return rows;
}

}  // namespace

std::vector<SegmentRow> segment_rows(std::string_view text) {
    return rows_of<SegmentRow>(text, segment_row);
}

std::vector<SemaphoreSetRow> semaphore_rows(std::string_view text) {
    return rows_of<SemaphoreSetRow>(text, semaphore_row);
}

std::vector<QueueRow> queue_rows(std::string_view text) {
    return rows_of<QueueRow>(text, queue_row);
}

}  // namespace app::host
