// The tree the parser builds and the generator reads: typed, checked, conversions explicit.
//
// Arrays and functions never occur as values: they are the operand of an `address_of` node. A node of record type
// stands for the address of the record. Jumps name labels, which are numbers within their function.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "sim/cc/token.h"
#include "sim/cc/type.h"

namespace sim::cc {

struct Stmt;

// An object with automatic storage: lives at [fp + offset].
struct Variable {
    std::string name;  // empty: made by the compiler
    const Type* type = nullptr;
    Location at;
    bool addressed = false;  // its address is taken: gcc then reads it in evaluation order
    bool placed = false;
    std::uint32_t align = 1;  // at least; bytes
    std::int64_t offset = 0;
};

enum class NodeKind : std::uint8_t {
    integer,     // `integer`
    floating,    // `floating`
    local,       // `variable`, an lvalue
    symbol,      // `symbol` of the unit, an lvalue or a function
    member,      // `member` of a
    deref,       // *a
    address_of,  // &a; of arrays and functions: what they decay to
    negate,
    complement,
    logical_not,
    binary,  // a `op` b, both of the type computed in
    logical_and,
    logical_or,
    conditional,  // a ? b : c; b null: a ?: c
    comma,
    assign,    // a = b
    compound,  // a = (type of a)((computed)a op b); `post`: the value is that from before
    cast,
    call,     // a(list...)
    literal,  // runs `list`, then is the lvalue a
    zero,     // fills the local variable `a` with zeroes
    block,    // ({ ... }): value is that of the last expression statement
    builtin,
};

enum class BinaryOp : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    remainder,
    bit_and,
    bit_or,
    bit_xor,
    shift_left,
    shift_right,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
};

enum class Builtin : std::uint8_t {
    syscall,
    no_steps,
    format_double,
    scale10,
    initial_stack,
    thread_pointer,
    va_start,      // a: the va_list; integer: where behind fp the unnamed arguments begin
    va_arg,        // a: the va_list; type: what to take
    exchange,      // list: address, value; type of the object; gives the old value
    compare_swap,  // list: address, expected, new; gives the old value
    allocate,      // list: bytes; room on the stack until its block ends
    trap,
};

struct Node {
    NodeKind kind = NodeKind::integer;
    BinaryOp op = BinaryOp::add;
    Builtin builtin = Builtin::syscall;
    bool post = false;
    bool atomic = false;  // compound: nobody else's access comes between the read and the write
    bool parenthesised = false;
    bool effects = false;     // running it changes something: an assignment or call is in it
    std::uint32_t depth = 1;  // of this tree
    std::uint32_t symbol = 0;
    Location at;
    const Type* type = nullptr;
    const Type* computed = nullptr;  // compound: the type computed in
    Node* a = nullptr;
    Node* b = nullptr;
    Node* c = nullptr;
    std::vector<Node*> list;
    std::uint64_t integer = 0;  // value extended by its type
    double floating = 0;
    Variable* variable = nullptr;
    const Member* member = nullptr;
    Stmt* statement = nullptr;

    bool is(NodeKind wanted) const { return kind == wanted; }
    bool is_zero() const { return kind == NodeKind::integer && integer == 0; }
};

enum class StmtKind : std::uint8_t {
    nothing,
    expression,
    declaration,  // `variables` come into scope; `list` initialises them
    block,
    if_,
    while_,
    do_,
    for_,
    switch_,
    label,  // `label` stands here
    jump,   // goto, break, continue
    return_,
};

using Label = std::uint32_t;
inline constexpr Label kNoLabel = 0xffff'ffff;

struct Case {
    std::int64_t low = 0;
    std::int64_t high = 0;
    Label label = kNoLabel;
    Location at;
};

struct Stmt {
    StmtKind kind = StmtKind::nothing;
    Location at;
    Location again;              // of loops: where the line of the test is
    Node* expression = nullptr;  // condition, value
    Node* step = nullptr;        // for's third
    Stmt* init = nullptr;        // for's first
    Stmt* body = nullptr;
    Stmt* otherwise = nullptr;
    std::vector<Stmt*> statements;
    std::vector<Variable*> variables;
    std::vector<std::uint32_t> statics;  // symbols of static locals, in scope with `variables`
    std::vector<Node*> list;
    std::vector<Case> cases;
    bool restores_stack = false;  // block, loop: arrays of variable length in it end with it
    Label label = kNoLabel;       // label, jump; switch: where no case matches
    Label break_label = kNoLabel;
    Label continue_label = kNoLabel;
};

// A parsed function.
struct FunctionBody {
    std::string name;
    const Type* type = nullptr;
    std::uint32_t symbol = 0;
    Location at;
    std::vector<Variable*> parameters;
    Stmt* body = nullptr;
    Label labels = 0;  // how many there are
};

// Owns the tree of a unit.
struct Arena {
    std::deque<Node> nodes;
    std::deque<Stmt> statements;
    std::deque<Variable> variables;
    std::deque<Member> members;  // made up for initialisers: a part of an object by offset
};

}  // namespace sim::cc
