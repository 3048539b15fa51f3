#include <doctest/doctest.h>

#include "sim/hw/physical_memory.h"
#include "tests/unit/hw/bench.h"

using namespace bench;

TEST_CASE("untouched frames are zero and share one block") {
    const PhysicalMemory memory(1'000'000);
    CHECK(memory.frames() == 1'000'000);
    CHECK(memory.read(Pfn{999'999})[4095] == 0);
    CHECK(memory.read(Pfn{1}).data() == memory.read(Pfn{2}).data());
}

TEST_CASE("a snapshot keeps the bytes it was taken with") {
    PhysicalMemory memory(100);
    memory.write(Pfn{7})[3] = 1;
    const PhysicalMemory snapshot = memory;
    memory.write(Pfn{7})[3] = 2;
    CHECK(snapshot.read(Pfn{7})[3] == 1);
    CHECK(memory.read(Pfn{7})[3] == 2);
}

TEST_CASE("a copied frame is shared until one of the two is written") {
    PhysicalMemory memory(100);
    memory.write(Pfn{1})[0] = 9;
    memory.copy(Pfn{1}, Pfn{2});
    CHECK(memory.read(Pfn{1}).data() == memory.read(Pfn{2}).data());
    memory.write(Pfn{2})[0] = 8;
    CHECK(memory.read(Pfn{1})[0] == 9);
    CHECK(memory.read(Pfn{2})[0] == 8);
}

TEST_CASE("the hash is of the bytes alone") {
    PhysicalMemory memory(100);
    const std::uint64_t zeroes = memory.hash();
    memory.write(Pfn{1})[0] = 9;
    const std::uint64_t nine = memory.hash();
    CHECK(nine != zeroes);
    memory.write(Pfn{1})[0] = 0;
    CHECK(memory.hash() == zeroes);  // zero again, though the block is its own
    memory.write(Pfn{1})[0] = 9;
    CHECK(memory.hash() == nine);
    memory.clear(Pfn{1});
    CHECK(memory.hash() == zeroes);
    CHECK(memory.read(Pfn{1}).data() == memory.read(Pfn{2}).data());
}

TEST_CASE("an entry's bits are where x86-64 has them") {
    const Pte entry = Pte::make(Pfn{0x17}, kReadWrite | Pte::kAccessed);
    CHECK(entry.bits == 0x8000'0000'0001'7027);
    CHECK(entry.present());
    CHECK(entry.writable());
    CHECK(entry.user());
    CHECK(entry.accessed());
    CHECK_FALSE(entry.dirty());
    CHECK(entry.no_execute());
    CHECK(entry.pfn() == Pfn{0x17});
    CHECK(Pte::make(Pfn{0x17}, Pte::kDirty).dirty());
}

TEST_CASE("an address indexes the four tables") {
    const VirtAddr address{0x7fff'f7ff'5abc};
    CHECK(table_index(address, 3) == 255);
    CHECK(table_index(address, 2) == 511);
    CHECK(table_index(address, 1) == 447);
    CHECK(table_index(address, 0) == 501);
}

TEST_CASE("a walk reports each level it read and ends at the first absent one") {
    Bench bench;
    CHECK(walk(bench.hardware.memory, bench.mmu.root, kData).depth == 1);
    const Pfn frame = bench.map(kData, kReadWrite);
    const Walk found = walk(bench.hardware.memory, bench.mmu.root, kData + 5);
    CHECK(found.depth == 4);
    CHECK(found.mapped());
    CHECK(found.pte().pfn() == frame);
    CHECK(found.levels[0].table == bench.mmu.root);
    CHECK(found.levels[0].index == 255);
    CHECK(found.levels[3].index == 501);
    CHECK(found.levels[1].table == found.levels[0].entry.pfn());

    const Walk beside = walk(bench.hardware.memory, bench.mmu.root, kData + kPageSize);
    CHECK(beside.depth == 4);
    CHECK_FALSE(beside.mapped());
    CHECK(beside.pte() == Pte{});
}

TEST_CASE("addresses beyond the user half reach no table") {
    Bench bench;
    bench.map(VirtAddr{0x1000}, kReadWrite);
    CHECK(walk(bench.hardware.memory, bench.mmu.root, VirtAddr{0x1000}).mapped());
    CHECK(walk(bench.hardware.memory, bench.mmu.root, VirtAddr{0x0001'0000'0000'1000}).depth == 0);
    CHECK(walk(bench.hardware.memory, bench.mmu.root, VirtAddr{~0ull}).depth == 0);
}
