// Names: mkdir, rmdir, unlink, link, symlink, rename, mknod, chdir, getcwd, readlink.
#include <string>

#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"
#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint32_t kRemoveDirectory = 0x200;  // AT_REMOVEDIR
constexpr std::uint32_t kFollow = 0x400;           // AT_SYMLINK_FOLLOW

Errno kind_wrong(const Call& call, const FileCaller& caller, InodeId inode, Errno error) {
    return path_kind_wrong(caller, call.kernel.tree, inode, error);
}

// filename_create() of Linux: where argument `index` leads, which must be nowhere. EEXIST, ENOENT, EACCES.
Result<Place> new_name(Call& call, FileCaller& caller, int index, bool directory, int at = kAtCwd) {
    const Result<std::string> path = path_argument(call, caller, index, at);
    if (!path) return path.error();
    const Result<Place> place = walk(call.kernel.tree, caller, *path, false);
    if (!place) return place;
    // "EEXIST pathname already exists", /proc's names among them: nothing is made there.
    if ((*place).exists()) return call.refuse(Errno::eexist, Rule::path_exists, {(*place).inode});
    if ((*place).trailing_slash && !directory) return path_absent(caller);
    const Errno denied = check_access(call.kernel.tree, caller, (*place).parent, kMayWrite | kMayExecute);
    return denied == Errno::ok ? place : Result<Place>(denied);
}

CallResult make(Call& call, FileCaller& caller, const Result<Place>& place, Inode inode) {
    if (!place) return place.error();
    const Result<InodeId> made = create_inode(call, caller, *place, std::move(inode));
    return made ? CallResult(0) : CallResult(made.error());
}

CallResult make_directory(Call& call, int at, int index, std::uint32_t mode) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = new_name(call, caller, index, true, at);
    if (!place) return place.error();
    return make(call, caller, place, new_inode(call, caller, (*place).parent, InodeKind::directory, mode & 01777));
}

CallResult make_node(Call& call, int at, int index, std::uint32_t mode) {
    constexpr std::uint32_t kType = 0170000;
    const std::uint32_t type = mode & kType;
    const bool regular = type == 0 || type == type_bits(InodeKind::regular);
    // "EPERM mode requested creation of something other than a regular file, FIFO …, and the caller is not privileged";
    // no driver stands behind new devices here, so nobody may.
    if (!regular && type != type_bits(InodeKind::fifo)) {
        return call.refuse(Errno::eperm, Rule::argument_invalid, {index + 2, mode});
    }
    FileCaller caller = file_caller(call);
    const Result<Place> place = new_name(call, caller, index, false, at);
    if (!place) return place.error();
    const InodeKind kind = regular ? InodeKind::regular : InodeKind::fifo;
    return make(call, caller, place, new_inode(call, caller, (*place).parent, kind, mode));
}

// may_delete() of Linux: whether the name of `place` may go. `directory`: rmdir(2), or rename(2) of one.
Errno check_removal(Call& call, const FileCaller& caller, const Place& place, bool directory) {
    const FileTree& tree = call.kernel.tree;
    const Errno denied = check_access(tree, caller, place.parent, kMayWrite | kMayExecute);
    if (denied != Errno::ok) return denied;
    const Inode& victim = tree[place.inode];
    // "EPERM or EACCES The directory containing pathname has the sticky bit (S_ISVTX) set and the process's effective
    // UID is neither the UID of the file to be deleted nor that of the directory containing it": Linux says EPERM.
    if (sticky_forbids(tree[place.parent], victim, caller.who)) {
        return call.refuse(Errno::eperm, Rule::path_denied, {place.inode, kMayWrite});
    }
    if (directory && !victim.directory()) return kind_wrong(call, caller, place.inode, Errno::enotdir);
    if (!directory && victim.directory()) return kind_wrong(call, caller, place.inode, Errno::eisdir);
    // "EBUSY pathname is currently in use by the system": something is mounted there.
    const bool mounted = victim.directory() && victim.system != tree[place.parent].system;
    return mounted ? kind_wrong(call, caller, place.inode, Errno::ebusy) : Errno::ok;
}

// What a call that removes a name answers when the path ends in "/", "." or "..".
struct OddEndings {
    Errno root, dot, dotdot;
};

