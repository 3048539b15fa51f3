#include "app/cli/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace app::cli {
namespace {

using namespace sim::report;

constexpr std::size_t kMapsNameColumn = 73;

std::string segment_line(const SegmentRow& row) {
    return fmt::format("{:#010x} {:<10} {:<10} {:<10o} {:<10} {:<10} {:<6} {:<6}\n",
                       static_cast<std::uint32_t>(row.key.value), id_text(row.shmid), user_name(row.uid),
                       row.mode & 0777, row.bytes, row.nattch, row.dest ? "dest" : " ", row.locked ? "locked" : " ");
}

std::string area_line(const AreaRow& area) {
    const bool shm = area.kind == AreaKind::shm;
    std::string line = fmt::format("{:08x}-{:08x} {} {:08x} 00:{:02x} {} ", area.start.value, area.end.value,
                                   area.perms.text(), area.offset, shm ? 1 : 0, shm ? area.shmid.value : 0);
    if (!area.name.empty()) {
        line.resize(std::max(line.size(), kMapsNameColumn), ' ');
        line += area.name;
    }
    return line + "\n";
}

std::string table_line(const TableRow& table) {
    static constexpr std::array<std::string_view, 4> kLevels{"PT", "PD", "PDPT", "PML4"};
    return fmt::format("{:<4}  frame {:<8} from {:#014x}  {:3} of 512 entries used\n",
                       kLevels[static_cast<std::size_t>(table.level) % kLevels.size()], table.pfn.value,
                       table.base.value, table.used);
}

std::string entry_line(const PageRow& page) {
    const auto bit = [](bool set, char letter) { return set ? letter : '-'; };
    if (page.swapped) return fmt::format("{:#014x}  {:#018x}  swap {}\n", page.page.value, page.pte, page.swap_slot);
    return fmt::format("{:#014x}  {:#018x}  frame {:<8} {}{}{}{}{} {}\n", page.page.value, page.pte, page.pfn.value,
                       bit(page.present, 'P'), bit(page.writable, 'W'), bit(page.user, 'U'), bit(page.accessed, 'A'),
                       bit(page.dirty, 'D'), page.nx ? "NX" : "");
}

std::string frame_use(const FrameRow& row) {
    switch (row.owner) {
        case FrameOwner::segment: return fmt::format("shmid {}, page {}", id_text(row.shmid), row.index);
        case FrameOwner::table: return fmt::format("pid {}, level {}", row.pid.value, row.index);
        case FrameOwner::private_: return fmt::format("pid {}", row.pid.value);
        case FrameOwner::object: return fmt::format("page {}", row.index);
        default: return "";
    }
}

std::string ending(const TaskRow& process) {
    if (process.signal) return fmt::format("killed by signal {}", *process.signal);
    if (process.exit_status) return fmt::format("exited with {}", *process.exit_status);
    std::string text(task_state_name(process.state));
    if (!process.waiting_for.empty()) text += ", waiting for " + process.waiting_for;
    return process.line == 0 ? text : fmt::format("{}, next {}:{}", text, process.file, process.line);
}

}  // namespace

std::string user_name(sim::Uid uid) {
    return uid.value == 0 ? "root" : fmt::format("{}", uid.value);
}

std::string segments_table(const State& state) {
    std::string text = "\n------ Shared Memory Segments --------\n";
    text += fmt::format("{:<10} {:<10} {:<10} {:<10} {:<10} {:<10} {:<12}\n", "key", "shmid", "owner", "perms", "bytes",
                        "nattch", "status");
    for (const SegmentRow& row : state.segments) text += segment_line(row);
    return text + "\n";
}

std::string limits_table(const State& state) {
    const LimitsRow& limits = state.limits;
    const std::uint64_t most = ~0ull / limits.page_size;  // ipcs saturates, as the product would overflow
    std::string text = fmt::format(
        "max number of segments = {}\nmax seg size (kbytes) = {}\nmax total shared memory (kbytes) = {}\n"
        "min seg size (bytes) = 1\nsegments allocated {}\npages allocated {}\npages resident  {}\n"
        "frames {}, free {}\n",
        limits.shmmni, limits.shmmax / 1024, std::min(limits.shmall, most) * (limits.page_size / 1024),
        state.usage.segments, state.usage.shm_pages, state.usage.shm_resident, limits.frames, state.usage.frames_free);
    if (limits.swap != 0) text += fmt::format("swap pages {}, used {}\n", limits.swap, state.usage.swap_used);
    if (state.usage.shm_swapped != 0) text += fmt::format("pages swapped   {}\n", state.usage.shm_swapped);
    return limits.cpus > 1 ? text + fmt::format("cpus {}\n", limits.cpus) : text;
}

std::string process_line(const TaskRow& process) {
    const bool thread = process.tgid != process.pid && process.tgid.value != 0;
    std::string text = fmt::format("{} ({}pid {}, uid {}): {}; {} resident pages, {} minor faults", process.name,
                                   thread ? fmt::format("thread of {}, ", process.tgid.value) : "", process.pid.value,
                                   process.uid.value, ending(process), process.rss_pages, process.minor_faults);
    if (process.major_faults != 0) text += fmt::format(", {} major faults", process.major_faults);
    if (process.swapped_pages != 0) text += fmt::format(", {} pages swapped", process.swapped_pages);
    return text + "\n";
}

std::string areas_table(const TaskRow& process) {
    std::string text;
    for (const AreaRow& area : process.areas) text += area_line(area);
    return text;
}

std::string page_table(const TaskRow& process) {
    std::string text;
    for (const TableRow& table : process.tables) text += table_line(table);
    for (const PageRow& page : process.pages) text += entry_line(page);
    return text;
}

std::string present_pages(const TaskRow& process) {
    std::string text;
    for (const PageRow& page : process.pages) {
        const std::string frame = page.pfn == sim::kNoFrame ? "unknown" : fmt::format("{}", page.pfn.value);
        text += fmt::format("{:#014x}  frame {}\n", page.page.value, frame);
    }
    return text;
}

std::string frames_table(const State& state) {
    std::string text = fmt::format("{:<8} {:<8} {:>8}  {}\n", "frame", "owner", "mapcount", "of");
    for (const FrameRow& row : state.frames) {
        text += fmt::format("{:<8} {:<8} {:>8}  {}\n", row.pfn.value, frame_owner_name(row.owner), row.mapcount,
                            frame_use(row));
    }
    return text;
}

std::string tlb_table(const State& state) {
    std::string text;
    for (const TlbRow& row : state.tlb) {
        text += fmt::format("cpu {}  pid {:<6} {:#014x}  frame {:<8} {}{}\n", row.cpu, row.pid.value, row.page.value,
                            row.pfn.value, row.writable ? 'W' : '-', row.dirty ? 'D' : '-');
    }
    return text;
}

}  // namespace app::cli
