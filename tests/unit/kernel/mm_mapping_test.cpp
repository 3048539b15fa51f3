#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

struct Counts {
    int opened = 0, closed = 0;
};

Counts count(const std::vector<AreaChange>& changes) {
    Counts counts;
    for (const AreaChange& change : changes) ++(change.opened ? counts.opened : counts.closed);
    return counts;
}
Counts count(const Result<AreaChanges>& changes) {
    REQUIRE(changes.ok());
    return count(*changes);
}
Counts count(const AreaOutcome& outcome) {
    REQUIRE(outcome.ok());
    return count(outcome.changes);
}

std::size_t tables(const World& world, MmId mm) {
    return table_rows(world.hardware, world.memory.spaces[mm]).size();
}

}  // namespace

TEST_CASE("mappings without an address go down from the top, with no gap, and refill holes") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(3);
    const VirtAddr first = world.attach(mm, segment).start;
    const VirtAddr second = world.attach(mm, segment).start;
    CHECK(first.value == kMmapTop - 3 * kPageSize);
    CHECK(second == first - 3 * kPageSize);
    MemoryContext ctx = world.context();
    CHECK(unmap(ctx, mm, first, 3 * kPageSize).ok());
    CHECK(world.map(mm, 1, kRw).start == first + 2 * kPageSize);
    CHECK(world.memory.spaces[mm].find_gap(3 * kPageSize) == second - 3 * kPageSize);
    CHECK(world.memory.spaces[mm].find_gap(1ull << 47) == VirtAddr{});
}

TEST_CASE("no mapping is placed within the stack's guard gap") {
    World world;
    MemoryContext ctx = world.context();
    const VirtAddr stack{kStackTop - kInitialStack};
    const MmId mm = *create_space(ctx, {Pid{201}, ProgramId{0}, stack, 0});
    CHECK(world.map(mm, 1, kRw).end == stack - kStackGuardGap);
}

TEST_CASE("attaching touches the area and no entry") {
    World world;
    const MmId mm = world.spawn();
    world.log.events.clear();
    world.attach(mm, world.segment(1 << 20));
    CHECK(world.log.rules() == std::vector<Rule>{Rule::object_create, Rule::area_open});
    CHECK(world.faults(mm) == 0);
}

TEST_CASE("unmapping the middle splits an attach: one opened, one closed") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr p = world.attach(mm, world.segment(3)).start;
    for (std::uint64_t page = 0; page < 3; ++page) world.store(mm, p + page * kPageSize, 1);
    MemoryContext ctx = world.context();
    const Counts middle = count(unmap(ctx, mm, p + kPageSize, kPageSize));
    CHECK(middle.opened == 2);  // both cuts open an area, the middle one is closed again
    CHECK(middle.closed == 1);
    CHECK(!world.load(mm, p + kPageSize));
    CHECK(world.load(mm, p + 2 * kPageSize) == 1);
    CHECK(world.memory.spaces[mm].find_area(p + 2 * kPageSize)->offset == 2);
    const Counts edge = count(unmap(ctx, mm, p + 2 * kPageSize, kPageSize));
    CHECK(edge.opened == 0);
    CHECK(edge.closed == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("the same page of a segment shows at the right place after a split") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(3);
    const VirtAddr p = world.attach(mm, segment).start;
    const VirtAddr q = world.attach(mm, segment).start;
    MemoryContext ctx = world.context();
    CHECK(unmap(ctx, mm, p, kPageSize).ok());
    world.store(mm, p + 2 * kPageSize, 7);
    CHECK(world.load(mm, q + 2 * kPageSize) == 7);
    CHECK(world.broken() == "");
}

