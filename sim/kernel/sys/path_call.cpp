#include "sim/kernel/sys/path_call.h"

#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {

using report::Rule;

FileCaller file_caller(Call& call) {
    const InodeId cwd = call.group().cwd;
    return {call.memory,
            call.task().credentials,
            cwd == kNoInode ? call.kernel.tree.root() : cwd,
            call.group().umask,
            call.kernel.now(),
            {},
            [&call](std::string_view below) { return proc_link(call, below); }};
}

namespace {

// The string at a user address, byte by byte. EFAULT; "ENAMETOOLONG pathname is too long."
Result<std::string> fetch_path(Call& call, VirtAddr from) {
    for (;;) {
        const Result<std::string> path = string_from_user(call.memory, call.mm(), from, kPathMax);
        if (path || path.error() != Errno::enomem) return path;
        ProcessContext context = call.processes();
        if (!kill_for_memory(context) || !call.alive()) return Errno::efault;
    }
}

}  // namespace

Result<std::string> path_argument(Call& call, FileCaller& caller, int index, int at) {
    caller.name_address = call.address(index);
    caller.cwd = file_caller(call).cwd;
    const Result<std::string> path = fetch_path(call, call.address(index));
    if (!path || at == kAtCwd || (*path).starts_with('/')) return path;
    const FileId file = file_of(call, at);
    // "EBADF pathname is relative but dirfd is neither AT_FDCWD nor a valid file descriptor."
    if (file == kNoFile) return bad_descriptor(call, at);
    const InodeId directory = call.kernel.files[file].inode;
    // "ENOTDIR pathname is a relative pathname and dirfd is a file descriptor referring to a file other than a
    // directory."
    if (call.kernel.files[file].kind != FileKind::directory) {
        return call.refuse(Errno::enotdir, Rule::path_kind_wrong, {directory, 0});
    }
    caller.cwd = directory;
    return path;
}

Result<Place> find_argument(Call& call, FileCaller& caller, int index, bool follow, int at) {
    const Result<std::string> path = path_argument(call, caller, index, at);
    if (!path) return path.error();
    return find(call.kernel.tree, caller, *path, follow);
}

Inode new_inode(const Call& call, const FileCaller& caller, InodeId directory, InodeKind kind, std::uint32_t mode) {
    const Inode& parent = call.kernel.tree[directory];
    Inode inode;
    inode.kind = kind;
    inode.system = parent.system;
    inode.mode = mode & 07777 & ~caller.umask;
    inode.uid = caller.who.euid;
    // "the set-group-ID bit … if that is set on the parent directory, the group ID of the new file is that of the
    // directory" (open(2)); directories hand the bit on.
    const bool inherits = (parent.mode & kSetGroupId) != 0;
    inode.gid = inherits ? parent.gid : caller.who.egid;
    if (inherits && kind == InodeKind::directory) inode.mode |= kSetGroupId;
    inode.atime = inode.mtime = inode.ctime = caller.now;
    return inode;
}

Result<InodeId> create_inode(Call& call, const FileCaller& caller, const Place& place, Inode inode) {
    FileTree& tree = call.kernel.tree;
    // A directory that was removed while somebody was in it takes no names.
    if (tree[place.parent].links == 0) return path_absent(caller);
    const Result<InodeId> made = tree.add(call.memory, std::move(inode));
    if (made) tree.link(call.memory, place.parent, place.name, *made, caller.now);
    return made;
}

}  // namespace sim::kernel
