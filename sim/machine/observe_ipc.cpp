#include "sim/machine/observe_ipc.h"

#include <algorithm>

namespace sim::machine {
namespace {

// Messages a row lists; a queue may hold many thousands.
constexpr std::size_t kMaxListedMessages = 64;

// Owner, creator and mode, which both kinds of row name alike.
template <class Row>
void fill_permission(const kernel::IpcPermission& permission, Row& row) {
    row.key = permission.key;
    row.uid = permission.uid;
    row.cuid = permission.cuid;
    row.gid = permission.gid;
    row.cgid = permission.cgid;
    row.mode = permission.mode & 0777;
}

report::SemaphoreSetRow semaphore_row(IpcNsId ns, std::int32_t semid, const kernel::SemSet& set) {
    report::SemaphoreSetRow row;
    fill_permission(set.permission, row);
    row.semid = semid;
    row.ipc_ns = ns;
    row.otime = set.otime;
    row.ctime = set.ctime;
    std::uint16_t number = 0;
    for (const kernel::Semaphore& one : *set.semaphores) {
        row.semaphores.push_back(
            {one.value, one.pid, set.queues->waiting_for_more(number), set.queues->waiting_for_zero(number)});
        ++number;
    }
    return row;
}

report::QueueRow queue_row(IpcNsId ns, std::int32_t msqid, const kernel::MessageQueue& queue) {
    report::QueueRow row;
    fill_permission(queue.permission, row);
    row.msqid = msqid;
    row.ipc_ns = ns;
    row.bytes = queue.bytes;
    row.messages = queue.messages->size();
    row.limit = queue.limit;
    row.lspid = queue.lspid;
    row.lrpid = queue.lrpid;
    row.stime = queue.stime;
    row.rtime = queue.rtime;
    row.ctime = queue.ctime;
    const std::size_t listed = std::min(queue.messages->size(), kMaxListedMessages);
    for (std::size_t i = 0; i < listed; ++i) {
        const kernel::Message& message = *(*queue.messages)[i];
        row.list.push_back({message.type, message.text.size()});
    }
    return row;
}

}  // namespace

std::vector<report::SemaphoreSetRow> semaphore_rows(const kernel::Kernel& kernel) {
    std::vector<report::SemaphoreSetRow> rows;
    for (const auto& [id, ns] : kernel.ipc.all()) {
        ns.semaphores.for_each([&rows, id = id](std::int32_t semid, const kernel::SemSet& set) {
            rows.push_back(semaphore_row(id, semid, set));
        });
    }
    return rows;
}

std::vector<report::QueueRow> queue_rows(const kernel::Kernel& kernel) {
    std::vector<report::QueueRow> rows;
    for (const auto& [id, ns] : kernel.ipc.all()) {
        ns.queues.for_each([&rows, id = id](std::int32_t msqid, const kernel::MessageQueue& queue) {
            rows.push_back(queue_row(id, msqid, queue));
        });
    }
    return rows;
}

}  // namespace sim::machine
