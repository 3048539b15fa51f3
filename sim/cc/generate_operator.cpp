// Arithmetic and conversions on registers. What a register holds is extended by its C type before and after.
#include <utility>

#include "sim/cc/generator.h"
#include "sim/cc/order.h"

namespace sim::cc {

using hw::Op;

namespace {

bool is_wide(const Type& type) {
    return type.is_pointer() || type.size() == 8;
}

}  // namespace

void Generator::extend(Reg r, const Type& type) {
    if (!type.is_integer() || type.is(TypeKind::bool_)) return;
    switch (type.size()) {
        case 1: return emit(type.is_signed() ? Op::sext8 : Op::zext8, r, r);
        case 2: return emit(type.is_signed() ? Op::sext16 : Op::zext16, r, r);
        case 4: return emit(type.is_signed() ? Op::sext32 : Op::zext32, r, r);
        default: return;
    }
}

// As cvttsd2si of the register size gcc uses: for types up to int the 32-bit form, which gives INT_MIN when out of
// range; for unsigned int the 64-bit one, cut.
void Generator::floating_to_integer(Reg r, const Type& to) {
    if (to.size() == 8) return emit(to.is_signed() ? Op::cvt_d_i : Op::cvt_d_u, r, r);
    emit(Op::cvt_d_i, r, r);
    if (to.size() < 4 || to.is_signed()) {
        const auto cut = static_cast<Reg>(r + 1);
        const Label in_range = new_label();
        emit(Op::sext32, cut, r);
        emit(Op::sub, cut, cut, r);
        jump_if(Op::jz, cut, in_range);
        constant(r, static_cast<std::uint64_t>(std::int64_t{INT32_MIN}));
        bind(in_range);
    }
    if (to.size() < 4 || !to.is_signed()) extend(r, to);
}

void Generator::convert(Reg r, const Type& from, const Type& to) {
    if (to.is_void() || to.is_record()) return;
    if (to.is(TypeKind::bool_)) {
        if (from.is(TypeKind::bool_)) return;
        truth(from, r);
        if (!from.is_floating()) emit(Op::snez, r, r);
    } else if (to.is_floating()) {
        if (!from.is_floating()) emit(from.is_signed() || from.size() < 8 ? Op::cvt_i_d : Op::cvt_u_d, r, r);
        if (to.is(TypeKind::float_) && !from.is(TypeKind::float_)) emit(Op::fround, r, r);
    } else if (from.is_floating()) {
        floating_to_integer(r, to);
    } else if (!is_wide(to)) {
        const bool holds_all = from.size() < to.size() && (!from.is_signed() || to.is_signed());
        const bool same = from.size() == to.size() && !is_wide(from) && from.is_signed() == to.is_signed();
        if (!from.is(TypeKind::bool_) && (is_wide(from) || (!holds_all && !same))) extend(r, to);
    }
}

void Generator::unary(const Node& node, Reg r) {
    value(*node.a, r);
    switch (node.kind) {
        case NodeKind::cast: return convert(r, *node.a->type, *node.type);
        case NodeKind::negate: emit(node.type->is_floating() ? Op::fneg : Op::neg, r, r); return extend(r, *node.type);
        case NodeKind::complement: emit(Op::not_, r, r); return node.type->is_signed() ? void() : extend(r, *node.type);
        default: truth(*node.a->type, r); emit(Op::seqz, r, r);
    }
}

void Generator::binary(const Node& node, Reg r) {
    const Type& type = *node.a->type;
    const auto next = static_cast<Reg>(r + 1);
    if (right_runs_first(node)) {
        const Node* late = late_variable(*node.a);
        if (late != nullptr && late != node.a) value(*node.a, r);
        value(*node.b, r);
        second(late != nullptr ? *late : *node.a, r);
        return arithmetic(node.op, type, r, next, r);
    }
    value(*node.a, r);
    if (immediate(node.op, type, r, r, *node.b)) return;
    second(*node.b, r);
    arithmetic(node.op, type, r, r, next);
}

// One instruction, where there is one that takes a constant.
bool Generator::immediate(BinaryOp op, const Type& type, Reg to, Reg from, const Node& right) {
    if (!right.is(NodeKind::integer) || type.is_floating()) return false;
    const auto number = static_cast<std::int64_t>(right.integer);
    if (number != static_cast<std::int32_t>(number) || number == INT32_MIN) return false;
    switch (op) {
        case BinaryOp::add:
        case BinaryOp::subtract: {
            const std::int64_t change = op == BinaryOp::add ? number : -number;
            const bool narrow = !is_wide(type);
            emit(narrow && type.is_signed() ? Op::addiw : Op::addi, to, from, 0, change);
            if (narrow && !type.is_signed()) extend(to, type);
            return true;
        }
        case BinaryOp::bit_and: emit(Op::andi, to, from, 0, number); return true;
        case BinaryOp::bit_xor: emit(Op::xori, to, from, 0, number); return true;
        default: return false;
    }
}

void Generator::arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right) {
    if (op >= BinaryOp::equal) return comparison(op, type, to, left, right);
    if (type.is_floating()) return floating_arithmetic(op, type, to, left, right);
    integer_arithmetic(op, type, to, left, right);
}

