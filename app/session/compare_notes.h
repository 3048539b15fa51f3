// Collecting what a comparison finds.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/session/compare.h"

namespace app::session {

inline constexpr const char* kUnseenStatus =
    "how a process ended whose parent was waiting: wait4 tells the parent alone";

// Where the time of a row comes from.
struct TimeWindows {
    std::span<const std::int64_t> before, after;  // by number of the operation
};

// One operation's observations, compared one by one.
class CompareNotes {
public:
    CompareNotes(CompareResult& result, std::size_t operation, const host::Abilities& able, TimeWindows windows)
        : abilities(able), result_(result), operation_(operation), windows_(windows) {}

    const host::Abilities& abilities;
    // What the next observations are about.
    Selection place;
    sim::Pid pid = sim::kNoPid;

    template <class T>
    void check(std::string_view where, std::string_view what, const T& simulated, const T& real) {
        ++result_.checked;
        if (simulated == real) return;
        differ(where, what, fmt::format("{}", simulated), fmt::format("{}", real));
    }
    // For numbers people write in octal or hexadecimal.
    void check_as(fmt::string_view format, std::string_view where, std::string_view what, std::uint64_t simulated,
                  std::uint64_t real) {
        ++result_.checked;
        if (simulated == real) return;
        differ(where, what, fmt::format(fmt::runtime(format), simulated), fmt::format(fmt::runtime(format), real));
    }
    // Who somebody is: with one user only in the sandbox its own numbers mean nothing.
    void check_user(std::string_view where, std::string_view what, std::uint32_t simulated, std::uint32_t real) {
        if (abilities.several_uids) return check(where, what, simulated, real);
        unchecked("user and group ids: the sandbox of an ordinary user has one user");
    }
    // A time the simulated clock shows against the wall clock around the operation that set it.
    void check_time(std::string_view where, std::string_view what, std::int64_t simulated, std::int64_t real);
    void unchecked(const std::string& what, std::uint64_t count = 1) {
        if (count > 0) result_.unchecked[what] += count;
    }

private:
    void differ(std::string_view where, std::string_view what, std::string simulated, std::string real) {
        const std::string name = where.empty() ? std::string(what) : fmt::format("{}: {}", where, what);
        result_.differences.push_back({operation_, name, std::move(simulated), std::move(real), place, pid});
    }

    CompareResult& result_;
    std::size_t operation_;
    TimeWindows windows_;
};

// compare_outcome.cpp: what an operation came to. `sent` lists the operations whose calls were blocked before, by
// process.
void compare_outcomes(CompareNotes& notes, const sim::report::Operation& operation,
                      const std::map<sim::Pid, sim::report::Operation>& blocked,
                      const std::vector<sim::report::Outcome>& simulated,
                      const std::vector<sim::report::Outcome>& real);
// compare_tables.cpp: the tables of the kernel. compare_processes.cpp: the processes, and their memory alone.
void compare_tables(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real);
void compare_processes(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real,
                       std::uint64_t known_capabilities);
void compare_memories(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real);
// The programs' own: text, data, heap and stack.
void compare_own_memories(CompareNotes& notes, const sim::report::State& simulated, const sim::report::State& real);

}  // namespace app::session
