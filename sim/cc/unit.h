// What parsing and generating a translation unit share: its symbols, types, tree and string literals.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/cc/ast.h"
#include "sim/cc/object.h"
#include "sim/cc/type.h"

namespace sim::cc {

struct Unit {
    Object object;
    TypeTable types;
    TypeExport exported;
    Arena arena;
    const SourceMap* sources = nullptr;

    bool in_library(Location at) const { return at.file < sources->files.size() && sources->files[at.file].library; }

    // The symbol with external or file-wide internal linkage called `name`, made undefined if new.
    std::uint32_t named(const std::string& name, Location at) {
        const auto [entry, fresh] = by_name_.try_emplace(name, static_cast<std::uint32_t>(object.symbols.size()));
        if (fresh) add(name, at);
        return entry->second;
    }

    // A symbol nothing else can name.
    std::uint32_t unnamed(std::string name, Location at) {
        Symbol& symbol = add(std::move(name), at);
        symbol.internal = true;
        return static_cast<std::uint32_t>(object.symbols.size() - 1);
    }

    // Read-only bytes: the same bytes are the same symbol.
    std::uint32_t literal(const std::string& bytes, Location at) {
        const auto [entry, fresh] = literals_.try_emplace(bytes, static_cast<std::uint32_t>(object.symbols.size()));
        if (!fresh) return entry->second;
        Symbol& symbol = add("", at);
        symbol.internal = true;
        symbol.kind = Symbol::Kind::data;
        symbol.read_only = true;
        symbol.size = bytes.size();
        symbol.bytes.assign(bytes.begin(), bytes.end());
        return entry->second;
    }

private:
    Symbol& add(std::string name, Location at) {
        Symbol& symbol = object.symbols.emplace_back();
        symbol.name = std::move(name);
        symbol.at = at;
        symbol.library = in_library(at);
        return symbol;
    }

    std::unordered_map<std::string, std::uint32_t> by_name_;
    std::unordered_map<std::string, std::uint32_t> literals_;
};

}  // namespace sim::cc
