#include "sim/base/cow.h"

#include <doctest/doctest.h>

#include <vector>

namespace {

struct Counted {
    std::uint32_t value = 0;
    static inline int hashed = 0;
};
std::uint64_t state_hash(const Counted& counted) {
    ++Counted::hashed;
    return sim::hash_mix(7, counted.value);
}

}  // namespace

TEST_CASE("a Cow's copy keeps its value when the original is written") {
    sim::Cow<std::vector<int>> original(std::vector<int>{1, 2});
    const sim::Cow<std::vector<int>> snapshot = original;
    CHECK(&*original == &*snapshot);  // shared until written
    original.write().push_back(3);
    CHECK(original->size() == 3);
    CHECK(snapshot->size() == 2);
}

TEST_CASE("a Cow remembers its hash until it is written") {
    sim::Cow<Counted> cow(Counted{5});
    const std::uint64_t before = cow.hash();
    const int hashed = Counted::hashed;
    CHECK(cow.hash() == before);
    CHECK(Counted::hashed == hashed);
    cow.write().value = 6;
    CHECK(cow.hash() != before);
    cow.write().value = 5;
    CHECK(cow.hash() == before);
}

TEST_CASE("writing an array leaves its copy alone") {
    sim::CowArray<std::uint32_t> original(10'000);
    original.write(1) = 11;
    original.write(9'999) = 99;
    const sim::CowArray<std::uint32_t> snapshot = original;
    original.write(1) = 12;
    original.write(5'000) = 50;
    CHECK(snapshot[1] == 11);
    CHECK(snapshot[5'000] == 0);
    CHECK(snapshot[9'999] == 99);
    CHECK(original[1] == 12);
    CHECK(original[5'000] == 50);
    CHECK(original[9'999] == 99);
}

TEST_CASE("equal arrays hash equal however they came about") {
    sim::CowArray<std::uint32_t> untouched(10'000);
    sim::CowArray<std::uint32_t> restored(10'000);
    restored.write(4'200) = 1;
    CHECK(restored.hash() != untouched.hash());
    restored.write(4'200) = 0;
    CHECK(restored.hash() == untouched.hash());
    restored.write(4'201) = 1;
    untouched.write(4'200) = 1;
    CHECK(restored.hash() != untouched.hash());
}

TEST_CASE("an array's hash follows every write, also after a copy") {
    sim::CowArray<std::uint32_t> array(5'000);
    array.write(70) = 1;
    const std::uint64_t one = array.hash();
    const sim::CowArray<std::uint32_t> snapshot = array;
    array.write(70) = 2;
    CHECK(array.hash() != one);
    CHECK(snapshot.hash() == one);
    array.write(70) = 1;
    CHECK(array.hash() == one);
}

TEST_CASE("a shrunken array has forgotten what it dropped") {
    sim::CowArray<std::uint32_t> array(10'000);
    array.write(100) = 1;
    array.write(200) = 2;
    array.write(8'000) = 3;
    array.resize(150);
    CHECK(array.size() == 150);
    array.resize(10'000);
    CHECK(array[100] == 1);
    CHECK(array[200] == 0);
    CHECK(array[8'000] == 0);
}

TEST_CASE("only chunks that were written are visited, in order") {
    sim::CowArray<std::uint32_t> array(1'000'000);
    array.write(500'000) = 5;
    array.write(3) = 1;
    std::vector<std::size_t> seen;
    array.for_each_present([&](std::size_t index, std::uint32_t value) {
        if (value != 0) seen.push_back(index);
    });
    CHECK(seen == std::vector<std::size_t>{3, 500'000});
}
