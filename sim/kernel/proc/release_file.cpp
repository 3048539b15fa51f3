#include "sim/kernel/proc/release_file.h"

#include "sim/kernel/proc/drop_locks.h"
#include "sim/kernel/proc/pipe_ends.h"
#include "sim/report/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

void release_file(ProcessContext& context, FileId file) {
    const OpenFile open = context.files[file];
    context.files.release(file);
    if (open.references > 1) return;
    close_pipe_ends(context, open);
    if (open.inode != kNoInode) drop_open_file_locks(context, file, open.inode);
    if (open.inode != kNoInode) context.tree.closed(context.memory, open.inode);
}

void close_descriptor(ProcessContext& context, Pid process, int fd) {
    const FileId file = context.tasks[process].descriptors.find(fd);
    context.tasks.write(process).descriptors.set(fd, kNoFile);
    report::emit(context.memory.sink, EventType::file, Rule::file_close, process, {fd, file});
    const InodeId inode = context.files[file].inode;
    if (inode != kNoInode) drop_process_locks(context, process, inode);
    release_file(context, file);
}

void close_on_exec(ProcessContext& context, Pid process) {
    const Descriptors descriptors = context.tasks[process].descriptors;
    for (int fd = 0; fd < static_cast<int>(descriptors.all().size()); ++fd) {
        if (descriptors.close_on_exec(fd)) close_descriptor(context, process, fd);
    }
}

void share_files(ProcessContext& context, const Task& child) {
    for (FileId file : child.descriptors.all()) {
        if (file != kNoFile) context.files.share(file);
    }
    if (child.cwd != kNoInode) context.tree.opened(child.cwd);
}

void leave_files(ProcessContext& context, Pid process) {
    const std::size_t count = context.tasks[process].descriptors.all().size();
    for (int fd = 0; fd < static_cast<int>(count); ++fd) {
        if (context.tasks[process].descriptors.find(fd) != kNoFile) close_descriptor(context, process, fd);
    }
    const InodeId cwd = context.tasks[process].cwd;
    context.tasks.write(process).cwd = kNoInode;
    if (cwd != kNoInode) context.tree.closed(context.memory, cwd);
}

}  // namespace sim::kernel
