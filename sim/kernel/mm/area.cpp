#include "sim/kernel/mm/area.h"

#include "sim/base/hash.h"

namespace sim::kernel {

std::uint64_t perms_bits(const report::Perms& perms) {
    return perms.read | perms.write << 1 | perms.execute << 2 | perms.shared << 3;
}

std::uint64_t flag_bits(const AreaFlags& flags) {
    const bool all[] = {flags.locked,     flags.dont_fork, flags.wipe_on_fork, flags.account,
                        flags.no_reserve, flags.random,    flags.sequential,   flags.dont_dump,
                        flags.mergeable,  flags.huge,      flags.no_huge};
    std::uint64_t bits = 0;
    for (bool flag : all) bits = bits << 1 | flag;
    return bits;
}

std::uint64_t state_hash(const Area& area) {
    std::uint64_t hash = hash_mix(area.start.value, area.end.value);
    hash = hash_mix(hash, perms_bits(area.perms) | area.may_write << 4 | static_cast<std::uint64_t>(area.kind) << 8 |
                              flag_bits(area.flags) << 16);
    hash = hash_mix(hash, std::uint64_t{area.object.value} << 32 | area.program.value);
    hash = hash_mix(hash_mix(hash, area.offset), area.inode.value);
    hash = hash_mix(hash_mix(hash, area.shmid.bits()), static_cast<std::uint32_t>(area.key.value));
    return hash_mix(hash, std::uint64_t{area.attach} << 1 | area.own_pages);
}

}  // namespace sim::kernel
