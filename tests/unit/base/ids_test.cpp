#include "sim/base/ids.h"

#include <doctest/doctest.h>

#include <type_traits>
#include <unordered_set>

#include "sim/base/errno.h"
#include "sim/base/hash.h"
#include "sim/base/limits.h"

static_assert(!std::is_convertible_v<sim::Pid, sim::Uid>, "a pid is not a uid");
static_assert(!std::is_convertible_v<int, sim::Pid>, "a number is not a pid");

TEST_CASE("ids compare and serve as keys") {
    CHECK(sim::Pid{1} < sim::Pid{2});
    std::unordered_set<sim::ShmId> ids{sim::ShmId{5}, sim::ShmId{5}, sim::kNoSegment};
    CHECK(ids.size() == 2);
}

TEST_CASE("a segment's id is one word, and comes back from it with its namespace") {
    using sim::IpcNsId, sim::ShmId;
    CHECK(ShmId{5}.bits() == 5);
    CHECK(sim::kNoSegment.bits() == ~std::uint64_t{0});
    for (const ShmId id : {ShmId{5}, ShmId{0, IpcNsId{1}}, ShmId{2'147'483'647, IpcNsId{65'535}}, sim::kNoSegment}) {
        CHECK(ShmId::of_bits(id.bits()) == id);
    }
    CHECK(ShmId{5} != ShmId{5, IpcNsId{1}});
}

TEST_CASE("an address splits into page and offset") {
    const sim::VirtAddr address{0x7fff'f7ff'5abc};
    CHECK(address.page() == sim::VirtAddr{0x7fff'f7ff'5000});
    CHECK(address.offset() == 0xabc);
    CHECK_FALSE(address.page_aligned());
    CHECK(address.page().page_aligned());
    CHECK(address - address.page() == 0xabc);
}

TEST_CASE("sizes round up to whole pages") {
    CHECK(sim::pages_for(0) == 0);
    CHECK(sim::pages_for(1) == 1);
    CHECK(sim::pages_for(4096) == 1);
    CHECK(sim::pages_for(4097) == 2);
    CHECK(sim::page_round_up(4097) == 8192);
}

TEST_CASE("errors say what glibc says") {
    CHECK(sim::errno_name(sim::Errno::einval) == "EINVAL");
    CHECK(sim::errno_text(sim::Errno::eacces) == "Permission denied");
    CHECK(sim::errno_name(static_cast<sim::Errno>(999)) == "E?");
    const sim::Result<int> failed = sim::Errno::enoent;
    CHECK_FALSE(failed);
    CHECK(failed.error() == sim::Errno::enoent);
    const sim::Result<int> good = 7;
    CHECK(good);
    CHECK(*good == 7);
}

TEST_CASE("a hash of bytes sees every byte, its order and its seed") {
    unsigned char bytes[100] = {};
    const std::uint64_t zeroes = sim::hash_bytes(bytes, sizeof bytes);
    for (unsigned char& byte : bytes) {
        byte = 1;
        CHECK(sim::hash_bytes(bytes, sizeof bytes) != zeroes);
        byte = 0;
    }
    CHECK(sim::hash_bytes(bytes, 99) != zeroes);
    CHECK(sim::hash_bytes(bytes, sizeof bytes, 1) != zeroes);
}
