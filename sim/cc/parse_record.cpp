// struct, union and enum.
#include <algorithm>

#include "sim/cc/parser.h"

namespace sim::cc {

// record-specifier = ("struct" | "union") attributes? tag? ("{" member-declaration* "}" attributes?)?
const Type* Parser::record_specifier(bool is_union) {
    Attributes given = attributes();
    const Location where = peek().at;
    std::string_view tag;
    if (peek().kind == TokenKind::identifier) tag = next().text;
    if (tag.empty() && !at("{")) unexpected("identifier or '{'");
    const bool defines = at("{");
    // `struct s;` and a definition mean this block's s; any other use the nearest one.
    const bool own = defines || at(";");
    const Type* type = tag.empty() ? nullptr : own ? scopes_.find_tag_here(tag) : scopes_.find_tag(tag);
    if (type != nullptr && (!type->is_record() || type->record->is_union != is_union))
        build_.fail(where, "'" + std::string(tag) + "' defined as wrong kind of tag");
    if (type == nullptr) {
        type = types_.new_record(std::string(tag), is_union);
        if (!tag.empty()) scopes_.declare_tag(tag, type);
    }
    if (!defines) return type;
    if (type->record->complete) build_.fail(where, "redefinition of '" + type_name(*type) + "'");
    // `packed` behind the closing brace counts from the first member on: look there first.
    const std::size_t open = position_;
    skip_balanced();
    const Attributes behind = attributes();
    const std::size_t end = position_;
    position_ = open;
    record_members(type, given.packed || behind.packed, std::max(given.align, behind.align));
    position_ = end;
    return type;
}

// "{" (specifiers member ("," member)* ";" | static-assert)* "}"
void Parser::record_members(const Type* type, bool packed, std::uint32_t align) {
    const Nest nest(*this);
    RecordLayout layout(*type->record, packed);
    expect("{");
    while (!accept("}")) {
        if (at("_Static_assert")) {
            static_assertion();
            continue;
        }
        if (accept(";")) continue;
        if (!starts_type(peek())) {
            if (peek().kind == TokenKind::identifier) build_.fail(peek().at, unknown_type(peek().text));
            unexpected("specifier-qualifier-list");
        }
        record_declarators(specifiers(), type, layout, packed);
    }
    layout.finish(align);
    limited(peek().at, type);
}

namespace {

// Whether a member of this name exists, in anonymous members too.
bool has_member(const Record& record, std::string_view name) {
    std::vector<const Member*> path;
    return find_member(record, name, path);
}

}  // namespace

// member = declarator? (":" constant)?
void Parser::record_declarators(const Specifiers& given, const Type* record, RecordLayout& layout, bool packed) {
    if (given.storage != Storage::none) build_.fail(given.at, "storage class in a structure member");
    if (accept(";")) {
        // An anonymous struct or union: its members are found as if they were ours.
        if (given.type->is_record() && given.type->record->tag.empty()) {
            Member member;
            member.type = given.type;
            layout.add(std::move(member));
        } else {
            diagnostics_.warning(given.at, "declaration does not declare anything");
        }
        return;
    }
    do {
        Declarator declared;
        declared.type = given.type;
        declared.at = peek().at;
        if (!at(":")) declared = declarator(given.type);
        if (at(":")) {
            if (packed) build_.unsupported(peek().at, "bit-fields in packed structures");
            bit_field(declared, *record->record, layout);
            continue;
        }
        if (attributes().align != 0 || given.align != 0) build_.unsupported(declared.at, "alignment of single members");
        const std::string name(declared.name);
        if (name.empty()) unexpected("identifier");
        if (has_member(*record->record, name)) build_.fail(declared.at, "duplicate member '" + name + "'");
        if (declared.type->is_function()) build_.fail(declared.at, "field '" + name + "' declared as a function");
        const bool flexible = declared.type->is_array() && declared.type->unsized && at(";") && peek(1).is("}");
        if (declared.type->variably_modified()) build_.fail(declared.at, "field '" + name + "' has variable length");
        if (!declared.type->complete() && !flexible)
            build_.fail(declared.at, "field '" + name + "' has incomplete type '" + type_name(*declared.type) + "'");
        Member member;
        member.name = name;
        member.type = declared.type;
        layout.add(std::move(member));
        constexpr std::uint64_t kLargest = 1ull << 40;  // bytes
        if (record->record->size > kLargest) build_.fail(declared.at, "type is too large");
    } while (accept(","));
    expect_semicolon();
}

void Parser::bit_field(const Declarator& declared, const Record& record, RecordLayout& layout) {
    const Location where = next().at;
    const std::string name(declared.name);
    const std::string shown_name = name.empty() ? "<anonymous>" : name;
    const std::int64_t width = constant_expression("bit-field width");
    const Type& type = *declared.type;
    if (!type.is_integer()) build_.fail(declared.at, "bit-field '" + shown_name + "' has invalid type");
    if (type.is_atomic) build_.fail(declared.at, "bit-field '" + shown_name + "' has atomic type");
    if (width < 0) build_.fail(where, "negative width in bit-field '" + shown_name + "'");
    if (static_cast<std::uint64_t>(width) > (type.is(TypeKind::bool_) ? 1 : type.size() * 8))
        build_.fail(where, "width of '" + shown_name + "' exceeds its type");
    if (name.empty()) return layout.add_unnamed_bits(type, static_cast<std::uint32_t>(width));
    if (width == 0) build_.fail(where, "zero width for bit-field '" + name + "'");
    if (has_member(record, name)) build_.fail(declared.at, "duplicate member '" + name + "'");
    Member member;
    member.name = name;
    member.type = declared.type;
    member.bits = static_cast<std::uint32_t>(width);
    layout.add(std::move(member));
}

// enum-specifier = "enum" attributes? tag? ("{" enumerators "}")?
const Type* Parser::enum_specifier() {
    attributes();
    const Location where = peek().at;
    std::string_view tag;
    if (peek().kind == TokenKind::identifier) tag = next().text;
    const bool defines = at("{");
    if (tag.empty() && !defines) unexpected("identifier or '{'");
    const Type* type = tag.empty() ? nullptr : defines ? scopes_.find_tag_here(tag) : scopes_.find_tag(tag);
    if (type != nullptr && !type->is_enum())
        build_.fail(where, "'" + std::string(tag) + "' defined as wrong kind of tag");
    if (type == nullptr) {
        type = types_.new_enumeration(std::string(tag));
        if (!tag.empty()) scopes_.declare_tag(tag, type);
    }
    if (defines) {
        if (type->enumeration->complete) build_.fail(where, "redeclaration of '" + type_name(*type) + "'");
        enumerators(*type->enumeration);
        attributes();
    }
    return type;
}

// enumerators = "{" identifier ("=" constant)? ("," identifier ("=" constant)?)* ","? "}"
void Parser::enumerators(Enumeration& enumeration) {
    expect("{");
    std::int64_t value = 0;
    while (!accept("}")) {
        if (peek().kind != TokenKind::identifier) unexpected("identifier");
        const Token& name = next();
        attributes();
        if (accept("=")) value = constant_expression("enumerator value");
        if (value < INT32_MIN || value > UINT32_MAX) build_.unsupported(name.at, "enumerators outside int");
        if (scopes_.find_here(name.text) != nullptr)
            build_.fail(name.at, "redeclaration of enumerator '" + std::string(name.text) + "'");
        Entity entity;
        entity.kind = Entity::Kind::enumerator;
        entity.type = types_.basic(value > INT32_MAX ? TypeKind::unsigned_int : TypeKind::int_);
        entity.value = value++;
        entity.at = name.at;
        if (entity.value < 0) enumeration.is_signed = true;
        scopes_.declare(name.text, entity);
        if (!accept(",") && !at("}")) unexpected("',' or '}'");
    }
    enumeration.complete = true;
}

}  // namespace sim::cc
