#include "tests/ui/fixture.h"

#include <algorithm>
#include <string>

#include "sim/hw/pte.h"

namespace ui_test {
namespace {

using namespace sim;
using namespace sim::report;

constexpr std::uint64_t kProducerAt = 0x7fff'f7ff'5000, kConsumerAt = 0x7fff'f7bd'2000;
constexpr std::uint64_t kUserRw =
    hw::Pte::kPresent | hw::Pte::kWritable | hw::Pte::kUser | hw::Pte::kAccessed | hw::Pte::kNoExecute;

AreaRow area(std::uint64_t start, std::uint64_t pages, Perms perms, AreaKind kind, std::string name) {
    AreaRow row;
    row.start = VirtAddr{start};
    row.end = VirtAddr{start + pages * kPageSize};
    row.perms = perms;
    row.kind = kind;
    row.name = std::move(name);
    return row;
}

PageRow page(std::uint64_t address, std::uint32_t pfn, std::uint64_t flags) {
    const hw::Pte pte = hw::Pte::make(Pfn{pfn}, flags);
    return {VirtAddr{address}, pte.bits,       Pfn{pfn},    pte.present(),   pte.writable(),
            pte.user(),        pte.accessed(), pte.dirty(), pte.no_execute()};
}

void add_page(State& state, TaskRow& task, std::uint64_t address, std::uint32_t pfn, std::uint64_t flags) {
    task.pages.push_back(page(address, pfn, flags));
    FrameRow frame;
    frame.pfn = Pfn{pfn};
    frame.owner = FrameOwner::private_;
    frame.pid = task.pid;
    frame.mapcount = 1;
    state.frames.push_back(frame);
}

// The areas every process has; its eight tables stand in `first_table` and after.
TaskRow task(State& state, std::int32_t pid, std::string name, std::uint32_t uid, std::uint32_t first_table) {
    TaskRow row;
    row.pid = Pid{pid};
    row.name = std::move(name);
    row.uid = Uid{uid};
    row.file = row.last_file = row.name + ".c";
    row.root = Pfn{first_table};
    const Perms rw{true, true, false, false}, rx{true, false, true, false};
    row.areas = {area(0x5555'5555'4000, 2, rx, AreaKind::text, row.name),
                 area(0x5555'5555'8000, 1, rw, AreaKind::data, row.name),
                 area(0x5555'5557'9000, 2, rw, AreaKind::heap, "[heap]"),
                 area(0x7fff'ffff'b000, 4, rw, AreaKind::stack, "[stack]")};
    const int levels[] = {3, 2, 1, 0, 2, 1, 0, 0};
    const std::uint64_t low = 0x5555'5555'4000, high = kProducerAt, top = 0x7fff'ffff'e000;
    const std::uint64_t reach[] = {low, low, low, low, high, high, first_table == 3 ? kProducerAt : kConsumerAt, top};
    for (std::uint32_t n = 0; n < 8; ++n) {
        const std::uint64_t span = kPageSize << (9 * (levels[n] + 1));
        row.tables.push_back({Pfn{first_table + n}, levels[n], VirtAddr{reach[n] / span * span}, n == 6 ? 2u : 1u});
        FrameRow frame;
        frame.pfn = Pfn{first_table + n};
        frame.owner = FrameOwner::table;
        frame.pid = row.pid;
        frame.index = static_cast<std::uint32_t>(levels[n]);
        state.frames.push_back(frame);
    }
    return row;
}

void add_private_pages(State& state, TaskRow& row, const std::uint32_t (&frames)[5]) {
    const std::uint64_t rx = hw::Pte::kPresent | hw::Pte::kUser | hw::Pte::kAccessed;
    add_page(state, row, 0x5555'5555'4000, frames[0], rx);
    add_page(state, row, 0x5555'5555'5000, frames[1], rx);
    add_page(state, row, 0x5555'5555'8000, frames[2], kUserRw | hw::Pte::kDirty);
    add_page(state, row, 0x5555'5557'9000, frames[3], kUserRw | hw::Pte::kDirty);
    add_page(state, row, 0x7fff'ffff'e000, frames[4], kUserRw | hw::Pte::kDirty);
}

void attach(State& state, TaskRow& row, std::uint64_t address, std::uint64_t pages, std::size_t segment) {
    AreaRow shm = area(address, pages, {true, true, false, true}, AreaKind::shm, "/SYSV00001234 (deleted)");
    shm.shmid = state.segments[segment].shmid;
    row.areas.insert(row.areas.end() - 1, shm);
    ++state.segments[segment].nattch;
    state.segments[segment].lpid = row.pid;
}

void map_shared(State& state, TaskRow& row, std::uint64_t address, std::uint32_t pfn, bool dirty) {
    const PageRow entry = page(address, pfn, kUserRw | (dirty ? hw::Pte::kDirty : 0));
    std::size_t at = 0;
    while (at < row.pages.size() && row.pages[at].page < entry.page) ++at;
    row.pages.insert(row.pages.begin() + static_cast<std::ptrdiff_t>(at), entry);
    for (FrameRow& frame : state.frames) frame.mapcount += frame.pfn == entry.pfn ? 1 : 0;
}

void add_segment_frame(State& state, SegmentRow& segment, std::uint32_t index, std::uint32_t pfn) {
    FrameRow frame;
    frame.pfn = Pfn{pfn};
    frame.owner = FrameOwner::segment;
    frame.shmid = segment.shmid;
    frame.index = index;
    state.frames.push_back(frame);
    segment.pages[index] = frame.pfn;
    ++segment.resident;
}

SegmentRow segment(std::int32_t shmid, std::int32_t key, std::uint64_t pages) {
    SegmentRow row;
    row.key = Key{key};
    row.shmid = ShmId{shmid};
    row.uid = row.cuid = Uid{1000};
    row.gid = row.cgid = Gid{1000};
    row.mode = 0660;
    row.bytes = pages * kPageSize;
    row.page_count = pages;
    row.cpid = Pid{201};
    row.ctime = row.atime = 1'700'000'000;
    row.pages.assign(std::min<std::size_t>(pages, kMaxListedPages), kNoFrame);
    row.truncated = pages > kMaxListedPages;
    return row;
}

void add_kernel(State& state, std::uint32_t frames) {
    state.limits = {4096, 0xffff'ffff'feff'ffff, 32, kPageSize, frames};
    for (std::uint32_t n = 0; n < 3; ++n) {
        FrameRow frame;
        frame.pfn = Pfn{n};
        frame.owner = FrameOwner::kernel;
        state.frames.push_back(frame);
    }
}

void finish(State& state) {
    std::sort(state.frames.begin(), state.frames.end(),
              [](const FrameRow& a, const FrameRow& b) { return a.pfn < b.pfn; });
    state.usage.segments = state.segments.size();
    for (const SegmentRow& row : state.segments) {
        state.usage.shm_pages += row.page_count;
        state.usage.shm_resident += row.resident;
    }
    state.usage.frames_free = state.limits.frames - state.frames.size();
    for (TaskRow& row : state.processes) row.rss_pages = row.pages.size();
}

Event event(EventType type, Rule rule, std::array<std::uint64_t, 6> args) {
    Event made;
    made.type = type;
    made.rule = rule;
    made.pid = Pid{202};
    made.args = args;
    return made;
}

std::vector<Event> fault_events() {
    const std::uint64_t pte = hw::Pte::make(Pfn{0x17}, kUserRw).bits;
    return {event(EventType::tlb, Rule::tlb_miss, {kConsumerAt, 0}),
            event(EventType::tlb, Rule::walk_done, {kConsumerAt, 4, kNoFrame.value, 0}),
            event(EventType::fault, Rule::fault_enter, {kConsumerAt, 0, 0}),
            event(EventType::check, Rule::area_found, {kConsumerAt, kConsumerAt, kConsumerAt + 0x3000}),
            event(EventType::check, Rule::area_allows, {kConsumerAt, 0}),
            event(EventType::check, Rule::page_resident, {5, 0, 0x17}),
            event(EventType::pte, Rule::pte_set, {kConsumerAt, 0x13, 466, 0, pte}),
            event(EventType::frame, Rule::frame_mapcount, {0x17, 1, 2}),
            event(EventType::tlb, Rule::access_retry, {kConsumerAt, 0})};
}

State base_state(bool second_link) {
    State state;
    add_kernel(state, 64);
    state.segments.push_back(segment(5, 0x1234, 3));
    add_segment_frame(state, state.segments[0], 0, 0x17);
    add_segment_frame(state, state.segments[0], 1, 0x2b);
    TaskRow producer = task(state, 201, "producer", 1000, 0x03);
    TaskRow consumer = task(state, 202, "consumer", 1001, 0x0c);
    add_private_pages(state, producer, {0x0b, 0x11, 0x15, 0x18, 0x1a});
    add_private_pages(state, consumer, {0x1d, 0x1e, 0x22, 0x25, 0x29});
    attach(state, producer, kProducerAt, 3, 0);
    attach(state, consumer, kConsumerAt, 3, 0);
    map_shared(state, producer, kProducerAt, 0x17, true);
    map_shared(state, producer, kProducerAt + 0x1000, 0x2b, true);
    if (second_link) map_shared(state, consumer, kConsumerAt, 0x17, false);
    producer.last_line = 5, producer.line = 6;
    consumer.last_line = 2, consumer.line = 3;
    state.processes = {producer, consumer};
    finish(state);
    return state;
}

}  // namespace

Moment two_processes() {
    return {base_state(false), base_state(true), fault_events(), 8};
}

Moment crowd(std::uint32_t count) {
    Moment moment;
    State& state = moment.now;
    add_kernel(state, 16'384);
    state.segments.push_back(segment(5, 0x1234, 3));
    add_segment_frame(state, state.segments[0], 0, 16'000);
    for (std::uint32_t n = 0; n < count; ++n) {
        TaskRow row = task(state, static_cast<std::int32_t>(201 + n), "worker" + std::to_string(n), 1000, 3 + 16 * n);
        const std::uint32_t at = 12 + 16 * n;
        add_private_pages(state, row, {at, at + 1, at + 2, at + 3, at + 4});
        attach(state, row, kProducerAt, 3, 0);
        map_shared(state, row, kProducerAt, 16'000, false);
        row.last_line = 2, row.line = 3;
        state.processes.push_back(row);
    }
    finish(state);
    moment.before = state;
    return moment;
}

Moment huge(std::uint32_t frames, std::uint32_t pages) {
    Moment moment;
    State& state = moment.now;
    add_kernel(state, frames);
    state.limits.shmall = kShmAllDefault;
    state.segments.push_back(segment(5, 0x1234, pages));
    TaskRow row = task(state, 201, "producer", 1000, 3);
    add_private_pages(state, row, {0x0b, 0x11, 0x15, 0x18, 0x1a});
    attach(state, row, 0x7fff'0000'0000 - std::uint64_t{pages} * kPageSize, pages, 0);
    const std::uint64_t at = row.areas[3].start.value;
    std::vector<PageRow> mapped;
    for (std::uint32_t n = 0; n < pages && n + 64 < frames; ++n) {
        FrameRow frame;
        frame.pfn = Pfn{64 + n};
        frame.owner = FrameOwner::segment;
        frame.shmid = ShmId{5};
        frame.index = n;
        frame.mapcount = 1;
        state.frames.push_back(frame);
        if (n < kMaxListedPages) state.segments[0].pages[n] = frame.pfn;
        mapped.push_back(page(at + n * kPageSize, 64 + n, kUserRw | hw::Pte::kDirty));
    }
    state.segments[0].resident = mapped.size();
    row.pages.insert(row.pages.end() - 1, mapped.begin(), mapped.end());
    row.last_line = 2, row.line = 3;
    state.processes = {row};
    finish(state);
    moment.before = state;
    return moment;
}

Moment many_segments(std::uint32_t count) {
    Moment moment = two_processes();
    for (State* state : {&moment.before, &moment.now}) {
        for (std::uint32_t n = 1; n < count; ++n) {
            state->segments.push_back(
                segment(static_cast<std::int32_t>(5 + n), static_cast<std::int32_t>(n), 1 + n % 40));
        }
        state->usage.segments = count;
    }
    return moment;
}

Moment killed() {
    Moment moment = two_processes();
    TaskRow& producer = moment.now.processes[0];
    producer.state = TaskState::zombie;
    producer.signal = 11;
    producer.si_code = 1;
    producer.si_addr = VirtAddr{kProducerAt};
    producer.areas.clear();
    producer.pages.clear();
    producer.tables.clear();
    producer.root = kNoFrame;
    producer.rss_pages = 0;
    producer.line = 0;
    return moment;
}

namespace {

void add_channels(State& state, std::uint32_t n) {
    const auto id = static_cast<std::int32_t>(n);
    SemaphoreSetRow set;
    set.key = Key{0x4321 + id};
    set.semid = 9 + id;
    set.semaphores.resize(n == 1 ? 40 : 2);
    set.semaphores[0].value = n;
    set.semaphores[1].wait_more = 1;
    state.semaphores.push_back(set);
    QueueRow queue;
    queue.msqid = 3 + id;
    queue.bytes = 16'000;
    queue.limit = 16'384;
    queue.messages = 20;
    queue.list.assign(20, {7, 800});
    state.queues.push_back(queue);
    PipeRow pipe;
    pipe.id = n;
    pipe.kind = n == 1 ? "fifo" : "pipe";
    pipe.name = n == 1 ? "/tmp/a-fifo-with-a-long-name-in-a-folder" : "";
    pipe.bytes = 12;
    pipe.capacity = 65'536;
    pipe.readers = pipe.writers = 1;
    pipe.total = 1'048'576;
    state.pipes.push_back(pipe);
    FileRow file;
    file.name = "/dev/shm/numbers" + std::to_string(n);
    file.inode = 70 + n;
    file.bytes = 8192;
    file.links = n % 2;
    file.mappings = 2;
    file.resident = 1;
    file.swapped = n % 2;
    state.files.push_back(file);
    LockRow lock;
    lock.name = "/tmp/log";
    lock.write = true;
    lock.pid = Pid{201};
    state.locks.push_back(lock);
}

}  // namespace

Moment with_channels(std::uint32_t each) {
    Moment moment = two_processes();
    for (State* state : {&moment.before, &moment.now}) {
        for (std::uint32_t n = 0; n < each; ++n) add_channels(*state, n);
    }
    if (each > 0) moment.now.semaphores[0].semaphores[0].value = 5;
    return moment;
}

Moment swapped_and_threaded() {
    Moment moment = two_processes();
    State& state = moment.now;
    state.limits.cpus = 4;
    state.limits.swap = 64;
    SegmentRow& segment = state.segments[0];
    segment.swapped = 2;
    segment.resident = 0;
    std::fill(segment.pages.begin(), segment.pages.end(), kNoFrame);
    std::erase_if(state.frames, [](const FrameRow& frame) { return frame.owner == FrameOwner::segment; });
    for (TaskRow& row : state.processes) {
        row.tgid = Pid{201};
        row.major_faults = 3;
        row.swapped_pages = 2;
        std::uint32_t slot = 0;
        for (PageRow& entry : row.pages) {
            if (entry.pfn != Pfn{0x17} && entry.pfn != Pfn{0x2b}) continue;
            entry = PageRow{entry.page, 0x6000'0000, kNoFrame};
            entry.swapped = true;
            entry.swap_slot = 3 + slot++;
        }
    }
    for (std::uint32_t n = 0; n < 24; ++n) {
        state.tlb.push_back({n % 4, Pid{201}, VirtAddr{kProducerAt + n * kPageSize}, Pfn{0x20 + n}, true, false});
    }
    state.processes[1].state = TaskState::blocked;
    state.processes[1].waiting_for = "the other end of a FIFO";
    return moment;
}

}  // namespace ui_test
