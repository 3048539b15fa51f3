// What files are and who may use them: stat and its relatives, access, chmod, chown, umask.
#include <array>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"
#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint32_t kNoFollow = 0x100, kEmptyPath = 0x1000;  // AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
constexpr std::uint32_t kRealAccess = 0x200;                     // AT_EACCESS

// struct stat of x86-64, 144 bytes.
struct UserStat {
    std::uint64_t dev = 0, ino = 0, nlink = 1;
    std::uint32_t mode = 0, uid = 0, gid = 0, pad = 0;
    std::uint64_t rdev = 0;
    std::int64_t size = 0, blksize = kPageSize, blocks = 0;
    std::int64_t times[6] = {};  // atime, mtime, ctime: seconds and nanoseconds each
    std::int64_t unused[3] = {};
};
static_assert(sizeof(UserStat) == 144);

constexpr std::int64_t kBlock = 512;  // bytes, what st_blocks counts

std::int64_t blocks_of(const Call& call, const Inode& inode) {
    if (inode.kind != InodeKind::regular) return inode.system == FileSystem::disk ? kPageSize / kBlock : 0;
    if (inode.object == kNoObject) {
        return inode.disk ? (static_cast<std::int64_t>(inode.size) + kBlock - 1) / kBlock : 0;
    }
    const MemoryObject& object = call.kernel.memory.objects[inode.object];
    return static_cast<std::int64_t>((object.resident() + object.swapped()) * (kPageSize / kBlock));
}

// st_rdev: major * 256 + minor.
std::uint64_t device_of(FileDevice device) {
    switch (device) {
        case FileDevice::null: return 0x103;
        case FileDevice::zero: return 0x105;
        case FileDevice::terminal: return 0x500;
        case FileDevice::none: break;
    }
    return 0;
}

UserStat encode(const Call& call, InodeId id) {
    const Inode& inode = call.kernel.tree[id];
    UserStat user;
    user.dev = device_number(inode.system);
    user.ino = id.value;
    user.nlink = inode.links;
    user.mode = inode.mode | type_bits(inode.kind);
    user.uid = inode.uid.value;
    user.gid = inode.gid.value;
    user.rdev = device_of(inode.device);
    user.size = static_cast<std::int64_t>(inode.size);
    user.blocks = blocks_of(call, inode);
    int at = 0;
    for (std::int64_t time : {inode.atime, inode.mtime, inode.ctime}) {
        user.times[at++] = time / kNanosecondsPerSecond;
        user.times[at++] = time % kNanosecondsPerSecond;
    }
    return user;
}

// Of /proc: files of size 0.
UserStat encode(const ProcEntry& entry) {
    UserStat user;
    user.dev = device_number(FileSystem::proc);
    user.ino = entry.inode;
    user.mode = entry.mode | type_bits(inode_kind(entry.kind));
    user.uid = entry.uid.value;
    user.gid = entry.gid.value;
    user.blksize = 1024;
    return user;
}

// A pipe without a name, or a socket.
UserStat encode(const Pipe& pipe) {
    UserStat user;
    user.uid = pipe.uid.value;
    user.gid = pipe.gid.value;
    constexpr std::uint32_t kSocket = 0140000;  // S_IFSOCK
    user.mode = (is_socket(pipe.kind) ? kSocket : type_bits(InodeKind::fifo)) | pipe.mode;
    user.dev = device_number(FileSystem::disk);
    user.ino = 1;
    return user;
}

// The pipe that stands for the file: of a socket that which it reads from. kNoPipe when the file is something else.
PipeId nameless_pipe(const OpenFile& file) {
    if (file.kind != FileKind::pipe || file.inode != kNoInode) return kNoPipe;
    return file.in != kNoPipe ? file.in : file.out;
}

// What has no inode in the tree: the console, the text a scenario gives as input.
UserStat encode(const Call& call, const OpenFile& file) {
    UserStat user;
    const Credentials& who = call.task().credentials;
    user.uid = who.uid.value;
    user.gid = who.gid.value;
    user.size = static_cast<std::int64_t>(file.text.size());
    const InodeKind kind = file.terminal                 ? InodeKind::device
                           : file.kind == FileKind::text ? InodeKind::regular
                                                         : InodeKind::fifo;
    user.mode = type_bits(kind) | (file.terminal ? 0620 : file.kind == FileKind::text ? 0644 : 0600);
    user.dev = file.terminal ? device_number(FileSystem::devices) : device_number(FileSystem::disk);
    user.ino = 1;
    if (file.terminal) user.rdev = 0x8800;  // /dev/pts/0
    return user;
}

