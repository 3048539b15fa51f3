#include "sim/cc/condition.h"

#include <array>
#include <limits>
#include <utility>

#include "sim/cc/literals.h"

namespace sim::cc {

namespace {

// A value of type intmax_t or uintmax_t.
struct Value {
    std::uint64_t bits = 0;
    bool is_unsigned = false;
    std::int64_t as_signed() const { return static_cast<std::int64_t>(bits); }
};

struct Operator {
    std::string_view spelling;
    int rank;
};

constexpr std::array<Operator, 18> kBinary = {{
    {"||", 1},
    {"&&", 2},
    {"|", 3},
    {"^", 4},
    {"&", 5},
    {"==", 6},
    {"!=", 6},
    {"<", 7},
    {">", 7},
    {"<=", 7},
    {">=", 7},
    {"<<", 8},
    {">>", 8},
    {"+", 9},
    {"-", 9},
    {"*", 10},
    {"/", 10},
    {"%", 10},
}};

int rank_of(const Piece& piece) {
    if (piece.kind != PieceKind::punctuator) return 0;
    for (const Operator& known : kBinary) {
        if (piece.text == known.spelling) return known.rank;
    }
    return 0;
}

class Condition {
public:
    Condition(std::vector<Piece> pieces, Location at, const MacroTable& macros, Diagnostics& diagnostics)
        : pieces_(std::move(pieces)), at_(at), macros_(macros), diagnostics_(diagnostics) {}

    bool evaluate() {
        if (pieces_.empty()) {
            fail(at_, "#if with no expression");
            return false;
        }
        const Value value = conditional(true);
        if (!failed_ && index_ < pieces_.size()) fail(peek().at, "missing binary operator in #if");
        return !failed_ && value.bits != 0;
    }

private:
    Value conditional(bool used);
    Value binary(int least, bool used);
    Value unary(bool used);
    Value primary(bool used);
    Value defined_operator();
    Value apply(const Piece& operation, Value left, Value right, bool used);
    Value divide(const Piece& operation, Value left, Value right, bool is_unsigned, bool used);

    Piece peek() const {
        Piece end;
        end.at = at_;
        return index_ < pieces_.size() ? pieces_[index_] : end;
    }
    bool accept(std::string_view spelling) {
        if (!peek().is(spelling)) return false;
        ++index_;
        return true;
    }
    Value fail(Location at, std::string message) {
        if (!failed_) diagnostics_.error(at, std::move(message));
        failed_ = true;
        index_ = pieces_.size();
        return {};
    }

