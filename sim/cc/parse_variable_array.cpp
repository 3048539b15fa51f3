// Arrays whose length only running tells (C17 6.7.6.2): `int row[n]`, `int rows[n][m]`, `int (*row)[n]`.
//
// A declaration, of a parameter the function's beginning, computes the size of each once and keeps it in a variable of
// the compiler's. The array itself is room on the stack; the name stands for a pointer to it:
//
//   int row[n];      bytes = n * 4, row = allocate(bytes)           row[i]  →  *(row + i)      sizeof row  →  bytes
#include "sim/cc/parser.h"

namespace sim::cc {

// Appends to `out` what computes the sizes in a type, inner ones first.
void Parser::compute_sizes(Location where, const Type& type, std::vector<Node*>& out) {
    if (type.is_pointer() || type.is_array()) compute_sizes(where, *type.base, out);
    if (!type.variable_length()) return;
    Node* count = build_.converted(type.length, types_.basic(TypeKind::long_));
    Node* size = build_.binary(where, "*", count, build_.size_of(where, *type.base));
    out.push_back(build_.store(where, build_.local(where, type.bytes), size));
}

// An array of variable length, or a pointer to one.
void Parser::variable_local(const Declarator& declared, Stmt& statement) {
    const Type& type = *declared.type;
    if (type.is_array() && !type.variable_length())
        build_.fail(declared.at, "array size missing in '" + std::string(declared.name) + "'");
    compute_sizes(declared.at, type, statement.list);
    const Type* stored = type.is_array() ? types_.pointer_to(type.base) : declared.type;
    Variable* variable = build_.variable(std::string(declared.name), stored, declared.at);
    Entity entity;
    entity.type = declared.type;
    entity.variable = variable;
    entity.at = declared.at;
    scopes_.declare(declared.name, entity);
    statement.variables.push_back(variable);
    Node* place = build_.local(declared.at, variable);
    if (type.is_array()) {
        if (at("=")) build_.fail(peek().at, "variable-sized object may not be initialized");
        ++variable_arrays_;
        Node* bytes = build_.local(declared.at, type.bytes);
        statement.list.push_back(
            build_.store(declared.at, place, builtin_node(declared.at, Builtin::allocate, stored, {bytes})));
    } else if (accept("=")) {
        const Target target{Target::Kind::initialization, 0, {}};
        statement.list.push_back(
            build_.store(declared.at, place, build_.converted_for(target, declared.at, assignment(), stored)));
    }
}

// The array that is meant by its name.
Node* Parser::variable_array(Location where, const Entity& entity) {
    Node* pointer =
        build_.make(NodeKind::cast, where, types_.pointer_to(entity.type), build_.local(where, entity.variable));
    return build_.deref(where, pointer);
}

// sizeof; a type's name computes its size there, an object has done so.
Node* Parser::variable_size(Location where, const Type& type, bool named) {
    std::vector<Node*> sizes;
    if (named) compute_sizes(where, type, sizes);
    Node* result = build_.converted(build_.size_of(where, type), types_.basic(TypeKind::unsigned_long));
    for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) result = build_.comma(where, *size, result);
    return result;
}

}  // namespace sim::cc
