// Declarators: from the inside out, what a name is pointer to, array of, function returning.
#include "sim/cc/fold.h"
#include "sim/cc/parser.h"

namespace sim::cc {

const Type* Parser::limited(Location where, const Type* type) {
    const std::uint32_t inner = type->is_record() ? type->record->depth : 0;
    if (type->depth > kMaxTypeDepth || inner > kMaxTypeDepth)
        build_.fail(where, "type is derived too often (more than " + std::to_string(kMaxTypeDepth) + " times)");
    return type;
}

// pointers = ("*" qualifier*)*
const Type* Parser::pointers(const Type* base) {
    while (at("*")) {
        base = limited(next().at, types_.pointer_to(base));
        for (;;) {
            if (accept("const")) {
                base = types_.qualified(base, {.is_const = true});
            } else if (accept("volatile")) {
                base = types_.qualified(base, {.is_volatile = true});
            } else if (accept("_Atomic")) {
                base = types_.qualified(base, {.is_atomic = true});
            } else if (at("__attribute__")) {
                attributes();
            } else if (!accept("restrict")) {
                break;
            }
        }
    }
    return base;
}

// declarator = pointers ("(" declarator ")" | identifier)? suffix*
Declarator Parser::declarator(const Type* base) {
    const Nest nest(*this);
    base = pointers(base);
    attributes();
    Declarator result;
    result.at = peek().at;
    const bool nested = at("(") && !peek(1).is(")") && !starts_type(peek(1));
    if (nested) {
        // What follows the parentheses binds tighter to the base than what is in them.
        const std::size_t inside = position_ + 1;
        skip_balanced();
        Declarator outer;
        const Type* type = declarator_suffix(base, outer);
        const std::size_t behind = position_;
        position_ = inside;
        result = declarator(type);
        expect(")");
        position_ = behind;
        return result;
    }
    if (peek().kind == TokenKind::identifier) result.name = next().text;
    result.type = declarator_suffix(base, result);
    return result;
}

// suffix = "[" ... "]" suffix | "(" ... ")" suffix | nothing
const Type* Parser::declarator_suffix(const Type* base, Declarator& declared) {
    if (at("[")) return array_suffix(base, declared);
    if (at("(")) return function_suffix(base, declared);
    return base;
}

// array-suffix = "[" ("static" | qualifier)* (constant | "*")? "]" suffix
const Type* Parser::array_suffix(const Type* base, Declarator& declared) {
    const Nest nest(*this);
    const Location where = next().at;
    while (accept("static") || accept("const") || accept("restrict") || accept("volatile")) continue;
    const bool star = at("*") && peek(1).is("]");
    if (star) next();
    Node* length = at("]") ? nullptr : build_.operand(assignment());
    expect("]");
    const Type* element = declarator_suffix(base, declared);
    if (element->is_function())
        build_.fail(where, "declaration of '" + std::string(declared.name) + "' as array of functions");
    if (element->is_void()) build_.fail(where, "declaration of '" + std::string(declared.name) + "' as array of voids");
    if (!element->complete() && !element->variable_length())
        build_.fail(where, "array type has incomplete element type '" + type_name(*element) + "'");
    if (length == nullptr) return limited(where, types_.unsized_array_of(element));
    if (!length->type->is_integer()) build_.fail(where, "size of array has non-integer type");
    const bool constant = length->is(NodeKind::integer);
    if (constant && length->type->is_signed() && static_cast<std::int64_t>(length->integer) < 0)
        build_.fail(where, "size of array '" + std::string(declared.name) + "' is negative");
    if (!constant || element->variable_length()) {
        Variable* bytes = build_.variable("", types_.basic(TypeKind::long_), where);
        return limited(where, types_.variable_array_of(element, length, bytes));
    }
    constexpr std::uint64_t kLargest = 1ull << 47;  // bytes: the address space
    if (element->size() != 0 && length->integer > kLargest / element->size())
        build_.fail(where, "size of array '" + std::string(declared.name) + "' is too large");
    return limited(where, types_.array_of(element, length->integer));
}

// parameter = specifiers declarator
Parameter Parser::parameter() {
    const Specifiers given = specifiers();
    const Declarator declared = declarator(given.type);
    const Type* type = declared.type;
    attributes();
    if (type->is_array()) {
        type = types_.pointer_to(type->base);
    } else if (type->is_function()) {
        type = types_.pointer_to(type);
    }
    if (declared.name.empty()) return {{}, type, nullptr};
    Entity entity;
    entity.type = type;
    entity.at = declared.at;
    entity.variable = build_.variable(std::string(declared.name), type, declared.at);
    scopes_.declare(declared.name, entity);
    return {std::string(declared.name), type, entity.variable};
}

// function-suffix = "(" ")" | "(" "void" ")" | "(" parameter ("," parameter)* ("," "...")? ")"
//                 | "(" identifier ("," identifier)* ")"                              then suffix
const Type* Parser::function_suffix(const Type* base, Declarator& declared) {
    const Nest nest(*this);
    const Location where = next().at;
    std::vector<Parameter> parameters;
    bool variadic = false;
    bool prototype = true;
    std::vector<const Token*> old_names;
    scopes_.enter();
    if (at("void") && peek(1).is(")")) {
        next();
    } else if (at(")")) {
        prototype = false;
    } else if (peek().kind == TokenKind::identifier && !starts_type(peek())) {
        if (peek(1).kind == TokenKind::identifier || peek(1).is("*")) build_.fail(peek().at, unknown_type(peek().text));
        prototype = false;
        do {
            if (peek().kind != TokenKind::identifier) unexpected("identifier");
            old_names.push_back(&next());
        } while (accept(","));
    } else {
        do {
            if (accept("...")) {
                variadic = true;
                break;
            }
            if (!starts_type(peek()) && peek().kind == TokenKind::identifier)
                build_.fail(peek().at, unknown_type(peek().text));
            if (!starts_type(peek())) unexpected("declaration specifiers or '...'");
            const Location at_parameter = peek().at;
            parameters.push_back(parameter());
            if (parameters.back().type->is_void()) build_.fail(at_parameter, "parameter has type 'void'");
        } while (accept(","));
    }
    scopes_.leave();
    expect(")");
    const Type* result = declarator_suffix(base, declared);
    attributes();
    if (result->is_function())
        build_.fail(where, "'" + std::string(declared.name) + "' declared as function returning a function");
    if (result->is_array())
        build_.fail(where, "'" + std::string(declared.name) + "' declared as function returning an array");
    if (result->variably_modified())
        build_.unsupported(where, "functions that return pointers to arrays of variable length");
    if (!old_names.empty()) declared.old_names = std::move(old_names);
    return limited(where, types_.function(types_.unqualified(result), std::move(parameters), variadic, prototype));
}

}  // namespace sim::cc
