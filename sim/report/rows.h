// Rows: what an observer may see of a kernel, the same for the simulated and the real one.
//
// Fields are named as Linux and glibc name them. One `State` is everything a view, a grade or `show` needs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/ids.h"

namespace sim::report {

enum class AreaKind : std::uint8_t { text, data, heap, stack, shm, object, anon };
std::string_view area_kind_name(AreaKind kind);  // "text" …

enum class FrameOwner : std::uint8_t { free, kernel, table, private_, segment, object, cache };
std::string_view frame_owner_name(FrameOwner owner);  // "private" …

enum class TaskState : std::uint8_t { ready, blocked, stopped, zombie, ended };
std::string_view task_state_name(TaskState state);

// Permission bits of an area. "rw-s" in /proc/PID/maps.
struct Perms {
    bool read = false;
    bool write = false;
    bool execute = false;
    bool shared = false;
    bool operator==(const Perms&) const = default;
    std::string text() const;  // "rw-s"
};

// IPC limits and machine size.
struct LimitsRow {
    std::uint64_t shmmni = 0;     // segments
    std::uint64_t shmmax = 0;     // bytes of one segment
    std::uint64_t shmall = 0;     // pages of all segments
    std::uint64_t page_size = 0;  // bytes
    std::uint64_t frames = 0;     // of physical memory
    std::uint64_t swap = 0;       // pages of swap space
    std::uint32_t cpus = 1;
    bool shm_rmid_forced = false;
};

struct UsageRow {
    std::uint64_t segments = 0;      // SHM_INFO used_ids
    std::uint64_t shm_pages = 0;     // SHM_INFO shm_tot
    std::uint64_t shm_resident = 0;  // SHM_INFO shm_rss, pages
    std::uint64_t frames_free = 0;
    std::uint64_t shm_swapped = 0;  // SHM_INFO shm_swp, pages
    std::uint64_t swap_used = 0;    // pages
};

// A System V identifier for people: "5"; in another namespace than the first "1:5".
std::string ipc_id_text(std::int32_t id, IpcNsId ns);
inline std::string id_text(ShmId id) {
    return ipc_id_text(id.value, id.ns);
}

// One shmid_ds, as shmctl(IPC_STAT) and /proc/sysvipc/shm show it.
struct SegmentRow {
    Key key;
    ShmId shmid;
    Uid uid, cuid;
    Gid gid, cgid;
    std::uint32_t mode = 0;   // low 9 bits; dest and locked apart
    std::uint64_t bytes = 0;  // shm_segsz
    std::uint64_t nattch = 0;
    Pid cpid, lpid;
    std::int64_t atime = 0, dtime = 0, ctime = 0;  // seconds of the machine's clock; 0: never
    bool dest = false;
    bool locked = false;
    std::uint64_t page_count = 0;  // pages reserved
    std::uint64_t resident = 0;    // pages that have a frame
    std::uint64_t swapped = 0;     // pages in swap space
    std::vector<Pfn> pages;        // frame of each page, kNoFrame for none; at most kMaxListedPages
    bool truncated = false;        // there are more than kMaxListedPages
};
inline constexpr std::size_t kMaxListedPages = 4096;

struct AreaRow {
    VirtAddr start, end;  // [start, end), page-aligned
    Perms perms;
    AreaKind kind = AreaKind::anon;
    ShmId shmid = kNoSegment;  // of a shm area
    std::string name;          // the last column of /proc/PID/maps: "/SYSV00001234 (deleted)", "[stack]", the program
    std::uint64_t offset = 0;  // bytes into its backing
};

// One page-table entry of the last level that is present, or holds a swap slot.
struct PageRow {
    VirtAddr page;
    std::uint64_t pte = 0;  // all 64 bits
    Pfn pfn;
    bool present = false, writable = false, user = false, accessed = false, dirty = false, nx = false;
    bool swapped = false;  // not present: its page is in swap slot `swap_slot`
    std::uint32_t swap_slot = 0;
};

// A page table of any level, for the full picture.
struct TableRow {
    Pfn pfn;
    int level = 0;           // 3 PML4, 2 PDPT, 1 PD, 0 PT
    VirtAddr base;           // first address it translates
    std::uint32_t used = 0;  // entries present, of 512
};

struct TlbRow {
    std::uint32_t cpu = 0;
    Pid pid;  // kNoPid: an address space that is gone
    VirtAddr page;
    Pfn pfn;
    bool writable = false, dirty = false;
};

struct FrameRow {
    Pfn pfn;
    FrameOwner owner = FrameOwner::free;
    ShmId shmid = kNoSegment;    // owner segment
    Pid pid;                     // owner table or private_: whose (one of them after fork); else kNoPid
    std::uint32_t index = 0;     // page index within segment or object; level of a table
    std::uint32_t mapcount = 0;  // PTEs that point here
};

// A descriptor of a process.
struct DescriptorRow {
    int fd = 0;
    std::uint32_t file = 0;  // the open file it names: equal numbers share position and flags
    std::string kind;        // "console", "file", "pipe", "fifo", "socket", "directory", "proc", "null"
    std::string name;        // path, or "pipe:[3]"
    bool readable = false, writable = false, close_on_exec = false;
    std::uint64_t position = 0;  // bytes
};

struct TaskRow {
    Pid pid, ppid;
    Pid tgid;  // of a thread other than the first: not pid
    std::string name;
    Uid uid, euid;
    Gid gid, egid;
    std::vector<Gid> groups;         // supplementary
    std::uint64_t capabilities = 0;  // effective, bit CAP_ number
    std::uint64_t pending = 0;       // signals, bit number - 1
    std::uint64_t blocked_signals = 0;
    std::uint64_t caught_signals = 0;  // have a handler
    IpcNsId ipc_ns;                    // the IPC namespace it is in
    std::uint32_t cpu = 0;
    TaskState state = TaskState::ready;
    std::string waiting_for;         // "child", "input"; empty when not blocked
    std::uint32_t program = 0;       // index into the machine's programs
    std::string file;                // of the statement about to run
    std::uint32_t line = 0;          // of the statement about to run; 0 when ended
    std::string last_file;           // of the statement run last
    std::uint32_t last_line = 0;     // 0 when none ran yet
    std::optional<int> exit_status;  // exited with it
    std::optional<int> signal;       // killed by it
    int si_code = 0;                 // of a SIGSEGV, SIGBUS or SIGFPE
    VirtAddr si_addr;
    std::uint64_t rss_pages = 0;
    std::uint64_t minor_faults = 0;
    std::uint64_t major_faults = 0;          // pages read back from swap
    std::uint64_t swapped_pages = 0;         // VmSwap
    std::uint64_t locked_pages = 0;          // VmLck
    std::vector<DescriptorRow> descriptors;  // ascending; empty for a thread other than the first
    Pfn root;                                // CR3; kNoFrame when the address space is gone
    std::uint32_t run = 0;                   // which run on this machine started it, from 0
    std::vector<AreaRow> areas;              // ascending
    std::vector<PageRow> pages;              // present entries, ascending
    std::vector<TableRow> tables;            // page-table frames, top level first
};

// One struct semid_ds and its semaphores.
struct SemaphoreRow {
    std::uint32_t value = 0;      // semval
    Pid pid;                      // sempid: changed it last
    std::uint32_t wait_more = 0;  // semncnt: wait for it to grow
    std::uint32_t wait_zero = 0;  // semzcnt
};
struct SemaphoreSetRow {
    Key key;
    std::int32_t semid = 0;
    IpcNsId ipc_ns;
    Uid uid, cuid;
    Gid gid, cgid;
    std::uint32_t mode = 0;
    std::int64_t otime = 0, ctime = 0;
    std::vector<SemaphoreRow> semaphores;
};

// One struct msqid_ds and what waits in the queue.
struct MessageRow {
    std::int64_t type = 0;
    std::uint64_t bytes = 0;
};
struct QueueRow {
    Key key;
    std::int32_t msqid = 0;
    IpcNsId ipc_ns;
    Uid uid, cuid;
    Gid gid, cgid;
    std::uint32_t mode = 0;
    std::uint64_t bytes = 0;     // msg_cbytes
    std::uint64_t messages = 0;  // msg_qnum
    std::uint64_t limit = 0;     // msg_qbytes
    Pid lspid, lrpid;
    std::int64_t stime = 0, rtime = 0, ctime = 0;
    std::vector<MessageRow> list;  // oldest first; at most 64
};

// A file with pages: in /dev/shm a POSIX shared memory object.
struct FileRow {
    std::string name;  // path; the last one when it is unlinked
    std::uint64_t inode = 0;
    Uid uid;
    Gid gid;
    std::uint32_t mode = 0;                   // permission bits
    std::uint64_t bytes = 0;                  // st_size
    std::uint32_t links = 0;                  // 0: unlinked, lives on while open or mapped
    std::uint32_t open = 0;                   // open files that name it
    std::uint32_t mappings = 0;               // areas that map it
    std::uint64_t resident = 0, swapped = 0;  // pages
    std::vector<Pfn> pages;                   // as SegmentRow::pages
    bool truncated = false;
};

// A pipe, a FIFO that is open, or one direction of a socket pair.
struct PipeRow {
    std::uint32_t id = 0;
    std::string kind;  // "pipe", "fifo", "socket"
    std::string name;  // of a FIFO
    std::uint64_t bytes = 0, capacity = 0;
    std::uint32_t readers = 0, writers = 0;  // open files
    std::uint64_t total = 0;                 // bytes ever written
};

struct LockRow {
    std::uint64_t inode = 0;
    std::string name;
    bool flock = false;  // else POSIX
    bool write = false;
    std::uint64_t start = 0, end = 0;  // bytes, inclusive; end ~0: to the end of the file
    Pid pid;
};

// What the observer could see. A simulated kernel hides nothing; a real one shows what /proc shows, and what it hides
// stays empty in the rows: never invented.
struct Visibility {
    bool entries = true;  // every bit of an entry, the levels above it, the TLB; else only whether a page is present
    bool frames = true;   // frame numbers; else PageRow::pfn names frames in the order they were met
    bool users = true;    // uids and gids are the ones the programs were given
};

struct State {
    Visibility visible;
    LimitsRow limits;
    UsageRow usage;
    std::vector<SegmentRow> segments;  // in index order
    std::vector<TaskRow> processes;    // by pid; a process never leaves the list
    std::vector<FrameRow> frames;      // in use only, ascending
    std::vector<TlbRow> tlb;
    std::vector<SemaphoreSetRow> semaphores;  // in index order
    std::vector<QueueRow> queues;             // in index order
    std::vector<FileRow> files;               // regular files that exist or are still in use, by inode
    std::vector<PipeRow> pipes;
    std::vector<LockRow> locks;
    std::int64_t clock = 0;  // seconds since the epoch

    const SegmentRow* segment(ShmId shmid) const;
    const TaskRow* process(Pid pid) const;
    const FrameRow* frame(Pfn pfn) const;
};

}  // namespace sim::report
