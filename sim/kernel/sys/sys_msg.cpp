// System V message queues: msgget, msgsnd, msgrcv, msgctl.
#include "sim/kernel/proc/waiting.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/ipc_layout.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// Commands of msgctl(2).
constexpr int kMsgStat = 11;
constexpr int kMsgInfo = 12;
constexpr int kMsgStatAny = 13;

// struct msqid64_ds of x86-64.
struct UserMsqidDs {
    UserIpcPerm permission;
    std::int64_t stime = 0, rtime = 0, ctime = 0;
    std::uint64_t bytes = 0;     // __msg_cbytes
    std::uint64_t messages = 0;  // msg_qnum
    std::uint64_t limit = 0;     // msg_qbytes
    std::int32_t lspid = 0, lrpid = 0;
    std::uint64_t unused[2] = {};
};
static_assert(sizeof(UserMsqidDs) == 120);

// struct msginfo. The members nobody uses are constants of <linux/msg.h>.
struct UserMsginfo {
    std::int32_t msgpool = 512'000;  // MSG_INFO: queues that exist
    std::int32_t msgmap = 16'384;    // MSG_INFO: messages in all of them
    std::int32_t msgmax = 0, msgmnb = 0, msgmni = 0;
    std::int32_t msgssz = 16;
    std::int32_t msgtql = 16'384;  // MSG_INFO: bytes in all messages
    std::uint16_t msgseg = 0xffff;
    std::uint16_t pad = 0;
};
static_assert(sizeof(UserMsginfo) == 32);

constexpr std::uint64_t kTypeBytes = sizeof(std::int64_t);  // msgbuf.mtype, before msgbuf.mtext

MessageQueues& queues(Call& call) {
    return call.ipc().queues;
}

void wake_all(Call& call, const QueueWakeups& wakeups) {
    complete(call.kernel.tasks, call.sink, wakeups.completed);
    wake(call.kernel.tasks, call.sink, wakeups.again);
}

// A sleeper looks again, if its queue is still there.
Errno stand_up(Call& call) {
    const auto msqid = static_cast<std::int32_t>(call.task().wait.object);
    queues(call).cancel(msqid, call.pid);
    // "EIDRM While the process was sleeping …, the message queue was removed."
    if (queues(call).find(msqid) != nullptr) return Errno::ok;
    return call.refuse(Errno::eidrm, Rule::object_removed, {msqid});
}

// --- msgsnd

Result<Message> read_message(Call& call) {
    Message message;
    Errno error = call.get(call.address(1), message.type);
    if (error != Errno::ok) return error;
    // "EINVAL Invalid msqid value, or nonpositive mtype value, or invalid msgsz value (less than 0 or greater than the
    // system value MSGMAX)."
    const std::uint64_t bytes = call.u64(2);
    const std::uint64_t limit = queues(call).limits().msgmax;
    if (bytes > limit) {
        return call.refuse(Errno::einval, Rule::limit_exceeded, {report::Limit::message_bytes, bytes, limit});
    }
    if (call.i32(0) < 0) return call.refuse(Errno::einval, Rule::id_unknown, {call.i32(0)});
    if (message.type < 1) return call.refuse(Errno::einval, Rule::message_type_bad, {message.type});
    // "ENOMEM The system does not have enough memory to make a copy of the message pointed to by msgp."
    if (bytes > MessageQueues::kMaxBytes) {
        return call.refuse(Errno::enomem, Rule::limit_exceeded,
                           {report::Limit::message_bytes, bytes, MessageQueues::kMaxBytes});
    }
    message.text.resize(bytes);
    error = call.copy_in(call.address(1) + kTypeBytes,
                         {reinterpret_cast<std::uint8_t*>(message.text.data()), message.text.size()});
    return error == Errno::ok ? Result<Message>(std::move(message)) : error;
}

