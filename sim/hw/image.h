// A linked program: code, data and what a debugger wants to know. Immutable once made.
//
//   kTextBase            text: instructions, then read-only data (string literals)       r-x
//   page boundary        data: initialised variables, then zeroed ones (bss)             rw-
//   page boundary        heap starts (brk)
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/limits.h"
#include "sim/hw/isa.h"

namespace sim::hw {

// A source position a `stmt` instruction names.
struct Statement {
    std::uint32_t file = 0;      // index into Image::files
    std::uint32_t line = 0;      // from 1
    std::uint32_t column = 0;    // from 1
    std::uint32_t function = 0;  // index into Image::functions
};

// A C type, for the inspector. `element` and members are indices into Image::types.
struct TypeInfo {
    enum class Kind : std::uint8_t { void_, integer, floating, pointer, array, record, enumeration, function };
    struct Member {
        std::string name;
        std::uint32_t type = 0;
        std::uint64_t offset = 0;  // bytes
    };
    Kind kind = Kind::void_;
    bool is_signed = false;
    std::uint64_t size = 0;     // bytes
    std::uint32_t element = 0;  // of a pointer or array
    std::uint64_t count = 0;    // elements of an array
    std::string name;           // as C writes it: "unsigned int", "struct point *"
    std::vector<Member> members;
};

struct Variable {
    std::string name;
    std::uint32_t type = 0;  // index into Image::types
    bool global = false;     // then `location` is an address, else a signed offset from fp
    std::int64_t location = 0;
    std::uint32_t first = 0;  // instruction indices in which it is in scope: [first, end)
    std::uint32_t end = 0;
};

struct Function {
    std::string name;
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::uint32_t first = 0;  // instruction indices [first, end)
    std::uint32_t end = 0;
    bool library = false;  // part of the simulated C library: stepped over
    std::vector<Variable> variables;
};

struct SourceText {
    std::string name;  // as given on the command line or in the scenario: "producer.c"
    std::string text;
    bool library = false;
};

struct Image {
    std::string name;  // "producer"
    std::vector<Instruction> text;
    std::vector<std::uint8_t> rodata;   // follows the instructions directly, 16-byte aligned start
    std::vector<std::uint8_t> data;     // initialised part of the data area
    std::uint64_t bss = 0;              // zeroed bytes after it
    std::uint32_t entry = 0;            // instruction index of _start: sp points at argc, argv..., NULL, envp..., NULL
    std::vector<Statement> statements;  // library functions emit none
    std::vector<Function> functions;    // ascending by `first`
    std::vector<Variable> globals;
    std::vector<TypeInfo> types;
    std::vector<SourceText> files;

    // Address where read-only data begins: 16-byte aligned behind the last instruction.
    VirtAddr rodata_base() const { return VirtAddr{kTextBase + ((text.size() * kInstructionSize + 15) & ~15ull)}; }
    // The instruction at an address; kNoInstruction when none stands there.
    std::uint32_t instruction_at(VirtAddr address) const {
        const std::uint64_t offset = address.value - kTextBase;
        const bool inside = address.value >= kTextBase && offset / kInstructionSize < text.size();
        return inside && offset % kInstructionSize == 0 ? static_cast<std::uint32_t>(offset / kInstructionSize)
                                                        : kNoInstruction;
    }
    // First address of the data area, page-aligned.
    VirtAddr data_base() const { return VirtAddr{page_round_up(rodata_base().value + rodata.size())}; }
    // Page-aligned end of the data area, where the heap may begin.
    VirtAddr data_end() const { return VirtAddr{page_round_up(data_base().value + data.size() + bss)}; }
    // Bytes of the text area that mean something: instructions and read-only data.
    std::uint64_t text_bytes() const { return rodata_base().value - kTextBase + rodata.size(); }
    // The function whose code contains instruction `index`; nullptr outside all.
    const Function* function_at(std::uint32_t index) const;
};

}  // namespace sim::hw
