// One set of System V semaphores and the calls of semop(2) that sleep on it, queued as Linux's ipc/sem.c queues them.
//
//   alter     changes values       of one semaphore each    or    kComplex: of several
//   constant  waits for zero       of one semaphore each    or    kComplex: of several
//
// While a sleeping call has several operations, all alter calls share the complex queue, so that order among them is
// kept; when the last such call is gone, settle() puts them back. Within a queue the longest asleep is first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "sim/base/cow.h"
#include "sim/kernel/ipc/permission.h"

namespace sim::kernel {

inline constexpr int kSemUndo = 010000;

// struct sembuf.
struct SemOperation {
    std::uint16_t number = 0;
    std::int16_t change = 0;  // 0: wait for zero
    std::int16_t flags = 0;   // IPC_NOWAIT, SEM_UNDO

    bool has(int flag) const { return (flags & flag) != 0; }
};
using SemOperations = std::vector<SemOperation>;

struct Semaphore {
    std::uint32_t value = 0;  // semval, 0..kSemValueMax
    Pid pid;                  // sempid: tgid of who operated on it last
};

// One call of semop(2).
struct SemCall {
    Pid caller;  // the thread
    Pid tgid;
    SemOperations operations;
    std::size_t blocking = 0;  // index of the operation it waits for

    bool alters() const;
    bool has(int flag) const;  // any of its operations
};

class SemQueues {
public:
    static constexpr int kComplex = -1;
    using Queue = std::vector<SemCall>;
    using Queues = std::map<int, Queue>;  // by semaphore number or kComplex; no queue is empty

    void add(SemCall call);
    // Takes out the sleeper's call, if there is one.
    void remove(Pid sleeper);
    // To be called when an operation on the set is over.
    void settle();
    // A call looked again and found another operation in its way.
    void set_blocking(Pid sleeper, std::size_t operation);

    const Queue& alter(int number) const { return queue(alter_, number); }
    const Queue& constant(int number) const { return queue(constant_, number); }
    // Every sleeper, in the order in which a removed set wakes them (freeary).
    std::vector<Pid> all() const;
    bool empty() const { return alter_.empty() && constant_.empty(); }
    // semncnt and semzcnt of one semaphore.
    std::uint32_t waiting_for_more(std::uint16_t number) const;
    std::uint32_t waiting_for_zero(std::uint16_t number) const;

    friend std::uint64_t state_hash(const SemQueues& queues);

private:
    static const Queue& queue(const Queues& queues, int number);
    void merge();

    Queues alter_, constant_;
    std::uint32_t complex_ = 0;  // calls of several operations in either
};

struct SemSet {
    IpcPermission permission;
    Cow<std::vector<Semaphore>> semaphores;
    Cow<SemQueues> queues;
    std::int64_t otime = 0, ctime = 0;  // seconds; 0: never

    std::size_t size() const { return semaphores->size(); }
};
std::uint64_t state_hash(const std::vector<Semaphore>& semaphores);
std::uint64_t state_hash(const SemSet& set);

}  // namespace sim::kernel
