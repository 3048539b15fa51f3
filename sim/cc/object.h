// What a translation unit compiles to: symbols with code or bytes, and the places in them that name other symbols.
// The linker takes symbols one by one, so that a program holds only what it reaches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/cc/token.h"
#include "sim/hw/image.h"

namespace sim::cc {

// In code: the `call` at instruction `at`, or the pair li, lih that begins there. In data: the 8 bytes at `at`.
struct Relocation {
    std::uint32_t at = 0;
    std::uint32_t symbol = 0;  // of the same object
    std::int64_t addend = 0;   // bytes
};

// A name of a function for the inspector. Static locals are found through their symbol.
struct ScopedName {
    hw::Variable variable;     // instruction indices count from the function's first
    std::uint32_t symbol = 0;  // if variable.global
};

struct Symbol {
    enum class Kind : std::uint8_t { undefined, function, data };
    std::string name;
    Kind kind = Kind::undefined;
    bool internal = false;   // static, or without a name
    bool tentative = false;  // `int x;` at file scope: zeroed unless defined later
    bool library = false;    // out of a text of the simulated C library
    bool referenced = false;
    Location at;  // of the definition, else of the first use

    std::vector<hw::Instruction> code;  // jumps count from the function's first instruction
    std::vector<Location> statements;   // what `stmt` instructions index
    std::vector<ScopedName> names;

    std::uint64_t size = 0;  // bytes of data
    std::uint32_t align = 1;
    bool read_only = false;
    std::vector<std::uint8_t> bytes;  // empty: all zero
    std::uint32_t type = 0;           // index into Object::types
    bool listed = false;              // a variable the inspector shows

    std::vector<Relocation> relocations;
};

struct Object {
    std::vector<Symbol> symbols;
    std::vector<hw::TypeInfo> types;
};

}  // namespace sim::cc
