// Nodes, their depth, and what objects and members they name.
#include "sim/cc/build.h"

#include <algorithm>

namespace sim::cc {

void Builder::fail(Location at, std::string message) {
    diagnostics_.error(at, std::move(message));
    throw Refused{};
}

void Builder::unsupported(Location at, const std::string& what) {
    fail(at, "not supported by shmscope: " + what);
}

void Builder::settle(Node& node) {
    const auto take = [&node](const Node* operand) {
        if (operand == nullptr) return;
        node.depth = std::max(node.depth, operand->depth + 1);
        node.effects |= operand->effects;
    };
    take(node.a);
    take(node.b);
    take(node.c);
    for (const Node* operand : node.list) take(operand);
    deepest = std::max(deepest, node.depth);
    if (node.depth > kMaxTreeDepth)
        fail(node.at, "expression nests too deeply (more than " + std::to_string(kMaxTreeDepth) + " levels)");
}

Node* Builder::make(NodeKind kind, Location at, const Type* type, Node* a, Node* b, Node* c) {
    Node& node = arena_.nodes.emplace_back();
    node.kind = kind;
    node.at = at;
    node.type = type;
    node.a = a;
    node.b = b;
    node.c = c;
    switch (kind) {
        case NodeKind::assign:
        case NodeKind::compound:
        case NodeKind::call:
        case NodeKind::zero:
        case NodeKind::block:
        case NodeKind::builtin: node.effects = true; break;
        default: break;
    }
    settle(node);
    return &node;
}

Stmt* Builder::statement(StmtKind kind, Location at) {
    Stmt& statement = arena_.statements.emplace_back();
    statement.kind = kind;
    statement.at = at;
    return &statement;
}

Variable* Builder::variable(std::string name, const Type* type, Location at) {
    Variable& variable = arena_.variables.emplace_back();
    variable.name = std::move(name);
    variable.type = type;
    variable.at = at;
    return &variable;
}

Node* Builder::integer(Location at, std::uint64_t value, const Type* type) {
    Node* node = make(NodeKind::integer, at, type);
    node->integer = value;
    return node;
}

Node* Builder::floating(Location at, double value, const Type* type) {
    Node* node = make(NodeKind::floating, at, type);
    node->floating = value;
    return node;
}

Node* Builder::local(Location at, Variable* variable) {
    Node* node = make(NodeKind::local, at, variable->type);
    node->variable = variable;
    return node;
}

Node* Builder::symbol(Location at, std::uint32_t symbol, const Type* type) {
    Node* node = make(NodeKind::symbol, at, type);
    node->symbol = symbol;
    return node;
}

bool Builder::is_lvalue(const Node& node) const {
    switch (node.kind) {
        case NodeKind::local:
        case NodeKind::symbol:
        case NodeKind::deref:
        case NodeKind::literal: return true;
        case NodeKind::member: return is_lvalue(*node.a);
        default: return false;
    }
}

namespace {

// The variable whose bytes an lvalue names directly, not through a pointer.
Variable* variable_of(Node* node) {
    while (node->is(NodeKind::member) || node->is(NodeKind::literal)) node = node->a;
    return node->is(NodeKind::local) ? node->variable : nullptr;
}

}  // namespace

Node* Builder::value(Node* node) {
    if (!node->type->is_array() && !node->type->is_function()) return node;
    if (Variable* variable = variable_of(node)) variable->addressed = true;
    const Type* pointee = node->type->is_array() ? node->type->base : node->type;
    return make(NodeKind::address_of, node->at, types_.pointer_to(pointee), node);
}

Node* Builder::operand(Node* node) {
    node = value(node);
    if (node->type->is_void()) fail(node->at, "void value not ignored as it ought to be");
    return node;
}

Node* Builder::scalar(Node* node, const char* where) {
    node = operand(node);
    if (!node->type->is_scalar())
        fail(node->at, "used " + std::string(node->type->record->is_union ? "union" : "struct") +
                           " type value where scalar is required" + where);
    return node;
}

Node* Builder::address_of(Location at, Node* node) {
    if (node->is(NodeKind::deref)) {
        // &*p is p, whatever p points to; &a[i] is a + i.
        Node* pointer = make(NodeKind::cast, at, types_.pointer_to(node->type), node->a);
        return pointer;
    }
    if (!is_lvalue(*node) && !node->type->is_function()) fail(at, "lvalue required as unary '&' operand");
    if (node->is(NodeKind::member) && node->member->bits > 0)
        fail(at, "cannot take address of bit-field '" + node->member->name + "'");
    if (Variable* variable = variable_of(node)) variable->addressed = true;
    return make(NodeKind::address_of, at, types_.pointer_to(node->type), node);
}

Node* Builder::deref(Location at, Node* pointer) {
    pointer = value(pointer);
    if (!pointer->type->is_pointer())
        fail(at, "invalid type argument of unary '*' (have '" + type_name(*pointer->type) + "')");
    const Type* type = pointer->type->base;
    if (type->is_void()) diagnostics_.warning(at, "dereferencing 'void *' pointer");
    if (type->is_record() && !type->complete()) fail(at, "invalid use of undefined type '" + type_name(*type) + "'");
    // *&x is x: keeps direct addressing of arrays' elements and of functions.
    if (pointer->is(NodeKind::address_of) && &*pointer->a->type == type) return pointer->a;
    return make(NodeKind::deref, at, type, pointer);
}

bool find_member(const Record& record, std::string_view name, std::vector<const Member*>& path) {
    for (const Member& member : record.members) {
        path.push_back(&member);
        if (member.name == name) return true;
        if (member.name.empty() && member.type->is_record() && find_member(*member.type->record, name, path))
            return true;
        path.pop_back();
    }
    return false;
}

Node* Builder::member_of(Location at, Node* record, const Member& member) {
    const Type* type = types_.qualified(member.type, {record->type->is_const, record->type->is_volatile});
    Node* node = make(NodeKind::member, at, type, record);
    node->member = &member;
    return node;
}

Node* Builder::member(Location at, Node* record, std::string_view name) {
    const std::string quoted = "'" + std::string(name) + "'";
    if (record->type->is_pointer() && record->type->base->is_record())
        fail(at, "'" + type_name(*record->type) + "' is a pointer; did you mean to use '->'?");
    if (!record->type->is_record()) fail(at, "request for member " + quoted + " in something not a structure or union");
    if (!record->type->complete()) fail(at, "invalid use of undefined type '" + type_name(*record->type) + "'");
    std::vector<const Member*> path;
    if (!find_member(*record->type->record, name, path))
        fail(at, "'" + type_name(*record->type) + "' has no member named " + quoted);
    for (const Member* step : path) record = member_of(at, record, *step);
    return record;
}

Node* Builder::arrow(Location at, Node* pointer, std::string_view name) {
    pointer = value(pointer);
    if (!pointer->type->is_pointer())
        fail(at, "invalid type argument of '->' (have '" + type_name(*pointer->type) + "')");
    return member(at, deref(at, pointer), name);
}

}  // namespace sim::cc
