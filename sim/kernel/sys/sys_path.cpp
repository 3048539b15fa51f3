// Names of files: stat.
#include <string>

#include "sim/kernel/fs/paths.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

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

constexpr std::uint32_t kDirectoryMode = 0040755;
constexpr std::uint32_t kFileMode = 0100644;
constexpr std::int64_t kBlock = 512;  // bytes, what st_blocks counts

// The string at a user address. EFAULT; "ENAMETOOLONG pathname is too long."
Result<std::string> fetch_path(Call& call, VirtAddr from) {
    std::string path;
    while (path.size() < kMaxPath) {
        std::uint8_t byte = 0;
        const Errno error = call.get(from + path.size(), byte);
        if (error != Errno::ok) return error;
        if (byte == 0) return path;
        path.push_back(static_cast<char>(byte));
    }
    return Errno::enametoolong;
}

}  // namespace

CallResult sys_stat(Call& call) {
    const Result<std::string> path = fetch_path(call, call.address(0));
    if (!path) return path.error();
    const std::optional<FileIdentity> file = find_path(*path, call.memory.images);
    // "ENOENT A component of pathname does not exist or is a dangling symbolic link."
    if (!file) return call.refuse(Errno::enoent, report::Rule::path_absent, {call.address(0)});
    UserStat user;
    user.dev = file->device;
    user.ino = file->inode;
    user.mode = file->directory ? kDirectoryMode : kFileMode;
    user.uid = call.task().credentials.uid.value;
    user.gid = call.task().credentials.gid.value;
    user.size = static_cast<std::int64_t>(file->size);
    user.blocks = (user.size + kBlock - 1) / kBlock;
    return call.put(call.address(1), user);
}

}  // namespace sim::kernel
