// Operations that read and write an object with nothing in between.
#include "sim/cc/generator.h"

namespace sim::cc {

using hw::kFramePointer;
using hw::Op;

namespace {

std::int64_t bytes_of(const Type& type) {
    return static_cast<std::int64_t>(type.size());
}

}  // namespace

// list: address, value
void Generator::exchange(const Node& node, Reg r) {
    two_operands(Op::xchg, node, r, bytes_of(*node.type));
    extend(r, *node.type);
}

// list: address, expected, new
void Generator::compare_swap(const Node& node, Reg r) {
    const std::int64_t address_slot = temporary();
    const std::int64_t new_slot = temporary();
    const auto pointer = static_cast<Reg>(r + 1);
    const auto wanted = static_cast<Reg>(r + 2);
    value(*node.list[0], r);
    emit(Op::sd, r, kFramePointer, 0, address_slot);
    value(*node.list[2], r);
    emit(Op::sd, r, kFramePointer, 0, new_slot);
    value(*node.list[1], r);
    emit(Op::ld, pointer, kFramePointer, 0, address_slot);
    emit(Op::ld, wanted, kFramePointer, 0, new_slot);
    emit(Op::cas, r, pointer, wanted, bytes_of(*node.type));
    extend(r, *node.type);
}

// The right operand runs first; r holds the object's address then, r + 2 the operand.
void Generator::atomic_compound(const Node& node, Reg r) {
    const std::int64_t operand = temporary();
    value(*node.b, r);
    emit(Op::sd, r, kFramePointer, 0, operand);
    address(place(*node.a, r), r);
    emit(Op::ld, static_cast<Reg>(r + 2), kFramePointer, 0, operand);
    const bool sum = node.op == BinaryOp::add || node.op == BinaryOp::subtract;
    const bool adds = sum && !node.computed->is_floating() && !node.a->type->is(TypeKind::bool_);
    return adds ? atomic_add(node, r) : atomic_loop(node, r);
}

// One instruction, as lock xadd of x86-64.
void Generator::atomic_add(const Node& node, Reg r) {
    const Type& type = *node.a->type;
    const auto old = static_cast<Reg>(r + 1);
    const auto operand = static_cast<Reg>(r + 2);
    if (node.op == BinaryOp::subtract) emit(Op::neg, operand, operand);
    emit(Op::xadd, old, r, operand, bytes_of(type));
    if (!node.post) emit(Op::add, old, old, operand);
    emit(Op::mov, r, old);
    extend(r, type);
}

// Computed aside and put in if the object is still what it was, as gcc does with lock cmpxchg.
void Generator::atomic_loop(const Node& node, Reg r) {
    const Type& type = *node.a->type;
    const auto old = static_cast<Reg>(r + 1);
    const auto operand = static_cast<Reg>(r + 2);
    const auto now = static_cast<Reg>(r + 3);  // conversions use the registers above
    const auto found = static_cast<Reg>(r + 4);
    const auto differs = static_cast<Reg>(r + 5);
    const Label again = new_label();
    const Label done = new_label();
    load(type, nullptr, {r, 0}, old);
    bind(again);
    emit(Op::mov, now, old);
    convert(now, type, *node.computed);
    arithmetic(node.op, *node.computed, now, now, operand);
    convert(now, *node.computed, type);
    emit(Op::mov, found, old);
    emit(Op::cas, found, r, now, bytes_of(type));
    extend(found, type);
    emit(Op::sne, differs, found, old);
    jump_if(Op::jz, differs, done);
    emit(Op::mov, old, found);
    jump(again);
    bind(done);
    emit(Op::mov, r, node.post ? old : now);
}

}  // namespace sim::cc
