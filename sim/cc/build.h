// Makes tree nodes: finds types, inserts conversions, folds constants, and says what gcc would say.
//
// What is not C throws Refused, after one diagnostic; the parser goes on with the next statement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/cc/ast.h"
#include "sim/cc/object.h"
#include "sim/cc/token.h"
#include "sim/cc/type.h"

namespace sim::cc {

// Thrown inside sim/cc only: this statement or declaration cannot be understood. Already reported.
struct Refused {};

// Nodes stacked in one tree, as in a+b+c+...; the generator recurses that deep.
inline constexpr std::uint32_t kMaxTreeDepth = 1000;
// Pointers to arrays of functions of ...: derivations of one type.
inline constexpr std::uint32_t kMaxTypeDepth = 1000;

// Where a value is converted as if by assignment: the words of the warning.
struct Target {
    enum class Kind : std::uint8_t { assignment, initialization, argument, result };
    Kind kind = Kind::assignment;
    std::size_t argument = 0;  // from 1
    std::string function;      // called
};

class Builder {
public:
    Builder(TypeTable& types, Arena& arena, Diagnostics& diagnostics)
        : types_(types), arena_(arena), diagnostics_(diagnostics) {}

    [[noreturn]] void fail(Location at, std::string message);
    [[noreturn]] void unsupported(Location at, const std::string& what);

    // Leaves.
    Node* integer(Location at, std::uint64_t value, const Type* type);
    Node* integer(Location at, std::uint64_t value, TypeKind kind) { return integer(at, value, types_.basic(kind)); }
    Node* floating(Location at, double value, const Type* type);
    Node* local(Location at, Variable* variable);
    Node* symbol(Location at, std::uint32_t symbol, const Type* type);
    // Depth and effects of a node from its operands; to be called again after its `list` is filled.
    void settle(Node& node);
    Node* make(NodeKind kind, Location at, const Type* type, Node* a = nullptr, Node* b = nullptr, Node* c = nullptr);

    // Arrays and functions become pointers, anything else stays.
    Node* value(Node* node);
    // The value of a node as an operand: value(), and not void.
    Node* operand(Node* node);
    Node* scalar(Node* node, const char* where);
    Node* promoted(Node* node);
    // As an argument that no parameter declares.
    Node* argument_promoted(Node* node);
    Node* converted(Node* node, const Type* to);
    Node* converted_for(const Target& target, Location at, Node* node, const Type* to);

    // Operators.
    Node* cast(Location at, Node* node, const Type* to);
    Node* address_of(Location at, Node* node);
    Node* deref(Location at, Node* pointer);
    Node* member(Location at, Node* record, std::string_view name);
    Node* arrow(Location at, Node* pointer, std::string_view name);
    Node* member_of(Location at, Node* record, const Member& member);
    Node* negate(Location at, Node* node);
    Node* complement(Location at, Node* node);
    Node* logical_not(Location at, Node* node);
    Node* binary(Location at, std::string_view spelling, Node* a, Node* b);
    Node* logical(Location at, NodeKind kind, Node* a, Node* b);
    Node* conditional(Location at, Node* condition, Node* then, Node* otherwise);
    Node* comma(Location at, Node* a, Node* b);
    Node* assign(Location at, Node* target, Node* value);
    // Stores into a fresh object: const does not forbid it, and the value is already converted.
    Node* store(Location at, Node* target, Node* value);
    // Of an _Atomic object: atomic.
    Node* compound(Location at, std::string_view spelling, Node* target, Node* value);
    Node* increment(Location at, Node* target, bool up, bool post);
    Node* call(Location at, Node* callee, std::vector<Node*> arguments, const std::string& name);

    // Bytes of an object, a long; of variable length: what its declaration found.
    Node* size_of(Location at, const Type& type);

    bool is_lvalue(const Node& node) const;
    // The deepest tree made since it was set to 0 last.
    std::uint32_t deepest = 0;
    Stmt* statement(StmtKind kind, Location at);
    Variable* variable(std::string name, const Type* type, Location at);

private:
    const Type* common_type(const Type& a, const Type& b);
    const Type* promoted_type(const Type& type);
    Node* arithmetic(Location at, BinaryOp op, Node* a, Node* b, const Type* result);
    Node* offset_pointer(Location at, BinaryOp op, Node* pointer, Node* index);
    Node* pointer_difference(Location at, Node* a, Node* b);
    Node* comparison(Location at, std::string_view spelling, Node* a, Node* b);
    Node* pointer_comparison(Location at, BinaryOp op, bool equality, Node* a, Node* b);
    Node* pointer_conditional(Location at, Node* condition, Node* a, Node* b);
    Node* scaled(Location at, Node* index, const Type& pointer);
    Node* fold_cast(Node* node, const Type* to);
    [[noreturn]] void bad_operands(Location at, std::string_view spelling, const Node& a, const Node& b);
    void check_modifiable(Location at, const Node& target, const char* what);
    void check_pointers(const Target& target, Location at, const Type& to, const Type& from);
    void warn_conversion(const Target& target, Location at, const Type& to, const Type& from, const char* effect);

    TypeTable& types_;
    Arena& arena_;
    Diagnostics& diagnostics_;
};

// The member called `name`, searching anonymous ones; appends the path to it, outermost first.
bool find_member(const Record& record, std::string_view name, std::vector<const Member*>& path);

}  // namespace sim::cc
