// Memory under pressure: what goes to swap space, what stays, what comes back.
#include "sim/kernel/mm/page_table.h"
#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

using Kind = FaultOutcome::Kind;

World small_world(std::uint32_t frames, std::uint32_t swap, std::uint32_t cpus = 1) {
    World world(frames, cpus);
    world.memory = Memory({frames, 1, swap, Overcommit::always});
    return world;
}

// Writes the number of each page into it.
void fill(World& world, MmId mm, VirtAddr start, std::uint64_t pages) {
    for (std::uint64_t page = 0; page < pages; ++page) {
        REQUIRE(world.store(mm, start + page * kPageSize, static_cast<std::uint8_t>(page + 1)));
    }
}

void check_filled(World& world, MmId mm, VirtAddr start, std::uint64_t pages) {
    for (std::uint64_t page = 0; page < pages; ++page) {
        CHECK(world.load(mm, start + page * kPageSize) == static_cast<std::uint8_t>(page + 1));
    }
}

std::uint64_t pages_in_swap(const World& world, MmId mm) {
    return world.memory.spaces[mm].swapped;
}

}  // namespace

TEST_CASE("an entry of a page in swap space is not present, not PROT_NONE and tells its slot") {
    for (SwapSlot slot : {1u, 2u, 77u, 4'000'000u}) {
        const hw::Pte entry = swap_entry(slot);
        CHECK(!entry.present());
        CHECK(is_swap(entry));
        CHECK(slot_of(entry) == slot);
    }
    CHECK(!is_swap(hw::Pte{}));
}

TEST_CASE("more private pages than frames: all keep what they hold") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 60, kRw).start;
    fill(world, mm, p, 60);
    CHECK(world.broken() == "");
    CHECK(pages_in_swap(world, mm) >= 60 - 32);
    CHECK(world.memory.swap.used() == pages_in_swap(world, mm));
    check_filled(world, mm, p, 60);
    CHECK(world.memory.spaces[mm].major_faults > 0);
    CHECK(world.broken() == "");
    MemoryContext ctx = world.context();
    release_space(ctx, mm);
    CHECK(world.memory.swap.used() == 0);
    CHECK(world.broken() == "");
}

TEST_CASE("a shared page in swap space leaves no trace in the entries") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(60);
    const VirtAddr p = world.attach(mm, segment).start;
    fill(world, mm, p, 60);
    CHECK(world.memory.objects[segment].swapped() >= 60 - 32);
    CHECK(pages_in_swap(world, mm) == 0);
    std::uint64_t gone = 0;
    while (world.memory.objects[segment].page(gone).slot == kNoSlot) ++gone;
    CHECK(world.pte(mm, p + gone * kPageSize) == hw::Pte{});
    check_filled(world, mm, p, 60);
    CHECK(world.broken() == "");
}

TEST_CASE("reading a page back is a major fault and frees its slot") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 40, kRw).start;
    fill(world, mm, p, 40);
    REQUIRE(is_swap(world.pte(mm, p)));
    const std::uint64_t minor = world.faults(mm);
    const std::uint64_t major = world.memory.spaces[mm].major_faults;
    world.log.events.clear();
    CHECK(world.load(mm, p) == 1);
    CHECK(world.memory.spaces[mm].major_faults == major + 1);
    CHECK(world.faults(mm) == minor);
    CHECK(world.log.count(Rule::swap_in) == 1);
    CHECK(world.log.count(Rule::fault_major) == 1);
    CHECK(world.log.count(Rule::fault_minor) == 0);
}

TEST_CASE("the clock passes over a page that was accessed once, and takes it the next time") {
    World world = small_world(24, 8);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 30, kRw).start;
    std::uint64_t page = 0;
    while (world.memory.frames.free_count() > 0) world.store(mm, p + kPageSize * page++, 1);
    world.log.events.clear();
    REQUIRE(world.store(mm, p + kPageSize * page, 1));
    // Every page was accessed: the hand clears A all the way round before it takes one.
    CHECK(world.log.count(Rule::pte_age) == page);
    CHECK(world.log.count(Rule::swap_out) == 1);
    world.log.events.clear();
    REQUIRE(world.store(mm, p + kPageSize * (page + 1), 1));
    CHECK(world.log.count(Rule::pte_age) <= 1);
    CHECK(world.log.count(Rule::swap_out) == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("a page used since the last pass stays") {
    World world = small_world(24, 16);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 30, kRw).start;
    std::uint64_t page = 0;
    while (world.memory.frames.free_count() > 0) world.store(mm, p + kPageSize * page++, 1);
    for (int turn = 0; turn < 8; ++turn) {
        world.touch(mm, p + kPageSize * 3, Access::read);
        REQUIRE(world.store(mm, p + kPageSize * page++, 1));
        CHECK(world.pte(mm, p + kPageSize * 3).present());
    }
}

