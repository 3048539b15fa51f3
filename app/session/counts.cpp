#include "app/session/counts.h"

#include "app/session/text.h"
#include "sim/history/input.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

class Counter final : public sim::report::Sink {
public:
    void on(const Event& event) override {
        if (event.pid == sim::kNoPid) return;
        TaskCounts& task = tasks_[event.pid];
        const auto& a = event.args;
        switch (event.rule) {
            case Rule::syscall_enter:
                ++task.calls;
                ++task.names[syscall_name(a[0])];
                break;
            case Rule::copy_to_user:
            case Rule::copy_from_user:
                ++task.copies;
                task.copied_bytes += a[1];
                break;
            case Rule::pipe_write:
            case Rule::pipe_read: add_data(task, a[1]); break;
            case Rule::message_put:
            case Rule::message_take: add_data(task, a[2]); break;
            default:
                if (event.rule >= Rule::wait_child && event.rule <= Rule::wait_stopped) ++task.sleeps;
        }
    }

    void ran(sim::Pid pid) {
        if (pid != running_ && running_ != sim::kNoPid) ++tasks_[pid].switches;
        running_ = pid;
    }

    std::map<sim::Pid, TaskCounts>& tasks() { return tasks_; }

private:
    static void add_data(TaskCounts& task, std::uint64_t bytes) {
        ++task.data_copies;
        task.data_bytes += bytes;
    }

    std::map<sim::Pid, TaskCounts> tasks_;
    sim::Pid running_;
};

}  // namespace

std::vector<TaskCounts> count_run(const sim::machine::MachineConfig& config,
                                  const sim::machine::ProgramSetPtr& programs, const sim::history::Schedule& schedule,
                                  std::span<const sim::history::Input> inputs) {
    sim::history::World world{sim::machine::Machine(config, programs)};
    Counter counter;
    for (const sim::history::Input& input : inputs) {
        if (input.kind == sim::history::Input::Kind::step) counter.ran(input.pid);
        sim::history::apply(world, schedule, input, &counter);
    }
    std::vector<TaskCounts> all;
    for (const sim::report::TaskRow& row : world.machine.observe().processes) {
        TaskCounts counts = std::move(counter.tasks()[row.pid]);
        counts.pid = row.pid;
        counts.name = row.name;
        counts.minor_faults = row.minor_faults;
        counts.major_faults = row.major_faults;
        all.push_back(std::move(counts));
    }
    return all;
}

}  // namespace app::session
