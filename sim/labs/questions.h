// Questions about what one step does, made from what it did. Numbers only: the words are the application's.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace sim::labs {

enum class QuestionKind : std::uint8_t {
    nattch,    // nattch of `shmid` afterwards
    entries,   // entries of `pid`'s page table that come to lead to pages of `shmid`
    resident,  // pages of `shmid` that have a frame afterwards
    frame,     // frame in which `pid` finds the page of `shmid` it touches
    outcome,   // errno of the call `number` (0: it succeeds)
    exists,    // whether `shmid` is in the table afterwards: 0 or 1
    survives,  // signal that kills `pid` (0: none)
    faults,    // minor faults of `pid` during the step
};

// One question: the choices are distinct, `choices[correct]` is what happened.
struct StepQuestion {
    QuestionKind kind = QuestionKind::faults;
    Pid pid;
    ShmId shmid = kNoSegment;
    std::uint64_t number = 0;  // system call, for `outcome`
    std::vector<std::int64_t> choices;
    std::size_t correct = 0;
};

struct StepFacts {
    const report::State& before;
    const report::State& after;
    const std::vector<report::Event>& events;
    Pid pid;  // whose step it was
};

// Everything worth asking about a step, most telling first; empty when nothing about shared memory happened.
// The same seed makes the same choices.
std::vector<StepQuestion> questions_of(const StepFacts& facts, std::uint64_t seed);
// What can be asked about any step: its page faults.
StepQuestion fault_question(const StepFacts& facts);

}  // namespace sim::labs
