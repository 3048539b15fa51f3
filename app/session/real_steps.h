// One past on both kernels, step by step: programs run in the simulator, and what they do is done on the real one too.
//
//   RealSteps steps(config, programs, schedule);       a fresh sandbox
//   steps.begin(input);                                the programs take their step
//   while (steps.more()) steps.perform();              one operation, or many accesses, at a time
//   steps.end();                                       the two machines are compared as a whole
//
// Two comparisons are made. After every operation the real kernel is compared with a simulated one that is moved by
// hand in the same way: nothing may differ. At the end of a step it is compared with the machine the programs run on,
// unless a process there has been woken, or has been sent a signal, and has not run yet: on the real kernel it has, and
// that may show. What a program does to its own memory is done on the real kernel alone, and compared there: what loads
// give as they are done, areas and pages at the end of a step.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/session/compare.h"
#include "app/session/operation_recorder.h"
#include "app/session/real_run.h"
#include "sim/history/input.h"

namespace app::session {

class RealSteps {
public:
    // nullptr with the reason when this host cannot.
    static std::unique_ptr<RealSteps> start(const sim::machine::MachineConfig& config,
                                            sim::machine::ProgramSetPtr programs,
                                            const sim::history::Schedule& schedule, std::string& why_not);

    void begin(const sim::history::Input& input);
    bool more() const { return !waiting_.empty() && failure_.empty(); }
    // Returns how many operations that was.
    std::size_t perform();
    void end();

    // The simulated side: where the programs are; in a step under way already at its end.
    const sim::history::World& world() const { return world_; }
    // Inputs begun, the one under way last.
    const std::vector<sim::history::Input>& inputs() const { return inputs_; }
    bool inside_a_step() const { return inside_; }
    std::uint64_t steps() const { return inputs_.size() - (inside_ ? 1 : 0); }
    const sim::report::State& state() const { return now_; }
    const sim::report::State& state_before() const { return before_; }
    const std::vector<RealDifference>& differences() const { return differences_; }
    const std::vector<RealAnswer>& answers() const { return answers_; }
    const RealTotals& totals() const { return totals_; }
    const std::string& failure() const { return failure_; }
    const host::Abilities& abilities() const { return real_->abilities(); }
    std::vector<host::ConsoleChunk> take_console();

private:
    RealSteps(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
              const sim::history::Schedule& schedule);

    bool do_input(const sim::history::Input& input);
    void equip(const std::vector<sim::Pid>& processes);
    void look();
    std::size_t perform_next();
    bool perform_call();
    bool perform_accesses(std::size_t& count);
    void perform_own_call();
    void perform_change();
    sim::report::Accesses next_accesses();
    void note_console();
    void note_answers(const sim::report::Operation& about, std::size_t count);
    void note_differences(const sim::report::Operation* operation);
    void tell(CompareResult& result, std::set<std::string>& open, const sim::report::Operation* operation);
    void compare_whole(const sim::report::State& simulated);
    std::string why_not_whole() const;
    std::string why_own_differs(const sim::report::State& simulated) const;
    bool ahead(const sim::kernel::Task& task) const;
    std::string explanation(sim::Pid pid) const;
    void end_like(const sim::report::TaskRow& process);
    void keep_together(const sim::report::State& simulated);
    void count();

    const sim::history::Schedule schedule_;
    sim::history::World world_;
    ProgramMemory memory_;
    OperationRecorder recorder_;
    std::unique_ptr<host::RealKernel> real_;
    std::unique_ptr<Comparer> comparer_;

    std::vector<sim::history::Input> inputs_;
    bool inside_ = false;
    std::deque<RecordedOperation> waiting_;  // of the step under way
    sim::report::State now_, before_;
    std::vector<RealDifference> differences_;
    CompareResult whole_;  // of comparing whole steps
    // Differences of the last look by hand and the last look at whole steps: told once, not after every operation.
    std::set<std::string> open_, open_whole_;
    std::vector<RealAnswer> answers_;
    RealTotals totals_;
    std::string failure_;
    std::vector<host::ConsoleChunk> console_;
    std::string written_;      // by the real processes in the step under way
    std::size_t printed_ = 0;  // chunks of the simulated console before the step under way
};

}  // namespace app::session
