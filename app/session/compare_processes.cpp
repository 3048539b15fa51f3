// The processes: state, credentials, areas, present pages and which of them share a frame.
#include <algorithm>
#include <map>

#include "app/session/compare_notes.h"

namespace app::session {
namespace {

using sim::Pfn;
using sim::report::AreaKind;
using sim::report::AreaRow;
using sim::report::FrameOwner;
using sim::report::PageRow;
using sim::report::State;
using sim::report::TaskRow;
using sim::report::TaskState;

// Entries of one area looked at; the real kernel's observer stops there too.
constexpr std::uint64_t kPagesLookedAt = 1024;

// Which areas a comparison is about: those a process maps, or those its program brings with it, which to processes
// moved by hand are each kernel's own affair.
using Belongs = bool (*)(const AreaRow& area);

bool mapped(const AreaRow& area) {
    return area.kind == AreaKind::shm || area.kind == AreaKind::object || area.kind == AreaKind::anon;
}
bool programs_own(const AreaRow& area) {
    return !mapped(area);
}

// Whether private anonymous areas that touch become one depends on what was written in them before; here they do.
bool one_area(const AreaRow& left, const AreaRow& right) {
    const bool anonymous = left.kind == AreaKind::anon || programs_own(left);
    return anonymous && left.kind == right.kind && left.end == right.start && left.perms == right.perms &&
           left.name == right.name && !left.perms.shared;
}

std::vector<AreaRow> compared_areas(const TaskRow& process, Belongs belongs) {
    std::vector<AreaRow> areas;
    for (const AreaRow& area : process.areas) {
        if (!belongs(area)) continue;
        if (!areas.empty() && one_area(areas.back(), area))
            areas.back().end = area.end;
        else
            areas.push_back(area);
    }
    return areas;
}

std::string area_text(const AreaRow& area) {
    if (programs_own(area)) {
        return fmt::format("{:x}-{:x} {} {}", area.start.value, area.end.value, area.perms.text(),
                           area_kind_name(area.kind));
    }
    std::string text = fmt::format("{:x}-{:x} {} {:08x} {}", area.start.value, area.end.value, area.perms.text(),
                                   area.kind == AreaKind::anon ? 0 : area.offset, area.name);
    if (area.kind == AreaKind::shm) text += fmt::format(" shmid {}", area.shmid.value);
    return text;
}

std::string areas_text(const std::vector<AreaRow>& areas) {
    std::string text;
    for (const AreaRow& area : areas) text += (text.empty() ? "" : "; ") + area_text(area);
    return text.empty() ? "none" : text;
}

// The entries of an area nobody may access are not present to the hardware, but to /proc/PID/pagemap they are.
bool accessible(const AreaRow& area) {
    return area.perms.read || area.perms.write || area.perms.execute;
}

std::vector<PageRow> compared_pages(const TaskRow& process, Belongs belongs) {
    std::vector<PageRow> pages;
    for (const PageRow& page : process.pages) {
        if (!page.present) continue;
        const auto area = std::find_if(process.areas.begin(), process.areas.end(),
                                       [&](const AreaRow& a) { return a.start <= page.page && page.page < a.end; });
        if (area == process.areas.end() || !belongs(*area) || !accessible(*area)) continue;
        if ((page.page - area->start) / sim::kPageSize < kPagesLookedAt) pages.push_back(page);
    }
    return pages;
}

std::string addresses_text(const std::vector<PageRow>& pages) {
    std::string text;
    for (const PageRow& page : pages) text += fmt::format("{}{:x}", text.empty() ? "" : " ", page.page.value);
    return text.empty() ? "none" : text;
}

// The first page that only one of the lists has.
Selection first_page_apart(const TaskRow& process, const std::vector<PageRow>& a, const std::vector<PageRow>& b) {
    const auto same = [](const PageRow& x, const PageRow& y) { return x.page == y.page; };
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same);
    Selection where;
    where.kind = Selection::Kind::page;
    where.pid = process.pid;
    where.address = left == a.end() || (right != b.end() && right->page < left->page) ? right->page : left->page;
    return where;
}

// The first area that only one of the lists has.
Selection first_area_apart(const TaskRow& process, const std::vector<AreaRow>& a, const std::vector<AreaRow>& b) {
    const auto same = [](const AreaRow& x, const AreaRow& y) { return area_text(x) == area_text(y); };
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same);
    Selection where;
    where.kind = Selection::Kind::area;
    where.pid = process.pid;
    where.address = left == a.end() || (right != b.end() && right->start < left->start) ? right->start : left->start;
    return where;
}

