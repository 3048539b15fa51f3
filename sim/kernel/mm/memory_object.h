// A memory object: pages that several areas may map. A segment's, a file's, shared anonymous memory's, and the text of
// a program.
//
// A page gets its frame at the first touch; later it may be in swap space instead. Pages nobody touched cost nothing
// here either, whatever the size: pages are kept in regions of 2^18 (1 GiB) that appear when needed.
#pragma once

#include <cstdint>
#include <map>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/kernel/mm/swap_space.h"
#include "sim/report/rows.h"

namespace sim::kernel {

// Where one page is: in a frame, in a swap slot, or (the default) nowhere yet. Never in both.
struct ObjectPage {
    Pfn pfn = kNoFrame;
    SwapSlot slot = kNoSlot;

    bool exists() const { return pfn != kNoFrame || slot != kNoSlot; }
};
inline std::uint64_t state_hash(ObjectPage page) {
    return hash_mix(hash_mix(2, page.pfn.value), page.slot);
}

class MemoryObject {
public:
    MemoryObject() = default;
    // `owner` is segment, object or cache; the others are what its frames are labelled with (see FrameInfo).
    MemoryObject(std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id, IpcNsId ipc_ns = kFirstIpcNs)
        : pages_(pages), owner_(owner), ipc_ns_(ipc_ns), owner_id_(owner_id) {}

    std::uint64_t pages() const { return pages_; }
    std::uint64_t resident() const { return resident_; }
    std::uint64_t swapped() const { return swapped_; }
    report::FrameOwner owner() const { return owner_; }
    std::uint32_t owner_id() const { return owner_id_; }
    IpcNsId ipc_ns() const { return ipc_ns_; }

    // Where page `index` (< pages()) is.
    ObjectPage page(std::uint64_t index) const;
    Pfn frame(std::uint64_t index) const { return page(index).pfn; }
    // Puts a page somewhere else; ObjectPage{}: nowhere.
    void set_page(std::uint64_t index, ObjectPage page);
    void set_pages(std::uint64_t pages) { pages_ = pages; }

    // Calls visit(index, page) for every page that exists, ascending.
    template <class Visit>
    void for_each_page(Visit visit) const {
        for (const auto& [region, pages] : regions_) {
            pages.for_each_present([&visit, first = region * kRegionPages](std::size_t at, ObjectPage page) {
                if (page.exists()) visit(first + at, page);
            });
        }
    }
    // The same with its frame, for every page that has one.
    template <class Visit>
    void for_each_resident(Visit visit) const {
        for_each_page([&visit](std::uint64_t index, ObjectPage page) {
            if (page.pfn != kNoFrame) visit(index, page.pfn);
        });
    }

    std::uint64_t mappings = 0;   // areas that map it
    std::uint64_t committed = 0;  // pages promised for it: see commit.h
    bool anonymous = false;       // only areas own it: it goes with the last of them
    bool reserved = false;        // all its pages were promised when it was made, else each at its first touch
    bool locked = false;          // SHM_LOCK: its pages are not swapped out

    std::uint64_t hash() const;

private:
    static constexpr std::uint64_t kRegionPages = 1ull << 18;

    std::uint64_t pages_ = 0;
    std::uint64_t resident_ = 0;
    std::uint64_t swapped_ = 0;
    report::FrameOwner owner_ = report::FrameOwner::object;
    IpcNsId ipc_ns_;
    std::uint32_t owner_id_ = 0;
    std::map<std::uint64_t, CowArray<ObjectPage>> regions_;
};
inline std::uint64_t state_hash(const MemoryObject& object) {
    return object.hash();
}

}  // namespace sim::kernel
