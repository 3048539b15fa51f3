// The parser: tokens of a translation unit in, an object out. Recursive descent, one function a grammar rule; each
// says its rule above its definition. Types are checked while parsing, functions generated one by one.
//
//   parse_unit.cpp         external declarations, function definitions
//   parse_declare.cpp      names with linkage, local variables, typedefs
//   parse_type.cpp         specifiers; parse_declarator.cpp declarators; parse_record.cpp struct, union, enum
//   parse_initializer.cpp  initialisers; parse_variable_array.cpp arrays whose length only running tells
//   parse_statement.cpp    statements
//   parse_expression.cpp   operators; parse_primary.cpp operands; parse_builtin.cpp, parse_atomic.cpp compiler builtins
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sim/cc/build.h"
#include "sim/cc/preprocess.h"
#include "sim/cc/scope.h"
#include "sim/cc/unit.h"

namespace sim::cc {

enum class Storage : std::uint8_t { none, typedef_, extern_, static_, auto_, register_ };

// What stands before the declarators of a declaration.
struct Specifiers {
    const Type* type = nullptr;
    Storage storage = Storage::none;
    bool implicit_int = false;  // no type was named
    std::uint32_t align = 0;    // _Alignas, aligned(); 0: none
    Location at;
};

struct TypeWords;

struct Declarator {
    const Type* type = nullptr;
    std::string_view name;
    Location at;
    std::vector<const Token*> old_names;  // f(a, b) without types
};

struct Attributes {
    bool packed = false;
    std::uint32_t align = 0;
};

// One value of an initialiser and where it goes.
struct InitItem {
    const Type* type = nullptr;
    std::uint64_t offset = 0;  // bytes from the start of the object
    const Member* bits = nullptr;
    Node* value = nullptr;
};

class Parser {
public:
    Parser(const TokenList& tokens, Unit& unit, Diagnostics& diagnostics);
    // Parses everything. What could not be understood is reported and left out.
    void parse();

private:
    // Tokens.
    const Token& peek(std::size_t ahead = 0) const;
    const Token& next();
    bool at(std::string_view spelling) const { return peek().is(spelling); }
    bool accept(std::string_view spelling);
    void expect(std::string_view spelling);
    void expect_semicolon();
    Location end_of_previous() const;
    std::string shown(const Token& token) const;
    [[noreturn]] void unexpected(const char* expected);
    void skip_balanced();
    void recover(std::size_t start);

    // Counts nesting while it lives.
    class Nest {
    public:
        explicit Nest(Parser& parser);
        ~Nest() { --parser_.nesting_; }
        Nest(const Nest&) = delete;

    private:
        Parser& parser_;
    };

    // External declarations.
    void external_declaration();
    void external_declarators(const Specifiers& specifiers, Declarator first);
    bool starts_function_body() const;
    void function_definition(const Specifiers& specifiers, Declarator declarator);
    void old_style_parameters(Declarator& declarator);
    std::vector<Variable*> declare_parameters(const Type& type);
    void finish_tentative();
    void static_assertion();

    // Names.
    std::uint32_t declare_symbol(const Specifiers& specifiers, const Declarator& declarator, bool defines);
    void declare_typedef(const Declarator& declarator);
    void file_scope_object(const Specifiers& specifiers, const Declarator& declarator);
    void define_static(std::uint32_t symbol, const Type* type, const std::vector<InitItem>& items, std::uint32_t align);
    void count_static(Location where, std::uint64_t bytes);
    void write_static(Symbol& symbol, const InitItem& item);
    void write_bits(Symbol& symbol, const InitItem& item, std::uint64_t value);
    void copy_static(Symbol& symbol, const InitItem& item);
    void check_redeclaration(const Entity& known, const Declarator& declarator);
    void check_object_type(const Type& type, const Declarator& declarator);
    Stmt* local_declaration();
    void local_declarator(const Specifiers& specifiers, const Declarator& declarator, Stmt& statement);
    void static_local(const Specifiers& specifiers, const Declarator& declarator, Stmt& statement);
    void automatic_local(const Specifiers& specifiers, const Declarator& declarator, Stmt& statement);
    void compute_sizes(Location where, const Type& type, std::vector<Node*>& out);
    void variable_local(const Declarator& declared, Stmt& statement);
    Node* variable_array(Location where, const Entity& entity);
    Node* variable_size(Location where, const Type& type, bool named);
    void initialise_local(Location where, Variable* variable, const std::vector<InitItem>& items,
                          std::vector<Node*>& out);
    Node* item_target(Location where, Node* object, const InitItem& item);

    // Types.
    bool starts_type(const Token& token) const;
    Specifiers specifiers();
    bool other_specifier(Specifiers& result, TypeWords& words);
    void default_type(Specifiers& result, const TypeWords& words);
    const Type* type_specifier(const Token& token);
    Attributes attributes();
    const Type* typeof_specifier();
    const Type* atomic_specifier();
    const Type* atomic(Location where, const Type* type);
    const Type* record_specifier(bool is_union);
    void record_members(const Type* type, bool packed, std::uint32_t align);
    void record_declarators(const Specifiers& specifiers, const Type* record, RecordLayout& layout, bool packed);
    void bit_field(const Declarator& declarator, const Record& record, RecordLayout& layout);
    const Type* enum_specifier();
    void enumerators(Enumeration& enumeration);
    std::uint32_t alignment_specifier();
    Declarator declarator(const Type* base);
    const Type* declarator_suffix(const Type* base, Declarator& declarator);
    const Type* array_suffix(const Type* base, Declarator& declarator);
    const Type* function_suffix(const Type* base, Declarator& declarator);
    Parameter parameter();
    const Type* pointers(const Type* base);
    const Type* type_name_rule(bool may_vary = false);  // `may_vary`: of variable length, as sizeof takes it
    const Type* limited(Location where, const Type* type);
    std::string unknown_type(std::string_view name) const;