// A page whose frame is known, on the real side.
bool frame_known(const State& real, sim::Pid pid, sim::VirtAddr page) {
    const TaskRow* process = real.process(pid);
    if (process == nullptr) return false;
    const auto found = std::lower_bound(process->pages.begin(), process->pages.end(), page,
                                        [](const PageRow& row, sim::VirtAddr at) { return row.page < at; });
    return found != process->pages.end() && found->page == page && found->pfn != sim::kNoFrame;
}

// "2:7ffff7ff7000=1": frames are named in the order they are met. Only pages whose frame the real kernel shows.
std::string sharing_text(const State& state, const State& real, Belongs belongs) {
    std::map<Pfn, std::size_t> names;
    std::string text;
    for (const TaskRow& process : state.processes) {
        for (const PageRow& page : compared_pages(process, belongs)) {
            if (!frame_known(real, process.pid, page.page)) continue;
            const std::size_t name = names.emplace(page.pfn, names.size() + 1).first->second;
            text += fmt::format("{}{}:{:x}={}", text.empty() ? "" : " ", process.pid.value, page.page.value, name);
        }
    }
    return text.empty() ? "no page" : text;
}

bool all_frames_known(const State& real) {
    return std::all_of(real.processes.begin(), real.processes.end(), [](const TaskRow& process) {
        return std::none_of(process.pages.begin(), process.pages.end(),
                            [](const PageRow& page) { return page.pfn == sim::kNoFrame; });
    });
}

void compare_sharing(CompareNotes& notes, const State& simulated, const State& real, Belongs belongs) {
    notes.check("", "pages that share a frame", sharing_text(simulated, real, belongs),
                sharing_text(real, real, belongs));
    if (!all_frames_known(real))
        notes.unchecked("who shares a private page: /proc/PID/pagemap tells frames to root only");
}

// RssShmem of /proc/PID/status: entries that point to pages of segments and objects.
std::uint64_t shared_resident(const State& state, const TaskRow& process) {
    return static_cast<std::uint64_t>(
        std::count_if(process.pages.begin(), process.pages.end(), [&](const PageRow& page) {
            const sim::report::FrameRow* frame = page.present ? state.frame(page.pfn) : nullptr;
            return frame != nullptr && (frame->owner == FrameOwner::segment || frame->owner == FrameOwner::object);
        }));
}

std::string state_text(const TaskRow& process) {
    switch (process.state) {
        case TaskState::ready: return "ready";
        case TaskState::blocked: return "blocked";
        case TaskState::stopped: return "stopped";
        case TaskState::zombie:
        case TaskState::ended: break;
    }
    const char* const name = process.state == TaskState::zombie ? "zombie" : "ended";
    if (process.signal) return fmt::format("{}, killed by signal {}", name, *process.signal);
    return fmt::format("{}, exit status {}", name, process.exit_status.value_or(0));
}

bool ended(const TaskRow& process) {
    return process.state == TaskState::zombie || process.state == TaskState::ended;
}

bool status_unseen(const TaskRow& process) {
    return ended(process) && !process.exit_status && !process.signal;
}

std::string groups_text(const TaskRow& process) {
    std::vector<sim::Gid> groups = process.groups;
    std::sort(groups.begin(), groups.end());
    std::string text;
    for (sim::Gid group : groups) text += fmt::format("{} ", group.value);
    return text;
}

void compare_credentials(CompareNotes& notes, const std::string& where, const TaskRow& simulated, const TaskRow& real,
                         std::uint64_t known_capabilities) {
    notes.check_user(where, "uid", simulated.uid.value, real.uid.value);
    notes.check_user(where, "euid", simulated.euid.value, real.euid.value);
    notes.check_user(where, "gid", simulated.gid.value, real.gid.value);
    notes.check_user(where, "egid", simulated.egid.value, real.egid.value);
    if (!notes.abilities.several_uids) return;
    notes.check(where, "groups", groups_text(simulated), groups_text(real));
    notes.check_as("{:#x}", where, "capabilities", simulated.capabilities & known_capabilities,
                   real.capabilities & known_capabilities);
}