void Generator::floating_arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right) {
    const Op instruction = op == BinaryOp::add        ? Op::fadd
                           : op == BinaryOp::subtract ? Op::fsub
                           : op == BinaryOp::multiply ? Op::fmul
                                                      : Op::fdiv;
    emit(instruction, to, left, right);
    if (type.is(TypeKind::float_)) emit(Op::fround, to, to);
}

void Generator::integer_arithmetic(BinaryOp op, const Type& type, Reg to, Reg left, Reg right) {
    const bool wide = is_wide(type);
    const bool is_signed = type.is_signed();
    const bool word = !wide && is_signed;  // the instructions that work on int
    Op instruction = Op::nop;
    bool extends = !wide && !is_signed;  // unsigned int: computed in 64 bits, then cut
    switch (op) {
        case BinaryOp::add: instruction = word ? Op::addw : Op::add; break;
        case BinaryOp::subtract: instruction = word ? Op::subw : Op::sub; break;
        case BinaryOp::multiply: instruction = word ? Op::mulw : Op::mul; break;
        case BinaryOp::divide: instruction = !is_signed ? Op::divu : word ? Op::divw : Op::div; break;
        case BinaryOp::remainder: instruction = !is_signed ? Op::remu : word ? Op::remw : Op::rem; break;
        case BinaryOp::bit_and:
            instruction = Op::and_;
            extends = false;
            break;
        case BinaryOp::bit_or:
            instruction = Op::or_;
            extends = false;
            break;
        case BinaryOp::bit_xor:
            instruction = Op::xor_;
            extends = false;
            break;
        case BinaryOp::shift_left: instruction = wide ? Op::shl : Op::shlw; break;
        case BinaryOp::shift_right:
            instruction = wide ? (is_signed ? Op::sar : Op::shr) : (is_signed ? Op::sarw : Op::shrw);
            break;
        default: break;
    }
    emit(instruction, to, left, right);
    if (extends) extend(to, type);
}

void Generator::comparison(BinaryOp op, const Type& type, Reg to, Reg left, Reg right) {
    if (op == BinaryOp::greater || op == BinaryOp::greater_equal) {
        std::swap(left, right);
        op = op == BinaryOp::greater ? BinaryOp::less : BinaryOp::less_equal;
    }
    const bool floating = type.is_floating();
    const bool is_signed = type.is_signed();
    Op instruction = Op::nop;
    switch (op) {
        case BinaryOp::equal: instruction = floating ? Op::feq : Op::seq; break;
        case BinaryOp::not_equal: instruction = floating ? Op::fne : Op::sne; break;
        case BinaryOp::less: instruction = floating ? Op::flt : is_signed ? Op::slt : Op::sltu; break;
        default: instruction = floating ? Op::fle : is_signed ? Op::sle : Op::sleu; break;
    }
    emit(instruction, to, left, right);
}

}  // namespace sim::cc
