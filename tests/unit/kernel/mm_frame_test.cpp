#include <set>

#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

FrameInfo page_of(std::uint32_t pid) {
    return {FrameOwner::private_, {}, pid, 0, 0};
}
FrameInfo table_of(std::uint32_t pid) {
    return {FrameOwner::table, {}, pid, 3, 0};
}

}  // namespace

TEST_CASE("tables take the lowest frames behind the kernel's") {
    FrameTable frames(64, 7);
    CHECK(frames.free_count() == 64 - kKernelFrames);
    CHECK(frames.allocate(table_of(201)) == Pfn{kKernelFrames});
    const Pfn second = *frames.allocate(table_of(201));
    CHECK(second == Pfn{kKernelFrames + 1});
    frames.allocate(table_of(201));
    frames.release(second);
    CHECK(frames.allocate(table_of(201)) == second);
}

TEST_CASE("neighbouring pages are not neighbouring frames, and the order depends on the seed alone") {
    std::vector<std::uint32_t> orders[3];
    for (int run = 0; run < 3; ++run) {
        FrameTable frames(1024, run == 2 ? 99 : 7);
        for (int i = 0; i < 100; ++i) orders[run].push_back(frames.allocate(page_of(201))->value);
    }
    CHECK(orders[0] == orders[1]);
    CHECK(orders[0] != orders[2]);
    for (std::size_t i = 1; i < orders[0].size(); ++i) {
        const auto distance = static_cast<std::int64_t>(orders[0][i]) - orders[0][i - 1];
        CHECK(std::abs(distance) > 1);
    }
}

TEST_CASE("every frame is given out once, then none") {
    for (std::uint32_t size : {16u, 64u, 100u, 257u, 4096u}) {
        FrameTable frames(size, size);
        std::set<std::uint32_t> taken;
        while (const auto pfn = frames.allocate(page_of(201))) taken.insert(pfn->value);
        CHECK(taken.size() == size - kKernelFrames);
        CHECK(frames.free_count() == 0);
        CHECK(!frames.allocate(table_of(201)));
        frames.release(Pfn{*taken.begin()});
        CHECK(frames.allocate(table_of(201)) == Pfn{*taken.begin()});
    }
}

TEST_CASE("the page freed last is used again first") {
    FrameTable frames(256, 1);
    const Pfn first = *frames.allocate(page_of(201));
    const Pfn second = *frames.allocate(page_of(201));
    frames.release(first);
    frames.release(second);
    CHECK(frames.allocate(page_of(202)) == second);
    CHECK(frames.allocate(page_of(202)) == first);
}

TEST_CASE("a copy of a frame table is a snapshot, and equal tables hash equally") {
    FrameTable frames(kMaxFrames, 1);
    frames.allocate(page_of(201));
    FrameTable before = frames;
    CHECK(before.hash() == frames.hash());
    const Pfn pfn = *frames.allocate(page_of(201));
    CHECK(before.hash() != frames.hash());
    CHECK(before[pfn].owner == FrameOwner::free);
    CHECK(before.allocate(page_of(201)) == pfn);
    CHECK(before.hash() == frames.hash());
}

TEST_CASE("an object remembers the frames of pages far apart and nothing else") {
    MemoryObject object(1ull << 50, FrameOwner::segment, 5);
    CHECK(object.frame((1ull << 50) - 1) == kNoFrame);
    object.set_page(3, {Pfn{30}});
    object.set_page((1ull << 50) - 1, {Pfn{40}});
    object.set_page(3, {Pfn{31}});
    CHECK(object.resident() == 2);
    CHECK(object.frame(3) == Pfn{31});
    CHECK(object.frame(4) == kNoFrame);
    std::vector<std::uint64_t> pages;
    object.for_each_resident([&](std::uint64_t index, Pfn) { pages.push_back(index); });
    CHECK(pages == std::vector<std::uint64_t>{3, (1ull << 50) - 1});
    object.set_page(3, {kNoFrame});
    CHECK(object.resident() == 1);
}

TEST_CASE("a table of values gives out the lowest free number, and a copy keeps its own values") {
    ValueTable<ObjectId, MemoryObject> table;
    const ObjectId first = table.insert(MemoryObject(1, FrameOwner::object, 0));
    const ObjectId second = table.insert(MemoryObject(2, FrameOwner::object, 0));
    const auto before = table;
    table.write(second).set_pages(9);
    table.erase(first);
    CHECK(before[second].pages() == 2);
    CHECK(before.contains(first));
    CHECK(!table.contains(first));
    CHECK(table.insert(MemoryObject(3, FrameOwner::object, 0)) == first);
    CHECK(table.size() == 2);
}
