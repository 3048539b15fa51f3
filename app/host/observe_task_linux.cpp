#include "app/host/observe_task_linux.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "app/host/maps_linux.h"
#include "app/host/observe_linux.h"

#undef si_addr  // <signal.h> has it, and so have rows

namespace app::host {
namespace {

using sim::VirtAddr;
using sim::report::AreaKind;
using sim::report::AreaRow;
using sim::report::TaskRow;
using sim::report::TaskState;

// What every helper has and no simulated process: its program, the ranges it keeps like the simulator's.
bool helpers_own(const Helper& helper, const AreaRow& area) {
    const std::uint64_t start = area.start.value;
    if (start >= HELPER_IMAGE_BASE && start < HELPER_IMAGE_END) return true;
    const bool kept_free = area.start.value <= sim::kMmapTop && area.end.value > sim::kMmapTop;
    if (helper.own) return kept_free || area.name.starts_with("[v");  // vdso, vvar, vsyscall
    const bool scratch = start >= sim::kTextBase && start < sim::report::kScratch + sim::report::kScratchBytes;
    return scratch || kept_free || area.name.starts_with("[");
}

// By address: data and heap may be one area to the kernel, which calls all of it "[heap]".
AreaKind kind_in(const OwnMemory& own, const AreaRow& area) {
    if (area.name == "[stack]") return AreaKind::stack;
    const bool of_file = area.start >= VirtAddr{sim::kTextBase} && area.start < own.heap;
    if (of_file) return area.start < own.data ? AreaKind::text : AreaKind::data;
    return area.name == "[heap]" ? AreaKind::heap : area.kind;
}

// An area that reaches over where the heap begins, as data and heap.
std::vector<MapsLine> as_simulated(const std::optional<OwnMemory>& own, const MapsLine& area) {
    std::vector<MapsLine> pieces{area};
    if (!own) return pieces;
    if (area.row.start < own->heap && own->heap < area.row.end) {
        pieces.push_back(area);
        pieces.front().row.end = pieces.back().row.start = own->heap;
    }
    for (MapsLine& piece : pieces) piece.row.kind = kind_in(*own, piece.row);
    return pieces;
}

std::vector<std::uint64_t> pagemap_entries(const Helper& helper, VirtAddr start, std::uint64_t pages) {
    std::vector<std::uint64_t> entries(pages);
    const auto at = static_cast<off_t>(start.value / sim::kPageSize * sizeof(std::uint64_t));
    const ssize_t got = ::pread(helper.pagemap.get(), entries.data(), entries.size() * sizeof(std::uint64_t), at);
    entries.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)) / sizeof(std::uint64_t));
    return entries;
}

void add_pages(const Helper& helper, const MapsLine& area, ObservedFrames& frames, TaskRow& row) {
    const std::uint64_t all = (area.row.end - area.row.start) / sim::kPageSize;
    const std::vector<std::uint64_t> entries =
        pagemap_entries(helper, area.row.start, std::min<std::uint64_t>(all, kPagesLookedAt));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if ((entries[i] & kPagemapPresent) == 0) continue;
        sim::report::PageRow page;
        page.page = area.row.start + i * sim::kPageSize;
        page.present = true;
        page.pfn = frames.met(helper.pid, area, page.page, entries[i]);
        row.pages.push_back(page);
    }
}

// The helper's program is a file in memory too: its present pages count in RssShmem.
std::uint64_t own_file_pages(const Helper& helper, const AreaRow& area) {
    const std::uint64_t pages = std::min<std::uint64_t>((area.end - area.start) / sim::kPageSize, kPagesLookedAt);
    const std::vector<std::uint64_t> entries = pagemap_entries(helper, area.start, pages);
    return static_cast<std::uint64_t>(std::count_if(entries.begin(), entries.end(), [](std::uint64_t entry) {
        return (entry & kPagemapPresent) != 0 && (entry & kPagemapShared) != 0;
    }));
}

