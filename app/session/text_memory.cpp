// What the MMU and the kernel's memory management did: faults, areas, entries, frames, segments, swap.
#include <fmt/format.h>

#include "app/session/text_events.h"
#include "sim/base/limits.h"
#include "sim/hw/pte.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

std::string kind_word(std::uint64_t kind) {
    if (kind > static_cast<std::uint64_t>(sim::report::AreaKind::anon)) return "memory";
    return std::string(sim::report::area_kind_name(static_cast<sim::report::AreaKind>(kind)));
}

std::string entry_flags(sim::hw::Pte entry) {
    std::string flags = entry.present() ? "P" : "not present";
    if (entry.writable()) flags += " W";
    if (entry.user()) flags += " U";
    if (entry.accessed()) flags += " A";
    if (entry.dirty()) flags += " D";
    if (entry.no_execute()) flags += " NX";
    return flags;
}

std::string table_word(std::uint64_t level) {
    switch (level) {
        case 3: return "PML4";
        case 2: return "PDPT";
        case 1: return "PD";
        default: return "PT";
    }
}

std::string levels_word(std::uint64_t levels) {
    std::string path = "PML4";
    for (std::uint64_t level = 1; level < levels && level < 4; ++level) path += " → " + table_word(3 - level);
    return path;
}

std::string frames_word(std::uint64_t count) {
    return fmt::format("{} frame{}", count, count == 1 ? "" : "s");
}

std::string entries_word(std::uint64_t count) {
    return fmt::format("{} entr{}", count, count == 1 ? "y" : "ies");
}

std::string owner_word(std::uint64_t owner, std::uint64_t id, std::uint64_t index, const TextContext& context) {
    switch (static_cast<sim::report::FrameOwner>(owner)) {
        case sim::report::FrameOwner::segment:
            return fmt::format("page {} of segment {}", index, static_cast<std::int32_t>(id));
        case sim::report::FrameOwner::table:
            return fmt::format("a {} of {}", table_word(index), context.process(pid_arg(id)));
        case sim::report::FrameOwner::private_: return "a private page of " + context.process(pid_arg(id));
        case sim::report::FrameOwner::cache: return fmt::format("page {} of a program's text", index);
        case sim::report::FrameOwner::object: return fmt::format("page {} of a memory object", index);
        case sim::report::FrameOwner::kernel: return "the kernel";
        case sim::report::FrameOwner::free: break;
    }
    return "nobody";
}

// The page a fault asks for: of a segment, of a program's text, or the process's own.
std::string page_word(const Telling& telling, const EventArgs& a) {
    const sim::report::AreaRow* area = area_at(telling.context, telling.pid, telling.fault_address);
    const auto kind = area != nullptr ? area->kind : sim::report::AreaKind::anon;
    if (kind == sim::report::AreaKind::shm) {
        return fmt::format("page {} of segment {}", a[1], static_cast<std::int32_t>(a[0]));
    }
    return fmt::format("page {} of {}", a[1], area != nullptr ? sim::report::area_kind_name(kind) : "the area");
}

std::string opened_word(const EventArgs& a) {
    const std::string kind = kind_word(a[3]);
    const sim::ShmId shmid = shmid_arg(a[4]);
    return shmid == sim::kNoSegment ? kind : fmt::format("{} (segment {})", kind, sim::report::id_text(shmid));
}

// Index of the entry at which a walk of a[1] levels ended.
std::uint32_t entry_index(const EventArgs& a) {
    return sim::hw::table_index(sim::VirtAddr{a[0]}, sim::hw::kLevels - static_cast<int>(a[1]));
}

std::string mapcount_word(const EventArgs& a) {
    if (a[2] == 0) return "no entry leads to it any more";
    if (a[2] > a[1] && a[2] > 1) return fmt::format("{} entries lead to it, nothing was copied", a[2]);
    return a[2] > a[1] ? "one entry leads to it" : "others still map it";
}

std::string code_word(std::uint64_t signal, std::uint64_t code) {
    if (signal == 11) return code == 2 ? "SEGV_ACCERR: not allowed" : "SEGV_MAPERR: nothing is mapped there";
    if (signal == 7) return "BUS_ADRERR: behind the end of the object";
    return fmt::format("si_code {}", static_cast<std::int64_t>(code));
}

}  // namespace

