// What a declarator declares: names with linkage, typedefs, locals; and the bytes of static objects.
#include <algorithm>
#include <bit>

#include "sim/cc/fold.h"
#include "sim/cc/parser.h"
#include "sim/cc/unsupported_names.h"

namespace sim::cc {

namespace {

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

void put_bytes(std::vector<std::uint8_t>& bytes, std::uint64_t offset, std::uint64_t value, std::uint64_t size) {
    for (std::uint64_t i = 0; i < size; ++i) bytes[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

}  // namespace

void Parser::check_redeclaration(const Entity& known, const Declarator& declared) {
    if (known.kind != Entity::Kind::symbol)
        build_.fail(declared.at, quoted(declared.name) + " redeclared as different kind of symbol");
    if (same_unqualified(*known.type, *declared.type)) return;
    const std::string message = "conflicting types for " + quoted(declared.name) + "; have '" +
                                type_name(*declared.type) + "', before '" + type_name(*known.type) + "'";
    if (!known.implicit) build_.fail(declared.at, message);
    diagnostics_.warning(declared.at, message);
}

// A function or an object with static storage that other places may name too.
std::uint32_t Parser::declare_symbol(const Specifiers& given, const Declarator& declared, bool defines) {
    Entity entity;
    entity.kind = Entity::Kind::symbol;
    entity.type = declared.type;
    entity.at = declared.at;
    const Entity* known = scopes_.find_at_file_scope(declared.name);
    if (known != nullptr) {
        check_redeclaration(*known, declared);
        if (!known->implicit) entity.type = types_.composite(declared.type, known->type);
    }
    entity.symbol = unit_.named(std::string(declared.name), declared.at);
    Symbol& symbol = unit_.object.symbols[entity.symbol];
    if (given.storage == Storage::static_) symbol.internal = true;
    if (defines) {
        if (symbol.kind != Symbol::Kind::undefined)
            build_.fail(declared.at, "redefinition of " + quoted(declared.name));
        symbol.kind = declared.type->is_function() ? Symbol::Kind::function : Symbol::Kind::data;
        symbol.at = declared.at;
        symbol.library = unit_.in_library(declared.at);
    }
    if (!scopes_.at_file_scope()) scopes_.declare(declared.name, entity);
    // The file scope remembers what blocks declare, to compare; names not visible there are declared anyway.
    if (scopes_.at_file_scope() || known == nullptr) scopes_.declare_at_file_scope(declared.name, entity);
    return entity.symbol;
}

void Parser::declare_typedef(const Declarator& declared) {
    if (declared.type->variably_modified()) build_.unsupported(declared.at, "names for types of variable length");
    if (const Entity* known = scopes_.find_here(declared.name)) {
        if (known->kind != Entity::Kind::type_name)
            build_.fail(declared.at, quoted(declared.name) + " redeclared as different kind of symbol");
        if (!compatible(*known->type, *declared.type))
            build_.fail(declared.at, "conflicting types for " + quoted(declared.name));
    }
    Entity entity;
    entity.kind = Entity::Kind::type_name;
    entity.type = declared.type;
    entity.at = declared.at;
    scopes_.declare(declared.name, entity);
}

void Parser::check_object_type(const Type& type, const Declarator& declared) {
    if (type.is_void()) build_.fail(declared.at, "variable or field " + quoted(declared.name) + " declared void");
    if (type.variably_modified())
        build_.fail(declared.at, "only a local variable that is not static may be of variable length");
    if (type.is_array() && type.unsized && type.base->complete())
        build_.fail(declared.at, "array size missing in " + quoted(declared.name));
    if (type.is_record() && !type.complete()) {
        if (const std::string_view feature = unsupported_feature(type.record->tag); !feature.empty())
            build_.unsupported(declared.at, "'struct " + type.record->tag + "' (" + std::string(feature) + ")");
    }
    if (!type.complete()) build_.fail(declared.at, "storage size of " + quoted(declared.name) + " isn't known");
    if (type.size() > kMaxStaticBytes)
        build_.fail(declared.at, "size of " + quoted(declared.name) + " is too large (limit " +
                                     std::to_string(kMaxStaticBytes >> 20) + " MiB)");
}

void Parser::file_scope_object(const Specifiers& given, const Declarator& declared) {
    if (declared.type->is_void() || declared.type->variably_modified()) check_object_type(*declared.type, declared);
    if (!at("=")) {
        const std::uint32_t symbol = declare_symbol(given, declared, false);
        if (given.storage != Storage::extern_) tentative_.push_back({declared.name, symbol, given.align, declared.at});
        return;
    }
    const std::uint32_t symbol = declare_symbol(given, declared, true);
    next();
    const Type* type = declared.type;
    const std::vector<InitItem> items = initializer(type, true);
    check_object_type(*type, declared);
    scopes_.find_at_file_scope(declared.name)->type = type;
    define_static(symbol, type, items, given.align);
}

void Parser::finish_tentative() {
    for (const Tentative& one : tentative_) {
        Symbol& symbol = unit_.object.symbols[one.symbol];
        if (symbol.kind != Symbol::Kind::undefined) continue;
        Declarator declared;
        declared.name = one.name;
        declared.at = one.at;
        const Type* type = scopes_.find_at_file_scope(one.name)->type;
        if (type->is_array() && type->unsized && type->base->complete()) {
            diagnostics_.warning(one.at, "array " + quoted(one.name) + " assumed to have one element");
            type = types_.array_of(type->base, 1);
        }
        try {
            check_object_type(*type, declared);
            symbol.at = one.at;
            define_static(one.symbol, type, {}, one.align);
        } catch (const Refused&) {
            continue;  // reported
        }
    }
}

void Parser::count_static(Location where, std::uint64_t bytes) {
    static_bytes_ += bytes;
    if (static_bytes_ > kMaxStaticBytes)
        build_.fail(where, "static data take more than " + std::to_string(kMaxStaticBytes >> 20) + " MiB");
}

void Parser::define_static(std::uint32_t index, const Type* type, const std::vector<InitItem>& items,
                           std::uint32_t align) {
    Symbol& symbol = unit_.object.symbols[index];
    count_static(symbol.at, type->size());
    symbol.kind = Symbol::Kind::data;
    symbol.size = type->size();
    symbol.align = std::max(type->align(), align);
    symbol.read_only = type->is_const && !type->is_volatile;
    symbol.listed = !symbol.name.empty();
    symbol.type = unit_.exported.index_of(*type);
    if (!items.empty()) symbol.bytes.resize(symbol.size);
    for (const InitItem& item : items) write_static(symbol, item);
    const bool zero = std::all_of(symbol.bytes.begin(), symbol.bytes.end(), [](std::uint8_t b) { return b == 0; });
    if (zero && symbol.relocations.empty()) symbol.bytes.clear();
}

void Parser::write_bits(Symbol& symbol, const InitItem& item, std::uint64_t value) {
    for (std::uint32_t bit = 0; bit < item.bits->bits; ++bit) {
        const std::uint64_t at = item.offset * 8 + item.bits->bit_start + bit;
        const auto mask = static_cast<std::uint8_t>(1u << (at % 8));
        std::uint8_t& byte = symbol.bytes[at / 8];
        byte = static_cast<std::uint8_t>((value >> bit & 1) != 0 ? byte | mask : byte & ~mask);
    }
}

// The bytes of a string literal, or of a compound literal at file scope.
void Parser::copy_static(Symbol& symbol, const InitItem& item) {
    const Node* source = item.value;
    while (source->is(NodeKind::literal) && source->list.empty()) source = source->a;
    if (!source->is(NodeKind::symbol)) build_.fail(item.value->at, "initializer element is not constant");
    const Symbol& from = unit_.object.symbols[source->symbol];
    const bool known = from.internal && from.kind == Symbol::Kind::data;
    if (!known) build_.fail(item.value->at, "initializer element is not constant");
    std::copy(from.bytes.begin(), from.bytes.end(), symbol.bytes.begin() + static_cast<std::ptrdiff_t>(item.offset));
    for (Relocation relocation : from.relocations) {
        relocation.at += static_cast<std::uint32_t>(item.offset);
        symbol.relocations.push_back(relocation);
    }
}

void Parser::write_static(Symbol& symbol, const InitItem& item) {
    const std::uint64_t size = item.type->size();
    // What an earlier designator put here is replaced.
    std::erase_if(symbol.relocations, [&](const Relocation& old) {
        return item.bits == nullptr && old.at >= item.offset && old.at < item.offset + size;
    });
    if (item.type->is_array() || item.type->is_record()) return copy_static(symbol, item);
    if (item.value->is(NodeKind::floating)) {
        const double value = item.value->floating;
        const std::uint64_t bits =
            size == 4 ? std::bit_cast<std::uint32_t>(static_cast<float>(value)) : std::bit_cast<std::uint64_t>(value);
        return put_bytes(symbol.bytes, item.offset, bits, size);
    }
    const std::optional<StaticValue> value = static_value(*item.value);
    if (!value || (value->has_symbol && (size != 8 || item.bits != nullptr)))
        build_.fail(item.value->at, "initializer element is not constant");
    if (item.bits != nullptr) return write_bits(symbol, item, static_cast<std::uint64_t>(value->offset));
    if (value->has_symbol) {
        symbol.relocations.push_back({static_cast<std::uint32_t>(item.offset), value->symbol, value->offset});
        return put_bytes(symbol.bytes, item.offset, 0, size);
    }
    put_bytes(symbol.bytes, item.offset, static_cast<std::uint64_t>(value->offset), size);
}

// declaration = specifiers (init-declarator ("," init-declarator)*)? ";"
Stmt* Parser::local_declaration() {
    if (at("_Static_assert")) {
        static_assertion();
        return build_.statement(StmtKind::nothing, peek().at);
    }
    const Specifiers given = specifiers();
    Stmt* statement = build_.statement(StmtKind::declaration, given.at);
    if (accept(";")) return statement;
    if (given.implicit_int && given.storage == Storage::none) diagnostics_.warning(given.at, "type defaults to 'int'");
    do {
        Declarator declared = declarator(given.type);
        if (at("asm")) build_.unsupported(peek().at, "asm labels and register variables");
        Specifiers own = given;
        own.align = std::max(own.align, attributes().align);
        local_declarator(own, declared, *statement);
    } while (accept(","));
    expect_semicolon();
    return statement;
}

void Parser::local_declarator(const Specifiers& given, const Declarator& declared, Stmt& statement) {
    if (given.storage == Storage::typedef_) return declare_typedef(declared);
    if (const Entity* known = scopes_.find_here(declared.name)) {
        const bool linked =
            known->kind == Entity::Kind::symbol && (given.storage == Storage::extern_ || declared.type->is_function());
        if (!linked) build_.fail(declared.at, "redefinition of " + quoted(declared.name));
    }
    const bool lasts = given.storage == Storage::extern_ || given.storage == Storage::static_;
    if (lasts && declared.type->variably_modified()) check_object_type(*declared.type, declared);
    if (declared.type->is_function() || given.storage == Storage::extern_) {
        declare_symbol(given, declared, false);
        if (at("=")) build_.fail(peek().at, quoted(declared.name) + " has both 'extern' and initializer");
    } else if (given.storage == Storage::static_) {
        static_local(given, declared, statement);
    } else {
        automatic_local(given, declared, statement);
    }
}

void Parser::static_local(const Specifiers& given, const Declarator& declared, Stmt& statement) {
    Entity entity;
    entity.kind = Entity::Kind::symbol;
    entity.type = declared.type;
    entity.at = declared.at;
    entity.symbol = unit_.unnamed(std::string(declared.name), declared.at);
    scopes_.declare(declared.name, entity);
    const Type* type = declared.type;
    std::vector<InitItem> items;
    if (accept("=")) items = initializer(type, true);
    check_object_type(*type, declared);
    scopes_.find_here(declared.name)->type = type;
    define_static(entity.symbol, type, items, given.align);
    unit_.object.symbols[entity.symbol].listed = false;  // its function lists it
    statement.statics.push_back(entity.symbol);
}

void Parser::automatic_local(const Specifiers& given, const Declarator& declared, Stmt& statement) {
    constexpr std::uint32_t kStackAlign = 16;  // bytes: all a call guarantees
    if (given.align > kStackAlign) build_.unsupported(declared.at, "locals aligned to more than 16 bytes");
    if (declared.type->variably_modified()) return variable_local(declared, statement);
    Variable* variable = build_.variable(std::string(declared.name), declared.type, declared.at);
    Entity entity;
    entity.type = declared.type;
    entity.variable = variable;
    entity.at = declared.at;
    if (!declared.type->is_array() || !declared.type->unsized) check_object_type(*declared.type, declared);
    scopes_.declare(variable->name, entity);
    statement.variables.push_back(variable);
    std::vector<InitItem> items;
    const bool initialised = accept("=");
    if (initialised) items = initializer(variable->type, false);
    check_object_type(*variable->type, declared);
    scopes_.find_here(declared.name)->type = variable->type;
    if (initialised) initialise_local(declared.at, variable, items, statement.list);
}

Node* Parser::item_target(Location where, Node* object, const InitItem& item) {
    if (item.bits == nullptr && item.offset == 0 && item.type->size() == object->type->size() &&
        item.type->kind == object->type->kind)
        return object;
    Member& part = unit_.arena.members.emplace_back();
    part.type = item.type;
    part.offset = item.offset;
    if (item.bits != nullptr) {
        part.bits = item.bits->bits;
        part.bit_start = item.bits->bit_start;
    }
    return build_.member_of(where, object, part);
}

void Parser::initialise_local(Location where, Variable* variable, const std::vector<InitItem>& items,
                              std::vector<Node*>& out) {
    std::uint64_t covered = 0;  // bytes; designators may count twice, bit-fields never count
    std::uint64_t end = 0;
    bool in_order = true;
    for (const InitItem& item : items) {
        if (item.bits == nullptr) covered += item.type->size();
        in_order = in_order && item.offset >= end && item.bits == nullptr;
        end = item.offset + item.type->size();
    }
    Node* object = build_.local(where, variable);
    const Type* nothing = types_.basic(TypeKind::void_);
    if (!in_order || covered != variable->type->size())
        out.push_back(build_.make(NodeKind::zero, where, nothing, object));
    for (const InitItem& item : items) out.push_back(build_.store(where, item_target(where, object, item), item.value));
}

}  // namespace sim::cc
