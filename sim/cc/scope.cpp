#include "sim/cc/scope.h"

#include <algorithm>

namespace sim::cc {

namespace {

// Insertions, deletions, replacements and swaps of neighbours that make one name the other.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before(to.size() + 1), above(to.size() + 1), row(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const bool equal = from[i - 1] == to[j - 1];
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (equal ? 0 : 1)});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[to.size()];
}

}  // namespace

Entity* Scopes::find(std::string_view name) {
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
        const auto found = block->names.find(name);
        if (found != block->names.end()) return &found->second;
    }
    return nullptr;
}

Entity* Scopes::find_here(std::string_view name) {
    const auto found = blocks_.back().names.find(name);
    return found == blocks_.back().names.end() ? nullptr : &found->second;
}

Entity* Scopes::find_at_file_scope(std::string_view name) {
    const auto found = blocks_.front().names.find(name);
    return found == blocks_.front().names.end() ? nullptr : &found->second;
}

Entity& Scopes::declare(std::string_view name, Entity entity) {
    return blocks_.back().names[name] = std::move(entity);
}

Entity& Scopes::declare_at_file_scope(std::string_view name, Entity entity) {
    return blocks_.front().names[name] = std::move(entity);
}

const Type* Scopes::find_tag(std::string_view tag) const {
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
        const auto found = block->tags.find(tag);
        if (found != block->tags.end()) return found->second;
    }
    return nullptr;
}

const Type* Scopes::find_tag_here(std::string_view tag) const {
    const auto found = blocks_.back().tags.find(tag);
    return found == blocks_.back().tags.end() ? nullptr : found->second;
}

std::string Scopes::similar(std::string_view name) const {
    constexpr std::size_t kLongest = 64;  // characters; longer names are not compared
    if (name.size() < 2 || name.size() > kLongest) return {};
    std::size_t best = name.size() / 3 + 1;  // this far apart is not alike
    std::string_view like;
    for (const Block& block : blocks_) {
        for (const auto& [candidate, entity] : block.names) {
            if (candidate.size() > kLongest || entity.kind == Entity::Kind::type_name) continue;
            const std::size_t gap = distance(name, candidate);
            // Ties go to the name first in the alphabet, whatever the order of the hash table.
            if (gap < best || (gap == best && !like.empty() && candidate < like)) {
                best = gap;
                like = candidate;
            }
        }
    }
    return std::string(like);
}

}  // namespace sim::cc