    std::vector<Piece> pieces_;
    std::size_t index_ = 0;
    std::size_t nesting_ = 0;
    bool failed_ = false;
    Location at_;
    const MacroTable& macros_;
    Diagnostics& diagnostics_;
};

// conditional = binary ("?" conditional ":" conditional)?
Value Condition::conditional(bool used) {
    if (++nesting_ > kMaxNesting) return fail(peek().at, "expression of #if is nested too deeply");
    const Value condition = binary(1, used);
    Value result = condition;
    if (accept("?")) {
        const bool yes = condition.bits != 0;
        const Value then = conditional(used && yes);
        if (!accept(":") && !failed_) return fail(peek().at, "'?' without following ':' in #if");
        const Value otherwise = conditional(used && !yes);
        result = yes ? then : otherwise;
        result.is_unsigned = then.is_unsigned || otherwise.is_unsigned;
    }
    --nesting_;
    return result;
}

// Operators of rank `least` and tighter, left to right.
Value Condition::binary(int least, bool used) {
    Value left = unary(used);
    for (;;) {
        const Piece operation = peek();
        const int rank = rank_of(operation);
        if (rank == 0 || rank < least) return left;
        ++index_;
        const bool decided = (operation.is("||") && left.bits != 0) || (operation.is("&&") && left.bits == 0);
        const Value right = binary(rank + 1, used && !decided);
        left = apply(operation, left, right, used && !decided);
    }
}

// unary = ("+" | "-" | "~" | "!") unary | primary
Value Condition::unary(bool used) {
    if (++nesting_ > kMaxNesting) return fail(peek().at, "expression of #if is nested too deeply");
    Value value;
    if (accept("+")) {
        value = unary(used);
    } else if (accept("-")) {
        value = unary(used);
        value.bits = 0 - value.bits;
    } else if (accept("~")) {
        value = unary(used);
        value.bits = ~value.bits;
    } else if (accept("!")) {
        value = {unary(used).bits == 0, false};
    } else {
        value = primary(used);
    }
    --nesting_;
    return value;
}

// primary = "(" conditional ")" | number | character | "defined" name | name
Value Condition::primary(bool used) {
    if (accept("(")) {
        const Value value = conditional(used);
        if (!accept(")") && !failed_) return fail(peek().at, "missing ')' in expression of #if");
        return value;
    }
    const Piece piece = peek();
    ++index_;
    if (piece.is_name("defined")) return defined_operator();
    if (piece.kind == PieceKind::identifier) return {};  // a name that is no macro is 0
    if (piece.kind == PieceKind::character) return {character_token(piece, diagnostics_).integer, false};
    if (piece.kind == PieceKind::number) {
        const Token token = number_token(piece, diagnostics_);
        if (token.kind == TokenKind::floating) return fail(piece.at, "floating constant in expression of #if");
        const bool is_unsigned =
            token.integer_type == IntegerType::unsigned_ || token.integer_type == IntegerType::unsigned_long;
        const bool by_suffix = is_unsigned && (token.text.find_first_of("uU") != std::string_view::npos ||
                                               token.integer > std::numeric_limits<std::int64_t>::max());
        return {token.integer, by_suffix};
    }
    if (piece.kind == PieceKind::end) return fail(piece.at, "expression of #if ends too early");
    return fail(piece.at, '"' + std::string(piece.text) + "\" is not valid in an expression of #if");
}

Value Condition::defined_operator() {
    const bool bracketed = accept("(");
    const Piece name = peek();
    if (name.kind != PieceKind::identifier) return fail(name.at, "operator \"defined\" requires a name");
    ++index_;
    if (bracketed && !accept(")")) return fail(peek().at, "missing ')' after \"defined\"");
    return {macros_.defined(name.text), false};
}

Value Condition::divide(const Piece& operation, Value left, Value right, bool is_unsigned, bool used) {
    if (right.bits == 0) return used ? fail(operation.at, "division by zero in #if") : Value{};
    const bool quotient = operation.is("/");
    if (is_unsigned) return {quotient ? left.bits / right.bits : left.bits % right.bits, true};
    // The only quotient that does not fit; dividing by -1 is negating.
    if (right.as_signed() == -1) return {quotient ? 0 - left.bits : 0, false};
    const std::int64_t value = quotient ? left.as_signed() / right.as_signed() : left.as_signed() % right.as_signed();
    return {static_cast<std::uint64_t>(value), false};
}

Value Condition::apply(const Piece& operation, Value left, Value right, bool used) {
    const std::string_view op = operation.text;
    const bool is_unsigned = left.is_unsigned || right.is_unsigned;
    const bool less = is_unsigned ? left.bits < right.bits : left.as_signed() < right.as_signed();
    const bool equal = left.bits == right.bits;
    if (op == "||") return {left.bits != 0 || right.bits != 0, false};
    if (op == "&&") return {left.bits != 0 && right.bits != 0, false};
    if (op == "==") return {equal, false};
    if (op == "!=") return {!equal, false};
    if (op == "<") return {less, false};
    if (op == ">=") return {!less, false};
    if (op == ">") return {!less && !equal, false};
    if (op == "<=") return {less || equal, false};
    if (op == "|") return {left.bits | right.bits, is_unsigned};
    if (op == "^") return {left.bits ^ right.bits, is_unsigned};
    if (op == "&") return {left.bits & right.bits, is_unsigned};
    if (op == "+") return {left.bits + right.bits, is_unsigned};
    if (op == "-") return {left.bits - right.bits, is_unsigned};
    if (op == "*") return {left.bits * right.bits, is_unsigned};
    if (op == "/" || op == "%") return divide(operation, left, right, is_unsigned, used);
    const std::uint64_t count = right.bits & 63;
    if (op == "<<") return {left.bits << count, left.is_unsigned};
    if (left.is_unsigned) return {left.bits >> count, true};
    return {static_cast<std::uint64_t>(left.as_signed() >> count), false};
}

// Replaces "defined X" before X could be expanded.
std::vector<Piece> resolve_defined(const std::vector<Piece>& line, MacroTable& macros) {
    std::vector<Piece> result;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t bracket = i + 1 < line.size() && line[i + 1].is("(") ? 1 : 0;
        const std::size_t name = i + 1 + bracket;
        const bool whole = line[i].is_name("defined") && name + bracket < line.size() &&
                           line[name].kind == PieceKind::identifier && (bracket == 0 || line[name + 1].is(")"));
        Piece piece = line[i];
        if (whole) {
            piece.kind = PieceKind::number;
            piece.text = macros.defined(line[name].text) ? "1" : "0";
            i = name + bracket;
        }
        result.push_back(piece);
    }
    return result;
}

}  // namespace

bool evaluate_condition(std::vector<Piece> line, Location at, MacroTable& macros, Diagnostics& diagnostics) {
    return Condition(macros.expand(resolve_defined(line, macros)), at, macros, diagnostics).evaluate();
}

}  // namespace sim::cc
