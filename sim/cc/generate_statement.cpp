// Statements. Loops test at the bottom, behind a `stmt` of their own: each round reaches a statement that is not after
// the one before it, so that stepping by line stops in every round even of `while (!flag);`.
#include "sim/cc/generator.h"

namespace sim::cc {

using hw::Op;

void Generator::begin(Location at) {
    if (symbol_.library) return;
    emit(Op::stmt, 0, 0, 0, static_cast<std::int64_t>(symbol_.statements.size()));
    symbol_.statements.push_back(at);
}

void Generator::statement(const Stmt& node) {
    switch (node.kind) {
        case StmtKind::nothing: return;
        case StmtKind::expression: begin(node.at); return effect(*node.expression);
        case StmtKind::declaration: return declaration(node);
        case StmtKind::block: return block(node);
        case StmtKind::if_: return if_statement(node);
        case StmtKind::while_:
        case StmtKind::do_:
        case StmtKind::for_: return loop(node);
        case StmtKind::switch_: return switch_statement(node);
        case StmtKind::label: return bind(node.label);
        case StmtKind::jump: begin(node.at); return jump(node.label);
        case StmtKind::return_: return return_statement(node);
    }
}

void Generator::block(const Stmt& node) {
    const std::size_t outside = symbol_.names.size();
    const std::int64_t stack = keep_stack(node);
    for (const Stmt* item : node.statements) statement(*item);
    restore_stack(node, stack);
    for (std::size_t i = outside; i < symbol_.names.size(); ++i)
        if (symbol_.names[i].variable.end == 0) symbol_.names[i].variable.end = here();
}

// Arrays of variable length lie below the frame: what a block or loop left there is given back at its end.
std::int64_t Generator::keep_stack(const Stmt& node) {
    if (!node.restores_stack) return 0;
    const std::int64_t slot = temporary();
    emit(Op::sd, hw::kStackPointer, hw::kFramePointer, 0, slot);
    return slot;
}

void Generator::restore_stack(const Stmt& node, std::int64_t slot) {
    if (node.restores_stack) emit(Op::ld, hw::kStackPointer, hw::kFramePointer, 0, slot);
}

void Generator::declaration(const Stmt& node) {
    for (Variable* variable : node.variables) {
        offset_of(*variable);
        name_variable(*variable);
    }
    for (const std::uint32_t symbol : node.statics) name_static(symbol);
    if (node.list.empty()) return;
    begin(node.at);
    for (const Node* store : node.list) effect(*store);
}

void Generator::if_statement(const Stmt& node) {
    begin(node.at);
    const Label otherwise = new_label();
    branch(*node.expression, false, otherwise, 0);
    statement(*node.body);
    if (node.otherwise == nullptr) return bind(otherwise);
    const Label end = new_label();
    jump(end);
    bind(otherwise);
    statement(*node.otherwise);
    bind(end);
}

// The statement of the loop's line is begun by what initialises it, whatever that is.
void Generator::for_init(const Stmt& node) {
    if (node.init != nullptr && node.init->kind == StmtKind::declaration) {
        for (Variable* variable : node.init->variables) {
            offset_of(*variable);
            name_variable(*variable);
        }
        for (const std::uint32_t symbol : node.init->statics) name_static(symbol);
    }
    begin(node.at);
    if (node.init == nullptr) return;
    if (node.init->expression != nullptr) effect(*node.init->expression);
    for (const Node* store : node.init->list) effect(*store);
}

void Generator::loop_test(const Stmt& node, Label body) {
    if (node.expression == nullptr) return jump(body);
    branch(*node.expression, true, body, 0);
}

//         init           (for)
//         jmp test       (for, while)
// body:   ...
// again:  stmt, step
// test:   jnz body
void Generator::loop(const Stmt& node) {
    const Label body = new_label();
    const Label test = new_label();
    if (node.kind == StmtKind::for_) for_init(node);
    if (node.kind == StmtKind::while_) begin(node.at);
    const std::int64_t stack = keep_stack(node);
    if (node.kind != StmtKind::do_) jump(test);
    bind(body);
    statement(*node.body);
    bind(node.continue_label);
    restore_stack(node, stack);
    begin(node.again);
    if (node.step != nullptr) effect(*node.step);
    bind(test);
    loop_test(node, body);
    bind(node.break_label);
    restore_stack(node, stack);
}

void Generator::switch_statement(const Stmt& node) {
    begin(node.at);
    value(*node.expression, 0);
    for (const Case& one : node.cases) {
        const std::int64_t span = one.high - one.low;
        const bool near = one.low > INT32_MIN && one.low <= INT32_MAX;
        if (near) {
            emit(Op::addi, 1, 0, 0, -one.low);
        } else {
            constant(1, static_cast<std::uint64_t>(one.low));
            emit(Op::sub, 1, 0, 1);
        }
        if (span == 0) {
            jump_if(Op::jz, 1, one.label);
        } else {
            // In [low, high] exactly if the unsigned distance from low is at most the span.
            constant(2, static_cast<std::uint64_t>(span));
            emit(Op::sleu, 1, 1, 2);
            jump_if(Op::jnz, 1, one.label);
        }
    }
    jump(node.label);
    statement(*node.body);
    bind(node.break_label);
}

void Generator::return_statement(const Stmt& node) {
    begin(node.at);
    if (node.expression != nullptr) {
        const Type& type = *node.expression->type;
        if (function_.type->base->is_void()) {
            effect(*node.expression);
        } else if (type.is_record()) {
            constexpr std::int64_t kResultAddress = 16;  // the hidden first slot
            value(*node.expression, 0);
            emit(Op::ld, 1, hw::kFramePointer, 0, kResultAddress);
            copy({1, 0}, {0, 0}, type.size(), 2);
            emit(Op::ld, 0, hw::kFramePointer, 0, kResultAddress);
        } else {
            value(*node.expression, 0);
        }
    }
    epilogue();
}

}  // namespace sim::cc
