// Expressions: values, effects, conditions, assignments.
#include <bit>

#include "sim/cc/generator.h"
#include "sim/cc/order.h"

namespace sim::cc {

using hw::Op;

namespace {

bool is_aggregate(const Type& type) {
    return type.is_record() || type.is_array();
}

// An object whose address is known without computing: naming it twice or later changes nothing.
bool is_named_object(const Node& node) {
    if (node.is(NodeKind::member)) return is_named_object(*node.a);
    return node.is(NodeKind::local) || node.is(NodeKind::symbol);
}

// Whether an assignment does its right side first. Without effects there the order shows in nothing but registers.
bool stores_last(const Node& assignment) {
    if (is_named_object(*assignment.a)) return true;
    return assignment.b->effects && is_late_place(*assignment.a);
}

}  // namespace

void Generator::value(const Node& node, Reg r) {
    switch (node.kind) {
        case NodeKind::integer: return constant(r, node.integer);
        case NodeKind::floating: return constant(r, std::bit_cast<std::uint64_t>(node.floating));
        case NodeKind::local:
        case NodeKind::symbol:
        case NodeKind::member:
        case NodeKind::deref:
        case NodeKind::literal: {
            const Place at = place(node, r);
            const bool by_address = is_aggregate(*node.type) || node.type->is_function();
            const bool member = node.is(NodeKind::member);
            return by_address ? address(at, r) : load(*node.type, member ? node.member : nullptr, at, r);
        }
        case NodeKind::address_of: return address(place(*node.a, r), r);
        case NodeKind::negate:
        case NodeKind::complement:
        case NodeKind::logical_not:
        case NodeKind::cast: return unary(node, r);
        case NodeKind::binary: return binary(node, r);
        case NodeKind::logical_and:
        case NodeKind::logical_or: return logical(node, r);
        case NodeKind::conditional: return conditional(node, r);
        case NodeKind::comma: value(*node.a, r); return value(*node.b, r);
        case NodeKind::assign: return assign(node, r, true);
        case NodeKind::compound: return compound(node, r, true);
        case NodeKind::call: return call(node, r);
        case NodeKind::zero: return fill_zero(place(*node.a, r), node.a->type->size(), static_cast<Reg>(r + 1));
        case NodeKind::block: return statement_expression(node, r);
        case NodeKind::builtin: return builtin(node, r);
    }
}

// An expression whose value nobody wants, at the start of a statement: no register is in use.
void Generator::effect(const Node& node) {
    switch (node.kind) {
        case NodeKind::assign: return assign(node, 0, false);
        case NodeKind::compound: return compound(node, 0, false);
        case NodeKind::cast:
            if (node.type->is_void()) return effect(*node.a);
            break;
        case NodeKind::comma: effect(*node.a); return effect(*node.b);
        case NodeKind::local:
        case NodeKind::symbol:
        case NodeKind::deref:
            // As gcc: an object named as a statement is not read, unless volatile.
            if (!node.type->is_volatile && !node.type->is_atomic && !node.effects) return;
            break;
        default: break;
    }
    if (!node.is(NodeKind::integer)) value(node, 0);
}

// The right operand into r + 1 while r keeps the left one.
void Generator::second(const Node& node, Reg r) {
    const auto next = static_cast<Reg>(r + 1);
    if (next < kDeepest) return value(node, next);
    const std::int64_t saved = temporary();
    emit(Op::sd, r, hw::kFramePointer, 0, saved);
    value(node, r);
    emit(Op::mov, next, r);
    emit(Op::ld, r, hw::kFramePointer, 0, saved);
}

// r becomes a number that is 0 exactly if the value is.
void Generator::truth(const Type& type, Reg r) {
    if (!type.is_floating()) return;
    const auto zero = static_cast<Reg>(r + 1);
    constant(zero, 0);
    emit(Op::fne, r, r, zero);
}

bool Generator::branch_comparison(const Node& node, bool when, Label target, Reg r) {
    const bool equality = node.op == BinaryOp::equal || node.op == BinaryOp::not_equal;
    const bool small = node.b->is(NodeKind::integer) && !node.a->type->is_floating() &&
                       static_cast<std::int64_t>(node.b->integer) > INT32_MIN &&
                       static_cast<std::int64_t>(node.b->integer) <= INT32_MAX;
    if (!equality || !small) return false;
    value(*node.a, r);
    if (!node.b->is_zero()) emit(Op::addi, r, r, 0, -static_cast<std::int64_t>(node.b->integer));
    jump_if((node.op == BinaryOp::equal) == when ? Op::jz : Op::jnz, r, target);
    return true;
}

// Jumps to `target` if the truth of the node is `when`.
void Generator::branch(const Node& node, bool when, Label target, Reg r) {
    switch (node.kind) {
        case NodeKind::integer:
            if ((node.integer != 0) == when) jump(target);
            return;
        case NodeKind::logical_not: return branch(*node.a, !when, target, r);
        case NodeKind::logical_and:
        case NodeKind::logical_or: {
            // `a && b` is false as soon as a is; `a || b` true as soon as a is.
            const bool decisive = node.is(NodeKind::logical_or);
            if (decisive == when) {
                branch(*node.a, when, target, r);
                return branch(*node.b, when, target, r);
            }
            const Label end = new_label();
            branch(*node.a, decisive, end, r);
            branch(*node.b, when, target, r);
            return bind(end);
        }
        case NodeKind::binary:
            if (branch_comparison(node, when, target, r)) return;
            break;
        default: break;
    }
    value(node, r);
    truth(*node.type, r);
    jump_if(when ? Op::jnz : Op::jz, r, target);
}

void Generator::logical(const Node& node, Reg r) {
    const Label no = new_label();
    const Label end = new_label();
    branch(node, false, no, r);
    constant(r, 1);
    jump(end);
    bind(no);
    constant(r, 0);
    bind(end);
}

void Generator::conditional(const Node& node, Reg r) {
    const Label end = new_label();
    if (node.b == nullptr) {
        // a ?: c. The value of a is kept while a copy is tested.
        const auto copy_of = static_cast<Reg>(r + 1);
        value(*node.a, r);
        emit(Op::mov, copy_of, r);
        truth(*node.a->type, copy_of);
        jump_if(Op::jnz, copy_of, end);
    } else {
        const Label no = new_label();
        branch(*node.a, false, no, r);
        value(*node.b, r);
        jump(end);
        bind(no);
    }
    value(*node.c, r);
    bind(end);
}

void Generator::statement_expression(const Node& node, Reg r) {
    const Stmt& body = *node.statement;
    // Statements use registers from 0: what is half computed waits in the frame.
    std::vector<std::int64_t> saved;
    for (Reg live = 0; live < r; ++live) {
        saved.push_back(temporary());
        emit(Op::sd, live, hw::kFramePointer, 0, saved.back());
    }
    const bool has_value = !node.type->is_void();
    const std::size_t outside = symbol_.names.size();
    for (std::size_t i = 0; i + (has_value ? 1 : 0) < body.statements.size(); ++i) statement(*body.statements[i]);
    if (has_value) {
        begin(body.statements.back()->at);
        value(*body.statements.back()->expression, r);
    }
    for (std::size_t i = outside; i < symbol_.names.size(); ++i)
        if (symbol_.names[i].variable.end == 0) symbol_.names[i].variable.end = here();
    for (Reg live = 0; live < r; ++live) emit(Op::ld, live, hw::kFramePointer, 0, saved[live]);
}

void Generator::assign_aggregate(const Node& node, Reg r) {
    const auto source = static_cast<Reg>(r + 1);
    if (stores_last(node)) {
        // The value first: computing it may call.
        value(*node.b, r);
        const Place to = is_named_object(*node.a) ? place(*node.a, source) : place_beside(*node.a, r);
        copy(to, {r, 0}, node.a->type->size(), static_cast<Reg>(r + 2));
        return address(to, r);
    }
    address(place(*node.a, r), r);
    second(*node.b, r);
    copy({r, 0}, {source, 0}, node.a->type->size(), static_cast<Reg>(r + 2));
}

void Generator::assign(const Node& node, Reg r, bool wanted) {
    const Type& type = *node.a->type;
    if (is_aggregate(type)) return assign_aggregate(node, r);
    const Member* bits = node.a->is(NodeKind::member) ? node.a->member : nullptr;
    if (stores_last(node)) {
        // The value first, so that calls in it have no address to save. Bit-fields need the registers between.
        value(*node.b, r);
        return store(type, bits, place_beside(*node.a, r), r);
    }
    const Place to = place(*node.a, r);
    if (to.base != r) {
        value(*node.b, r);
        return store(type, bits, to, r);
    }
    second(*node.b, r);
    store(type, bits, to, static_cast<Reg>(r + 1));
    if (wanted) emit(Op::mov, r, static_cast<Reg>(r + 1));
}

// a op= b, ++ and --. As gcc: a right operand that changes something runs before the left one is read.
void Generator::compound(const Node& node, Reg r, bool wanted) {
    if (node.atomic) return atomic_compound(node, r);
    const bool is_constant = node.b->is(NodeKind::integer) || node.b->is(NodeKind::floating);
    const bool early = !is_constant && (node.b->effects || r + 1 >= kDeepest);
    const auto v = static_cast<Reg>(r + 1);
    const Place to = early ? early_operand(node, r) : place(*node.a, r);
    const Member* bits = node.a->is(NodeKind::member) ? node.a->member : nullptr;
    const Type& type = *node.a->type;
    load(type, bits, to, early ? static_cast<Reg>(v + 2) : v);
    const auto work = static_cast<Reg>(early ? v + 2 : node.post && wanted ? v + 1 : v);
    if (work == v + 1) emit(Op::mov, work, v);
    convert(work, type, *node.computed);
    if (early) {
        arithmetic(node.op, *node.computed, work, work, static_cast<Reg>(v + 1));
    } else if (!immediate(node.op, *node.computed, work, work, *node.b)) {
        value(*node.b, static_cast<Reg>(work + 1));
        arithmetic(node.op, *node.computed, work, work, static_cast<Reg>(work + 1));
    }
    convert(work, *node.computed, type);
    store(type, bits, to, work);
    const Reg result = node.post ? v : work;
    if (wanted && result != r) emit(Op::mov, r, result);
}

// A place while r is kept. Bit-fields need the registers between.
Place Generator::place_beside(const Node& node, Reg r) {
    const auto base = static_cast<Reg>(r + 4);
    if (base < kDeepest || is_named_object(node)) return place(node, base);
    const std::int64_t saved = temporary();
    emit(Op::sd, r, hw::kFramePointer, 0, saved);
    address(place(node, r), r);
    emit(Op::mov, base, r);
    emit(Op::ld, r, hw::kFramePointer, 0, saved);
    return {base, 0};
}

// Computes the right operand of a compound assignment into r + 2 and finds the place, before or after it as gcc does.
Place Generator::early_operand(const Node& node, Reg r) {
    const auto right = static_cast<Reg>(r + 2);
    const std::int64_t saved = temporary();
    if (is_late_place(*node.a)) {
        value(*node.b, r);
        emit(Op::sd, r, hw::kFramePointer, 0, saved);
        const Place to = place(*node.a, r);
        emit(Op::ld, right, hw::kFramePointer, 0, saved);
        return to;
    }
    address(place(*node.a, r), r);
    emit(Op::sd, r, hw::kFramePointer, 0, saved);
    value(*node.b, r);
    emit(Op::mov, right, r);
    emit(Op::ld, r, hw::kFramePointer, 0, saved);
    return {r, 0};
}

}  // namespace sim::cc
