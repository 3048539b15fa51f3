// C types as gcc on x86-64 lays them out. Types live in a TypeTable and are compared by structure; records and
// enumerations are distinct by identity.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/hw/image.h"

namespace sim::cc {

enum class TypeKind : std::uint8_t {
    void_,
    bool_,
    char_,
    signed_char,
    unsigned_char,
    short_,
    unsigned_short,
    int_,
    unsigned_int,
    long_,
    unsigned_long,
    long_long,
    unsigned_long_long,
    float_,
    double_,  // in this order: see TypeTable::basic
    enumeration,
    pointer,
    array,
    record,
    function,
};
inline constexpr std::size_t kBasicTypes = static_cast<std::size_t>(TypeKind::enumeration);

struct Node;
struct Type;
struct Variable;

// A named part of a struct or union. Bit-fields have bits > 0 and live in the unit at `offset`.
struct Member {
    std::string name;  // empty: anonymous struct or union, whose members are found through it
    const Type* type = nullptr;
    std::uint64_t offset = 0;     // bytes from the start of the record
    std::uint32_t bits = 0;       // width of a bit-field; 0: an ordinary member
    std::uint32_t bit_start = 0;  // lowest bit within its unit
};

struct Record {
    std::string tag;  // empty: no name
    bool is_union = false;
    bool complete = false;
    std::uint64_t size = 0;
    std::uint32_t align = 1;
    std::uint32_t depth = 1;  // of the deepest member
    std::vector<Member> members;
};

struct Enumeration {
    std::string tag;
    bool complete = false;
    bool is_signed = false;
};

struct Parameter {
    std::string name;
    const Type* type = nullptr;
    Variable* variable = nullptr;  // what later parameters mean by the name: f(int n, int rows[n][n])
};

struct Qualifiers {
    bool is_const = false;
    bool is_volatile = false;
    bool is_atomic = false;
};

struct Type : Qualifiers {
    TypeKind kind = TypeKind::int_;
    bool unsized = false;        // array of unknown length
    bool variadic = false;       // function with `...`
    bool prototype = false;      // function whose parameters are known
    std::uint32_t depth = 1;     // derivations stacked: pointer to array of ... (bounded by the parser)
    std::uint64_t count = 0;     // elements of an array
    const Type* base = nullptr;  // pointed to, element, returned
    // Of an array whose size only running tells:
    Node* length = nullptr;     // elements, as the declaration computes them
    Variable* bytes = nullptr;  // holds the size, a long, from the declaration on
    Record* record = nullptr;
    Enumeration* enumeration = nullptr;
    std::vector<Parameter> parameters;

    std::uint64_t size() const;   // bytes; 1 for void and functions, as gcc
    std::uint32_t align() const;  // bytes
    bool complete() const;
    bool variable_length() const { return bytes != nullptr; }
    // An array of variable length is in it: it means something behind its declaration only (C17 6.7.6, "variably
    // modified").
    bool variably_modified() const;

    bool is(TypeKind wanted) const { return kind == wanted; }
    bool is_integer() const { return (kind >= TypeKind::bool_ && kind <= TypeKind::unsigned_long_long) || is_enum(); }
    bool is_enum() const { return kind == TypeKind::enumeration; }
    bool is_floating() const { return kind == TypeKind::float_ || kind == TypeKind::double_; }
    bool is_arithmetic() const { return is_integer() || is_floating(); }
    bool is_pointer() const { return kind == TypeKind::pointer; }
    bool is_scalar() const { return is_arithmetic() || is_pointer(); }
    bool is_record() const { return kind == TypeKind::record; }
    bool is_array() const { return kind == TypeKind::array; }
    bool is_function() const { return kind == TypeKind::function; }
    bool is_void() const { return kind == TypeKind::void_; }
    bool is_signed() const;  // integers: whether negative values exist
};

// The same but for qualifiers at the top.
bool same_unqualified(const Type& left, const Type& right);
// Compatible types (C17 6.2.7), qualifiers included below the top.
bool compatible(const Type& left, const Type& right);
// As gcc's diagnostics write it: "struct point *", "int (*)(char)".
std::string type_name(const Type& type);

// Owns types. Basic types exist once.
class TypeTable {
public:
    TypeTable();
    const Type* basic(TypeKind kind) const { return &basic_[static_cast<std::size_t>(kind)]; }
    const Type* pointer_to(const Type* base);
    const Type* array_of(const Type* element, std::uint64_t count);
    const Type* unsized_array_of(const Type* element);
    const Type* variable_array_of(const Type* element, Node* length, Variable* bytes);
    const Type* function(const Type* result, std::vector<Parameter> parameters, bool variadic, bool prototype);
    // With these qualifiers besides its own.
    const Type* qualified(const Type* type, const Qualifiers& more);
    const Type* unqualified(const Type* type);
    Type* new_record(std::string tag, bool is_union);
    Type* new_enumeration(std::string tag);
    // The type both have, knowing what either knows: an array's length, a function's parameters.
    const Type* composite(const Type* left, const Type* right);

private:
    Type* add(Type type);
    std::vector<Type> basic_;
    std::deque<Type> types_;
    std::deque<Record> records_;
    std::deque<Enumeration> enumerations_;
};

// Places the members of `record` one after another by the System V ABI; `packed` leaves no gaps.
class RecordLayout {
public:
    RecordLayout(Record& record, bool packed) : record_(record), packed_(packed) {}
    void add(Member member);
    void add_unnamed_bits(const Type& type, std::uint32_t bits);
    void finish(std::uint32_t least_align);

private:
    std::uint64_t place_bits(const Type& type, std::uint32_t bits);  // gives the first bit from the record's start
    Record& record_;
    bool packed_;
    std::uint64_t bits_used_ = 0;
};

// Collects types for the inspector; each type is described once, at the end, when records are complete.
class TypeExport {
public:
    std::uint32_t index_of(const Type& type);
    std::vector<hw::TypeInfo> take();

private:
    hw::TypeInfo describe(const Type& type);
    std::vector<const Type*> types_;                          // by index
    std::unordered_map<const void*, std::uint32_t> indices_;  // by Type; records by their Record
};

}  // namespace sim::cc
