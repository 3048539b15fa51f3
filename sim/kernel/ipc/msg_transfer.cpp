// msgsnd(2) and msgrcv(2): messages in, messages out.
#include "sim/kernel/ipc/msg.h"

namespace sim::kernel {

using report::EventType;
using report::Limit;
using report::Rule;

SendOutcome MessageQueues::send(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message,
                                int flags) {
    const Result<std::int32_t> found = find_id(sink, caller, msqid);
    if (!found) return {found.error()};
    // "EACCES The calling process does not have write permission on the message queue".
    const Errno denied = check_permission(sink, caller, msqid, 2);
    if (denied != Errno::ok) return {denied};
    const MessageQueue& queue = (*this)[msqid];
    const std::uint64_t bytes = message.text.size();
    if (!queue.fits(bytes)) {
        // "EAGAIN The message can't be sent due to the msg_qbytes limit for the queue and IPC_NOWAIT was specified".
        if ((flags & kIpcNowait) != 0) {
            return {
                report::refuse(sink, caller.tid, Errno::eagain, Rule::queue_full, {msqid, queue.bytes, queue.limit})};
        }
        table_.write(msqid).senders.push_back({caller.tid, bytes});
        return {Errno::ok, true};
    }
    // "ENOMEM The system does not have enough memory to make a copy of the message pointed to by msgp."
    const std::uint64_t cost = bytes_ + bytes + (messages_ + 1) * kMessageCost;
    if (cost > kMaxBytes) {
        return {report::refuse(sink, caller.tid, Errno::enomem, Rule::limit_exceeded,
                               {Limit::message_bytes, cost, kMaxBytes})};
    }
    MessageQueue& changed = table_.write(msqid);
    changed.lspid = caller.tgid;
    changed.stime = caller.now;
    SendOutcome sent;
    if (!hand_over(sink, caller, msqid, message, sent.received)) put(sink, caller, msqid, message);
    return sent;
}

// pipelined_send(): the first who waits for such a message gets it. Those before him whose room it exceeds get E2BIG.
bool MessageQueues::hand_over(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message,
                              IpcCompletions& received) {
    const std::vector<MessageReceiver> receivers = (*this)[msqid].receivers;
    const std::uint64_t bytes = message.text.size();
    for (const MessageReceiver& one : receivers) {
        if (!one.wish.accepts(message.type)) continue;
        table_.write(msqid).forget(one.thread);
        if (one.room < bytes) {
            report::emit(sink, EventType::check, Rule::message_too_long, one.thread, {msqid, bytes, one.room},
                         Errno::e2big);
            received.push_back({one.thread, -static_cast<std::int64_t>(Errno::e2big)});
            continue;
        }
        put(sink, caller, msqid, message);
        IpcCaller receiver = caller;
        receiver.tgid = receiver.tid = one.thread;  // Linux notes the thread here
        take(sink, receiver, msqid, (*this)[msqid].messages->size() - 1);
        std::string copied(reinterpret_cast<const char*>(&message.type), sizeof message.type);
        received.push_back({one.thread, static_cast<std::int64_t>(bytes), copied + message.text});
        return true;
    }
    return false;
}

void MessageQueues::put(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message) {
    MessageQueue& queue = table_.write(msqid);
    queue.messages.write().push_back(Cow<Message>(message));
    queue.bytes += message.text.size();
    ++messages_;
    bytes_ += message.text.size();
    report::emit(sink, EventType::queue, Rule::message_put, caller.tid,
                 {msqid, message.type, message.text.size(), queue.messages->size(), queue.bytes});
}

Cow<Message> MessageQueues::take(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, std::size_t index) {
    MessageQueue& queue = table_.write(msqid);
    const Cow<Message> message = (*queue.messages)[index];
    std::vector<Cow<Message>>& messages = queue.messages.write();
    messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(index));
    queue.bytes -= message->text.size();
    queue.lrpid = caller.tgid;
    queue.rtime = caller.now;
    --messages_;
    bytes_ -= message->text.size();
    report::emit(sink, EventType::queue, Rule::message_take, caller.tid,
                 {msqid, message->type, message->text.size(), messages.size(), queue.bytes});
    return message;
}

ReceiveOutcome MessageQueues::receive(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid,
                                      const MessageWish& wish, std::uint64_t room, int flags) {
    const Result<std::int32_t> found = find_id(sink, caller, msqid);
    if (!found) return {found.error()};
    // "EACCES The calling process does not have read permission on the message queue".
    const Errno denied = check_permission(sink, caller, msqid, 4);
    if (denied != Errno::ok) return {denied};
    const bool any_length = (flags & kMsgNoerror) != 0;
    const std::optional<std::size_t> index = (*this)[msqid].find(wish);
    if (!index) {
        // "ENOMSG IPC_NOWAIT was specified in msgflg and no message of the requested type existed on the queue."
        if ((flags & kIpcNowait) != 0) {
            return {report::refuse(sink, caller.tid, Errno::enomsg, Rule::message_absent, {msqid, wish.number})};
        }
        table_.write(msqid).receivers.push_back({caller.tid, wish, any_length ? ~std::uint64_t{0} : room});
        return {Errno::ok, true};
    }
    const Cow<Message> message = (*(*this)[msqid].messages)[*index];
    const std::uint64_t bytes = message->text.size();
    // "E2BIG The message text length is greater than msgsz and MSG_NOERROR isn't specified in msgflg."
    if (bytes > room && !any_length) {
        return {report::refuse(sink, caller.tid, Errno::e2big, Rule::message_too_long, {msqid, bytes, room})};
    }
    if (wish.kind == MessageWish::Kind::position) {
        // copy_msg(): a copy is never cut.
        if (bytes <= std::min<std::uint64_t>(room, limits_.msgmax)) return {Errno::ok, false, message};
        return {report::refuse(sink, caller.tid, Errno::einval, Rule::message_too_long, {msqid, bytes, room})};
    }
    ReceiveOutcome outcome{Errno::ok, false, take(sink, caller, msqid, *index)};
    outcome.senders = senders_with_room(msqid);
    return outcome;
}

}  // namespace sim::kernel
