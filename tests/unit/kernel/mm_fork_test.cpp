#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

TEST_CASE("fork shares private pages until one side writes, the last owner writes in place") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.store(parent, p, 10);
    const Pfn original = world.pfn(parent, p);
    const MmId child = world.fork(parent, Pid{202});
    CHECK(world.pfn(child, p) == original);
    CHECK(world.mapcount(original) == 2);
    CHECK(!world.pte(parent, p).writable());
    CHECK(!world.pte(child, p).writable());
    CHECK(world.broken() == "");

    CHECK(world.store(child, p, 20));
    CHECK(world.log.count(Rule::fault_cow) == 1);
    CHECK(world.pfn(child, p) != original);
    CHECK(world.mapcount(original) == 1);
    CHECK(world.load(parent, p) == 10);

    const std::uint64_t faults = world.faults(parent);
    CHECK(world.store(parent, p, 11));
    CHECK(world.faults(parent) == faults + 1);
    CHECK(world.log.count(Rule::fault_cow_reuse) == 1);
    CHECK(world.pfn(parent, p) == original);
    CHECK(world.load(child, p) == 20);
    CHECK(world.broken() == "");
}

TEST_CASE("the parent's write after the child is gone still faults, and copies nothing") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.store(parent, p, 10);
    const Pfn original = world.pfn(parent, p);
    MemoryContext ctx = world.context(Pid{202});
    release_space(ctx, world.fork(parent, Pid{202}));
    const std::uint64_t faults = world.faults(parent);
    CHECK(world.store(parent, p, 11));
    CHECK(world.faults(parent) == faults + 1);
    CHECK(world.pfn(parent, p) == original);
    CHECK(world.broken() == "");
}

TEST_CASE("fork copies no entry of a segment: the child faults each page in and sees the same frame") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.attach(parent, world.segment(32)).start;
    for (std::uint64_t page = 0; page < 32; ++page) world.store(parent, p + page * kPageSize, 42);
    const MmId child = world.fork(parent, Pid{202});
    CHECK(world.memory.spaces[child].find_area(p)->shmid == ShmId{5});
    for (std::uint64_t page = 0; page < 32; ++page) CHECK(!world.pte(child, p + page * kPageSize).present());
    CHECK(world.faults(child) == 0);
    CHECK(world.load(child, p) == 42);
    CHECK(world.store(child, p, 43));
    CHECK(world.faults(child) == 1);
    CHECK(world.load(parent, p) == 43);
    CHECK(world.pte(parent, p).writable());
    CHECK(world.broken() == "");
}

TEST_CASE("fork leaves no stale write permission in any TLB") {
    World world(256, 2);
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.touch(parent, p, Access::write, 0);
    world.touch(parent, p, Access::write, 1);
    world.fork(parent, Pid{202});
    CHECK(world.log.count(Rule::tlb_shootdown) == 1);
    CHECK(world.log.last(Rule::tlb_shootdown).args[0] == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("private frames outlive the process that made them while another maps them") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.store(parent, p, 10);
    const Pfn frame = world.pfn(parent, p);
    const MmId child = world.fork(parent, Pid{202});
    MemoryContext ctx = world.context(Pid{201});
    release_space(ctx, parent);
    CHECK(world.load(child, p) == 10);
    for (const report::FrameRow& row : frame_rows(world.hardware, world.memory)) {
        if (row.pfn == frame) CHECK(row.pid == Pid{202});
    }
    CHECK(world.broken() == "");
    MemoryContext last = world.context(Pid{202});
    release_space(last, child);
    CHECK(world.memory.frames[frame].owner == FrameOwner::free);
}

TEST_CASE("the end of a space gives everything back and names the areas it closed") {
    World world;
    const ObjectId segment = world.segment(2);
    MemoryContext ctx = world.context();
    release_space(ctx, world.spawn());  // the text stays cached
    const std::uint32_t before = world.memory.frames.free_count();
    const MmId mm = world.spawn();
    const VirtAddr p = world.attach(mm, segment).start;
    world.attach(mm, segment);
    world.store(mm, p, 42);
    world.store(mm, VirtAddr{kStackTop - 1}, 1);
    const std::vector<AreaChange> closed = release_space(ctx, mm);
    CHECK(std::count_if(closed.begin(), closed.end(),
                        [](const AreaChange& change) { return !change.opened && change.area.shmid == ShmId{5}; }) == 2);
    CHECK(before - world.memory.frames.free_count() == 1);  // the segment keeps its page and data
    CHECK(world.memory.objects[segment].resident() == 1);
    const MmId next = world.spawn(Pid{203});
    CHECK(world.load(next, world.attach(next, segment).start) == 42);
    release_space(ctx, next);
    CHECK(world.broken() == "");
    CHECK(destroy_object(ctx, segment) == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("an address space lives until the last task that shares it leaves") {
    World world;
    const MmId mm = world.spawn();
    world.attach(mm, world.segment(2));
    MemoryContext ctx = world.context();
    share_space(ctx, mm);
    CHECK(release_space(ctx, mm).empty());
    CHECK(world.memory.spaces.contains(mm));
    CHECK(release_space(ctx, mm).size() == 4);  // text, data, stack, the attach
    CHECK(world.memory.spaces.size() == 0);
    CHECK(world.broken() == "");
}
