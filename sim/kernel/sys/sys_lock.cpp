// Locks of files: flock, and F_GETLK, F_SETLK, F_SETLKW and their F_OFD_ relatives of fcntl.
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/proc/waiting.h"
#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

// struct flock of x86-64.
struct UserFlock {
    std::int16_t type = 0, whence = 0;
    std::int32_t pad = 0;
    std::int64_t start = 0, length = 0;
    std::int32_t pid = 0, pad2 = 0;
};
static_assert(sizeof(UserFlock) == 32);

enum LockType : std::int16_t { read_lock, write_lock, unlock };  // F_RDLCK, F_WRLCK, F_UNLCK

enum class Ask : std::uint8_t { get, set, set_and_wait };

struct Command {
    Ask ask = Ask::get;
    bool open_file = false;
};

// F_GETLK 5, F_SETLK 6, F_SETLKW 7; F_OFD_GETLK 36 …
Command command_of(std::int32_t number) {
    constexpr std::int32_t kFirst = 5, kFirstOpenFile = 36;
    const bool open_file = number >= kFirstOpenFile;
    return {static_cast<Ask>(number - (open_file ? kFirstOpenFile : kFirst)), open_file};
}

// Where l_start counts from. "EINVAL" for another l_whence.
Result<std::int64_t> origin(const Call& call, const OpenFile& file, std::int16_t whence) {
    switch (whence) {
        case 0: return 0;
        case 1: return static_cast<std::int64_t>(file.position);
        case 2: return static_cast<std::int64_t>(call.kernel.tree[file.inode].size);
        default: return call.refuse(Errno::einval, Rule::argument_invalid, {3, whence});
    }
}

// flock_to_posix_lock() of Linux: the range, as bytes from the beginning of the file.
Errno set_range(const Call& call, const OpenFile& file, const UserFlock& user, FileLock& lock) {
    constexpr auto kLast = static_cast<std::int64_t>(kLastByte);
    const Result<std::int64_t> from = origin(call, file, user.whence);
    if (!from) return from.error();
    if (user.start > kLast - *from) return call.refuse(Errno::eoverflow, Rule::argument_invalid, {3, user.start});
    const std::int64_t start = *from + user.start;
    if (start < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, user.start});
    lock.start = static_cast<std::uint64_t>(start);
    if (user.length > 0) {
        if (user.length - 1 > kLast - start)
            return call.refuse(Errno::eoverflow, Rule::argument_invalid, {3, user.length});
        lock.end = lock.start + static_cast<std::uint64_t>(user.length) - 1;
    } else if (user.length < 0) {
        // "If l_len is negative, the interval … covers bytes l_start+l_len up to and including l_start-1."
        if (start + user.length < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, user.length});
        lock.end = lock.start - 1;
        lock.start = static_cast<std::uint64_t>(start + user.length);
    }
    return Errno::ok;
}

// A lock of the caller's: its process's, or its open file's.
FileLock lock_of(const Call& call, FileId file, LockKind kind) {
    FileLock lock;
    lock.inode = call.kernel.files[file].inode;
    lock.kind = kind;
    lock.pid = call.task().tgid;
    lock.file = file;
    return lock;
}

CallResult tell_conflict(Call& call, const FileLock& wanted, UserFlock user) {
    // "EINVAL … F_GETLK … the lock type is not F_RDLCK or F_WRLCK".
    if (user.type == unlock) return call.refuse(Errno::einval, Rule::argument_invalid, {3, user.type});
    const std::optional<FileLock> found = call.kernel.locks.conflict(wanted);
    user.type = unlock;
    if (found) {
        user.type = found->write ? write_lock : read_lock;
        user.whence = 0;
        user.start = static_cast<std::int64_t>(found->start);
        user.length = found->end == kLastByte ? 0 : static_cast<std::int64_t>(found->end - found->start + 1);
        // "l_pid … is set to -1 … if the conflicting lock is an open file description lock".
        user.pid = found->kind == LockKind::open_file ? -1 : found->pid.value;
    }
    return call.put(call.address(2), user);
}

// For whose record lock a process sleeps; kNoPid: for none.
Pid waits_for_lock_of(const TaskTable& tasks, Pid process) {
    for (Pid pid : tasks.present()) {
        const Task& task = tasks[pid];
        const bool sleeps = task.state == report::TaskState::blocked && task.wait.kind == WaitKind::lock;
        if (sleeps && task.tgid == process && task.wait.detail != 0) {
            return Pid{static_cast<std::int32_t>(task.wait.detail)};
        }
    }
    return kNoPid;
}

