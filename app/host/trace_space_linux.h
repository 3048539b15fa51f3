// The shared areas of one address space and their present pages, as last looked at.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/host/recording.h"

namespace app::host {

class Space {
public:
    explicit Space(sim::Pid owner) : owner_(owner) {}

    // The process whose areas these are told as.
    sim::Pid owner() const { return owner_; }
    // The shared area that holds the address; nullptr: none.
    const RecordedArea* area_at(sim::VirtAddr address) const;
    // Whether reading the address makes nothing present: it is private, or its page was present at the last look.
    bool readable(sim::VirtAddr address) const;
    // Whether [start, start + bytes) meets a shared area.
    bool meets(std::uint64_t start, std::uint64_t bytes) const;
    std::vector<const RecordedArea*> areas() const;
    // Names of areas with more pages than are looked at, since the last call.
    std::set<std::string> take_cut_areas();

    // Each reads /proc/PID and appends what differs from the last look. Pages of areas that are gone go with them.
    void look_at_areas(pid_t pid, TaskChange& change);
    void look_at_pages(pid_t pid, TaskChange& change);
    // One page alone; nothing is appended when it is as known.
    void look_at_page(pid_t pid, sim::VirtAddr page, TaskChange& change);
    // Another program has taken the process over, or it has ended.
    void clear(TaskChange& change);

private:
    // Entries of /proc/PID/pagemap from the area's start: present bit and frame; 0: not present.
    struct Area {
        RecordedArea it;
        std::vector<std::uint64_t> entries;
    };

    static void compare(Area& area, std::size_t first, const std::vector<std::uint64_t>& now, TaskChange& change);
    void replace_areas(std::map<sim::VirtAddr, Area> now, TaskChange& change);
    void keep_entries(const Area& old, std::map<sim::VirtAddr, Area>& now, TaskChange& change) const;

    sim::Pid owner_;
    std::map<sim::VirtAddr, Area> areas_;  // by start
    std::set<std::string> cut_;
};

}  // namespace app::host
