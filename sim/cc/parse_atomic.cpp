// gcc's atomic functions: __sync_fetch_and_add and its relatives, __atomic_load_n and its relatives.
#include "sim/cc/parser.h"

namespace sim::cc {

namespace {

constexpr std::string_view kSyncPrefix = "__sync_";
constexpr std::string_view kAtomicPrefix = "__atomic_";

// A function that reads, computes and writes.
struct Update {
    std::string_view name;  // behind the prefix
    std::string_view spelling;
    bool gives_old = false;
};
constexpr Update kSyncUpdates[] = {
    {"fetch_and_add", "+=", true}, {"fetch_and_sub", "-=", true}, {"fetch_and_and", "&=", true},
    {"fetch_and_or", "|=", true},  {"fetch_and_xor", "^=", true}, {"add_and_fetch", "+="},
    {"sub_and_fetch", "-="},       {"and_and_fetch", "&="},       {"or_and_fetch", "|="},
    {"xor_and_fetch", "^="},
};
constexpr Update kAtomicUpdates[] = {
    {"fetch_add", "+=", true}, {"fetch_sub", "-=", true}, {"fetch_and", "&=", true}, {"fetch_or", "|=", true},
    {"fetch_xor", "^=", true}, {"add_fetch", "+="},       {"sub_fetch", "-="},       {"and_fetch", "&="},
    {"or_fetch", "|="},        {"xor_fetch", "^="},
};

template <std::size_t n>
const Update* find_update(const Update (&updates)[n], std::string_view name) {
    for (const Update& update : updates)
        if (update.name == name) return &update;
    return nullptr;
}

}  // namespace

// The pointer operand of an atomic operation.
Node* Parser::atomic_object(Location where, Node* pointer) {
    pointer = build_.operand(pointer);
    const bool fits = pointer->type->is_pointer() && pointer->type->base->is_scalar();
    if (!fits) build_.unsupported(where, "atomic operations on anything but numbers and pointers");
    return pointer;
}

// The same where the object's bits are compared or computed with.
Node* Parser::atomic_bits(Location where, Node* pointer) {
    pointer = atomic_object(where, pointer);
    if (pointer->type->base->is_floating()) build_.unsupported(where, "this operation on numbers with a fraction");
    return pointer;
}

// As gcc: what is added to a pointer is not scaled.
Node* Parser::atomic_update(Location where, std::string_view spelling, bool gives_old, Node* object, Node* amount) {
    object = atomic_bits(where, object);
    const Type* type = types_.unqualified(object->type->base);
    if (type->is(TypeKind::bool_)) build_.fail(where, "operand type '_Bool *' is incompatible with this function");
    if (type->is_pointer()) object = build_.cast(where, object, types_.pointer_to(types_.basic(TypeKind::long_)));
    amount = build_.scalar(amount, "");
    if (amount->type->is_pointer()) amount = build_.cast(where, amount, types_.basic(TypeKind::long_));
    Node* node = build_.compound(where, spelling, build_.deref(where, object), amount);
    node->atomic = true;
    node->post = gives_old;
    return build_.converted(node, type);
}

Node* Parser::atomic_exchange(Location where, Node* object, Node* wanted) {
    object = atomic_bits(where, object);
    const Type* type = types_.unqualified(object->type->base);
    return builtin_node(where, Builtin::exchange, type, {object, build_.converted(build_.scalar(wanted, ""), type)});
}

// Any object's first byte becomes 1; whether it was not 0.
Node* Parser::atomic_test_and_set(Location where, Node* object) {
    const Type* byte = types_.basic(TypeKind::unsigned_char);
    object = build_.cast(where, object, types_.pointer_to(byte));
    Node* old = atomic_exchange(where, object, build_.integer(where, 1, byte));
    return build_.converted(old, types_.basic(TypeKind::bool_));
}

Node* Parser::atomic_store(Location where, Node* object, Node* wanted) {
    Node* stored = build_.assign(where, build_.deref(where, atomic_object(where, object)), wanted);
    return build_.cast(where, stored, types_.basic(TypeKind::void_));
}

Node* Parser::atomic_load(Location where, Node* object) {
    object = atomic_object(where, object);
    return build_.cast(where, build_.deref(where, object), object->type->base);
}

Node* Parser::atomic_compare(Location where, const std::vector<Node*>& operands, bool gives_bool) {
    Node* pointer = atomic_bits(where, operands[0]);
    const Type* type = types_.unqualified(pointer->type->base);
    Node* expected = build_.local(where, build_.variable("", type, where));
    Node* keep = build_.store(where, expected, build_.converted(build_.scalar(operands[1], ""), type));
    Node* wanted = build_.converted(build_.scalar(operands[2], ""), type);
    Node* old = builtin_node(where, Builtin::compare_swap, type, {pointer, expected, wanted});
    return build_.comma(where, keep, gives_bool ? build_.binary(where, "==", old, expected) : old);
}

// __atomic_compare_exchange_n: what was found goes to *expected when it differed.
Node* Parser::atomic_exchange_if(Location where, const std::vector<Node*>& operands) {
    Node* pointer = atomic_bits(where, operands[0]);
    const Type* type = types_.unqualified(pointer->type->base);
    const auto temporary = [&](const Type* of) { return build_.local(where, build_.variable("", of, where)); };
    Node* place = temporary(types_.pointer_to(type));
    Node* expected = temporary(type);
    Node* found = temporary(type);
    Node* wanted = build_.converted(build_.scalar(operands[2], ""), type);
    Node* swap = builtin_node(where, Builtin::compare_swap, type, {pointer, expected, wanted});
    Node* failed = build_.comma(where, build_.store(where, build_.deref(where, place), found),
                                build_.integer(where, 0, TypeKind::int_));
    Node* result = build_.conditional(where, build_.binary(where, "==", found, expected),
                                      build_.integer(where, 1, TypeKind::int_), failed);
    result = build_.comma(where, build_.store(where, found, swap), result);
    result = build_.comma(where, build_.store(where, expected, build_.deref(where, place)), result);
    return build_.comma(where, build_.store(where, place, build_.converted(build_.operand(operands[1]), place->type)),
                        result);
}

// The memory order some take as last operands changes nothing: the simulated machine is sequentially consistent.
Node* Parser::atomic_operation(const Token& name) {
    const Location where = name.at;
    const bool sync = name.text.starts_with(kSyncPrefix);
    const std::string_view what = name.text.substr((sync ? kSyncPrefix : kAtomicPrefix).size());
    const std::vector<Node*> operands = arguments();
    const auto takes = [&](std::size_t least) {
        if (operands.size() < least)
            build_.fail(where, "too few arguments to function '" + std::string(name.text) + "'");
    };
    if (what == "synchronize" || what == "thread_fence" || what == "signal_fence")
        return build_.cast(where, build_.integer(where, 0, TypeKind::int_), types_.basic(TypeKind::void_));
    takes(1);
    if (what == "load_n") return atomic_load(where, operands[0]);
    if (what == "test_and_set") return atomic_test_and_set(where, operands[0]);
    if (what == "lock_release") return atomic_store(where, operands[0], build_.integer(where, 0, TypeKind::int_));
    if (what == "clear") {
        const Type* byte = types_.pointer_to(types_.basic(TypeKind::unsigned_char));
        return atomic_store(where, build_.cast(where, operands[0], byte), build_.integer(where, 0, TypeKind::int_));
    }
    takes(2);
    if (what == "always_lock_free" || what == "is_lock_free") return build_.integer(where, 1, TypeKind::bool_);
    if (what == "store_n") return atomic_store(where, operands[0], operands[1]);
    if (what == "lock_test_and_set" || what == "exchange_n") return atomic_exchange(where, operands[0], operands[1]);
    if (const Update* update = sync ? find_update(kSyncUpdates, what) : find_update(kAtomicUpdates, what))
        return atomic_update(where, update->spelling, update->gives_old, operands[0], operands[1]);
    takes(3);
    if (what == "bool_compare_and_swap") return atomic_compare(where, operands, true);
    if (what == "val_compare_and_swap") return atomic_compare(where, operands, false);
    if (what == "compare_exchange_n") return atomic_exchange_if(where, operands);
    build_.unsupported(where, std::string(name.text));
}

}  // namespace sim::cc
