// What calls that take a path have in common.
#pragma once

#include "sim/kernel/fs/path_walk.h"
#include "sim/kernel/sys/call.h"

namespace sim::kernel {

inline constexpr int kAtCwd = -100;  // AT_FDCWD

// The caller as the file tree sees it; valid during the call.
FileCaller file_caller(Call& call);
// The path at argument `index`. EFAULT, ENAMETOOLONG. With a descriptor `at` other than AT_FDCWD a relative path begins
// in its directory: EBADF, ENOTDIR.
Result<std::string> path_argument(Call& call, FileCaller& caller, int index, int at = kAtCwd);
// The same and its walk to what must exist.
Result<Place> find_argument(Call& call, FileCaller& caller, int index, bool follow = true, int at = kAtCwd);

// An inode the caller makes in `directory`: its owner, its mode without the bits of the umask, its times.
Inode new_inode(const Call& call, const FileCaller& caller, InodeId directory, InodeKind kind, std::uint32_t mode);
// Puts it in under the name of `place`, which leads nowhere yet. ENOENT in a removed directory, ENOSPC.
Result<InodeId> create_inode(Call& call, const FileCaller& caller, const Place& place, Inode inode);

}  // namespace sim::kernel
