// Statements. Jumps become labels here: the generator knows no names.
#include <algorithm>

#include "sim/cc/parser.h"

namespace sim::cc {

// block-items = (declaration | statement)* "}"     the opening brace is already read
Stmt* Parser::block_items() {
    Stmt* block = build_.statement(StmtKind::block, peek().at);
    const std::uint32_t arrays = variable_arrays_;
    while (!at("}")) {
        if (peek().kind == TokenKind::end) unexpected("declaration or statement");
        const std::size_t start = position_;
        const std::size_t nesting = nesting_;
        const std::size_t depth = scopes_.depth();
        try {
            block->statements.push_back(at_label() ? label() : starts_type(peek()) ? local_declaration() : statement());
        } catch (const Refused&) {
            if (diagnostics_.too_many()) throw;
            nesting_ = nesting;
            scopes_.leave_to(depth);
            pending_ = nullptr;
            recover(start);
        }
    }
    next();
    block->restores_stack = variable_arrays_ != arrays;
    return block;
}

// compound-statement = "{" block-items
Stmt* Parser::compound_statement() {
    expect("{");
    scopes_.enter();
    Stmt* block = block_items();
    scopes_.leave();
    return block;
}

// statement = compound-statement | if | while | do | for | switch | case | default | label | goto | break
//           | continue | return | asm | expression? ";"
Stmt* Parser::statement() {
    const Nest nest(*this);
    const Token& token = peek();
    if (token.is("{")) return compound_statement();
    if (token.is("if")) return if_statement();
    if (token.is("while")) return while_statement();
    if (token.is("do")) return do_statement();
    if (token.is("for")) return for_statement();
    if (token.is("switch")) return switch_statement();
    if (at_label()) return labelled_statement();
    if (token.is("goto")) return goto_statement();
    if (token.is("break") || token.is("continue")) return leave_statement(token.is("break"));
    if (token.is("return")) return return_statement();
    if (token.is("asm")) build_.unsupported(token.at, "inline assembly");
    if (token.is("else")) build_.fail(next().at, "'else' without a previous 'if'");
    return expression_statement();
}

Stmt* Parser::expression_statement() {
    attributes();
    const Location where = peek().at;
    if (accept(";")) return build_.statement(StmtKind::nothing, where);
    if (starts_type(peek())) build_.fail(where, "expected expression before '" + std::string(peek().text) + "'");
    const bool unknown = peek().kind == TokenKind::identifier && peek(1).kind == TokenKind::identifier;
    if (unknown && scopes_.find(peek().text) == nullptr) build_.fail(where, unknown_type(peek().text));
    Stmt* statement = build_.statement(StmtKind::expression, where);
    statement->expression = build_.value(expression());
    expect_semicolon();
    return statement;
}

// condition = "(" expression ")"
Node* Parser::condition() {
    expect("(");
    Node* node = build_.scalar(expression(), "");
    expect(")");
    return node;
}

// if = "if" condition statement ("else" statement)?
Stmt* Parser::if_statement() {
    Stmt* statement_ = build_.statement(StmtKind::if_, next().at);
    statement_->expression = condition();
    statement_->body = statement();
    if (accept("else")) statement_->otherwise = statement();
    return statement_;
}

// The body of a loop: break and continue in it are the loop's.
Stmt* Parser::loop_body(Stmt& loop) {
    loop.break_label = new_label();
    loop.continue_label = new_label();
    const Label outer_break = std::exchange(break_, loop.break_label);
    const Label outer_continue = std::exchange(continue_, loop.continue_label);
    const std::uint32_t arrays = variable_arrays_;
    Stmt* body = statement();
    loop.restores_stack = variable_arrays_ != arrays;
    break_ = outer_break;
    continue_ = outer_continue;
    return body;
}

// while = "while" condition statement
Stmt* Parser::while_statement() {
    Stmt* loop = build_.statement(StmtKind::while_, next().at);
    loop->again = loop->at;
    loop->expression = condition();
    loop->body = loop_body(*loop);
    return loop;
}

// do = "do" statement "while" condition ";"
Stmt* Parser::do_statement() {
    Stmt* loop = build_.statement(StmtKind::do_, next().at);
    loop->body = loop_body(*loop);
    loop->again = peek().at;
    expect("while");
    loop->expression = condition();
    expect_semicolon();
    return loop;
}

// for = "for" "(" (declaration | expression? ";") expression? ";" expression? ")" statement
Stmt* Parser::for_statement() {
    Stmt* block = build_.statement(StmtKind::block, peek().at);
    Stmt* loop = build_.statement(StmtKind::for_, next().at);
    loop->again = loop->at;
    expect("(");
    scopes_.enter();
    if (starts_type(peek())) {
        loop->init = local_declaration();
    } else if (!accept(";")) {
        loop->init = build_.statement(StmtKind::expression, loop->at);
        loop->init->expression = build_.value(expression());
        expect(";");
    }
    if (!at(";")) loop->expression = build_.scalar(expression(), "");
    expect(";");
    if (!at(")")) loop->step = build_.value(expression());
    expect(")");
    loop->body = loop_body(*loop);
    scopes_.leave();
    block->statements.push_back(loop);
    return block;
}

// switch = "switch" "(" expression ")" statement
Stmt* Parser::switch_statement() {
    Stmt* result = build_.statement(StmtKind::switch_, next().at);
    expect("(");
    result->expression = build_.promoted(expression());
    if (!result->expression->type->is_integer()) build_.fail(result->at, "switch quantity not an integer");
    expect(")");
    result->break_label = new_label();
    result->label = result->break_label;
    Stmt* const outer = std::exchange(switch_, result);
    const Type* const outer_type = std::exchange(switch_type_, result->expression->type);
    const Label outer_break = std::exchange(break_, result->break_label);
    result->body = statement();
    switch_ = outer;
    switch_type_ = outer_type;
    break_ = outer_break;
    check_cases(*result);
    return result;
}

void Parser::check_cases(const Stmt& checked) {
    std::vector<Case> cases = checked.cases;
    const bool is_signed = checked.expression->type->is_signed();
    std::stable_sort(cases.begin(), cases.end(), [is_signed](const Case& a, const Case& b) {
        return is_signed ? a.low < b.low : static_cast<std::uint64_t>(a.low) < static_cast<std::uint64_t>(b.low);
    });
    for (std::size_t i = 1; i < cases.size(); ++i) {
        const bool overlap =
            is_signed ? cases[i].low <= cases[i - 1].high
                      : static_cast<std::uint64_t>(cases[i].low) <= static_cast<std::uint64_t>(cases[i - 1].high);
        if (overlap) diagnostics_.error(cases[i].at, "duplicate case value");
    }
}

bool Parser::at_label() const {
    return at("case") || at("default") || (peek().kind == TokenKind::identifier && peek(1).is(":"));
}

// label = case-label | named-label     in a block, what follows is an item of its own
Stmt* Parser::label() {
    return peek().kind == TokenKind::identifier ? named_label() : case_label();
}

// labelled-statement = label statement
Stmt* Parser::labelled_statement() {
    Stmt* block = build_.statement(StmtKind::block, peek().at);
    block->statements.push_back(label());
    block->statements.push_back(statement());
    return block;
}

Stmt* Parser::mark(Label label, Location where) {
    Stmt* result = build_.statement(StmtKind::label, where);
    result->label = label;
    return result;
}

// case-label = ("case" constant ("..." constant)? | "default") ":"
Stmt* Parser::case_label() {
    const bool is_default = at("default");
    const Location where = next().at;
    if (switch_ == nullptr)
        build_.fail(where, is_default ? "'default' label not within a switch statement"
                                      : "case label not within a switch statement");
    const Label label = new_label();
    if (is_default) {
        if (switch_->label != switch_->break_label) build_.fail(where, "multiple default labels in one switch");
        switch_->label = label;
    } else {
        const auto value = [&] {
            const auto number = static_cast<std::uint64_t>(constant_expression("case label"));
            Node* node = build_.integer(where, number, TypeKind::long_);
            return static_cast<std::int64_t>(build_.converted(node, switch_type_)->integer);
        };
        Case one;
        one.label = label;
        one.at = where;
        one.low = value();
        one.high = accept("...") ? value() : one.low;
        if (one.high < one.low) {
            diagnostics_.warning(where, "empty range specified");
        } else {
            switch_->cases.push_back(one);
        }
    }
    expect(":");
    return mark(label, where);
}

// named-label = identifier ":"
Stmt* Parser::named_label() {
    const Token& name = next();
    expect(":");
    attributes();
    LabelUse& use = labels_[name.text];
    if (use.defined) build_.fail(name.at, "duplicate label '" + std::string(name.text) + "'");
    if (use.label == kNoLabel) use.label = new_label();
    use.defined = true;
    return mark(use.label, name.at);
}

// goto = "goto" identifier ";"
Stmt* Parser::goto_statement() {
    Stmt* jump = build_.statement(StmtKind::jump, next().at);
    if (at("*")) build_.unsupported(peek().at, "computed goto");
    if (peek().kind != TokenKind::identifier) unexpected("identifier");
    const Token& name = next();
    LabelUse& use = labels_[name.text];
    if (use.label == kNoLabel) {
        use.label = new_label();
        use.at = name.at;
    }
    jump->label = use.label;
    expect_semicolon();
    return jump;
}

// leave = ("break" | "continue") ";"
Stmt* Parser::leave_statement(bool is_break) {
    Stmt* jump = build_.statement(StmtKind::jump, next().at);
    jump->label = is_break ? break_ : continue_;
    if (jump->label == kNoLabel)
        build_.fail(jump->at,
                    is_break ? "break statement not within loop or switch" : "continue statement not within a loop");
    expect_semicolon();
    return jump;
}

// return = "return" expression? ";"
Stmt* Parser::return_statement() {
    Stmt* result = build_.statement(StmtKind::return_, next().at);
    const Type* type = function_->type->base;
    if (!at(";")) {
        const Location where = peek().at;
        Node* value = expression();
        if (type->is_void()) {
            if (!value->type->is_void())
                diagnostics_.warning(where, "'return' with a value, in function returning void");
            result->expression = build_.value(value);
        } else {
            result->expression = build_.converted_for({Target::Kind::result, 0, {}}, where, value, type);
        }
    } else if (!type->is_void()) {
        diagnostics_.warning(result->at, "'return' with no value, in function returning non-void");
    }
    expect_semicolon();
    return result;
}

}  // namespace sim::cc
