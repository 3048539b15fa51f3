// Opening files: open, openat, creat, memfd_create.
//
// Known inaccuracies: O_PATH and O_TMPFILE are refused with EOPNOTSUPP; O_DIRECT, O_SYNC and O_ASYNC change nothing.
#include "sim/kernel/fs/file_pages.h"
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"
#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {
namespace {

using report::Rule;

// What open(2) was asked.
struct OpenRequest {
    std::uint32_t flags = 0;
    std::uint32_t mode = 0;

    bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
    bool follows() const { return !has(kOpenNoFollow) && !(has(kOpenCreate) && has(kOpenExclusive)); }
    // Permission bits the flags ask for; O_TRUNC writes, whatever the access mode says.
    std::uint32_t wanted() const {
        constexpr std::uint32_t kByMode[] = {kMayRead, kMayWrite, kMayRead | kMayWrite, kMayRead | kMayWrite};
        return kByMode[flags & kOpenAccessMode] | (has(kOpenTruncate) ? kMayWrite : 0);
    }
};

// An open file as the flags describe it.
OpenFile new_file(FileKind kind, const OpenRequest& request, std::string name) {
    OpenFile file;
    file.kind = kind;
    file.flags = (request.flags & ~kOpenOnce) | kOpenLargeFile;
    file.name = std::move(name);
    return file;
}

CallResult install(Call& call, OpenFile file, const OpenRequest& request) {
    if (file.inode != kNoInode) call.kernel.tree.opened(file.inode);
    return install_descriptor(call, call.kernel.files.open(std::move(file)), request.has(kOpenCloseOnExec));
}

Errno kind_wrong(const Call& call, const FileCaller& caller, InodeId inode, Errno error) {
    return path_kind_wrong(caller, call.kernel.tree, inode, error);
}

// O_CREAT of a name that leads nowhere yet.
Result<InodeId> create(Call& call, const FileCaller& caller, const Place& place, const OpenRequest& request) {
    FileTree& tree = call.kernel.tree;
    // "EISDIR … pathname … has a trailing slash": Linux asks for no directory here.
    if (place.trailing_slash) return kind_wrong(call, caller, place.parent, Errno::eisdir);
    // "EACCES … the file did not exist yet and write access to the parent directory is not allowed".
    const Errno denied = check_access(tree, caller, place.parent, kMayWrite | kMayExecute);
    if (denied != Errno::ok) return denied;
    return create_inode(call, caller, place, new_inode(call, caller, place.parent, InodeKind::regular, request.mode));
}

// A running program may not change: "ETXTBSY pathname refers to an executable image which is currently being executed
// and write access was requested."
bool executed(const Call& call, const Inode& inode) {
    if (!inode.disk || inode.disk->source) return false;
    for (Pid pid : call.kernel.tasks.present()) {
        const Task& task = call.kernel.tasks[pid];
        if (task.alive() && task.program == inode.disk->program) return true;
    }
    return false;
}

// may_open() of Linux: whether what the path leads to may be opened so.
Errno check_open(const Call& call, const FileCaller& caller, const Place& place, const OpenRequest& request) {
    const FileTree& tree = call.kernel.tree;
    const Inode& inode = tree[place.inode];
    // "EEXIST pathname already exists and O_CREAT and O_EXCL were used."
    if (request.has(kOpenCreate) && request.has(kOpenExclusive)) {
        return call.refuse(Errno::eexist, Rule::path_exists, {place.inode});
    }
    // "EISDIR pathname refers to a directory and the access requested involved writing": O_CREAT counts.
    if (request.has(kOpenCreate) && inode.directory()) return kind_wrong(call, caller, place.inode, Errno::eisdir);
    // "ENOTDIR … O_DIRECTORY was specified and pathname was not a directory."
    if ((request.has(kOpenDirectory) || place.trailing_slash) && !inode.directory()) {
        return kind_wrong(call, caller, place.inode, Errno::enotdir);
    }
    // "ELOOP pathname was a symbolic link, and flags specified O_NOFOLLOW".
    if (inode.kind == InodeKind::symlink) return kind_wrong(call, caller, place.inode, Errno::eloop);
    if (inode.directory() && (request.wanted() & kMayWrite) != 0) {
        return kind_wrong(call, caller, place.inode, Errno::eisdir);
    }
    const Errno denied = check_access(tree, caller, place.inode, request.wanted());
    if (denied != Errno::ok) return denied;
    const bool busy = (request.wanted() & kMayWrite) != 0 && executed(call, inode);
    return busy ? kind_wrong(call, caller, place.inode, Errno::etxtbsy) : Errno::ok;
}

FileKind kind_of(const Inode& inode, const OpenRequest& request) {
    if (inode.directory()) return FileKind::directory;
    switch (inode.device) {
        case FileDevice::null: return FileKind::null;
        case FileDevice::zero: return FileKind::zero;
        case FileDevice::terminal: return opens_to_read(request.flags) ? FileKind::console : FileKind::output;
        case FileDevice::none: break;
    }
    return FileKind::regular;
}

CallResult open_inode(Call& call, const FileCaller& caller, InodeId inode, const OpenRequest& request) {
    FileTree& tree = call.kernel.tree;
    if (tree[inode].kind == InodeKind::fifo) return open_fifo(call, inode, request.flags);
    const FileKind kind = kind_of(tree[inode], request);
    if (kind == FileKind::regular && request.has(kOpenTruncate) && tree[inode].size > 0) {
        const Errno error = resize_file(caller, tree, inode, 0);
        if (error != Errno::ok) return error;
    }
    OpenFile file = new_file(kind, request, tree.path_of(inode));
    file.inode = inode;
    if (tree[inode].device == FileDevice::terminal) {
        file.terminal = true;
        file.channel = 1;
    }
    return install(call, std::move(file), request);
}

// Below /proc: a text as it is now, a setting, a directory.
CallResult open_proc(Call& call, const FileCaller& caller, const Place& place, const OpenRequest& request) {
    const std::optional<ProcEntry> entry = find_proc(call, place.proc);
    if (!entry) return path_absent(caller);
    if (request.has(kOpenCreate) && request.has(kOpenExclusive)) {
        return call.refuse(Errno::eexist, Rule::path_exists, {place.inode});
    }
    // "ELOOP pathname was a symbolic link, and flags specified O_NOFOLLOW".
    if (entry->kind == ProcKind::link) return kind_wrong(call, caller, place.inode, Errno::eloop);
    Inode inode;
    inode.kind = inode_kind(entry->kind);
    inode.mode = entry->mode;
    inode.uid = entry->uid;
    inode.gid = entry->gid;
    if (inode.directory() && ((request.wanted() & kMayWrite) != 0 || request.has(kOpenCreate))) {
        return kind_wrong(call, caller, place.inode, Errno::eisdir);
    }
    if (request.has(kOpenDirectory) && !inode.directory()) {
        return kind_wrong(call, caller, place.inode, Errno::enotdir);
    }
    if (!may_access(inode, caller.who, request.wanted())) {
        return call.refuse(Errno::eacces, Rule::path_denied, {place.inode, request.wanted()});
    }
    OpenFile file = new_file(FileKind::text, request, "/proc" + (place.proc.empty() ? "" : "/" + place.proc));
    file.inode = place.inode;
    file.setting = entry->setting;
    if (entry->kind == ProcKind::directory) file.kind = FileKind::directory;
    if (entry->kind == ProcKind::setting) file.kind = FileKind::setting;
    if (entry->kind != ProcKind::directory) file.text = proc_text(call, place.proc);
    return install(call, std::move(file), request);
}

CallResult open_place(Call& call, const FileCaller& caller, const Place& place, const OpenRequest& request) {
    if (place.exists() && call.kernel.tree[place.inode].kind == InodeKind::proc) {
        return open_proc(call, caller, place, request);
    }
    if (place.exists()) {
        const Errno error = check_open(call, caller, place, request);
        return error == Errno::ok ? open_inode(call, caller, place.inode, request) : CallResult(error);
    }
    if (!request.has(kOpenCreate)) return path_absent(caller);
    const Result<InodeId> made = create(call, caller, place, request);
    return made ? open_inode(call, caller, *made, request) : CallResult(made.error());
}

CallResult open(Call& call, int at, int path_index, const OpenRequest& request) {
    // A FIFO's opener that slept goes on with the inode it found.
    if (call.again())
        return open_fifo(call, InodeId{static_cast<std::uint32_t>(call.task().wait.object)}, request.flags);
    if (request.has(kOpenPath | kOpenTemporary))
        return call.refuse(Errno::eopnotsupp, Rule::argument_invalid, {2, request.flags});
    // Since Linux 6.4 a directory cannot be asked for and made as a file in one call.
    if (request.has(kOpenCreate) && request.has(kOpenDirectory)) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, request.flags});
    }
    FileCaller caller = file_caller(call);
    const Result<std::string> path = path_argument(call, caller, path_index, at);
    if (!path) return path.error();
    // Linux takes the descriptor before it looks for the file.
    const Result<int> fd = free_descriptor(call);
    if (!fd) return fd.error();
    const Result<Place> place = walk(call.kernel.tree, caller, *path, request.follows());
    return place ? open_place(call, caller, *place, request) : CallResult(place.error());
}

}  // namespace

