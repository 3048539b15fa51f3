// A kernel whose file calls a test makes by hand.
#pragma once

#include <string>
#include <string_view>

#include "sim/kernel/fs/open_flags.h"
#include "sim/machine/invariants_files.h"
#include "tests/unit/kernel/call_rig.h"

namespace call_test {

// Call numbers of x86-64, of files.
enum FileNumber : std::uint32_t {
    kOpen = 2,
    kFstat = 5,
    kLseek = 8,
    kPread = 17,
    kDup = 32,
    kFtruncate = 77,
    kGetcwd = 79,
    kChdir = 80,
    kRename = 82,
    kMkdir = 83,
    kRmdir = 84,
    kLink = 86,
    kUnlink = 87,
    kChmod = 90,
    kUmask = 95,
    kFallocate = 285,
};

struct FileRig : CallRig {
    using CallRig::CallRig;

    // Puts a text with its 0 into the task's memory and returns its address.
    std::uint64_t text(Pid pid, std::string_view characters, std::uint64_t offset = 0) {
        const std::string whole = std::string(characters) + '\0';
        MemoryContext context = memory(pid);
        const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(whole.data()), whole.size());
        REQUIRE(copy_to_user(context, kernel.tasks[pid].mm, VirtAddr{buffer(offset)}, bytes) == Errno::ok);
        return buffer(offset);
    }
    std::int64_t open(Pid pid, std::string_view path, std::uint32_t flags, std::uint32_t mode = 0600) {
        return call(pid, kOpen, text(pid, path), flags, mode);
    }
    std::int64_t by_path(Pid pid, std::uint32_t number, std::string_view path, std::uint64_t argument = 0) {
        return call(pid, number, text(pid, path), argument);
    }
    std::int64_t by_paths(Pid pid, std::uint32_t number, std::string_view from, std::string_view to) {
        text(pid, to, kPageSize);
        return call(pid, number, text(pid, from), buffer(kPageSize));
    }
    std::int64_t write(Pid pid, std::int64_t fd, std::string_view bytes) {
        return call(pid, kWrite, fd, text(pid, bytes), bytes.size());
    }
    // What read(2) gives, or the errno's name.
    std::string read(Pid pid, std::int64_t fd, std::uint64_t limit = 100) {
        const std::int64_t count = call(pid, kRead, fd, buffer(2 * kPageSize), limit);
        if (count < 0) return std::string(errno_name(static_cast<Errno>(-count)));
        std::string bytes(static_cast<std::size_t>(count), '\0');
        MemoryContext context = memory(pid);
        REQUIRE(copy_from_user(context, kernel.tasks[pid].mm, VirtAddr{buffer(2 * kPageSize)},
                               {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}) == Errno::ok);
        return bytes;
    }
    InodeId inode_of(Pid pid, std::int64_t fd) {
        return kernel.files[kernel.tasks[pid].descriptors.find(static_cast<int>(fd))].inode;
    }
    std::vector<std::string> broken() const {
        std::vector<std::string> found;
        machine::check_files(kernel, found);
        return found;
    }
};

inline constexpr std::uint32_t kNewFile = kOpenCreate | kOpenExclusive | kOpenReadWrite;

}  // namespace call_test
