#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

TEST_CASE("areas are named as in /proc/PID/maps") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    move_heap(ctx, mm, world.memory.spaces[mm].brk + 1);
    Area shm;
    shm.start = VirtAddr{0x7000'0000'0000};
    shm.end = shm.start + kPageSize;
    shm.perms = kRwShared;
    shm.kind = AreaKind::shm;
    shm.object = world.segment(1);
    shm.shmid = ShmId{5};
    shm.key = Key{0x1234};
    REQUIRE(map_area(ctx, mm, shm).ok());

    std::vector<std::string> names;
    for (const report::AreaRow& row : area_rows(world.memory.spaces[mm], world.images)) names.push_back(row.name);
    CHECK(names == std::vector<std::string>{"small", "small", "[heap]", "/SYSV00001234 (deleted)", "[stack]"});
    const report::AreaRow stack = area_rows(world.memory.spaces[mm], world.images).back();
    CHECK(stack.start == VirtAddr{0x7fff'fffd'e000});
    CHECK(stack.end == VirtAddr{0x7fff'ffff'f000});
}

TEST_CASE("rows show tables, pages and frames that fit together") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(3);
    const VirtAddr p = world.attach(mm, segment).start;
    world.store(mm, p + kPageSize, 1);
    const AddressSpace& space = world.memory.spaces[mm];
    const auto tables = table_rows(world.hardware, space);
    CHECK(tables.front().pfn == space.root);
    CHECK(tables.front().level == 3);
    CHECK(tables.front().used == 2);
    CHECK(tables.back().level == 0);
    CHECK(tables.back().base == VirtAddr{p.value & ~0x1f'ffffull});

    const auto pages = page_rows(world.hardware, space);
    REQUIRE(pages.size() == 3);
    CHECK(pages[0].page == VirtAddr{kTextBase});
    CHECK(!pages[0].nx);
    CHECK(!pages[0].writable);
    CHECK(pages[2].page == p + kPageSize);
    CHECK((pages[2].writable && pages[2].dirty && pages[2].nx));

    std::size_t in_use = 0;
    for (const report::FrameRow& row : frame_rows(world.hardware, world.memory)) {
        ++in_use;
        if (row.pfn != pages[2].pfn) continue;
        CHECK(row.owner == FrameOwner::segment);
        CHECK(row.shmid == ShmId{5});
        CHECK(row.index == 1);
        CHECK(row.mapcount == 1);
    }
    CHECK(in_use == world.memory.frames.size() - world.memory.frames.free_count());

    report::SegmentRow row;
    fill_segment_pages(world.memory, segment, row);
    CHECK(row.pages == std::vector<Pfn>{kNoFrame, pages[2].pfn, kNoFrame});
    CHECK(row.resident == 1);
    CHECK(!row.truncated);
    const auto tlb = tlb_rows(world.hardware, world.memory);
    REQUIRE(tlb.size() == 1);
    CHECK(tlb[0].pid == Pid{201});
    CHECK(tlb[0].page == p + kPageSize);
}

TEST_CASE("a segment of absurd size is listed in part") {
    World world;
    const ObjectId segment = world.segment(1ull << 40);
    report::SegmentRow row;
    fill_segment_pages(world.memory, segment, row);
    CHECK(row.pages.size() == report::kMaxListedPages);
    CHECK(row.truncated);
    CHECK(row.page_count == 1ull << 40);
}

TEST_CASE("a broken map count, a leaked frame and a stale TLB entry are found") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 1, kRw).start;
    world.store(mm, p, 1);
    CHECK(world.broken() == "");
    World miscounted = world;
    miscounted.memory.frames.set_mapcount(world.pfn(mm, p), 7);
    CHECK(miscounted.broken().find("map count") != std::string::npos);
    World leaky = world;
    leaky.memory.frames.allocate({FrameOwner::private_, {}, 201, 0, 0});
    CHECK(leaky.broken().find("private frame nobody maps") != std::string::npos);
    World stale = world;
    stale.memory.spaces.write(mm).asid = Asid{99};
    CHECK(stale.broken().find("TLB entry of an address space that is gone") != std::string::npos);
    World miscounting = world;
    ++miscounting.memory.spaces.write(mm).rss;
    CHECK(miscounting.broken().find("rss") != std::string::npos);
}