// The place of a name to be removed.
Result<Place> old_name(Call& call, FileCaller& caller, int index, const OddEndings& odd, int at = kAtCwd) {
    const Result<std::string> path = path_argument(call, caller, index, at);
    if (!path) return path.error();
    const Result<Place> place = walk(call.kernel.tree, caller, *path, false);
    if (!place) return place;
    switch ((*place).last) {
        case LastName::root: return kind_wrong(call, caller, (*place).inode, odd.root);
        case LastName::dot: return kind_wrong(call, caller, (*place).inode, odd.dot);
        case LastName::dotdot: return kind_wrong(call, caller, (*place).inode, odd.dotdot);
        case LastName::normal: break;
    }
    if (!(*place).exists()) return path_absent(caller);
    // Nothing below /proc can be removed.
    if (!(*place).proc.empty()) return kind_wrong(call, caller, (*place).inode, Errno::eperm);
    return place;
}

CallResult remove_name(Call& call, int at, int index) {
    constexpr OddEndings kOdd{Errno::eisdir, Errno::eisdir, Errno::eisdir};
    FileCaller caller = file_caller(call);
    const Result<Place> place = old_name(call, caller, index, kOdd, at);
    if (!place) return place.error();
    FileTree& tree = call.kernel.tree;
    if ((*place).trailing_slash) {
        const bool directory = tree[(*place).inode].directory();
        return kind_wrong(call, caller, (*place).inode, directory ? Errno::eisdir : Errno::enotdir);
    }
    const Errno error = check_removal(call, caller, *place, false);
    if (error != Errno::ok) return error;
    tree.unlink(call.memory, (*place).parent, (*place).name, caller.now);
    return 0;
}

CallResult remove_directory(Call& call, int at, int index) {
    // "EINVAL pathname has . as last component.", "ENOTEMPTY … pathname has .. as its final component."
    constexpr OddEndings kOdd{Errno::ebusy, Errno::einval, Errno::enotempty};
    FileCaller caller = file_caller(call);
    const Result<Place> place = old_name(call, caller, index, kOdd, at);
    if (!place) return place.error();
    const Errno error = check_removal(call, caller, *place, true);
    if (error != Errno::ok) return error;
    FileTree& tree = call.kernel.tree;
    // "ENOTEMPTY pathname contains entries other than . and .. ".
    if (!tree[(*place).inode].entries.empty()) return kind_wrong(call, caller, (*place).inode, Errno::enotempty);
    tree.unlink(call.memory, (*place).parent, (*place).name, caller.now);
    return 0;
}

// fs.protected_hardlinks: "EPERM The caller does not have permission to create a hard link to this file".
bool may_link(const Inode& inode, const Credentials& who) {
    const std::uint32_t set_group = kSetGroupId | 010;
    const bool safe = inode.kind == InodeKind::regular && (inode.mode & kSetUserId) == 0 &&
                      (inode.mode & set_group) != set_group && may_access(inode, who, kMayRead | kMayWrite);
    return safe || owner_or_capable(inode, who);
}

CallResult make_link(Call& call, int old_at, int new_at, int old_index, int new_index, std::uint32_t flags) {
    FileTree& tree = call.kernel.tree;
    FileCaller caller = file_caller(call);
    const Result<Place> old = find_argument(call, caller, old_index, (flags & kFollow) != 0, old_at);
    if (!old) return old.error();
    const Result<Place> place = new_name(call, caller, new_index, false, new_at);
    if (!place) return place.error();
    const InodeId inode = (*old).inode;
    // "EXDEV oldpath and newpath are not on the same mounted filesystem."
    if (tree[inode].system != tree[(*place).parent].system) return kind_wrong(call, caller, inode, Errno::exdev);
    if (!may_link(tree[inode], caller.who)) return call.refuse(Errno::eperm, Rule::path_denied, {inode, kMayWrite});
    // "EPERM oldpath is a directory."
    if (tree[inode].directory()) return kind_wrong(call, caller, inode, Errno::eperm);
    if (tree[inode].links == 0) return path_absent(caller);
    tree.link(call.memory, (*place).parent, (*place).name, inode, caller.now);
    return 0;
}

// Whether `directory` is `above` or lies below it.
bool inside(const FileTree& tree, InodeId directory, InodeId above) {
    while (directory != above && directory != tree.root() && directory != kNoInode) {
        directory = tree.lookup(directory, "..");
    }
    return directory == above;
}

