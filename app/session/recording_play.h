// A recording being looked at: a cursor in its steps, and what is to be told there.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/host/recording.h"
#include "app/host/replay.h"
#include "app/session/recording_summary.h"
#include "app/session/recording_words.h"

namespace app::session {

class RecordingPlay {
public:
    // `name`: what it is called, for people.
    RecordingPlay(host::Recording recording, std::string name);
    RecordingPlay(const RecordingPlay&) = delete;
    RecordingPlay& operator=(const RecordingPlay&) = delete;

    const std::string& name() const { return name_; }
    const host::Recording& recording() const { return recording_; }
    const RecordingSummary& summary() const { return summary_; }
    // One for each step.
    const std::vector<RecordedStepText>& texts() const { return texts_; }

    // Steps that have happened: 0 … steps().
    std::size_t step() const { return step_; }
    std::size_t steps() const { return recording_.steps.size(); }
    // At most steps().
    void seek(std::size_t step);

    // After step() steps, and one before; at 0 both are what was there before the program.
    const sim::report::State& state() const { return now_; }
    const sim::report::State& state_before() const { return before_; }
    // After the last step: every process is in it.
    const sim::report::State& last_state() const { return last_; }

private:
    std::string name_;
    host::Recording recording_;
    RecordingSummary summary_;
    std::vector<RecordedStepText> texts_;
    host::Replay replay_;
    sim::report::State now_, before_, last_;
    std::size_t step_ = 0;
};

}  // namespace app::session
