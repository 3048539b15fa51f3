// Identifiers of one kind of System V IPC object, handed out as Linux's ipc_idr_alloc() does.
//
//    30                15 14            0
//   +--------------------+---------------+
//   |      sequence      |     index     |     id = sequence * 32768 + index
//   +--------------------+---------------+
//
// The index goes round: the search starts behind the index handed out last and wraps to 0. It stays below
// max(in_use * 3/2, 64), so few objects keep small numbers. Each wrap raises the sequence, and so an id that was
// removed names nothing for a long time although its slot is used again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/base/cow.h"
#include "sim/base/hash.h"
#include "sim/base/limits.h"
#include "sim/kernel/ipc/permission.h"

namespace sim::kernel {

// T has a member `IpcPermission permission` and a free function state_hash(const T&).
template <class T>
class IpcTable {
public:
    // The first id handed out is `first_id` (>= 0); those that follow go on from there.
    explicit IpcTable(std::int32_t first_id = 0)
        : slots_(kIpcMni), cursor_(first_id % kIpcMni), sequence_(first_id / kIpcMni), forced_first_(first_id > 0) {}

    std::uint32_t in_use() const { return in_use_; }

    // kernel.shm_next_id and its like of sysctl(8): the next object gets this id, or when its index is in use the next
    // free one's; then -1 again, which is no wish. The round of indices goes on as if that object had not been.
    std::int32_t forced_id() const { return forced_id_; }
    void force_id(std::int32_t id) { forced_id_ = id; }

    // The id the next object will have; nullopt when no index is free.
    std::optional<std::int32_t> next_id() const {
        const std::optional<std::uint32_t> index = free_index();
        if (!index) return std::nullopt;
        const std::uint32_t sequence = forced_id_ < 0 ? next_sequence(*index) : sequence_of(forced_id_);
        return static_cast<std::int32_t>(sequence * kIpcMni + *index);
    }

    // Puts an object in and returns its id, which next_id() told (not nullopt).
    std::int32_t add(T object) {
        const std::uint32_t index = *free_index();
        std::uint32_t sequence = sequence_of(forced_id_);
        if (forced_id_ < 0) {
            sequence = sequence_ = next_sequence(index);
            last_index_ = index;
            cursor_ = index + 1;
            forced_first_ = false;
        }
        forced_id_ = -1;
        ++in_use_;
        highest_ = std::max(highest_, index);
        slots_.write(index) = Slot{true, sequence, std::move(object)};
        return id_of(index);
    }

    // The object an id names; nullptr when there is none or the slot holds a later one.
    const T* find(std::int32_t id) const {
        if (id < 0) return nullptr;
        const Slot& slot = slots_[index_of(id)];
        return slot.used && slot.sequence == sequence_of(id) ? &slot.object : nullptr;
    }
    // The same for writing (find(id) must not be null); valid until the next copy of this table.
    T& write(std::int32_t id) { return slots_.write(index_of(id)).object; }

    // Frees an id that names an object.
    void remove(std::int32_t id) {
        slots_.write(index_of(id)) = Slot{};
        --in_use_;
        while (highest_ > 0 && !slots_[highest_].used) --highest_;
    }

    // The id of the object with this key (not IPC_PRIVATE).
    std::optional<std::int32_t> find_key(Key key) const {
        for (std::uint32_t index = 0; index <= highest_; ++index) {
            const Slot& slot = slots_[index];
            if (slot.used && slot.object.permission.key == key) return id_of(index);
        }
        return std::nullopt;
    }
    // The id of the object in slot `index mod 32768`, as SHM_STAT looks it up.
    std::optional<std::int32_t> id_at(std::int32_t index) const {
        if (index < 0 || !slots_[index_of(index)].used) return std::nullopt;
        return id_of(index_of(index));
    }
    // Highest index in use; 0 when none is.
    std::uint32_t highest_index() const { return highest_; }

    // Calls visit(id, object) in index order.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t index = 0; index <= highest_ && in_use_ != 0; ++index) {
            if (slots_[index].used) visit(id_of(index), slots_[index].object);
        }
    }

    std::uint64_t hash() const {
        std::uint64_t hash = hash_mix(slots_.hash(), in_use_);
        hash = hash_mix(hash, cursor_);
        hash = hash_mix(hash, sequence_);
        hash = hash_mix(hash, static_cast<std::uint64_t>(forced_id_));
        return hash_mix(hash, static_cast<std::uint64_t>(last_index_) + forced_first_);
    }

private:
    static constexpr std::uint32_t kSequenceMax = 65'535;  // INT_MAX >> 15

    struct Slot {
        bool used = false;
        std::uint32_t sequence = 0;
        T object{};

        friend std::uint64_t state_hash(const Slot& slot) {
            return slot.used ? hash_mix(state_hash(slot.object), slot.sequence + 1) : 0;
        }
    };

    static std::uint32_t sequence_of(std::int32_t id) { return static_cast<std::uint32_t>(id) / kIpcMni; }
    static std::uint32_t index_of(std::int32_t id) { return static_cast<std::uint32_t>(id) % kIpcMni; }
    std::int32_t id_of(std::uint32_t index) const {
        return static_cast<std::int32_t>(slots_[index].sequence * kIpcMni + index);
    }

    // The index went round: ids of the slots used before are stale now.
    std::uint32_t next_sequence(std::uint32_t index) const {
        if (static_cast<std::int64_t>(index) > last_index_) return sequence_;
        return sequence_ + 1 >= kSequenceMax ? 0 : sequence_ + 1;
    }

    // First free index at or behind the cursor and inside the window, else from 0.
    std::optional<std::uint32_t> free_index() const {
        if (forced_id_ >= 0) return free_index_from(index_of(forced_id_), kIpcMni);
        if (forced_first_) return cursor_;  // the configured first id may lie outside the window
        const std::uint32_t window = std::min(std::max(in_use_ * 3 / 2, kIpcMinCycle), kIpcMni);
        const std::optional<std::uint32_t> behind = free_index_from(cursor_, window);
        return behind ? behind : free_index_from(0, std::min(cursor_, window));
    }
    std::optional<std::uint32_t> free_index_from(std::uint32_t index, std::uint32_t end) const {
        for (; index < end; ++index) {
            if (!slots_[index].used) return index;
        }
        return std::nullopt;
    }

    CowArray<Slot> slots_;
    std::uint32_t in_use_ = 0;
    std::uint32_t highest_ = 0;  // index; meaningless when in_use_ is 0
    std::uint32_t cursor_ = 0;   // where the next search starts
    std::uint32_t sequence_ = 0;
    std::int64_t last_index_ = -1;  // handed out last
    std::int32_t forced_id_ = -1;   // of the next object; -1: none
    bool forced_first_ = false;     // nothing was handed out yet and the first id is configured
};

}  // namespace sim::kernel
