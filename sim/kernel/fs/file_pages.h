// The bytes of a regular file: pages of its memory object, holes that read as zeroes, or the text of a disk file.
//
// A page gets its frame at the first write, or the first touch of a mapping. The frame of the last page may hold bytes
// past the size (a mapping wrote them): they are zeroed when the file is cut off there, and appear when it grows.
//
// Known inaccuracies: a disk has no size of its own and no delay; a file of the machine's disk keeps its frames for
// good once it was written or mapped; what the kernel stores into a mapped page for a call does not change the times.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/kernel/fs/path_walk.h"

namespace sim::kernel {

// Largest file, bytes: page numbers have 32 bits.
inline constexpr std::uint64_t kMaxFileBytes = (std::uint64_t{1} << 44) - kPageSize;

// At most `count` bytes from `offset` on, ending at the file's end.
std::string read_file(MemoryContext& context, const FileTree& tree, InodeId id, std::uint64_t offset,
                      std::uint64_t count);
// Writes bytes, which grows the file when they end past its end. How many were written; ENOSPC when frames ran out
// before the first, EFBIG past kMaxFileBytes.
Result<std::uint64_t> write_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t offset,
                                 std::string_view bytes);
// Cuts the file off, or makes a hole at its end. EFBIG, ENOSPC.
Errno resize_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t bytes);
// Gives every page of [offset, offset + count) a frame, and the file at least that size if `grow` (fallocate(2)).
Errno allocate_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t offset, std::uint64_t count,
                    bool grow);

// The object that holds the pages, for mapping them. ENOMEM when there are no frames for a disk file's bytes.
Result<ObjectId> file_object(MemoryContext& context, FileTree& tree, InodeId id);

// Somebody read the bytes, or mapped them. "relatime … Access time is only updated if the previous access time was
// earlier than or equal to the current modify or change time", or is a day old (mount(8)); every mount's default.
void note_access(FileTree& tree, InodeId id, std::int64_t now);
// Somebody changed the bytes. Stores through a mapping are noticed when they fault.
void note_change(FileTree& tree, InodeId id, std::int64_t now);

// The size of a disk file.
std::uint64_t disk_bytes(Images images, const DiskFile& disk);

}  // namespace sim::kernel
