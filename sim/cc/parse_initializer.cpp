// Initialisers (C17 6.7.9): flattened to values with offsets, in the order they are stored.
//
// A later item may overwrite an earlier one, as designators allow. Braces may be left out inside: then an aggregate
// takes as many values as it has room for and leaves the rest to what surrounds it.
#include <algorithm>

#include "sim/cc/parser.h"

namespace sim::cc {

namespace {

constexpr std::size_t kMaxItems = 1u << 20;  // values of one initialiser, ranges counted out

bool is_character(const Type& type) {
    return type.is(TypeKind::char_) || type.is(TypeKind::signed_char) || type.is(TypeKind::unsigned_char);
}

}  // namespace

// initializer = assignment | "{" (designation? initializer ("," designation? initializer)*)? ","? "}"
std::vector<InitItem> Parser::initializer(const Type*& type, bool is_static) {
    // An initialiser may contain another one, in a statement expression or compound literal.
    std::vector<InitItem> outer_items = std::move(items_);
    Node* const outer_pending = std::exchange(pending_, nullptr);
    const bool outer_static = std::exchange(init_static_, is_static);
    items_.clear();
    if (type->is_array() && type->unsized) {
        if (at_string_for(*type)) {
            const std::uint64_t length = (at("{") ? peek(1) : peek()).string.size() + 1;
            type = types_.array_of(type->base, length);
            init_object(type, 0, nullptr);
        } else {
            if (!at("{")) build_.fail(peek().at, "invalid initializer");
            std::uint64_t count = 0;
            init_braced(type, 0, &count);
            type = types_.array_of(type->base, count);
        }
    } else {
        if (type->is_array() && !at("{") && !at_string_for(*type)) build_.fail(peek().at, "invalid initializer");
        if (!type->complete()) build_.fail(peek().at, "variable has initializer but incomplete type");
        if (type->is_record() && !at("{")) {
            init_value(type, 0, nullptr, assignment());
        } else {
            init_object(type, 0, nullptr);
        }
    }
    std::vector<InitItem> result = std::exchange(items_, std::move(outer_items));
    pending_ = outer_pending;
    init_static_ = outer_static;
    return result;
}

bool Parser::at_string_for(const Type& type) const {
    if (!type.is_array() || !is_character(*type.base)) return false;
    // "..." alone or in braces of its own.
    const bool braced = at("{") && peek(1).kind == TokenKind::string && (peek(2).is("}") || peek(2).is(","));
    return peek().kind == TokenKind::string || braced;
}

void Parser::init_value(const Type* type, std::uint64_t offset, const Member* bits, Node* value) {
    if (items_.size() >= kMaxItems) build_.fail(value->at, "too many values in one initializer");
    const Target target{Target::Kind::initialization, 0, {}};
    items_.push_back({type, offset, bits, build_.converted_for(target, value->at, value, type)});
}

void Parser::init_string(const Type* type, std::uint64_t offset) {
    const bool braced = accept("{");
    const Token& token = next();
    std::string bytes = token.string;
    if (bytes.size() > type->count)
        diagnostics_.warning(token.at, "initializer-string for array of '" + type_name(*type->base) + "' is too long");
    count_static(token.at, type->size());
    bytes.resize(type->size());
    Node* value = build_.symbol(token.at, unit_.literal(bytes, token.at), type);
    items_.push_back({type, offset, nullptr, value});
    if (braced) {
        accept(",");
        expect("}");
    }
}

// One subobject: a braced list, a string, a value, or as many values as it needs.
void Parser::init_object(const Type* type, std::uint64_t offset, const Member* bits) {
    const Nest nest(*this);
    if (pending_ == nullptr && at_string_for(*type)) return init_string(type, offset);
    if (pending_ == nullptr && at("{")) {
        if (type->is_array() || type->is_record()) return init_braced(type, offset, nullptr);
        next();
        init_object(type, offset, bits);
        accept(",");
        return expect("}");
    }
    if (type->is_array()) return init_elided(type, offset, 0);
    if (pending_ == nullptr) pending_ = assignment();
    if (type->is_record() && !(pending_->type->is_record() && same_unqualified(*type, *pending_->type)))
        return init_elided(type, offset, 0);
    init_value(type, offset, bits, std::exchange(pending_, nullptr));
}

// The element of an array or the member of a record at `index`; false when there is none.
bool Parser::init_element(const Type* type, std::uint64_t offset, std::uint64_t index) {
    if (type->is_array()) {
        if (!type->unsized && index >= type->count) return false;
        init_object(type->base, offset + index * type->base->size(), nullptr);
        return true;
    }
    const Record& record = *type->record;
    if (index >= (record.is_union ? std::min<std::size_t>(record.members.size(), 1) : record.members.size()))
        return false;
    const Member& member = record.members[index];
    if (member.type->is_array() && member.type->unsized)
        build_.unsupported(peek().at, "initialising a flexible array member");
    init_object(member.type, offset + member.offset, member.bits > 0 ? &member : nullptr);
    return true;
}

// Whether the list goes on with a value for the next element: takes the comma before it.
bool Parser::more_elements() {
    if (!at(",") || peek(1).is("}") || peek(1).is(".") || peek(1).is("[")) return false;
    next();
    return true;
}

// initializer ("," initializer)*, as many as there are elements from `index` on
void Parser::init_elided(const Type* type, std::uint64_t offset, std::uint64_t index) {
    const std::uint64_t elements = type->is_array()         ? type->count
                                   : type->record->is_union ? std::min<std::size_t>(type->record->members.size(), 1)
                                                            : type->record->members.size();
    if (index == 0 && elements == 0) build_.fail(peek().at, "value for an object without members");
    while (index < elements) {
        init_element(type, offset, index);
        if (++index == elements || !more_elements()) return;
    }
}

// "{" (designation? initializer),* "}"; `count` receives the length an unsized array gets.
void Parser::init_braced(const Type* type, std::uint64_t offset, std::uint64_t* count) {
    expect("{");
    std::uint64_t index = 0;
    std::uint64_t length = 0;
    while (!at("}")) {
        if (at(".") || at("[")) {
            index = init_designated(type, offset) + 1;
        } else {
            const Location where = peek().at;
            if (!init_element(type, offset, index++)) {
                diagnostics_.warning(where, std::string("excess elements in ") +
                                                (type->is_array()         ? "array"
                                                 : type->record->is_union ? "union"
                                                                          : "struct") +
                                                " initializer");
                if (at("{"))
                    skip_balanced();
                else
                    assignment();
            }
        }
        length = std::max(length, index);
        if (!accept(",")) break;
    }
    expect("}");
    if (count != nullptr) *count = length;
}

// designation = designator+ "=" initializer; gives the index of the outermost element it ended in.
std::uint64_t Parser::init_designated(const Type* type, std::uint64_t offset) {
    const Nest nest(*this);
    if (at(".") && type->is_record()) return init_member_designator(type, offset);
    if (at("[") && type->is_array()) return init_index_designator(type, offset);
    build_.fail(peek().at,
                at(".") ? "field name not in record or union initializer" : "array index in non-array initializer");
}

// Behind one designator: another one, whose aggregate then takes further values too, or "=" initializer.
void Parser::init_designator_end(const Type* type, std::uint64_t offset, const Member* bits) {
    if (!at(".") && !at("[")) {
        expect("=");
        return init_object(type, offset, bits);
    }
    const std::uint64_t index = init_designated(type, offset);
    const std::uint64_t elements = type->is_array() ? type->count : type->record->members.size();
    const bool room = index + 1 < elements && !(type->is_record() && type->record->is_union);
    if (room && more_elements()) init_elided(type, offset, index + 1);
}

// member-designator = "." identifier
std::uint64_t Parser::init_member_designator(const Type* type, std::uint64_t offset) {
    next();
    if (peek().kind != TokenKind::identifier) unexpected("identifier");
    const Token& name = next();
    std::vector<const Member*> path;
    if (!find_member(*type->record, name.text, path))
        build_.fail(name.at, "'" + type_name(*type) + "' has no member named '" + std::string(name.text) + "'");
    for (const Member* step : path) offset += step->offset;
    const Member& last = *path.back();
    if (last.type->is_array() && last.type->unsized)
        build_.unsupported(name.at, "initialising a flexible array member");
    init_designator_end(last.type, offset, last.bits > 0 ? &last : nullptr);
    return static_cast<std::uint64_t>(path.front() - type->record->members.data());
}

// index-designator = "[" constant ("..." constant)? "]"
std::uint64_t Parser::init_index_designator(const Type* type, std::uint64_t offset) {
    const Location where = next().at;
    const std::int64_t first = constant_expression("array index in initializer");
    const std::int64_t last = accept("...") ? constant_expression("array index in initializer") : first;
    expect("]");
    const std::uint64_t size = type->base->size();
    const std::uint64_t room = type->unsized ? kMaxStaticBytes / std::max<std::uint64_t>(size, 1) : type->count;
    if (first < 0 || last < first || static_cast<std::uint64_t>(last) >= room)
        build_.fail(where, "array index in initializer exceeds array bounds");
    const std::size_t before = items_.size();
    init_designator_end(type->base, offset + static_cast<std::uint64_t>(first) * size, nullptr);
    const std::size_t after = items_.size();
    for (std::int64_t index = first + 1; index <= last; ++index) {
        for (std::size_t i = before; i < after; ++i) {
            if (items_.size() >= kMaxItems) build_.fail(where, "too many values in one initializer");
            InitItem item = items_[i];
            item.offset += static_cast<std::uint64_t>(index - first) * size;
            items_.push_back(item);
        }
    }
    return static_cast<std::uint64_t>(last);
}

}  // namespace sim::cc
