// semop(2), SETVAL, SETALL, and SEM_UNDO at exit: changing values, and who can go on then.
#include <algorithm>
#include <map>

#include "sim/kernel/ipc/sem.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

// What trying the operations of a call one after the other comes to. Nothing was changed.
struct Semaphores::Attempt {
    enum class End : std::uint8_t { possible, blocked, refused };
    End end = End::possible;
    std::size_t operation = 0;  // where it ended
    std::uint32_t value = 0;    // the semaphore there
    Errno error = Errno::ok;
    Rule rule = Rule::sem_value_bad;
    std::int64_t bad = 0;  // the value that would be out of range
};

// One operation on a set, and those it let go on.
struct Semaphores::Update {
    report::Sink* sink;
    std::int32_t semid;
    bool touched = false;  // an operation was done: otime
    IpcCompletions completed{};
};

namespace {

// "EIDRM", "EAGAIN" … as a completed call returns them.
std::int64_t result_of(Errno error) {
    return -static_cast<std::int64_t>(error);
}

std::uint16_t highest_number(const SemOperations& operations) {
    std::uint16_t highest = 0;
    for (const SemOperation& one : operations) highest = std::max(highest, one.number);
    return highest;
}

std::vector<std::uint16_t> numbers_of(std::size_t size) {
    std::vector<std::uint16_t> numbers(size);
    for (std::size_t i = 0; i < size; ++i) numbers[i] = static_cast<std::uint16_t>(i);
    return numbers;
}

}  // namespace

// perform_atomic_semop(): each operation sees what the ones before it in the array have done.
Semaphores::Attempt Semaphores::attempt(std::int32_t semid, const SemCall& call) const {
    constexpr std::int64_t kMax = kSemValueMax;
    using End = Attempt::End;
    std::map<std::uint16_t, std::int64_t> values, adjustments;
    for (std::size_t i = 0; i < call.operations.size(); ++i) {
        const SemOperation& one = call.operations[i];
        std::int64_t& now = values.try_emplace(one.number, value(semid, one.number)).first->second;
        const std::int64_t after = now + one.change;
        Attempt ended{End::blocked, i, static_cast<std::uint32_t>(now)};
        if (one.change == 0 ? now != 0 : after < 0) {
            if (!one.has(kIpcNowait)) return ended;
            // "EAGAIN An operation could not proceed immediately and … IPC_NOWAIT was specified in sem_flg".
            return {End::refused, i, ended.value, Errno::eagain, Rule::sem_would_wait, 0};
        }
        // "ERANGE For some operation sem_op+semval is greater than SEMVMX".
        if (after > kMax) return {End::refused, i, ended.value, Errno::erange, Rule::sem_value_bad, after};
        now = after;
        if (!one.has(kSemUndo)) continue;
        const std::int64_t known = undo_.adjustment(call.caller, semid, one.number);
        std::int64_t& adjustment = adjustments.try_emplace(one.number, known).first->second;
        adjustment -= one.change;
        // Linux: an adjustment lies within -SEMAEM - 1 and SEMAEM, else ERANGE.
        if (adjustment < -kMax - 1 || adjustment > kMax) {
            return {End::refused, i, ended.value, Errno::erange, Rule::sem_value_bad, adjustment};
        }
    }
    return {};
}

void Semaphores::perform(report::Sink* sink, std::int32_t semid, const SemCall& call) {
    for (const SemOperation& one : call.operations) {
        if (one.has(kSemUndo)) {
            const std::int32_t known = undo_.adjustment(call.caller, semid, one.number);
            undo_.adjust(call.caller, semid, one.number, known - one.change);
        }
        Semaphore& semaphore = table_.write(semid).semaphores.write()[one.number];
        const std::uint32_t before = semaphore.value;
        semaphore.value = static_cast<std::uint32_t>(static_cast<std::int64_t>(before) + one.change);
        semaphore.pid = call.tgid;
        report::emit(sink, EventType::semaphore, Rule::sem_change, call.caller,
                     {semid, one.number, before, before + one.change, one.change});
    }
}

