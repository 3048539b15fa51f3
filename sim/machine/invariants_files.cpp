#include "sim/machine/invariants_files.h"

#include <map>
#include <set>

namespace sim::machine {
namespace {

using kernel::FileId;
using kernel::Inode;
using kernel::Kernel;

// Counts what leads to open files and inodes, by walking everything.
class FileCheck {
public:
    FileCheck(const Kernel& kernel, std::vector<std::string>& broken) : kernel_(kernel), broken_(broken) {}

    void run() {
        count_processes();
        count_open_files();
        count_areas();
        count_names();
        kernel_.tree.for_each([&](InodeId id, const Inode& inode) { check_inode(id, inode); });
        for (const auto& [id, count] : names_) holds(kernel_.tree.find(id) != nullptr, id, "is gone but has a name");
    }

private:
    void holds(bool condition, InodeId id, const char* what) {
        if (!condition) broken_.push_back("inode " + std::to_string(id.value) + ": " + what);
    }

    void count_processes() {
        for (Pid pid : kernel_.tasks.present()) {
            const kernel::Task& task = kernel_.tasks[pid];
            for (FileId file : task.descriptors.all()) {
                if (file != kernel::kNoFile) ++named_[file];
            }
            if (task.cwd != kNoInode) ++open_[task.cwd];
        }
    }

    void count_open_files() {
        const std::vector<kernel::OpenFile>& files = kernel_.files.all();
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].kind != kernel::FileKind::free && files[i].inode != kNoInode) ++open_[files[i].inode];
            if (files[i].references == named_[FileId{static_cast<std::int32_t>(i)}]) continue;
            broken_.push_back("open file " + std::to_string(i) +
                              ": its references are not the descriptors that name it");
        }
    }

    void count_areas() {
        kernel_.memory.spaces.for_each([&](kernel::MmId, const kernel::AddressSpace& space) {
            for (const kernel::Area& area : space.areas) {
                if (area.inode != kNoInode) ++mappings_[area.inode];
            }
        });
    }

    void count_names() {
        names_[kernel_.tree.root()] = 1;
        kernel_.tree.for_each([&](InodeId id, const Inode& inode) {
            if (inode.directory() && inode.links > 0) ++names_[id];
            for (const auto& [name, child] : inode.entries) {
                ++names_[child];
                const Inode* found = kernel_.tree.find(child);
                if (found == nullptr || !found->directory()) continue;
                ++names_[id];
                holds(found->parent == id, child, "its parent is another directory");
            }
        });
    }

    void check_inode(InodeId id, const Inode& inode) {
        holds(inode.links == names_[id], id, "its links are not the names that lead to it");
        holds(inode.open == open_[id], id, "its opens are not those who have it open");
        holds(inode.mappings == mappings_[id], id, "its mappings are not the areas that show it");
        holds(!inode.unused(), id, "nothing leads to it");
        if (inode.object == kNoObject) return;
        const bool alone = objects_.insert(inode.object).second;
        const bool there = kernel_.memory.objects.contains(inode.object);
        holds(alone && there, id, "its object is gone or another's");
        if (!there) return;
        const std::uint64_t pages = kernel_.memory.objects[inode.object].pages();
        holds(pages == pages_for(inode.size), id, "its object has another size");
    }

    const Kernel& kernel_;
    std::vector<std::string>& broken_;
    std::map<FileId, std::uint32_t> named_;
    std::map<InodeId, std::uint32_t> open_, mappings_, names_;
    std::set<ObjectId> objects_;
};

}  // namespace

void check_files(const Kernel& kernel, std::vector<std::string>& broken) {
    FileCheck(kernel, broken).run();
}

}  // namespace sim::machine
