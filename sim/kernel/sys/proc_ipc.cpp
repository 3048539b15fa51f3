// /proc/sysvipc: shm, sem and msg, as ipc/util.c of Linux prints them. World-readable, no permission asked, in index
// order.
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

std::string shm_text(const ProcReader& reader) {
    std::string text =
        "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      "
        "dtime      ctime                   rss                  swap\n";
    reader.ipc().shm.for_each([&](ShmId id, const Segment& segment) {
        const IpcPermission& who = segment.permission;
        const MemoryObject& pages = reader.kernel.memory.objects[segment.object];
        text += formatted("%10d %10d  %4o %21lu %5d %5d  %5lu %5u %5u %5u %5u %10ld %10ld %10ld %21lu %21lu\n",
                          who.key.value, id.value, who.mode, segment.bytes, segment.cpid.value, segment.lpid.value,
                          segment.nattch, who.uid.value, who.gid.value, who.cuid.value, who.cgid.value, segment.atime,
                          segment.dtime, segment.ctime, pages.resident() * kPageSize, pages.swapped() * kPageSize);
    });
    return text;
}

std::string sem_text(const ProcReader& reader) {
    std::string text = "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
    reader.ipc().semaphores.for_each([&](std::int32_t id, const SemSet& set) {
        const IpcPermission& who = set.permission;
        text += formatted("%10d %10d  %4o %10zu %5u %5u %5u %5u %10ld %10ld\n", who.key.value, id, who.mode,
                          set.semaphores->size(), who.uid.value, who.gid.value, who.cuid.value, who.cgid.value,
                          set.otime, set.ctime);
    });
    return text;
}

std::string msg_text(const ProcReader& reader) {
    std::string text =
        "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      "
        "rtime      ctime\n";
    reader.ipc().queues.for_each([&](std::int32_t id, const MessageQueue& queue) {
        const IpcPermission& who = queue.permission;
        text += formatted("%10d %10d  %4o  %10lu %10zu %5d %5d %5u %5u %5u %5u %10ld %10ld %10ld\n", who.key.value, id,
                          who.mode, queue.bytes, queue.messages->size(), queue.lspid.value, queue.lrpid.value,
                          who.uid.value, who.gid.value, who.cuid.value, who.cgid.value, queue.stime, queue.rtime,
                          queue.ctime);
    });
    return text;
}

}  // namespace

std::optional<std::string> sysvipc_text(const ProcReader& reader, std::string_view name) {
    if (name == "shm") return shm_text(reader);
    if (name == "sem") return sem_text(reader);
    if (name == "msg") return msg_text(reader);
    return std::nullopt;
}

}  // namespace sim::kernel
