// Which page is in which frame, and what a frame is part of.
//
// As root /proc/PID/pagemap tells frame numbers. Else a frame is known by what it holds: page I of a segment, object or
// shared anonymous memory is in one frame, whoever maps it, so (device, inode, I) names it; a private page that is
// mapped once is in a frame of its own. Such frames are numbered 1, 2, 3 … as they are met. A private page that others
// map too stays without: nobody tells us who.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/maps_linux.h"
#include "app/host/real_kernel.h"

namespace app::host {

// The frames of one look at all processes. Names last as long as the object.
class ObservedFrames {
public:
    ObservedFrames();

    bool numbers_visible() const { return numbers_visible_; }
    bool counts_visible() const { return static_cast<bool>(counts_); }

    void begin();
    // The frame of a present page, by its entry in pagemap.
    sim::Pfn met(sim::Pid pid, const MapsLine& area, sim::VirtAddr page, std::uint64_t entry);
    // Fills in the state's frames and the pages of segments and objects. Where numbers are hidden, compares the bytes
    // of pages that are said to be in one frame.
    void finish(Observation& observation);

private:
    using Key = std::array<std::uint64_t, 4>;  // owner, then what tells it apart
    struct Seen {
        sim::report::FrameRow row;
        std::string object;  // path, of owner object
        sim::Pid pid;        // who maps it, and where
        sim::VirtAddr page;
        bool readable = false;
    };

    sim::Pfn name_of(const Key& key);
    void compare(const Seen& first, sim::Pid pid, sim::VirtAddr page);
    void count_mappings();
    void place(const Seen& seen, sim::report::State& state) const;

    bool numbers_visible_ = false;
    Descriptor counts_;  // /proc/kpagecount
    std::map<Key, sim::Pfn> names_;
    std::map<sim::Pfn, Seen> seen_;  // of this look
    std::uint64_t compared_ = 0;
    std::vector<UnequalPages> unequal_;
};

}  // namespace app::host
