// Names in scope while a unit is parsed (C17 6.2.1, 6.2.3): ordinary identifiers and tags, by nested blocks.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/cc/ast.h"

namespace sim::cc {

// What an ordinary identifier means.
struct Entity {
    enum class Kind : std::uint8_t { local, symbol, type_name, enumerator };
    Kind kind = Kind::local;
    const Type* type = nullptr;
    Variable* variable = nullptr;  // local
    std::uint32_t symbol = 0;      // symbol: function or object with static storage
    std::int64_t value = 0;        // enumerator
    bool implicit = false;         // a function called without declaration
    Location at;
};

class Scopes {
public:
    Scopes() { enter(); }
    void enter() { blocks_.emplace_back(); }
    void leave() { blocks_.pop_back(); }
    std::size_t depth() const { return blocks_.size(); }
    void leave_to(std::size_t depth) { blocks_.resize(depth); }
    bool at_file_scope() const { return blocks_.size() == 1; }

    // The innermost meaning of a name; nullptr if it has none. The name must outlive the scopes.
    Entity* find(std::string_view name);
    Entity* find_here(std::string_view name);
    Entity* find_at_file_scope(std::string_view name);
    Entity& declare(std::string_view name, Entity entity);
    Entity& declare_at_file_scope(std::string_view name, Entity entity);

    // Tags give records and enumerations.
    const Type* find_tag(std::string_view tag) const;
    const Type* find_tag_here(std::string_view tag) const;
    void declare_tag(std::string_view tag, const Type* type) { blocks_.back().tags[tag] = type; }

    // The name in scope most like `name`, if it is like enough to be what was meant; else empty.
    std::string similar(std::string_view name) const;

private:
    struct Block {
        std::unordered_map<std::string_view, Entity> names;
        std::unordered_map<std::string_view, const Type*> tags;
    };
    std::deque<Block> blocks_;
};

}  // namespace sim::cc
