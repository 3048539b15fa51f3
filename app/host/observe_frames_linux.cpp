#include "app/host/observe_frames_linux.h"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>

namespace app::host {
namespace {

using sim::kNoFrame;
using sim::kPageSize;
using sim::Pfn;
using sim::Pid;
using sim::VirtAddr;
using sim::report::AreaKind;
using sim::report::FrameOwner;
using sim::report::FrameRow;

// Pages whose bytes are compared in one look.
constexpr std::uint64_t kMostCompared = 256;

FrameOwner owner_of(const MapsLine& area, std::uint64_t entry) {
    if ((entry & kPagemapShared) == 0) return FrameOwner::private_;
    if (area.row.kind == AreaKind::text) return FrameOwner::cache;
    return area.row.kind == AreaKind::shm ? FrameOwner::segment : FrameOwner::object;
}

using Page = std::array<char, kPageSize>;

// Reading a page that is there changes nothing the kernel shows.
bool read_page(Pid pid, VirtAddr page, Page& bytes) {
    const iovec to{bytes.data(), bytes.size()};
    const iovec from{reinterpret_cast<void*>(page.value), bytes.size()};
    return ::process_vm_readv(pid.value, &to, 1, &from, 1, 0) == static_cast<ssize_t>(bytes.size());
}

void put(std::vector<Pfn>& pages, std::size_t index, Pfn pfn) {
    if (index < pages.size()) pages[index] = pfn;
}

}  // namespace

ObservedFrames::ObservedFrames() : numbers_visible_(frames_visible()) {
    if (numbers_visible_) counts_ = open_file("/proc/kpagecount");
}

void ObservedFrames::begin() {
    seen_.clear();
    unequal_.clear();
    compared_ = 0;
}

Pfn ObservedFrames::name_of(const Key& key) {
    return names_.emplace(key, Pfn{static_cast<std::uint32_t>(names_.size() + 1)}).first->second;
}

Pfn ObservedFrames::met(Pid pid, const MapsLine& area, VirtAddr page, std::uint64_t entry) {
    const FrameOwner owner = owner_of(area, entry);
    const std::uint64_t index = (area.row.offset + (page - area.row.start)) / kPageSize;
    Pfn pfn{static_cast<std::uint32_t>(entry & kPagemapFrame)};
    if (!numbers_visible_ && owner != FrameOwner::private_) {
        pfn = name_of({static_cast<std::uint64_t>(owner), area.device, area.inode, index});
    } else if (!numbers_visible_) {
        if ((entry & kPagemapExclusive) == 0) return kNoFrame;
        pfn = name_of({static_cast<std::uint64_t>(owner), static_cast<std::uint64_t>(pid.value), page.value, 0});
    }
    const auto [found, first_time] = seen_.try_emplace(pfn);
    Seen& seen = found->second;
    ++seen.row.mapcount;
    if (!first_time) {
        if (!numbers_visible_ && area.row.perms.read) compare(seen, pid, page);
        return pfn;
    }
    seen.row.pfn = pfn;
    seen.row.owner = owner;
    seen.pid = pid;
    seen.page = page;
    seen.readable = area.row.perms.read;
    if (owner == FrameOwner::private_) seen.row.pid = pid;
    if (owner == FrameOwner::segment) seen.row.shmid = area.row.shmid;
    if (owner != FrameOwner::private_) seen.row.index = static_cast<std::uint32_t>(index);
    if (owner == FrameOwner::object) seen.object = area.row.name;
    return pfn;
}

void ObservedFrames::compare(const Seen& first, Pid pid, VirtAddr page) {
    if (!first.readable || compared_ >= kMostCompared) return;
    Page bytes, other;
    if (!read_page(first.pid, first.page, bytes) || !read_page(pid, page, other)) return;
    ++compared_;
    if (bytes != other) unequal_.push_back({first.pid, pid, first.page, page});
}

// The kernel counts every entry, also of processes that are not ours; none of the page of zeroes.
void ObservedFrames::count_mappings() {
    for (auto& [pfn, seen] : seen_) {
        std::uint64_t count = 0;
        const auto at = static_cast<off_t>(pfn.value * sizeof count);
        if (::pread(counts_.get(), &count, sizeof count, at) == sizeof count && count > 0)
            seen.row.mapcount = static_cast<std::uint32_t>(count);
    }
}

void ObservedFrames::place(const Seen& seen, sim::report::State& state) const {
    if (seen.row.owner == FrameOwner::segment) {
        const auto segment = std::find_if(state.segments.begin(), state.segments.end(),
                                          [&](const auto& row) { return row.shmid == seen.row.shmid; });
        if (segment != state.segments.end()) put(segment->pages, seen.row.index, seen.row.pfn);
    } else if (seen.row.owner == FrameOwner::object) {
        const auto file = std::find_if(state.files.begin(), state.files.end(),
                                       [&](const auto& row) { return row.name == seen.object; });
        if (file != state.files.end()) put(file->pages, seen.row.index, seen.row.pfn);
    }
}

void ObservedFrames::finish(Observation& observation) {
    if (counts_) count_mappings();
    // Frame numbers have holes: the last one may be beyond the number of frames.
    std::uint64_t& frames = observation.state.limits.frames;
    if (numbers_visible_ && !seen_.empty()) frames = std::max(frames, std::uint64_t{seen_.rbegin()->first.value} + 1);
    for (const auto& [pfn, seen] : seen_) {
        observation.state.frames.push_back(seen.row);
        place(seen, observation.state);
    }
    observation.contents_compared = compared_;
    observation.unequal = unequal_;
}

}  // namespace app::host
