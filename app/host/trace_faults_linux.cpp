#include "app/host/trace_faults_linux.h"

#include <asm/perf_regs.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "sim/base/limits.h"

namespace app::host {
namespace {

// What an ordinary user may lock for each processor (perf_event_mlock_kb) is 516 KiB: a page of heading and this.
constexpr std::size_t kRingBytes = 512u << 10;
constexpr std::size_t kMappedBytes = kRingBytes + sim::kPageSize;

// A PERF_RECORD_SAMPLE as asked for by event_attributes().
struct Sample {
    perf_event_header header;
    std::uint64_t instruction;
    std::uint32_t pid, tid;
    std::uint64_t time;
    std::uint64_t address;
    std::uint64_t abi;  // 0: no registers follow
    std::uint64_t rsi, rdi;
};

struct Lost {
    perf_event_header header;
    std::uint64_t id, lost;
};

perf_event_attr event_attributes(std::uint64_t kind) {
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = kind;
    attributes.sample_period = 1;
    attributes.sample_type =
        PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_ADDR | PERF_SAMPLE_REGS_USER;
    attributes.sample_regs_user = 1ull << PERF_REG_X86_SI | 1ull << PERF_REG_X86_DI;
    attributes.disabled = 1;
    attributes.enable_on_exec = 1;
    attributes.inherit = 1;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    attributes.use_clockid = 1;
    attributes.clockid = CLOCK_MONOTONIC;
    attributes.watermark = 1;
    attributes.wakeup_watermark = kRingBytes / 4;
    return attributes;
}

Descriptor open_event(std::uint64_t kind, pid_t pid, int processor) {
    perf_event_attr attributes = event_attributes(kind);
    return Descriptor(
        static_cast<int>(::syscall(SYS_perf_event_open, &attributes, pid, processor, -1, PERF_FLAG_FD_CLOEXEC)));
}

}  // namespace

FaultEvents::FaultEvents(pid_t pid) {
    const long processors = ::sysconf(_SC_NPROCESSORS_CONF);
    for (int processor = 0; processor < processors; ++processor) {
        if (open_on(pid, processor)) continue;
        close_all();
        break;
    }
}

FaultEvents::~FaultEvents() {
    close_all();
}

void FaultEvents::close_all() {
    for (const Ring& ring : rings_) ::munmap(ring.memory, kMappedBytes);
    rings_.clear();
}

// False when the events of a processor cannot be had: then the order of touches would have holes.
bool FaultEvents::open_on(pid_t pid, int processor) {
    Ring ring;
    ring.minor = open_event(PERF_COUNT_SW_PAGE_FAULTS_MIN, pid, processor);
    if (!ring.minor) return errno == ENODEV;  // a processor that is off
    ring.major = open_event(PERF_COUNT_SW_PAGE_FAULTS_MAJ, pid, processor);
    if (!ring.major) return false;
    void* memory = ::mmap(nullptr, kMappedBytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring.minor.get(), 0);
    if (memory == MAP_FAILED) return false;
    ring.memory = static_cast<std::uint8_t*>(memory);
    ::ioctl(ring.major.get(), PERF_EVENT_IOC_SET_OUTPUT, ring.minor.get());
    rings_.push_back(std::move(ring));
    return true;
}

std::vector<int> FaultEvents::descriptors() const {
    std::vector<int> all;
    for (const Ring& ring : rings_) all.push_back(ring.minor.get());
    return all;
}

void FaultEvents::take(std::vector<FaultEvent>& events) {
    const std::size_t before = events.size();
    for (const Ring& ring : rings_) take_from(ring, events);
    std::stable_sort(events.begin() + static_cast<std::ptrdiff_t>(before), events.end(),
                     [](const FaultEvent& one, const FaultEvent& other) { return one.time < other.time; });
}

// The kernel writes records behind data_head and never overwrites what is before data_tail.
void FaultEvents::take_from(const Ring& ring, std::vector<FaultEvent>& events) {
    auto* heading = reinterpret_cast<perf_event_mmap_page*>(ring.memory);
    const std::uint8_t* data = ring.memory + sim::kPageSize;
    const std::uint64_t head = std::atomic_ref<__u64>(heading->data_head).load(std::memory_order_acquire);
    std::uint64_t tail = heading->data_tail;
    std::vector<std::uint8_t> record;
    while (tail < head) {
        perf_event_header header{};  // records are multiples of 8 bytes: a header never wraps
        std::memcpy(&header, data + tail % kRingBytes, sizeof header);
        if (header.size < sizeof header || tail + header.size > head) break;
        record.resize(header.size);
        const std::size_t first = std::min<std::size_t>(header.size, kRingBytes - tail % kRingBytes);
        std::memcpy(record.data(), data + tail % kRingBytes, first);
        std::memcpy(record.data() + first, data, header.size - first);
        take_record(record, events);
        tail += header.size;
    }
    std::atomic_ref<__u64>(heading->data_tail).store(head, std::memory_order_release);
}

void FaultEvents::take_record(const std::vector<std::uint8_t>& record, std::vector<FaultEvent>& events) {
    perf_event_header header{};
    std::memcpy(&header, record.data(), sizeof header);
    if (header.type == PERF_RECORD_LOST && record.size() >= sizeof(Lost)) {
        Lost lost{};
        std::memcpy(&lost, record.data(), sizeof lost);
        lost_ += lost.lost;
    } else if (header.type == PERF_RECORD_SAMPLE && record.size() >= offsetof(Sample, rsi)) {
        Sample sample{};
        std::memcpy(&sample, record.data(), std::min(record.size(), sizeof sample));
        events.push_back({sample.time, static_cast<pid_t>(sample.pid), static_cast<pid_t>(sample.tid), sample.address,
                          sample.instruction, sample.rsi, sample.rdi});
    }
}

}  // namespace app::host
