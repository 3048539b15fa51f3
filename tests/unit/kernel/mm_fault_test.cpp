#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

using Kind = FaultOutcome::Kind;

void check_signal(const FaultOutcome& outcome, int signal, int si_code) {
    CHECK(outcome.kind == Kind::signal);
    CHECK(outcome.signal == signal);
    CHECK(outcome.si_code == si_code);
}

}  // namespace

TEST_CASE("a fault on a segment says what the kernel did in the order it did it") {
    World world;
    const MmId producer = world.spawn(Pid{201});
    const MmId consumer = world.spawn(Pid{202});
    const ObjectId segment = world.segment(3);
    const VirtAddr p = world.attach(producer, segment).start;
    const VirtAddr q = world.attach(consumer, segment).start;

    world.store(producer, VirtAddr{kStackTop - 8}, 1);  // makes the upper tables
    world.log.events.clear();
    world.store(producer, p, 42);
    CHECK(world.log.rules() == std::vector<Rule>{Rule::fault_enter, Rule::area_found, Rule::area_allows,
                                                 Rule::page_absent, Rule::frame_alloc, Rule::frame_alloc,
                                                 Rule::table_link, Rule::pte_set, Rule::frame_mapcount,
                                                 Rule::fault_minor});
    world.log.events.clear();
    CHECK(world.load(consumer, q) == 42);
    CHECK(world.log.count(Rule::page_resident) == 1);
    CHECK(world.log.last(Rule::page_resident).args[0] == 5);
    CHECK(world.log.last(Rule::frame_mapcount).args ==
          std::array<std::uint64_t, 6>{world.pfn(producer, p).value, 1, 2});
    CHECK(world.log.last(Rule::fault_minor).args[1] == 1);
    CHECK(world.log.last(Rule::pte_set).pid == Pid{202});
    CHECK(world.pfn(producer, p) == world.pfn(consumer, q));
    CHECK(world.broken() == "");
}

TEST_CASE("a read of a shared writable page maps it writable: the write later costs no fault") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr p = world.attach(mm, world.segment(32)).start + 3 * kPageSize;
    CHECK(world.load(mm, p) == 0);
    CHECK((world.pte(mm, p).bits & ~hw::Pte::kPfnMask) == 0x8000'0000'0000'0027);
    CHECK(world.faults(mm) == 1);
    CHECK(world.store(mm, p, 1));
    CHECK(world.faults(mm) == 1);
    CHECK((world.pte(mm, p).bits & ~hw::Pte::kPfnMask) == 0x8000'0000'0000'0067);
}

TEST_CASE("System V attaches have no fault-around") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(32);
    const VirtAddr p = world.attach(mm, segment).start;
    for (std::uint64_t page = 0; page < 32; ++page) world.store(mm, p + page * kPageSize, 1);
    const VirtAddr q = world.attach(mm, segment).start;
    for (std::uint64_t page = 0; page < 32; ++page) world.load(mm, q + page * kPageSize);
    CHECK(world.faults(mm) == 64);
}

TEST_CASE("a read fault of another shared object maps the existing pages of its window of 16") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const ObjectId object = create_object(ctx, 64, FrameOwner::object, 1);
    const VirtAddr at{0x7fff'f000'0000};
    const VirtAddr p = world.map(mm, 64, kRwShared, AreaKind::object, object, at).start;
    for (std::uint64_t page = 0; page < 64; ++page) world.store(mm, p + page * kPageSize, 1);
    CHECK(world.faults(mm) == 64);
    const VirtAddr q = world.map(mm, 64, kRwShared, AreaKind::object, object, at - 64 * kPageSize).start;
    for (std::uint64_t page = 0; page < 64; ++page) world.load(mm, q + page * kPageSize);
    CHECK(world.faults(mm) == 64 + 4);
    CHECK(world.broken() == "");
}

TEST_CASE("untouched private memory reads as the zero page and is not resident until written") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 2, kRw).start;
    const std::uint64_t rss = world.memory.spaces[mm].rss;
    CHECK(world.load(mm, p) == 0);
    CHECK(world.pfn(mm, p) == kZeroFrame);
    CHECK(world.memory.spaces[mm].rss == rss);
    CHECK(world.store(mm, p, 9));
    CHECK(world.faults(mm) == 2);
    CHECK(world.pfn(mm, p) != kZeroFrame);
    CHECK(world.memory.spaces[mm].rss == rss + 1);
    CHECK(world.hardware.memory.read(kZeroFrame)[0] == 0);
    CHECK(world.store(mm, p + kPageSize, 9));
    CHECK(world.faults(mm) == 3);
    CHECK(world.broken() == "");
}

