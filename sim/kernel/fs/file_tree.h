// Inodes and the names that lead to them: the in-memory file tree of a machine with /dev/shm, /tmp and /proc.
//
//   /home/student/notes ──► inode 7 ◄── /home/student/copy       a name is an entry of a directory; link(2) makes
//   another
//                              ▲  ▲
//                    open file 3  area of process 201            an inode lives while a name, an open file or an area
//                                                                 leads to it
//
// Permission is not asked here (path_walk.h does); what changes is reported. Numbers are never used again: a number in
// an event means one file for good.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/errno.h"
#include "sim/kernel/fs/inode.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Inodes of a machine at once; more is ENOSPC.
inline constexpr std::size_t kMaxInodes = 16'384;

class FileTree {
public:
    // The directories every machine has, made at `now` (nanoseconds since the epoch).
    explicit FileTree(std::int64_t now = 0);

    InodeId root() const { return root_; }
    const Inode* find(InodeId id) const;
    const Inode& operator[](InodeId id) const { return **find_slot(id); }
    // For changing what no event tells; valid until the tree is copied.
    Inode& write(InodeId id) { return inodes_.write().at(id).write(); }
    // The entry `name` of a directory, "." and ".." included; kNoInode: no such name.
    InodeId lookup(InodeId directory, std::string_view name) const;
    // A name of the inode from the root on; of one without a name the one it had.
    std::string path_of(InodeId id) const;
    std::string path_below(InodeId directory, std::string_view name) const;
    // Calls visit(id, inode) for every inode, ascending.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& [id, inode] : *inodes_) visit(id, *inode);
    }
    std::size_t size() const { return inodes_->size(); }

    // Puts in an inode without a name. The caller gives it one, opens it or both. ENOSPC.
    Result<InodeId> add(MemoryContext& context, Inode inode);
    // A name more, or one less. A directory has one name: giving it one makes `directory` its parent.
    void link(MemoryContext& context, InodeId directory, std::string_view name, InodeId id, std::int64_t now);
    void unlink(MemoryContext& context, InodeId directory, std::string_view name, std::int64_t now);
    // The name moves; what had the new name before must have been unlinked.
    void rename(MemoryContext& context, InodeId from, std::string_view old_name, InodeId to, std::string_view new_name,
                std::int64_t now);
    // Mode, uid and gid.
    void change(MemoryContext& context, InodeId id, std::uint32_t mode, Uid uid, Gid gid, std::int64_t now);

    // An open file (or a process, by its working directory) more or less, an area more or less. The last one of an
    // inode without a name frees it and its pages.
    void opened(InodeId id) { ++write(id).open; }
    void closed(MemoryContext& context, InodeId id);
    void mapped(InodeId id) { ++write(id).mappings; }
    void unmapped(MemoryContext& context, InodeId id);
    // Does that for every change of an area that shows a file.
    void apply(MemoryContext& context, const std::vector<AreaChange>& changes);

    // For the disk of a new machine: a directory or file that was there before anybody ran. `path` is absolute, without
    // "." and ".."; directories on the way are made. Its number is made from its name. No event.
    InodeId install(std::string_view path, Inode inode);

    std::uint64_t hash() const { return hash_mix(inodes_.hash(), next_); }

    using Table = std::map<InodeId, Cow<Inode>>;

private:
    const Cow<Inode>* find_slot(InodeId id) const;
    void enter(InodeId directory, std::string_view name, InodeId id);
    void leave(InodeId directory, std::string_view name);
    void free_if_unused(MemoryContext& context, InodeId id);

    Cow<Table> inodes_;
    InodeId root_ = kNoInode;
    std::uint32_t next_ = 2;  // where to look for the next number
};
std::uint64_t state_hash(const FileTree::Table& inodes);

}  // namespace sim::kernel
