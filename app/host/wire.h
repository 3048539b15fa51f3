// Rows and operations as bytes, for the way into and out of the sandbox. Both ends are the same executable: no
// versions, no byte order.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "app/host/real_kernel.h"

namespace app::host {

// One description of each struct serves both directions: archive(field, field …).
template <class Archive>
void fields(Archive& archive, sim::report::ProcessSetup& it) {
    archive(it.uid, it.gid, it.groups, it.mmap_top);
}
template <class Archive>
void fields(Archive& archive, sim::report::Setup& it) {
    archive(it.first_pid, it.processes, it.frames, it.first_shmid, it.spread_layout, it.seed, it.shmmni, it.shmmax,
            it.shmall, it.shm_rmid_forced, it.semmsl, it.semmns, it.semopm, it.semmni, it.msgmni, it.msgmax, it.msgmnb);
}
template <class Archive>
void fields(Archive& archive, sim::report::Operation& it) {
    archive(it.pid, it.kind, it.number, it.args, it.input, it.output);
}
template <class Archive>
void fields(Archive& archive, sim::report::Access& it) {
    archive(it.store, it.own, it.size, it.address, it.value);
}
template <class Archive>
void fields(Archive& archive, sim::report::Accesses& it) {
    archive(it.pid, it.list);
}
template <class Archive>
void fields(Archive& archive, sim::report::Outcome& it) {
    archive(it.pid, it.end, it.result, it.output, it.signal, it.si_code, it.fault_address, it.minor_faults);
}
template <class Archive>
void fields(Archive& archive, sim::report::SegmentRow& it) {
    archive(it.key, it.shmid, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.bytes, it.nattch, it.cpid, it.lpid,
            it.atime, it.dtime, it.ctime, it.dest, it.locked, it.page_count, it.resident, it.swapped, it.pages,
            it.truncated);
}
template <class Archive>
void fields(Archive& archive, sim::report::LimitsRow& it) {
    archive(it.shmmni, it.shmmax, it.shmall, it.page_size, it.frames, it.swap, it.cpus, it.shm_rmid_forced);
}
template <class Archive>
void fields(Archive& archive, sim::report::UsageRow& it) {
    archive(it.segments, it.shm_pages, it.shm_resident, it.frames_free, it.shm_swapped, it.swap_used);
}
template <class Archive>
void fields(Archive& archive, sim::report::FrameRow& it) {
    archive(it.pfn, it.owner, it.shmid, it.pid, it.index, it.mapcount);
}
template <class Archive>
void fields(Archive& archive, sim::report::AreaRow& it) {
    archive(it.start, it.end, it.perms.read, it.perms.write, it.perms.execute, it.perms.shared, it.kind, it.shmid,
            it.name, it.offset);
}
template <class Archive>
void fields(Archive& archive, sim::report::PageRow& it) {
    archive(it.page, it.pfn, it.present);
}
template <class Archive>
void fields(Archive& archive, sim::report::TaskRow& it) {
    archive(it.pid, it.ppid, it.uid, it.euid, it.gid, it.egid, it.groups, it.capabilities, it.pending,
            it.blocked_signals, it.caught_signals, it.state, it.exit_status, it.signal, it.si_code, it.si_addr,
            it.rss_pages, it.swapped_pages, it.locked_pages, it.root, it.areas, it.pages);
}
template <class Archive>
void fields(Archive& archive, sim::report::SemaphoreRow& it) {
    archive(it.value, it.pid, it.wait_more, it.wait_zero);
}
template <class Archive>
void fields(Archive& archive, sim::report::SemaphoreSetRow& it) {
    archive(it.key, it.semid, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.otime, it.ctime, it.semaphores);
}
template <class Archive>
void fields(Archive& archive, sim::report::QueueRow& it) {
    archive(it.key, it.msqid, it.uid, it.cuid, it.gid, it.cgid, it.mode, it.bytes, it.messages, it.limit, it.lspid,
            it.lrpid, it.stime, it.rtime, it.ctime);
}
template <class Archive>
void fields(Archive& archive, sim::report::FileRow& it) {
    archive(it.name, it.inode, it.uid, it.gid, it.mode, it.bytes, it.links, it.mappings, it.resident, it.pages,
            it.truncated);
}
template <class Archive>
void fields(Archive& archive, sim::report::State& it) {
    archive(it.visible.entries, it.visible.frames, it.visible.users, it.limits, it.usage, it.segments, it.processes,
            it.frames, it.semaphores, it.queues, it.files, it.clock);
}
template <class Archive>
void fields(Archive& archive, Abilities& it) {
    archive(it.several_uids, it.frames, it.frame_counts);
}
template <class Archive>
void fields(Archive& archive, ConsoleChunk& it) {
    archive(it.fd, it.bytes);
}
template <class Archive>
void fields(Archive& archive, UnequalPages& it) {
    archive(it.pid, it.other_pid, it.page, it.other_page);
}
template <class Archive>
void fields(Archive& archive, Observation& it) {
    archive(it.outcomes, it.state, it.before, it.after, it.console, it.contents_compared, it.unequal);
}

template <class Archive>
void fields(Archive& archive, OwnMemory::Piece& it) {
    archive(it.at, it.bytes);
}
template <class Archive>
void fields(Archive& archive, OwnMemory& it) {
    archive(it.pid, it.program, it.data, it.heap, it.stack, it.text, it.pieces);
}

// A message into the sandbox.
struct Request {
    enum class Kind : std::uint8_t { operation, accesses, run_again, start_command, own_memory, put, look };
    Kind kind = Kind::operation;
    bool look = true;
    sim::report::Operation operation;
    std::optional<Arguments> in_place;
    sim::report::Accesses accesses;
    OwnMemory own_memory;  // of put: whose, and one piece
};
template <class Archive>
void fields(Archive& archive, Request& it) {
    archive(it.kind, it.look, it.operation, it.in_place, it.accesses, it.own_memory);
}
// And out of it.
struct Answer {
    std::string problem;  // not empty: it cannot go on
    Observation observation;
};
template <class Archive>
void fields(Archive& archive, Answer& it) {
    archive(it.problem, it.observation);
}

// An Id or an address is a number with a name.
template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T> ||
    (std::is_class_v<T>&& requires(T t) { t.value; } && std::is_trivially_copyable_v<T>);

class Writer {
public:
    std::string bytes;

