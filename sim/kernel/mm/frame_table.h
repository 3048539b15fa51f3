// The frame table: who owns each frame of physical memory and how many PTEs point to it (struct page of Linux).
//
//   frame 0            the zero page: every read of untouched private memory maps it; its mappings are not counted
//   frames 1, 2        the kernel's own
//   tables             lowest free frame first
//   pages              scattered: each a long stride behind the one before, so that neighbouring pages are visibly
//                      not neighbouring frames; frames freed last are used again first, as Linux's per-CPU lists do
//
// Invariant: a frame has one owner; free frames have map count 0 and are all zeroes.
// A free frame is an absent element: a million frames cost nothing until used.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/report/rows.h"

namespace sim::kernel {

struct FrameInfo {
    report::FrameOwner owner = report::FrameOwner::free;
    IpcNsId ipc_ns;              // segment: where its shmid means something
    std::uint32_t owner_id = 0;  // segment: shmid; object: id given at creation; cache: program; table, private_: pid
    std::uint32_t index = 0;     // page within its object (low 32 bits); level of a table
    std::uint32_t mapcount = 0;  // PTEs that point here
};
std::uint64_t state_hash(const FrameInfo& info);

inline constexpr Pfn kZeroFrame{0};

class FrameTable {
public:
    explicit FrameTable(std::uint32_t frames = 0, std::uint64_t seed = 1);

    std::uint32_t size() const { return static_cast<std::uint32_t>(frames_.size()); }
    std::uint32_t free_count() const { return free_; }
    const FrameInfo& operator[](Pfn pfn) const { return frames_[pfn.value]; }

    // Takes a free frame for `info.owner`; nullopt when none is left.
    std::optional<Pfn> allocate(const FrameInfo& info);
    // Gives a frame back. The caller clears its bytes.
    void release(Pfn pfn);
    void set_mapcount(Pfn pfn, std::uint32_t mapcount) { frames_.write(pfn.value).mapcount = mapcount; }

    // Calls visit(pfn, info) for every frame in use, ascending.
    template <class Visit>
    void for_each_used(Visit visit) const {
        frames_.for_each_present([&](std::size_t index, const FrameInfo& info) {
            if (info.owner != report::FrameOwner::free) visit(Pfn{static_cast<std::uint32_t>(index)}, info);
        });
    }

    std::uint64_t hash() const;

private:
    static constexpr std::uint32_t kRecent = 32;

    bool is_free(std::uint32_t pfn) const { return frames_[pfn].owner == report::FrameOwner::free; }
    Pfn take_lowest();
    Pfn take_scattered();

    CowArray<FrameInfo> frames_;
    std::uint32_t free_ = 0;
    std::uint32_t lowest_ = 0;  // no lower frame is free
    std::uint32_t next_ = 0;    // frame the scattered order stands at
    std::uint32_t stride_ = 1;  // from one frame of the scattered order to the next; coprime to size()
    std::array<std::uint32_t, kRecent> recent_{};  // freed last, some perhaps taken again since
    std::uint32_t recent_count_ = 0;
};

}  // namespace sim::kernel
