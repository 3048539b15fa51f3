// Calls, system calls and the other builtins.
#include "sim/cc/generator.h"
#include "sim/cc/order.h"

namespace sim::cc {

using hw::kFramePointer;
using hw::kStackPointer;
using hw::Op;

namespace {

constexpr std::int64_t kSlot = 8;  // bytes

std::int64_t slot_bytes(const Type& type) {
    return type.is_record() ? static_cast<std::int64_t>((type.size() + 7) / 8 * 8) : kSlot;
}

}  // namespace

void Generator::save_below(Reg r) {
    for (Reg live = 0; live < r; ++live) emit(Op::sd, live, kFramePointer, 0, spill_slot(live));
}

void Generator::restore_below(Reg r) {
    for (Reg live = 0; live < r; ++live) emit(Op::ld, live, kFramePointer, 0, spill_slot(live));
}

void Generator::argument(const Node& node, std::int64_t slot, Reg r) {
    value(node, r);
    if (node.type->is_record()) {
        copy({kStackPointer, slot}, {r, 0}, node.type->size(), static_cast<Reg>(r + 1));
    } else {
        emit(node.type->is(TypeKind::float_) ? Op::sf : Op::sd, r, kStackPointer, 0, slot);
    }
}

// Arguments are computed from the last to the first, as gcc does; those that are plain locals are read after all
// others. Around the call the frame keeps the registers below r. A nested call in an argument saves the same values
// to the same slots.
void Generator::call(const Node& node, Reg r) {
    const Type& type = *node.a->type->base;
    const bool hidden = node.type->is_record();
    std::vector<std::int64_t> slots;
    std::int64_t bytes = hidden ? kSlot : 0;
    for (const Node* one : node.list) {
        slots.push_back(bytes);
        bytes += slot_bytes(*one->type);
    }
    bytes = (bytes + 15) / 16 * 16;  // keeps sp aligned
    if (bytes > 0) emit(Op::addi, kStackPointer, kStackPointer, 0, -bytes);
    for (std::size_t i = node.list.size(); i-- > 0;) {
        const Node& one = *node.list[i];
        const Node* late = late_variable(one);
        if (late == nullptr)
            argument(one, slots[i], r);
        else if (late != &one)
            value(one, r);
    }
    for (std::size_t i = node.list.size(); i-- > 0;)
        if (const Node* late = late_variable(*node.list[i])) argument(*late, slots[i], r);
    if (hidden) {
        emit(Op::addi, r, kFramePointer, 0, allocate(node.type->size(), node.type->align()));
        emit(Op::sd, r, kStackPointer);
    }
    const bool direct = node.a->is(NodeKind::address_of) && node.a->a->is(NodeKind::symbol);
    if (!direct) value(*node.a, r);
    save_below(r);
    if (direct) {
        symbol_.relocations.push_back({here(), node.a->a->symbol, 0});
        emit(Op::call);
    } else {
        emit(Op::callr, r);
    }
    if (bytes > 0) emit(Op::addi, kStackPointer, kStackPointer, 0, bytes);
    if (r != 0 && !node.type->is_void()) emit(Op::mov, r, 0);
    restore_below(r);
    // What an undeclared function really returns may be wider than the int the caller takes it for.
    if (!type.prototype) extend(r, *node.type);
}

void Generator::two_operands(Op op, const Node& node, Reg r, std::int64_t immediate) {
    value(*node.list[0], r);
    second(*node.list[1], r);
    emit(op, r, r, static_cast<Reg>(r + 1), immediate);
}

void Generator::builtin(const Node& node, Reg r) {
    switch (node.builtin) {
        case Builtin::syscall: return syscall(node, r);
        case Builtin::no_steps: return emit(Op::no_steps);
        case Builtin::format_double: return two_operands(Op::fmtd, node, r);
        case Builtin::scale10: return two_operands(Op::scaled, node, r);
        case Builtin::thread_pointer: return emit(Op::mov, r, hw::kThreadPointer);
        case Builtin::initial_stack: return emit(Op::addi, r, kFramePointer, 0, 16);
        case Builtin::va_start: {
            const Place list = place(*node.a, r);
            const auto first = static_cast<Reg>(r + 1);
            emit(Op::addi, first, kFramePointer, 0, static_cast<std::int64_t>(node.integer));
            return emit(Op::sd, first, list.base, 0, list.displacement);
        }
        case Builtin::va_arg: return va_arg(node, r);
        case Builtin::exchange: return exchange(node, r);
        case Builtin::compare_swap: return compare_swap(node, r);
        case Builtin::allocate: return allocate_room(node, r);
        case Builtin::trap: return emit(Op::illegal);
    }
}

void Generator::allocate_room(const Node& node, Reg r) {
    constexpr std::int64_t kAlign = 16;  // bytes, as the stack pointer always
    value(*node.list[0], r);
    emit(Op::addi, r, r, 0, kAlign - 1);
    emit(Op::andi, r, r, 0, -kAlign);
    emit(Op::sub, kStackPointer, kStackPointer, r);
    emit(Op::mov, r, kStackPointer);
}

// Number and arguments go to registers 0 to 6, whatever is in use below r.
void Generator::syscall(const Node& node, Reg r) {
    std::vector<std::int64_t> saved;
    for (Reg live = 0; live < r; ++live) {
        saved.push_back(temporary());
        emit(Op::sd, live, kFramePointer, 0, saved.back());
    }
    for (std::size_t i = 0; i < node.list.size(); ++i) value(*node.list[i], static_cast<Reg>(i));
    emit(Op::syscall);
    if (r != 0) emit(Op::mov, r, 0);
    for (Reg live = 0; live < r; ++live) emit(Op::ld, live, kFramePointer, 0, saved[live]);
}

void Generator::va_arg(const Node& node, Reg r) {
    const Place list = place(*node.a, r);
    const auto slot = static_cast<Reg>(r + 1);
    const auto behind = static_cast<Reg>(r + 2);
    emit(Op::ld, slot, list.base, 0, list.displacement);
    emit(Op::addi, behind, slot, 0, slot_bytes(*node.type));
    emit(Op::sd, behind, list.base, 0, list.displacement);
    if (node.type->is_record()) return emit(Op::mov, r, slot);
    load(*node.type, nullptr, {slot, 0}, r);
}

}  // namespace sim::cc