    template <class... T>
    void operator()(T&... values) {
        (write(values), ...);
    }

private:
    template <class T>
    void write(T& value) {
        if constexpr (Plain<T>) {
            bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
        } else {
            fields(*this, value);
        }
    }
    void write(std::string& text) {
        write_size(text.size());
        bytes += text;
    }
    template <class T>
    void write(std::vector<T>& list) {
        write_size(list.size());
        for (T& one : list) write(one);
    }
    template <class T, std::size_t N>
    void write(std::array<T, N>& list) {
        for (T& one : list) write(one);
    }
    template <class T>
    void write(std::optional<T>& value) {
        bool present = value.has_value();
        write(present);
        if (present) write(*value);
    }
    void write_size(std::size_t size) { write(size); }
};

class Reader {
public:
    explicit Reader(const std::string& bytes) : bytes_(bytes) {}

    template <class... T>
    void operator()(T&... values) {
        (read(values), ...);
    }

private:
    template <class T>
    void read(T& value) {
        if constexpr (!Plain<T>) {
            fields(*this, value);
        } else if (bytes_.size() - at_ >= sizeof value) {  // else cut short: what is missing keeps its default
            std::memcpy(&value, bytes_.data() + at_, sizeof value);
            at_ += sizeof value;
        }
    }
    void read(std::string& text) {
        const std::size_t size = read_size();
        text = bytes_.substr(at_, size);
        at_ += size;
    }
    template <class T>
    void read(std::vector<T>& list) {
        list.resize(read_size());
        for (T& one : list) read(one);
    }
    template <class T, std::size_t N>
    void read(std::array<T, N>& list) {
        for (T& one : list) read(one);
    }
    template <class T>
    void read(std::optional<T>& value) {
        bool present = false;
        read(present);
        if (present) read(value.emplace());
    }
    std::size_t read_size() {
        std::size_t size = 0;
        read(size);
        return std::min(size, bytes_.size() - at_);
    }

    const std::string& bytes_;
    std::size_t at_ = 0;
};

// A whole message: its length, then its bytes. False when the other end is gone.
bool send_message(int socket, const std::string& bytes);
bool receive_message(int socket, std::string& bytes);

template <class T>
std::string to_bytes(const T& value) {
    Writer writer;
    T copy = value;
    writer(copy);
    return writer.bytes;
}
template <class T>
T from_bytes(const std::string& bytes) {
    T value{};
    Reader reader(bytes);
    reader(value);
    return value;
}

}  // namespace app::host