CallResult sys_open(Call& call) {
    return open(call, kAtCwd, 0, {call.u32(1), call.u32(2)});
}

CallResult sys_openat(Call& call) {
    return open(call, call.i32(0), 1, {call.u32(2), call.u32(3)});
}

CallResult sys_creat(Call& call) {
    return open(call, kAtCwd, 0, {kOpenCreate | kOpenWriteOnly | kOpenTruncate, call.u32(1)});
}

CallResult sys_memfd_create(Call& call) {
    constexpr std::uint32_t kCloseOnExec = 1, kAllowSealing = 2, kNoexecSeal = 8, kExec = 16;
    constexpr std::uint64_t kMaxName = 249;  // NAME_MAX less "memfd:"
    const std::uint32_t flags = call.u32(1);
    // "EINVAL flags included unknown bits."
    if ((flags & ~(kCloseOnExec | kAllowSealing | kNoexecSeal | kExec)) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, flags});
    }
    FileCaller caller = file_caller(call);
    const Result<std::string> name = path_argument(call, caller, 0);
    if (!name && name.error() != Errno::enametoolong) return name.error();
    // "EINVAL name was too long. (The limit is 249 bytes, excluding the terminating null byte.)"
    if (!name || (*name).size() > kMaxName)
        return call.refuse(Errno::einval, Rule::argument_invalid, {1, kMaxName + 1});
    const Result<int> fd = free_descriptor(call);
    if (!fd) return fd.error();
    Inode inode = new_inode(call, caller, call.kernel.tree.root(), InodeKind::regular, 0);
    inode.mode = (flags & kNoexecSeal) != 0 ? 0666 : 0777;
    inode.system = FileSystem::memory;
    inode.last_path = "/memfd:" + *name;
    const Result<InodeId> made = call.kernel.tree.add(call.memory, std::move(inode));
    if (!made) return made.error();
    const std::uint32_t close = (flags & kCloseOnExec) != 0 ? kOpenCloseOnExec : 0;
    return open_inode(call, caller, *made, {kOpenReadWrite | close, 0});
}

}  // namespace sim::kernel
