#include <doctest/doctest.h>

#include "tests/unit/hw/bench.h"

using namespace bench;
using report::Rule;

namespace {

VirtAddr page_number(std::uint64_t n) {
    return VirtAddr{n * kPageSize};
}

}  // namespace

TEST_CASE("a full TLB gives up the least recently used entry") {
    Tlb tlb;
    for (std::uint64_t n = 0; n < Tlb::kEntries; ++n) tlb.fill(Asid{1}, page_number(n), Pte{});
    CHECK(tlb.find(Asid{1}, page_number(0)) != nullptr);
    tlb.fill(Asid{1}, page_number(100), Pte{});
    CHECK(tlb.find(Asid{1}, page_number(0)) != nullptr);
    CHECK(tlb.find(Asid{1}, page_number(1)) == nullptr);
    CHECK(tlb.find(Asid{1}, page_number(2)) != nullptr);
}

TEST_CASE("filling a page again replaces its entry") {
    Tlb tlb;
    tlb.fill(Asid{1}, page_number(1), Pte::make(Pfn{5}, 0));
    tlb.fill(Asid{1}, page_number(1), Pte::make(Pfn{6}, 0));
    CHECK(tlb.find(Asid{1}, page_number(1))->pte.pfn() == Pfn{6});
    CHECK(tlb.flush_page(Asid{1}, page_number(1)));
    CHECK(tlb.find(Asid{1}, page_number(1)) == nullptr);
}

TEST_CASE("flushes take what they name and nothing else") {
    Tlb tlb;
    for (std::uint64_t n = 1; n <= 4; ++n) tlb.fill(Asid{1}, page_number(n), Pte{});
    tlb.fill(Asid{2}, page_number(2), Pte{});
    CHECK(tlb.flush_range(Asid{1}, page_number(2), page_number(4)) == 2);
    CHECK(tlb.find(Asid{1}, page_number(1)) != nullptr);
    CHECK(tlb.find(Asid{1}, page_number(2)) == nullptr);
    CHECK(tlb.find(Asid{1}, page_number(4)) != nullptr);
    CHECK(tlb.find(Asid{2}, page_number(2)) != nullptr);
    CHECK_FALSE(tlb.flush_page(Asid{1}, page_number(2)));
    CHECK(tlb.flush_asid(Asid{1}) == 2);
    CHECK(tlb.find(Asid{2}, page_number(2)) != nullptr);
}

TEST_CASE("the first read sets A, the first write D, in the entry in memory") {
    Bench bench;
    bench.map(kData, kReadWrite);
    CHECK(bench.translate(kData, Access::read).ok);
    CHECK(bench.entry(kData).accessed());
    CHECK_FALSE(bench.entry(kData).dirty());
    CHECK(bench.translate(kData, Access::write).ok);
    CHECK(bench.entry(kData).dirty());
    CHECK(bench.hardware.tlbs[0].find(Asid{1}, kData)->pte.dirty());
}

TEST_CASE("what the MMU did is reported in order, and only when it happened") {
    Bench bench;
    const Pfn frame = bench.map(kData, kReadWrite);
    Recorder recorder;
    bench.translate(kData + 8, Access::read, &recorder);
    CHECK(recorder.rules() == std::vector{Rule::tlb_miss, Rule::walk_done, Rule::tlb_fill});
    CHECK(recorder.events[0].args[0] == kData.value);
    CHECK(recorder.events[1].args[1] == 4);
    CHECK(recorder.events[1].args[2] == frame.value);
    recorder.events.clear();
    bench.translate(kData, Access::write, &recorder);
    CHECK(recorder.rules() == std::vector{Rule::dirty_set});
    recorder.events.clear();
    bench.translate(kData, Access::write, &recorder);
    CHECK(recorder.events.empty());
}

TEST_CASE("a fault tells the exact address, the access and whether the entry was present") {
    Bench bench;
    const Translation absent = bench.translate(kData + 123, Access::write);
    CHECK_FALSE(absent.ok);
    CHECK(absent.fault.address == kData + 123);
    CHECK(absent.fault.access == Access::write);
    CHECK_FALSE(absent.fault.present);

    bench.map(kData, kReadOnly);
    const Translation forbidden = bench.translate(kData + 1, Access::write);
    CHECK_FALSE(forbidden.ok);
    CHECK(forbidden.fault.present);
    CHECK_FALSE(bench.entry(kData).accessed());
    CHECK(bench.translate(kData, Access::read).ok);
    CHECK_FALSE(bench.translate(kData, Access::write).ok);  // also once the TLB knows the page
    CHECK_FALSE(bench.translate(kData, Access::execute).ok);
}

TEST_CASE("pages of the kernel and of read-only tables are closed to a process") {
    Bench bench;
    bench.map(kData, Pte::kPresent | Pte::kWritable);
    CHECK_FALSE(bench.translate(kData, Access::read).ok);
    CHECK(bench.translate(kData, Access::read).fault.present);

    Bench narrowed;
    narrowed.map(kData, kReadWrite);
    const WalkLevel top = walk(narrowed.hardware.memory, narrowed.mmu.root, kData).levels[0];
    narrowed.hardware.memory.write_word(top.table, top.index * 8, top.entry.bits & ~Pte::kWritable);
    CHECK(narrowed.translate(kData, Access::read).ok);
    CHECK_FALSE(narrowed.translate(kData, Access::write).ok);
}

TEST_CASE("a page without NX may be executed") {
    Bench bench;
    bench.map(kData, Pte::kPresent | Pte::kUser);
    CHECK(bench.translate(kData, Access::execute).ok);
}

TEST_CASE("the TLB answers with what it remembers until it is flushed") {
    Bench bench;
    const Pfn first = bench.map(kData, kReadWrite);
    bench.translate(kData, Access::read);
    const Pfn second = bench.map(kData, kReadWrite);
    CHECK(bench.translate(kData, Access::read).pfn == first);
    bench.hardware.tlbs[0].flush_page(Asid{1}, kData);
    CHECK(bench.translate(kData, Access::read).pfn == second);
}

TEST_CASE("an entry made writable in memory serves the retried write without a flush") {
    Bench bench;
    const Pfn frame = bench.map(kData, kReadOnly);
    bench.translate(kData, Access::read);
    CHECK_FALSE(bench.translate(kData, Access::write).ok);
    bench.set(kData, Pte::make(frame, kReadWrite));
    CHECK(bench.translate(kData, Access::write).ok);
}
