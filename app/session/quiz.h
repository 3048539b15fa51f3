// Questions for the window and the command line, made by sim/labs from a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace app::session {

// One generated question in words.
struct Question {
    std::string text;                  // "Next: consumer runs shmdt(q). nattch afterwards?"
    std::vector<std::string> choices;  // 2 to 4, distinct
    std::size_t correct = 0;           // index into choices
    std::string explanation;           // shown after the answer
    std::uint64_t step = 0;            // the step that answers it
};

}  // namespace app::session
