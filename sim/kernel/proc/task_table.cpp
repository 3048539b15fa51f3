#include "sim/kernel/proc/task_table.h"

#include <algorithm>

namespace sim::kernel {
namespace {

std::uint64_t hash_numbers(const Task& task) {
    const std::uint64_t words[] = {static_cast<std::uint32_t>(task.pid.value),
                                   static_cast<std::uint32_t>(task.ppid.value),
                                   static_cast<std::uint32_t>(task.tgid.value),
                                   task.program.value,
                                   task.mm.value,
                                   static_cast<std::uint64_t>(task.state),
                                   task.started,
                                   static_cast<std::uint32_t>(task.status),
                                   static_cast<std::uint32_t>(task.si_code),
                                   task.si_addr.value,
                                   task.minor_faults,
                                   task.major_faults,
                                   task.instructions,
                                   task.forks,
                                   task.clear_tid.value,
                                   task.umask,
                                   task.cwd.value,
                                   task.threads,
                                   static_cast<std::uint32_t>(task.group.value),
                                   static_cast<std::uint32_t>(task.session.value),
                                   static_cast<std::uint32_t>(task.exit_signal),
                                   static_cast<std::uint32_t>(task.parent_death_signal),
                                   task.continued * 2u + task.has_executed,
                                   static_cast<std::uint32_t>(task.vfork_parent.value),
                                   static_cast<std::uint32_t>(task.stop_signal),
                                   task.run};
    std::uint64_t hash = 0;
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

std::uint64_t hash_limits(std::uint64_t hash, const Limits& limits) {
    const std::uint64_t words[] = {
        limits.cpu,      limits.file_size,       limits.data,   limits.stack,   limits.core,
        limits.resident, limits.processes,       limits.files,  limits.memlock, limits.address_space,
        limits.locks,    limits.pending_signals, limits.queues, limits.nice,    limits.realtime_priority,
        limits.realtime};
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

std::uint64_t hash_usage(std::uint64_t hash, const Usage& usage) {
    return hash_mix(hash_mix(hash_mix(hash, usage.instructions), usage.minor_faults), usage.major_faults);
}

}  // namespace

std::uint64_t state_hash(const Wait& wait) {
    const std::uint64_t words[] = {
        static_cast<std::uint64_t>(wait.kind),     wait.object, wait.detail,
        static_cast<std::uint64_t>(wait.deadline), wait.ticket, wait.completed * 2u + wait.interrupted,
        static_cast<std::uint64_t>(wait.result)};
    std::uint64_t hash = hash_bytes(wait.bytes.data(), wait.bytes.size());
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

std::uint64_t state_hash(const TaskPtr& task) {
    if (!task) return 0;
    std::uint64_t hash = hash_bytes(task->name.data(), task->name.size(), hash_numbers(*task));
    hash = hash_mix(hash_mix(hash, state_hash(task->credentials)), task->ipc_ns.value);
    hash = hash_mix(hash, hw::state_hash(task->context));
    hash = hash_mix(hash, task->descriptors.hash());
    hash = hash_mix(hash, state_hash(task->signals));
    hash = hash_mix(hash, state_hash(task->process_signals));
    hash = hash_limits(hash_limits(hash, task->limits), task->hard_limits);
    hash = hash_usage(hash_usage(hash, task->ended_threads), task->children);
    hash = hash_bytes(task->comm.data(), task->comm.size(), hash);
    return hash_mix(hash, state_hash(task->wait));
}

Errno TaskTable::room() const {
    // "EAGAIN A system-imposed limit on the number of threads was encountered" (fork(2)); zombies count.
    const bool full = present_->size() >= kMaxTasks || size() >= kMaxEver;
    return full ? Errno::eagain : Errno::ok;
}

Pid TaskTable::add(Task task) {
    task.pid = next_pid();
    if (task.tgid == kNoPid) task.tgid = task.pid;
    if (task.group == kNoPid) task.group = task.pid, task.session = kInit;
    const Pid pid = task.pid;
    const std::size_t index = tasks_.size();
    tasks_.resize(index + 1);
    tasks_.write(index) = std::make_shared<Task>(std::move(task));
    present_.write().push_back(pid);
    return pid;
}

const Task* TaskTable::find(Pid pid) const {
    const auto index = static_cast<std::int64_t>(pid.value) - first_.value;
    if (index < 0 || index >= static_cast<std::int64_t>(size())) return nullptr;
    return tasks_[static_cast<std::size_t>(index)].get();
}

Task& TaskTable::write(Pid pid) {
    TaskPtr& task = tasks_.write(static_cast<std::size_t>(pid.value - first_.value));
    if (task.use_count() != 1) task = std::make_shared<Task>(*task);
    return *task;
}

void TaskTable::reap(Pid pid) {
    write(pid).state = report::TaskState::ended;
    std::vector<Pid>& present = present_.write();
    present.erase(std::lower_bound(present.begin(), present.end(), pid));
}

}  // namespace sim::kernel
