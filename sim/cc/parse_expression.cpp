// Operators, by falling precedence climbing; operands are in parse_primary.cpp.
#include "sim/cc/fold.h"
#include "sim/cc/parser.h"

namespace sim::cc {

namespace {

// Binary operators bind by these numbers, higher tighter; 0 is none.
int precedence(const Token& token) {
    constexpr std::pair<std::string_view, int> kLevels[] = {
        {"||", 1}, {"&&", 2}, {"|", 3},  {"^", 4},  {"&", 5}, {"==", 6}, {"!=", 6}, {"<", 7},  {">", 7},
        {"<=", 7}, {">=", 7}, {"<<", 8}, {">>", 8}, {"+", 9}, {"-", 9},  {"*", 10}, {"/", 10}, {"%", 10},
    };
    if (token.kind != TokenKind::punctuator) return 0;
    for (const auto& [spelling, level] : kLevels)
        if (token.text == spelling) return level;
    return 0;
}

bool is_compound_assignment(const Token& token) {
    constexpr std::string_view kSpellings[] = {"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
    if (token.kind != TokenKind::punctuator) return false;
    for (const std::string_view spelling : kSpellings)
        if (token.text == spelling) return true;
    return false;
}

}  // namespace

// expression = assignment ("," assignment)*
Node* Parser::expression() {
    Node* node = assignment();
    while (at(",")) {
        const Location where = next().at;
        node = build_.comma(where, node, assignment());
    }
    return node;
}

// assignment = conditional (assignment-operator assignment)?
Node* Parser::assignment() {
    Node* node = conditional();
    const Token& token = peek();
    if (!token.is("=") && !is_compound_assignment(token)) return node;
    const Nest nest(*this);
    if (token.is("=")) {
        next();
        return build_.assign(token.at, node, assignment());
    }
    next();
    return build_.compound(token.at, token.text, node, build_.operand(assignment()));
}

// conditional = binary ("?" expression? ":" conditional)?
Node* Parser::conditional() {
    Node* node = binary(1);
    if (!at("?")) return node;
    const Nest nest(*this);
    const Location where = next().at;
    Node* then = at(":") ? nullptr : expression();
    expect(":");
    return build_.conditional(where, node, then, conditional());
}

// binary = unary (operator binary)*     operators at least as tight as `least`
Node* Parser::binary(int least) {
    Node* node = unary();
    for (;;) {
        const Token& token = peek();
        const int level = precedence(token);
        if (level < least || level == 0) return node;
        next();
        Node* right = binary(level + 1);
        if (token.is("&&")) {
            node = build_.logical(token.at, NodeKind::logical_and, node, right);
        } else if (token.is("||")) {
            node = build_.logical(token.at, NodeKind::logical_or, node, right);
        } else {
            node = build_.binary(token.at, token.text, node, right);
        }
    }
}

// unary = ("++" | "--" | "&" | "*" | "+" | "-" | "~" | "!" | "__extension__") unary
//       | "sizeof" ... | "_Alignof" ... | cast | postfix
Node* Parser::unary() {
    const Nest nest(*this);
    const Token& token = peek();
    const Location where = token.at;
    if (token.kind == TokenKind::punctuator) {
        if (accept("++")) return build_.increment(where, unary(), true, false);
        if (accept("--")) return build_.increment(where, unary(), false, false);
        if (accept("&")) return build_.address_of(where, unary());
        if (accept("*")) return build_.deref(where, unary());
        if (accept("-")) return build_.negate(where, unary());
        if (accept("~")) return build_.complement(where, unary());
        if (accept("!")) return build_.logical_not(where, unary());
        if (accept("+")) {
            Node* node = build_.promoted(unary());
            if (!node->type->is_arithmetic()) build_.fail(where, "wrong type argument to unary plus");
            return build_.cast(where, node, node->type);
        }
        if (at("&&")) build_.unsupported(where, "addresses of labels");
    }
    if (accept("__extension__")) return unary();
    if (at("sizeof")) return size_of();
    if (at("_Alignof")) return align_of();
    if (at("(") && starts_type(peek(1))) return cast_or_literal();
    return postfix(primary());
}

// cast = "(" type-name ")" unary;  compound-literal = "(" type-name ")" "{" ... "}" postfix
Node* Parser::cast_or_literal() {
    const Location where = next().at;
    const Type* type = type_name_rule();
    expect(")");
    if (at("{")) return postfix(compound_literal(type, where));
    return build_.cast(where, unary(), type);
}

// size-of = "sizeof" ("(" type-name ")" | unary)
Node* Parser::size_of() {
    const Location where = next().at;
    const Type* type = nullptr;
    bool named = false;
    if (at("(") && starts_type(peek(1))) {
        const std::size_t open = position_;
        next();
        type = type_name_rule(true);
        expect(")");
        named = true;
        // sizeof (int){1}
        if (at("{")) {
            position_ = open;
            type = unary()->type;
        }
    } else {
        Node* operand = unary();
        if (operand->is(NodeKind::member) && operand->member->bits > 0)
            build_.fail(where, "'sizeof' applied to a bit-field");
        type = operand->type;
    }
    if (type->variable_length()) return variable_size(where, *type, named);
    if (!type->complete() && !type->is_void() && !type->is_function())
        build_.fail(where, "invalid application of 'sizeof' to incomplete type '" + type_name(*type) + "'");
    return build_.integer(where, type->size(), TypeKind::unsigned_long);
}

// align-of = "_Alignof" ("(" type-name ")" | unary)
Node* Parser::align_of() {
    const Location where = next().at;
    const Type* type = nullptr;
    if (at("(") && starts_type(peek(1))) {
        next();
        type = type_name_rule();
        expect(")");
    } else {
        type = unary()->type;
    }
    return build_.integer(where, type->align(), TypeKind::unsigned_long);
}

std::int64_t Parser::constant_expression(const char* what) {
    const Location where = peek().at;
    const Node* node = build_.operand(conditional());
    if (!node->type->is_integer() || !node->is(NodeKind::integer))
        build_.fail(where, std::string(what) + " is not an integer constant expression");
    return static_cast<std::int64_t>(node->integer);
}

// postfix = primary ("[" expression "]" | "(" arguments ")" | "." identifier | "->" identifier | "++" | "--")*
Node* Parser::postfix(Node* node) {
    for (;;) {
        const Token& token = peek();
        if (accept("[")) {
            Node* index = expression();
            expect("]");
            Node* sum = nullptr;
            const bool pointers = build_.value(node)->type->is_pointer() || build_.value(index)->type->is_pointer();
            if (!pointers) build_.fail(token.at, "subscripted value is neither array nor pointer");
            if (!index->type->is_integer() && !node->type->is_integer())
                build_.fail(token.at, "array subscript is not an integer");
            sum = build_.binary(token.at, "+", node, index);
            node = build_.deref(token.at, sum);
        } else if (at("(")) {
            node = call_suffix(node, token.at);
        } else if (at(".") || at("->")) {
            next();
            if (peek().kind != TokenKind::identifier) unexpected("identifier");
            const std::string_view name = next().text;
            node = token.is(".") ? build_.member(token.at, node, name) : build_.arrow(token.at, node, name);
        } else if (accept("++")) {
            node = build_.increment(token.at, node, true, true);
        } else if (accept("--")) {
            node = build_.increment(token.at, node, false, true);
        } else {
            return node;
        }
    }
}

// arguments = "(" (assignment ("," assignment)*)? ")"
std::vector<Node*> Parser::arguments() {
    expect("(");
    std::vector<Node*> nodes;
    if (accept(")")) return nodes;
    do {
        nodes.push_back(build_.value(assignment()));
    } while (accept(","));
    expect(")");
    return nodes;
}

Node* Parser::call_suffix(Node* callee, Location where) {
    const std::string name = callee->is(NodeKind::symbol)  ? unit_.object.symbols[callee->symbol].name
                             : callee->is(NodeKind::local) ? callee->variable->name
                                                           : std::string();
    if (callee->is(NodeKind::symbol)) where = callee->at;
    return build_.call(where, callee, arguments(), name);
}

}  // namespace sim::cc
