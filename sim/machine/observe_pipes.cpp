#include "sim/machine/observe_pipes.h"

#include <map>

namespace sim::machine {
namespace {

using kernel::Kernel;
using kernel::PipeId;
using kernel::PipeKind;

std::string kind_name(PipeKind kind) {
    if (kernel::is_socket(kind)) return "socket";
    return kind == PipeKind::fifo ? "fifo" : "pipe";
}

// Names of FIFOs that are open.
std::map<PipeId, std::string> fifo_names(const Kernel& kernel) {
    std::map<PipeId, std::string> names;
    kernel.tree.for_each([&](InodeId id, const kernel::Inode& inode) {
        if (inode.pipe != kernel::kNoPipe) names[inode.pipe] = kernel.tree.path_of(id);
    });
    return names;
}

report::LockRow lock_row(const Kernel& kernel, const kernel::FileLock& lock) {
    report::LockRow row;
    row.inode = lock.inode.value;
    if (kernel.tree.find(lock.inode) != nullptr) row.name = kernel.tree.path_of(lock.inode);
    row.flock = lock.kind == kernel::LockKind::whole;
    row.write = lock.write;
    row.start = lock.start;
    row.end = lock.end == kernel::kLastByte ? ~std::uint64_t{0} : lock.end;
    row.pid = lock.pid;
    return row;
}

}  // namespace

std::vector<report::PipeRow> pipe_rows(const Kernel& kernel) {
    std::vector<report::PipeRow> rows;
    const std::map<PipeId, std::string> names = fifo_names(kernel);
    kernel.pipes.for_each([&](PipeId id, const kernel::Pipe& pipe) {
        report::PipeRow row;
        row.id = id.value;
        row.kind = kind_name(pipe.kind);
        const auto name = names.find(id);
        if (name != names.end()) row.name = name->second;
        row.bytes = pipe.bytes();
        row.capacity = pipe.capacity();
        row.readers = pipe.readers;
        row.writers = pipe.writers;
        row.total = pipe.total;
        rows.push_back(std::move(row));
    });
    return rows;
}

std::vector<report::LockRow> lock_rows(const Kernel& kernel) {
    std::vector<report::LockRow> rows;
    for (const kernel::FileLock& lock : kernel.locks.all()) rows.push_back(lock_row(kernel, lock));
    return rows;
}

}  // namespace sim::machine