SemOutcome Semaphores::operate(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                               SemOperations operations) {
    SemCall call{caller.tid, caller.tgid, std::move(operations)};
    Result<std::int32_t> found = find_id(sink, caller, semid);
    if (!found) return {found.error()};
    if (call.has(kSemUndo)) undo_.prepare(caller.tid, semid);
    // "EFBIG For some operation the value of sem_num is less than 0 or greater than or equal to the number of
    // semaphores in the set."
    const std::uint16_t highest = highest_number(call.operations);
    const std::size_t size = (*this)[semid].size();
    if (highest >= size) {
        return {report::refuse(sink, caller.tid, Errno::efbig, Rule::sem_number_bad, {semid, highest, size})};
    }
    // "EACCES The calling process does not have the permissions required to perform the specified semaphore
    // operations": altering needs write permission, waiting for zero read permission.
    const Errno denied = check_permission(sink, caller, semid, call.alters() ? 2 : 4);
    if (denied != Errno::ok) return {denied};

    const Attempt tried = attempt(semid, call);
    const SemOperation& last = call.operations[tried.operation];
    if (tried.end == Attempt::End::refused) {
        const report::Argument bad = tried.error == Errno::eagain ? report::Argument(last.change) : tried.bad;
        return {report::refuse(sink, caller.tid, tried.error, tried.rule, {semid, last.number, bad, tried.value})};
    }
    if (tried.end == Attempt::End::blocked) {
        const SemOutcome asleep{Errno::ok, true, last.number, last.change, tried.value};
        call.blocking = tried.operation;
        table_.write(semid).queues.write().add(std::move(call));
        return asleep;
    }
    perform(sink, semid, call);
    Update update{sink, semid, true};
    if (call.alters()) update_after(update, call.operations);
    table_.write(semid).otime = caller.now;
    return {Errno::ok, false, 0, 0, 0, settle(update)};
}

// sem_unlock(): the queues are put in order.
IpcCompletions Semaphores::settle(Update& update) {
    if (!(*this)[update.semid].queues->empty()) table_.write(update.semid).queues.write().settle();
    return std::move(update.completed);
}

void Semaphores::cancel(std::int32_t semid, Pid sleeper) {
    if (find(semid) == nullptr) return;
    SemQueues& queues = table_.write(semid).queues.write();
    queues.remove(sleeper);
    queues.settle();
}

// Whether the sleeper's call is over. It is done if it can be done; it may also fail now.
bool Semaphores::try_sleeper(Update& update, const SemCall& call) {
    const Attempt tried = attempt(update.semid, call);
    SemQueues& queues = table_.write(update.semid).queues.write();
    if (tried.end == Attempt::End::blocked) {
        if (tried.operation != call.blocking) queues.set_blocking(call.caller, tried.operation);
        return false;
    }
    queues.remove(call.caller);
    update.completed.push_back({call.caller, result_of(tried.error)});
    if (tried.end == Attempt::End::refused) return true;
    update.touched = true;
    perform(update.sink, update.semid, call);
    return true;
}

// wake_const_ops(): those who wait for zero change nothing, so one look at each will do.
void Semaphores::wake_constant(Update& update, int number) {
    const SemQueues::Queue sleepers = (*this)[update.semid].queues->constant(number);
    for (const SemCall& call : sleepers) try_sleeper(update, call);
}

// do_smart_wakeup_zero(): first those of one semaphore that became zero, then those of several.
void Semaphores::wake_zero(Update& update, const SemOperations& operations) {
    bool got_zero = false;
    for (const SemOperation& one : operations) {
        if (value(update.semid, one.number) != 0) continue;
        got_zero = true;
        wake_constant(update, one.number);
    }
    if (got_zero) wake_constant(update, SemQueues::kComplex);
}