TEST_CASE("unmapping gives tables back that no area needs, and only those") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(2);
    const VirtAddr stack{kStackTop - 8};
    world.store(mm, stack, 1);
    const std::size_t before = tables(world, mm);
    const VirtAddr p = world.attach(mm, segment).start;
    const VirtAddr q = world.attach(mm, segment).start;
    world.store(mm, p, 1);
    world.store(mm, q, 1);
    CHECK(tables(world, mm) == before + 1);
    MemoryContext ctx = world.context();
    CHECK(unmap(ctx, mm, p, 2 * kPageSize).ok());
    CHECK(tables(world, mm) == before + 1);
    CHECK(unmap(ctx, mm, q, 2 * kPageSize).ok());
    CHECK(tables(world, mm) == before);
    CHECK(world.load(mm, stack) == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("frames are freed after the TLB has forgotten them") {
    World world(256, 2);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 1, kRw).start;
    world.touch(mm, p, Access::write, 0);
    world.touch(mm, p, Access::write, 1);
    MemoryContext ctx = world.context();
    world.log.events.clear();
    CHECK(unmap(ctx, mm, p, kPageSize).ok());
    const std::vector<Rule> rules = world.log.rules();
    const std::vector<Rule> expected{Rule::pte_clear, Rule::frame_mapcount, Rule::tlb_shootdown, Rule::tlb_flush_range,
                                     Rule::frame_free};
    CHECK(std::equal(expected.begin(), expected.end(), rules.begin()));
    CHECK(rules.back() == Rule::area_close);
    CHECK(world.broken() == "");
}

TEST_CASE("a fixed mapping refuses what is taken unless it replaces") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(3);
    const Area three = world.attach(mm, segment);
    world.store(mm, three.start, 1);
    Area one = three;
    one.start = three.start + kPageSize;
    one.end = one.start + kPageSize;
    MemoryContext ctx = world.context();
    CHECK(!world.memory.spaces[mm].range_free(one.start, kPageSize));
    CHECK(map_area(ctx, mm, one).error() == Errno::einval);
    const Counts counts = count(map_area(ctx, mm, one, true));
    CHECK(counts.opened - counts.closed == 2);
    CHECK(world.load(mm, three.start) == 1);
    CHECK(world.load(mm, one.start) == 1);  // page 0 of the segment at another place
    CHECK(world.broken() == "");
}

TEST_CASE("shm areas split by mprotect never merge again, anonymous ones do") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr shm = world.attach(mm, world.segment(3)).start;
    CHECK(count(protect(ctx, mm, shm + kPageSize, kPageSize, kRead)).opened == 2);
    CHECK(count(protect(ctx, mm, shm + kPageSize, kPageSize, kRw)).opened == 0);
    CHECK(world.memory.spaces[mm].find_area(shm)->pages() == 1);
    const VirtAddr anon = world.map(mm, 3, kRw).start;
    CHECK(count(protect(ctx, mm, anon + kPageSize, kPageSize, kRead)).opened == 2);
    CHECK(count(protect(ctx, mm, anon + kPageSize, kPageSize, kRw)).closed == 2);
    CHECK(world.memory.spaces[mm].find_area(anon)->pages() == 3);
    CHECK(world.broken() == "");
}

TEST_CASE("permissions take effect on pages already mapped, and PROT_NONE keeps what they hold") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr p = world.map(mm, 1, kRw).start;
    world.store(mm, p, 9);
    CHECK(protect(ctx, mm, p, kPageSize, kNone).ok());
    CHECK(world.touch(mm, p, Access::read).si_code == kSegvAccerr);
    CHECK(!world.pte(mm, p).present());
    CHECK(world.broken() == "");
    CHECK(protect(ctx, mm, p, kPageSize, kRead).ok());
    CHECK(world.load(mm, p) == 9);
    CHECK(world.touch(mm, p, Access::write).si_code == kSegvAccerr);
    CHECK(protect(ctx, mm, p, kPageSize, kRw).ok());
    const std::uint64_t faults = world.faults(mm);
    CHECK(world.store(mm, p, 10));
    CHECK(world.faults(mm) == faults);  // a page of one's own is writable again at once
    CHECK(world.broken() == "");
}

TEST_CASE("mprotect never makes a page writable that fork shared") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.store(parent, p, 9);
    const MmId child = world.fork(parent, Pid{202});
    MemoryContext ctx = world.context();
    CHECK(protect(ctx, parent, p, kPageSize, kRead).ok());
    CHECK(protect(ctx, parent, p, kPageSize, kRw).ok());
    world.store(parent, p, 10);
    CHECK(world.load(child, p) == 9);
    CHECK(world.broken() == "");
}

