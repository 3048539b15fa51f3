// Letters and colours of processes: the same for the same process from its start to its end, and in every run.
#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "app/session/session.h"

namespace app::session {
namespace {

using sim::report::State;
using sim::report::TaskRow;

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// The first letter not in `taken`, beginning with `wanted` and going round.
char free_letter(char wanted, const std::vector<char>& taken) {
    const std::size_t begin = std::min(kLetters.find(wanted), kLetters.size() - 1);
    for (std::size_t at = 0; at < kLetters.size(); ++at) {
        const char letter = kLetters[(begin + at) % kLetters.size()];
        if (std::find(taken.begin(), taken.end(), letter) == taken.end()) return letter;
    }
    return '*';
}

char first_letter(const std::string& name) {
    for (const unsigned char c : name) {
        if (c < 0x80 && std::isalnum(c)) return static_cast<char>(std::toupper(c));
    }
    return 'A';
}

// The tasks of one run up to `pid`, in order of birth.
std::vector<const TaskRow*> run_up_to(const State& state, const TaskRow& task) {
    std::vector<const TaskRow*> tasks;
    for (const TaskRow& one : state.processes) {
        if (one.run == task.run && one.pid <= task.pid) tasks.push_back(&one);
    }
    return tasks;
}

}  // namespace

char process_letter(const State& state, sim::Pid pid) {
    const TaskRow* task = state.process(pid);
    if (task == nullptr) return '?';
    std::vector<char> taken;
    const std::vector<const TaskRow*> tasks = run_up_to(state, *task);
    for (const TaskRow* one : tasks) {
        const auto parent =
            std::find_if(tasks.begin(), tasks.end(), [&](const TaskRow* other) { return other->pid == one->ppid; });
        const bool forked = parent != tasks.end() && *parent != one;
        const char wanted = forked && static_cast<std::size_t>(parent - tasks.begin()) < taken.size()
                                ? taken[static_cast<std::size_t>(parent - tasks.begin())]
                                : first_letter(one->name);
        taken.push_back(free_letter(wanted, taken));
    }
    return taken.back();
}

std::size_t process_colour(const State& state, sim::Pid pid) {
    const TaskRow* task = state.process(pid);
    return task == nullptr ? 0 : run_up_to(state, *task).size() - 1;
}

}  // namespace app::session
