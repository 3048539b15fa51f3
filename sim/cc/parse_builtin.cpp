// Names that begin with __builtin_: what no C function could do. __sync_ and __atomic_: parse_atomic.cpp.
#include <limits>

#include "sim/cc/parser.h"

namespace sim::cc {

namespace {

constexpr std::string_view kBuiltinPrefix = "__builtin_";

// A builtin that becomes one node: its result and parameters in the letters of KnownName::signature.
struct PlainBuiltin {
    std::string_view name;
    Builtin builtin;
    std::string_view signature;
};
constexpr PlainBuiltin kPlain[] = {
    {"no_steps", Builtin::no_steps, "v"},
    {"format_double", Builtin::format_double, "uDL"},
    {"scale10", Builtin::scale10, "DUL"},
    {"initial_stack", Builtin::initial_stack, "p"},
    {"trap", Builtin::trap, "v"},
    {"unreachable", Builtin::trap, "v"},
    {"thread_pointer", Builtin::thread_pointer, "p"},
};

}  // namespace

Node* Parser::builtin_node(Location where, Builtin builtin, const Type* type, std::vector<Node*> operands) {
    Node* node = build_.make(NodeKind::builtin, where, type);
    node->builtin = builtin;
    node->list = std::move(operands);
    build_.settle(*node);
    return node;
}

// builtin-call = builtin-name "(" ... ")"
Node* Parser::builtin_call(const Token& name) {
    if (function_ == nullptr && name.text != "__builtin_offsetof" && !name.text.starts_with("__builtin_inf") &&
        !name.text.starts_with("__builtin_nan") && !name.text.starts_with("__builtin_huge"))
        build_.fail(name.at, "'" + std::string(name.text) + "' outside a function");
    if (!name.text.starts_with(kBuiltinPrefix)) return atomic_operation(name);
    const std::string_view what = name.text.substr(kBuiltinPrefix.size());
    if (what == "offsetof") return builtin_offset(name.at);
    if (what == "va_arg") return builtin_va_arg(name.at);
    if (what == "va_start") return builtin_va_start(name.at);
    std::vector<Node*> operands = arguments();
    if (Node* constant = builtin_constant(name.at, what, operands)) return constant;
    if (what == "expect" && operands.size() == 2) return operands[0];
    if (what == "va_end" && operands.size() == 1)
        return build_.cast(name.at, operands[0], types_.basic(TypeKind::void_));
    if (what == "va_copy" && operands.size() == 2)
        return build_.cast(name.at, build_.assign(name.at, operands[0], operands[1]), types_.basic(TypeKind::void_));
    if (what == "syscall") return builtin_syscall(name.at, std::move(operands));
    return builtin_plain(name, what, std::move(operands));
}

// Values of <math.h> that no constant can be written for.
Node* Parser::builtin_constant(Location where, std::string_view what, const std::vector<Node*>& operands) {
    const bool single = what.ends_with("f") && what != "inf";
    const Type* type = types_.basic(single ? TypeKind::float_ : TypeKind::double_);
    if (what == "inf" || what == "inff" || what == "huge_val" || what == "huge_valf")
        return build_.floating(where, std::numeric_limits<double>::infinity(), type);
    if (what == "nan" || what == "nanf") return build_.floating(where, std::numeric_limits<double>::quiet_NaN(), type);
    if (what == "constant_p" && operands.size() == 1)
        return build_.integer(where, operands[0]->is(NodeKind::integer) ? 1 : 0, TypeKind::int_);
    return nullptr;
}

Node* Parser::builtin_syscall(Location where, std::vector<Node*> operands) {
    constexpr std::size_t kMost = 7;  // number and six arguments
    if (operands.empty() || operands.size() > kMost)
        build_.fail(where, "a system call takes a number and up to 6 arguments");
    const Type* type = types_.basic(TypeKind::long_);
    for (Node*& operand : operands) operand = build_.converted(build_.scalar(operand, ""), type);
    return builtin_node(where, Builtin::syscall, type, std::move(operands));
}

Node* Parser::builtin_plain(const Token& name, std::string_view what, std::vector<Node*> operands) {
    const auto type_of = [this](char letter) -> const Type* {
        switch (letter) {
            case 'v': return types_.basic(TypeKind::void_);
            case 'D': return types_.basic(TypeKind::double_);
            case 'L': return types_.basic(TypeKind::long_);
            case 'p': return types_.pointer_to(types_.basic(TypeKind::void_));
            default: return types_.basic(TypeKind::unsigned_long);
        }
    };
    for (const PlainBuiltin& known : kPlain) {
        if (known.name != what) continue;
        if (operands.size() + 1 != known.signature.size())
            build_.fail(name.at, "wrong number of arguments to '" + std::string(name.text) + "'");
        for (std::size_t i = 0; i < operands.size(); ++i)
            operands[i] = build_.converted_for({Target::Kind::argument, i + 1, std::string(name.text)}, name.at,
                                               operands[i], type_of(known.signature[i + 1]));
        return builtin_node(name.at, known.builtin, type_of(known.signature[0]), std::move(operands));
    }
    build_.unsupported(name.at, std::string(name.text));
}

// offset = "(" type-name "," identifier ("." identifier | "[" constant "]")* ")"
Node* Parser::builtin_offset(Location where) {
    expect("(");
    const Type* type = type_name_rule();
    expect(",");
    std::uint64_t offset = 0;
    do {
        if (peek().kind != TokenKind::identifier) unexpected("identifier");
        const Token& name = next();
        std::vector<const Member*> path;
        if (!type->is_record() || !find_member(*type->record, name.text, path))
            build_.fail(name.at, "'" + type_name(*type) + "' has no member named '" + std::string(name.text) + "'");
        for (const Member* step : path) offset += step->offset;
        type = path.back()->type;
        while (accept("[")) {
            if (!type->is_array()) build_.fail(peek().at, "subscripted value is not an array");
            type = type->base;
            offset += static_cast<std::uint64_t>(constant_expression("offset")) * type->size();
            expect("]");
        }
    } while (accept("."));
    expect(")");
    return build_.integer(where, offset, TypeKind::unsigned_long);
}

Node* Parser::va_list_operand() {
    const Location where = peek().at;
    Node* list = assignment();
    if (!list->type->is_pointer() || !build_.is_lvalue(*list))
        build_.fail(where, "expected an object of type 'va_list'");
    return list;
}

// va-arg = "(" assignment "," type-name ")"
Node* Parser::builtin_va_arg(Location where) {
    expect("(");
    Node* list = va_list_operand();
    expect(",");
    const Type* type = types_.unqualified(type_name_rule());
    expect(")");
    const bool promoted = type->is(TypeKind::float_) || (type->is_integer() && !type->is_enum() && type->size() < 4);
    if (promoted)
        build_.fail(where, "'" + type_name(*type) + "' is promoted to '" +
                               (type->is(TypeKind::float_) ? "double" : "int") + "' when passed through '...'");
    if (!type->is_scalar() && !(type->is_record() && type->complete()))
        build_.fail(where, "second argument to 'va_arg' has a type that cannot be passed");
    Node* node = builtin_node(where, Builtin::va_arg, type, {});
    node->a = list;
    return node;
}

// va-start = "(" assignment ("," assignment)? ")"
Node* Parser::builtin_va_start(Location where) {
    expect("(");
    Node* list = va_list_operand();
    if (accept(",")) assignment();
    expect(")");
    if (!function_->type->variadic) build_.fail(where, "'va_start' used in function with fixed arguments");
    Node* node = builtin_node(where, Builtin::va_start, types_.basic(TypeKind::void_), {});
    node->a = list;
    const Variable& last = *function_->parameters.back();
    node->integer = static_cast<std::uint64_t>(last.offset) + (last.type->size() + 7) / 8 * 8;
    return node;
}

}  // namespace sim::cc
