// Page-fault events of a process and all it starts: perf's software events, one ring of records a processor.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/host/files_linux.h"

namespace app::host {

struct FaultEvent {
    std::uint64_t time = 0;  // CLOCK_MONOTONIC, nanoseconds
    pid_t pid = 0, tid = 0;
    std::uint64_t address = 0;
    std::uint64_t instruction = 0;
    std::uint64_t rsi = 0, rdi = 0;  // as the instruction found them
};

class FaultEvents {
public:
    // Of `pid`, a child that waits, from its next exec on. Not open: this host does not allow it.
    explicit FaultEvents(pid_t pid);
    ~FaultEvents();
    FaultEvents(const FaultEvents&) = delete;
    FaultEvents& operator=(const FaultEvents&) = delete;

    bool open() const { return !rings_.empty(); }
    // Descriptors that poll(2) as readable when a ring fills.
    std::vector<int> descriptors() const;
    // Appends the events since the last call, in the order of their times.
    void take(std::vector<FaultEvent>& events);
    // Events that found their ring full.
    std::uint64_t lost() const { return lost_; }

private:
    struct Ring {
        Descriptor minor, major;  // kinds of faults; the second writes into the ring of the first
        std::uint8_t* memory = nullptr;
    };

    bool open_on(pid_t pid, int processor);
    void close_all();
    void take_from(const Ring& ring, std::vector<FaultEvent>& events);
    void take_record(const std::vector<std::uint8_t>& record, std::vector<FaultEvent>& events);

    std::vector<Ring> rings_;
    std::uint64_t lost_ = 0;
};

}  // namespace app::host
