//   a semaphore's value lies in 0..SEMVMX; no two sets, and no two queues, have one key
//   who is queued for a set or a queue sleeps for it, and who sleeps for it is queued or its call is completed
//   what is to be undone lies in -SEMVMX - 1..SEMVMX, is of a set that exists and of threads that live
//   a namespace but the first has a living task in it, or an area maps a segment of it
//   msg_cbytes is the sum of the messages' bytes; totals are the sums of all sets and queues
#include "sim/machine/invariants_ipc.h"

#include <algorithm>
#include <set>

namespace sim::machine {
namespace {

using kernel::Kernel;
using kernel::MessageQueue;
using kernel::SemSet;
using kernel::Task;
using kernel::WaitKind;

class Check {
public:
    Check(const Kernel& kernel, std::vector<std::string>& broken) : kernel_(kernel), broken_(broken) {}

    void holds(bool condition, const std::string& what) {
        if (!condition) broken_.push_back(what);
    }
    // A queued thread sleeps, or has been woken or stopped and has not looked yet.
    void sleeps(Pid thread, WaitKind kind, std::int32_t id, const std::string& where) {
        const Task* task = kernel_.tasks.find(thread);
        const bool waits = task != nullptr && task->alive() && task->wait.kind == kind && !task->wait.completed &&
                           task->wait.object == static_cast<std::uint64_t>(id);
        holds(waits, where + "thread " + std::to_string(thread.value) + " is queued and does not wait");
    }
    void new_key(Key key, std::set<Key>& keys, const std::string& where) {
        holds(key == kIpcPrivate || keys.insert(key).second, where + "its key names another too");
    }

private:
    const Kernel& kernel_;
    std::vector<std::string>& broken_;
};

void check_namespaces(const Kernel& kernel, Check& check) {
    std::set<IpcNsId> used{kFirstIpcNs};
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        used.insert(task.ipc_ns);
        check.holds(kernel.ipc.all().contains(task.ipc_ns), "a task is in an IPC namespace that is gone");
        check.holds(task.alive() || task.ipc_ns == kFirstIpcNs, "a task that has ended holds an IPC namespace");
    }
    for (const auto& [id, ns] : kernel.ipc.all()) {
        check.holds(used.contains(id) || ns.shm.attached(), "an IPC namespace nobody uses");
    }
}

void check_sets(const kernel::Semaphores& semaphores, Check& check) {
    std::uint64_t total = 0;
    std::uint32_t sets = 0;
    std::set<Key> keys;
    semaphores.for_each([&](std::int32_t semid, const SemSet& set) {
        const std::string where = "semaphore set " + std::to_string(semid) + ": ";
        ++sets;
        total += set.size();
        check.new_key(set.permission.key, keys, where);
        const bool in_range = std::all_of(set.semaphores->begin(), set.semaphores->end(),
                                          [](const kernel::Semaphore& one) { return one.value <= kSemValueMax; });
        check.holds(in_range, where + "a value above SEMVMX");
        for (Pid sleeper : set.queues->all()) check.sleeps(sleeper, WaitKind::semaphore, semid, where);
    });
    check.holds(total == semaphores.total_semaphores(), "used semaphores are not the sum of all sets");
    check.holds(sets == semaphores.in_use(), "used sets are not the number of sets");
}

void check_undo(const Kernel& kernel, IpcNsId ns, Check& check) {
    constexpr std::int32_t kMax = kSemValueMax;
    std::set<Pid> threads;
    const kernel::Semaphores& semaphores = kernel.ipc[ns].semaphores;
    for (const kernel::SemUndo::List& list : semaphores.undo().lists()) {
        for (Pid thread : list.threads) {
            const Task* task = kernel.tasks.find(thread);
            check.holds(task != nullptr && task->alive(), "SEM_UNDO of a thread that has ended");
            check.holds(task == nullptr || task->ipc_ns == ns, "SEM_UNDO of a thread in another IPC namespace");
            check.holds(threads.insert(thread).second, "two lists of SEM_UNDO for one thread");
        }
        for (const kernel::SemAdjustments& set : list.sets) {
            const SemSet* found = semaphores.find(set.semid);
            check.holds(found != nullptr, "SEM_UNDO of a set that is gone");
            for (const auto& [number, adjustment] : set.by_number) {
                const bool good = found != nullptr && number < found->size() && adjustment != 0 &&
                                  adjustment >= -kMax - 1 && adjustment <= kMax;
                check.holds(good, "SEM_UNDO of an impossible amount");
            }
        }
    }
}

void check_queues(const kernel::MessageQueues& queues, Check& check) {
    std::uint64_t messages = 0, bytes = 0;
    std::set<Key> keys;
    queues.for_each([&](std::int32_t msqid, const MessageQueue& queue) {
        const std::string where = "message queue " + std::to_string(msqid) + ": ";
        check.new_key(queue.permission.key, keys, where);
        std::uint64_t sum = 0;
        for (const Cow<kernel::Message>& message : *queue.messages) sum += message->text.size();
        check.holds(sum == queue.bytes, where + "msg_cbytes is not the sum of its messages");
        messages += queue.messages->size();
        bytes += queue.bytes;
        for (const auto& one : queue.receivers) {
            check.sleeps(one.thread, WaitKind::message, msqid, where);
            check.holds(!queue.find(one.wish), where + "a receiver sleeps although its message is there");
        }
        for (const auto& one : queue.senders) check.sleeps(one.thread, WaitKind::queue_room, msqid, where);
    });
    check.holds(messages == queues.total_messages() && bytes == queues.total_bytes(),
                "messages of all queues are not their sum");
}

// The other way round: who sleeps is queued.
void check_sleepers(const Kernel& kernel, Check& check) {
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        if (task.state != report::TaskState::blocked || task.wait.kind != WaitKind::semaphore) continue;
        const SemSet* set = kernel.ipc[task.ipc_ns].semaphores.find(static_cast<std::int32_t>(task.wait.object));
        const std::vector<Pid> queued = set != nullptr ? set->queues->all() : std::vector<Pid>{};
        check.holds(std::find(queued.begin(), queued.end(), pid) != queued.end(),
                    "task " + std::to_string(pid.value) + " sleeps for a semaphore and is not queued");
    }
}

}  // namespace

void check_ipc(const Kernel& kernel, std::vector<std::string>& broken) {
    Check check(kernel, broken);
    check_namespaces(kernel, check);
    for (const auto& [id, ns] : kernel.ipc.all()) {
        check_sets(ns.semaphores, check);
        check_undo(kernel, id, check);
        check_queues(ns.queues, check);
    }
    check_sleepers(kernel, check);
}

}  // namespace sim::machine
