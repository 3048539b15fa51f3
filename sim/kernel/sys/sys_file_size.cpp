// Positions and sizes: lseek, truncate, ftruncate, fallocate; fsync, which has nothing to wait for.
#include "sim/kernel/fs/file_pages.h"
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"

namespace sim::kernel {
namespace {

using report::Rule;

enum Whence : std::int32_t { kSeekSet, kSeekCurrent, kSeekEnd, kSeekData, kSeekHole };

// First byte at or after `offset` whose page is there (data) or is not (hole); the end of a file is a hole.
std::uint64_t next_extent(const Call& call, const Inode& inode, std::uint64_t offset, bool data) {
    if (inode.object == kNoObject) return inode.disk.has_value() == data ? offset : inode.size;
    const MemoryObject& object = call.kernel.memory.objects[inode.object];
    std::uint64_t at = offset;
    while (at < inode.size && object.page(at / kPageSize).exists() != data) at = (at / kPageSize + 1) * kPageSize;
    return std::min(at, inode.size);
}

// "ENXIO whence is SEEK_DATA or SEEK_HOLE, and offset is beyond the end of the file, or whence is SEEK_DATA and offset
// occurs within a hole at the end of the file."
Result<std::int64_t> seek_extent(const Call& call, const OpenFile& file, std::int64_t offset, bool data) {
    if (file.kind != FileKind::regular) return Errno::einval;
    const Inode& inode = call.kernel.tree[file.inode];
    if (offset < 0 || static_cast<std::uint64_t>(offset) >= inode.size) return Errno::enxio;
    const std::uint64_t found = next_extent(call, inode, static_cast<std::uint64_t>(offset), data);
    if (data && found >= inode.size) return Errno::enxio;
    return static_cast<std::int64_t>(found);
}

std::uint64_t size_of(const Call& call, const OpenFile& file) {
    return file.kind == FileKind::regular ? call.kernel.tree[file.inode].size : file.text.size();
}

// Where lseek(2) would put the position; not yet checked to be a position.
Result<std::int64_t> target_of(const Call& call, const OpenFile& file, std::int64_t offset, std::int32_t whence) {
    switch (whence) {
        case kSeekSet: return offset;
        case kSeekCurrent: return static_cast<std::int64_t>(file.position + static_cast<std::uint64_t>(offset));
        case kSeekEnd: return static_cast<std::int64_t>(size_of(call, file) + static_cast<std::uint64_t>(offset));
        case kSeekData: return seek_extent(call, file, offset, true);
        case kSeekHole: return seek_extent(call, file, offset, false);
        default: return Errno::einval;
    }
}

bool is_device(FileKind kind) {
    return kind == FileKind::null || kind == FileKind::zero;
}

// The size argument of truncate(2) and ftruncate(2). "EINVAL The argument length is negative".
Errno check_length(const Call& call) {
    return call.i64(1) >= 0 ? Errno::ok : call.refuse(Errno::einval, Rule::argument_invalid, {2, call.i64(1)});
}

}  // namespace

CallResult sys_lseek(Call& call) {
    const int fd = call.i32(0);
    const FileId id = file_of(call, fd);
    if (id == kNoFile) return bad_descriptor(call, fd);
    // "ESPIPE fd is associated with a pipe, socket, or FIFO."
    if (!seekable(call, id)) return call.refuse(Errno::espipe, Rule::not_seekable, {fd});
    const OpenFile& file = call.kernel.files[id];
    if (is_device(file.kind)) return 0;
    const Result<std::int64_t> target = target_of(call, file, call.i64(1), call.i32(2));
    if (!target) return call.refuse(target.error(), Rule::argument_invalid, {3, call.i32(2)});
    // "EINVAL … the resulting file offset would be negative, or beyond the end of a seekable device."
    if (*target < 0 || static_cast<std::uint64_t>(*target) > kMaxFileBytes) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, *target});
    }
    call.kernel.files.write(id).position = static_cast<std::uint64_t>(*target);
    return *target;
}

CallResult sys_truncate(Call& call) {
    const Errno negative = check_length(call);
    if (negative != Errno::ok) return negative;
    FileCaller caller = file_caller(call);
    FileTree& tree = call.kernel.tree;
    const Result<Place> place = find_argument(call, caller, 0);
    if (!place) return place.error();
    const InodeId inode = (*place).inode;
    // "EISDIR The named file is a directory.", "EINVAL … the named file is not a regular file"
    if (tree[inode].directory()) return path_kind_wrong(caller, tree, inode, Errno::eisdir);
    if (tree[inode].kind != InodeKind::regular) return path_kind_wrong(caller, tree, inode, Errno::einval);
    const Errno denied = check_access(tree, caller, inode, kMayWrite);
    return denied == Errno::ok ? resize_file(caller, tree, inode, call.u64(1)) : denied;
}

CallResult sys_ftruncate(Call& call) {
    const Errno negative = check_length(call);
    if (negative != Errno::ok) return negative;
    const int fd = call.i32(0);
    const FileId id = file_of(call, fd);
    if (id == kNoFile) return bad_descriptor(call, fd);
    const OpenFile& file = call.kernel.files[id];
    // "EBADF or EINVAL fd is not open for writing", "EINVAL … does not reference a regular file": Linux says EINVAL.
    if (file.kind != FileKind::regular || !opens_to_write(file.flags)) {
        return call.refuse(Errno::einval, Rule::access_wrong, {fd, 1});
    }
    const InodeId inode = file.inode;
    return resize_file(file_caller(call), call.kernel.tree, inode, call.u64(1));
}

CallResult sys_fallocate(Call& call) {
    constexpr std::uint32_t kKeepSize = 1;
    const int fd = call.i32(0);
    const FileId id = file_of(call, fd);
    if (id == kNoFile) return bad_descriptor(call, fd);
    // "EINVAL offset was less than 0, or len was less than or equal to 0."
    if (call.i64(2) < 0 || call.i64(3) <= 0)
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, call.i64(2)});
    // "EOPNOTSUPP … the mode is not supported by the filesystem containing the file referred to by fd."
    if ((call.u32(1) & ~kKeepSize) != 0)
        return call.refuse(Errno::eopnotsupp, Rule::argument_invalid, {2, call.u32(1)});
    const OpenFile& file = call.kernel.files[id];
    // "EBADF fd … is not opened for writing.", "ESPIPE fd refers to a pipe or FIFO.", "ENODEV … not … a regular file".
    if (!opens_to_write(file.flags)) return call.refuse(Errno::ebadf, Rule::access_wrong, {fd, 1});
    if (file.kind == FileKind::pipe) return call.refuse(Errno::espipe, Rule::not_seekable, {fd});
    if (file.kind != FileKind::regular) return call.refuse(Errno::enodev, Rule::access_wrong, {fd, 1});
    const InodeId inode = file.inode;
    return allocate_file(file_caller(call), call.kernel.tree, inode, call.u64(2), call.u64(3),
                         (call.u32(1) & kKeepSize) == 0);
}

CallResult sys_fsync(Call& call) {
    const int fd = call.i32(0);
    const FileId id = file_of(call, fd);
    if (id == kNoFile) return bad_descriptor(call, fd);
    // "EINVAL fd is bound to a special file (e.g., a pipe, FIFO, or socket) which does not support synchronization."
    const FileKind kind = call.kernel.files[id].kind;
    const bool syncs = kind == FileKind::regular || kind == FileKind::directory;
    return syncs ? CallResult(0) : CallResult(call.refuse(Errno::einval, Rule::access_wrong, {fd, 1}));
}

}  // namespace sim::kernel
