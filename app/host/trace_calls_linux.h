// Which calls of a traced program are looked at, and what each may change: a table.
#pragma once

#include <cstdint>
#include <vector>

namespace app::host {

// When a call that stopped is about shared memory.
enum class Subject : std::uint8_t {
    always,
    mapping,   // mmap: MAP_SHARED; else when [args 0, args 0 + args 1) meets a shared area
    range,     // when [args 0, args 0 + args 1) meets a shared area
    path,      // when the path is in /dev/shm
    path_at,   // the same for a directory and a path
    paths,     // when one of two paths is
    paths_at,  // when one of two pairs of directory and path is
    file,      // when the descriptor is of an object
    process,   // makes a process or a program
};

// Tables that may differ after a call.
struct Tables {
    bool areas = false;  // of the caller
    bool segments = false, semaphores = false, queues = false, objects = false;
};
inline constexpr Tables kAllTables{true, true, true, true, true};
Tables operator|(const Tables& one, const Tables& other);

struct TracedCallKind {
    std::uint32_t number = 0;
    Subject subject = Subject::always;
    Tables changes;
    const char* waits_for = nullptr;  // what it may sleep for, as TaskRow::waiting_for says it; nullptr: it does not
};

// nullptr for a call that is not looked at.
const TracedCallKind* traced_call(std::uint32_t number);
// All that stop whatever their arguments; mmap is not among them.
std::vector<unsigned> stopping_calls();

}  // namespace app::host
