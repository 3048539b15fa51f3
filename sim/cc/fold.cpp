#include "sim/cc/fold.h"

namespace sim::cc {

namespace {

constexpr std::int64_t kMin64 = INT64_MIN;

bool division_traps(const Type& type, std::int64_t a, std::int64_t b) {
    if (b == 0) return true;
    const std::int64_t least = type.size() == 8 ? kMin64 : INT32_MIN;
    return type.is_signed() && a == least && b == -1;
}

std::uint64_t divide(BinaryOp op, const Type& type, std::uint64_t a, std::uint64_t b) {
    const bool quotient = op == BinaryOp::divide;
    if (!type.is_signed()) return quotient ? a / b : a % b;
    const auto left = static_cast<std::int64_t>(a);
    const auto right = static_cast<std::int64_t>(b);
    return static_cast<std::uint64_t>(quotient ? left / right : left % right);
}

std::uint64_t shift_right(const Type& type, std::uint64_t a, std::uint64_t count) {
    if (!type.is_signed()) return a >> count;
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(a) >> count);
}

bool less(const Type& type, std::uint64_t a, std::uint64_t b) {
    return type.is_signed() ? static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b) : a < b;
}

std::optional<StaticValue> address_of(const Node& node) {
    switch (node.kind) {
        case NodeKind::symbol: return StaticValue{true, node.symbol, 0};
        case NodeKind::deref: return static_value(*node.a);
        case NodeKind::member: {
            std::optional<StaticValue> record = address_of(*node.a);
            if (record) record->offset += static_cast<std::int64_t>(node.member->offset);
            return record;
        }
        case NodeKind::literal: return node.list.empty() ? address_of(*node.a) : std::nullopt;
        default: return std::nullopt;
    }
}

std::optional<StaticValue> static_sum(const Node& node) {
    if (node.op != BinaryOp::add && node.op != BinaryOp::subtract) return std::nullopt;
    const std::optional<StaticValue> a = static_value(*node.a);
    const std::optional<StaticValue> b = static_value(*node.b);
    if (!a || !b) return std::nullopt;
    const auto left = static_cast<std::uint64_t>(a->offset);
    const auto right = static_cast<std::uint64_t>(b->offset);
    if (node.op == BinaryOp::add) {
        if (a->has_symbol && b->has_symbol) return std::nullopt;
        return StaticValue{a->has_symbol || b->has_symbol, a->has_symbol ? a->symbol : b->symbol,
                           static_cast<std::int64_t>(left + right)};
    }
    // Two addresses within one object have a known distance.
    if (b->has_symbol && (!a->has_symbol || a->symbol != b->symbol)) return std::nullopt;
    return StaticValue{a->has_symbol && !b->has_symbol, a->symbol, static_cast<std::int64_t>(left - right)};
}

}  // namespace

std::uint64_t extended(std::uint64_t value, const Type& type) {
    if (type.is(TypeKind::bool_)) return value != 0;
    switch (type.is_pointer() ? 8 : type.size()) {
        case 1: return type.is_signed() ? static_cast<std::uint64_t>(static_cast<std::int8_t>(value)) : value & 0xff;
        case 2: return type.is_signed() ? static_cast<std::uint64_t>(static_cast<std::int16_t>(value)) : value & 0xffff;
        case 4:
            return type.is_signed() ? static_cast<std::uint64_t>(static_cast<std::int32_t>(value))
                                    : value & 0xffff'ffff;
        default: return value;
    }
}

std::optional<std::uint64_t> fold_integer(BinaryOp op, const Type& type, std::uint64_t a, std::uint64_t b) {
    const std::uint64_t count = b & (type.size() * 8 - 1);
    switch (op) {
        case BinaryOp::add: return extended(a + b, type);
        case BinaryOp::subtract: return extended(a - b, type);
        case BinaryOp::multiply: return extended(a * b, type);
        case BinaryOp::divide:
        case BinaryOp::remainder:
            if (division_traps(type, static_cast<std::int64_t>(a), static_cast<std::int64_t>(b))) return std::nullopt;
            return divide(op, type, a, b);
        case BinaryOp::bit_and: return a & b;
        case BinaryOp::bit_or: return a | b;
        case BinaryOp::bit_xor: return a ^ b;
        case BinaryOp::shift_left: return extended(a << count, type);
        case BinaryOp::shift_right: return shift_right(type, a, count);
        case BinaryOp::equal: return a == b;
        case BinaryOp::not_equal: return a != b;
        case BinaryOp::less: return less(type, a, b);
        case BinaryOp::less_equal: return !less(type, b, a);
        case BinaryOp::greater: return less(type, b, a);
        case BinaryOp::greater_equal: return !less(type, a, b);
    }
    return std::nullopt;
}

std::optional<double> fold_floating(BinaryOp op, const Type& type, double a, double b) {
    switch (op) {
        case BinaryOp::add: return rounded(a + b, type);
        case BinaryOp::subtract: return rounded(a - b, type);
        case BinaryOp::multiply: return rounded(a * b, type);
        case BinaryOp::divide: return rounded(a / b, type);
        default: return std::nullopt;
    }
}

std::optional<bool> fold_comparison(BinaryOp op, double a, double b) {
    switch (op) {
        case BinaryOp::equal: return a == b;
        case BinaryOp::not_equal: return a != b;
        case BinaryOp::less: return a < b;
        case BinaryOp::less_equal: return a <= b;
        case BinaryOp::greater: return a > b;
        case BinaryOp::greater_equal: return a >= b;
        default: return std::nullopt;
    }
}

// As gcc folds it: the nearest value of the type, 0 for what is no number.
std::uint64_t integer_from(double value, const Type& type) {
    if (type.is(TypeKind::bool_)) return value != 0;
    if (value != value) return 0;
    const auto bits = static_cast<int>(type.size() * 8);
    if (type.is_signed()) {
        const std::int64_t most = INT64_MAX >> (64 - bits);
        const double limit = static_cast<double>(1ull << (bits - 1));
        if (value >= limit) return static_cast<std::uint64_t>(most);
        if (value < -limit) return static_cast<std::uint64_t>(-most - 1);
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
    }
    const std::uint64_t most = ~0ull >> (64 - bits);
    const double limit = 2 * static_cast<double>(1ull << (bits - 1));
    if (value >= limit) return most;
    return value <= 0 ? 0 : static_cast<std::uint64_t>(value);
}

double rounded(double value, const Type& type) {
    return type.is(TypeKind::float_) ? static_cast<double>(static_cast<float>(value)) : value;
}

double floating_from(std::uint64_t value, const Type& from, const Type& to) {
    if (from.is_signed()) return rounded(static_cast<double>(static_cast<std::int64_t>(value)), to);
    return rounded(static_cast<double>(value), to);
}

std::optional<StaticValue> static_value(const Node& node) {
    switch (node.kind) {
        case NodeKind::integer: return StaticValue{false, 0, static_cast<std::int64_t>(node.integer)};
        case NodeKind::address_of: return address_of(*node.a);
        case NodeKind::cast:
            // Only a conversion that keeps all 64 bits keeps an address one.
            if (node.type->is_floating() || node.type->size() != 8 || node.a->type->is_floating()) return std::nullopt;
            return node.a->type->size() == 8 ? static_value(*node.a) : std::nullopt;
        case NodeKind::binary: return node.type->is_floating() ? std::nullopt : static_sum(node);
        case NodeKind::conditional:
            if (node.b == nullptr || !node.a->is(NodeKind::integer)) return std::nullopt;
            return static_value(node.a->integer != 0 ? *node.b : *node.c);
        default: return std::nullopt;
    }
}

}  // namespace sim::cc
