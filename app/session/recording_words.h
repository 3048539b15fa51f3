// The text table of recordings: what each step of a traced program is called and tells.
#pragma once

#include <string>
#include <vector>

#include "app/host/recording.h"

namespace app::session {

struct RecordedStepText {
    std::string label;     // at most 10 characters, for the time line: "shmget", "touch 3" (page 3), "touch ×40"
    std::string sentence;  // "1234 (server) attached segment 5 at 0x7ffff7ff5000"
};

// One text for each step, in order.
std::vector<RecordedStepText> recorded_step_texts(const host::Recording& recording);

// What a recording lacks, in one sentence.
std::string unseen_sentence(const host::Limit& limit);
// How accesses were told: by page-fault events or by looking at the entries. One sentence.
std::string touches_sentence(const host::Recording& recording);
// Where it ran: "in a private IPC namespace and /dev/shm".
std::string namespace_phrase(const host::Recording& recording);

}  // namespace app::session
