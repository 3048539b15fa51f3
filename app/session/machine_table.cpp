#include "app/session/machine_table.h"

#include <limits>

namespace app::session {
namespace {

constexpr std::int64_t kMaxInt32 = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kMaxInt64 = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMaxFirstPid = 4'000'000;  // below pid_max of Linux, 2^22, with room for the run

template <class Number>
void take(TomlTable& table, const char* key, std::int64_t least, std::int64_t most, Number& into) {
    if (const auto number = table.integer(key, least, most)) into = static_cast<Number>(*number);
}

// Limits of System V semaphores and queues; the ranges are those of the files in /proc/sys/kernel.
void read_ipc_limits(TomlTable& table, sim::machine::MachineConfig& machine) {
    take(table, "semmsl", 0, kMaxInt32, machine.semmsl);
    take(table, "semmns", 0, kMaxInt32, machine.semmns);
    take(table, "semopm", 0, kMaxInt32, machine.semopm);
    take(table, "semmni", 0, sim::kIpcMni, machine.semmni);
    take(table, "msgmni", 0, sim::kIpcMni, machine.msgmni);
    take(table, "msgmax", 0, kMaxInt32, machine.msgmax);
    take(table, "msgmnb", 0, kMaxInt32, machine.msgmnb);
}

}  // namespace

void read_machine(TomlTable table, sim::machine::MachineConfig& machine) {
    take(table, "frames", sim::kMinFrames, sim::kMaxFrames, machine.frames);
    take(table, "cpus", 1, sim::kMaxCpus, machine.cpus);
    take(table, "swap", 0, sim::kMaxSwap, machine.swap);
    take(table, "overcommit", 0, 2, machine.overcommit);
    take(table, "memlock", 0, kMaxInt64, machine.memlock);
    take(table, "shmmni", 0, sim::kIpcMni, machine.shmmni);
    take(table, "shmmax", 0, kMaxInt64, machine.shmmax);
    take(table, "shmall", 0, kMaxInt64, machine.shmall);
    if (const auto forced = table.boolean("shm_rmid_forced")) machine.shm_rmid_forced = *forced;
    read_ipc_limits(table, machine);
    take(table, "first_shmid", 0, kMaxInt32, machine.first_shmid);
    take(table, "first_pid", 1, kMaxFirstPid, machine.first_pid);
    take(table, "seed", 0, kMaxInt64, machine.seed);
    if (const auto layout = table.word("layout", {"linux", "spread"})) machine.spread_layout = *layout == 1;
    table.finish();
}

}  // namespace app::session