// update_queue(): the longest asleep first. Calls behind one that went on may look only now, those before it must be
// asked again when calls of several operations are around.
void Semaphores::update_queue(Update& update, int number) {
    const bool complex = number == SemQueues::kComplex;
    for (bool again = true; again;) {
        again = false;
        const SemQueues::Queue sleepers = (*this)[update.semid].queues->alter(number);
        for (const SemCall& call : sleepers) {
            // A semaphore of value 0 lets nobody of its own queue go on.
            if (!complex && value(update.semid, static_cast<std::uint16_t>(number)) == 0) break;
            const std::size_t completed = update.completed.size();
            if (!try_sleeper(update, call)) continue;
            if (update.completed[completed].result != 0) continue;  // it failed and changed nothing
            wake_zero(update, call.operations);
            const bool order_matters = !(*this)[update.semid].queues->alter(SemQueues::kComplex).empty();
            again = order_matters || call.operations.size() > 1;
            if (again) break;
        }
    }
}

// do_smart_update() after known operations: only what they raised, or brought to zero, lets anybody go on.
void Semaphores::update_after(Update& update, const SemOperations& operations) {
    wake_zero(update, operations);
    if (!(*this)[update.semid].queues->alter(SemQueues::kComplex).empty()) {
        return update_queue(update, SemQueues::kComplex);
    }
    for (const SemOperation& one : operations) {
        if (one.change > 0) update_queue(update, one.number);
    }
}

// The same when any semaphore of the set may have changed.
void Semaphores::update_all(Update& update) {
    const std::vector<std::uint16_t> numbers = numbers_of((*this)[update.semid].size());
    SemOperations all;
    for (std::uint16_t number : numbers) all.push_back({number, 1, 0});
    update_after(update, all);
}

IpcCompletions Semaphores::set_value(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                                     std::uint16_t number, std::uint32_t value) {
    undo_.forget(semid, number);
    SemSet& set = table_.write(semid);
    Semaphore& semaphore = set.semaphores.write()[number];
    const std::uint32_t before = semaphore.value;
    semaphore = {value, caller.tgid};
    set.ctime = caller.now;
    report::emit(sink, EventType::semaphore, Rule::sem_change, caller.tid, {semid, number, before, value, 0});
    Update update{sink, semid};
    update_all(update);
    if (update.touched) table_.write(semid).otime = caller.now;
    return settle(update);
}

IpcCompletions Semaphores::set_all(report::Sink* sink, const IpcCaller& caller, std::int32_t semid,
                                   const std::vector<std::uint16_t>& values) {
    undo_.forget(semid);
    table_.write(semid).ctime = caller.now;
    for (std::size_t number = 0; number < values.size(); ++number) {
        Semaphore& semaphore = table_.write(semid).semaphores.write()[number];
        const std::uint32_t before = semaphore.value;
        semaphore = {values[number], caller.tgid};
        report::emit(sink, EventType::semaphore, Rule::sem_change, caller.tid,
                     {semid, number, before, values[number], 0});
    }
    Update update{sink, semid};
    update_all(update);
    if (update.touched) table_.write(semid).otime = caller.now;
    return settle(update);
}

IpcCompletions Semaphores::exit(report::Sink* sink, const IpcCaller& caller) {
    IpcCompletions woken;
    for (const SemAdjustments& adjustments : undo_.take(caller.tid)) {
        Update update{sink, adjustments.semid, true};
        adjust_back(update, caller, adjustments);
        table_.write(adjustments.semid).otime = caller.now;
        IpcCompletions some = settle(update);
        woken.insert(woken.end(), some.begin(), some.end());
    }
    return woken;
}

// exit_sem(): "if … the operation would … reduce a semaphore's value below zero, Linux … reduces it as far as
// possible (to zero)" (semop(2)), and likewise up to SEMVMX.
void Semaphores::adjust_back(Update& update, const IpcCaller& caller, const SemAdjustments& adjustments) {
    for (const auto& [number, adjustment] : adjustments.by_number) {
        Semaphore& semaphore = table_.write(update.semid).semaphores.write()[number];
        const std::uint32_t before = semaphore.value;
        const std::int64_t wanted = std::int64_t{before} + adjustment;
        const auto after = static_cast<std::uint32_t>(std::clamp<std::int64_t>(wanted, 0, kSemValueMax));
        semaphore = {after, caller.tgid};
        report::emit(update.sink, EventType::semaphore, Rule::sem_undo, caller.tid,
                     {update.semid, number, before, after});
    }
    update_all(update);
}

}  // namespace sim::kernel