TEST_CASE("faults that cannot be served say why") {
    World world;
    const MmId mm = world.spawn();
    const ObjectId segment = world.segment(1);
    const VirtAddr read_only = world.attach(mm, segment, Perms{true, false, false, true}).start;
    check_signal(world.touch(mm, read_only, Access::write), kSigsegv, kSegvAccerr);
    CHECK(world.load(mm, read_only) == 0);
    check_signal(world.touch(mm, read_only, Access::write), kSigsegv, kSegvAccerr);
    CHECK(world.log.last(Rule::fault_signal).args == std::array<std::uint64_t, 6>{read_only.value, 11, 2});
    check_signal(world.touch(mm, read_only + kPageSize, Access::read), kSigsegv, kSegvMaperr);
    check_signal(world.touch(mm, read_only - 1, Access::read), kSigsegv, kSegvMaperr);
    check_signal(world.touch(mm, VirtAddr{0}, Access::read), kSigsegv, kSegvMaperr);
    check_signal(world.touch(mm, VirtAddr{~0ull}, Access::read), kSigsegv, kSegvMaperr);
    check_signal(world.touch(mm, VirtAddr{kTextBase}, Access::write), kSigsegv, kSegvAccerr);
    const VirtAddr past = world.map(mm, 2, kRwShared, AreaKind::shm, segment).start + kPageSize;
    check_signal(world.touch(mm, past, Access::read), kSigbus, kBusAdrerr);
    CHECK(world.broken() == "");
}

TEST_CASE("the stack grows on faults down to its limit") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr first{kStackTop - kInitialStack};
    CHECK(world.store(mm, first - 3 * kPageSize, 1));
    CHECK(world.memory.spaces[mm].find_area(first - 1)->start == first - 3 * kPageSize);
    CHECK(world.log.count(Rule::area_resize) == 1);
    CHECK(world.store(mm, VirtAddr{kStackTop - kStackLimit}, 1));
    check_signal(world.touch(mm, VirtAddr{kStackTop - kStackLimit - 1}, Access::write), kSigsegv, kSegvMaperr);
    CHECK(world.broken() == "");
}

TEST_CASE("the stack keeps its distance to an area below") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr below = VirtAddr{kStackTop - kInitialStack} - 300 * kPageSize;
    world.map(mm, 1, kRw, AreaKind::anon, kNoObject, below);
    const VirtAddr lowest = below + kPageSize + kStackGuardGap;
    CHECK(world.store(mm, lowest, 1));
    check_signal(world.touch(mm, lowest - 1, Access::write), kSigsegv, kSegvMaperr);
}

TEST_CASE("data comes from the image, bss is anonymous, text holds the instructions") {
    World world;
    const MmId mm = world.spawn();
    const hw::Image& image = *world.images[0];
    CHECK(world.load(mm, image.data_base() + 2) == 3);
    CHECK(world.faults(mm) == 1);
    CHECK(world.store(mm, image.data_base(), 77));
    CHECK(world.faults(mm) == 2);
    CHECK(world.log.count(Rule::fault_cow_reuse) == 1);
    CHECK(world.load(mm, image.data_base() + kPageSize) == 0);
    CHECK(world.pfn(mm, image.data_base() + kPageSize) == kZeroFrame);
    CHECK(world.load(mm, VirtAddr{kTextBase + 8 * 499}) == static_cast<std::uint8_t>(hw::Op::nop));
    CHECK(world.load(mm, VirtAddr{kTextBase + 8 * 499 + 4}) == 0xfc);
    CHECK(world.load(mm, image.rodata_base()) == 0x5a);
    CHECK(world.faults(mm) == 3);  // text pages are mapped at exec
    CHECK(image.data[0] == 1);
    CHECK(world.broken() == "");
}

TEST_CASE("processes of one program share the frames of its text") {
    World world;
    const MmId first = world.spawn(Pid{201});
    const std::uint32_t free_before = world.memory.frames.free_count();
    const MmId second = world.spawn(Pid{202});
    const Pfn text = world.pfn(first, VirtAddr{kTextBase});
    CHECK(text == world.pfn(second, VirtAddr{kTextBase}));
    CHECK(world.mapcount(text) == 2);
    CHECK(world.memory.frames[text].owner == FrameOwner::cache);
    CHECK(free_before - world.memory.frames.free_count() == 4);  // four tables, no page
    CHECK(world.memory.spaces[first].rss == 2);
}
