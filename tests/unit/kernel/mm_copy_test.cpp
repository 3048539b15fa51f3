#include <cstring>

#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

std::vector<std::uint8_t> pattern(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + 1);
    return bytes;
}

}  // namespace

TEST_CASE("what is copied to a task comes back, across pages, with faults counted") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr at = world.map(mm, 3, kRw).start + 4000;
    const std::vector<std::uint8_t> bytes = pattern(5000);
    CHECK(copy_to_user(ctx, mm, at, bytes) == Errno::ok);
    CHECK(world.faults(mm) == 3);
    CHECK(world.log.last(Rule::copy_to_user).args[1] == 5000);
    std::vector<std::uint8_t> back(5000);
    CHECK(copy_from_user(ctx, mm, at, back) == Errno::ok);
    CHECK(back == bytes);
    CHECK(world.faults(mm) == 3);
    CHECK(world.broken() == "");
}

TEST_CASE("a bad pointer is EFAULT and no signal") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    std::uint32_t number = 1;
    const VirtAddr end = world.map(mm, 1, kRw).end;
    CHECK(put_user(ctx, mm, VirtAddr{0}, number) == Errno::efault);
    CHECK(get_user(ctx, mm, VirtAddr{0xffff'ffff'ffff'ffff}, number) == Errno::efault);
    CHECK(put_user(ctx, mm, VirtAddr{kTextBase}, number) == Errno::efault);
    CHECK(put_user(ctx, mm, end - 2, number) == Errno::efault);
    CHECK(get_user(ctx, mm, VirtAddr{kUserTop - 2}, number) == Errno::efault);
    CHECK(world.log.count(Rule::fault_signal) == 0);
    CHECK(world.log.last(Rule::pointer_bad).error == Errno::efault);
    CHECK(world.broken() == "");
}

TEST_CASE("nothing is copied when the range leaves user space") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr last{kUserTop - 2};
    CHECK(put_user(ctx, mm, last, std::uint32_t{0x01010101}) == Errno::efault);
    CHECK(world.faults(mm) == 0);
    CHECK(world.load(mm, last) == 0);
}

TEST_CASE("the kernel breaks copy on write as the task would") {
    World world;
    const MmId parent = world.spawn(Pid{201});
    MemoryContext ctx = world.context();
    const VirtAddr p = world.map(parent, 1, kRw).start;
    world.store(parent, p, 1);
    const MmId child = world.fork(parent, Pid{202});
    CHECK(put_user(ctx, child, p, std::uint8_t{2}) == Errno::ok);
    CHECK(world.load(parent, p) == 1);
    CHECK(world.load(child, p) == 2);
}

TEST_CASE("strings end at their NUL, at the limit, or at a bad page") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const VirtAddr page = world.map(mm, 2, kRw).start;
    const VirtAddr at = page + kPageSize - 3;
    const char text[] = "hello";
    CHECK(put_user(ctx, mm, at, text) == Errno::ok);
    CHECK(*string_from_user(ctx, mm, at, 100) == "hello");
    CHECK(string_from_user(ctx, mm, at, 5).error() == Errno::enametoolong);
    CHECK(*string_from_user(ctx, mm, at, 6) == "hello");
    CHECK(put_user(ctx, mm, page + 2 * kPageSize - 2, std::uint16_t{0x4141}) == Errno::ok);
    CHECK(string_from_user(ctx, mm, page + 2 * kPageSize - 2, 100).error() == Errno::efault);
}

TEST_CASE("peeking changes nothing") {
    World world;
    const MmId mm = world.spawn();
    const VirtAddr p = world.map(mm, 2, kRw).start;
    world.store(mm, p + 5, 9);
    const std::uint64_t before = hash_mix(world.memory.hash(), world.hardware.memory.hash());
    std::vector<std::uint8_t> bytes(2 * kPageSize);
    CHECK(peek(world.hardware, world.memory, mm, p, bytes) == kPageSize);
    CHECK(bytes[5] == 9);
    CHECK(peek(world.hardware, world.memory, mm, VirtAddr{0}, bytes) == 0);
    CHECK(peek(world.hardware, world.memory, mm, VirtAddr{~0ull}, bytes) == 0);
    CHECK(hash_mix(world.memory.hash(), world.hardware.memory.hash()) == before);
}

TEST_CASE("arguments are written to a stack that is not running yet without counting a fault") {
    World world;
    const MmId mm = world.spawn();
    MemoryContext ctx = world.context();
    const std::vector<std::uint8_t> bytes = pattern(6000);
    CHECK(write_initial(ctx, mm, VirtAddr{kStackTop - 6000}, bytes) == Errno::ok);
    CHECK(write_initial(ctx, mm, VirtAddr{kStackTop - 6000}, bytes) == Errno::ok);
    CHECK(write_initial(ctx, mm, VirtAddr{kStackTop}, bytes) == Errno::efault);
    CHECK(world.faults(mm) == 0);
    std::vector<std::uint8_t> back(6000);
    CHECK(peek(world.hardware, world.memory, mm, VirtAddr{kStackTop - 6000}, back) == 6000);
    CHECK(back == bytes);
    CHECK(world.broken() == "");
}
