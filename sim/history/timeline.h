// Time travel: a schedule that replays the whole run, and checkpoints to replay it from.
//
// A run is a list of inputs: "task 201 takes one line", "run again", "these bytes are typed". The state at step N is
// the boot state plus the first N inputs, always. Checkpoints only make it quick: a copy of the machine every so many
// instructions. Units finer or coarser than a line are other ways to walk the same run:
//
//     line     0        1            2        3            a position is a step number
//     event    0 . . .  1 . . . . .  2 . .    3            and how many events of the next step have happened
//     access   0    .   1 .   .   .  2 .      3
//     call     0                .             .            right after the return of a system call
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/history/input.h"
#include "sim/history/step_record.h"
#include "sim/machine/machine.h"

namespace sim::history {

// Steps a recording may hold; further ones are not taken.
inline constexpr std::uint64_t kMaxRecordedSteps = 8'000'000;
// Steps that walking by call runs or looks through without meeting a system call before it stops where it is.
inline constexpr std::uint64_t kMaxCallSearch = 10'000;
// Bytes of one typed input; more is cut.
inline constexpr std::size_t kMaxTypedBytes = 1u << 20;

// A recorded run and a cursor in it. Reading any state is `at cursor`. A value: a copy goes its own way.
class Timeline {
public:
    Timeline(machine::MachineConfig config, machine::ProgramSetPtr programs, Schedule schedule);
    Timeline(const Timeline& other);
    Timeline& operator=(const Timeline& other);
    Timeline(Timeline&&) noexcept;
    Timeline& operator=(Timeline&&) noexcept;
    ~Timeline();

    // --- where we are
    Moment cursor() const;
    std::uint64_t step() const { return cursor().step; }
    // Steps recorded so far; the run may go on.
    std::uint64_t recorded() const;
    // Total number of steps once the end is known.
    std::optional<std::uint64_t> length() const;
    // The machine at the cursor (also in the middle of a step).
    const machine::Machine& machine() const;
    // The machine at the beginning of the step that events() tells about; at step 0 the one at the cursor.
    const machine::Machine& machine_before() const;
    // Grows whenever the cursor may have moved: what was computed from machine() is then out of date.
    std::uint64_t generation() const;
    // Events of the step that ended at the cursor, or, inside a step, of the whole step it stands in.
    const std::vector<report::Event>& events() const;
    // How many of events() have happened at the cursor.
    std::size_t events_done() const;
    // The task that took step n (n < recorded()).
    Pid task_of(std::uint64_t step) const;
    const Input& input(std::uint64_t step) const;
    // Who takes the next step, or the one the cursor stands in; nullopt at the end or when something else is next.
    std::optional<Pid> next_task() const;
    // No task can proceed at the cursor.
    bool at_end() const;

    // --- moving. Moving past what is recorded runs the machine; false when there was nothing to do
    bool forward(Unit unit);
    bool back(Unit unit);
    // To step `step` (or the end, if the run ends before), running what is not recorded.
    void seek(std::uint64_t step);
    void seek(Moment moment);
    // Runs to the end, until `max_steps` steps are recorded or about `max_instructions` more have run. True: ended.
    bool run_to_end(std::uint64_t max_steps, std::uint64_t max_instructions = UINT64_MAX);

    // --- deciding. In the past these cut off what was recorded after the cursor: a branch
    // This task takes the next step. False if it cannot run.
    bool step_task(Pid pid, machine::StepUnit unit);
    // Same machine, processes anew; only at the end.
    bool run_again();
    // Typed bytes arrive, or the end of input, or one after the other.
    void type(std::string text, bool end_of_input);
    // A command given at the console: a shell runs it beside the other processes. False on a machine without a shell.
    bool command(std::string text);
    // Forgets everything but the configuration.
    void reboot();

    // --- keeping
    const std::vector<Input>& inputs() const;
    // Replaces the recording; the cursor goes to 0. It ends at the first input that turns out impossible.
    void load(std::vector<Input> inputs);

    const machine::MachineConfig& config() const;
    const machine::ProgramSetPtr& programs() const;
    const Schedule& schedule() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim::history