// Returns how many of the pages are of files no simulated process has: the helper's program, the text of its own.
std::uint64_t add_areas(const Helper& helper, ObservedFrames& frames, TaskRow& row) {
    const std::string text = read_file(helper.maps);
    std::string_view rest(text);
    std::uint64_t own_pages = 0;
    while (!rest.empty()) {
        const MapsLine line = maps_line(next_line(rest));
        const bool image = line.row.start.value >= HELPER_IMAGE_BASE && line.row.start.value < HELPER_IMAGE_END;
        if (image) own_pages += own_file_pages(helper, line.row);
        if (helpers_own(helper, line.row)) continue;
        for (const MapsLine& area : as_simulated(helper.own, line)) {
            if (area.row.kind == AreaKind::text) own_pages += own_file_pages(helper, area.row);
            add_pages(helper, area, frames, row);
            row.areas.push_back(area.row);
        }
    }
    return own_pages;
}

// "Uid:\t1000\t1000\t1000\t1000": real, effective, saved, of the file system.
void add_status(const Helper& helper, TaskRow& row) {
    const std::string text = read_file(helper.status);
    std::string_view rest(text);
    while (!rest.empty()) {
        std::string_view line = next_line(rest);
        const std::string_view name = next_field(line);
        if (name == "Uid:") {
            row.uid = sim::Uid{static_cast<std::uint32_t>(number(next_field(line)))};
            row.euid = sim::Uid{static_cast<std::uint32_t>(number(next_field(line)))};
        } else if (name == "Gid:") {
            row.gid = sim::Gid{static_cast<std::uint32_t>(number(next_field(line)))};
            row.egid = sim::Gid{static_cast<std::uint32_t>(number(next_field(line)))};
        } else if (name == "Groups:") {
            for (std::string_view group = next_field(line); !group.empty(); group = next_field(line)) {
                row.groups.push_back(sim::Gid{static_cast<std::uint32_t>(number(group))});
            }
        } else if (name == "RssShmem:") {
            row.rss_pages = number(next_field(line)) * 1024 / sim::kPageSize;
        } else if (name == "VmLck:") {
            row.locked_pages = number(next_field(line)) * 1024 / sim::kPageSize;
        } else if (name == "VmSwap:") {
            row.swapped_pages = number(next_field(line)) * 1024 / sim::kPageSize;
        } else if (name == "CapEff:") {
            row.capabilities = number(next_field(line), 16);
        } else if (name == "SigPnd:" || name == "ShdPnd:") {  // the thread's, the process's
            row.pending |= number(next_field(line), 16);
        } else if (name == "SigBlk:") {
            row.blocked_signals = number(next_field(line), 16);
        } else if (name == "SigCgt:") {
            row.caught_signals = number(next_field(line), 16);
        }
    }
}

void add_ending(const Helper& helper, TaskRow& row) {
    if (!helper.wait_status) return;
    if (WIFEXITED(*helper.wait_status)) row.exit_status = WEXITSTATUS(*helper.wait_status);
    if (WIFSIGNALED(*helper.wait_status)) row.signal = WTERMSIG(*helper.wait_status);
    if (!helper.fault || helper.fault->signal != row.signal) return;
    row.si_code = helper.fault->si_code;
    row.si_addr = VirtAddr{helper.fault->fault_address};
}

}  // namespace

TaskRow task_row(const Helper& helper, ObservedFrames& frames) {
    TaskRow row;
    row.pid = row.tgid = helper.pid;
    row.ppid = helper.ppid;
    row.root = sim::kNoFrame;
    row.state = helper.state == TaskState::ready && helper.busy ? TaskState::blocked : helper.state;
    if (!helper.alive()) {
        add_ending(helper, row);
        return row;
    }
    add_status(helper, row);
    const std::uint64_t own_pages = add_areas(helper, frames, row);
    row.rss_pages -= std::min(row.rss_pages, own_pages);
    return row;
}

}  // namespace app::host
