// Frame, labels, prologue and epilogue of a function, and its names for the inspector.
#include <algorithm>

#include "sim/cc/generator.h"

namespace sim::cc {

using hw::Op;

namespace {

constexpr std::uint64_t kMaxFrame = 64u << 20;  // bytes; far beyond any stack limit
constexpr std::uint32_t kFrameAlign = 16;

std::uint64_t round_up(std::uint64_t value, std::uint64_t to) {
    return (value + to - 1) / to * to;
}

}  // namespace

void generate_function(Unit& unit, const FunctionBody& function, Diagnostics& diagnostics) {
    Generator(unit, function, diagnostics).run();
}

Generator::Generator(Unit& unit, const FunctionBody& function, Diagnostics& diagnostics)
    : unit_(unit),
      function_(function),
      diagnostics_(diagnostics),
      symbol_(unit.object.symbols[function.symbol]),
      labels_(function.labels, -1) {}

void Generator::emit(Op op, Reg a, Reg b, Reg c, std::int64_t immediate) {
    code_.push_back({op, a, b, c, static_cast<std::int32_t>(immediate)});
    bound_here_ = false;
}

Label Generator::new_label() {
    labels_.push_back(-1);
    return static_cast<Label>(labels_.size() - 1);
}

void Generator::bind(Label label) {
    labels_[label] = here();
    bound_here_ = true;
}

void Generator::jump_if(Op op, Reg reg, Label label) {
    patches_.push_back({here(), label});
    emit(op, reg);
}

void Generator::patch_jumps() {
    for (const Patch& patch : patches_) code_[patch.at].imm = static_cast<std::int32_t>(labels_[patch.label]);
}

void Generator::constant(Reg r, std::uint64_t value) {
    const auto number = static_cast<std::int64_t>(value);
    emit(Op::li, r, 0, 0, static_cast<std::int32_t>(value));
    if (number != static_cast<std::int32_t>(number)) emit(Op::lih, r, 0, 0, static_cast<std::int32_t>(value >> 32));
}

void Generator::symbol_address(Reg r, std::uint32_t symbol, std::int64_t addend) {
    symbol_.relocations.push_back({here(), symbol, addend});
    emit(Op::li, r);
    emit(Op::lih, r);
}

std::int64_t Generator::allocate(std::uint64_t size, std::uint32_t align) {
    frame_ = round_up(frame_ + size, align);
    return -static_cast<std::int64_t>(frame_);
}

std::int64_t Generator::offset_of(Variable& variable) {
    if (!variable.placed) {
        const std::uint64_t size = variable.type->size();
        // As gcc: arrays of 16 bytes and more are aligned for vector instructions.
        const std::uint32_t least = variable.type->is_array() && size >= kFrameAlign ? kFrameAlign : variable.align;
        variable.offset = allocate(size, std::min(kFrameAlign, std::max(least, variable.type->align())));
        variable.placed = true;
    }
    return variable.offset;
}

std::int64_t Generator::spill_slot(Reg reg) {
    if (spill_slots_[reg] == 0) spill_slots_[reg] = temporary();
    return spill_slots_[reg];
}

void Generator::name_variable(const Variable& variable) {
    if (symbol_.library || variable.name.empty()) return;
    ScopedName name;
    name.variable.name = variable.name;
    name.variable.type = unit_.exported.index_of(*variable.type);
    name.variable.location = variable.offset;
    name.variable.first = here();
    symbol_.names.push_back(std::move(name));
}

void Generator::name_static(std::uint32_t symbol) {
    if (symbol_.library) return;
    const Symbol& data = unit_.object.symbols[symbol];
    ScopedName name;
    name.symbol = symbol;
    name.variable.name = data.name;
    name.variable.type = data.type;
    name.variable.global = true;
    name.variable.first = here();
    symbol_.names.push_back(std::move(name));
}

void Generator::prologue() {
    // Every caller keeps sp a multiple of 16 and pushes a return address; the kernel, which starts _start, does not.
    if (function_.name == "_start") emit(Op::addi, hw::kStackPointer, hw::kStackPointer, 0, -8);
    enter_ = here();
    emit(Op::enter);
    for (Variable* parameter : function_.parameters) {
        name_variable(*parameter);
        // Without a prototype callers pass doubles.
        if (!function_.type->prototype && parameter->type->is(TypeKind::float_)) {
            emit(Op::ld, 0, hw::kFramePointer, 0, parameter->offset);
            emit(Op::sf, 0, hw::kFramePointer, 0, parameter->offset);
        }
    }
}

void Generator::epilogue() {
    emit(Op::leave);
    emit(Op::ret);
}

void Generator::run() {
    prologue();
    statement(*function_.body);
    const bool falls_off = code_.back().op != Op::ret || bound_here_;
    if (falls_off && function_.name == "main") constant(0, 0);
    if (falls_off) epilogue();
    patch_jumps();
    if (frame_ > kMaxFrame)
        diagnostics_.error(function_.at, "the local variables of '" + function_.name + "' take more than 64 MiB");
    code_[enter_].imm = static_cast<std::int32_t>(round_up(frame_, kFrameAlign));
    for (ScopedName& name : symbol_.names)
        if (name.variable.end == 0) name.variable.end = here();
    symbol_.code = std::move(code_);
}

}  // namespace sim::cc
