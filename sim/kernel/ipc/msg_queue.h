// One System V message queue: messages oldest first, and those who wait to send or to receive.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/cow.h"
#include "sim/kernel/ipc/permission.h"

namespace sim::kernel {

struct Message {
    std::int64_t type = 0;  // > 0
    std::string text;       // any bytes
};
std::uint64_t state_hash(const Message& message);

// Which message msgrcv(2) wants.
struct MessageWish {
    enum class Kind : std::uint8_t {
        any,        // the oldest
        equal,      // of this type
        not_equal,  // MSG_EXCEPT: of any other type
        at_most,    // of the lowest type up to this one
        position,   // MSG_COPY: the one at this place, from 0
    };
    Kind kind = Kind::any;
    std::int64_t number = 0;

    // Of msgtyp and msgflg, as convert_mode() reads them.
    static MessageWish of(std::int64_t type, int flags);
    bool accepts(std::int64_t type) const;
};

struct MessageReceiver {
    Pid thread;
    MessageWish wish;
    std::uint64_t room = 0;  // bytes; ~0 with MSG_NOERROR
};

struct MessageSender {
    Pid thread;
    std::uint64_t bytes = 0;
};

struct MessageQueue {
    IpcPermission permission;
    Cow<std::vector<Cow<Message>>> messages;
    std::uint64_t bytes = 0;  // msg_cbytes: of all messages
    std::uint64_t limit = 0;  // msg_qbytes
    Pid lspid, lrpid;
    std::int64_t stime = 0, rtime = 0, ctime = 0;  // seconds; 0: never
    std::vector<MessageReceiver> receivers;        // the longest asleep first
    std::vector<MessageSender> senders;

    // "if … the total number of bytes on the queue would exceed msg_qbytes", or the number of messages would.
    bool fits(std::uint64_t more) const { return more <= limit && bytes <= limit - more && messages->size() < limit; }
    // Index of the message that fulfils a wish.
    std::optional<std::size_t> find(const MessageWish& wish) const;
    // Forgets the thread as a sleeper.
    void forget(Pid thread);
};
std::uint64_t state_hash(const std::vector<Cow<Message>>& messages);
std::uint64_t state_hash(const MessageQueue& queue);

}  // namespace sim::kernel
