#include "sim/kernel/fs/inode.h"

namespace sim::kernel {
namespace {

std::uint64_t hash_text(const std::string& text, std::uint64_t seed) {
    return hash_bytes(text.data(), text.size(), seed);
}

std::uint64_t disk_word(const std::optional<DiskFile>& disk) {
    if (!disk) return 0;
    return (std::uint64_t{disk->program.value} << 32 | disk->source.value_or(0xffff'ffff)) + 1;
}

bool capable(const Inode& inode, const Credentials& who, std::uint32_t wanted) {
    // "CAP_DAC_OVERRIDE: Bypass file read, write, and execute permission checks", execute only where somebody may.
    const bool executable = inode.directory() || (inode.mode & 0111) != 0;
    if (who.has(Capability::dac_override) && ((wanted & kMayExecute) == 0 || executable)) return true;
    // "CAP_DAC_READ_SEARCH: Bypass file read permission checks and directory read and execute permission checks".
    const std::uint32_t searchable = inode.directory() ? kMayRead | kMayExecute : kMayRead;
    return who.has(Capability::dac_read_search) && (wanted & ~searchable) == 0;
}

}  // namespace

std::uint64_t state_hash(const Inode& inode) {
    const std::uint64_t words[] = {static_cast<std::uint64_t>(inode.kind) << 16 |
                                       static_cast<std::uint64_t>(inode.system) << 8 |
                                       static_cast<std::uint64_t>(inode.device),
                                   std::uint64_t{inode.mode} << 32 | inode.links,
                                   std::uint64_t{inode.uid.value} << 32 | inode.gid.value,
                                   inode.size,
                                   std::uint64_t{inode.object.value} << 32 | inode.pipe.value,
                                   disk_word(inode.disk),
                                   inode.parent.value,
                                   static_cast<std::uint64_t>(inode.atime),
                                   static_cast<std::uint64_t>(inode.mtime),
                                   static_cast<std::uint64_t>(inode.ctime),
                                   std::uint64_t{inode.open} << 32 | inode.mappings};
    std::uint64_t hash = hash_text(inode.target, hash_text(inode.last_path, inode.entries.size()));
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    for (const auto& [name, child] : inode.entries) hash = hash_mix(hash_text(name, hash), child.value);
    return hash;
}

std::uint32_t type_bits(InodeKind kind) {
    switch (kind) {
        case InodeKind::regular: return 0100000;
        case InodeKind::directory:
        case InodeKind::proc: return 0040000;
        case InodeKind::fifo: return 0010000;
        case InodeKind::device: return 0020000;
        case InodeKind::symlink: return 0120000;
    }
    return 0;
}

std::uint64_t device_number(FileSystem system) {
    constexpr std::uint64_t kFirstPartition = 0x801;  // major 8, minor 1: a first disk's first partition
    // File systems without a disk have major 0.
    switch (system) {
        case FileSystem::disk: return kFirstPartition;
        case FileSystem::memory: return 0x01;
        case FileSystem::devices: return 0x05;
        case FileSystem::proc: return 0x15;
        case FileSystem::shm: return 0x1b;
        case FileSystem::tmp: return 0x1c;
    }
    return 0;
}

bool may_access(const Inode& inode, const Credentials& who, std::uint32_t wanted) {
    const int shift = who.euid == inode.uid ? 6 : who.in_group(inode.gid) ? 3 : 0;
    return (wanted & ~(inode.mode >> shift)) == 0 || capable(inode, who, wanted);
}

bool owner_or_capable(const Inode& inode, const Credentials& who) {
    return who.euid == inode.uid || who.has(Capability::fowner);
}

bool sticky_forbids(const Inode& directory, const Inode& victim, const Credentials& who) {
    if ((directory.mode & kSticky) == 0) return false;
    return who.euid != victim.uid && who.euid != directory.uid && !who.has(Capability::fowner);
}

}  // namespace sim::kernel
