// A recording: what a compiled program did with memory on the real kernel, step by step. Made by trace.h, saved by
// app/session/recording_file.h, looked at through Replay (replay.h).
//
// Step n leads from state n to state n + 1; state 0 is what was there before the program. A step holds only the rows
// that it changed, so 200 children stay small. Only shared memory is in it: areas that are System V attaches, map
// objects of /dev/shm, memfds or files with MAP_SHARED, or are shared anonymous memory; what is private is not looked
// at. What could not be seen is told in `unseen`, never invented.
//
// Plain data: compiles on every system.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/rows.h"

namespace app::host {

// Of one recording. What does not fit is counted and told by a Limit.
inline constexpr std::size_t kMaxSteps = 100'000;
inline constexpr std::size_t kMaxRecordedTasks = 4096;
inline constexpr std::size_t kMaxRecordedBytes = 128u << 20;  // of rows and texts, about
inline constexpr std::uint64_t kMaxPagesOfArea = 4096;        // entries looked at from the start of each area
inline constexpr std::size_t kMaxTouchesOfStep = 4096;

// A shared area of a process, and what it maps. Equal `inode`, kind and (for objects) name: the same memory.
struct RecordedArea {
    sim::report::AreaRow row;  // kind shm, object or anon; name as /proc/PID/maps has it
    std::uint64_t inode = 0;   // of an attach: the shmid
    std::uint64_t device = 0;  // major * 256 + minor, as /proc/PID/maps has it
};

// What changed about one process or thread.
struct TaskChange {
    sim::Pid pid;
    // Everything but areas and pages (which are empty in it): only when something of it changed.
    std::optional<sim::report::TaskRow> row;
    std::vector<sim::VirtAddr> areas_gone;    // starts of areas; gone before `areas` come
    std::vector<RecordedArea> areas;          // new or changed; an equal start replaces
    std::vector<sim::VirtAddr> pages_gone;    // addresses of pages; gone before `pages` come
    std::vector<sim::report::PageRow> pages;  // present now: page, pfn, present; kNoFrame where frames are hidden
};

// A memory object that has a name or is mapped: FileRow::inode and name tell which. `open` is not known: 0.
struct ObjectChange {
    sim::report::FileRow row;
    std::uint64_t device = 0;
    bool gone = false;  // neither named nor mapped any more
};

struct Changes {
    std::vector<sim::report::SegmentRow> segments;  // new or changed; `pages` empty: Replay fills them
    std::vector<sim::ShmId> segments_gone;
    std::vector<sim::report::SemaphoreSetRow> semaphores;
    std::vector<std::int32_t> semaphores_gone;
    std::vector<sim::report::QueueRow> queues;
    std::vector<std::int32_t> queues_gone;
    std::vector<ObjectChange> objects;
    std::vector<TaskChange> tasks;  // new or changed; a task never goes
};

// What is known about the first access to a page since it was mapped.
enum class Access : std::uint8_t { unknown, read, write };

struct Touch {
    sim::VirtAddr address;      // of the access when a fault told it, else of the page
    sim::VirtAddr instruction;  // 0: not known
    Access access = Access::unknown;
};

enum class StepKind : std::uint8_t {
    start,     // the program begins (its first exec)
    call,      // a system call returned
    fork,      // a process was made: `child`
    thread,    // a thread was made: `child`
    exec,      // another program took the process over
    touch,     // first accesses, each told by a page fault, in order: `touches`
    appeared,  // pages present that were not at the last look; by whom and in which order is not known: `touches`.
               // Without page-fault events that is all there is to see of accesses. With them these are pages the
               // kernel mapped itself: fault-around, or a call that read or wrote there.
    signal,    // a signal is about to be delivered to `pid`: `signal`, `si_code`, `fault_address`
    exited,    // with `status`
    killed,    // by `signal`
    last,      // not an event: changes seen when the program had ended, or when the recording did
};

struct Step {
    StepKind kind = StepKind::call;
    sim::Pid pid;              // the process or thread that did it
    std::uint64_t time = 0;    // nanoseconds since the program was started
    std::string text;          // one line as strace writes it, without "[pid N] "; empty for touches
    std::uint32_t number = 0;  // of the call (x86-64): call, fork, thread, exec
    std::array<std::uint64_t, 6> args{};
    std::int64_t result = 0;  // of the call; < 0 and >= -4095: -errno
    sim::Pid child;
    int status = 0;
    int signal = 0;
    int si_code = 0;
    sim::VirtAddr fault_address;  // si_addr of a SIGSEGV or SIGBUS
    std::vector<Touch> touches;   // all in one area of `pid`'s process
    Changes changes;
};

enum class NamespaceKind : std::uint8_t {
    private_,  // IPC namespace and /dev/shm of its own
    shared,    // the system's
};

// Why something is missing in a recording. The sentences are in app/session/recording_words.h.
enum class Unseen : std::uint8_t {
    frames,        // frame numbers: needs root
    fault_events,  // page-fault events are not allowed here
    setuid,        // `what` has a set-user-ID or set-group-ID bit and ran without its privilege
    other_abi,     // `what` is a program of another kind than x86-64: its calls are not shown
    interrupted,   // the user ended the recording; the processes were killed
    steps,         // kMaxSteps, kMaxRecordedBytes: what came after is not shown
    tasks,         // kMaxRecordedTasks
    pages,         // kMaxPagesOfArea: later pages of the area `what` were not looked at
    faults_lost,   // `count` page-fault events came faster than they could be read
    objects,       // more objects in /dev/shm than are listed
};
struct Limit {
    Unseen what = Unseen::frames;
    std::string name;         // of the program or area, where one is meant
    std::uint64_t count = 0;  // how many, where counted
};

struct Recording {
    std::vector<std::string> command;  // the program and its arguments
    bool fault_events = false;         // touches were told by page-fault events
    bool frames = false;               // PageRow::pfn are real frame numbers
    NamespaceKind namespaces = NamespaceKind::private_;
    std::vector<Limit> unseen;
    sim::report::LimitsRow limits;  // of System V shared memory; frames of the machine
    Changes initial;                // what was there before: a system's own segments and objects
    std::vector<Step> steps;
};

}  // namespace app::host
