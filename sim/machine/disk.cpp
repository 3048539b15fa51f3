#include "sim/machine/disk.h"

#include <algorithm>
#include <string>

#include "sim/kernel/fs/file_pages.h"

namespace sim::machine {
namespace {

// The absolute form of `path`, without ".", ".." and repeated slashes.
std::string absolute(std::string_view path) {
    std::string whole = path.starts_with('/') ? std::string() : std::string(kWorkingDirectory) + "/";
    whole += path;
    std::string result;
    for (std::size_t at = 0; at < whole.size();) {
        const std::size_t end = std::min(whole.find('/', at), whole.size());
        const std::string_view name = std::string_view(whole).substr(at, end - at);
        if (name == "..") {
            result.erase(std::min(result.rfind('/'), result.size()));
        } else if (!name.empty() && name != ".") {
            result += '/';
            result += name;
        }
        at = end + 1;
    }
    return result;
}

kernel::Inode owned_inode(const World& world, kernel::InodeKind kind, std::uint32_t mode) {
    kernel::Inode inode;
    inode.kind = kind;
    inode.mode = mode;
    if (!world.config.processes.empty()) {
        inode.uid = world.config.processes.front().uid;
        inode.gid = world.config.processes.front().gid;
    }
    inode.atime = inode.mtime = inode.ctime = world.kernel.now();
    return inode;
}

void install_file(World& world, std::string_view name, const kernel::DiskFile& disk) {
    const std::string path = absolute(name);
    if (path.empty()) return;
    kernel::Inode inode = owned_inode(world, kernel::InodeKind::regular, disk.source ? 0644 : 0755);
    inode.disk = disk;
    inode.size = kernel::disk_bytes(world.programs, disk);
    world.kernel.tree.install(path, std::move(inode));
}

}  // namespace

void install_programs(World& world) {
    world.kernel.tree.install(kWorkingDirectory, owned_inode(world, kernel::InodeKind::directory, 0755));
    for (std::uint32_t program = 0; program < world.programs.size(); ++program) {
        const hw::Image& image = *world.programs[program];
        install_file(world, image.name, {ProgramId{program}, std::nullopt});
        for (std::uint32_t file = 0; file < image.files.size(); ++file) {
            if (!image.files[file].library) install_file(world, image.files[file].name, {ProgramId{program}, file});
        }
    }
}

void enter_working_directory(World& world, kernel::Task& task) {
    kernel::FileTree& tree = world.kernel.tree;
    const InodeId home = tree.lookup(tree.root(), "home");
    const InodeId student = home == kNoInode ? kNoInode : tree.lookup(home, "student");
    // An earlier run may have moved it away.
    task.cwd = student == kNoInode || !tree[student].directory() ? tree.root() : student;
    tree.opened(task.cwd);
}

}  // namespace sim::machine
