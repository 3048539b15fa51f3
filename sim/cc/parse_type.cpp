// Declaration specifiers, attributes and type names.
#include <algorithm>
#include <array>

#include "sim/cc/parser.h"

namespace sim::cc {

// How often each word of a basic type was seen, and which qualifiers.
struct TypeWords {
    bool any = false;
    Qualifiers qualifiers;
    int void_ = 0, bool_ = 0, char_ = 0, short_ = 0, int_ = 0, long_ = 0, float_ = 0, double_ = 0, signed_ = 0,
        unsigned_ = 0;

    int* count_of(std::string_view word) {
        const std::pair<std::string_view, int*> words[] = {
            {"void", &void_}, {"_Bool", &bool_},  {"char", &char_},     {"short", &short_},   {"int", &int_},
            {"long", &long_}, {"float", &float_}, {"double", &double_}, {"signed", &signed_}, {"unsigned", &unsigned_}};
        for (const auto& [name, count] : words)
            if (name == word) return count;
        return nullptr;
    }

    // Whether the words go together, whatever their order (C17 6.7.2).
    bool valid() const {
        const int bases = void_ + bool_ + char_ + float_ + double_;
        const bool sign = signed_ + unsigned_ > 0;
        if (bases > 1 || signed_ + unsigned_ > 1 || int_ > 1 || short_ > 1 || long_ > 2) return false;
        if (bases == 1 && (int_ > 0 || short_ > 0)) return false;
        if (bases == 1 && sign && char_ == 0) return false;
        if (bases == 1 && long_ > (double_ == 1 ? 1 : 0)) return false;
        return short_ == 0 || long_ == 0;
    }

