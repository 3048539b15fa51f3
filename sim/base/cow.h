// Copy-on-write values: what makes a snapshot of the whole world cost microseconds.
//
// Cow<T>       one value, shared between copies until one of them writes.
// CowArray<T>  a fixed number of T in a tree of shared chunks; absent chunks read as T{}.
//
// Copying either copies pointers. Writing clones what is shared, and only that:
//
//   top ──► mid (64 chunks) ──► leaf (64 elements)        4,096 elements a top entry
//
// Both remember their hash until the next write, so that hashing a world costs what changed.
// T gives its hash through a free function `std::uint64_t state_hash(const T&)` found by name lookup.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sim/base/hash.h"

namespace sim {

inline std::uint64_t state_hash(std::uint32_t number) {
    return hash_mix(0, number);
}

template <class T>
class Cow {
public:
    Cow() : node_(std::make_shared<Node>()) {}
    explicit Cow(T value) : node_(std::make_shared<Node>(std::move(value))) {}

    const T& operator*() const { return node_->value; }
    const T* operator->() const { return &node_->value; }

    // The value for writing: cloned first when another copy shares it. The reference is valid until
    // the next copy of this Cow; take it anew after every event.
    T& write() {
        if (node_.use_count() != 1) node_ = std::make_shared<Node>(node_->value);
        node_->hash = 0;
        return node_->value;
    }

    std::uint64_t hash() const {
        if (node_->hash == 0) node_->hash = state_hash(node_->value) | 1;
        return node_->hash;
    }

private:
    struct Node {
        Node() = default;
        explicit Node(T initial) : value(std::move(initial)) {}
        T value{};
        std::uint64_t hash = 0;  // 0: not known since the last write
    };
    std::shared_ptr<Node> node_;
};

template <class T>
class CowArray {
    static constexpr std::size_t kFan = 64;
    static constexpr std::size_t kPerTop = kFan * kFan;

public:
    explicit CowArray(std::size_t size = 0) : size_(size), top_((size + kPerTop - 1) / kPerTop) {}

    std::size_t size() const { return size_; }

    // Element `index` (< size()). The reference is valid until the next write or copy.
    const T& operator[](std::size_t index) const {
        const Mid* mid = top_[index / kPerTop].get();
        if (mid == nullptr) return absent();
        const Leaf* leaf = mid->leaves[index / kFan % kFan].get();
        return leaf == nullptr ? absent() : leaf->elements[index % kFan];
    }

    // Element `index` for writing; valid until the next copy of this array.
    T& write(std::size_t index) {
        Mid& mid = own(top_[index / kPerTop]);
        Leaf& leaf = own(mid.leaves[index / kFan % kFan]);
        mid.hash = leaf.hash = 0;
        return leaf.elements[index % kFan];
    }

    // Calls visit(index, element) for every element of a chunk that was ever written, ascending.
    template <class Visit>
    void for_each_present(Visit visit) const {
        for (std::size_t t = 0; t < top_.size(); ++t) {
            if (!top_[t]) continue;
            for (std::size_t m = 0; m < kFan; ++m) {
                const Leaf* leaf = top_[t]->leaves[m].get();
                if (leaf == nullptr) continue;
                const std::size_t first = t * kPerTop + m * kFan;
                for (std::size_t e = 0; e < kFan && first + e < size_; ++e) visit(first + e, leaf->elements[e]);
            }
        }
    }

    // Grows or shrinks to `size` elements; new ones are T{}, dropped ones are forgotten.
    void resize(std::size_t size) {
        for (std::size_t gone = size; gone < size_ && gone % kPerTop != 0; ++gone) forget(gone);
        size_ = size;
        top_.resize((size + kPerTop - 1) / kPerTop);
    }

    std::uint64_t hash() const {
        std::uint64_t hash = size_;
        for (const auto& mid : top_) hash = hash_mix(hash, mid ? hash_of(*mid) : absent_hash<Mid>());
        return hash;
    }

private:
    struct Leaf {
        std::array<T, kFan> elements{};
        mutable std::uint64_t hash = 0;
    };
    struct Mid {
        std::array<std::shared_ptr<Leaf>, kFan> leaves{};
        mutable std::uint64_t hash = 0;
    };

    // Element `index` reads as T{} again; an absent chunk stays absent.
    void forget(std::size_t index) {
        const Mid* mid = top_[index / kPerTop].get();
        if (mid != nullptr && mid->leaves[index / kFan % kFan]) write(index) = T{};
    }

    static const T& absent() {
        static const T value{};
        return value;
    }

    template <class Node>
    static Node& own(std::shared_ptr<Node>& node) {
        if (!node) {
            node = std::make_shared<Node>();
        } else if (node.use_count() != 1) {
            node = std::make_shared<Node>(*node);
        }
        return *node;
    }

    static std::uint64_t hash_of(const Leaf& leaf) {
        if (leaf.hash != 0) return leaf.hash;
        std::uint64_t hash = 0;
        for (const T& element : leaf.elements) hash = hash_mix(hash, state_hash(element));
        return leaf.hash = hash | 1;
    }

    static std::uint64_t hash_of(const Mid& mid) {
        if (mid.hash != 0) return mid.hash;
        std::uint64_t hash = 0;
        for (const auto& leaf : mid.leaves) hash = hash_mix(hash, leaf ? hash_of(*leaf) : absent_hash<Leaf>());
        return mid.hash = hash | 1;
    }

    // An absent chunk hashes as one full of T{}: equal contents, equal hash, however they came about.
    template <class Node>
    static std::uint64_t absent_hash() {
        static const std::uint64_t hash = hash_of(Node{});
        return hash;
    }

    std::size_t size_;
    std::vector<std::shared_ptr<Mid>> top_;
};

}  // namespace sim
