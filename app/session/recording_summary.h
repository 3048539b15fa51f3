// Who created what, attached it where, touched which page when, and what was left behind: a recording in one struct.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/host/recording.h"

namespace app::session {

// Steps are indices into Recording::steps.
struct RecordedAttach {
    sim::Pid pid;
    sim::VirtAddr start, end;
    sim::report::Perms perms;
    std::optional<std::size_t> from, to;  // nullopt: before the first step; until the end
};

struct RecordedPage {
    std::uint64_t index = 0;  // page of the segment or object
    std::size_t step = 0;     // when it was first seen present
    sim::Pid pid;             // in whose address space
    host::Access access = host::Access::unknown;
    bool told = false;  // a page fault told the access; else only that the page was present afterwards
};

// A segment, an object of /dev/shm, a memfd, a file mapped shared, or shared anonymous memory.
struct RecordedMemory {
    enum class Kind : std::uint8_t { segment, object, memfd, file, anonymous };
    Kind kind = Kind::segment;
    sim::ShmId shmid = sim::kNoSegment;
    sim::Key key;      // of a segment
    std::string name;  // of what is no segment: "/dev/shm/x"
    std::uint64_t bytes = 0;
    sim::Uid owner;
    std::uint32_t mode = 0;
    sim::Pid creator;                      // kNoPid: was there before, or not known
    std::optional<std::size_t> created;    // nullopt: was there before
    std::optional<std::size_t> removed;    // the step after which it was gone: its last name or attach went
    std::vector<RecordedAttach> attaches;  // in order; nobody of ours attached: empty
    std::vector<RecordedPage> pages;       // touched, by index
    bool left_behind = false;              // made by the program, and still there when it had ended
};

struct RecordedProcess {
    sim::Pid pid, parent;
    std::string name;
    std::optional<int> exit_status, signal;
    std::optional<std::size_t> ended;  // nullopt: still ran when the recording ended
    std::uint64_t steps = 0;           // it and its threads did
};

struct RecordingSummary {
    std::vector<RecordedMemory> memories;  // in the order they were met
    std::vector<RecordedProcess> processes;
    std::vector<sim::report::SemaphoreSetRow> semaphores_left;
    std::vector<sim::report::QueueRow> queues_left;
};

RecordingSummary summarize(const host::Recording& recording);

}  // namespace app::session
