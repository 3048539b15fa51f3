#include "sim/kernel/ipc/msg_queue.h"

#include <limits>

#include "sim/kernel/ipc/msg.h"

namespace sim::kernel {

std::uint64_t state_hash(const Message& message) {
    return hash_bytes(message.text.data(), message.text.size(), static_cast<std::uint64_t>(message.type));
}

MessageWish MessageWish::of(std::int64_t type, int flags) {
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    if ((flags & kMsgCopy) != 0) return {Kind::position, type};
    // "If msgtyp is 0, then the first message in the queue is read."
    if (type == 0) return {Kind::any, 0};
    // "If msgtyp is less than 0, then the first message in the queue with the lowest type less than or equal to the
    // absolute value of msgtyp will be read."
    if (type < 0) return {Kind::at_most, type < -kMax ? kMax : -type};
    // "unless MSG_EXCEPT was specified in msgflg, in which case the first message in the queue of type not equal to
    // msgtyp will be read."
    return {(flags & kMsgExcept) != 0 ? Kind::not_equal : Kind::equal, type};
}

bool MessageWish::accepts(std::int64_t type) const {
    switch (kind) {
        case Kind::equal: return type == number;
        case Kind::not_equal: return type != number;
        case Kind::at_most: return type <= number;
        default: return true;
    }
}

std::optional<std::size_t> MessageQueue::find(const MessageWish& wish) const {
    const std::vector<Cow<Message>>& all = *messages;
    if (wish.kind == MessageWish::Kind::position) {
        const bool there = wish.number >= 0 && static_cast<std::uint64_t>(wish.number) < all.size();
        return there ? std::optional(static_cast<std::size_t>(wish.number)) : std::nullopt;
    }
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!wish.accepts(all[i]->type)) continue;
        if (wish.kind != MessageWish::Kind::at_most) return i;
        if (!found || all[i]->type < all[*found]->type) found = i;
    }
    return found;
}

void MessageQueue::forget(Pid thread) {
    std::erase_if(receivers, [&](const MessageReceiver& one) { return one.thread == thread; });
    std::erase_if(senders, [&](const MessageSender& one) { return one.thread == thread; });
}

std::uint64_t state_hash(const std::vector<Cow<Message>>& messages) {
    std::uint64_t hash = messages.size();
    for (const Cow<Message>& message : messages) hash = hash_mix(hash, message.hash());
    return hash;
}

std::uint64_t state_hash(const MessageQueue& queue) {
    const std::uint64_t words[] = {queue.messages.hash(),
                                   queue.bytes,
                                   queue.limit,
                                   static_cast<std::uint32_t>(queue.lspid.value),
                                   static_cast<std::uint32_t>(queue.lrpid.value),
                                   static_cast<std::uint64_t>(queue.stime),
                                   static_cast<std::uint64_t>(queue.rtime),
                                   static_cast<std::uint64_t>(queue.ctime),
                                   queue.receivers.size()};
    std::uint64_t hash = state_hash(queue.permission);
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    for (const MessageReceiver& one : queue.receivers) {
        hash = hash_mix(hash, static_cast<std::uint32_t>(one.thread.value));
        hash = hash_mix(hash, static_cast<std::uint64_t>(one.wish.number) ^ static_cast<std::uint64_t>(one.wish.kind));
        hash = hash_mix(hash, one.room);
    }
    for (const MessageSender& one : queue.senders) {
        hash = hash_mix(hash, static_cast<std::uint32_t>(one.thread.value));
        hash = hash_mix(hash, one.bytes);
    }
    return hash;
}

}  // namespace sim::kernel