TEST_CASE("clearing A and moving out flush the TLB of every CPU") {
    World world = small_world(24, 16, 2);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 30, kRw).start;
    world.touch(mm, p, Access::write, 0);
    world.touch(mm, p, Access::read, 1);
    world.log.events.clear();
    for (std::uint64_t page = 1; !is_swap(world.pte(mm, p)); ++page) {
        REQUIRE(world.touch(mm, p + kPageSize * page, Access::write, 0).kind == Kind::resolved);
        REQUIRE(world.broken() == "");  // no TLB leads to a frame that is somebody else's
    }
    CHECK(world.log.count(Rule::tlb_shootdown) >= 1);
}

TEST_CASE("locked pages stay") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr p = world.map(mm, 4, kRw).start;
    REQUIRE(set_locked(ctx, mm, p, 4 * kPageSize, true).ok());
    fill(world, mm, p, 4);
    const ObjectId segment = world.segment(4);
    const VirtAddr shared = world.attach(mm, segment).start;
    world.memory.objects.write(segment).locked = true;
    fill(world, mm, shared, 4);
    const VirtAddr other = world.map(mm, 60, kRw).start;
    fill(world, mm, other, 60);
    for (std::uint64_t page = 0; page < 4; ++page) {
        CHECK(world.pte(mm, p + page * kPageSize).present());
        CHECK(world.memory.objects[segment].frame(page) != kNoFrame);
    }
    CHECK(world.log.count(Rule::page_locked) > 0);
    CHECK(world.broken() == "");
}

TEST_CASE("parent and child share a slot, and each reads a copy of its own") {
    World world = small_world(40, 64);
    const MmId parent = world.spawn(Pid{201});
    const VirtAddr p = world.map(parent, 40, kRw).start;
    fill(world, parent, p, 40);
    REQUIRE(is_swap(world.pte(parent, p)));
    const SwapSlot slot = slot_of(world.pte(parent, p));
    const MmId child = world.fork(parent, Pid{202});
    CHECK(world.memory.swap.references(slot) == 2);
    CHECK(world.broken() == "");
    REQUIRE(world.store(child, p, 99));
    CHECK(world.memory.swap.references(slot) == 1);
    CHECK(world.load(parent, p) == 1);
    CHECK(world.load(child, p) == 99);
    CHECK(world.broken() == "");
}

TEST_CASE("with swap space full there is no frame left") {
    World world = small_world(24, 4);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 64, kRw).start;
    std::uint64_t page = 0;
    while (world.touch(mm, p + kPageSize * page, Access::write).kind == Kind::resolved) ++page;
    CHECK(world.memory.swap.full());
    CHECK(world.memory.frames.free_count() == 0);
    CHECK(world.broken() == "");
}

TEST_CASE("the kernel's copies bring pages back") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 60, kRw).start;
    fill(world, mm, p, 60);
    MemoryContext ctx = world.context();
    std::uint8_t byte = 0;
    REQUIRE(is_swap(world.pte(mm, p)));
    CHECK(get_user(ctx, mm, p, byte) == Errno::ok);
    CHECK(byte == 1);
}

TEST_CASE("what is unmapped or cut off gives its slots back") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const ObjectId segment = world.segment(30);
    fill(world, mm, world.attach(mm, segment).start, 30);
    const VirtAddr p = world.map(mm, 30, kRw).start;
    fill(world, mm, p, 30);
    REQUIRE(unmap(ctx, mm, p, 30 * kPageSize).ok());
    CHECK(pages_in_swap(world, mm) == 0);
    CHECK(world.memory.swap.used() == world.memory.objects[segment].swapped());
    resize_object(ctx, segment, 0);
    CHECK(world.memory.swap.used() == 0);
    CHECK(world.broken() == "");
}

TEST_CASE("rows tell what is in swap space") {
    World world = small_world(32, 64);
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 40, kRw).start;
    fill(world, mm, p, 40);
    std::uint64_t swapped = 0;
    for (const report::PageRow& row : page_rows(world.hardware, world.memory.spaces[mm])) {
        if (!row.swapped) continue;
        ++swapped;
        CHECK(!row.present);
        CHECK(world.memory.swap.references(row.swap_slot) == 1);
    }
    CHECK(swapped == pages_in_swap(world, mm));
}
