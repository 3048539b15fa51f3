// Operands: names, constants, strings, compound literals.
#include "sim/cc/known_names.h"
#include "sim/cc/parser.h"
#include "sim/cc/unsupported_names.h"

namespace sim::cc {

namespace {

constexpr TypeKind kIntegerTypes[] = {TypeKind::int_, TypeKind::unsigned_int, TypeKind::long_, TypeKind::unsigned_long};

bool is_builtin_name(std::string_view name) {
    return name.starts_with("__builtin_") || name.starts_with("__sync_") || name.starts_with("__atomic_");
}

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

}  // namespace

// primary = identifier | constant | string | "(" expression ")" | "(" compound-statement ")" | builtin
Node* Parser::primary() {
    const Token& token = peek();
    switch (token.kind) {
        case TokenKind::identifier: return identifier();
        case TokenKind::integer: {
            next();
            return build_.integer(token.at, token.integer, kIntegerTypes[static_cast<int>(token.integer_type)]);
        }
        case TokenKind::floating:
            next();
            return build_.floating(token.at, token.floating,
                                   types_.basic(token.is_float ? TypeKind::float_ : TypeKind::double_));
        case TokenKind::string: return string_literal(next());
        default: break;
    }
    if (at("_Generic")) build_.unsupported(token.at, "_Generic");
    if (!accept("(")) unexpected("expression");
    if (at("{")) return statement_expression(token.at);
    Node* node = expression();
    expect(")");
    return node;
}

Node* Parser::string_literal(const Token& token) {
    std::string bytes = token.string;
    bytes.push_back('\0');
    const Type* type = types_.array_of(types_.basic(TypeKind::char_), bytes.size());
    return build_.symbol(token.at, unit_.literal(bytes, token.at), type);
}

// The predefined __func__ (C17 6.4.2.2).
Node* Parser::function_name(Location where) {
    std::string bytes = function_->name;
    bytes.push_back('\0');
    const Type* element = types_.qualified(types_.basic(TypeKind::char_), {.is_const = true});
    return build_.symbol(where, unit_.literal(bytes, where), types_.array_of(element, bytes.size()));
}

Node* Parser::identifier() {
    const Token& name = next();
    if (is_builtin_name(name.text)) return builtin_call(name);
    const Entity* entity = scopes_.find(name.text);
    if (entity == nullptr) {
        if (function_ != nullptr && (name.text == "__func__" || name.text == "__FUNCTION__"))
            return function_name(name.at);
        if (at("(")) return implicit_function(name);
        undeclared(name);
    }
    switch (entity->kind) {
        case Entity::Kind::local:
            if (entity->type->variable_length()) return variable_array(name.at, *entity);
            return build_.local(name.at, entity->variable);
        case Entity::Kind::enumerator:
            return build_.integer(name.at, static_cast<std::uint64_t>(entity->value), entity->type);
        case Entity::Kind::type_name: build_.fail(name.at, "expected expression before " + quoted(name.text));
        case Entity::Kind::symbol: break;
    }
    Symbol& symbol = unit_.object.symbols[entity->symbol];
    // The linker reports what nobody defines where it was used first.
    if (!symbol.referenced && symbol.kind == Symbol::Kind::undefined) symbol.at = name.at;
    symbol.referenced = true;
    return build_.symbol(name.at, entity->symbol, entity->type);
}

void Parser::undeclared(const Token& name) {
    if (!reported_.insert(std::string(name.text)).second) throw Refused{};
    if (const std::string_view feature = unsupported_feature(name.text); !feature.empty())
        build_.unsupported(name.at, quoted(name.text) + " (" + std::string(feature) + ")");
    std::string message = quoted(name.text) + " undeclared";
    if (function_ != nullptr) message += " (first use in this function)";
    if (const KnownName* known = known_name(name.text)) {
        message += "; it is declared in <" + std::string(known->header) + ">";
    } else if (const std::string like = scopes_.similar(name.text); !like.empty()) {
        message += "; did you mean " + quoted(like) + "?";
    }
    build_.fail(name.at, message);
}

std::string Parser::unknown_type(std::string_view name) const {
    if (const std::string_view feature = unsupported_feature(name); !feature.empty())
        return "not supported by shmscope: " + quoted(name) + " (" + std::string(feature) + ")";
    const KnownName* known = known_name(name);
    return "unknown type name " + quoted(name) +
           (known == nullptr ? "" : "; it is declared in <" + std::string(known->header) + ">");
}

// A function called without declaration: int f(), or what gcc knows of it.
Node* Parser::implicit_function(const Token& name) {
    const KnownName* known = known_name(name.text);
    std::string message = "implicit declaration of function " + quoted(name.text);
    if (known != nullptr) {
        message += "; include <" + std::string(known->header) + ">";
    } else if (const std::string like = scopes_.similar(name.text); !like.empty()) {
        message += "; did you mean " + quoted(like) + "?";
    }
    // What shmscope lacks is an error of the linker; no header would help.
    if (unsupported_feature(name.text).empty()) diagnostics_.warning(name.at, message);
    Entity entity;
    entity.kind = Entity::Kind::symbol;
    entity.implicit = true;
    entity.at = name.at;
    entity.type = known != nullptr && !known->signature.empty()
                      ? known_signature(known->signature)
                      : types_.function(types_.basic(TypeKind::int_), {}, false, false);
    entity.symbol = unit_.named(std::string(name.text), name.at);
    unit_.object.symbols[entity.symbol].referenced = true;
    scopes_.declare_at_file_scope(name.text, entity);
    return build_.symbol(name.at, entity.symbol, entity.type);
}

const Type* Parser::known_signature(std::string_view letters) {
    const auto type_of = [this](char letter) -> const Type* {
        const Type* character = types_.basic(TypeKind::char_);
        switch (letter) {
            case 'v': return types_.basic(TypeKind::void_);
            case 'u': return types_.basic(TypeKind::unsigned_long);
            case 'd': return types_.basic(TypeKind::double_);
            case 'p': return types_.pointer_to(types_.basic(TypeKind::void_));
            case 'c': return types_.pointer_to(character);
            case 's': return types_.pointer_to(types_.qualified(character, {.is_const = true}));
            default: return types_.basic(TypeKind::int_);
        }
    };
    const bool variadic = letters.back() == '.';
    std::vector<Parameter> parameters;
    for (const char letter : letters.substr(1, letters.size() - 1 - (variadic ? 1 : 0)))
        parameters.push_back({"", type_of(letter)});
    return types_.function(type_of(letters[0]), std::move(parameters), variadic, true);
}

// compound-literal = "(" type-name ")" braced-initializer     the type is already read
Node* Parser::compound_literal(const Type* type, Location where) {
    const bool is_static = function_ == nullptr;
    const std::vector<InitItem> items = initializer(type, is_static);
    if (!type->complete()) build_.fail(where, "compound literal has incomplete type");
    Node* node = build_.make(NodeKind::literal, where, type);
    if (is_static) {
        const std::uint32_t symbol = unit_.unnamed("", where);
        define_static(symbol, type, items, 0);
        node->a = build_.symbol(where, symbol, type);
    } else {
        Variable* variable = build_.variable("", type, where);
        initialise_local(where, variable, items, node->list);
        node->a = build_.local(where, variable);
    }
    build_.settle(*node);
    return node;
}

// statement-expression = "(" "{" block-items ")"     gcc's
Node* Parser::statement_expression(Location where) {
    if (function_ == nullptr) build_.fail(where, "braced-group within expression allowed only inside a function");
    next();
    scopes_.enter();
    const std::uint32_t outside = std::exchange(build_.deepest, 0);
    Stmt* body = block_items();
    scopes_.leave();
    expect(")");
    // Arguments of a call may wait on the stack meanwhile.
    if (body->restores_stack) build_.unsupported(where, "arrays of variable length in statement expressions");
    const Stmt* last = body->statements.empty() ? nullptr : body->statements.back();
    const bool has_value = last != nullptr && last->kind == StmtKind::expression;
    Node* node = build_.make(NodeKind::block, where,
                             has_value ? types_.unqualified(last->expression->type) : types_.basic(TypeKind::void_));
    node->statement = body;
    // The generator recurses through the statements inside.
    node->depth = build_.deepest + 1;
    build_.deepest = outside;
    build_.settle(*node);
    return node;
}

}  // namespace sim::cc
