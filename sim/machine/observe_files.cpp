#include "sim/machine/observe_files.h"

#include <map>
#include <string>
#include <string_view>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/mm/observe.h"

namespace sim::machine {
namespace {

using kernel::FileKind;
using kernel::FileTree;
using kernel::Inode;
using kernel::Kernel;
using kernel::OpenFile;

// A name of every inode that has one, found in one walk.
class Names {
public:
    explicit Names(const FileTree& tree) : tree_(tree) { collect(tree.root(), ""); }

    std::string of(InodeId inode) const {
        const auto found = paths_.find(inode);
        return found != paths_.end() ? found->second : tree_[inode].last_path;
    }

private:
    void collect(InodeId directory, const std::string& path) {
        for (const auto& [name, child] : tree_[directory].entries) {
            const std::string whole = path + "/" + name;
            paths_.emplace(child, whole);
            if (tree_[child].directory()) collect(child, whole);
        }
    }

    const FileTree& tree_;
    std::map<InodeId, std::string> paths_;
};

// The machine's own files count once somebody uses them.
bool shown(const Inode& inode) {
    if (inode.kind != kernel::InodeKind::regular) return false;
    return !inode.disk || inode.object != kNoObject || inode.open > 0 || inode.mappings > 0;
}

report::FileRow file_row(const Kernel& kernel, InodeId id, const Inode& inode, std::string name) {
    report::FileRow row;
    row.name = std::move(name);
    row.inode = id.value;
    row.uid = inode.uid;
    row.gid = inode.gid;
    row.mode = inode.mode;
    row.bytes = inode.size;
    row.links = inode.links;
    row.open = inode.open;
    row.mappings = inode.mappings;
    if (inode.object != kNoObject) kernel::fill_file_pages(kernel.memory, inode.object, row);
    return row;
}

std::string_view kind_name(const Kernel& kernel, const OpenFile& file) {
    switch (file.kind) {
        case FileKind::console:
        case FileKind::output: return "console";
        case FileKind::regular: return "file";
        case FileKind::directory: return "directory";
        case FileKind::null:
        case FileKind::zero: return "null";
        case FileKind::setting: return "proc";
        case FileKind::text: return file.inode != kNoInode ? "proc" : "file";
        case FileKind::pipe: {
            const kernel::PipeId pipe = file.in != kernel::kNoPipe ? file.in : file.out;
            if (kernel::is_socket(kernel.pipes[pipe].kind)) return "socket";
            return file.inode != kNoInode ? "fifo" : "pipe";
        }
        case FileKind::free: break;
    }
    return "";
}

report::DescriptorRow descriptor_row(const Kernel& kernel, const kernel::Descriptors& descriptors, int fd) {
    const kernel::FileId id = descriptors.find(fd);
    const OpenFile& file = kernel.files[id];
    report::DescriptorRow row;
    row.fd = fd;
    row.file = static_cast<std::uint32_t>(id.value);
    row.kind = kind_name(kernel, file);
    row.name = file.name;
    row.readable = kernel::opens_to_read(file.flags);
    row.writable = kernel::opens_to_write(file.flags);
    row.close_on_exec = descriptors.close_on_exec(fd);
    row.position = file.position;
    return row;
}

}  // namespace

std::vector<report::FileRow> file_rows(const Kernel& kernel) {
    const Names names(kernel.tree);
    std::vector<report::FileRow> rows;
    kernel.tree.for_each([&](InodeId id, const Inode& inode) {
        if (shown(inode)) rows.push_back(file_row(kernel, id, inode, names.of(id)));
    });
    return rows;
}

std::vector<report::DescriptorRow> descriptor_rows(const Kernel& kernel, const kernel::Task& task) {
    std::vector<report::DescriptorRow> rows;
    for (int fd = 0; fd < static_cast<int>(task.descriptors.all().size()); ++fd) {
        if (task.descriptors.find(fd) != kernel::kNoFile) rows.push_back(descriptor_row(kernel, task.descriptors, fd));
    }
    return rows;
}

void name_mapped_files(const Kernel& kernel, const kernel::AddressSpace& space, std::vector<report::AreaRow>& rows) {
    for (std::size_t i = 0; i < rows.size() && i < space.areas.size(); ++i) {
        const Inode* inode = kernel.tree.find(space.areas[i].inode);
        if (inode == nullptr) continue;
        rows[i].name = kernel.tree.path_of(space.areas[i].inode) + (inode->links == 0 ? " (deleted)" : "");
    }
}

}  // namespace sim::machine
