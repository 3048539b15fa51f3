// What a step teaches. Only for text_why.cpp and the files that hold its lessons.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/text.h"

namespace app::session {

struct Lesson {
    std::string why;      // two or three sentences
    std::string caption;  // at most 14 words
};
using Teacher = std::optional<Lesson> (*)(const std::vector<sim::report::Event>&, const TextContext&);

// The first event of this rule; nullptr when there is none.
const sim::report::Event* first_of(const std::vector<sim::report::Event>& events, sim::report::Rule rule);

// Swap, signals, exec and threads.
std::optional<Lesson> task_lesson(const std::vector<sim::report::Event>& events, const TextContext& context);
// Semaphores, queues, pipes, shared memory objects, locks.
std::optional<Lesson> channel_lesson(const std::vector<sim::report::Event>& events, const TextContext& context);
// Why a task went to sleep.
std::optional<Lesson> sleep_lesson(const std::vector<sim::report::Event>& events, const TextContext& context);

}  // namespace app::session