CallResult send(Call& call, Message message) {
    const std::int32_t msqid = call.i32(0);
    const std::uint64_t bytes = message.text.size();
    const SendOutcome outcome = queues(call).send(call.sink, call.ipc_caller(), msqid, message, call.i32(3));
    if (outcome.error != Errno::ok) return outcome.error;
    if (!outcome.asleep) {
        complete(call.kernel.tasks, call.sink, outcome.received);
        return 0;
    }
    // The message was copied already: what the sender's memory says later does not matter.
    Wait wait;
    wait.kind = WaitKind::queue_room;
    wait.object = static_cast<std::uint64_t>(msqid);
    wait.detail = static_cast<std::uint64_t>(message.type);
    wait.bytes = std::move(message.text);
    return call.sleep(std::move(wait), Rule::wait_queue_room, {msqid, bytes});
}

// --- msgrcv

// What was received goes to the caller; when it cannot, it is lost.
CallResult deliver(Call& call, std::int64_t type, std::string_view text) {
    Errno error = call.put(call.address(1), type);
    const std::string_view part = text.substr(0, call.u64(2));
    if (error == Errno::ok) {
        error = call.copy_out(call.address(1) + kTypeBytes,
                              {reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    }
    return error == Errno::ok ? CallResult(static_cast<std::int64_t>(part.size())) : CallResult(error);
}

// The sender has done the work.
CallResult completed(Call& call) {
    const Wait wait = call.task().wait;
    if (wait.result < 0) return wait.result;
    std::int64_t type = 0;
    std::memcpy(&type, wait.bytes.data(), kTypeBytes);
    return deliver(call, type, std::string_view(wait.bytes).substr(kTypeBytes));
}

// MSG_COPY: prepare_copy() reads the buffer it is going to fill.
Errno check_copy(Call& call, int flags) {
    // "EINVAL MSG_COPY was specified, but not IPC_NOWAIT." "EINVAL MSG_COPY was specified together with MSG_EXCEPT."
    if ((flags & kMsgExcept) != 0 || (flags & kIpcNowait) == 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {5, flags});
    }
    const std::uint64_t most = std::min<std::uint64_t>(queues(call).limits().msgmax, MessageQueues::kMaxBytes);
    std::string ignored(std::min(call.u64(2), most), '\0');
    return call.copy_in(call.address(1), {reinterpret_cast<std::uint8_t*>(ignored.data()), ignored.size()});
}

CallResult receive(Call& call) {
    const std::int32_t msqid = call.i32(0);
    const int flags = call.i32(4);
    // "EINVAL msqid was invalid, or msgsz was less than 0."
    if (msqid < 0) return call.refuse(Errno::einval, Rule::id_unknown, {msqid});
    if (call.i64(2) < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, call.i64(2)});
    if ((flags & kMsgCopy) != 0) {
        const Errno error = check_copy(call, flags);
        if (error != Errno::ok) return error;
    }
    const MessageWish wish = MessageWish::of(call.i64(3), flags);
    const ReceiveOutcome outcome = queues(call).receive(call.sink, call.ipc_caller(), msqid, wish, call.u64(2), flags);
    if (outcome.error != Errno::ok) return outcome.error;
    if (outcome.asleep) {
        return call.sleep(WaitKind::message, static_cast<std::uint64_t>(msqid), Rule::wait_message,
                          {msqid, call.i64(3)});
    }
    wake(call.kernel.tasks, call.sink, outcome.senders);
    return deliver(call, outcome.message->type, outcome.message->text);
}

// --- msgctl

UserMsqidDs encode(std::int32_t msqid, const MessageQueue& queue) {
    UserMsqidDs user;
    user.permission = encode(msqid, queue.permission);
    user.stime = queue.stime;
    user.rtime = queue.rtime;
    user.ctime = queue.ctime;
    user.bytes = queue.bytes;
    user.messages = queue.messages->size();
    user.limit = queue.limit;
    user.lspid = queue.lspid.value;
    user.lrpid = queue.lrpid.value;
    return user;
}

