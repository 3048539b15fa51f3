// The text table: every sentence a person reads about what the simulated kernel did.
//
// The simulator emits rules and numbers; this file's functions make words of them. A sentence says what happened, its
// detail why or how; numbers are written as the tools of Linux write them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace app::session {

// Who did it: the word in the chip before a sentence.
enum class Chip : std::uint8_t { cpu, mmu, trap, kernel };
std::string_view chip_name(Chip chip);  // "CPU", "MMU", "Trap", "Kernel"

struct EventText {
    Chip chip = Chip::kernel;
    std::string sentence;  // "set entry 466 = frame 0x17"
    std::string detail;    // "was not present"; may be empty
};

// What sentences need beside the event itself.
struct TextContext {
    const sim::report::State* state = nullptr;               // after the events; never null
    const sim::report::State* before = nullptr;              // before them; null: as `state`
    std::function<std::string(sim::Pid)> process_name = {};  // "producer"; unset: "process 201"
    bool whole_step = false;  // the events are all of one step: what did not happen can be told too

    std::string process(sim::Pid pid) const;
};

// One text for each event of a step, in order.
std::vector<EventText> event_texts(const std::vector<sim::report::Event>& events, const TextContext& context);

// Two or three sentences: what the step teaches; empty when it teaches nothing about memory.
std::string why_text(const std::vector<sim::report::Event>& events, const TextContext& context);
// The same in one sentence of at most 14 words, for the presenter's screen; empty when there is nothing to say.
std::string caption_text(const std::vector<sim::report::Event>& events, const TextContext& context);

// A step in at most 10 characters, for the time line: "shmget", "p[0] = 42", "exit". `line` is the source line run.
std::string step_label(const std::vector<sim::report::Event>& events, std::string_view line);

// "shmget", "shmctl", "exit_group" … of x86-64; "syscall 999" when there is none.
std::string syscall_name(std::uint64_t number);
std::string signal_name(std::uint64_t signal);  // "SIGSEGV"

// What an abbreviation means: explain("PFN"). Empty when it is not in the table.
std::string_view explain(std::string_view term);
struct Term {
    std::string_view name;
    std::string_view meaning;
};
// All of them, for the help page.
const std::vector<Term>& terms();

}  // namespace app::session