EventText tell_fault_check(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string area = area_word(telling.context, telling.pid, a[0]);
    switch (event.rule) {
        case Rule::area_found:
            return kernel_text("address in area " + area, fmt::format("{} to {}", hex(a[1]), hex(a[2])));
        case Rule::area_absent:
            return kernel_text("no area contains " + hex(a[0]), "nothing may be there: SIGSEGV, SEGV_MAPERR");
        case Rule::area_allows: return kernel_text(access_noun(a[1]) + " is allowed there");
        case Rule::area_forbids:
            return kernel_text(access_noun(a[1]) + " is not allowed in " + area, "SIGSEGV, SEGV_ACCERR");
        case Rule::page_resident:
            return kernel_text("look up " + page_word(telling, a),
                               "already in " + frame_word(a[2]) + ": nothing to copy");
        default: return kernel_text("look up " + page_word(telling, a), "nobody touched it yet: it needs a frame");
    }
}

EventText tell_area(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::area_open:
            return kernel_text(
                fmt::format("open area {} at {}", opened_word(a), hex(a[0])),
                fmt::format("{}, {}: addresses only", perms_word(a[2]), pages_word((a[1] - a[0]) >> 12)));
        case Rule::area_close: return kernel_text(fmt::format("close area {} at {}", opened_word(a), hex(a[0])));
        default:
            return kernel_text(fmt::format("resize area {}", kind_word(a[5])),
                               fmt::format("{}–{} → {}–{}", hex(a[0]), hex(a[1]), hex(a[2]), hex(a[3])));
    }
}

EventText tell_entry(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const sim::hw::Pte old{a[3]}, now{a[4]};
    switch (event.rule) {
        case Rule::pte_set:
            return kernel_text(fmt::format("set entry {} = {}", a[2], frame_word(now.pfn().value)),
                               fmt::format("{}; was {}", entry_flags(now), old.bits == 0 ? "empty" : entry_flags(old)));
        case Rule::pte_clear:
            return kernel_text(fmt::format("clear entry {}", a[2]),
                               old.present() ? "led to " + frame_word(old.pfn().value) : "named a swap slot");
        case Rule::pte_protect:
            return kernel_text(fmt::format("entry {}: {}", a[2], now.writable() ? "writable" : "read-only"),
                               now.writable() ? "nobody else has this frame" : "copied when somebody writes");
        case Rule::pte_swap:
            return kernel_text(fmt::format("entry {} names a swap slot now", a[2]),
                               fmt::format("led to {}: the next access is a fault", frame_word(old.pfn().value)));
        case Rule::pte_age:
            return kernel_text(fmt::format("clear A of entry {}", a[2]),
                               frame_word(now.pfn().value) + ": whoever uses it again sets it again");
        case Rule::table_link:
            return kernel_text(fmt::format("new {} in {}", table_word(a[1] - 1), frame_word(a[3])),
                               fmt::format("entry {} of the {} leads to it", a[2], table_word(a[1])));
        default:
            return kernel_text(fmt::format("drop the {} in {}", table_word(a[1] - 1), frame_word(a[3])),
                               "no entry left in it");
    }
}

EventText tell_hardware(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::tlb_miss: return {Chip::cpu, fmt::format("{} page {}", access_word(a[1]), hex(a[0])), "TLB miss"};
        case Rule::walk_done: {
            const bool absent = a[2] == sim::kNoFrame.value;
            return {Chip::mmu, "walk " + levels_word(a[1]),
                    absent ? fmt::format("entry {} not present", entry_index(a))
                           : frame_word(a[2]) + ", " + entry_flags({a[3]})};
        }
        case Rule::tlb_fill: return {Chip::mmu, "remember " + frame_word(a[1]) + " in the TLB", "page " + hex(a[0])};
        case Rule::tlb_flush_page: return {Chip::mmu, "forget page " + hex(a[0]) + " in the TLB", ""};
        case Rule::tlb_flush_range:
            return {Chip::mmu, fmt::format("forget {} of the range in the TLB", entries_word(a[2])),
                    hex(a[0]) + " to " + hex(a[1])};
        case Rule::tlb_flush_asid:
            return {Chip::mmu, fmt::format("forget {} of the process in the TLB", entries_word(a[1])), ""};
        case Rule::tlb_shootdown:
            return {Chip::mmu, fmt::format("CPU {} forgets page {} too", a[0], hex(a[1])), "TLB shootdown"};
        case Rule::dirty_set: return {Chip::mmu, "set D: the page is written for the first time", frame_word(a[1])};
        case Rule::access_retry: return {Chip::cpu, "retry the " + access_word(a[1]), hex(a[0])};
        default:
            return {
                Chip::cpu,
                fmt::format("{} {} at {}", event.rule == Rule::load ? "load" : "store", bytes_word(a[1]), hex(a[0])),
                fmt::format("value {}", static_cast<std::int64_t>(a[2]))};
    }
}

