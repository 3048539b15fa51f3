// Operators: operand checks, result types, constant folding.
#include "sim/cc/build.h"
#include "sim/cc/fold.h"

namespace sim::cc {

namespace {

struct Spelling {
    std::string_view text;
    BinaryOp op;
};
constexpr Spelling kSpellings[] = {
    {"+", BinaryOp::add},         {"-", BinaryOp::subtract},
    {"*", BinaryOp::multiply},    {"/", BinaryOp::divide},
    {"%", BinaryOp::remainder},   {"&", BinaryOp::bit_and},
    {"|", BinaryOp::bit_or},      {"^", BinaryOp::bit_xor},
    {"<<", BinaryOp::shift_left}, {">>", BinaryOp::shift_right},
    {"==", BinaryOp::equal},      {"!=", BinaryOp::not_equal},
    {"<", BinaryOp::less},        {"<=", BinaryOp::less_equal},
    {">", BinaryOp::greater},     {">=", BinaryOp::greater_equal},
};

BinaryOp op_of(std::string_view spelling) {
    for (const Spelling& known : kSpellings)
        if (known.text == spelling) return known.op;
    return BinaryOp::add;
}

bool is_comparison(BinaryOp op) {
    return op >= BinaryOp::equal;
}
bool is_shift(BinaryOp op) {
    return op == BinaryOp::shift_left || op == BinaryOp::shift_right;
}
bool integers_only(BinaryOp op) {
    return op == BinaryOp::remainder || op == BinaryOp::bit_and || op == BinaryOp::bit_or || op == BinaryOp::bit_xor ||
           is_shift(op);
}
bool is_constant(const Node& node) {
    return node.is(NodeKind::integer) || node.is(NodeKind::floating);
}
bool truth(const Node& node) {
    return node.is(NodeKind::integer) ? node.integer != 0 : node.floating != 0;
}

}  // namespace

void Builder::bad_operands(Location at, std::string_view spelling, const Node& a, const Node& b) {
    fail(at, "invalid operands to binary " + std::string(spelling) + " (have '" + type_name(*a.type) + "' and '" +
                 type_name(*b.type) + "')");
}

Node* Builder::negate(Location at, Node* node) {
    node = promoted(node);
    if (!node->type->is_arithmetic()) fail(at, "wrong type argument to unary minus");
    if (node->is(NodeKind::integer)) return integer(at, extended(0 - node->integer, *node->type), node->type);
    if (node->is(NodeKind::floating)) return floating(at, -node->floating, node->type);
    return make(NodeKind::negate, at, types_.unqualified(node->type), node);
}

Node* Builder::complement(Location at, Node* node) {
    node = promoted(node);
    if (!node->type->is_integer()) fail(at, "wrong type argument to bit-complement");
    if (node->is(NodeKind::integer)) return integer(at, extended(~node->integer, *node->type), node->type);
    return make(NodeKind::complement, at, node->type, node);
}

Node* Builder::logical_not(Location at, Node* node) {
    node = scalar(node, "");
    if (is_constant(*node)) return integer(at, truth(*node) ? 0 : 1, TypeKind::int_);
    return make(NodeKind::logical_not, at, types_.basic(TypeKind::int_), node);
}

// Operands already converted to the type computed in (of shifts: each promoted).
Node* Builder::arithmetic(Location at, BinaryOp op, Node* a, Node* b, const Type* result) {
    if (a->is(NodeKind::integer) && b->is(NodeKind::integer)) {
        if (const auto number = fold_integer(op, *a->type, a->integer, b->integer)) return integer(at, *number, result);
    }
    if (a->is(NodeKind::floating) && b->is(NodeKind::floating)) {
        if (const auto number = fold_floating(op, *a->type, a->floating, b->floating))
            return floating(at, *number, result);
        if (const auto truth_value = fold_comparison(op, a->floating, b->floating))
            return integer(at, *truth_value, result);
    }
    const bool division = op == BinaryOp::divide || op == BinaryOp::remainder;
    if (division && b->is_zero()) diagnostics_.warning(at, "division by zero");
    Node* node = make(NodeKind::binary, at, result, a, b);
    node->op = op;
    return node;
}

Node* Builder::scaled(Location at, Node* index, const Type& pointer) {
    const Type& pointee = *pointer.base;
    if (pointee.is_record() && !pointee.complete())
        fail(at, "invalid use of undefined type '" + type_name(pointee) + "'");
    if (pointee.is_array() && !pointee.complete() && !pointee.variable_length())
        fail(at, "arithmetic on a pointer to an incomplete type");
    const Type* type = types_.basic(TypeKind::long_);
    index = converted(promoted(index), type);
    const bool one = !pointee.variable_length() && pointee.size() == 1;
    return one ? index : arithmetic(at, BinaryOp::multiply, index, size_of(at, pointee), type);
}

Node* Builder::size_of(Location at, const Type& type) {
    if (type.variable_length()) return local(at, type.bytes);
    return integer(at, type.size(), types_.basic(TypeKind::long_));
}

Node* Builder::offset_pointer(Location at, BinaryOp op, Node* pointer, Node* index) {
    index = scaled(at, index, *pointer->type);
    if (index->is_zero() && !is_lvalue(*pointer)) return pointer;
    return arithmetic(at, op, pointer, index, types_.unqualified(pointer->type));
}

Node* Builder::pointer_difference(Location at, Node* a, Node* b) {
    if (!same_unqualified(*a->type->base, *b->type->base)) bad_operands(at, "-", *a, *b);
    const Type* type = types_.basic(TypeKind::long_);
    Node* bytes = arithmetic(at, BinaryOp::subtract, converted(a, type), converted(b, type), type);
    Node* size = size_of(at, *a->type->base);
    if (size->is_zero()) fail(at, "arithmetic on pointer to an empty aggregate");
    const bool one = size->is(NodeKind::integer) && size->integer == 1;
    return one ? bytes : arithmetic(at, BinaryOp::divide, bytes, size, type);
}

Node* Builder::pointer_comparison(Location at, BinaryOp op, bool equality, Node* a, Node* b) {
    const bool pointers = a->type->is_pointer() && b->type->is_pointer();
    if (pointers) {
        const Type& left = *a->type->base;
        const Type& right = *b->type->base;
        const bool any = equality && (left.is_void() || right.is_void());
        if (!any && !same_unqualified(left, right) && !a->is_zero() && !b->is_zero())
            diagnostics_.warning(at, "comparison of distinct pointer types lacks a cast");
    } else if (!(equality && (a->is_zero() || b->is_zero()))) {
        diagnostics_.warning(at, "comparison between pointer and integer");
    }
    const Type* type = types_.basic(TypeKind::unsigned_long);
    return arithmetic(at, op, converted(a, type), converted(b, type), types_.basic(TypeKind::int_));
}

Node* Builder::comparison(Location at, std::string_view spelling, Node* a, Node* b) {
    const BinaryOp op = op_of(spelling);
    if (a->type->is_arithmetic() && b->type->is_arithmetic()) {
        a = promoted(a);
        b = promoted(b);
        const Type* type = common_type(*a->type, *b->type);
        return arithmetic(at, op, converted(a, type), converted(b, type), types_.basic(TypeKind::int_));
    }
    const auto comparable = [](const Type& type) { return type.is_pointer() || type.is_integer(); };
    if (!comparable(*a->type) || !comparable(*b->type)) bad_operands(at, spelling, *a, *b);
    return pointer_comparison(at, op, op == BinaryOp::equal || op == BinaryOp::not_equal, a, b);
}

Node* Builder::binary(Location at, std::string_view spelling, Node* a, Node* b) {
    const BinaryOp op = op_of(spelling);
    a = operand(a);
    b = operand(b);
    if (is_comparison(op)) return comparison(at, spelling, a, b);
    if (op == BinaryOp::add && b->type->is_pointer() && a->type->is_integer()) return offset_pointer(at, op, b, a);
    if ((op == BinaryOp::add || op == BinaryOp::subtract) && a->type->is_pointer()) {
        if (b->type->is_integer()) return offset_pointer(at, op, a, b);
        if (op == BinaryOp::subtract && b->type->is_pointer()) return pointer_difference(at, a, b);
    }
    const bool integers = a->type->is_integer() && b->type->is_integer();
    if (!a->type->is_arithmetic() || !b->type->is_arithmetic() || (integers_only(op) && !integers))
        bad_operands(at, spelling, *a, *b);
    a = promoted(a);
    b = promoted(b);
    if (is_shift(op)) return arithmetic(at, op, a, b, types_.unqualified(a->type));
    const Type* type = common_type(*a->type, *b->type);
    return arithmetic(at, op, converted(a, type), converted(b, type), type);
}

Node* Builder::logical(Location at, NodeKind kind, Node* a, Node* b) {
    a = scalar(a, "");
    b = scalar(b, "");
    const bool decisive = kind == NodeKind::logical_or;  // the left value that settles the result
    if (is_constant(*a) && truth(*a) == decisive) return integer(at, decisive ? 1 : 0, TypeKind::int_);
    if (is_constant(*a) && is_constant(*b)) return integer(at, truth(*b) ? 1 : 0, TypeKind::int_);
    return make(kind, at, types_.basic(TypeKind::int_), a, b);
}

Node* Builder::pointer_conditional(Location at, Node* condition, Node* a, Node* b) {
    const bool left = a->type->is_pointer();
    const bool right = b->type->is_pointer();
    const Type* type = left ? a->type : b->type;
    if (left && right) {
        const bool void_left = a->type->base->is_void();
        const bool any = void_left || b->type->base->is_void();
        if (!any && !same_unqualified(*a->type->base, *b->type->base))
            diagnostics_.warning(at, "pointer type mismatch in conditional expression");
        // A null pointer constant takes the other's type; any other void * wins.
        if ((void_left && a->is_zero()) || (!void_left && b->type->base->is_void() && !b->is_zero())) type = b->type;
    } else if (!(left ? b : a)->is_zero()) {
        diagnostics_.warning(at, "pointer/integer type mismatch in conditional expression");
    }
    return make(NodeKind::conditional, at, types_.unqualified(type), condition, converted(a, type), converted(b, type));
}

Node* Builder::conditional(Location at, Node* condition, Node* then, Node* otherwise) {
    condition = scalar(condition, "");
    const bool elvis = then == nullptr;
    Node* a = value(elvis ? condition : then);
    Node* b = value(otherwise);
    if (a->type->is_arithmetic() && b->type->is_arithmetic()) {
        a = promoted(a);
        b = promoted(b);
        const Type* type = common_type(*a->type, *b->type);
        a = converted(a, type);
        b = converted(b, type);
        if (is_constant(*condition) && is_constant(truth(*condition) ? *a : *b)) return truth(*condition) ? a : b;
        if (elvis && a != condition) condition = a;
        return make(NodeKind::conditional, at, type, condition, elvis ? nullptr : a, b);
    }
    const bool pointers = (a->type->is_pointer() && (b->type->is_pointer() || b->type->is_integer())) ||
                          (b->type->is_pointer() && a->type->is_integer());
    if (pointers) {
        Node* node = pointer_conditional(at, condition, a, b);
        if (elvis) {
            node->a = node->b;
            node->b = nullptr;
        }
        return node;
    }
    const bool either_void = a->type->is_void() || b->type->is_void();
    if (!either_void && !same_unqualified(*a->type, *b->type))
        fail(at, "type mismatch in conditional expression (have '" + type_name(*a->type) + "' and '" +
                     type_name(*b->type) + "')");
    const Type* type = either_void ? types_.basic(TypeKind::void_) : types_.unqualified(a->type);
    return make(NodeKind::conditional, at, type, condition, a, b);
}

Node* Builder::comma(Location at, Node* a, Node* b) {
    b = value(b);
    return make(NodeKind::comma, at, types_.unqualified(b->type), value(a), b);
}

}  // namespace sim::cc
