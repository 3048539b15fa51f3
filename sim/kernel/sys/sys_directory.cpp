// The names in a directory: getdents64.
//
// A directory's position counts its entries in the order ".", "..", then the names ascending.
#include <cstring>
#include <string>
#include <vector>

#include "sim/kernel/sys/file_io.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {
namespace {

using report::Rule;

struct Entry {
    std::string name;
    std::uint64_t inode = 0;
    std::uint8_t type = 0;  // DT_REG … : the type bits of the mode, shifted
};

std::uint8_t entry_type(InodeKind kind) {
    return static_cast<std::uint8_t>(type_bits(kind) >> 12);
}

std::vector<Entry> proc_entries(const Call& call, const std::string& path) {
    const std::uint8_t directory = entry_type(InodeKind::directory);
    std::vector<Entry> entries{{".", 1, directory}, {"..", 1, directory}};
    for (const std::string& name : proc_names(call, path)) {
        const std::optional<ProcEntry> entry = find_proc(call, path.empty() ? name : path + "/" + name);
        if (!entry) continue;
        entries.push_back({name, entry->inode, entry_type(inode_kind(entry->kind))});
    }
    return entries;
}

std::vector<Entry> entries_of(const Call& call, const OpenFile& file) {
    const FileTree& tree = call.kernel.tree;
    const Inode& directory = tree[file.inode];
    if (directory.kind == InodeKind::proc) {
        constexpr std::size_t kRoot = 6;  // "/proc/"
        return proc_entries(call, file.name.size() > kRoot ? file.name.substr(kRoot) : "");
    }
    const std::uint8_t type = entry_type(InodeKind::directory);
    std::vector<Entry> entries{{".", file.inode.value, type}, {"..", directory.parent.value, type}};
    for (const auto& [name, inode] : directory.entries) {
        entries.push_back({name, inode.value, entry_type(tree[inode].kind)});
    }
    return entries;
}

// struct linux_dirent64: inode, position of the next entry, bytes, type, name with its 0; padded to 8 bytes.
std::string encode(const Entry& entry, std::uint64_t next) {
    constexpr std::size_t kHeader = 19;
    const std::size_t bytes = (kHeader + entry.name.size() + 1 + 7) & ~std::size_t{7};
    std::string text(bytes, '\0');
    const auto length = static_cast<std::uint16_t>(bytes);
    std::memcpy(text.data(), &entry.inode, 8);
    std::memcpy(text.data() + 8, &next, 8);
    std::memcpy(text.data() + 16, &length, 2);
    text[18] = static_cast<char>(entry.type);
    std::memcpy(text.data() + kHeader, entry.name.data(), entry.name.size());
    return text;
}

}  // namespace

CallResult sys_getdents64(Call& call) {
    const int fd = call.i32(0);
    const FileId file = file_of(call, fd);
    if (file == kNoFile) return bad_descriptor(call, fd);
    // "ENOTDIR File descriptor does not refer to a directory."
    const InodeId inode = call.kernel.files[file].inode;
    if (call.kernel.files[file].kind != FileKind::directory) {
        return call.refuse(Errno::enotdir, Rule::path_kind_wrong, {inode, 0});
    }
    // "ENOENT No such directory": it was removed.
    if (call.kernel.tree[inode].links == 0) return call.refuse(Errno::enoent, Rule::path_absent, {0});
    const std::vector<Entry> entries = entries_of(call, call.kernel.files[file]);
    std::uint64_t next = call.kernel.files[file].position;
    std::string bytes;
    while (next < entries.size()) {
        const std::string entry = encode(entries[static_cast<std::size_t>(next)], next + 1);
        if (bytes.size() + entry.size() > call.u32(2)) break;
        bytes += entry;
        ++next;
    }
    // "EINVAL Result buffer is too small."
    if (bytes.empty() && next < entries.size())
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, call.u32(2)});
    const Errno error = UserBuffer(call.address(1), bytes.size()).put(call, 0, bytes);
    if (error != Errno::ok) return error;
    call.kernel.files.write(file).position = next;
    return static_cast<std::int64_t>(bytes.size());
}

}  // namespace sim::kernel
