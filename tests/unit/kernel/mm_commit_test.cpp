// Promises of memory: vm.overcommit_memory.
#include "sim/kernel/mm/commit.h"
#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

World world_with(Overcommit mode) {
    World world(128);
    world.memory = Memory({128, 1, 32, mode});
    return world;
}

Area anonymous(World& world, MmId mm, std::uint64_t pages, Perms perms = kRw) {
    Area area;
    area.start = world.memory.spaces[mm].find_gap(pages * kPageSize);
    area.end = area.start + pages * kPageSize;
    area.perms = perms;
    return area;
}

}  // namespace

TEST_CASE("the heuristic refuses only what is larger than all memory and swap") {
    World world = world_with(Overcommit::heuristic);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    CHECK(map_area(ctx, mm, anonymous(world, mm, 161)).error() == Errno::enomem);
    CHECK(map_area(ctx, mm, anonymous(world, mm, 160)).ok());
    CHECK(map_area(ctx, mm, anonymous(world, mm, 160)).ok());
    CHECK(map_area(ctx, mm, anonymous(world, mm, 9'000, kRead)).ok());
    CHECK(create_reserved_object(ctx, 161, FrameOwner::segment, 5).error() == Errno::enomem);
    CHECK(world.broken() == "");
}

TEST_CASE("with overcommit everything is promised") {
    World world = world_with(Overcommit::always);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    CHECK(map_area(ctx, mm, anonymous(world, mm, 1 << 20)).ok());
}

TEST_CASE("without overcommit the promises are counted and given back") {
    World world = world_with(Overcommit::never);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const std::uint64_t begun = world.memory.committed;
    CHECK(begun == 1 + 2 + kInitialStack / kPageSize);  // data, bss, stack
    const std::uint64_t left = commit_limit(world.memory) - begun;
    CHECK(commit_limit(world.memory) == 64 + 32);
    CHECK(map_area(ctx, mm, anonymous(world, mm, left)).error() == Errno::enomem);
    const Area most = anonymous(world, mm, left - 1);
    REQUIRE(map_area(ctx, mm, most).ok());
    CHECK(map_area(ctx, mm, anonymous(world, mm, 1)).error() == Errno::enomem);
    CHECK(fork_space(ctx, mm, Pid{202}).error() == Errno::enomem);
    CHECK(world.broken() == "");
    REQUIRE(unmap(ctx, mm, most.start, 10 * kPageSize).ok());
    CHECK(map_area(ctx, mm, anonymous(world, mm, 10)).ok());
    release_space(ctx, mm);
    CHECK(world.memory.committed == 0);
    CHECK(world.broken() == "");
}

TEST_CASE("pages that may be written only later are promised then") {
    World world = world_with(Overcommit::never);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const std::uint64_t begun = world.memory.committed;
    const Area area = anonymous(world, mm, 200, kRead);
    REQUIRE(map_area(ctx, mm, area).ok());
    CHECK(world.memory.committed == begun);
    CHECK(protect(ctx, mm, area.start, 200 * kPageSize, kRw).error == Errno::enomem);
    CHECK(protect(ctx, mm, area.start, 4 * kPageSize, kRw).ok());
    CHECK(world.memory.committed == begun + 4);
    CHECK(protect(ctx, mm, area.start, 4 * kPageSize, kRead).ok());
    CHECK(world.memory.committed == begun);
    CHECK(world.memory.spaces[mm].find_area(area.start)->pages() == 200);
    CHECK(protect(ctx, mm, area.start, 4 * kPageSize, kRw).ok());
    REQUIRE(world.store(mm, area.start, 1));
    CHECK(protect(ctx, mm, area.start, 4 * kPageSize, kRead).ok());
    CHECK(world.memory.committed == begun + 4);  // one page holds something
    CHECK(world.broken() == "");
}

TEST_CASE("shared memory is promised when it is made or as it is touched") {
    World world = world_with(Overcommit::never);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const std::uint64_t begun = world.memory.committed;
    const Result<ObjectId> reserved = create_reserved_object(ctx, 20, FrameOwner::segment, 5);
    REQUIRE(reserved.ok());
    CHECK(world.memory.committed == begun + 20);
    const ObjectId lazy = create_object(ctx, 1000, FrameOwner::segment, 6);
    CHECK(world.memory.committed == begun + 20);
    const VirtAddr p = world.attach(mm, lazy).start;
    std::uint64_t page = 0;
    while (world.touch(mm, p + page * kPageSize, Access::write).kind == FaultOutcome::Kind::resolved) ++page;
    CHECK(world.touch(mm, p + page * kPageSize, Access::write).signal == kSigbus);
    CHECK(world.memory.committed == begun + 20 + page);
    CHECK(world.broken() == "");
    destroy_object(ctx, *reserved);
    CHECK(world.memory.committed == begun + page);
    CHECK(world.broken() == "");
}

TEST_CASE("RLIMIT_AS bounds areas and the stack, RLIMIT_MEMLOCK what is locked") {
    World world(256);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    ctx.limits.address_space = (world.memory.spaces[mm].total_pages() + 4) * kPageSize;
    CHECK(map_area(ctx, mm, anonymous(world, mm, 5)).error() == Errno::enomem);
    CHECK(map_area(ctx, mm, anonymous(world, mm, 4)).ok());
    CHECK(move_heap(ctx, mm, world.memory.spaces[mm].brk + 1) == world.memory.spaces[mm].brk);
    const hw::PageFault deeper{VirtAddr{kStackTop - kInitialStack - 1}, false, Access::write};
    CHECK(handle_fault(ctx, mm, deeper).signal == kSigsegv);
    ctx.limits = {};
    CHECK(handle_fault(ctx, mm, deeper).kind == FaultOutcome::Kind::resolved);
    ctx.limits.memlock = 3 * kPageSize;
    CHECK(check_locked_pages(ctx, mm, 4, true) == Errno::eagain);
    CHECK(check_locked_pages(ctx, mm, 3, true) == Errno::ok);
    CHECK(check_locked_pages(ctx, mm, 4, false) == Errno::ok);
    world.memory.spaces.write(mm).lock_future = true;
    CHECK(check_locked_pages(ctx, mm, 4, false) == Errno::eagain);
}
