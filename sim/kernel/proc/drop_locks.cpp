#include "sim/kernel/proc/drop_locks.h"

#include "sim/kernel/proc/waiting.h"

namespace sim::kernel {
namespace {

void drop(ProcessContext& context, const FileLock& all) {
    if (context.locks.clear(context.memory, all)) {
        wake(context.tasks, context.memory.sink, WaitKind::lock, all.inode.value);
    }
}

}  // namespace

void drop_process_locks(ProcessContext& context, Pid process, InodeId inode) {
    FileLock all;
    all.inode = inode;
    all.pid = process;
    drop(context, all);
}

void drop_open_file_locks(ProcessContext& context, FileId file, InodeId inode) {
    FileLock all;
    all.inode = inode;
    all.file = file;
    for (LockKind kind : {LockKind::open_file, LockKind::whole}) {
        all.kind = kind;
        drop(context, all);
    }
}

}  // namespace sim::kernel
