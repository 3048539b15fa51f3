// semget(2), semctl(2): the order of checks is that of Linux's ksys_semget(), semctl_main() and semctl_down().
#include "sim/kernel/ipc/sem.h"

namespace sim::kernel {

using report::EventType;
using report::Limit;
using report::Rule;

namespace {

// Semaphores of all sets this machine has memory for.
constexpr std::uint64_t kMaxSemaphores = 4'194'304;

}  // namespace

Result<std::int32_t> Semaphores::get(report::Sink* sink, const IpcCaller& caller, Key key, std::int32_t semaphores,
                                     std::uint32_t flags) {
    // "EINVAL nsems is less than 0 or greater than the limit on the number of semaphores per semaphore set (SEMMSL)."
    if (semaphores < 0 || static_cast<std::uint32_t>(semaphores) > limits_.semmsl) {
        return report::refuse(sink, caller.tid, Errno::einval, Rule::limit_exceeded,
                              {Limit::semaphores_per_set, semaphores, limits_.semmsl});
    }
    const auto count = static_cast<std::uint32_t>(semaphores);
    const auto fits = [&](std::int32_t semid) {
        // "EINVAL … A semaphore set corresponding to key already exists, but nsems is larger than the number of
        // semaphores in that set."
        const std::size_t available = (*this)[semid].size();
        if (count <= available) return Errno::ok;
        return report::refuse(sink, caller.tid, Errno::einval, Rule::size_too_large, {count, available});
    };
    const auto make = [&] { return create(sink, caller, key, count, flags); };
    return get_object(sink, caller, table_, key, flags, fits, make);
}

Result<std::int32_t> Semaphores::create(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t semaphores,
                                        std::uint32_t flags) {
    const auto refuse = [&](Errno error, Rule rule, const report::Arguments& arguments) {
        return report::refuse(sink, caller.tid, error, rule, arguments);
    };
    // "The argument nsems can be 0 … when a semaphore set is not being created."
    if (semaphores == 0) return refuse(Errno::einval, Rule::argument_invalid, {2, 0});
    // "ENOSPC A semaphore set has to be created but the system limit … on the number of semaphores (SEMMNS), would be
    // exceeded." "… the system limit for the maximum number of semaphore sets (SEMMNI)".
    if (total_ + semaphores > limits_.semmns) {
        return refuse(Errno::enospc, Rule::limit_exceeded, {Limit::semaphores, total_ + semaphores, limits_.semmns});
    }
    // "ENOMEM A semaphore set has to be created but the system does not have enough memory for the new data structure."
    if (total_ + semaphores > kMaxSemaphores) {
        return refuse(Errno::enomem, Rule::limit_exceeded, {Limit::semaphores, total_ + semaphores, kMaxSemaphores});
    }
    if (table_.in_use() >= limits_.semmni || !table_.next_id()) {
        return refuse(Errno::enospc, Rule::limit_exceeded,
                      {Limit::semaphore_sets, table_.in_use() + 1, limits_.semmni});
    }
    SemSet set;
    set.permission = new_permission(caller, key, flags);
    set.semaphores.write().resize(semaphores);
    set.ctime = caller.now;
    total_ += semaphores;
    const std::int32_t semid = table_.add(std::move(set));
    report::emit(sink, EventType::semaphore, Rule::sem_create, caller.tid, {semid, key, semaphores, flags & 0777});
    return semid;
}

Result<std::int32_t> Semaphores::find_id(report::Sink* sink, const IpcCaller& caller, std::int32_t semid) const {
    return kernel::find_id(sink, caller, table_, semid);
}

Result<std::int32_t> Semaphores::find_index(report::Sink* sink, const IpcCaller& caller, std::int32_t index) const {
    return kernel::find_index(sink, caller, table_, index);
}

Errno Semaphores::check_permission(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                                   AccessBits wanted) const {
    return check_access(sink, caller, (*this)[semid].permission, semid, wanted);
}

Errno Semaphores::check_number(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                               std::int32_t number) const {
    const std::size_t size = (*this)[semid].size();
    if (number >= 0 && static_cast<std::size_t>(number) < size) return Errno::ok;
    return report::refuse(sink, caller.tid, Errno::einval, Rule::sem_number_bad, {semid, number, size});
}

Errno Semaphores::set_owner(report::Sink* sink, const IpcCaller& caller, std::int32_t semid, const IpcOwner& owner) {
    Errno error = check_control(sink, caller, table_, semid);
    if (error == Errno::ok) error = check_new_owner(sink, caller, owner);
    if (error != Errno::ok) return error;
    SemSet& set = table_.write(semid);
    give_to(set.permission, owner);
    set.ctime = caller.now;
    report::emit(sink, EventType::semaphore, Rule::sem_set, caller.tid,
                 {semid, owner.uid, owner.gid, owner.mode & 0777});
    return Errno::ok;
}

Result<IpcCompletions> Semaphores::remove(report::Sink* sink, const IpcCaller& caller, std::int32_t semid) {
    const Errno refused = check_control(sink, caller, table_, semid);
    if (refused != Errno::ok) return refused;
    // "Immediately remove the semaphore set, awakening all processes blocked in semop(2) calls on the set (with an
    // error return and errno set to EIDRM)."
    IpcCompletions woken;
    for (Pid sleeper : (*this)[semid].queues->all()) {
        woken.push_back({sleeper, -static_cast<std::int64_t>(Errno::eidrm)});
    }
    const std::size_t size = (*this)[semid].size();
    total_ -= size;
    undo_.remove(semid);
    table_.remove(semid);
    report::emit(sink, EventType::semaphore, Rule::sem_remove, caller.tid, {semid, size});
    return woken;
}

std::uint64_t Semaphores::hash() const {
    std::uint64_t hash = hash_mix(table_.hash(), undo_.hash());
    for (std::uint32_t limit : {limits_.semmsl, limits_.semmns, limits_.semopm, limits_.semmni}) {
        hash = hash_mix(hash, limit);
    }
    return hash_mix(hash, total_);
}

}  // namespace sim::kernel