    TypeKind kind() const {
        const bool is_unsigned = unsigned_ > 0;
        if (void_ > 0) return TypeKind::void_;
        if (bool_ > 0) return TypeKind::bool_;
        if (float_ > 0) return TypeKind::float_;
        if (double_ > 0) return TypeKind::double_;
        if (char_ > 0)
            return is_unsigned ? TypeKind::unsigned_char : signed_ > 0 ? TypeKind::signed_char : TypeKind::char_;
        if (short_ > 0) return is_unsigned ? TypeKind::unsigned_short : TypeKind::short_;
        if (long_ == 2) return is_unsigned ? TypeKind::unsigned_long_long : TypeKind::long_long;
        if (long_ == 1) return is_unsigned ? TypeKind::unsigned_long : TypeKind::long_;
        return is_unsigned ? TypeKind::unsigned_int : TypeKind::int_;
    }
};

namespace {

constexpr std::string_view kTypeKeywords[] = {
    "void",          "_Bool",         "char",          "short",    "int",        "long",      "float",
    "double",        "signed",        "unsigned",      "struct",   "union",      "enum",      "const",
    "volatile",      "restrict",      "inline",        "extern",   "static",     "typedef",   "auto",
    "register",      "typeof",        "_Alignas",      "_Atomic",  "_Complex",   "_Noreturn", "_Static_assert",
    "_Thread_local", "__attribute__", "__extension__", "__int128", "_Imaginary",
};

constexpr std::pair<std::string_view, Storage> kStorages[] = {
    {"typedef", Storage::typedef_}, {"extern", Storage::extern_},     {"static", Storage::static_},
    {"auto", Storage::auto_},       {"register", Storage::register_},
};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

bool Parser::starts_type(const Token& token) const {
    if (token.kind == TokenKind::keyword)
        return std::find(std::begin(kTypeKeywords), std::end(kTypeKeywords), token.text) != std::end(kTypeKeywords);
    if (token.kind != TokenKind::identifier) return false;
    const Entity* entity = const_cast<Scopes&>(scopes_).find(token.text);
    return entity != nullptr && entity->kind == Entity::Kind::type_name;
}

// attributes = ("__attribute__" "(" "(" (name ("(" ... ")")?)* ")" ")")*
// Only those that change the layout matter here.
Attributes Parser::attributes() {
    Attributes result;
    while (accept("__attribute__")) {
        expect("(");
        expect("(");
        while (!at(")") && peek().kind != TokenKind::end) {
            const std::string_view name = next().text;
            if (is_one_of(name, {"packed", "__packed__"})) result.packed = true;
            if (is_one_of(name, {"vector_size", "__vector_size__", "mode", "__mode__", "cleanup", "__cleanup__",
                                 "constructor", "__constructor__", "destructor", "__destructor__", "alias"}))
                build_.unsupported(peek().at, "attribute '" + std::string(name) + "'");
            if (is_one_of(name, {"aligned", "__aligned__"})) {
                constexpr std::uint32_t kBiggest = 16;  // __BIGGEST_ALIGNMENT__
                result.align = kBiggest;
                if (accept("(")) {
                    result.align = static_cast<std::uint32_t>(constant_expression("alignment"));
                    expect(")");
                }
            } else if (at("(")) {
                skip_balanced();
            }
        }
        expect(")");
        expect(")");
    }
    if ((result.align & (result.align - 1)) != 0 || result.align > 4096)
        build_.fail(peek().at, "requested alignment is not a power of 2 up to 4096");
    return result;
}

// alignment-specifier = "_Alignas" "(" (type-name | constant) ")"
std::uint32_t Parser::alignment_specifier() {
    const Location where = peek().at;
    expect("(");
    const std::uint64_t align =
        starts_type(peek()) ? type_name_rule()->align() : static_cast<std::uint64_t>(constant_expression("alignment"));
    expect(")");
    if ((align & (align - 1)) != 0 || align > 4096)
        build_.fail(where, "requested alignment is not a power of 2 up to 4096");
    return static_cast<std::uint32_t>(align);
}

// typeof-specifier = "typeof" "(" (expression | type-name) ")"
const Type* Parser::typeof_specifier() {
    expect("(");
    const Location where = peek().at;
    const Type* type = starts_type(peek()) ? type_name_rule() : expression()->type;
    expect(")");
    if (type->variably_modified()) build_.unsupported(where, "typeof of what is of variable length");
    return type;
}

// atomic-specifier = "_Atomic" "(" type-name ")"
const Type* Parser::atomic_specifier() {
    const Location where = peek().at;
    expect("(");
    const Type* type = type_name_rule();
    expect(")");
    return atomic(where, type);
}

const Type* Parser::atomic(Location where, const Type* type) {
    if (type->is_array() || type->is_function())
        build_.fail(where, "'_Atomic'-qualified " + std::string(type->is_array() ? "array" : "function") + " type");
    if (!type->is_scalar()) build_.unsupported(where, "_Atomic on anything but numbers and pointers");
    return types_.qualified(type, {.is_atomic = true});
}

// A specifier that names a whole type, or nullptr.
const Type* Parser::type_specifier(const Token& token) {
    if (token.is("struct") || token.is("union")) {
        next();
        return record_specifier(token.is("union"));
    }
    if (token.is("enum")) {
        next();
        return enum_specifier();
    }
    if (token.is("typeof")) {
        next();
        return typeof_specifier();
    }
    if (token.is("_Atomic")) {
        next();
        return atomic_specifier();
    }
    const Entity* entity = token.kind == TokenKind::identifier ? scopes_.find(token.text) : nullptr;
    if (entity == nullptr || entity->kind != Entity::Kind::type_name) return nullptr;
    next();
    return entity->type;
}

// storage | qualifier | attribute | alignment; false: the next token is none of these.
bool Parser::other_specifier(Specifiers& result, TypeWords& words) {
    const Token& token = peek();
    if (token.kind != TokenKind::keyword) return false;
    const auto storage = std::find_if(std::begin(kStorages), std::end(kStorages),
                                      [&](const auto& known) { return token.is(known.first); });
    if (storage != std::end(kStorages)) {
        if (result.storage != Storage::none)
            build_.fail(token.at, "multiple storage classes in declaration specifiers");
        result.storage = storage->second;
        next();
    } else if (token.is("__attribute__")) {
        result.align = std::max(result.align, attributes().align);
    } else if (accept("_Alignas")) {
        result.align = std::max(result.align, alignment_specifier());
    } else if (accept("const")) {
        words.qualifiers.is_const = true;
    } else if (accept("volatile")) {
        words.qualifiers.is_volatile = true;
    } else if (token.is("_Atomic") && !peek(1).is("(")) {
        next();
        words.qualifiers.is_atomic = true;
    } else if (is_one_of(token.text, {"inline", "restrict", "_Noreturn", "__extension__"})) {
        next();
    } else if (is_one_of(token.text, {"_Complex", "_Imaginary", "_Thread_local", "__int128"})) {
        build_.unsupported(token.at, std::string(token.text));
    } else {
        return false;
    }
    return true;
}

// No type was named: int, unless the name that follows was meant as one, as in `foo x;` and `foo *x;`.
void Parser::default_type(Specifiers& result, const TypeWords& words) {
    const bool unknown = !words.any && peek().kind == TokenKind::identifier &&
                         (peek(1).kind == TokenKind::identifier || (peek(1).is("*") && scopes_.at_file_scope()));
    if (unknown) build_.fail(peek().at, unknown_type(peek().text));
    if (words.double_ > 0 && words.long_ > 0) build_.unsupported(result.at, "long double");
    result.implicit_int = !words.any;
    result.type = types_.basic(words.kind());
}

// specifiers = (other-specifier | basic-type-word | record | enum | typeof | typedef-name)*
Specifiers Parser::specifiers() {
    Specifiers result;
    result.at = peek().at;
    TypeWords words;
    for (;;) {
        if (other_specifier(result, words)) continue;
        const Token& token = peek();
        if (int* count = token.kind == TokenKind::keyword ? words.count_of(token.text) : nullptr) {
            ++*count;
            words.any = true;
            if (result.type != nullptr || !words.valid())
                build_.fail(token.at, "two or more data types in declaration specifiers");
            next();
        } else if (result.type == nullptr && !words.any) {
            result.type = type_specifier(token);
            if (result.type == nullptr) break;
        } else {
            break;
        }
    }
    if (result.type == nullptr) default_type(result, words);
    if (words.qualifiers.is_atomic) result.type = atomic(result.at, result.type);
    result.type = types_.qualified(result.type, words.qualifiers);
    return result;
}

// type-name = specifiers abstract-declarator
const Type* Parser::type_name_rule(bool may_vary) {
    const Location where = peek().at;
    const Specifiers given = specifiers();
    if (given.storage != Storage::none) build_.fail(where, "expected a type");
    const Declarator declared = declarator(given.type);
    if (!declared.name.empty()) build_.fail(declared.at, "expected ')' before '" + std::string(declared.name) + "'");
    if (!may_vary && declared.type->variably_modified())
        build_.unsupported(where, "arrays of variable length in a type's name here");
    return declared.type;
}

}  // namespace sim::cc
