#include "sim/kernel/ipc/sem_set.h"

#include <algorithm>

namespace sim::kernel {

bool SemCall::alters() const {
    return std::any_of(operations.begin(), operations.end(), [](const SemOperation& one) { return one.change != 0; });
}

bool SemCall::has(int flag) const {
    return std::any_of(operations.begin(), operations.end(), [&](const SemOperation& one) { return one.has(flag); });
}

const SemQueues::Queue& SemQueues::queue(const Queues& queues, int number) {
    static const Queue none;
    const auto found = queues.find(number);
    return found == queues.end() ? none : found->second;
}

void SemQueues::add(SemCall call) {
    const bool alters = call.alters();
    const bool complex = call.operations.size() > 1;
    int number = complex ? kComplex : call.operations[0].number;
    if (complex) {
        if (complex_ == 0) merge();
        ++complex_;
    } else if (alters && complex_ > 0) {
        number = kComplex;
    }
    (alters ? alter_ : constant_)[number].push_back(std::move(call));
}

void SemQueues::remove(Pid sleeper) {
    for (Queues* queues : {&alter_, &constant_}) {
        for (auto it = queues->begin(); it != queues->end(); ++it) {
            Queue& queue = it->second;
            const auto call =
                std::find_if(queue.begin(), queue.end(), [&](const SemCall& one) { return one.caller == sleeper; });
            if (call == queue.end()) continue;
            const bool complex = call->operations.size() > 1;
            queue.erase(call);
            if (queue.empty()) queues->erase(it);
            if (complex) --complex_;
            return;
        }
    }
}

void SemQueues::set_blocking(Pid sleeper, std::size_t operation) {
    for (Queues* queues : {&alter_, &constant_}) {
        for (auto& [number, queue] : *queues) {
            for (SemCall& call : queue) {
                if (call.caller == sleeper) call.blocking = operation;
            }
        }
    }
}

// merge_queues(): each semaphore's queue goes to the front of the common one, so the last semaphore's comes first.
void SemQueues::merge() {
    Queue common;
    for (auto it = alter_.rbegin(); it != alter_.rend(); ++it) {
        common.insert(common.end(), it->second.begin(), it->second.end());
    }
    alter_.clear();
    if (!common.empty()) alter_[kComplex] = std::move(common);
}

// unmerge_queues(): no sleeping call has several operations any more.
void SemQueues::settle() {
    if (complex_ > 0) return;
    const Queue common = alter(kComplex);
    alter_.erase(kComplex);
    for (const SemCall& call : common) alter_[call.operations[0].number].push_back(call);
}

std::vector<Pid> SemQueues::all() const {
    std::vector<Pid> sleepers;
    const auto take = [&](const Queue& queue) {
        for (const SemCall& call : queue) sleepers.push_back(call.caller);
    };
    take(constant(kComplex));
    take(alter(kComplex));
    std::vector<int> numbers;
    for (const Queues* queues : {&alter_, &constant_}) {
        for (const auto& [number, queue] : *queues) numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    for (int number : numbers) {
        if (number == kComplex) continue;
        take(constant(number));
        take(alter(number));
    }
    return sleepers;
}

namespace {

// check_qop(): calls of a complex queue that this semaphore blocks.
std::uint32_t blocked_by(const SemQueues::Queue& queue, std::uint16_t number, bool zero) {
    return static_cast<std::uint32_t>(std::count_if(queue.begin(), queue.end(), [&](const SemCall& call) {
        const SemOperation& blocking = call.operations[call.blocking];
        return blocking.number == number && (zero ? blocking.change == 0 : blocking.change < 0);
    }));
}

}  // namespace

std::uint32_t SemQueues::waiting_for_more(std::uint16_t number) const {
    return static_cast<std::uint32_t>(alter(number).size()) + blocked_by(alter(kComplex), number, false);
}

std::uint32_t SemQueues::waiting_for_zero(std::uint16_t number) const {
    return static_cast<std::uint32_t>(constant(number).size()) + blocked_by(alter(kComplex), number, true) +
           blocked_by(constant(kComplex), number, true);
}

std::uint64_t state_hash(const SemQueues& queues) {
    std::uint64_t hash = queues.complex_;
    for (const SemQueues::Queues* kind : {&queues.alter_, &queues.constant_}) {
        hash = hash_mix(hash, kind->size());
        for (const auto& [number, queue] : *kind) {
            hash = hash_mix(hash, static_cast<std::uint64_t>(number));
            for (const SemCall& call : queue) {
                hash = hash_mix(hash, static_cast<std::uint32_t>(call.caller.value));
                hash = hash_mix(hash, static_cast<std::uint32_t>(call.tgid.value));
                hash = hash_mix(hash, call.blocking);
                for (const SemOperation& one : call.operations) {
                    const auto word = [](std::int16_t part) { return std::uint64_t{static_cast<std::uint16_t>(part)}; };
                    hash = hash_mix(hash, one.number | word(one.change) << 16 | word(one.flags) << 32);
                }
            }
        }
    }
    return hash;
}

std::uint64_t state_hash(const std::vector<Semaphore>& semaphores) {
    std::uint64_t hash = semaphores.size();
    for (const Semaphore& one : semaphores) {
        hash = hash_mix(hash, std::uint64_t{one.value} << 32 | static_cast<std::uint32_t>(one.pid.value));
    }
    return hash;
}

std::uint64_t state_hash(const SemSet& set) {
    std::uint64_t hash = hash_mix(state_hash(set.permission), set.semaphores.hash());
    hash = hash_mix(hash, set.queues.hash());
    hash = hash_mix(hash, static_cast<std::uint64_t>(set.otime));
    return hash_mix(hash, static_cast<std::uint64_t>(set.ctime));
}

}  // namespace sim::kernel
