// Random operations on several address spaces against a plain model: what each byte must be, after anything.
#include <map>
#include <random>

#include "sim/kernel/mm/remap.h"
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
    Player(std::uint64_t seed, std::uint32_t frames, std::uint32_t swap)
        : random_(seed), world_(make_world(frames, swap)), segment_(world_.segment(kPages)), frames_(frames) {
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
        CHECK(world_.memory.swap.used() == 0);
        CHECK(world_.memory.committed == 0);
        const std::uint32_t text = world_.memory.swap.size() == 0 ? 2 : 0;  // the program's stays while memory lasts
        CHECK(world_.memory.frames.free_count() >= frames_ - kKernelFrames - 2);
        CHECK(world_.memory.frames.free_count() <= frames_ - kKernelFrames - text);
        CHECK(world_.broken() == "");
    }

private:
    static World make_world(std::uint32_t frames, std::uint32_t swap) {
        World world(frames, 2);
        world.memory = Memory({frames, 1, swap, Overcommit::always});
        return world;
    }

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    void act() {
        const MmId mm = std::next(model_.begin(), static_cast<long>(below(model_.size())))->first;
        const std::uint64_t first = below(kPages);
        const std::uint64_t count = 1 + below(std::min<std::uint64_t>(6, kPages - first));
        switch (below(13)) {
            case 6: move(mm, first, count); break;
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
        MemoryContext ctx = world_.context(world_.memory.spaces[mm].owner);
        const Result<MmId> child = fork_space(ctx, mm, Pid{next_pid_++});
        if (child) model_[*child] = model_[mm];
    }

    // Moves pages to another place of the arena, over whatever lies there.
    void move(MmId mm, std::uint64_t from, std::uint64_t count) {
        const std::uint64_t to = below(kPages - count + 1);
        Model::mapped_type& pages = model_[mm];
        bool whole = to + count <= from || from + count <= to;
        for (std::uint64_t i = 0; i < count; ++i) whole = whole && same_area(mm, from, from + i);
        if (!whole) return;
        MemoryContext ctx = world_.context();
        const RemapRequest request{address(from), count * kPageSize, count * kPageSize, true, false, true, address(to)};
        const Errno error = remap(ctx, mm, request).error;
        REQUIRE((error == Errno::ok || error == Errno::enomem));
        for (std::uint64_t i = 0; i < count; ++i) {
            pages[to + i] = error == Errno::ok ? pages[from + i] : ModelPage{};
            if (error == Errno::ok) pages[from + i] = {};
        }
    }
    bool same_area(MmId mm, std::uint64_t first, std::uint64_t page) const {
        const Area* area = world_.memory.spaces[mm].find_area(address(first));
        return area != nullptr && area->contains(address(page));
    }

    void end(MmId mm) {
        MemoryContext ctx = world_.context();
        release_space(ctx, mm);
        model_.erase(mm);
    }

    void touch(MmId mm, std::uint64_t page) {
        ModelPage& expected = model_[mm][page];
        if (below(2) == 0) return check(mm, page);
        if (!make_room(mm, page, Access::write)) return;
        const auto value = static_cast<std::uint8_t>(below(256));
        const bool stored = world_.store(mm, address(page), value);
        REQUIRE(stored == (expected.kind != ModelPage::Kind::none && expected.writable));
        if (!stored) return;
        (expected.kind == ModelPage::Kind::own ? expected.value : segment_bytes_[expected.segment_page]) = value;
    }

    // While memory does not suffice others are killed for it; false when nobody is left.
    bool make_room(MmId mm, std::uint64_t page, Access access) {
        while (world_.touch(mm, address(page), access).kind == FaultOutcome::Kind::out_of_memory) {
            if (model_.size() == 1) return false;
            const MmId first = model_.begin()->first;
            end(first == mm ? std::next(model_.begin())->first : first);
        }
        return true;
    }

    void check(MmId mm, std::uint64_t page) {
        if (!make_room(mm, page, Access::read)) return;
        const ModelPage& expected = model_[mm][page];
        const auto value = world_.load(mm, address(page));
        REQUIRE(value.has_value() == (expected.kind != ModelPage::Kind::none));
        if (!value) return;
        const bool own = expected.kind == ModelPage::Kind::own;
        REQUIRE(*value == (own ? expected.value : segment_bytes_[expected.segment_page]));
    }

    void check_all() {
        std::vector<MmId> spaces;
        for (const auto& [mm, pages] : model_) spaces.push_back(mm);
        for (MmId mm : spaces) {
            for (std::uint64_t page = 0; page < kPages && model_.count(mm) != 0; ++page) check(mm, page);
        }
    }

    std::mt19937_64 random_;
    World world_;
    ObjectId segment_;
    Model model_;
    std::array<std::uint8_t, kPages> segment_bytes_{};
    std::int32_t next_pid_ = 201;
    std::uint32_t frames_ = 0;
};

}  // namespace

TEST_CASE("random maps, forks, writes and unmaps agree with a plain model and keep every invariant") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Player(seed, 400, 0).play(400);
    }
}

TEST_CASE("the same with less memory than is in use and pages in swap space") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Player(seed, 64, 64).play(300);
    }
}
