// A table of values found by a small number: address spaces, memory objects.
//
// The lowest free number is given out first. Copying the table copies a few pointers; writing one value clones
// that value and the chunk that holds it, nothing else.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/base/cow.h"

namespace sim::kernel {

template <class T>
struct ValueSlot {
    std::optional<Cow<T>> value;
};

template <class T>
std::uint64_t state_hash(const ValueSlot<T>& slot) {
    return slot.value ? slot.value->hash() : 0;
}

template <class IdType, class T>
class ValueTable {
public:
    // Puts a value in and returns its number.
    IdType insert(T value) {
        while (first_free_ < slots_.size() && slots_[first_free_].value) ++first_free_;
        if (first_free_ == slots_.size()) slots_.resize(slots_.size() + 1);
        slots_.write(first_free_).value.emplace(std::move(value));
        ++count_;
        return IdType{static_cast<typename IdType::representation>(first_free_++)};
    }

    void erase(IdType id) {
        slots_.write(id.value).value.reset();
        first_free_ = std::min<std::size_t>(first_free_, id.value);
        --count_;
    }

    bool contains(IdType id) const { return id.value < slots_.size() && slots_[id.value].value.has_value(); }
    std::size_t size() const { return count_; }

    // The value `id`, which must be in the table; valid until the next write to it or change of the table.
    const T& operator[](IdType id) const { return **slots_[id.value].value; }
    // The same for writing; valid until the table is copied: take it anew after every event.
    T& write(IdType id) { return slots_.write(id.value).value->write(); }

    // Calls visit(id, value) for every value, ascending by number.
    template <class Visit>
    void for_each(Visit visit) const {
        slots_.for_each_present([&](std::size_t index, const ValueSlot<T>& slot) {
            if (slot.value) visit(IdType{static_cast<typename IdType::representation>(index)}, **slot.value);
        });
    }

    std::uint64_t hash() const { return slots_.hash(); }

private:
    CowArray<ValueSlot<T>> slots_;
    std::size_t first_free_ = 0;  // no lower slot is free
    std::size_t count_ = 0;
};

}  // namespace sim::kernel
