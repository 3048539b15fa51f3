// Where objects lie; loads, stores, bit-fields and copies.
#include "sim/cc/generator.h"

namespace sim::cc {

using hw::Op;

namespace {

bool fits(std::int64_t number) {
    return number == static_cast<std::int32_t>(number);
}

Op load_op(const Type& type) {
    if (type.is(TypeKind::float_)) return Op::lf;
    switch (type.size()) {
        case 1: return type.is_signed() ? Op::lb : Op::lbu;
        case 2: return type.is_signed() ? Op::lh : Op::lhu;
        case 4: return type.is_signed() ? Op::lw : Op::lwu;
        default: return Op::ld;
    }
}

Op store_op(const Type& type) {
    if (type.is(TypeKind::float_)) return Op::sf;
    switch (type.size()) {
        case 1: return Op::sb;
        case 2: return Op::sh;
        case 4: return Op::sw;
        default: return Op::sd;
    }
}

struct Piece {
    std::int64_t size;
    Op load;
    Op store;
};
constexpr Piece kPieces[] = {{8, Op::ld, Op::sd}, {4, Op::lwu, Op::sw}, {2, Op::lhu, Op::sh}, {1, Op::lbu, Op::sb}};

// Calls visit(offset, piece) for the largest pieces that make up [start, end).
template <class Visit>
void for_pieces(std::int64_t start, std::int64_t end, Visit visit) {
    for (const Piece& piece : kPieces)
        for (; end - start >= piece.size; start += piece.size) visit(start, piece);
}

}  // namespace

// Keeps the displacement in what an instruction holds, with room for the parts of the object.
Place Generator::reachable(Place place, Reg r) {
    if (fits(place.displacement) && fits(place.displacement + 4096)) return place;
    const Reg scratch = place.base == r ? static_cast<Reg>(r + 1) : r;
    constant(scratch, static_cast<std::uint64_t>(place.displacement));
    emit(Op::add, r, place.base, scratch);
    return {r, 0};
}

Place Generator::place(const Node& node, Reg r) {
    switch (node.kind) {
        case NodeKind::local: return {hw::kFramePointer, offset_of(*node.variable)};
        case NodeKind::symbol: symbol_address(r, node.symbol, 0); return {r, 0};
        case NodeKind::deref: return pointer_place(*node.a, r);
        case NodeKind::literal:
            for (const Node* store : node.list) value(*store, r);
            return place(*node.a, r);
        case NodeKind::member: {
            Place whole = place(*node.a, r);
            whole.displacement += static_cast<std::int64_t>(node.member->offset);
            return reachable(whole, r);
        }
        default:  // a record that is the result of something: its value is its address
            value(node, r);
            return {r, 0};
    }
}

// What a pointer points to, with constants added to it kept in the displacement.
Place Generator::pointer_place(const Node& node, Reg r) {
    if (node.is(NodeKind::address_of)) return place(*node.a, r);
    if (node.is(NodeKind::cast) && node.a->type->is_pointer() && node.type->is_pointer())
        return pointer_place(*node.a, r);
    const bool sum = node.is(NodeKind::binary) && node.b->is(NodeKind::integer) &&
                     (node.op == BinaryOp::add || node.op == BinaryOp::subtract);
    if (sum && fits(static_cast<std::int64_t>(node.b->integer))) {
        Place from = pointer_place(*node.a, r);
        const auto offset = static_cast<std::int64_t>(node.b->integer);
        from.displacement += node.op == BinaryOp::add ? offset : -offset;
        return reachable(from, r);
    }
    // An element of an array in the frame: the array's displacement goes into the instruction.
    const bool indexed = node.is(NodeKind::binary) && node.op == BinaryOp::add && !node.b->effects &&
                         node.a->is(NodeKind::address_of) && node.a->a->is(NodeKind::local);
    if (indexed) {
        value(*node.b, r);
        emit(Op::add, r, r, hw::kFramePointer);
        return {r, offset_of(*node.a->a->variable)};
    }
    value(node, r);
    return {r, 0};
}

void Generator::address(const Place& at, Reg r) {
    if (at.displacement != 0) {
        emit(Op::addi, r, at.base, 0, at.displacement);
    } else if (at.base != r) {
        emit(Op::mov, r, at.base);
    }
}

void Generator::load(const Type& type, const Member* bits, Place at, Reg r) {
    if (bits != nullptr && bits->bits > 0) return load_bits(*bits, at, r);
    emit(load_op(type), r, at.base, 0, at.displacement);
}

void Generator::store(const Type& type, const Member* bits, Place at, Reg r) {
    if (bits != nullptr && bits->bits > 0) return store_bits(*bits, at, r);
    emit(store_op(type), r, at.base, 0, at.displacement);
}

// Register r becomes its bits [start, start + width), extended.
void Generator::cut_bits(const Member& member, Reg r, Reg scratch, std::uint32_t start) {
    constant(scratch, 64 - start - member.bits);
    emit(Op::shl, r, r, scratch);
    constant(scratch, 64 - member.bits);
    emit(member.type->is_signed() ? Op::sar : Op::shr, r, r, scratch);
}

void Generator::load_bits(const Member& member, Place at, Reg r) {
    emit(load_op(*member.type), r, at.base, 0, at.displacement);
    cut_bits(member, r, static_cast<Reg>(r + 1), member.bit_start);
}

// Replaces the field within its unit; r becomes the value the field then has.
void Generator::store_bits(const Member& member, Place at, Reg r) {
    const auto unit = static_cast<Reg>(r + 1);
    const auto field = static_cast<Reg>(r + 2);
    const auto shift = static_cast<Reg>(r + 3);
    const std::uint64_t mask = ~0ull >> (64 - member.bits);
    emit(load_op(*member.type), unit, at.base, 0, at.displacement);
    constant(field, ~(mask << member.bit_start));
    emit(Op::and_, unit, unit, field);
    constant(field, mask);
    emit(Op::and_, field, r, field);
    constant(shift, member.bit_start);
    emit(Op::shl, field, field, shift);
    emit(Op::or_, unit, unit, field);
    emit(store_op(*member.type), unit, at.base, 0, at.displacement);
    cut_bits(member, r, unit, 0);
}

// Uses registers r to r + 3; neither place may be based on one of them.
void Generator::copy(Place to, Place from, std::uint64_t size, Reg r) {
    constexpr std::uint64_t kUnrolled = 64;  // bytes
    const auto end = static_cast<std::int64_t>(size);
    std::int64_t start = 0;
    if (size > kUnrolled) {
        const auto target = static_cast<Reg>(r + 1);
        const auto stop = static_cast<Reg>(r + 2);
        const auto word = static_cast<Reg>(r + 3);
        const Label again = new_label();
        start = end / 8 * 8;
        address(from, r);
        address(to, target);
        emit(Op::addi, stop, r, 0, start);
        bind(again);
        emit(Op::ld, word, r);
        emit(Op::sd, word, target);
        emit(Op::addi, r, r, 0, 8);
        emit(Op::addi, target, target, 0, 8);
        emit(Op::sub, word, stop, r);
        jump_if(Op::jnz, word, again);
    }
    for_pieces(start, end, [&](std::int64_t offset, const Piece& piece) {
        emit(piece.load, r, from.base, 0, from.displacement + offset);
        emit(piece.store, r, to.base, 0, to.displacement + offset);
    });
}

// Uses registers r to r + 2.
void Generator::fill_zero(Place to, std::uint64_t size, Reg r) {
    constexpr std::uint64_t kUnrolled = 128;  // bytes
    const auto end = static_cast<std::int64_t>(size);
    std::int64_t start = 0;
    constant(r, 0);
    if (size > kUnrolled) {
        const auto at = static_cast<Reg>(r + 1);
        const auto left = static_cast<Reg>(r + 2);
        const Label again = new_label();
        start = end / 8 * 8;
        address(to, at);
        constant(left, static_cast<std::uint64_t>(start / 8));
        bind(again);
        emit(Op::sd, r, at);
        emit(Op::addi, at, at, 0, 8);
        emit(Op::addi, left, left, 0, -1);
        jump_if(Op::jnz, left, again);
    }
    for_pieces(start, end, [&](std::int64_t offset, const Piece& piece) {
        emit(piece.store, r, to.base, 0, to.displacement + offset);
    });
}

}  // namespace sim::cc
