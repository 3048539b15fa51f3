// System V message queues (Linux's ipc/msg.c): msgget, msgsnd, msgrcv, msgctl.
//
//   sender's memory ──copy──► message ──copy──► receiver's memory          two copies; receiving consumes
//
// A message somebody waits for is handed to him at once (pipelined_send). Whoever waits for room is only told that
// there may be some, and tries again. This room sees no tasks: who is to be woken is returned.
//
// Known inaccuracies: all messages together take at most kMaxBytes of the simulator's memory, then ENOMEM.
#pragma once

#include <cstdint>

#include "sim/kernel/ipc/ipc_call.h"
#include "sim/kernel/ipc/msg_queue.h"

namespace sim::kernel {

inline constexpr int kMsgNoerror = 010000;
inline constexpr int kMsgExcept = 020000;
inline constexpr int kMsgCopy = 040000;

struct MsgLimits {
    std::uint32_t msgmni = kMsgMniDefault;  // queues
    std::uint32_t msgmax = kMsgMaxDefault;  // bytes of one message
    std::uint32_t msgmnb = kMsgMnbDefault;  // bytes of one queue
};

// How a call of msgsnd(2) went.
struct SendOutcome {
    Errno error = Errno::ok;
    bool asleep = false;        // there is no room
    IpcCompletions received{};  // receivers that got it, or for whom it was too long
};

// How a call of msgrcv(2) went.
struct ReceiveOutcome {
    Errno error = Errno::ok;
    bool asleep = false;  // there is no such message
    Cow<Message> message{};
    std::vector<Pid> senders{};  // may find room now
};

// Who may go on after msgctl(2).
struct QueueWakeups {
    IpcCompletions completed{};
    std::vector<Pid> again{};  // look again
};

class MessageQueues {
public:
    static constexpr std::uint64_t kMaxBytes = 256ull << 20;
    static constexpr std::uint64_t kMessageCost = 64;  // bytes beside its text

    explicit MessageQueues(const MsgLimits& limits = {}) : limits_(limits) {}

    // msgget(2).
    Result<std::int32_t> get(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t flags);
    // msgsnd(2) of a message with a good type and length, msgrcv(2); msqid >= 0. Without IPC_NOWAIT the caller may be
    // put among those who wait.
    SendOutcome send(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message,
                     int flags);
    ReceiveOutcome receive(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const MessageWish& wish,
                           std::uint64_t room, int flags);
    // A sleeper gives up, or looks again.
    void cancel(std::int32_t msqid, Pid sleeper);

    // msgctl(2). The id in good standing, or EINVAL; MSG_STAT's way; EACCES.
    Result<std::int32_t> find_id(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid) const;
    Result<std::int32_t> find_index(report::Sink* sink, const IpcCaller& caller, std::int32_t index) const;
    Errno check_permission(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, AccessBits wanted) const;
    Result<QueueWakeups> set(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const IpcOwner& owner,
                             std::uint64_t limit);
    Result<QueueWakeups> remove(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid);

    // The queue of a good id; nullptr of another.
    const MessageQueue& operator[](std::int32_t msqid) const { return *table_.find(msqid); }
    const MessageQueue* find(std::int32_t msqid) const { return table_.find(msqid); }
    template <class Visit>
    void for_each(Visit visit) const {
        table_.for_each(visit);
    }

    // kernel.msgmni, msgmax, msgmnb, msg_next_id of sysctl(8). Lowering a limit affects no queue that exists.
    const MsgLimits& limits() const { return limits_; }
    void set_limits(const MsgLimits& limits) { limits_ = limits; }
    std::int32_t forced_id() const { return table_.forced_id(); }
    void force_id(std::int32_t id) { table_.force_id(id); }

    std::uint32_t in_use() const { return table_.in_use(); }
    std::uint32_t highest_index() const { return table_.highest_index(); }
    // Of all queues.
    std::uint64_t total_messages() const { return messages_; }
    std::uint64_t total_bytes() const { return bytes_; }

    std::uint64_t hash() const;

private:
    Result<std::int32_t> create(report::Sink* sink, const IpcCaller& caller, Key key, std::uint32_t flags);
    bool hand_over(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message,
                   IpcCompletions& received);
    void put(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, const Message& message);
    Cow<Message> take(report::Sink* sink, const IpcCaller& caller, std::int32_t msqid, std::size_t index);
    std::vector<Pid> senders_with_room(std::int32_t msqid) const;

    MsgLimits limits_;
    IpcTable<MessageQueue> table_;
    std::uint64_t messages_ = 0, bytes_ = 0;  // of all queues
};

}  // namespace sim::kernel
