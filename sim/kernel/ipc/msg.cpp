// msgget(2), msgctl(2): the order of checks is that of ksys_msgget() and msgctl_down() in Linux.
#include "sim/kernel/ipc/msg.h"

namespace sim::kernel {

using report::EventType;
using report::Limit;
using report::Rule;

Result<std::int32_t> MessageQueues::get(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t flags) {
    const auto fits = [](std::int32_t) { return Errno::ok; };
    const auto make = [&] { return create(sink, caller, key, flags); };
    return get_object(sink, caller, table_, key, flags, fits, make);
}

Result<std::int32_t> MessageQueues::create(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t flags) {
    // "ENOSPC A message queue has to be created but the system limit for the maximum number of message queues (MSGMNI)
    // would be exceeded."
    if (table_.in_use() >= limits_.msgmni || !table_.next_id()) {
        return report::refuse(sink, caller.tid, Errno::enospc, Rule::limit_exceeded,
                              {Limit::queues, table_.in_use() + 1, limits_.msgmni});
    }
    MessageQueue queue;
    queue.permission = new_permission(caller, key, flags);
    queue.limit = limits_.msgmnb;
    queue.ctime = caller.now;
    const std::int32_t msqid = table_.add(std::move(queue));
    report::emit(sink, EventType::queue, Rule::queue_create, caller.tid, {msqid, key, flags & 0777});
    return msqid;
}

Result<std::int32_t> MessageQueues::find_id(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid) const {
    return kernel::find_id(sink, caller, table_, msqid);
}

Result<std::int32_t> MessageQueues::find_index(report::Sink* sink, const IpcCaller& caller, std::int32_t index) const {
    return kernel::find_index(sink, caller, table_, index);
}

Errno MessageQueues::check_permission(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid,
                                      AccessBits wanted) const {
    return check_access(sink, caller, (*this)[msqid].permission, msqid, wanted);
}

void MessageQueues::cancel(std::int32_t msqid, Pid sleeper) {
    if (find(msqid) != nullptr) table_.write(msqid).forget(sleeper);
}

std::vector<Pid> MessageQueues::senders_with_room(std::int32_t msqid) const {
    const MessageQueue& queue = (*this)[msqid];
    std::vector<Pid> senders;
    for (const MessageSender& one : queue.senders) {
        if (queue.fits(one.bytes)) senders.push_back(one.thread);
    }
    return senders;
}

Result<QueueWakeups> MessageQueues::set(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid,
                                        const IpcOwner& owner, std::uint64_t limit) {
    Errno error = check_control(sink, caller, table_, msqid);
    // "EPERM An attempt (IPC_SET) was made to increase msg_qbytes beyond the system parameter MSGMNB, but the caller
    // is not privileged (Linux: does not have the CAP_SYS_RESOURCE capability)."
    if (error == Errno::ok && limit > limits_.msgmnb && !caller.credentials.has(Capability::sys_resource)) {
        error = report::refuse(sink, caller.tid, Errno::eperm, Rule::capability_missing, {Capability::sys_resource});
    }
    if (error == Errno::ok) error = check_new_owner(sink, caller, owner);
    if (error != Errno::ok) return error;
    MessageQueue& queue = table_.write(msqid);
    give_to(queue.permission, owner);
    queue.limit = limit;
    queue.ctime = caller.now;
    // Receivers may have lost their permission, senders may have room.
    QueueWakeups wakeups;
    for (const MessageReceiver& one : queue.receivers) wakeups.again.push_back(one.thread);
    queue.receivers.clear();
    for (Pid sender : senders_with_room(msqid)) wakeups.again.push_back(sender);
    report::emit(sink, EventType::queue, Rule::queue_set, caller.tid,
                 {msqid, owner.uid, owner.gid, owner.mode & 0777, limit});
    return wakeups;
}

Result<QueueWakeups> MessageQueues::remove(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid) {
    const Errno refused = check_control(sink, caller, table_, msqid);
    if (refused != Errno::ok) return refused;
    // "Immediately remove the message queue, awakening all waiting reader and writer processes (with an error return
    // and errno set to EIDRM)."
    const MessageQueue queue = (*this)[msqid];
    const std::int64_t removed = -static_cast<std::int64_t>(Errno::eidrm);
    QueueWakeups wakeups;
    for (const MessageReceiver& one : queue.receivers) wakeups.completed.push_back({one.thread, removed});
    for (const MessageSender& one : queue.senders) wakeups.completed.push_back({one.thread, removed});
    messages_ -= queue.messages->size();
    bytes_ -= queue.bytes;
    table_.remove(msqid);
    report::emit(sink, EventType::queue, Rule::queue_remove, caller.tid, {msqid, queue.messages->size()});
    return wakeups;
}

std::uint64_t MessageQueues::hash() const {
    std::uint64_t hash = table_.hash();
    for (std::uint64_t word : {std::uint64_t{limits_.msgmni}, std::uint64_t{limits_.msgmax},
                               std::uint64_t{limits_.msgmnb}, messages_, bytes_}) {
        hash = hash_mix(hash, word);
    }
    return hash;
}

}  // namespace sim::kernel