// IPC_STAT, MSG_STAT, MSG_STAT_ANY.
CallResult stat(Call& call, int command) {
    const IpcCaller caller = call.ipc_caller();
    const Result<std::int32_t> msqid = command == kIpcStat ? queues(call).find_id(call.sink, caller, call.i32(0))
                                                           : queues(call).find_index(call.sink, caller, call.i32(0));
    if (!msqid) return msqid.error();
    if (command != kMsgStatAny) {
        const Errno denied = queues(call).check_permission(call.sink, caller, *msqid, 4);
        if (denied != Errno::ok) return denied;
    }
    const Errno error = call.put(call.address(2), encode(*msqid, queues(call)[*msqid]));
    if (error != Errno::ok) return error;
    return command == kIpcStat ? 0 : *msqid;
}

// IPC_INFO, MSG_INFO: "the index of the highest used entry in the kernel's internal array".
CallResult info(Call& call, int command) {
    const MsgLimits& limits = queues(call).limits();
    UserMsginfo user;
    user.msgmax = static_cast<std::int32_t>(limits.msgmax);
    user.msgmnb = static_cast<std::int32_t>(limits.msgmnb);
    user.msgmni = static_cast<std::int32_t>(limits.msgmni);
    if (command == kMsgInfo) {
        user.msgpool = static_cast<std::int32_t>(queues(call).in_use());
        user.msgmap = static_cast<std::int32_t>(queues(call).total_messages());
        user.msgtql = static_cast<std::int32_t>(queues(call).total_bytes());
    }
    const Errno error = call.put(call.address(2), user);
    return error != Errno::ok ? CallResult(error) : CallResult(queues(call).highest_index());
}

CallResult finish(Call& call, const Result<QueueWakeups>& wakeups) {
    if (!wakeups) return wakeups.error();
    wake_all(call, *wakeups);
    return 0;
}

CallResult set(Call& call) {
    UserMsqidDs user;
    const Errno error = call.get(call.address(2), user);  // Linux copies in before it looks at the id
    if (error != Errno::ok) return error;
    return finish(call,
                  queues(call).set(call.sink, call.ipc_caller(), call.i32(0), user.permission.owner(), user.limit));
}

}  // namespace

CallResult sys_msgget(Call& call) {
    const Result<std::int32_t> msqid = queues(call).get(call.sink, call.ipc_caller(), Key{call.i32(0)}, call.u32(1));
    return msqid ? CallResult(*msqid) : CallResult(msqid.error());
}

CallResult sys_msgsnd(Call& call) {
    if (!call.again()) {
        Result<Message> message = read_message(call);
        return message ? send(call, std::move(*message)) : CallResult(message.error());
    }
    const Wait wait = call.task().wait;
    if (wait.completed) return wait.result;
    const Errno error = stand_up(call);
    if (error != Errno::ok) return error;
    // "EINTR Sleeping on a full message queue condition, the process caught a signal."
    if (call.woken_by_signal()) return CallResult::interrupted();
    return send(call, {static_cast<std::int64_t>(wait.detail), wait.bytes});
}

CallResult sys_msgrcv(Call& call) {
    if (!call.again()) return receive(call);
    if (call.task().wait.completed) return completed(call);
    const Errno error = stand_up(call);
    if (error != Errno::ok) return error;
    // "EINTR While the process was sleeping to receive a message, the process caught a signal".
    return call.woken_by_signal() ? CallResult::interrupted() : receive(call);
}

CallResult sys_msgctl(Call& call) {
    const int command = call.i32(1);
    // "EINVAL Invalid value for cmd or msqid."
    if (command < 0) return call.refuse(Errno::einval, Rule::command_unknown, {command});
    if (call.i32(0) < 0) return call.refuse(Errno::einval, Rule::id_unknown, {call.i32(0)});
    switch (command) {
        case kIpcInfo:
        case kMsgInfo: return info(call, command);
        case kIpcStat:
        case kMsgStat:
        case kMsgStatAny: return stat(call, command);
        case kIpcSet: return set(call);
        case kIpcRmid: return finish(call, queues(call).remove(call.sink, call.ipc_caller(), call.i32(0)));
        default: return call.refuse(Errno::einval, Rule::command_unknown, {command});
    }
}

}  // namespace sim::kernel
