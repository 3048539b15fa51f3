#include "app/session/record_operations.h"

#include <fmt/format.h>

#include "app/session/operation_recorder.h"

namespace app::session {
namespace {

// More is not compared: each costs a look at everything.
constexpr std::size_t kMostOperations = 5'000;

void keep(RecordedOperations& record, std::vector<RecordedOperation> operations) {
    for (RecordedOperation& recorded : operations) {
        if (record.sequence.operations.size() < kMostOperations)
            record.sequence.operations.push_back(std::move(recorded.operation));
        else
            ++record.not_followed[fmt::format("operations after the first {}", kMostOperations)];
    }
}

}  // namespace

sim::report::Setup setup_of(const sim::machine::MachineConfig& config) {
    sim::report::Setup setup;
    setup.first_pid = config.first_pid;
    setup.first_shmid = config.first_shmid;
    setup.spread_layout = config.spread_layout;
    setup.seed = config.seed;
    setup.frames = config.frames;
    setup.shmmni = config.shmmni;
    setup.shmmax = config.shmmax;
    setup.shmall = config.shmall;
    setup.shm_rmid_forced = config.shm_rmid_forced;
    setup.semmsl = config.semmsl;
    setup.semmns = config.semmns;
    setup.semopm = config.semopm;
    setup.semmni = config.semmni;
    setup.msgmni = config.msgmni;
    setup.msgmax = config.msgmax;
    setup.msgmnb = config.msgmnb;
    for (const sim::machine::ProcessSpec& process : config.processes) {
        setup.processes.push_back({process.uid, process.gid, process.groups, sim::kMmapTop});
    }
    return setup;
}

RecordedOperations record_operations(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                                     const sim::history::Schedule& schedule,
                                     const std::vector<sim::history::Input>& inputs, std::uint64_t max_steps) {
    RecordedOperations record;
    record.sequence.setup = setup_of(config);
    sim::history::World world{sim::machine::Machine(config, std::move(programs))};
    OperationRecorder recorder(world.machine, OperationRecorder::OwnMemory::left_out);
    auto recorded = inputs.begin();
    for (std::uint64_t step = 0;; ++step) {
        const std::optional<sim::history::Input> input =
            recorded != inputs.end() ? std::optional(*recorded++) : sim::history::next_input(world, schedule);
        const bool again = input && input->kind == sim::history::Input::Kind::run_again;
        if (again) ++record.not_followed["further runs on the same machine"];
        record.cut = input && !again && step == max_steps;
        if (!input || again || record.cut) break;
        sim::history::apply(world, schedule, *input, &recorder);
        keep(record, recorder.take());
    }
    for (const auto& [why, count] : recorder.not_followed()) record.not_followed[why] += count;
    return record;
}

}  // namespace app::session