CallResult stat_descriptor(Call& call, int fd, VirtAddr to) {
    const FileId file = file_of(call, fd);
    if (file == kNoFile) return bad_descriptor(call, fd);
    const OpenFile& open = call.kernel.files[file];
    const PipeId pipe = nameless_pipe(open);
    if (pipe != kNoPipe) return call.put(to, encode(call.kernel.pipes[pipe]));
    const bool of_proc = open.inode != kNoInode && call.kernel.tree[open.inode].kind == InodeKind::proc;
    if (of_proc) {
        const std::optional<ProcEntry> entry =
            find_proc(call, open.name.substr(std::min<std::size_t>(6, open.name.size())));
        if (entry) return call.put(to, encode(*entry));
    }
    return call.put(to, open.inode != kNoInode ? encode(call, open.inode) : encode(call, open));
}

CallResult stat_path(Call& call, int at, int index, bool follow) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = find_argument(call, caller, index, follow, at);
    if (!place) return place.error();
    if (call.kernel.tree[(*place).inode].kind != InodeKind::proc) {
        return call.put(call.address(index + 1), encode(call, (*place).inode));
    }
    const std::optional<ProcEntry> entry = find_proc(call, (*place).proc);
    return entry ? CallResult(call.put(call.address(index + 1), encode(*entry))) : CallResult(path_absent(caller));
}

// access(2) asks as the real user: "the check is done using the calling process's real UID and GID, rather than the
// effective IDs"; root's capabilities are then the permitted ones, others have none.
Credentials real_user(Credentials who) {
    who.euid = who.uid;
    who.egid = who.gid;
    who.effective = who.uid == Uid{0} ? who.permitted : 0;
    return who;
}

CallResult check_path(Call& call, int at, int index, std::uint32_t mode, std::uint32_t flags) {
    // "EINVAL mode was incorrectly specified."
    if ((mode & ~7u) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {index + 2, mode});
    FileCaller caller = file_caller(call);
    if ((flags & kRealAccess) == 0) caller.who = real_user(caller.who);
    const Result<Place> place = find_argument(call, caller, index, (flags & kNoFollow) == 0, at);
    if (!place) return place.error();
    if ((*place).proc.empty()) return check_access(call.kernel.tree, caller, (*place).inode, mode);
    const std::optional<ProcEntry> entry = find_proc(call, (*place).proc);
    if (!entry) return path_absent(caller);
    Inode inode;
    inode.mode = entry->mode;
    inode.uid = entry->uid;
    inode.gid = entry->gid;
    if (may_access(inode, caller.who, mode)) return 0;
    return call.refuse(Errno::eacces, Rule::path_denied, {(*place).inode, mode});
}

CallResult change_mode(Call& call, InodeId id, std::uint32_t mode) {
    FileTree& tree = call.kernel.tree;
    const Inode& inode = tree[id];
    const Credentials& who = call.task().credentials;
    // "EPERM The effective UID does not match the owner of the file, and the process is not privileged".
    if (!owner_or_capable(inode, who)) return call.refuse(Errno::eperm, Rule::path_denied, {id, kMayWrite});
    mode &= 07777;
    // "If the calling process is not privileged … and the group of the file does not match …, the S_ISGID bit will be
    // turned off".
    if (!who.in_group(inode.gid) && !who.has(Capability::fowner)) mode &= ~kSetGroupId;
    tree.change(call.memory, id, mode, inode.uid, inode.gid, call.kernel.now());
    return 0;
}

CallResult change_owner(Call& call, InodeId id, Uid uid, Gid gid) {
    constexpr std::uint32_t kAsItIs = 0xffff'ffff;
    FileTree& tree = call.kernel.tree;
    const Inode& inode = tree[id];
    const Credentials& who = call.task().credentials;
    const Uid new_uid = uid.value == kAsItIs ? inode.uid : uid;
    const Gid new_gid = gid.value == kAsItIs ? inode.gid : gid;
    // "Only a privileged process … may change the owner of a file. The owner of a file may change the group of the file
    // to any group of which that owner is a member."
    const bool own = who.euid == inode.uid;
    const bool uid_allowed = uid.value == kAsItIs || (own && new_uid == inode.uid);
    const bool gid_allowed = gid.value == kAsItIs || (own && (new_gid == inode.gid || who.in_group(new_gid)));
    if (!(uid_allowed && gid_allowed) && !who.has(Capability::chown)) {
        return call.refuse(Errno::eperm, Rule::capability_missing, {Capability::chown});
    }
    // "When the owner or group of an executable file is changed …, the S_ISUID and S_ISGID mode bits are cleared."
    std::uint32_t mode = inode.mode;
    if (!inode.directory()) mode &= (mode & 010) != 0 ? ~(kSetUserId | kSetGroupId) : ~kSetUserId;
    tree.change(call.memory, id, mode, new_uid, new_gid, call.kernel.now());
    return 0;
}

