#include "sim/kernel/fs/file_tree.h"

#include <utility>

#include "sim/base/limits.h"
#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

namespace {

// Of an entry in a directory of a file system without a disk (BOGO_DIRENT_SIZE of Linux).
constexpr std::uint64_t kEntryBytes = 20;

void emit_named(const MemoryContext& context, Rule rule, InodeId id, std::uint32_t number, std::string text) {
    if (context.sink == nullptr) return;
    report::Event event{EventType::file, rule, context.pid, Errno::ok, {}, std::move(text)};
    event.args = {id.value, number};
    context.sink->on(event);
}

struct FixedDirectory {
    std::string_view path;
    std::uint32_t mode;
    FileSystem system;
};

// Parents first. Root owns them.
constexpr FixedDirectory kDirectories[] = {
    {"/bin", 0755, FileSystem::disk},     {"/dev", 0755, FileSystem::devices},
    {"/dev/shm", 01777, FileSystem::shm}, {"/etc", 0755, FileSystem::disk},
    {"/home", 0755, FileSystem::disk},    {"/root", 0700, FileSystem::disk},
    {"/tmp", 01777, FileSystem::tmp},     {"/usr", 0755, FileSystem::disk},
    {"/usr/bin", 0755, FileSystem::disk}, {"/usr/include", 0755, FileSystem::disk},
    {"/var", 0755, FileSystem::disk},     {"/var/tmp", 01777, FileSystem::disk},
};

struct FixedDevice {
    std::string_view path;
    FileDevice device;
};

constexpr FixedDevice kDevices[] = {
    {"/dev/null", FileDevice::null}, {"/dev/zero", FileDevice::zero}, {"/dev/tty", FileDevice::terminal}};

Inode new_inode(InodeKind kind, std::uint32_t mode, FileSystem system, std::int64_t now) {
    Inode inode;
    inode.kind = kind;
    inode.mode = mode;
    inode.system = system;
    inode.atime = inode.mtime = inode.ctime = now;
    return inode;
}

// A directory's links: its name and its ".".
std::uint32_t first_links(const Inode& inode) {
    return inode.directory() ? 1 : 0;
}

std::uint64_t empty_directory_bytes(FileSystem system) {
    return system == FileSystem::disk ? kPageSize : 2 * kEntryBytes;
}

}  // namespace

FileTree::FileTree(std::int64_t now) {
    Inode root = new_inode(InodeKind::directory, 0755, FileSystem::disk, now);
    root_ = root.parent = InodeId{2};  // the number of a disk's root directory
    root.links = 2;
    root.size = kPageSize;
    inodes_.write().emplace(root_, Cow<Inode>(std::move(root)));
    for (const FixedDirectory& fixed : kDirectories) {
        install(fixed.path, new_inode(InodeKind::directory, fixed.mode, fixed.system, now));
    }
    install("/proc", new_inode(InodeKind::proc, 0555, FileSystem::proc, now));
    for (const FixedDevice& fixed : kDevices) {
        Inode device = new_inode(InodeKind::device, 0666, FileSystem::devices, now);
        device.device = fixed.device;
        install(fixed.path, std::move(device));
    }
}

const Cow<Inode>* FileTree::find_slot(InodeId id) const {
    const auto found = inodes_->find(id);
    return found == inodes_->end() ? nullptr : &found->second;
}

const Inode* FileTree::find(InodeId id) const {
    const Cow<Inode>* slot = find_slot(id);
    return slot == nullptr ? nullptr : &**slot;
}

InodeId FileTree::lookup(InodeId directory, std::string_view name) const {
    const Inode& inode = (*this)[directory];
    if (name == ".") return directory;
    if (name == "..") return find(inode.parent) != nullptr ? inode.parent : kNoInode;
    const auto entry = inode.entries.find(std::string(name));
    return entry == inode.entries.end() ? kNoInode : entry->second;
}

std::string FileTree::path_below(InodeId directory, std::string_view name) const {
    return (directory == root_ ? "" : path_of(directory)) + "/" + std::string(name);
}

std::string FileTree::path_of(InodeId id) const {
    if (id == root_) return "/";
    const Inode& inode = (*this)[id];
    if (inode.links == 0) return inode.last_path;
    InodeId above = inode.parent;
    std::string_view called;
    const auto look_in = [&](InodeId parent, const Inode& directory) {
        for (const auto& [name, child] : directory.entries) {
            if (child == id && called.empty()) called = name, above = parent;
        }
    };
    if (inode.directory()) {
        look_in(above, (*this)[above]);
    } else {
        for_each(look_in);
    }
    return path_below(above, called);
}

Result<InodeId> FileTree::add(MemoryContext& context, Inode inode) {
    // "ENOSPC The device containing pathname has no room for the new file."
    if (size() >= kMaxInodes) {
        return report::refuse(context.sink, context.pid, Errno::enospc, Rule::limit_exceeded,
                              {report::Limit::inodes, size() + 1, kMaxInodes});
    }
    while (find(InodeId{next_}) != nullptr) ++next_;
    const InodeId id{next_++};
    inode.links = first_links(inode);
    if (inode.directory()) inode.size = empty_directory_bytes(inode.system);
    inodes_.write().emplace(id, Cow<Inode>(std::move(inode)));
    return id;
}

