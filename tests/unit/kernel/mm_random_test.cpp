// Random operations on several address spaces against a plain model: what each byte must be, after anything.
#include <map>
#include <random>

#include "tests/unit/kernel/mm_world.h"

using namespace mm_test;

namespace {

constexpr std::uint64_t kPages = 24;
constexpr VirtAddr kArena{0x7fff'f000'0000 - 5 * kPageSize};  // its pages lie in two page tables

// What a page of the arena is: nothing, private bytes, or a page of the segment.
struct ModelPage {
    enum class Kind { none, own, shared } kind = Kind::none;
    bool writable = false;
    std::uint8_t value = 0;  // of own
    std::uint64_t segment_page = 0;
};
using Model = std::map<MmId, std::array<ModelPage, kPages>>;

class Player {
public:
    explicit Player(std::uint64_t seed) : random_(seed), world_(400, 2), segment_(world_.segment(kPages)) {
        const MmId first = world_.spawn(Pid{next_pid_++});
        world_.store(first, VirtAddr{kStackTop - 8}, 1);
        model_[first];
    }

    void play(int steps) {
        for (int step = 0; step < steps; ++step) {
            act();
            REQUIRE(world_.broken() == "");
        }
        check_all();
        while (!model_.empty()) end(model_.begin()->first);
        MemoryContext ctx = world_.context();
        destroy_object(ctx, segment_);
        CHECK(world_.memory.frames.free_count() == 400 - kKernelFrames - 2);  // the program's text stays
        CHECK(world_.broken() == "");
    }

private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    void act() {
        const MmId mm = std::next(model_.begin(), static_cast<long>(below(model_.size())))->first;
        const std::uint64_t first = below(kPages);
        const std::uint64_t count = 1 + below(std::min<std::uint64_t>(6, kPages - first));
        switch (below(12)) {
            case 0: open(mm, first, count, false); break;
            case 1: open(mm, first, count, true); break;
            case 2: close(mm, first, count); break;
            case 3: protect_pages(mm, first, count); break;
            case 4:
                if (model_.size() < 5) copy(mm);
                break;
            case 5:
                if (model_.size() > 1) end(mm);
                break;
            default: touch(mm, first); break;
        }
    }

    VirtAddr address(std::uint64_t page) const { return kArena + page * kPageSize; }

    void open(MmId mm, std::uint64_t first, std::uint64_t count, bool shared) {
        Area area;
        area.start = address(first);
        area.end = address(first + count);
        area.perms = shared ? kRwShared : kRw;
        if (shared) {
            area.kind = AreaKind::shm;
            area.object = segment_;
            area.offset = below(kPages - count + 1);
        }
        MemoryContext ctx = world_.context();
        REQUIRE(map_area(ctx, mm, area, true).ok());
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto kind = shared ? ModelPage::Kind::shared : ModelPage::Kind::own;
            model_[mm][first + i] = ModelPage{kind, true, 0, area.offset + i};
        }
    }

    void close(MmId mm, std::uint64_t first, std::uint64_t count) {
        MemoryContext ctx = world_.context(Pid{201}, static_cast<hw::CpuId>(below(2)));
        REQUIRE(unmap(ctx, mm, address(first), count * kPageSize).ok());
        for (std::uint64_t i = 0; i < count; ++i) model_[mm][first + i] = {};
    }

    void protect_pages(MmId mm, std::uint64_t first, std::uint64_t count) {
        const bool writable = below(2) == 0;
        MemoryContext ctx = world_.context();
        const bool done = protect(ctx, mm, address(first), count * kPageSize, writable ? kRw : kRead).ok();
        bool hole = false;
        for (std::uint64_t i = 0; i < count && !hole; ++i) {
            hole = model_[mm][first + i].kind == ModelPage::Kind::none;
            model_[mm][first + i].writable = writable;  // what precedes the hole is protected
        }
        REQUIRE(done == !hole);
    }

    void copy(MmId mm) {
        const MmId child = world_.fork(mm, Pid{next_pid_++});
        model_[child] = model_[mm];
    }

    void end(MmId mm) {
        MemoryContext ctx = world_.context();
        release_space(ctx, mm);
        model_.erase(mm);
    }

    void touch(MmId mm, std::uint64_t page) {
        ModelPage& expected = model_[mm][page];
        if (below(2) == 0) return check(mm, page);
        const auto value = static_cast<std::uint8_t>(below(256));
        const bool stored = world_.store(mm, address(page), value);
        REQUIRE(stored == (expected.kind != ModelPage::Kind::none && expected.writable));
        if (!stored) return;
        (expected.kind == ModelPage::Kind::own ? expected.value : segment_bytes_[expected.segment_page]) = value;
    }

    void check(MmId mm, std::uint64_t page) {
        const ModelPage& expected = model_[mm][page];
        const auto value = world_.load(mm, address(page));
        REQUIRE(value.has_value() == (expected.kind != ModelPage::Kind::none));
        if (!value) return;
        const bool own = expected.kind == ModelPage::Kind::own;
        REQUIRE(*value == (own ? expected.value : segment_bytes_[expected.segment_page]));
    }

    void check_all() {
        for (const auto& [mm, pages] : model_) {
            for (std::uint64_t page = 0; page < kPages; ++page) check(mm, page);
        }
    }

    std::mt19937_64 random_;
    World world_;
    ObjectId segment_;
    Model model_;
    std::array<std::uint8_t, kPages> segment_bytes_{};
    std::int32_t next_pid_ = 201;
};

}  // namespace

TEST_CASE("random maps, forks, writes and unmaps agree with a plain model and keep every invariant") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Player(seed).play(400);
    }
}
