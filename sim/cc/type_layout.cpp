// Where members of records lie, and types as the inspector sees them.
#include <algorithm>

#include "sim/cc/type.h"

namespace sim::cc {

namespace {

std::uint64_t round_up(std::uint64_t value, std::uint64_t to) {
    return (value + to - 1) / to * to;
}

}  // namespace

std::uint64_t RecordLayout::place_bits(const Type& type, std::uint32_t bits) {
    const std::uint64_t unit = type.size() * 8;
    if (record_.is_union) return 0;
    // A bit-field never crosses a boundary of its own type; width 0 closes the current unit.
    if (bits == 0 || bits_used_ / unit != (bits_used_ + bits - 1) / unit) bits_used_ = round_up(bits_used_, unit);
    const std::uint64_t first = bits_used_;
    bits_used_ += bits;
    return first;
}

void RecordLayout::add_unnamed_bits(const Type& type, std::uint32_t bits) {
    place_bits(type, bits);
    record_.size = std::max(record_.size, (std::max<std::uint64_t>(bits_used_, bits) + 7) / 8);
}

void RecordLayout::add(Member member) {
    const Type& type = *member.type;
    const std::uint32_t align = packed_ && member.bits == 0 ? 1 : type.align();
    record_.align = std::max(record_.align, align);
    record_.depth = std::max(record_.depth, type.is_record() ? type.record->depth + 1 : type.depth + 1);
    if (member.bits > 0) {
        const std::uint64_t first = place_bits(type, member.bits);
        const std::uint64_t unit = type.size() * 8;
        member.offset = first / unit * type.size();
        member.bit_start = static_cast<std::uint32_t>(first % unit);
        record_.size = std::max(record_.size, (first + member.bits + 7) / 8);
    } else {
        if (!record_.is_union) {
            member.offset = round_up((bits_used_ + 7) / 8, align);
            bits_used_ = (member.offset + type.size()) * 8;
        }
        record_.size = std::max(record_.size, member.offset + type.size());
    }
    record_.members.push_back(std::move(member));
}

void RecordLayout::finish(std::uint32_t least_align) {
    record_.align = std::max(record_.align, least_align);
    record_.size = round_up(record_.size, record_.align);
    record_.complete = true;
}

std::uint32_t TypeExport::index_of(const Type& type) {
    const void* key = type.is_record() ? static_cast<const void*>(type.record) : &type;
    const auto [entry, fresh] = indices_.try_emplace(key, static_cast<std::uint32_t>(types_.size()));
    if (fresh) types_.push_back(&type);
    return entry->second;
}

std::vector<hw::TypeInfo> TypeExport::take() {
    std::vector<hw::TypeInfo> infos;
    // Describing a type may add the types it is made of.
    for (std::size_t i = 0; i < types_.size(); ++i) infos.push_back(describe(*types_[i]));
    return infos;
}

hw::TypeInfo TypeExport::describe(const Type& type) {
    using Kind = hw::TypeInfo::Kind;
    hw::TypeInfo info;
    info.name = type_name(type);
    info.size = type.size();
    info.is_signed = type.is_signed() || type.is_floating();
    info.kind = type.is_void()       ? Kind::void_
                : type.is_enum()     ? Kind::enumeration
                : type.is_integer()  ? Kind::integer
                : type.is_floating() ? Kind::floating
                : type.is_pointer()  ? Kind::pointer
                : type.is_array()    ? Kind::array
                : type.is_record()   ? Kind::record
                                     : Kind::function;
    info.count = type.count;
    if (type.is_pointer() || type.is_array()) info.element = index_of(*type.base);
    if (type.is_record())
        for (const Member& member : type.record->members)
            info.members.push_back({member.name, index_of(*member.type), member.offset});
    return info;
}

}  // namespace sim::cc