TEST_CASE("mprotect refuses holes and write permission an attach never had") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr p = world.map(mm, 1, kRw).start;
    CHECK(protect(ctx, mm, p - kPageSize, 2 * kPageSize, kRead).error == Errno::enomem);
    Area area;
    area.start = VirtAddr{0x10000};
    area.end = VirtAddr{0x11000};
    area.perms = kRead;
    area.may_write = false;
    CHECK(map_area(ctx, mm, area).ok());
    CHECK(protect(ctx, mm, area.start, kPageSize, kRw).error == Errno::eacces);
    CHECK(protect(ctx, mm, area.start, kPageSize, kNone).ok());
}

TEST_CASE("the heap grows, shrinks and stops below the next area") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr start = world.memory.spaces[mm].brk;
    CHECK(move_heap(ctx, mm, start + 100) == start + 100);
    CHECK(world.memory.spaces[mm].find_area(start)->kind == AreaKind::heap);
    CHECK(move_heap(ctx, mm, start + 3 * kPageSize) == start + 3 * kPageSize);
    CHECK(world.memory.spaces[mm].find_area(start)->pages() == 3);
    world.store(mm, start + 2 * kPageSize, 5);
    CHECK(move_heap(ctx, mm, start + kPageSize) == start + kPageSize);
    CHECK(!world.load(mm, start + 2 * kPageSize));
    CHECK(move_heap(ctx, mm, start + 3 * kPageSize) == start + 3 * kPageSize);
    CHECK(world.load(mm, start + 2 * kPageSize) == 0);

    world.map(mm, 1, kRw, AreaKind::anon, kNoObject, start + 5 * kPageSize);
    CHECK(move_heap(ctx, mm, start + 5 * kPageSize) == start + 3 * kPageSize);
    CHECK(move_heap(ctx, mm, start + 4 * kPageSize) == start + 4 * kPageSize);
    CHECK(move_heap(ctx, mm, start - 1) == start + 4 * kPageSize);
    CHECK(move_heap(ctx, mm, VirtAddr{~0ull}) == start + 4 * kPageSize);
    CHECK(move_heap(ctx, mm, start) == start);
    CHECK(world.memory.spaces[mm].find_area(start) == nullptr);
    CHECK(world.broken() == "");
}

TEST_CASE("a heap larger than the machine is refused") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr start = world.memory.spaces[mm].brk;
    CHECK(move_heap(ctx, mm, start + 257 * kPageSize) == start);
    CHECK(move_heap(ctx, mm, start + 256 * kPageSize) == start + 256 * kPageSize);
}

TEST_CASE("a shrunk object loses its pages everywhere, grown again they are zero") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const ObjectId object = create_object(ctx, 4, FrameOwner::object, 1);
    const VirtAddr p = world.map(mm, 4, kRwShared, AreaKind::object, object).start;
    for (std::uint64_t page = 0; page < 4; ++page) world.store(mm, p + page * kPageSize, 8);
    resize_object(ctx, object, 1);
    CHECK(world.memory.objects[object].resident() == 1);
    CHECK(world.touch(mm, p + kPageSize, Access::read).signal == kSigbus);
    CHECK(world.broken() == "");
    resize_object(ctx, object, 300'000);
    CHECK(world.load(mm, p + kPageSize) == 0);
    CHECK(world.load(mm, p) == 8);
    CHECK(world.broken() == "");
}

TEST_CASE("an address space has a largest number of areas") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    ctx.sink = nullptr;
    Area area;
    area.perms = kRead;
    Errno error = Errno::ok;
    std::size_t opened = 0;
    for (std::uint64_t at = 0x100000; error == Errno::ok; at += 2 * kPageSize, ++opened) {
        area.start = VirtAddr{at};
        area.end = VirtAddr{at + kPageSize};
        error = map_area(ctx, mm, area).error();
    }
    CHECK(error == Errno::enomem);
    CHECK(opened > kMaxAreas - 10);
    CHECK(release_space(ctx, mm).size() == kMaxAreas + 1);
}
