// Machines too small: every operation either works or says so, and leaves everything consistent.
#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

using Kind = FaultOutcome::Kind;

// Touches pages of a segment until only `left` frames are free.
void fill_memory(World& world, MmId mm, std::uint32_t left) {
    const VirtAddr at{0x7fff'f000'0000};
    world.map(mm, 400, kRwShared, AreaKind::shm, world.segment(400), at);
    world.touch(mm, at, Access::write);
    for (std::uint64_t page = 1; world.memory.frames.free_count() > left; ++page) {
        world.touch(mm, at + page * kPageSize, Access::write);
    }
    REQUIRE(world.memory.frames.free_count() == left);
}

}  // namespace

TEST_CASE("with any number of frames left, fork, exec and touches work or fail whole") {
    int forks = 0;
    int execs = 0;
    for (std::uint32_t left = 0; left < 16; ++left) {
        CAPTURE(left);
        World world(400);
        const MmId mm = world.spawn(Pid{201});
        const VirtAddr heap = world.map(mm, 2, kRw).start;
        world.store(mm, heap, 3);
        fill_memory(world, mm, left);

        World forking = world;
        MemoryContext fork_ctx = forking.context();
        const Result<MmId> child = fork_space(fork_ctx, mm, Pid{202});
        CHECK(forking.broken() == "");
        forks += child.ok();
        if (child) CHECK(forking.load(*child, heap) == 3);
        if (!child) CHECK(forking.memory.frames.free_count() == left);

        World starting = world;
        starting.images.push_back(small_image());
        MemoryContext exec_ctx = starting.context();
        const bool started = create_space(exec_ctx, {Pid{202}, ProgramId{1}, VirtAddr{kMmapTop}, 0}).ok();
        CHECK(starting.memory.spaces.size() == 1u + started);
        execs += started;
        CHECK(starting.broken() == "");

        for (std::uint64_t address : {heap.value + kPageSize, kStackTop - 8, kTextBase - kPageSize}) {
            World touching = world;
            touching.map(mm, 1, kRw, AreaKind::anon, kNoObject, VirtAddr{0x10'0000'0000});
            touching.touch(mm, VirtAddr{address}, Access::write);
            touching.touch(mm, VirtAddr{0x10'0000'0000}, Access::write);
            CHECK(touching.broken() == "");
        }
    }
    CHECK((forks > 0 && forks < 16));
    CHECK((execs > 0 && execs < 16));
}

TEST_CASE("when the tables for a page cannot be made, its frame is given back") {
    World world(400);
    const MmId mm = world.spawn();
    const VirtAddr far = world.map(mm, 1, kRw, AreaKind::anon, kNoObject, VirtAddr{0x10'0000'0000}).start;
    fill_memory(world, mm, 2);
    CHECK(world.touch(mm, far, Access::write).kind == Kind::out_of_memory);
    CHECK(world.broken() == "");
}

TEST_CASE("a private copy of an object's page needs a frame for the page and one for the copy") {
    for (std::uint32_t left = 0; left < 4; ++left) {
        CAPTURE(left);
        World world(400);
        const MmId mm = world.spawn();
        MemoryContext ctx = world.context();
        const ObjectId object = create_object(ctx, 2, FrameOwner::object, 1);
        const VirtAddr p = world.map(mm, 2, kRw, AreaKind::object, object).start;
        world.touch(mm, p + kPageSize, Access::read);  // makes the tables
        fill_memory(world, mm, left);
        const bool written = world.store(mm, p, 5);
        CHECK(written == (left >= 2));
        CHECK(world.broken() == "");
        if (!written) continue;
        CHECK(world.hardware.memory.read(world.memory.objects[object].frame(0))[0] == 0);
    }
}

TEST_CASE("a full machine says out of memory and stays consistent") {
    World world(24);
    world.memory.overcommit = Overcommit::always;
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 64, kRw).start;
    FaultOutcome outcome;
    std::uint64_t page = 0;
    while (outcome.kind == Kind::resolved) outcome = world.touch(mm, p + kPageSize * page++, Access::write);
    CHECK(outcome.kind == Kind::out_of_memory);
    CHECK(world.memory.frames.free_count() == 0);
    CHECK(world.broken() == "");
    MemoryContext ctx = world.context();
    CHECK(create_space(ctx, {Pid{202}, ProgramId{0}, VirtAddr{kMmapTop}, 0}).error() == Errno::enomem);
    CHECK(fork_space(ctx, mm, Pid{203}).error() == Errno::enomem);
    CHECK(world.broken() == "");
}

TEST_CASE("text nobody maps gives its frames when there are no others") {
    World world(24);
    MemoryContext ctx = world.context();
    release_space(ctx, world.spawn(Pid{201}));
    CHECK(world.memory.frames.free_count() == 24 - kKernelFrames - 2);
    const ObjectId segment = world.segment(64);
    auto other = std::make_shared<hw::Image>(*small_image());
    world.images.push_back(other);
    MemoryContext wider = world.context(Pid{202});
    const MmId mm = *create_space(wider, {Pid{202}, ProgramId{1}, VirtAddr{kMmapTop}, 0});
    const VirtAddr p = world.attach(mm, segment).start;
    std::uint64_t page = 0;
    while (world.touch(mm, p + kPageSize * page, Access::write).kind == Kind::resolved) ++page;
    CHECK(world.memory.objects[(*world.memory.texts)[0]].resident() == 0);
    CHECK(world.memory.objects[(*world.memory.texts)[1]].resident() == 2);
    CHECK(world.broken() == "");
    release_space(wider, mm);
    destroy_object(wider, segment);
    CHECK(world.load(world.spawn(Pid{203}), world.images[0]->rodata_base()) == 0x5a);
    CHECK(world.broken() == "");
}
