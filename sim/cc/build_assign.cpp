// Assignments, increments and calls.
#include "sim/cc/build.h"

namespace sim::cc {

namespace {

bool has_const_member(const Record& record) {
    for (const Member& member : record.members)
        if (member.type->is_const || (member.type->is_record() && has_const_member(*member.type->record))) return true;
    return false;
}

std::string subject(const Node& node) {
    switch (node.kind) {
        case NodeKind::local: return "variable '" + node.variable->name + "'";
        case NodeKind::member: return "member '" + node.member->name + "'";
        case NodeKind::deref: return "location";
        default: return "variable";
    }
}

}  // namespace

// `what`: "left operand of assignment", "increment operand", ...
void Builder::check_modifiable(Location at, const Node& target, const char* what) {
    const Type& type = *target.type;
    if (!is_lvalue(target) || type.is_function()) fail(at, std::string("lvalue required as ") + what);
    if (type.is_array()) fail(at, "assignment to expression with array type");
    if (!type.complete()) fail(at, "invalid use of incomplete type '" + type_name(type) + "'");
    if (type.is_const || (type.is_record() && has_const_member(*type.record)))
        fail(at, "assignment of read-only " + subject(target));
}

Node* Builder::store(Location at, Node* target, Node* value) {
    return make(NodeKind::assign, at, types_.unqualified(target->type), target, value);
}

Node* Builder::assign(Location at, Node* target, Node* value) {
    check_modifiable(at, *target, "left operand of assignment");
    return store(at, target, converted_for(Target{}, at, value, target->type));
}

Node* Builder::compound(Location at, std::string_view spelling, Node* target, Node* value) {
    check_modifiable(at, *target, "left operand of assignment");
    const std::string_view op = spelling.substr(0, spelling.size() - 1);
    // Checked as the binary expression it stands for; of that only operator, type and right operand are kept.
    const bool pointer = target->type->is_pointer();
    if (pointer && (!value->type->is_integer() || (op != "+" && op != "-")))
        bad_operands(at, spelling, *target, *operand(value));
    // A placeholder of the target's type that never folds.
    Node* left = make(NodeKind::deref, at, types_.unqualified(target->type));
    if (target->is(NodeKind::member)) {
        left->kind = NodeKind::member;
        left->member = target->member;
        left->a = target->a;
    }
    Node* whole = binary(at, op, left, value);
    Node* node = make(NodeKind::compound, at, types_.unqualified(target->type), target);
    if (whole->is(NodeKind::binary)) {
        node->op = whole->op;
        node->b = whole->b;
        node->computed = whole->a->type;
    } else {  // pointer + 0
        node->op = BinaryOp::add;
        node->b = integer(at, 0, TypeKind::long_);
        node->computed = node->type;
    }
    node->atomic = target->type->is_atomic;
    if (node->atomic && target->type->is_floating())
        unsupported(at, "operator '" + std::string(spelling) + "' on _Atomic numbers with a fraction");
    settle(*node);
    return node;
}

Node* Builder::increment(Location at, Node* target, bool up, bool post) {
    check_modifiable(at, *target, up ? "increment operand" : "decrement operand");
    if (!target->type->is_scalar()) fail(at, std::string("wrong type argument to ") + (up ? "increment" : "decrement"));
    Node* node = compound(at, up ? "+=" : "-=", target, integer(at, 1, TypeKind::int_));
    node->post = post;
    return node;
}

Node* Builder::call(Location at, Node* callee, std::vector<Node*> arguments, const std::string& name) {
    callee = value(callee);
    if (!callee->type->is_pointer() || !callee->type->base->is_function())
        fail(at, "called object" + (name.empty() ? "" : " '" + name + "'") + " is not a function or function pointer");
    const Type& type = *callee->type->base;
    const std::size_t declared = type.parameters.size();
    if (type.prototype && arguments.size() < declared) fail(at, "too few arguments to function '" + name + "'");
    if (type.prototype && arguments.size() > declared && !type.variadic)
        fail(at, "too many arguments to function '" + name + "'");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        Node*& argument = arguments[i];
        const Target target{Target::Kind::argument, i + 1, name};
        argument = type.prototype && i < declared
                       ? converted_for(target, argument->at, argument, type.parameters[i].type)
                       : argument_promoted(argument);
    }
    if (!type.base->is_void() && !type.base->complete())
        fail(at, "invalid use of incomplete type '" + type_name(*type.base) + "'");
    Node* node = make(NodeKind::call, at, types_.unqualified(type.base), callee);
    node->list = std::move(arguments);
    settle(*node);
    return node;
}

}  // namespace sim::cc