    // Initialisers.
    std::vector<InitItem> initializer(const Type*& type, bool is_static);
    void init_object(const Type* type, std::uint64_t offset, const Member* bits);
    void init_elided(const Type* type, std::uint64_t offset, std::uint64_t index);
    void init_braced(const Type* type, std::uint64_t offset, std::uint64_t* count);
    std::uint64_t init_designated(const Type* type, std::uint64_t offset);
    std::uint64_t init_member_designator(const Type* type, std::uint64_t offset);
    std::uint64_t init_index_designator(const Type* type, std::uint64_t offset);
    void init_designator_end(const Type* type, std::uint64_t offset, const Member* bits);
    bool init_element(const Type* type, std::uint64_t offset, std::uint64_t index);
    void init_string(const Type* type, std::uint64_t offset);
    void init_value(const Type* type, std::uint64_t offset, const Member* bits, Node* value);
    bool at_string_for(const Type& type) const;
    bool more_elements();

    // Statements.
    Stmt* statement();
    Stmt* compound_statement();
    Stmt* block_items();
    Stmt* if_statement();
    Stmt* while_statement();
    Stmt* do_statement();
    Stmt* for_statement();
    Stmt* switch_statement();
    Stmt* case_label();
    Stmt* named_label();
    Stmt* goto_statement();
    Stmt* leave_statement(bool is_break);
    Stmt* return_statement();
    Stmt* expression_statement();
    Stmt* loop_body(Stmt& loop);
    bool at_label() const;
    Stmt* label();
    Stmt* labelled_statement();
    Stmt* mark(Label label, Location where);
    void check_cases(const Stmt& statement);
    Node* condition();
    Label new_label() { return function_->labels++; }

    // Expressions.
    Node* expression();
    Node* assignment();
    Node* conditional();
    Node* binary(int least);
    Node* unary();
    Node* cast_or_literal();
    Node* size_of();
    Node* align_of();
    Node* postfix(Node* node);
    Node* primary();
    Node* identifier();
    Node* implicit_function(const Token& name);
    const Type* known_signature(std::string_view letters);
    [[noreturn]] void undeclared(const Token& name);
    Node* string_literal(const Token& token);
    Node* function_name(Location where);
    Node* call_suffix(Node* callee, Location where);
    std::vector<Node*> arguments();
    Node* compound_literal(const Type* type, Location where);
    Node* statement_expression(Location where);
    std::int64_t constant_expression(const char* what);

    // Builtins.
    Node* builtin_call(const Token& name);
    Node* builtin_node(Location where, Builtin builtin, const Type* type, std::vector<Node*> operands);
    Node* builtin_constant(Location where, std::string_view what, const std::vector<Node*>& operands);
    Node* builtin_syscall(Location where, std::vector<Node*> operands);
    Node* builtin_plain(const Token& name, std::string_view what, std::vector<Node*> operands);
    Node* builtin_offset(Location where);
    Node* builtin_va_arg(Location where);
    Node* builtin_va_start(Location where);
    Node* atomic_operation(const Token& name);
    Node* atomic_object(Location where, Node* pointer);
    Node* atomic_bits(Location where, Node* pointer);
    Node* atomic_update(Location where, std::string_view spelling, bool gives_old, Node* object, Node* amount);
    Node* atomic_exchange(Location where, Node* object, Node* wanted);
    Node* atomic_test_and_set(Location where, Node* object);
    Node* atomic_store(Location where, Node* object, Node* wanted);
    Node* atomic_load(Location where, Node* object);
    Node* atomic_compare(Location where, const std::vector<Node*>& operands, bool gives_bool);
    Node* atomic_exchange_if(Location where, const std::vector<Node*>& operands);
    Node* va_list_operand();

    const std::vector<Token>& tokens_;
    Unit& unit_;
    TypeTable& types_;
    Diagnostics& diagnostics_;
    Builder build_;
    Scopes scopes_;
    std::size_t position_ = 0;
    std::size_t nesting_ = 0;
    std::uint32_t variable_arrays_ = 0;  // declared so far
    std::uint64_t static_bytes_ = 0;     // of all objects and initialising strings so far

    // `int x;` at file scope, until the end tells whether it is defined elsewhere in the unit.
    struct Tentative {
        std::string_view name;
        std::uint32_t symbol = 0;
        std::uint32_t align = 0;
        Location at;
    };
    std::vector<Tentative> tentative_;

    // The function being parsed; null at file scope.
    FunctionBody* function_ = nullptr;
    struct LabelUse {
        Label label = kNoLabel;
        bool defined = false;
        Location at;
    };
    std::map<std::string_view, LabelUse> labels_;
    std::unordered_set<std::string> reported_;  // undeclared names, once each
    Label break_ = kNoLabel;
    Label continue_ = kNoLabel;
    Stmt* switch_ = nullptr;
    const Type* switch_type_ = nullptr;

    // The initialiser being parsed.
    std::vector<InitItem> items_;
    Node* pending_ = nullptr;  // read to see what it is, not yet placed
    bool init_static_ = false;
};

}  // namespace sim::cc
