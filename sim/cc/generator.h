// The code generator: one pass over a function's tree.
//
// value(node, r) leaves the node's value in register r and may change the registers above r, never those below: they
// hold what is half computed. Around a call the registers below r are saved in the frame. Locals live in the frame,
// every use of one is a load or store.
//
//   generate_function.cpp   frame, labels, prologue       generate_statement.cpp   statements
//   generate_value.cpp      expressions                   generate_operator.cpp    arithmetic, conversions
//   generate_place.cpp      addresses, loads, stores      generate_call.cpp        calls, builtins
//   generate_atomic.cpp     atomic operations
#pragma once

#include <array>
#include <vector>

#include "sim/cc/generate.h"

namespace sim::cc {

using Reg = std::uint8_t;

// Registers from here on are spilled to the frame instead; the few above are scratch of single operations.
inline constexpr Reg kDeepest = 22;

// Where an object lies: displacement bytes from what register `base` holds.
struct Place {
    Reg base = 0;
    std::int64_t displacement = 0;
};

class Generator {
public:
    Generator(Unit& unit, const FunctionBody& function, Diagnostics& diagnostics);
    void run();

private:
    // Instructions and labels.
    void emit(hw::Op op, Reg a = 0, Reg b = 0, Reg c = 0, std::int64_t immediate = 0);
    std::uint32_t here() const { return static_cast<std::uint32_t>(code_.size()); }
    Label new_label();
    void bind(Label label);
    void jump(Label label) { jump_if(hw::Op::jmp, 0, label); }
    void jump_if(hw::Op op, Reg reg, Label label);
    void patch_jumps();
    void constant(Reg r, std::uint64_t value);
    void symbol_address(Reg r, std::uint32_t symbol, std::int64_t addend);

    // The frame.
    std::int64_t allocate(std::uint64_t size, std::uint32_t align);
    std::int64_t temporary() { return allocate(8, 8); }
    std::int64_t offset_of(Variable& variable);
    std::int64_t spill_slot(Reg reg);
    void prologue();
    void epilogue();
    void name_variable(const Variable& variable);
    void name_static(std::uint32_t symbol);

    // Statements.
    void begin(Location at);
    void statement(const Stmt& statement);
    void block(const Stmt& statement);
    std::int64_t keep_stack(const Stmt& statement);
    void restore_stack(const Stmt& statement, std::int64_t slot);
    void declaration(const Stmt& statement);
    void if_statement(const Stmt& statement);
    void loop(const Stmt& statement);
    void for_init(const Stmt& statement);
    void loop_test(const Stmt& statement, Label body);
    void switch_statement(const Stmt& statement);
    void return_statement(const Stmt& statement);

    // Expressions.
    void value(const Node& node, Reg r);
    void effect(const Node& node);
    void branch(const Node& node, bool when, Label target, Reg r);
    bool branch_comparison(const Node& node, bool when, Label target, Reg r);
    void truth(const Type& type, Reg r);
    void logical(const Node& node, Reg r);
    void conditional(const Node& node, Reg r);
    void statement_expression(const Node& node, Reg r);
    void second(const Node& node, Reg r);
    void assign(const Node& node, Reg r, bool wanted);
    void assign_aggregate(const Node& node, Reg r);
    void compound(const Node& node, Reg r, bool wanted);
    Place early_operand(const Node& node, Reg r);
    Place place_beside(const Node& node, Reg r);
    void unary(const Node& node, Reg r);
    void binary(const Node& node, Reg r);
    bool immediate(BinaryOp op, const Type& type, Reg to, Reg from, const Node& right);
    void arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right);
    void floating_arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right);
    void integer_arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right);
    void comparison(BinaryOp op, const Type& type, Reg to, Reg left, Reg right);
    void convert(Reg r, const Type& from, const Type& to);
    void floating_to_integer(Reg r, const Type& to);
    void extend(Reg r, const Type& type);

    // Places.
    Place place(const Node& node, Reg r);
    Place pointer_place(const Node& node, Reg r);
    Place reachable(Place place, Reg r);
    void address(const Place& place, Reg r);
    void load(const Type& type, const Member* bits, Place place, Reg r);
    void store(const Type& type, const Member* bits, Place place, Reg r);
    void load_bits(const Member& member, Place place, Reg r);
    void store_bits(const Member& member, Place place, Reg r);
    void cut_bits(const Member& member, Reg r, Reg scratch, std::uint32_t start);
    void copy(Place to, Place from, std::uint64_t size, Reg r);
    void fill_zero(Place to, std::uint64_t size, Reg r);

    // Calls.
    void call(const Node& node, Reg r);
    void argument(const Node& node, std::int64_t slot, Reg r);
    void save_below(Reg r);
    void restore_below(Reg r);
    void builtin(const Node& node, Reg r);
    void syscall(const Node& node, Reg r);

    // Atomic operations.
    void exchange(const Node& node, Reg r);
    void compare_swap(const Node& node, Reg r);
    void atomic_compound(const Node& node, Reg r);
    void atomic_add(const Node& node, Reg r);
    void atomic_loop(const Node& node, Reg r);

    void va_arg(const Node& node, Reg r);
    void allocate_room(const Node& node, Reg r);
    void two_operands(hw::Op op, const Node& node, Reg r, std::int64_t immediate = 0);

    Unit& unit_;
    const FunctionBody& function_;
    Diagnostics& diagnostics_;
    Symbol& symbol_;
    std::vector<hw::Instruction> code_;
    std::uint64_t frame_ = 0;                               // bytes below fp in use
    std::uint32_t enter_ = 0;                               // the instruction that makes the frame
    std::array<std::int64_t, kDeepest + 4> spill_slots_{};  // offset from fp; 0: none yet
    std::vector<std::int64_t> labels_;                      // instruction index; -1: not bound
    struct Patch {
        std::uint32_t at;
        Label label;
    };
    std::vector<Patch> patches_;
    bool bound_here_ = false;  // a label stands at here()
};

}  // namespace sim::cc
