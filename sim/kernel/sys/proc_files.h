// What programs find under /proc. A file's text is made when it is opened; nothing of it is kept in the file tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/fs/path_walk.h"
#include "sim/kernel/sys/call.h"

namespace sim::kernel {

enum class ProcKind : std::uint8_t { directory, text, setting, link };

struct ProcEntry {
    ProcKind kind = ProcKind::text;
    std::uint32_t mode = 0444;  // permission bits
    Uid uid;
    Gid gid;
    std::uint64_t inode = 0;    // st_ino
    std::uint32_t setting = 0;  // of a setting: what write_setting is told
};

// What stat(2) calls it.
inline InodeKind inode_kind(ProcKind kind) {
    return kind == ProcKind::directory ? InodeKind::directory
           : kind == ProcKind::link    ? InodeKind::symlink
                                       : InodeKind::regular;
}

// `path` is below /proc, without slashes in front or behind: "", "201/maps", "sys/kernel/shmmax". nullopt: no such
// name.
std::optional<ProcEntry> find_proc(const Call& call, std::string_view path);
// The text of a file, as its reader sees it now.
std::string proc_text(const Call& call, std::string_view path);
// Names in a directory, without "." and "..".
std::vector<std::string> proc_names(const Call& call, std::string_view path);
// Where a symbolic link leads; nullopt: no such link. "EACCES" for a process the caller may not trace (proc(5)).
std::optional<Result<ProcLink>> proc_link(const Call& call, std::string_view path);
// What write(2) to a setting does. EINVAL for text that is no value of it.
Errno write_setting(Call& call, std::uint32_t setting, std::string_view text);

}  // namespace sim::kernel
