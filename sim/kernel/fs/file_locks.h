// Advisory locks of files: fcntl(2) record locks, owned by processes or open files, and flock(2) locks, owned by open
// files.
//
//   bytes of inode 7:  [ 201 write ][ 202 read ][ 201 read ………      a process's locks never overlap each other;
//                                   [ 203 read ]                    neighbours of one type are one lock
//
// flock(2) and fcntl(2) know nothing of each other. In the list a process's locks stand together, ascending, processes
// in the order of their first lock: the first that conflicts is the one F_GETLK tells.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/errno.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

inline constexpr std::uint64_t kLastByte = 0x7fff'ffff'ffff'ffff;  // OFFSET_MAX: to the end, however far
// Locks of a machine at once; more is ENOLCK.
inline constexpr std::size_t kMaxFileLocks = 16'384;

enum class LockKind : std::uint8_t { process, open_file, whole };  // fcntl(2), F_OFD_SETLK of it, flock(2)

struct FileLock {
    InodeId inode;
    LockKind kind = LockKind::process;
    bool write = false;
    std::uint64_t start = 0, end = kLastByte;  // bytes, inclusive
    Pid pid;                                   // process that set it: the owner of LockKind::process
    FileId file = kNoFile;                     // the owner of the other two

    bool same_owner(const FileLock& other) const;
    bool overlaps(const FileLock& other) const { return start <= other.end && other.start <= end; }
    bool operator==(const FileLock&) const = default;
};

class FileLocks {
public:
    // The first lock that keeps `wanted` away; nullopt: none.
    std::optional<FileLock> conflict(const FileLock& wanted) const;
    // Gives the owner what nothing conflicts with; what it had in this range is replaced. ENOLCK.
    Errno set(MemoryContext& context, const FileLock& wanted);
    // Takes the owner's locks of the range away. Whether there were any.
    bool clear(MemoryContext& context, const FileLock& range);
    // The lock the open file has by flock(2).
    std::optional<FileLock> whole_file_lock(FileId file) const;

    const std::vector<FileLock>& all() const { return *locks_; }
    std::uint64_t hash() const { return locks_.hash(); }

private:
    // Puts `now` where the first of the owner's locks stood.
    void replace(const FileLock& owner, std::vector<FileLock> now);
    std::vector<FileLock> owned(const FileLock& owner) const;

    Cow<std::vector<FileLock>> locks_;
};
std::uint64_t state_hash(const std::vector<FileLock>& locks);

}  // namespace sim::kernel
