// A memory object: pages that several areas may map. A segment's, a POSIX object's, shared anonymous memory's, and
// the text of a program.
//
// A page gets its frame at the first touch. Pages nobody touched cost nothing here either, whatever the size: frames
// are kept in regions of 2^18 pages (1 GiB) that appear when needed.
#pragma once

#include <cstdint>
#include <map>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/report/rows.h"

namespace sim::kernel {

// The frame of one page, absent as a default so that an untouched chunk says "none".
struct ObjectPage {
    Pfn pfn = kNoFrame;
};
inline std::uint64_t state_hash(ObjectPage page) {
    return hash_mix(2, page.pfn.value);
}

class MemoryObject {
public:
    MemoryObject() = default;
    // `owner` is segment, object or cache; `owner_id` is what its frames are labelled with (see FrameInfo).
    MemoryObject(std::uint64_t pages, report::FrameOwner owner, std::uint32_t owner_id)
        : pages_(pages), owner_(owner), owner_id_(owner_id) {}

    std::uint64_t pages() const { return pages_; }
    std::uint64_t resident() const { return resident_; }
    report::FrameOwner owner() const { return owner_; }
    std::uint32_t owner_id() const { return owner_id_; }

    // The frame of page `index` (< pages()); kNoFrame when nobody has touched it.
    Pfn frame(std::uint64_t index) const;
    // Sets or (kNoFrame) takes away the frame of a page.
    void set_frame(std::uint64_t index, Pfn pfn);
    void set_pages(std::uint64_t pages) { pages_ = pages; }

    // Calls visit(index, pfn) for every page that has a frame, ascending.
    template <class Visit>
    void for_each_resident(Visit visit) const {
        for (const auto& [region, frames] : regions_) {
            frames.for_each_present([&visit, first = region * kRegionPages](std::size_t at, ObjectPage page) {
                if (page.pfn != kNoFrame) visit(first + at, page.pfn);
            });
        }
    }

    std::uint64_t hash() const;

private:
    static constexpr std::uint64_t kRegionPages = 1ull << 18;

    std::uint64_t pages_ = 0;
    std::uint64_t resident_ = 0;
    report::FrameOwner owner_ = report::FrameOwner::object;
    std::uint32_t owner_id_ = 0;
    std::map<std::uint64_t, CowArray<ObjectPage>> regions_;
};
inline std::uint64_t state_hash(const MemoryObject& object) {
    return object.hash();
}

}  // namespace sim::kernel
