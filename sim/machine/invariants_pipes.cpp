#include "sim/machine/invariants_pipes.h"

#include <algorithm>
#include <map>

namespace sim::machine {
namespace {

using kernel::FileKind;
using kernel::FileLock;
using kernel::Kernel;
using kernel::LockKind;
using kernel::OpenFile;
using kernel::Pipe;
using kernel::PipeId;

struct Ends {
    std::uint32_t readers = 0, writers = 0;
};

std::map<PipeId, Ends> open_ends(const Kernel& kernel) {
    std::map<PipeId, Ends> ends;
    for (const OpenFile& file : kernel.files.all()) {
        if (file.kind != FileKind::pipe) continue;
        if (file.in != kernel::kNoPipe) ++ends[file.in].readers;
        if (file.out != kernel::kNoPipe) ++ends[file.out].writers;
    }
    return ends;
}

bool sound_slots(const Pipe& pipe) {
    if (kernel::is_socket(pipe.kind)) return true;
    return pipe.slots.size() <= pipe.max_slots &&
           std::all_of(pipe.slots.begin(), pipe.slots.end(), [](const kernel::PipeSlot& slot) {
               return (slot.packet || slot.size() > 0) && slot.content->bytes.size() <= kPageSize;
           });
}

void check_ends(const Kernel& kernel, std::vector<std::string>& broken) {
    const std::map<PipeId, Ends> ends = open_ends(kernel);
    std::size_t count = 0;
    kernel.pipes.for_each([&](PipeId id, const Pipe& pipe) {
        ++count;
        const std::string name = "pipe " + std::to_string(id.value) + ": ";
        const auto found = ends.find(id);
        const Ends open = found == ends.end() ? Ends{} : found->second;
        if (open.readers != pipe.readers || open.writers != pipe.writers) {
            broken.push_back(name + "its readers and writers are not the open files");
        }
        if (open.readers + open.writers == 0) broken.push_back(name + "nobody has it open");
        if (!sound_slots(pipe)) broken.push_back(name + "its slots");
    });
    if (count != ends.size()) broken.push_back("an open file names a pipe that is gone");
}

void check_fifos(const Kernel& kernel, std::vector<std::string>& broken) {
    for (const OpenFile& file : kernel.files.all()) {
        if (file.kind != FileKind::pipe || file.inode == kNoInode) continue;
        const PipeId pipe = file.in != kernel::kNoPipe ? file.in : file.out;
        if (kernel.tree.find(file.inode) == nullptr || kernel.tree[file.inode].pipe != pipe) {
            broken.push_back("FIFO " + file.name + ": its inode knows another pipe");
        }
    }
}

bool process_has_open(const Kernel& kernel, const FileLock& lock) {
    const kernel::Task* process = kernel.tasks.find(lock.pid);
    if (process == nullptr) return false;
    const std::vector<kernel::FileId>& files = process->descriptors.all();
    return std::any_of(files.begin(), files.end(), [&](kernel::FileId file) {
        return file != kernel::kNoFile && kernel.files[file].inode == lock.inode;
    });
}

bool conflict(const FileLock& a, const FileLock& b) {
    if (a.inode != b.inode || !a.overlaps(b)) return false;
    if (a.same_owner(b)) return true;
    return (a.kind == LockKind::whole) == (b.kind == LockKind::whole) && (a.write || b.write);
}

void check_locks(const Kernel& kernel, std::vector<std::string>& broken) {
    const std::vector<FileLock>& locks = kernel.locks.all();
    for (std::size_t i = 0; i < locks.size(); ++i) {
        const std::string name = "lock of inode " + std::to_string(locks[i].inode.value) + ": ";
        const bool open = locks[i].kind == LockKind::process ? process_has_open(kernel, locks[i])
                                                             : kernel.files[locks[i].file].inode == locks[i].inode;
        if (!open) broken.push_back(name + "its owner has not got the file open");
        for (std::size_t j = 0; j < i; ++j) {
            if (conflict(locks[i], locks[j])) broken.push_back(name + "two that cannot be held at once");
        }
    }
}

}  // namespace

void check_pipes(const Kernel& kernel, std::vector<std::string>& broken) {
    check_ends(kernel, broken);
    check_fifos(kernel, broken);
    check_locks(kernel, broken);
}

}  // namespace sim::machine