void about(CompareNotes& notes, const TaskRow& process) {
    notes.pid = process.pid;
    notes.place = {};
    notes.place.kind = Selection::Kind::process;
    notes.place.pid = process.pid;
}

void about_nobody(CompareNotes& notes) {
    notes.pid = sim::kNoPid;
    notes.place = {};
}

void compare_areas(CompareNotes& notes, const TaskRow& process, const TaskRow& other, Belongs belongs) {
    const std::string where = fmt::format("process {}", process.pid.value);
    const Selection whole = notes.place;
    const std::vector<AreaRow> areas = compared_areas(process, belongs), other_areas = compared_areas(other, belongs);
    const std::string text = areas_text(areas), other_text = areas_text(other_areas);
    if (text != other_text) notes.place = first_area_apart(process, areas, other_areas);
    notes.check(where, "areas", text, other_text);
    const std::vector<PageRow> pages = compared_pages(process, belongs), other_pages = compared_pages(other, belongs);
    const std::string addresses = addresses_text(pages), other_addresses = addresses_text(other_pages);
    if (addresses != other_addresses) notes.place = first_page_apart(process, pages, other_pages);
    notes.check(where, "present pages", addresses, other_addresses);
    notes.place = whole;
}

void compare_memory(CompareNotes& notes, const State& simulated, const TaskRow& process, const TaskRow& other) {
    const std::string where = fmt::format("process {}", process.pid.value);
    compare_areas(notes, process, other, mapped);
    if (std::all_of(process.areas.begin(), process.areas.end(), accessible)) {
        notes.check(where, "RssShmem (pages)", shared_resident(simulated, process), other.rss_pages);
    } else {
        notes.unchecked("pages of areas without any access: the hardware and /proc/PID/pagemap disagree");
    }
}

}  // namespace

void compare_processes(CompareNotes& notes, const State& simulated, const State& real,
                       std::uint64_t known_capabilities) {
    std::string simulated_pids, real_pids;
    for (const TaskRow& process : simulated.processes) simulated_pids += fmt::format("{} ", process.pid.value);
    for (const TaskRow& process : real.processes) real_pids += fmt::format("{} ", process.pid.value);
    notes.check("", "processes", simulated_pids, real_pids);
    for (const TaskRow& process : simulated.processes) {
        const TaskRow* other = real.process(process.pid);
        if (other == nullptr) continue;
        about(notes, process);
        const std::string where = fmt::format("process {}", process.pid.value);
        if (status_unseen(*other)) {
            notes.check(where, "has ended", ended(process), true);
            notes.unchecked(kUnseenStatus);
            continue;
        }
        notes.check(where, "state", state_text(process), state_text(*other));
        if (ended(process) || ended(*other)) continue;
        notes.check(where, "parent", process.ppid.value, other->ppid.value);
        compare_credentials(notes, where, process, *other, known_capabilities);
        notes.check_as("{:#x}", where, "pending signals", process.pending, other->pending);
        notes.check_as("{:#x}", where, "blocked signals", process.blocked_signals, other->blocked_signals);
        compare_memory(notes, simulated, process, *other);
    }
    about_nobody(notes);
    compare_sharing(notes, simulated, real, mapped);
}

void compare_memories(CompareNotes& notes, const State& simulated, const State& real) {
    for (const TaskRow& process : simulated.processes) {
        const TaskRow* other = real.process(process.pid);
        if (other == nullptr || process.tgid != process.pid) continue;
        about(notes, process);
        notes.check(fmt::format("process {}", process.pid.value), "has ended", ended(process), ended(*other));
        if (!ended(process) && !ended(*other)) compare_memory(notes, simulated, process, *other);
    }
    about_nobody(notes);
    compare_sharing(notes, simulated, real, mapped);
}

void compare_own_memories(CompareNotes& notes, const State& simulated, const State& real) {
    for (const TaskRow& process : simulated.processes) {
        const TaskRow* other = real.process(process.pid);
        if (other == nullptr || process.tgid != process.pid || ended(process) || ended(*other)) continue;
        about(notes, process);
        compare_areas(notes, process, *other, programs_own);
    }
    about_nobody(notes);
    compare_sharing(notes, simulated, real, programs_own);
}

}  // namespace app::session