// The inode a change of argument `index` means: EPERM in /proc.
Result<InodeId> inode_argument(Call& call, int index, bool follow = true, int at = kAtCwd) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = find_argument(call, caller, index, follow, at);
    if (!place) return place.error();
    if ((*place).proc.empty()) return (*place).inode;
    return path_kind_wrong(caller, call.kernel.tree, (*place).inode, Errno::eperm);
}

Result<InodeId> inode_of_descriptor(Call& call) {
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    const InodeId inode = call.kernel.files[file].inode;
    // What leads outside has no inode that could be changed.
    if (inode == kNoInode) return call.refuse(Errno::eperm, Rule::path_kind_wrong, {inode, 0});
    return inode;
}

}  // namespace

CallResult sys_stat(Call& call) {
    return stat_path(call, kAtCwd, 0, true);
}

CallResult sys_lstat(Call& call) {
    return stat_path(call, kAtCwd, 0, false);
}

CallResult sys_fstat(Call& call) {
    return stat_descriptor(call, call.i32(0), call.address(1));
}

CallResult sys_newfstatat(Call& call) {
    const std::uint32_t flags = call.u32(3);
    if ((flags & ~(kNoFollow | kEmptyPath | 0x800u)) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {4, flags});
    }
    FileCaller caller = file_caller(call);
    if ((flags & kEmptyPath) != 0) {
        const Result<std::string> path = path_argument(call, caller, 1);
        if (!path) return path.error();
        // "If pathname is an empty string, operate on the file referred to by dirfd".
        if ((*path).empty() && call.i32(0) == kAtCwd) return call.put(call.address(2), encode(call, caller.cwd));
        if ((*path).empty()) return stat_descriptor(call, call.i32(0), call.address(2));
    }
    return stat_path(call, call.i32(0), 1, (flags & kNoFollow) == 0);
}

CallResult sys_access(Call& call) {
    return check_path(call, kAtCwd, 0, call.u32(1), 0);
}

CallResult sys_faccessat(Call& call) {
    return check_path(call, call.i32(0), 1, call.u32(2), 0);
}

CallResult sys_faccessat2(Call& call) {
    const std::uint32_t flags = call.u32(3);
    if ((flags & ~(kRealAccess | kNoFollow | kEmptyPath)) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {4, flags});
    }
    return check_path(call, call.i32(0), 1, call.u32(2), flags);
}

CallResult sys_chmod(Call& call) {
    const Result<InodeId> inode = inode_argument(call, 0);
    return inode ? change_mode(call, *inode, call.u32(1)) : CallResult(inode.error());
}

CallResult sys_fchmod(Call& call) {
    const FileId file = file_of(call, call.i32(0));
    const PipeId pipe = file == kNoFile ? kNoPipe : nameless_pipe(call.kernel.files[file]);
    if (pipe != kNoPipe) {
        const Credentials& who = call.task().credentials;
        const bool may = who.euid == call.kernel.pipes[pipe].uid || who.has(Capability::fowner);
        if (!may) return call.refuse(Errno::eperm, Rule::path_kind_wrong, {kNoInode, 0});
        call.kernel.pipes.write(pipe).mode = call.u32(1) & 07777;
        return 0;
    }
    const Result<InodeId> inode = inode_of_descriptor(call);
    return inode ? change_mode(call, *inode, call.u32(1)) : CallResult(inode.error());
}

CallResult sys_fchmodat(Call& call) {
    const Result<InodeId> inode = inode_argument(call, 1, true, call.i32(0));
    return inode ? change_mode(call, *inode, call.u32(2)) : CallResult(inode.error());
}

CallResult sys_chown(Call& call) {
    const Result<InodeId> inode = inode_argument(call, 0);
    return inode ? change_owner(call, *inode, Uid{call.u32(1)}, Gid{call.u32(2)}) : CallResult(inode.error());
}

CallResult sys_lchown(Call& call) {
    const Result<InodeId> inode = inode_argument(call, 0, false);
    return inode ? change_owner(call, *inode, Uid{call.u32(1)}, Gid{call.u32(2)}) : CallResult(inode.error());
}

CallResult sys_fchown(Call& call) {
    const Result<InodeId> inode = inode_of_descriptor(call);
    return inode ? change_owner(call, *inode, Uid{call.u32(1)}, Gid{call.u32(2)}) : CallResult(inode.error());
}

CallResult sys_umask(Call& call) {
    const std::uint32_t before = call.group().umask;
    call.write_group().umask = call.u32(0) & 0777;
    return before;
}

}  // namespace sim::kernel
