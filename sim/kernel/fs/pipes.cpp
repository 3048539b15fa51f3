#include "sim/kernel/fs/pipes.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

std::uint64_t state_hash(const PipeBytes& content) {
    return hash_bytes(content.bytes.data(), content.bytes.size());
}

std::uint64_t state_hash(const Pipe& pipe) {
    std::uint64_t hash = hash_mix(pipe.total, static_cast<std::uint64_t>(pipe.kind) << 32 | pipe.max_slots);
    hash = hash_mix(hash, std::uint64_t{pipe.readers} << 32 | pipe.writers);
    hash = hash_mix(hash, std::uint64_t{pipe.reader_opens} << 32 | pipe.writer_opens);
    hash = hash_mix(hash_mix(hash, std::uint64_t{pipe.uid.value} << 32 | pipe.gid.value), pipe.mode);
    hash = hash_mix(hash, pipe.shut_by_reader * 8u + pipe.shut_by_writer * 4u + pipe.reset * 2u + pipe.disconnected);
    for (const PipeSlot& slot : pipe.slots) {
        hash = hash_mix(hash, slot.content.hash());
        hash = hash_mix(hash_mix(hash, slot.taken), slot.charged * 2 + slot.packet);
    }
    return hash;
}

std::uint64_t Pipe::bytes() const {
    return std::accumulate(slots.begin(), slots.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const PipeSlot& slot) { return sum + slot.size(); });
}

std::uint64_t Pipe::charged() const {
    return std::accumulate(slots.begin(), slots.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const PipeSlot& slot) { return sum + slot.charged; });
}

bool Pipe::full() const {
    return is_socket(kind) ? charged() >= kSocketBufferBytes : slots.size() >= max_slots;
}

bool Pipe::merges(std::uint64_t bytes) const {
    if (bytes == 0 || slots.empty() || slots.back().packet) return false;
    return slots.back().content->bytes.size() + bytes <= kPageSize;
}

bool Pipe::writable() const {
    // unix_writable() of Linux: three quarters must be free.
    return is_socket(kind) ? charged() * 4 <= kSocketBufferBytes : !full();
}

PipeId Pipes::create(MemoryContext& context, PipeKind kind) {
    Pipe pipe;
    pipe.kind = kind;
    const std::uint64_t capacity = pipe.capacity();
    const PipeId id = pipes_.insert(std::move(pipe));
    emit(context, EventType::pipe, Rule::pipe_create, {id, capacity});
    return id;
}

void Pipes::open_end(MemoryContext& context, PipeId id, bool reader) {
    Pipe& pipe = write(id);
    ++(reader ? pipe.readers : pipe.writers);
    ++(reader ? pipe.reader_opens : pipe.writer_opens);
    emit(context, EventType::pipe, Rule::pipe_end, {id, pipe.readers, pipe.writers});
}

bool Pipes::close_end(MemoryContext& context, PipeId id, bool reader) {
    Pipe& pipe = write(id);
    --(reader ? pipe.readers : pipe.writers);
    const bool last = pipe.readers == 0 && pipe.writers == 0;
    const std::uint64_t lost = pipe.bytes();
    emit(context, EventType::pipe, Rule::pipe_end, {id, pipe.readers, pipe.writers});
    if (!last) return false;
    pipes_.erase(id);
    emit(context, EventType::pipe, Rule::pipe_destroy, {id, lost});
    return true;
}

void Pipes::merge(MemoryContext& context, PipeId id, std::string_view bytes) {
    Pipe& pipe = write(id);
    pipe.slots.back().content.write().bytes += bytes;
    pipe.total += bytes.size();
    emit(context, EventType::pipe, Rule::pipe_write, {id, bytes.size(), pipe.bytes()});
}

void Pipes::append(MemoryContext& context, PipeId id, PipeSlot slot) {
    Pipe& pipe = write(id);
    const std::uint64_t bytes = slot.size();
    pipe.slots.push_back(std::move(slot));
    pipe.total += bytes;
    emit(context, EventType::pipe, Rule::pipe_write, {id, bytes, pipe.bytes()});
}

void Pipes::take(MemoryContext& context, PipeId id, std::uint64_t bytes) {
    Pipe& pipe = write(id);
    PipeSlot& oldest = pipe.slots.front();
    oldest.taken += bytes;
    if (oldest.packet || oldest.size() == 0) pipe.slots.erase(pipe.slots.begin());
    emit(context, EventType::pipe, Rule::pipe_read, {id, bytes, pipe.bytes()});
}

namespace {

// Sizes of net/core/skbuff.c on x86-64, 4 KiB pages.
constexpr std::uint64_t kSharedInfo = 320;  // struct skb_shared_info, aligned
constexpr std::uint64_t kSkBuff = 256;      // struct sk_buff, aligned
constexpr std::uint64_t kSmallestHead = 512;
constexpr std::uint64_t kHeadOfOnePage = kPageSize - kSharedInfo;        // SKB_MAX_HEAD(0)
constexpr std::uint64_t kHeadOfFourPages = 4 * kPageSize - kSharedInfo;  // SKB_MAX_ALLOC
constexpr std::uint64_t kMaxFragments = 17 * kPageSize;                  // MAX_SKB_FRAGS

}  // namespace

std::uint64_t socket_charge(PipeKind kind, std::uint64_t bytes) {
    const std::uint64_t largest_head = kind == PipeKind::stream ? kHeadOfOnePage : kHeadOfFourPages;
    std::uint64_t in_pages = bytes > largest_head ? bytes - largest_head : 0;
    if (kind != PipeKind::stream) in_pages = std::min(in_pages, kMaxFragments);
    const std::uint64_t pages = page_round_up(in_pages);
    const std::uint64_t head = bytes - std::min(bytes, pages);
    const std::uint64_t allocated =
        std::bit_ceil(std::max(((head + 63) & ~std::uint64_t{63}) + kSharedInfo, kSmallestHead));
    return allocated + kSkBuff + pages;
}

}  // namespace sim::kernel
