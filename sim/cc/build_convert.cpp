// Conversions: the usual arithmetic ones, casts, and those of assignment with gcc's warnings.
#include <algorithm>

#include "sim/cc/build.h"
#include "sim/cc/fold.h"

namespace sim::cc {

namespace {

bool is_null_constant(const Node& node) {
    return node.is_zero() && (node.type->is_integer() || (node.type->is_pointer() && node.type->base->is_void()));
}

// Integer types that differ in nothing but signedness: gcc lets pointers to them pass.
bool differ_in_sign_only(const Type& left, const Type& right) {
    return left.is_integer() && right.is_integer() && left.size() == right.size() && !left.is(TypeKind::bool_) &&
           !right.is(TypeKind::bool_);
}

std::string quoted(const Type& type) {
    return "'" + type_name(type) + "'";
}

}  // namespace

const Type* Builder::promoted_type(const Type& type) {
    if (type.is_enum()) return types_.basic(type.is_signed() ? TypeKind::int_ : TypeKind::unsigned_int);
    return types_.basic(type.kind < TypeKind::int_ ? TypeKind::int_ : type.kind);
}

Node* Builder::promoted(Node* node) {
    node = operand(node);
    if (!node->type->is_integer()) return node;
    const Type* type = promoted_type(*node->type);
    // A bit-field narrower than int becomes int, whatever its declared type.
    const bool bits = node->is(NodeKind::member) && node->member->bits > 0;
    if (bits && node->member->bits < 32) type = types_.basic(TypeKind::int_);
    return converted(node, type);
}

Node* Builder::argument_promoted(Node* node) {
    node = operand(node);
    if (node->type->is(TypeKind::float_)) return converted(node, types_.basic(TypeKind::double_));
    return promoted(node);
}

// C17 6.3.1.8, for operands already promoted.
const Type* Builder::common_type(const Type& a, const Type& b) {
    if (a.is(TypeKind::double_) || b.is(TypeKind::double_)) return types_.basic(TypeKind::double_);
    if (a.is(TypeKind::float_) || b.is(TypeKind::float_)) return types_.basic(TypeKind::float_);
    const TypeKind high = std::max(a.kind, b.kind);
    const TypeKind low = std::min(a.kind, b.kind);
    // In TypeKind each signed type stands before its unsigned one, ranks ascending: the higher one wins, but a
    // signed type that does not hold all values of the unsigned one becomes unsigned itself.
    const Type* winner = types_.basic(high);
    const Type* other = types_.basic(low);
    if (winner->is_signed() && !other->is_signed() && winner->size() == other->size())
        return types_.basic(static_cast<TypeKind>(static_cast<int>(high) + 1));
    return winner;
}

Node* Builder::fold_cast(Node* node, const Type* to) {
    if (node->is(NodeKind::integer)) {
        if (to->is_floating()) return floating(node->at, floating_from(node->integer, *node->type, *to), to);
        return integer(node->at, extended(node->integer, *to), to);
    }
    if (to->is_floating()) return floating(node->at, rounded(node->floating, *to), to);
    return integer(node->at, integer_from(node->floating, *to), to);
}

Node* Builder::converted(Node* node, const Type* to) {
    to = types_.unqualified(to);
    if (to->is_record()) return node;
    if (node->type->kind == to->kind && !to->is_pointer() && !to->is_enum()) return node;
    if (node->is(NodeKind::integer) || node->is(NodeKind::floating)) return fold_cast(node, to);
    return make(NodeKind::cast, node->at, to, node);
}

Node* Builder::cast(Location at, Node* node, const Type* to) {
    if (to->is_void()) return make(NodeKind::cast, at, to, value(node));
    node = operand(node);
    if (to->is_record() && node->type->is_record() && same_unqualified(*to, *node->type)) return node;
    if (!to->is_scalar()) fail(at, "conversion to non-scalar type requested");
    if (!node->type->is_scalar()) fail(at, "aggregate value used where a scalar was expected");
    if ((to->is_pointer() && node->type->is_floating()) || (to->is_floating() && node->type->is_pointer()))
        fail(at, "cannot convert " + quoted(*node->type) + " to " + quoted(*to));
    const bool constant = node->is(NodeKind::integer) || node->is(NodeKind::floating);
    if (to->is_pointer() && node->type->is_integer() && node->type->size() != 8 && !constant)
        diagnostics_.warning(at, "cast to pointer from integer of different size");
    if (node->type->is_pointer() && to->is_integer() && to->size() != 8 && !to->is(TypeKind::bool_))
        diagnostics_.warning(at, "cast from pointer to integer of different size");
    to = types_.unqualified(to);
    if (constant) {
        node = fold_cast(node, to);
        if (to->is_pointer()) return node;
    }
    // Even to the same type: the result is no lvalue.
    return node->is(NodeKind::integer) || node->is(NodeKind::floating) ? node : make(NodeKind::cast, at, to, node);
}

void Builder::warn_conversion(const Target& target, Location at, const Type& to, const Type& from, const char* effect) {
    const std::string makes = std::string(" ") + effect;
    switch (target.kind) {
        case Target::Kind::assignment:
            diagnostics_.warning(at, "assignment to " + quoted(to) + " from " + quoted(from) + makes);
            return;
        case Target::Kind::initialization:
            diagnostics_.warning(at, "initialization of " + quoted(to) + " from " + quoted(from) + makes);
            return;
        case Target::Kind::argument:
            diagnostics_.warning(at, "passing argument " + std::to_string(target.argument) + " of '" + target.function +
                                         "'" + makes + " (expected " + quoted(to) + ", have " + quoted(from) + ")");
            return;
        case Target::Kind::result:
            diagnostics_.warning(
                at, "returning " + quoted(from) + " from a function with return type " + quoted(to) + makes);
            return;
    }
}

void Builder::check_pointers(const Target& target, Location at, const Type& to, const Type& from) {
    const Type& into = *to.base;
    const Type& out = *from.base;
    const bool any = into.is_void() || out.is_void();
    const bool alike = same_unqualified(into, out) || differ_in_sign_only(into, out);
    if (!any && (!alike || into.is_atomic != out.is_atomic)) {
        warn_conversion(target, at, to, from, "between incompatible pointer types");
        return;
    }
    if (out.is_const > into.is_const || out.is_volatile > into.is_volatile) {
        const bool lost_const = out.is_const > into.is_const;
        warn_conversion(target, at, to, from,
                        lost_const ? "discards 'const' qualifier from pointer target type"
                                   : "discards 'volatile' qualifier from pointer target type");
    }
}

Node* Builder::converted_for(const Target& target, Location at, Node* node, const Type* to) {
    node = operand(node);
    const Type& from = *node->type;
    if (to->is_pointer() && from.is_pointer()) {
        if (!is_null_constant(*node)) check_pointers(target, at, *to, from);
    } else if (to->is_pointer() && from.is_integer()) {
        if (!is_null_constant(*node))
            warn_conversion(target, at, *to, from, "makes pointer from integer without a cast");
    } else if (to->is_integer() && from.is_pointer()) {
        if (!to->is(TypeKind::bool_))
            warn_conversion(target, at, *to, from, "makes integer from pointer without a cast");
    } else if (!(to->is_arithmetic() && from.is_arithmetic()) && !same_unqualified(*to, from)) {
        switch (target.kind) {
            case Target::Kind::assignment:
                fail(at, "incompatible types when assigning to type " + quoted(*to) + " from type " + quoted(from));
            case Target::Kind::initialization:
                fail(at, "incompatible types when initializing type " + quoted(*to) + " using type " + quoted(from));
            case Target::Kind::argument:
                fail(at, "incompatible type for argument " + std::to_string(target.argument) + " of '" +
                             target.function + "' (expected " + quoted(*to) + ", have " + quoted(from) + ")");
            case Target::Kind::result:
                fail(at, "incompatible types when returning type " + quoted(from) + " but " + quoted(*to) +
                             " was expected");
        }
    }
    return converted(node, to);
}

}  // namespace sim::cc
