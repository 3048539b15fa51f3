#include "tests/native/random/plan.h"

#include <algorithm>
#include <array>

#include "sim/kernel/sys/table.h"

namespace random_compare {
namespace {

// Everything; System V shared memory; objects and locks; semaphores, queues and pipes.
constexpr std::uint32_t kThemes = 4;

// A sequence has a theme, so that what one operation makes the next ones use.
std::vector<Act> acts_of(std::uint32_t theme) {
    std::vector<std::vector<Act>> families{process_acts()};
    const auto include = [&](std::uint32_t family_theme, std::vector<Act> family) {
        if (theme == 0 || theme == family_theme) families.push_back(std::move(family));
    };
    include(1, shm_acts());
    include(2, object_acts());
    include(3, message_acts());
    include(3, channel_acts());
    include(1, futex_acts());
    include(2, futex_acts());
    include(2, lock_acts());
    if (theme < 3) families.push_back(memory_acts());
    std::vector<Act> acts;
    for (const auto& family : families) acts.insert(acts.end(), family.begin(), family.end());
    return acts;
}

// An act by weight: `number` in [0, 1000).
const Act& act_of(std::uint32_t number, std::uint32_t theme) {
    static const std::array<std::vector<Act>, kThemes> themes{acts_of(0), acts_of(1), acts_of(2), acts_of(3)};
    const std::vector<Act>& acts = themes[theme];
    std::uint32_t total = 0;
    for (const Act& act : acts) total += act.weight;
    std::uint32_t at = number * total / 1000;
    for (const Act& act : acts) {
        if (at < act.weight) return act;
        at -= act.weight;
    }
    return acts.back();
}

std::vector<Pid> idle_processes(const sim::machine::ByHand& world) {
    std::vector<Pid> idle = world.machine().kernel().tasks.present();
    std::erase_if(idle, [&](Pid pid) { return !world.idle(pid); });
    return idle;
}

void lower_limits(const Draw& draw, sim::report::Setup& setup) {
    setup.shmmni = 1 + draw.numbers[5] % 4;
    if (draw.numbers[6] % 2 == 1) setup.shmall = 4 + draw.numbers[6] % 16;
    if (draw.numbers[7] % 2 == 1) setup.shmmax = 8192;
    setup.semmni = setup.msgmni = 1 + draw.numbers[5] % 3;
    setup.semmsl = 1 + draw.numbers[6] % 4;
    setup.msgmax = 64;
    setup.msgmnb = 128;
}

bool transfers(const sim::kernel::Wait& wait) {
    return wait.kind == sim::kernel::WaitKind::pipe_data || wait.kind == sim::kernel::WaitKind::pipe_room;
}
bool at_socket(const sim::kernel::Kernel& kernel, const sim::kernel::Wait& wait) {
    if (!transfers(wait)) return false;
    return sim::kernel::is_socket(kernel.pipes[sim::kernel::PipeId(static_cast<std::uint32_t>(wait.object))].kind);
}

// Linux wakes at once all who sleep at a socket, and who polls beside who reads: which of them goes first is a race.
bool would_race(const sim::kernel::Kernel& kernel, const sim::kernel::Wait& one, const sim::kernel::Wait& other) {
    constexpr auto kPolls = sim::kernel::WaitKind::files;
    if ((one.kind == kPolls && transfers(other)) || (other.kind == kPolls && transfers(one))) return true;
    return at_socket(kernel, one) && one.kind == other.kind && one.object == other.object;
}

// Whether who does it would fall asleep where somebody else sleeps and the two would race.
bool sleeps_into_a_race(const Operation& operation, const sim::machine::ByHand& world) {
    sim::machine::ByHand trial = world;
    trial.perform(operation, nullptr);
    const sim::kernel::Kernel& kernel = trial.machine().kernel();
    const sim::kernel::Task* self = kernel.tasks.find(operation.pid);
    if (self == nullptr || self->wait.kind == sim::kernel::WaitKind::none) return false;
    const std::vector<Pid> all = kernel.tasks.present();
    return std::any_of(all.begin(), all.end(), [&](Pid pid) {
        return pid != operation.pid && would_race(kernel, self->wait, kernel.tasks[pid].wait);
    });
}

}  // namespace

sim::report::Setup setup_of(const Draw& draw) {
    constexpr std::uint32_t kUsers[] = {1000, 0, 1001};
    sim::report::Setup setup;
    const std::size_t processes = 1 + draw.numbers[0] % 3;
    for (std::size_t i = 0; i < processes; ++i) {
        const std::uint32_t user = kUsers[draw.numbers[1 + i] % 3];
        setup.processes.push_back({sim::Uid{user}, sim::Gid{user}, {}});
    }
    setup.frames = 16'384;
    if (draw.numbers[4] % 3 == 2) lower_limits(draw, setup);
    setup.shm_rmid_forced = draw.numbers[7] % 16 == 15;
    return setup;
}

std::optional<Operation> operation_of(const Draw& setup, const Draw& draw, const sim::machine::ByHand& world) {
    const std::vector<Pid> idle = idle_processes(world);
    if (idle.empty()) return std::nullopt;
    Chooser chooser(draw, world, idle[draw.numbers[0] % idle.size()]);
    const std::optional<Operation> operation = act_of(draw.numbers[1], setup.numbers[3] % kThemes).make(chooser);
    if (!operation) return std::nullopt;
    // What the simulated kernel has not is no difference: `shmscope run` says so.
    const bool modelled =
        operation->kind != Operation::Kind::call || sim::kernel::find_syscall(operation->number) != nullptr;
    return modelled && !sleeps_into_a_race(*operation, world) ? operation : std::nullopt;
}

}  // namespace random_compare