// Whether the holder waits for the caller, through at most ten others: MAX_DEADLK_ITERATIONS of Linux.
bool deadlock(const Call& call, Pid holder) {
    constexpr int kMaxIterations = 10;
    const Pid caller = call.task().tgid;
    for (int i = 0; i <= kMaxIterations && holder != kNoPid; ++i) {
        holder = waits_for_lock_of(call.kernel.tasks, holder);
        if (holder == caller) return true;
    }
    return false;
}

CallResult sleep_for_lock(Call& call, const FileLock& wanted, const FileLock& holder) {
    Wait wait;
    wait.kind = WaitKind::lock;
    wait.object = wanted.inode.value;
    const bool records = wanted.kind == LockKind::process && holder.kind == LockKind::process;
    wait.detail = records ? static_cast<std::uint64_t>(holder.pid.value) : 0;
    return call.sleep(std::move(wait), Rule::wait_lock, {wanted.inode, holder.pid});
}

void wake_lockers(Call& call, InodeId inode) {
    wake(call.kernel.tasks, call.sink, WaitKind::lock, inode.value);
}

CallResult take(Call& call, const FileLock& wanted, bool wait) {
    const std::optional<FileLock> holder = call.kernel.locks.conflict(wanted);
    if (!holder) {
        const Errno error = call.kernel.locks.set(call.memory, wanted);
        if (error != Errno::ok) return error;
        if (!wanted.write) wake_lockers(call, wanted.inode);  // a write lock may have become a read lock
        return 0;
    }
    // "EACCES or EAGAIN Operation is prohibited by locks held by other processes."
    if (!wait) return call.refuse(Errno::eagain, Rule::lock_conflict, {wanted.inode, holder->pid});
    // "EDEADLK It was detected that the specified F_SETLKW command would cause a deadlock."
    if (wanted.kind == LockKind::process && deadlock(call, holder->pid)) {
        return call.refuse(Errno::edeadlk, Rule::lock_deadlock, {wanted.inode, holder->pid});
    }
    return sleep_for_lock(call, wanted, *holder);
}

CallResult give_up(Call& call, const FileLock& range) {
    if (call.kernel.locks.clear(call.memory, range)) wake_lockers(call, range.inode);
    return 0;
}

}  // namespace

CallResult fcntl_lock(Call& call) {
    const int fd = call.i32(0);
    const FileId file = file_of(call, fd);
    const Command command = command_of(call.i32(1));
    UserFlock user;
    const Errno error = call.get(call.address(2), user);
    if (error != Errno::ok) return error;
    const OpenFile& open = call.kernel.files[file];
    if (open.inode == kNoInode) return call.unsupported(call.u64(1));
    FileLock wanted = lock_of(call, file, command.open_file ? LockKind::open_file : LockKind::process);
    wanted.write = user.type == write_lock;
    const Errno bad_range = set_range(call, open, user, wanted);
    if (bad_range != Errno::ok) return bad_range;
    if (user.type < read_lock || user.type > unlock)
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, user.type});
    // "EINVAL cmd is F_OFD_… and l_pid was not specified as zero."
    if (command.open_file && user.pid != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, user.pid});
    if (command.ask == Ask::get) return tell_conflict(call, wanted, user);
    if (user.type == unlock) return give_up(call, wanted);
    // "In order to place a read lock, fd must be open for reading. In order to place a write lock, fd must be open for
    // writing."
    const bool may = wanted.write ? opens_to_write(open.flags) : opens_to_read(open.flags);
    if (!may) return call.refuse(Errno::ebadf, Rule::access_wrong, {fd, wanted.write});
    return take(call, wanted, command.ask == Ask::set_and_wait);
}

CallResult sys_flock(Call& call) {
    constexpr std::uint32_t kShared = 1, kExclusive = 2, kNonblock = 4, kUnlock = 8;
    const std::uint32_t operation = call.u32(1) & ~kNonblock;
    // "EINVAL operation is invalid."
    if (operation != kShared && operation != kExclusive && operation != kUnlock) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {2, call.u32(1)});
    }
    const FileId file = file_of(call, call.i32(0));
    if (file == kNoFile) return bad_descriptor(call, call.i32(0));
    if (call.kernel.files[file].inode == kNoInode) return call.unsupported(call.u64(1));
    FileLock wanted = lock_of(call, file, LockKind::whole);
    wanted.write = operation == kExclusive;
    const std::optional<FileLock> had = call.kernel.locks.whole_file_lock(file);
    if (had && operation != kUnlock && had->write == wanted.write) return 0;
    // "Converting a lock … is not guaranteed to be atomic: the existing lock is first removed, and then a new lock is
    // established."
    if (had) give_up(call, *had);
    if (operation == kUnlock) return 0;
    return take(call, wanted, (call.u32(1) & kNonblock) == 0);
}

}  // namespace sim::kernel