void FileTree::enter(InodeId directory, std::string_view name, InodeId id) {
    Inode& parent = write(directory);
    parent.entries.emplace(name, id);
    if (parent.system != FileSystem::disk) parent.size += kEntryBytes;
    Inode& inode = write(id);
    if (inode.directory()) {
        inode.parent = directory;
        ++write(directory).links;
    }
}

void FileTree::leave(InodeId directory, std::string_view name) {
    const InodeId id = lookup(directory, name);
    Inode& parent = write(directory);
    parent.entries.erase(std::string(name));
    if (parent.system != FileSystem::disk) parent.size -= kEntryBytes;
    if ((*this)[id].directory()) --parent.links;
}

void FileTree::link(MemoryContext& context, InodeId directory, std::string_view name, InodeId id, std::int64_t now) {
    enter(directory, name, id);
    Inode& parent = write(directory);
    parent.mtime = parent.ctime = now;
    Inode& inode = write(id);
    ++inode.links;
    inode.ctime = now;
    if (context.sink == nullptr) return;
    emit_named(context, Rule::inode_create, id, inode.mode | type_bits(inode.kind), path_below(directory, name));
}

void FileTree::unlink(MemoryContext& context, InodeId directory, std::string_view name, std::int64_t now) {
    const InodeId id = lookup(directory, name);
    std::string path = path_below(directory, name);
    leave(directory, name);
    Inode& parent = write(directory);
    parent.mtime = parent.ctime = now;
    Inode& inode = write(id);
    inode.links -= inode.directory() ? 2 : 1;
    inode.ctime = now;
    if (inode.links == 0) inode.last_path = path;
    emit_named(context, Rule::inode_unlink, id, inode.links, std::move(path));
    free_if_unused(context, id);
}

void FileTree::rename(MemoryContext& context, InodeId from, std::string_view old_name, InodeId to,
                      std::string_view new_name, std::int64_t now) {
    const InodeId id = lookup(from, old_name);
    leave(from, old_name);
    enter(to, new_name, id);
    for (InodeId directory : {from, to}) {
        Inode& changed = write(directory);
        changed.mtime = changed.ctime = now;
    }
    Inode& inode = write(id);
    inode.ctime = now;
    if (context.sink == nullptr) return;
    const std::uint32_t mode = inode.mode | type_bits(inode.kind);
    emit_named(context, Rule::inode_unlink, id, inode.links, path_below(from, old_name));
    emit_named(context, Rule::inode_create, id, mode, path_below(to, new_name));
}

void FileTree::change(MemoryContext& context, InodeId id, std::uint32_t mode, Uid uid, Gid gid, std::int64_t now) {
    Inode& inode = write(id);
    inode.mode = mode;
    inode.uid = uid;
    inode.gid = gid;
    inode.ctime = now;
    emit(context, EventType::file, Rule::inode_change, {id, mode, uid, gid});
}

void FileTree::closed(MemoryContext& context, InodeId id) {
    --write(id).open;
    free_if_unused(context, id);
}

void FileTree::unmapped(MemoryContext& context, InodeId id) {
    --write(id).mappings;
    free_if_unused(context, id);
}

void FileTree::apply(MemoryContext& context, const std::vector<AreaChange>& changes) {
    for (const AreaChange& change : changes) {
        if (change.area.inode == kNoInode) continue;
        if (change.opened) {
            mapped(change.area.inode);
        } else {
            unmapped(context, change.area.inode);
        }
    }
}

void FileTree::free_if_unused(MemoryContext& context, InodeId id) {
    const Inode& inode = (*this)[id];
    if (!inode.unused()) return;
    const ObjectId object = inode.object;
    inodes_.write().erase(id);
    emit(context, EventType::file, Rule::inode_free, {id});
    if (object != kNoObject) destroy_object(context, object);
}

InodeId FileTree::install(std::string_view path, Inode inode) {
    const std::size_t slash = path.rfind('/');
    const std::string_view above = path.substr(0, slash);
    InodeId directory = root_;
    for (std::size_t at = 1; at < above.size();) {
        const std::size_t end = std::min(above.find('/', at), above.size());
        const InodeId next = lookup(directory, above.substr(at, end - at));
        directory = next != kNoInode ? next
                                     : install(above.substr(0, end),
                                               new_inode(InodeKind::directory, 0755, FileSystem::disk, inode.mtime));
        at = end + 1;
    }
    if (const InodeId there = lookup(directory, path.substr(slash + 1)); there != kNoInode) return there;
    // ftok(3) looks at the low 16 bits: never 0, as no inode is.
    InodeId id{static_cast<std::uint32_t>(hash_bytes(path.data(), path.size()) & 0x7fff'ffff) | 1};
    while (find(id) != nullptr) id.value += 2;
    inode.links = first_links(inode) + 1;
    if (inode.directory()) inode.size = empty_directory_bytes(inode.system);
    inodes_.write().emplace(id, Cow<Inode>(std::move(inode)));
    enter(directory, path.substr(slash + 1), id);
    return id;
}

std::uint64_t state_hash(const FileTree::Table& inodes) {
    std::uint64_t hash = inodes.size();
    for (const auto& [id, inode] : inodes) hash = hash_mix(hash_mix(hash, id.value), inode.hash());
    return hash;
}

}  // namespace sim::kernel
