// Names that begin with __builtin_, __sync_ or __atomic_: what no C function could do.
#include <limits>

#include "sim/cc/parser.h"

namespace sim::cc {

namespace {

constexpr std::string_view kBuiltinPrefix = "__builtin_";
constexpr std::string_view kSyncPrefix = "__sync_";
constexpr std::string_view kAtomicPrefix = "__atomic_";

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
    if (name.text.starts_with(kSyncPrefix)) return atomic_operation(name, name.text.substr(kSyncPrefix.size()));
    if (name.text.starts_with(kAtomicPrefix)) return atomic_operation(name, name.text.substr(kAtomicPrefix.size()));
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

// The pointer operand of an atomic operation; what it points to must be 4 or 8 bytes.
Node* Parser::atomic_object(Location where, Node* pointer) {
    pointer = build_.operand(pointer);
    const bool fits = pointer->type->is_pointer() && pointer->type->base->is_scalar() &&
                      !pointer->type->base->is_floating() && pointer->type->base->size() >= 4;
    if (!fits) build_.unsupported(where, "atomic operations on anything but integers and pointers of 4 or 8 bytes");
    return pointer;
}

// p, v: the value p held; with `gives_new` what it holds then
Node* Parser::atomic_add(Location where, const std::vector<Node*>& operands, bool subtract, bool gives_new) {
    Node* pointer = atomic_object(where, operands[0]);
    const Type* type = types_.unqualified(pointer->type->base);
    Node* amount =
        build_.converted(build_.scalar(operands[1], ""), type->is_pointer() ? types_.basic(TypeKind::long_) : type);
    if (subtract) amount = build_.converted(build_.negate(where, amount), amount->type);
    Node* saved = build_.local(where, build_.variable("", amount->type, where));
    Node* old = builtin_node(where, Builtin::fetch_add, type, {pointer, saved});
    if (gives_new) {
        const Type* sum_type = type->is_pointer() ? types_.basic(TypeKind::long_) : type;
        old = build_.converted(build_.binary(where, "+", build_.converted(old, sum_type), saved), type);
    }
    return build_.comma(where, build_.store(where, saved, amount), old);
}

Node* Parser::atomic_compare(Location where, const std::vector<Node*>& operands, bool gives_bool) {
    Node* pointer = atomic_object(where, operands[0]);
    const Type* type = types_.unqualified(pointer->type->base);
    Node* expected = build_.local(where, build_.variable("", type, where));
    Node* keep = build_.store(where, expected, build_.converted(build_.scalar(operands[1], ""), type));
    Node* wanted = build_.converted(build_.scalar(operands[2], ""), type);
    Node* old = builtin_node(where, Builtin::compare_swap, type, {pointer, expected, wanted});
    return build_.comma(where, keep, gives_bool ? build_.binary(where, "==", old, expected) : old);
}

// __atomic_compare_exchange_n: what was found goes to *expected when it differed.
Node* Parser::atomic_exchange_if(Location where, const std::vector<Node*>& operands) {
    Node* pointer = atomic_object(where, operands[0]);
    const Type* type = types_.unqualified(pointer->type->base);
    const auto temporary = [&](const Type* of) { return build_.local(where, build_.variable("", of, where)); };
    Node* place = temporary(types_.pointer_to(type));
    Node* expected = temporary(type);
    Node* found = temporary(type);
    Node* wanted = build_.converted(build_.scalar(operands[2], ""), type);
    Node* swap = builtin_node(where, Builtin::compare_swap, type, {pointer, expected, wanted});
    Node* failed = build_.comma(where, build_.store(where, build_.deref(where, place), found),
                                build_.integer(where, 0, TypeKind::int_));
    Node* result = build_.conditional(where, build_.binary(where, "==", found, expected),
                                      build_.integer(where, 1, TypeKind::int_), failed);
    result = build_.comma(where, build_.store(where, found, swap), result);
    result = build_.comma(where, build_.store(where, expected, build_.deref(where, place)), result);
    return build_.comma(where, build_.store(where, place, build_.converted(build_.operand(operands[1]), place->type)),
                        result);
}

// The memory order some take as last operands changes nothing: the simulated machine is sequentially consistent.
Node* Parser::atomic_operation(const Token& name, std::string_view what) {
    const Location where = name.at;
    const std::vector<Node*> operands = arguments();
    const auto takes = [&](std::size_t least) {
        if (operands.size() < least)
            build_.fail(where, "too few arguments to function '" + std::string(name.text) + "'");
    };
    if (what == "synchronize" || what == "thread_fence" || what == "signal_fence")
        return build_.cast(where, build_.integer(where, 0, TypeKind::int_), types_.basic(TypeKind::void_));
    takes(1);
    if (what == "load_n")
        return build_.converted(build_.deref(where, atomic_object(where, operands[0])),
                                atomic_object(where, operands[0])->type->base);
    if (what == "lock_release")
        return build_.assign(where, build_.deref(where, atomic_object(where, operands[0])),
                             build_.integer(where, 0, TypeKind::int_));
    takes(2);
    if (what == "store_n")
        return build_.assign(where, build_.deref(where, atomic_object(where, operands[0])), operands[1]);
    if (what == "fetch_and_add" || what == "fetch_add") return atomic_add(where, operands, false, false);
    if (what == "fetch_and_sub" || what == "fetch_sub") return atomic_add(where, operands, true, false);
    if (what == "add_and_fetch" || what == "add_fetch") return atomic_add(where, operands, false, true);
    if (what == "sub_and_fetch" || what == "sub_fetch") return atomic_add(where, operands, true, true);
    if (what == "lock_test_and_set" || what == "exchange_n") {
        Node* pointer = atomic_object(where, operands[0]);
        const Type* type = types_.unqualified(pointer->type->base);
        Node* value = build_.converted(build_.scalar(operands[1], ""), type);
        return builtin_node(where, Builtin::exchange, type, {pointer, value});
    }
    takes(3);
    if (what == "bool_compare_and_swap") return atomic_compare(where, operands, true);
    if (what == "val_compare_and_swap") return atomic_compare(where, operands, false);
    if (what == "compare_exchange_n") return atomic_exchange_if(where, operands);
    build_.unsupported(where, std::string(name.text));
}

}  // namespace sim::cc
