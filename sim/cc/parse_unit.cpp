// Tokens, recovery, external declarations and function definitions.
#include <algorithm>
#include <cctype>

#include "sim/cc/generate.h"
#include "sim/cc/parser.h"

namespace sim::cc {

Parser::Parser(const TokenList& tokens, Unit& unit, Diagnostics& diagnostics)
    : tokens_(tokens.tokens),
      unit_(unit),
      types_(unit.types),
      diagnostics_(diagnostics),
      build_(unit.types, unit.arena, diagnostics) {
    Entity va_list;
    va_list.kind = Entity::Kind::type_name;
    va_list.type = types_.pointer_to(types_.basic(TypeKind::void_));
    scopes_.declare("__builtin_va_list", va_list);
}

Parser::Nest::Nest(Parser& parser) : parser_(parser) {
    if (parser.nesting_ >= kMaxNesting) {
        parser.diagnostics_.fatal(parser.peek().at, "nesting is too deep (more than " + std::to_string(kMaxNesting) +
                                                        " brackets, blocks or declarators)");
        throw Refused{};
    }
    ++parser.nesting_;
}

const Token& Parser::peek(std::size_t ahead) const {
    return position_ + ahead < tokens_.size() ? tokens_[position_ + ahead] : tokens_.back();
}

const Token& Parser::next() {
    const Token& token = peek();
    if (position_ + 1 < tokens_.size()) ++position_;
    return token;
}

bool Parser::accept(std::string_view spelling) {
    if (!at(spelling)) return false;
    next();
    return true;
}

std::string Parser::shown(const Token& token) const {
    switch (token.kind) {
        case TokenKind::end: return "end of input";
        case TokenKind::string: return "string constant";
        case TokenKind::integer:
        case TokenKind::floating: return "numeric constant";
        default: return "'" + std::string(token.text) + "'";
    }
}

// Just behind the token before the current one, where gcc puts its caret for what is missing.
Location Parser::end_of_previous() const {
    if (position_ == 0) return peek().at;
    const Token& token = tokens_[position_ - 1];
    Location at = token.at;
    const std::string_view line = unit_.sources->line_text(at);
    std::size_t end = at.column - 1;
    if (!token.text.empty() && line.substr(std::min(end, line.size()), token.text.size()) == token.text) {
        end += token.text.size();
    } else if (end < line.size() && line[end] == '"') {
        for (++end; end < line.size() && line[end] != '"'; ++end)
            if (line[end] == '\\') ++end;
        ++end;
    } else {
        while (end < line.size() && (isalnum(static_cast<unsigned char>(line[end])) || line[end] == '_' ||
                                     line[end] == '.' || line[end] == '\''))
            ++end;
    }
    at.column = static_cast<std::uint32_t>(end + 1);
    return at;
}

void Parser::unexpected(const char* expected) {
    const Token& token = peek();
    const Location where = token.kind == TokenKind::end && position_ > 0 ? tokens_[position_ - 1].at : token.at;
    build_.fail(where, std::string("expected ") + expected + (token.kind == TokenKind::end ? " at " : " before ") +
                           shown(token));
}

void Parser::expect(std::string_view spelling) {
    if (accept(spelling)) return;
    const Token& token = peek();
    build_.fail(end_of_previous(), "expected '" + std::string(spelling) + "'" +
                                       (token.kind == TokenKind::end ? " at " : " before ") + shown(token));
}

// A missing semicolon is the commonest slip: said once, then taken as written.
void Parser::expect_semicolon() {
    if (accept(";")) return;
    const Token& token = peek();
    diagnostics_.error(end_of_previous(), std::string("expected ';'") +
                                              (token.kind == TokenKind::end ? " at " : " before ") + shown(token));
    // Most often the next statement begins here; within one, what follows would only be misread.
    const bool new_line = token.at.line != tokens_[position_ - 1].at.line || token.is("}");
    if (!new_line) throw Refused{};
}

// From an opening bracket to behind the one that closes it.
void Parser::skip_balanced() {
    std::size_t depth = 0;
    do {
        const Token& token = next();
        if (token.is("(") || token.is("[") || token.is("{")) ++depth;
        if (token.is(")") || token.is("]") || token.is("}")) --depth;
    } while (depth > 0 && peek().kind != TokenKind::end);
}

// Goes on behind the statement or declaration that was refused; always past its first token.
void Parser::recover(std::size_t start) {
    if (position_ == start && !at("{") && !at("}")) next();
    while (peek().kind != TokenKind::end && !at("}")) {
        if (at("{")) {
            skip_balanced();
            if (!accept("else")) return;
        } else if (at("(") || at("[")) {
            skip_balanced();
        } else if (next().is(";")) {
            if (!accept("else")) return;
        }
    }
}

// translation-unit = external-declaration*
void Parser::parse() {
    while (peek().kind != TokenKind::end && !diagnostics_.too_many()) {
        const std::size_t start = position_;
        try {
            external_declaration();
        } catch (const Refused&) {
            nesting_ = 0;
            function_ = nullptr;
            while (!scopes_.at_file_scope()) scopes_.leave();
            recover(start);
            if (at("}")) next();
        }
    }
    finish_tentative();
}

// static-assert = "_Static_assert" "(" constant ("," string)? ")" ";"
void Parser::static_assertion() {
    const Location where = next().at;
    expect("(");
    const std::int64_t holds = constant_expression("expression in static assertion");
    std::string text;
    if (accept(",")) {
        if (peek().kind != TokenKind::string) unexpected("string literal");
        text = ": \"" + next().string + "\"";
    }
    expect(")");
    expect_semicolon();
    if (holds == 0) diagnostics_.error(where, "static assertion failed" + text);
}

// external-declaration = ";" | static-assert | specifiers ";" | specifiers declarator function-body
//                      | specifiers init-declarator ("," init-declarator)* ";"
void Parser::external_declaration() {
    if (accept(";")) return;
    if (at("_Static_assert")) return static_assertion();
    if (at("asm")) build_.unsupported(peek().at, "inline assembly");
    if (!starts_type(peek()) && peek().kind != TokenKind::identifier && !at("*") && !at("(")) {
        if (at("}")) build_.fail(next().at, "expected identifier or '(' before '}'");
        unexpected("declaration");
    }
    const Specifiers given = specifiers();
    if (accept(";")) return;
    Declarator first = declarator(given.type);
    if (first.type->is_function() && starts_function_body()) return function_definition(given, std::move(first));
    external_declarators(given, std::move(first));
}

bool Parser::starts_function_body() const {
    return at("{") || (!at(";") && starts_type(peek()));
}

void Parser::external_declarators(const Specifiers& given, Declarator current) {
    for (;;) {
        if (at("asm")) build_.unsupported(peek().at, "asm labels");
        Specifiers own = given;
        own.align = std::max(own.align, attributes().align);
        if (given.implicit_int)
            diagnostics_.warning(current.at, "data definition has no type or storage class; type defaults to 'int'");
        if (given.storage == Storage::typedef_) {
            declare_typedef(current);
        } else if (current.type->is_function()) {
            declare_symbol(own, current, false);
        } else {
            file_scope_object(own, current);
        }
        if (!accept(",")) break;
        current = declarator(given.type);
    }
    expect_semicolon();
}

// old-style-parameters = (specifiers declarator ("," declarator)* ";")*
void Parser::old_style_parameters(Declarator& declared) {
    std::vector<Parameter> parameters;
    for (const Token* name : declared.old_names)
        parameters.push_back({std::string(name->text), types_.basic(TypeKind::int_), nullptr});
    while (!at("{") && starts_type(peek())) {
        const Specifiers given = specifiers();
        do {
            const Declarator one = declarator(given.type);
            bool known = false;
            for (Parameter& parameter : parameters) {
                if (parameter.name != one.name) continue;
                known = true;
                parameter.type = one.type->is_array()      ? types_.pointer_to(one.type->base)
                                 : one.type->is_function() ? types_.pointer_to(one.type)
                                                           : one.type;
            }
            if (!known)
                build_.fail(one.at, "declaration for parameter '" + std::string(one.name) + "' but no such parameter");
        } while (accept(","));
        expect_semicolon();
    }
    declared.type = types_.function(declared.type->base, std::move(parameters), false, false);
}

// Slots follow each other from fp + 16; the address for a returned record is a hidden first one.
std::vector<Variable*> Parser::declare_parameters(const Type& type) {
    std::vector<Variable*> variables;
    std::int64_t offset = 16 + (type.base->is_record() ? 8 : 0);
    for (const Parameter& parameter : type.parameters) {
        if (!parameter.type->complete())
            build_.fail(function_->at, "parameter '" + parameter.name + "' has incomplete type");
        Variable* variable = parameter.variable;
        if (variable == nullptr) variable = build_.variable(parameter.name, parameter.type, function_->at);
        variable->offset = offset;
        variable->placed = true;
        const std::uint64_t slots = parameter.type->is_record() ? (parameter.type->size() + 7) / 8 : 1;
        offset += static_cast<std::int64_t>(slots * 8);
        variables.push_back(variable);
    }
    return variables;
}

// function-body = old-style-parameters "{" block-items "}"
void Parser::function_definition(const Specifiers& given, Declarator declared) {
    if (given.implicit_int) diagnostics_.warning(declared.at, "return type defaults to 'int'");
    const bool old_style = !declared.type->prototype;
    if (!at("{") && !old_style) unexpected("';'");
    if (old_style) old_style_parameters(declared);
    const Type& result = *declared.type->base;
    if (!result.is_void() && !result.complete()) build_.fail(declared.at, "return type is an incomplete type");
    FunctionBody body;
    body.name = std::string(declared.name);
    body.type = declared.type;
    body.at = declared.at;
    body.symbol = declare_symbol(given, declared, true);
    function_ = &body;
    labels_.clear();
    reported_.clear();
    break_ = continue_ = kNoLabel;
    switch_ = nullptr;
    scopes_.enter();
    body.parameters = declare_parameters(*declared.type);
    for (Variable* variable : body.parameters) {
        if (variable->name.empty()) continue;
        Entity entity;
        entity.type = variable->type;
        entity.variable = variable;
        entity.at = variable->at;
        if (scopes_.find_here(variable->name) != nullptr)
            build_.fail(declared.at, "redefinition of parameter '" + variable->name + "'");
        scopes_.declare(variable->name, entity);
    }
    Stmt* sizes = build_.statement(StmtKind::declaration, declared.at);
    for (const Variable* parameter : body.parameters) compute_sizes(declared.at, *parameter->type, sizes->list);
    expect("{");
    body.body = block_items();
    if (!sizes->list.empty()) body.body->statements.insert(body.body->statements.begin(), sizes);
    scopes_.leave();
    for (const auto& [name, use] : labels_)
        if (!use.defined) diagnostics_.error(use.at, "label '" + std::string(name) + "' used but not defined");
    function_ = nullptr;
    if (!diagnostics_.failed()) generate_function(unit_, body, diagnostics_);
}

}  // namespace sim::cc
