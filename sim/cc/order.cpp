#include "sim/cc/order.h"

namespace sim::cc {

namespace {

bool is_plain_local(const Node& node) {
    if (!node.is(NodeKind::local) || !node.type->is_scalar()) return false;
    return !node.type->is_volatile && !node.type->is_atomic && !node.variable->addressed;
}

bool is_commutative(BinaryOp op) {
    return op == BinaryOp::add || op == BinaryOp::multiply || op == BinaryOp::bit_and || op == BinaryOp::bit_or ||
           op == BinaryOp::bit_xor || op >= BinaryOp::equal;
}

// An index: a constant, or a plain local times a size.
bool is_late_index(const Node& node) {
    if (node.is(NodeKind::integer)) return true;
    if (node.is(NodeKind::cast)) return is_late_index(*node.a);
    if (node.is(NodeKind::binary) && node.op == BinaryOp::multiply) return is_late_index(*node.a);
    return is_plain_local(node);
}

bool is_late_pointer(const Node& node) {
    if (is_plain_local(node)) return true;
    if (node.is(NodeKind::address_of)) return is_late_place(*node.a);
    const bool sum = node.is(NodeKind::binary) && node.op == BinaryOp::add;
    if (!sum) return false;
    // gcc adds to pointers at once, but indexes arrays late.
    if (node.b->is(NodeKind::integer)) return is_late_pointer(*node.a);
    return node.a->is(NodeKind::address_of) && is_late_place(*node.a->a) && is_late_index(*node.b);
}

}  // namespace

const Node* late_variable(const Node& node) {
    if (is_plain_local(node)) return &node;
    const bool stores = node.is(NodeKind::assign) || (node.is(NodeKind::compound) && !node.post);
    return stores && is_plain_local(*node.a) ? node.a : nullptr;
}

bool is_late_place(const Node& node) {
    if (node.is(NodeKind::local) || node.is(NodeKind::symbol)) return true;
    if (node.is(NodeKind::member)) return is_late_place(*node.a);
    return node.is(NodeKind::deref) && is_late_pointer(*node.a);
}

// Besides locals, gcc reads any plain variable last where it may swap the operands.
bool right_runs_first(const Node& binary) {
    if (!binary.b->effects) return false;
    if (late_variable(*binary.a) != nullptr) return true;
    const bool variable = binary.a->is(NodeKind::local) || binary.a->is(NodeKind::symbol);
    return variable && binary.a->type->is_scalar() && is_commutative(binary.op);
}

}  // namespace sim::cc
