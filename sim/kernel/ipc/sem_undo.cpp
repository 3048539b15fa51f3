#include "sim/kernel/ipc/sem_undo.h"

#include <algorithm>

namespace sim::kernel {
namespace {

template <class Lists>
auto find_list(Lists& lists, Pid thread) {
    return std::find_if(lists.begin(), lists.end(), [&](const SemUndo::List& list) {
        return std::find(list.threads.begin(), list.threads.end(), thread) != list.threads.end();
    });
}

template <class Sets>
auto find_set(Sets& sets, std::int32_t semid) {
    return std::find_if(sets.begin(), sets.end(), [&](const SemAdjustments& one) { return one.semid == semid; });
}

}  // namespace

SemUndo::List& SemUndo::list_of(Pid thread) {
    std::vector<List>& lists = lists_.write();
    const auto found = find_list(lists, thread);
    if (found != lists.end()) return *found;
    lists.push_back({{thread}, {}});
    return lists.back();
}

void SemUndo::prepare(Pid thread, std::int32_t semid) {
    std::vector<SemAdjustments>& sets = list_of(thread).sets;
    if (find_set(sets, semid) == sets.end()) sets.insert(sets.begin(), {semid, {}});
}

std::int32_t SemUndo::adjustment(Pid thread, std::int32_t semid, std::uint16_t number) const {
    const auto list = find_list(*lists_, thread);
    if (list == lists_->end()) return 0;
    const auto set = find_set(list->sets, semid);
    if (set == list->sets.end()) return 0;
    const auto found = set->by_number.find(number);
    return found == set->by_number.end() ? 0 : found->second;
}

void SemUndo::adjust(Pid thread, std::int32_t semid, std::uint16_t number, std::int32_t adjustment) {
    SemAdjustments& set = *find_set(list_of(thread).sets, semid);
    if (adjustment == 0) {
        set.by_number.erase(number);
    } else {
        set.by_number[number] = adjustment;
    }
}

void SemUndo::share(Pid with, Pid thread) {
    list_of(with).threads.push_back(thread);
}

std::vector<SemAdjustments> SemUndo::take(Pid thread) {
    if (find_list(*lists_, thread) == lists_->end()) return {};
    std::vector<List>& lists = lists_.write();
    const auto list = find_list(lists, thread);
    list->threads.erase(std::find(list->threads.begin(), list->threads.end(), thread));
    if (!list->threads.empty()) return {};
    std::vector<SemAdjustments> sets = std::move(list->sets);
    lists.erase(list);
    return sets;
}

void SemUndo::forget(std::int32_t semid, std::uint16_t number) {
    if (lists_->empty()) return;
    for (List& list : lists_.write()) {
        const auto set = find_set(list.sets, semid);
        if (set != list.sets.end()) set->by_number.erase(number);
    }
}

void SemUndo::forget(std::int32_t semid) {
    if (lists_->empty()) return;
    for (List& list : lists_.write()) {
        const auto set = find_set(list.sets, semid);
        if (set != list.sets.end()) set->by_number.clear();
    }
}

void SemUndo::remove(std::int32_t semid) {
    if (lists_->empty()) return;
    for (List& list : lists_.write()) {
        std::erase_if(list.sets, [&](const SemAdjustments& one) { return one.semid == semid; });
    }
}

std::uint64_t state_hash(const std::vector<SemUndo::List>& lists) {
    std::uint64_t hash = lists.size();
    for (const SemUndo::List& list : lists) {
        hash = hash_mix(hash, list.threads.size());
        for (Pid thread : list.threads) hash = hash_mix(hash, static_cast<std::uint32_t>(thread.value));
        for (const SemAdjustments& set : list.sets) {
            hash = hash_mix(hash, static_cast<std::uint32_t>(set.semid));
            for (const auto& [number, adjustment] : set.by_number) {
                hash = hash_mix(hash, std::uint64_t{number} << 32 | static_cast<std::uint32_t>(adjustment));
            }
        }
    }
    return hash;
}

}  // namespace sim::kernel
