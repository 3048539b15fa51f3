#include "app/host/trace_space_linux.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "app/host/files_linux.h"
#include "app/host/maps_linux.h"
#include "app/host/replay.h"
#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::VirtAddr;
using sim::report::AreaKind;

constexpr std::size_t kMaxAreas = 1024;  // shared ones of a process

std::string proc_file(pid_t pid, const char* name) {
    return "/proc/" + std::to_string(pid) + "/" + name;
}

bool equal(const RecordedArea& one, const RecordedArea& other) {
    return one.row.start == other.row.start && one.row.end == other.row.end && one.row.perms == other.row.perms &&
           one.row.name == other.row.name && one.row.offset == other.row.offset && one.inode == other.inode &&
           one.device == other.device;
}

std::uint64_t looked_at(const RecordedArea& area) {
    return std::min((area.row.end - area.row.start) / sim::kPageSize, kMaxPagesOfArea);
}

// Present bit and frame of `count` pages.
std::vector<std::uint64_t> entries_of(const Descriptor& pagemap, VirtAddr start, std::uint64_t count) {
    std::vector<std::uint64_t> entries(count);
    const auto at = static_cast<off_t>(start.value / sim::kPageSize * sizeof(std::uint64_t));
    const ssize_t got = ::pread(pagemap.get(), entries.data(), entries.size() * sizeof(std::uint64_t), at);
    entries.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)) / sizeof(std::uint64_t));
    entries.resize(count);
    for (std::uint64_t& entry : entries) {
        entry = (entry & kPagemapPresent) == 0 ? 0 : entry & (kPagemapPresent | kPagemapFrame);
    }
    return entries;
}

sim::report::PageRow page_row(VirtAddr page, std::uint64_t entry) {
    sim::report::PageRow row;
    row.page = page;
    row.present = true;
    const std::uint64_t frame = entry & kPagemapFrame;
    row.pfn = frame == 0 ? sim::kNoFrame : sim::Pfn{static_cast<std::uint32_t>(frame)};
    return row;
}

}  // namespace

const RecordedArea* Space::area_at(VirtAddr address) const {
    auto found = areas_.upper_bound(address);
    if (found == areas_.begin()) return nullptr;
    const RecordedArea& area = (--found)->second.it;
    return address < area.row.end ? &area : nullptr;
}

bool Space::readable(VirtAddr address) const {
    auto found = areas_.upper_bound(address);
    if (found == areas_.begin()) return true;
    const Area& area = (--found)->second;
    if (address >= area.it.row.end) return true;
    const std::size_t at = (address - area.it.row.start) / sim::kPageSize;
    return at < area.entries.size() && area.entries[at] != 0;
}

bool Space::meets(std::uint64_t start, std::uint64_t bytes) const {
    const std::uint64_t end = start + std::min(bytes, ~std::uint64_t{0} - start);
    return std::any_of(areas_.begin(), areas_.end(), [&](const auto& one) {
        return one.second.it.row.start.value < end && start < one.second.it.row.end.value;
    });
}

std::vector<const RecordedArea*> Space::areas() const {
    std::vector<const RecordedArea*> all;
    for (const auto& [start, area] : areas_) all.push_back(&area.it);
    return all;
}

std::set<std::string> Space::take_cut_areas() {
    return std::exchange(cut_, {});
}

void Space::look_at_areas(pid_t pid, TaskChange& change) {
    const Descriptor file = open_file(proc_file(pid, "maps"));
    if (!file) return;
    const std::string text = read_file(file);
    std::map<VirtAddr, Area> now;
    for (std::string_view rest(text); !rest.empty() && now.size() < kMaxAreas;) {
        const std::string_view line = next_line(rest);
        MapsLine parsed = maps_line(line);
        if (!parsed.row.perms.shared || parsed.row.end <= parsed.row.start) continue;
        if (parsed.row.name == "/dev/zero (deleted)") parsed.row.kind = AreaKind::anon;
        const VirtAddr start = parsed.row.start;
        Area area{{std::move(parsed.row), parsed.inode, parsed.device}, {}};
        area.entries.resize(looked_at(area.it));
        now.emplace(start, std::move(area));
    }
    replace_areas(std::move(now), change);
    look_at_pages(pid, change);
}

// Areas may have been split, joined, moved or replaced: what is known of a page stays where the same memory is.
void Space::replace_areas(std::map<VirtAddr, Area> now, TaskChange& change) {
    for (const auto& [start, old] : areas_) {
        keep_entries(old, now, change);
        if (now.find(start) == now.end()) change.areas_gone.push_back(start);
    }
    for (const auto& [start, area] : now) {
        const auto old = areas_.find(start);
        if (old == areas_.end() || !equal(old->second.it, area.it)) change.areas.push_back(area.it);
    }
    areas_ = std::move(now);
}

void Space::keep_entries(const Area& old, std::map<VirtAddr, Area>& now, TaskChange& change) const {
    for (std::size_t i = 0; i < old.entries.size(); ++i) {
        if (old.entries[i] == 0) continue;
        const VirtAddr page = old.it.row.start + i * sim::kPageSize;
        auto found = now.upper_bound(page);
        Area* area = found == now.begin() ? nullptr : &std::prev(found)->second;
        const bool inside = area != nullptr && page < area->it.row.end;
        const bool same = inside && memory_of(area->it) == memory_of(old.it) &&
                          page_index(area->it.row, page) == page_index(old.it.row, page);
        const std::size_t at = inside ? (page - area->it.row.start) / sim::kPageSize : 0;
        if (same && at < area->entries.size()) {
            area->entries[at] = old.entries[i];
        } else {
            change.pages_gone.push_back(page);
        }
    }
}

void Space::compare(Area& area, std::size_t first, const std::vector<std::uint64_t>& now, TaskChange& change) {
    for (std::size_t i = 0; i < now.size(); ++i) {
        std::uint64_t& known = area.entries[first + i];
        if (known == now[i]) continue;
        const VirtAddr page = area.it.row.start + (first + i) * sim::kPageSize;
        known = now[i];
        if (known == 0) {
            change.pages_gone.push_back(page);
        } else {
            change.pages.push_back(page_row(page, known));
        }
    }
}

void Space::look_at_pages(pid_t pid, TaskChange& change) {
    if (areas_.empty()) return;
    const Descriptor pagemap = open_file(proc_file(pid, "pagemap"));
    if (!pagemap) return;
    for (auto& [start, area] : areas_) {
        const bool cut = area.entries.size() * sim::kPageSize < area.it.row.end - area.it.row.start;
        if (cut) cut_.insert(area.it.row.name);
        const std::vector<std::uint64_t> now = entries_of(pagemap, start, area.entries.size());
        if (now != area.entries) compare(area, 0, now, change);
    }
}

void Space::look_at_page(pid_t pid, VirtAddr page, TaskChange& change) {
    auto found = areas_.upper_bound(page);
    if (found == areas_.begin()) return;
    Area& area = (--found)->second;
    const std::size_t at = (page - area.it.row.start) / sim::kPageSize;
    if (at >= area.entries.size()) return;
    const Descriptor pagemap = open_file(proc_file(pid, "pagemap"));
    if (pagemap) compare(area, at, entries_of(pagemap, page, 1), change);
}

void Space::clear(TaskChange& change) {
    replace_areas({}, change);
}

}  // namespace app::host
