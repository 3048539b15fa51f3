// From a path to an inode, as Linux walks: component by component, each directory asked for search permission.
//
//   walk(tree, caller, "/tmp/a/../b")   →  Place{parent /tmp, last "b", inode or kNoInode}
//
// Known inaccuracies: symbolic links in sticky directories are followed whoever made them (fs.protected_symlinks = 0).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sim/kernel/fs/file_tree.h"

namespace sim::kernel {

// Where a symbolic link below /proc leads.
struct ProcLink {
    std::string target;        // what readlink(2) tells
    InodeId inode = kNoInode;  // what it leads to whatever its name is now; kNoInode: the target is walked
};
// Of "self", "201/exe"; nullopt: it is no link. EACCES: not for the caller.
using ProcLinks = std::function<std::optional<Result<ProcLink>>(std::string_view below)>;

// Who asks, and when. Passed by reference, never stored.
struct FileCaller {
    MemoryContext& memory;
    Credentials who;
    InodeId cwd;
    std::uint32_t umask = 022;
    std::int64_t now = 0;   // nanoseconds since the epoch
    VirtAddr name_address;  // of the path, for reports
    ProcLinks proc_links = {};
};

// The kind of a path's last component.
enum class LastName : std::uint8_t { normal, dot, dotdot, root };

struct Place {
    InodeId parent = kNoInode;  // the directory that has or would have the name; kNoInode for the root
    std::string name;           // of a normal last component
    LastName last = LastName::normal;
    InodeId inode = kNoInode;     // what the name leads to; kNoInode: nothing yet
    bool trailing_slash = false;  // "a/": must be a directory
    std::string proc;             // below the root of /proc: the rest of the path, "201/maps"

    bool exists() const { return inode != kNoInode; }
};

// Where `path` leads; the last component need not exist. A symbolic link at the end is followed if `follow`, or if a
// slash follows it. ENOENT (a directory on the way, or an empty path), ENOTDIR, EACCES, ENAMETOOLONG, ELOOP.
Result<Place> walk(const FileTree& tree, const FileCaller& caller, std::string_view path, bool follow);
// The same, but ENOENT when the last component leads nowhere, ENOTDIR when a slash follows one that is no directory.
Result<Place> find(const FileTree& tree, const FileCaller& caller, std::string_view path, bool follow = true);

// Reports and returns the refusals that several calls share.
Errno path_absent(const FileCaller& caller);
Errno path_kind_wrong(const FileCaller& caller, const FileTree& tree, InodeId inode, Errno error);
// EACCES unless the caller may access the inode so.
Errno check_access(const FileTree& tree, const FileCaller& caller, InodeId inode, std::uint32_t wanted);

}  // namespace sim::kernel
