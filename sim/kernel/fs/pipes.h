// Pipes: bytes between processes, in order, gone once read. Behind pipe(2), FIFOs and, two at a time, socketpair(2).
//
//   write ──► [ page | page | page |   |   … 16 slots ] ──► read      a pipe, as fs/pipe.c of Linux has it
//   send  ──► [ packet | packet | …  until 212992 bytes are charged ] ──► recv      one direction of a socket pair
//
// A slot of a pipe is one page: a small write joins the last page when it fits there, else takes a new one, so a pipe
// may be full with far fewer than 65536 bytes in it. A socket charges each write with what its sk_buff takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/kernel/mm/memory.h"
#include "sim/kernel/mm/value_table.h"

namespace sim::kernel {

using PipeId = Id<struct PipeIdTag, std::uint32_t>;
inline constexpr PipeId kNoPipe{0xffff'ffff};

inline constexpr std::uint32_t kPipeSlots = static_cast<std::uint32_t>(kPipeCapacity / kPageSize);  // PIPE_DEF_BUFFERS
inline constexpr std::uint64_t kPipeMaxBytes = 1ull << 20;                                          // fs.pipe-max-size
inline constexpr std::uint64_t kSocketBufferBytes = 212'992;                                        // SO_SNDBUF

// What made it. The last three are socket types: bytes, datagrams, datagrams with an end.
enum class PipeKind : std::uint8_t { pipe, fifo, stream, datagram, seqpacket };

constexpr bool is_socket(PipeKind kind) {
    return kind >= PipeKind::stream;
}

// What a slot holds: a page of bytes or a packet, written once and read from its front.
struct PipeBytes {
    std::string bytes;
};
std::uint64_t state_hash(const PipeBytes& content);

struct PipeSlot {
    Cow<PipeBytes> content;
    std::uint64_t taken = 0;    // bytes read already
    bool packet = false;        // one read takes one packet, what it leaves is lost
    std::uint64_t charged = 0;  // sockets: bytes of memory it counts as

    std::uint64_t size() const { return content->bytes.size() - taken; }
    std::string_view unread() const { return std::string_view(content->bytes).substr(taken); }
};

struct Pipe {
    PipeKind kind = PipeKind::pipe;
    std::vector<PipeSlot> slots;                          // oldest first
    std::uint32_t max_slots = kPipeSlots;                 // F_SETPIPE_SZ
    std::uint32_t readers = 0, writers = 0;               // open files
    std::uint32_t reader_opens = 0, writer_opens = 0;     // ever: open(2) of a FIFO waits for the other to grow
    bool shut_by_reader = false, shut_by_writer = false;  // shutdown(2); a datagram socket is not told of the other's
    bool reset = false;         // the peer closed without reading everything: the next read fails once
    bool disconnected = false;  // a datagram socket noticed that its peer is gone
    std::uint64_t total = 0;    // bytes ever written
    // Of a pipe without a name: whose it is, as fstat(2) tells. Others have theirs in the tree, or none.
    Uid uid;
    Gid gid;
    std::uint32_t mode = 0600;

    std::uint64_t bytes() const;
    std::uint64_t charged() const;
    std::uint64_t capacity() const { return is_socket(kind) ? kSocketBufferBytes : max_slots * kPageSize; }
    bool empty() const { return slots.empty(); }
    // No new slot fits.
    bool full() const;
    // Whether `bytes` more join the last page.
    bool merges(std::uint64_t bytes) const;
    // Whether poll(2) calls it writable.
    bool writable() const;
    // No more bytes come: reading what is left ends with 0.
    bool at_end() const { return writers == 0 || shut(); }
    bool shut() const { return shut_by_reader || shut_by_writer; }
    // What each side knows of it.
    bool shut_for_reader() const { return kind == PipeKind::datagram ? shut_by_reader : shut(); }
    bool shut_for_writer() const { return kind == PipeKind::datagram ? shut_by_writer : shut(); }
};
std::uint64_t state_hash(const Pipe& pipe);

class Pipes {
public:
    // An empty pipe without ends.
    PipeId create(MemoryContext& context, PipeKind kind);
    bool contains(PipeId id) const { return pipes_.contains(id); }
    const Pipe& operator[](PipeId id) const { return pipes_[id]; }
    // For changing what no event tells.
    Pipe& write(PipeId id) { return pipes_.write(id); }

    // An open file more reads or writes it.
    void open_end(MemoryContext& context, PipeId id, bool reader);
    // One fewer. True when that was the last: the pipe and its bytes are gone.
    bool close_end(MemoryContext& context, PipeId id, bool reader);

    // Puts bytes in the last page (`merges` said so) or in a new slot.
    void merge(MemoryContext& context, PipeId id, std::string_view bytes);
    void append(MemoryContext& context, PipeId id, PipeSlot slot);
    // Takes bytes from the oldest slot; of a packet all of it.
    void take(MemoryContext& context, PipeId id, std::uint64_t bytes);

    // Calls visit(id, pipe) for every pipe, ascending.
    template <class Visit>
    void for_each(Visit visit) const {
        pipes_.for_each(visit);
    }
    std::uint64_t hash() const { return pipes_.hash(); }

private:
    ValueTable<PipeId, Pipe> pipes_;
};

// What the sk_buff of a message of `bytes` takes of the sender's socket buffer (SKB_TRUESIZE).
std::uint64_t socket_charge(PipeKind kind, std::uint64_t bytes);

}  // namespace sim::kernel