// What rename(2) asks once both places are known.
Errno check_rename(Call& call, const FileCaller& caller, const Place& from, const Place& to) {
    const FileTree& tree = call.kernel.tree;
    const bool directory = tree[from.inode].directory();
    // "ENOTDIR … oldpath is not a directory" though a slash follows one of the names.
    if (!directory && (from.trailing_slash || to.trailing_slash)) {
        return kind_wrong(call, caller, from.inode, Errno::enotdir);
    }
    // "EINVAL The new pathname contained a path prefix of the old", "ENOTEMPTY": the other way round.
    if (directory && inside(tree, to.parent, from.inode)) return kind_wrong(call, caller, from.inode, Errno::einval);
    if (to.exists() && tree[to.inode].directory() && inside(tree, from.parent, to.inode)) {
        return kind_wrong(call, caller, to.inode, Errno::enotempty);
    }
    const Errno error = check_removal(call, caller, from, directory);
    if (error != Errno::ok) return error;
    if (!to.exists()) return check_access(tree, caller, to.parent, kMayWrite | kMayExecute);
    const Errno refused = check_removal(call, caller, to, directory);
    if (refused != Errno::ok) return refused;
    // "ENOTEMPTY or EEXIST newpath is a nonempty directory".
    const bool full = !tree[to.inode].entries.empty();
    return full ? kind_wrong(call, caller, to.inode, Errno::enotempty) : Errno::ok;
}

CallResult rename(Call& call, int old_at, int new_at, int old_index, int new_index) {
    constexpr OddEndings kOdd{Errno::ebusy, Errno::ebusy, Errno::ebusy};
    FileTree& tree = call.kernel.tree;
    FileCaller caller = file_caller(call);
    const Result<Place> from = old_name(call, caller, old_index, kOdd, old_at);
    if (!from) return from.error();
    const Result<std::string> path = path_argument(call, caller, new_index, new_at);
    if (!path) return path.error();
    const Result<Place> to = walk(tree, caller, *path, false);
    if (!to) return to.error();
    if ((*to).last != LastName::normal) return kind_wrong(call, caller, (*to).inode, Errno::ebusy);
    // "EXDEV oldpath and newpath are not on the same mounted filesystem."
    if (tree[(*from).parent].system != tree[(*to).parent].system) {
        return kind_wrong(call, caller, (*from).inode, Errno::exdev);
    }
    // "If oldpath and newpath are existing hard links referring to the same file, then rename() does nothing".
    if ((*from).inode == (*to).inode) return 0;
    const Errno error = check_rename(call, caller, *from, *to);
    if (error != Errno::ok) return error;
    if ((*to).exists()) tree.unlink(call.memory, (*to).parent, (*to).name, caller.now);
    tree.rename(call.memory, (*from).parent, (*from).name, (*to).parent, (*to).name, caller.now);
    return 0;
}

CallResult enter(Call& call, const FileCaller& caller, InodeId inode) {
    FileTree& tree = call.kernel.tree;
    if (!tree[inode].directory()) return kind_wrong(call, caller, inode, Errno::enotdir);
    const Errno denied = check_access(tree, caller, inode, kMayExecute);
    if (denied != Errno::ok) return denied;
    const InodeId before = call.group().cwd;
    tree.opened(inode);
    call.write_group().cwd = inode;
    if (before != kNoInode) tree.closed(call.memory, before);
    return 0;
}

// "EINVAL The named file … is not a symbolic link."
Result<std::string> target_of(const Call& call, const FileCaller& caller, const Place& place) {
    const Inode& inode = call.kernel.tree[place.inode];
    if (inode.kind == InodeKind::symlink) return inode.target;
    if (place.proc.empty()) return kind_wrong(call, caller, place.inode, Errno::einval);
    if (const std::optional<Result<ProcLink>> link = proc_link(call, place.proc)) {
        if (!*link) return call.refuse(link->error(), Rule::path_denied, {place.inode, kMayRead});
        return (**link).target;
    }
    if (!find_proc(call, place.proc)) return path_absent(caller);
    return kind_wrong(call, caller, place.inode, Errno::einval);
}

