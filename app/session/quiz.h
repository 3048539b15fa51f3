// Questions for the window and the command line, made by sim/labs from a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/timeline.h"

namespace app::session {

// One generated question in words.
struct Question {
    std::string text;                  // "Next: consumer runs shmdt(q). nattch afterwards?"
    std::vector<std::string> choices;  // 2 to 4, distinct
    std::size_t correct = 0;           // index into choices
    std::string explanation;           // shown after the answer
    std::uint64_t step = 0;            // the step that answers it
};

// A question about the step the cursor stands before; nullopt at the end of the run.
std::optional<Question> question_about_next(const sim::history::Timeline& timeline, std::uint64_t seed);
// At most `count` questions about the run from its beginning, in its order, at most one a step. The same seed gives
// the same questions.
std::vector<Question> make_questions(sim::history::Timeline timeline, std::uint64_t seed, std::size_t count);

}  // namespace app::session
