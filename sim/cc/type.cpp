#include "sim/cc/type.h"

#include <algorithm>

namespace sim::cc {

namespace {

struct BasicType {
    const char* name;
    std::uint8_t size;
    bool is_signed;
};

// In the order of TypeKind.
constexpr BasicType kBasic[kBasicTypes] = {
    {"void", 1, false},
    {"_Bool", 1, false},
    {"char", 1, true},
    {"signed char", 1, true},
    {"unsigned char", 1, false},
    {"short int", 2, true},
    {"short unsigned int", 2, false},
    {"int", 4, true},
    {"unsigned int", 4, false},
    {"long int", 8, true},
    {"long unsigned int", 8, false},
    {"long long int", 8, true},
    {"long long unsigned int", 8, false},
    {"float", 4, true},
    {"double", 8, true},
};

const BasicType& basic_of(TypeKind kind) {
    return kBasic[static_cast<std::size_t>(kind)];
}

bool parameters_compatible(const Type& left, const Type& right) {
    if (!left.prototype || !right.prototype) return true;
    if (left.variadic != right.variadic || left.parameters.size() != right.parameters.size()) return false;
    for (std::size_t i = 0; i < left.parameters.size(); ++i)
        if (!same_unqualified(*left.parameters[i].type, *right.parameters[i].type)) return false;
    return true;
}

std::string qualifiers(const Type& type) {
    return std::string(type.is_const ? "const " : "") + (type.is_volatile ? "volatile " : "") +
           (type.is_atomic ? "_Atomic " : "");
}

std::string parameter_list(const Type& type) {
    std::string text = "(";
    for (const Parameter& parameter : type.parameters)
        text += (text.size() > 1 ? ", " : "") + type_name(*parameter.type);
    if (type.variadic) text += ", ...";
    if (type.prototype && type.parameters.empty()) text += "void";
    return text + ")";
}

std::string named(const char* keyword, const std::string& tag) {
    return std::string(keyword) + (tag.empty() ? "<anonymous>" : tag);
}

std::string leaf_name(const Type& type) {
    if (type.is_record()) return named(type.record->is_union ? "union " : "struct ", type.record->tag);
    if (type.is_enum()) return named("enum ", type.enumeration->tag);
    return basic_of(type.kind).name;
}

}  // namespace

std::uint64_t Type::size() const {
    switch (kind) {
        case TypeKind::enumeration: return 4;
        case TypeKind::pointer: return 8;
        case TypeKind::array: return count * base->size();
        case TypeKind::record: return record->size;
        case TypeKind::function: return 1;
        default: return basic_of(kind).size;
    }
}

std::uint32_t Type::align() const {
    if (is_array()) return base->align();
    if (is_record()) return record->align;
    return static_cast<std::uint32_t>(size());
}

bool Type::complete() const {
    if (is_record()) return record->complete;
    if (is_array()) return !unsized && base->complete();
    return !is_void() && !is_function();
}

bool Type::variably_modified() const {
    const bool derived = is_pointer() || is_array() || is_function();
    return variable_length() || (derived && base->variably_modified());
}

bool Type::is_signed() const {
    return is_enum() ? enumeration->is_signed : is_integer() && basic_of(kind).is_signed;
}

bool same_unqualified(const Type& left, const Type& right) {
    if (&left == &right) return true;
    if (left.kind != right.kind) {
        // An enumeration is compatible with the integer type gcc chooses for it.
        const auto underlying = [](const Type& type) {
            if (!type.is_enum()) return type.kind;
            return type.is_signed() ? TypeKind::int_ : TypeKind::unsigned_int;
        };
        return underlying(left) == underlying(right);
    }
    switch (left.kind) {
        case TypeKind::pointer: return compatible(*left.base, *right.base);
        case TypeKind::array:
            return compatible(*left.base, *right.base) && (left.unsized || right.unsized || left.count == right.count);
        case TypeKind::record: return left.record == right.record;
        case TypeKind::enumeration: return left.enumeration == right.enumeration;
        case TypeKind::function: return same_unqualified(*left.base, *right.base) && parameters_compatible(left, right);
        default: return true;
    }
}

bool compatible(const Type& left, const Type& right) {
    const bool alike =
        left.is_const == right.is_const && left.is_volatile == right.is_volatile && left.is_atomic == right.is_atomic;
    return alike && same_unqualified(left, right);
}

std::string type_name(const Type& type) {
    // Declarators are written inside out: walk to the leaf, growing the text around the middle.
    std::string middle;
    const Type* at = &type;
    for (;; at = at->base) {
        if (at->is_pointer()) {
            const std::string own = qualifiers(*at);
            middle = "*" + (own.empty() ? own : own.substr(0, own.size() - 1) + (middle.empty() ? "" : " ")) + middle;
            if (at->base->is_array() || at->base->is_function()) middle = "(" + middle + ")";
        } else if (at->is_array()) {
            middle += at->unsized ? "[]" : "[" + std::to_string(at->count) + "]";
        } else if (at->is_function()) {
            middle += parameter_list(*at);
        } else {
            break;
        }
    }
    const std::string leaf = qualifiers(*at) + leaf_name(*at);
    return middle.empty() ? leaf : leaf + (middle.front() == '[' ? "" : " ") + middle;
}

TypeTable::TypeTable() {
    for (std::size_t i = 0; i < kBasicTypes; ++i) {
        basic_.emplace_back();
        basic_.back().kind = static_cast<TypeKind>(i);
    }
}

Type* TypeTable::add(Type type) {
    return &types_.emplace_back(std::move(type));
}

const Type* TypeTable::pointer_to(const Type* base) {
    Type type;
    type.kind = TypeKind::pointer;
    type.base = base;
    type.depth = base->depth + 1;
    return add(std::move(type));
}

const Type* TypeTable::array_of(const Type* element, std::uint64_t count) {
    Type type;
    type.kind = TypeKind::array;
    type.base = element;
    type.count = count;
    type.depth = element->depth + 1;
    // An array is as qualified as its elements.
    type.is_const = element->is_const;
    type.is_volatile = element->is_volatile;
    return add(std::move(type));
}

const Type* TypeTable::unsized_array_of(const Type* element) {
    Type type = *array_of(element, 0);
    type.unsized = true;
    return add(std::move(type));
}

const Type* TypeTable::variable_array_of(const Type* element, Node* length, Variable* bytes) {
    Type type = *unsized_array_of(element);
    type.length = length;
    type.bytes = bytes;
    return add(std::move(type));
}

const Type* TypeTable::function(const Type* result, std::vector<Parameter> parameters, bool variadic, bool prototype) {
    Type type;
    type.kind = TypeKind::function;
    type.base = result;
    type.variadic = variadic;
    type.prototype = prototype;
    type.depth = result->depth + 1;
    for (const Parameter& parameter : parameters) type.depth = std::max(type.depth, parameter.type->depth + 1);
    type.parameters = std::move(parameters);
    return add(std::move(type));
}

const Type* TypeTable::qualified(const Type* type, const Qualifiers& more) {
    const bool has_all =
        type->is_const >= more.is_const && type->is_volatile >= more.is_volatile && type->is_atomic >= more.is_atomic;
    if (has_all) return type;
    Type copy = *type;
    if (type->is_array()) copy.base = qualified(type->base, more);
    copy.is_const |= more.is_const;
    copy.is_volatile |= more.is_volatile;
    copy.is_atomic |= more.is_atomic;
    return add(std::move(copy));
}

const Type* TypeTable::unqualified(const Type* type) {
    if (!type->is_const && !type->is_volatile && !type->is_atomic) return type;
    if (static_cast<std::size_t>(type->kind) < kBasicTypes) return basic(type->kind);
    Type copy = *type;
    static_cast<Qualifiers&>(copy) = {};
    return add(std::move(copy));
}

Type* TypeTable::new_record(std::string tag, bool is_union) {
    Record& record = records_.emplace_back();
    record.tag = std::move(tag);
    record.is_union = is_union;
    Type type;
    type.kind = TypeKind::record;
    type.record = &record;
    return add(std::move(type));
}

Type* TypeTable::new_enumeration(std::string tag) {
    Enumeration& enumeration = enumerations_.emplace_back();
    enumeration.tag = std::move(tag);
    Type type;
    type.kind = TypeKind::enumeration;
    type.enumeration = &enumeration;
    return add(std::move(type));
}

const Type* TypeTable::composite(const Type* left, const Type* right) {
    if (left->is_array() && right->is_array()) return left->unsized ? right : left;
    if (left->is_function() && right->is_function()) return left->prototype ? left : right;
    return left;
}

}  // namespace sim::cc
