#include <algorithm>
#include <iterator>

#include "sim/cc/macros.h"

namespace sim::cc {

HideSets::HideSets() {
    intern({});
}

std::uint32_t HideSets::intern(Set set) {
    const auto [entry, is_new] = numbers_.emplace(std::move(set), static_cast<std::uint32_t>(sets_.size()));
    if (is_new) sets_.push_back(entry->first);
    return entry->second;
}

bool HideSets::contains(std::uint32_t set, std::string_view name) const {
    return std::binary_search(sets_[set].begin(), sets_[set].end(), name);
}

std::uint32_t HideSets::with(std::uint32_t set, std::string_view name) {
    Set larger = sets_[set];
    const auto place = std::lower_bound(larger.begin(), larger.end(), name);
    if (place == larger.end() || *place != name) larger.insert(place, name);
    return intern(std::move(larger));
}

std::uint32_t HideSets::unite(std::uint32_t a, std::uint32_t b) {
    if (a == b || b == 0) return a;
    if (a == 0) return b;
    const auto known = united_.find({a, b});
    if (known != united_.end()) return known->second;
    Set both;
    std::set_union(sets_[a].begin(), sets_[a].end(), sets_[b].begin(), sets_[b].end(), std::back_inserter(both));
    const std::uint32_t number = intern(std::move(both));
    united_.emplace(std::pair{a, b}, number);
    return number;
}

std::uint32_t HideSets::intersect(std::uint32_t a, std::uint32_t b) {
    if (a == b) return a;
    Set common;
    std::set_intersection(sets_[a].begin(), sets_[a].end(), sets_[b].begin(), sets_[b].end(),
                          std::back_inserter(common));
    return intern(std::move(common));
}

}  // namespace sim::cc
