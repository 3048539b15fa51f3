// What SEM_UNDO promises to take back: adjustments of semaphores, by process.
//
// Threads made with CLONE_SYSVSEM share one list; it is applied when the last of them ends. A list knows sets in the
// order Linux keeps them, the set used first with SEM_UNDO last.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/ids.h"

namespace sim::kernel {

// Adjustments of one set: by semaphore number, never 0.
struct SemAdjustments {
    std::int32_t semid = 0;
    std::map<std::uint16_t, std::int32_t> by_number;
};

class SemUndo {
public:
    // `thread` has used SEM_UNDO on a set: there is room for its adjustments from now on.
    void prepare(Pid thread, std::int32_t semid);
    std::int32_t adjustment(Pid thread, std::int32_t semid, std::uint16_t number) const;
    // The set is prepared.
    void adjust(Pid thread, std::int32_t semid, std::uint16_t number, std::int32_t adjustment);
    // clone(2) with CLONE_SYSVSEM: `thread` shares the list of `with`.
    void share(Pid with, Pid thread);
    // A thread ends. What is to be taken back, in order: nothing while others share its list.
    std::vector<SemAdjustments> take(Pid thread);

    // SETVAL, SETALL: nobody takes back what was done to the semaphore before.
    void forget(std::int32_t semid, std::uint16_t number);
    void forget(std::int32_t semid);
    // IPC_RMID: the set is gone.
    void remove(std::int32_t semid);

    std::uint64_t hash() const { return lists_.hash(); }

    struct List {
        std::vector<Pid> threads;
        std::vector<SemAdjustments> sets;
    };
    const std::vector<List>& lists() const { return *lists_; }

private:
    List& list_of(Pid thread);

    Cow<std::vector<List>> lists_;
};
std::uint64_t state_hash(const std::vector<SemUndo::List>& lists);

}  // namespace sim::kernel