EventText tell_fault(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::fault_enter:
            return {Chip::trap, "page fault: user, " + access_word(a[1]),
                    hex(a[0]) + (a[2] != 0 ? ": present, but not allowed" : ": not present")};
        case Rule::fault_minor:
            return kernel_text("minor fault served", fmt::format("number {} of this process", a[1]));
        case Rule::fault_major:
            return kernel_text("major fault served", fmt::format("number {} of this process: read from swap", a[1]));
        case Rule::fault_cow:
            if (is_zero_page(a[1]))
                return kernel_text(frame_word(a[2]) + " in place of the zero page", "the first write to this page");
            return kernel_text(fmt::format("copy {} to {}", frame_word(a[1]), frame_word(a[2])),
                               "copy on write: the other keeps the old one");
        case Rule::fault_cow_reuse:
            return kernel_text("write in place: " + frame_word(a[1]), "the last owner needs no copy");
        default: return {Chip::trap, signal_name(a[1]) + " at " + hex(a[0]), code_word(a[1], a[2])};
    }
}

EventText tell_frame(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::frame_alloc:
            return kernel_text("take " + frame_word(a[0]) + ", all zeroes",
                               "for " + owner_word(a[1], a[2], a[3], telling.context));
        case Rule::frame_free:
            return kernel_text("free " + frame_word(a[0]), "was " + owner_word(a[1], a[2], a[3], telling.context));
        default:
            return kernel_text(fmt::format("{}: map count {} → {}", frame_word(a[0]), a[1], a[2]), mapcount_word(a));
    }
}

EventText tell_segment(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const std::string shmid = sim::report::id_text(shmid_arg(a[0]));
    switch (event.rule) {
        case Rule::segment_create:
            return kernel_text(
                fmt::format("new segment {}: key {}, {}", shmid, key_word(a[1]), bytes_word(a[2])),
                fmt::format("mode {:04o}, {} reserved, no frame yet", a[3], pages_word(sim::pages_for(a[2]))));
        case Rule::segment_attach:
        case Rule::segment_detach: return kernel_text(fmt::format("segment {}: nattch {} → {}", shmid, a[1], a[2]));
        case Rule::segment_set:
            return kernel_text(
                fmt::format("segment {}: owner {}, group {}, mode {:04o}", shmid, a[1], a[2], a[3] & 0777));
        case Rule::segment_dest:
            return kernel_text(fmt::format("segment {}: marked for destruction", shmid),
                               fmt::format("key {} is free again; the memory stays while attached", key_word(a[1])));
        case Rule::segment_destroy:
            return kernel_text(fmt::format("destroy segment {}", shmid), frames_word(a[1]) + " given back");
        case Rule::segment_stat: return kernel_text(fmt::format("read the row of segment {}", shmid));
        case Rule::object_create: return kernel_text(fmt::format("new memory object {}", a[0]), pages_word(a[1]));
        case Rule::object_destroy:
            return kernel_text(fmt::format("drop memory object {}", a[0]), frames_word(a[1]) + " given back");
        default:
            return kernel_text(fmt::format("memory object {}: {} → {}", a[0], pages_word(a[1]), pages_word(a[2])),
                               a[2] < a[1] ? "what is cut off is gone" : "a promise: no frame yet");
    }
}

EventText tell_swap(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::reclaim:
            return kernel_text("a frame is needed: the clock hand goes round",
                               fmt::format("{} free", frames_word(a[0])));
        case Rule::clock_pass:
            return kernel_text("the clock hand passes " + frame_word(a[0]),
                               a[1] != 0 ? "it was used since: a second chance" : "not used since the last round");
        case Rule::swap_out:
            return kernel_text(fmt::format("write {} to swap slot {}", frame_word(a[0]), a[1]),
                               owner_word(a[2], a[3], a[4], telling.context));
        case Rule::swap_in:
            return kernel_text(fmt::format("read swap slot {} into {}", a[0], frame_word(a[1])),
                               fmt::format("a major fault: {}", owner_word(a[2], a[3], a[4], telling.context)));
        default: return kernel_text(fmt::format("swap slot {} is free again", a[0]));
    }
}

}  // namespace app::session
