// System V semaphores (Linux's ipc/sem.c): semget, semop, semctl, and what exit(2) takes back.
//
//   semop ──► all operations possible? ──yes──► done at once; sleepers that can go on now are completed, in order
//                     │ no
//                     └──► the call is queued in its set (sem_set.h) until somebody completes or cancels it
//
// This room sees no tasks: who is woken and with what result is returned, and the system call tells the tasks.
#pragma once

#include <cstdint>

#include "sim/kernel/ipc/ipc_call.h"
#include "sim/kernel/ipc/sem_set.h"
#include "sim/kernel/ipc/sem_undo.h"

namespace sim::kernel {

struct SemLimits {
    std::uint32_t semmsl = kSemMslDefault;  // semaphores of one set
    std::uint32_t semmns = kSemMnsDefault;  // of all sets
    std::uint32_t semopm = kSemOpmDefault;  // operations of one call
    std::uint32_t semmni = kSemMniDefault;  // sets
};

// How a call of semop(2) went.
struct SemOutcome {
    Errno error = Errno::ok;
    bool asleep = false;  // it waits for semaphore `number`, whose value is `value`, because of `change`
    std::uint16_t number = 0;
    std::int16_t change = 0;
    std::uint32_t value = 0;
    IpcCompletions woken{};
};

class Semaphores {
public:
    explicit Semaphores(const SemLimits& limits = {}) : limits_(limits) {}

    // semget(2).
    Result<std::int32_t> get(report::Sink* sink, const IpcCaller& caller, Key key, std::int32_t semaphores,
                             std::uint32_t flags);

    // semop(2), for a caller whose arguments are in his memory no more; semid >= 0, at least one operation.
    SemOutcome operate(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, SemOperations operations);
    // The sleeper gives up: a signal, its deadline, its end.
    void cancel(std::int32_t semid, Pid sleeper);

    // A thread ends: SEM_UNDO.
    IpcCompletions exit(report::Sink* sink, const IpcCaller& caller);
    // A thread was made with CLONE_SYSVSEM.
    void share_undo(Pid with, Pid thread) { undo_.share(with, thread); }

    // semctl(2). The id in good standing, or EINVAL; SEM_STAT's way; EACCES.
    Result<std::int32_t> find_id(report::Sink* sink, const IpcCaller& caller, std::int32_t semid) const;
    Result<std::int32_t> find_index(report::Sink* sink, const IpcCaller& caller, std::int32_t index) const;
    Errno check_permission(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, AccessBits wanted) const;
    Errno check_number(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, std::int32_t number) const;
    // SETVAL and SETALL of checked ids, numbers and values: who can go on now.
    IpcCompletions set_value(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, std::uint16_t number,
                             std::uint32_t value);
    IpcCompletions set_all(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                           const std::vector<std::uint16_t>& values);
    // IPC_SET and IPC_RMID; whoever sleeps on a removed set gets EIDRM.
    Errno set_owner(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, const IpcOwner& owner);
    Result<IpcCompletions> remove(report::Sink* sink, const IpcCaller& caller, std::int32_t semid);

    // The set of a good id; nullptr of another.
    const SemSet& operator[](std::int32_t semid) const { return *table_.find(semid); }
    const SemSet* find(std::int32_t semid) const { return table_.find(semid); }
    template <class Visit>
    void for_each(Visit visit) const {
        table_.for_each(visit);
    }
    const SemUndo& undo() const { return undo_; }

    // kernel.sem and kernel.sem_next_id of sysctl(8). Lowering a limit affects no set that exists.
    const SemLimits& limits() const { return limits_; }
    void set_limits(const SemLimits& limits) { limits_ = limits; }
    std::int32_t forced_id() const { return table_.forced_id(); }
    void force_id(std::int32_t id) { table_.force_id(id); }

    std::uint32_t in_use() const { return table_.in_use(); }
    std::uint32_t highest_index() const { return table_.highest_index(); }
    std::uint64_t total_semaphores() const { return total_; }

    std::uint64_t hash() const;

private:
    struct Attempt;
    struct Update;

    Result<std::int32_t> create(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t semaphores,
                                std::uint32_t flags);
    Attempt attempt(std::int32_t semid, const SemCall& call) const;
    void perform(report::Sink* sink, std::int32_t semid, const SemCall& call);
    void adjust_back(Update& update, const IpcCaller& caller, const SemAdjustments& adjustments);
    IpcCompletions settle(Update& update);
    void update_all(Update& update);
    void update_after(Update& update, const SemOperations& operations);
    void wake_zero(Update& update, const SemOperations& operations);
    void wake_zero(Update& update);
    void wake_constant(Update& update, int number);
    void update_queue(Update& update, int number);
    bool try_sleeper(Update& update, const SemCall& call);
    std::uint32_t value(std::int32_t semid, std::uint16_t number) const {
        return (*(*this)[semid].semaphores)[number].value;
    }

    SemLimits limits_;
    IpcTable<SemSet> table_;
    SemUndo undo_;
    std::uint64_t total_ = 0;  // semaphores of all sets
};

}  // namespace sim::kernel
