// An inode: a file, a directory, a FIFO, a device or a symbolic link, whatever its names are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sim/base/cow.h"
#include "sim/base/credentials.h"
#include "sim/base/ids.h"
#include "sim/kernel/fs/pipes.h"

namespace sim::kernel {

enum class InodeKind : std::uint8_t { regular, directory, fifo, device, symlink, proc };  // proc: the root of /proc

enum class FileDevice : std::uint8_t { none, null, zero, terminal };

// What is mounted where. Names in one lead to inodes of the same one: link(2) and rename(2) do not cross.
enum class FileSystem : std::uint8_t { disk, devices, shm, tmp, proc, memory };  // memory: memfd_create(2)

// A file of the machine's disk: a source text of a program, or the program itself. Its bytes are the image's until
// somebody changes or maps them.
struct DiskFile {
    ProgramId program;
    std::optional<std::uint32_t> source;  // index into Image::files; nullopt: the program
};

inline constexpr std::uint32_t kSetUserId = 04000, kSetGroupId = 02000, kSticky = 01000;

struct Inode {
    InodeKind kind = InodeKind::regular;
    FileSystem system = FileSystem::disk;
    FileDevice device = FileDevice::none;
    std::uint32_t mode = 0;  // the low twelve bits
    Uid uid;
    Gid gid;
    std::uint32_t links = 0;                 // names that lead here; of a directory also its own and its children's
    std::uint64_t size = 0;                  // bytes; of a directory as its file system counts
    ObjectId object = kNoObject;             // regular: its pages; kNoObject while nobody wrote or mapped any
    std::optional<DiskFile> disk;            // regular: where its bytes are while it has no object
    PipeId pipe = kNoPipe;                   // fifo: while somebody has it open
    InodeId parent = kNoInode;               // directory: its ".."; may be gone once it is removed
    std::map<std::string, InodeId> entries;  // directory: names but "." and ".."
    std::string target;                      // symlink
    std::string last_path;                   // of a file without a name: the one it had
    std::int64_t atime = 0, mtime = 0, ctime = 0;  // nanoseconds since the epoch
    std::uint32_t open = 0;                        // open files, and processes whose working directory it is
    std::uint32_t mappings = 0;                    // areas that show it

    bool directory() const { return kind == InodeKind::directory || kind == InodeKind::proc; }
    bool unused() const { return links == 0 && open == 0 && mappings == 0; }
};
std::uint64_t state_hash(const Inode& inode);

// The file type as st_mode has it: S_IFREG, S_IFDIR …
std::uint32_t type_bits(InodeKind kind);
// st_dev: major * 256 + minor.
std::uint64_t device_number(FileSystem system);

// Bits of a permission asked for, as in the mode.
inline constexpr std::uint32_t kMayRead = 4, kMayWrite = 2, kMayExecute = 1;
// inode_permission() of Linux.
bool may_access(const Inode& inode, const Credentials& who, std::uint32_t wanted);
// "the process is … the owner of the file, or is privileged" (chmod(2) and others).
bool owner_or_capable(const Inode& inode, const Credentials& who);
// Whether the sticky bit of a directory keeps `who` from removing a name that leads to `victim`.
bool sticky_forbids(const Inode& directory, const Inode& victim, const Credentials& who);

}  // namespace sim::kernel