CallResult read_link(Call& call, int at, int index) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = find_argument(call, caller, index, false, at);
    if (!place) return place.error();
    // "EINVAL bufsiz is not positive."
    if (call.i32(index + 2) <= 0)
        return call.refuse(Errno::einval, Rule::argument_invalid, {index + 3, call.i32(index + 2)});
    const Result<std::string> target = target_of(call, caller, *place);
    if (!target) return target.error();
    const std::string text = (*target).substr(0, call.u64(index + 2));
    const Errno error = UserBuffer(call.address(index + 1), text.size()).put(call, 0, text);
    return error == Errno::ok ? CallResult(static_cast<std::int64_t>(text.size())) : CallResult(error);
}

}  // namespace

CallResult sys_mkdir(Call& call) {
    return make_directory(call, kAtCwd, 0, call.u32(1));
}

CallResult sys_mkdirat(Call& call) {
    return make_directory(call, call.i32(0), 1, call.u32(2));
}

CallResult sys_mknod(Call& call) {
    return make_node(call, kAtCwd, 0, call.u32(1));
}

CallResult sys_mknodat(Call& call) {
    return make_node(call, call.i32(0), 1, call.u32(2));
}

CallResult sys_unlink(Call& call) {
    return remove_name(call, kAtCwd, 0);
}

CallResult sys_rmdir(Call& call) {
    return remove_directory(call, kAtCwd, 0);
}

CallResult sys_unlinkat(Call& call) {
    const std::uint32_t flags = call.u32(2);
    // "EINVAL An invalid flag value was specified in flags."
    if ((flags & ~kRemoveDirectory) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, flags});
    return flags != 0 ? remove_directory(call, call.i32(0), 1) : remove_name(call, call.i32(0), 1);
}

CallResult sys_link(Call& call) {
    return make_link(call, kAtCwd, kAtCwd, 0, 1, 0);
}

CallResult sys_linkat(Call& call) {
    return make_link(call, call.i32(0), call.i32(2), 1, 3, call.u32(4));
}

CallResult sys_symlink(Call& call) {
    FileCaller caller = file_caller(call);
    const Result<std::string> target = path_argument(call, caller, 0);
    if (!target) return target.error();
    // "ENOENT … target or linkpath is an empty string".
    if ((*target).empty()) return path_absent(caller);
    const Result<Place> place = new_name(call, caller, 1, false);
    if (!place) return place.error();
    Inode inode = new_inode(call, caller, (*place).parent, InodeKind::symlink, 0);
    inode.mode = 0777;
    inode.size = (*target).size();
    inode.target = *target;
    return make(call, caller, place, std::move(inode));
}

CallResult sys_readlink(Call& call) {
    return read_link(call, kAtCwd, 0);
}

CallResult sys_readlinkat(Call& call) {
    return read_link(call, call.i32(0), 1);
}

CallResult sys_rename(Call& call) {
    return rename(call, kAtCwd, kAtCwd, 0, 1);
}

CallResult sys_renameat(Call& call) {
    return rename(call, call.i32(0), call.i32(2), 1, 3);
}

CallResult sys_chdir(Call& call) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = find_argument(call, caller, 0);
    if (!place) return place.error();
    // A process cannot be inside /proc here, only at its root.
    if (!(*place).proc.empty()) return call.unsupported(call.u64(0));
    return enter(call, caller, (*place).inode);
}

CallResult sys_fchdir(Call& call) {
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    const OpenFile& open = call.kernel.files[file];
    // "ENOTDIR fd does not refer to a directory."
    if (open.kind != FileKind::directory) return call.refuse(Errno::enotdir, Rule::path_kind_wrong, {open.inode, 0});
    return enter(call, file_caller(call), open.inode);
}

CallResult sys_getcwd(Call& call) {
    const FileCaller caller = file_caller(call);
    // "ENOENT The current working directory has been unlinked."
    if (call.kernel.tree[caller.cwd].links == 0) return path_absent(caller);
    const std::string path = call.kernel.tree.path_of(caller.cwd);
    const std::uint64_t bytes = path.size() + 1;
    // "ERANGE The size argument is less than the length of the absolute pathname of the working directory, including
    // the terminating null byte."
    if (call.u64(1) < bytes) return call.refuse(Errno::erange, Rule::argument_invalid, {2, call.u64(1)});
    const Errno error =
        UserBuffer(call.address(0), bytes).put(call, 0, {path.c_str(), static_cast<std::size_t>(bytes)});
    return error == Errno::ok ? CallResult(static_cast<std::int64_t>(bytes)) : CallResult(error);
}

}  // namespace sim::kernel
