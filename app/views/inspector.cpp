// What is pointed at, taken apart: the entry bit by bit, before and after; its area or segment; the TLB.
#include <algorithm>
#include <array>

#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/paint.h"
#include "app/views/segment_facts.h"
#include "app/widgets/parts.h"
#include "sim/hw/pte.h"
#include "sim/hw/tlb.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;
using Kind = session::Selection::Kind;
using sim::hw::Pte;

constexpr float kMargin = 18;

// Writes from the top down for as long as there is room.
struct Cursor {
    const Pen& pen;
    Rect room;
    float y;

    bool fits(float height) const { return y + height <= room.bottom(); }
    void line(std::string_view text, const TextStyle& style, float pitch) {
        if (fits(pitch)) pen.write({room.x, y}, text, style, room.w);
        y += pitch;
    }
    void title(std::string_view text) { line(text, pen.strong(pen.theme.text, kStrong), 26); }
    void fact(std::string_view name, std::string_view value) {
        if (fits(20)) {
            const float label = std::min(room.w * 0.32f, 110.0f);
            pen.write({room.x, y}, name, pen.body(pen.theme.dim, kMono), label - 8);
            pen.write({room.x + label, y}, value, pen.mono(pen.theme.text, kSmall), room.w - label);
        }
        y += 20;
    }
};

// --- the entry

struct Bit {
    const char* name;
    const char* place;
    std::uint64_t mask;
    Detail least;
};
constexpr std::array kBits{
    Bit{"NX", "63", Pte::kNoExecute, Detail::linux_}, Bit{"frame", "51…12", Pte::kPfnMask, Detail::mechanism},
    Bit{"D", "6", Pte::kDirty, Detail::mechanism},    Bit{"A", "5", Pte::kAccessed, Detail::mechanism},
    Bit{"U", "2", Pte::kUser, Detail::linux_},        Bit{"W", "1", Pte::kWritable, Detail::mechanism},
    Bit{"P", "0", Pte::kPresent, Detail::mechanism}};

std::vector<widgets::BitField> bit_fields(const Scene& scene, const Pen& pen, std::uint64_t bits) {
    std::vector<widgets::BitField> fields;
    for (const Bit& bit : kBits) {
        if (!scene.at_least(bit.least)) continue;
        const bool frame = bit.mask == Pte::kPfnMask;
        const bool set = (bits & bit.mask) != 0;
        const std::string value = frame ? (bits & Pte::kPresent ? frame_text(Pte{bits}.pfn()) : "–") : set ? "1" : "0";
        const Colour colour = set ? pen.theme.on_panel(pen.theme.segment) : pen.theme.dim;
        fields.push_back({value, bit.name, bit.place, frame ? 2.2f : 1.0f, colour});
    }
    return fields;
}

// The two bits of an entry that /proc/PID/pagemap tells: whether it is present, and its frame.
std::string pagemap_words(const State& state, const PageRow* entry) {
    if (entry == nullptr || !entry->present) return "not present";
    return "present, frame " + frame_label(state, entry->pfn);
}

std::uint64_t bits_in(const State& state, const Mapping& mapping) {
    const TaskRow* task = state.process(mapping.pid);
    const PageRow* entry = task != nullptr ? entry_of(*task, mapping.page) : nullptr;
    return entry != nullptr ? entry->pte : 0;
}

void draw_was_now(const Scene& scene, Cursor& cursor) {
    const std::uint64_t was = bits_in(*scene.before, *scene.entry), now = bits_in(*scene.now, *scene.entry);
    if (was == now || !scene.now->visible.entries) return;
    const Pen& pen = cursor.pen;
    cursor.line("was  " + entry_text(was), pen.mono(pen.theme.dim, kSmall), 19);
    cursor.line("now  " + entry_text(now), pen.mono(pen.theme.on_panel(pen.theme.changed), kSmall), 24);
}

void draw_pagemap(const Scene& scene, Cursor& cursor, const TaskRow* task) {
    const Pen& pen = cursor.pen;
    const PageRow* entry = task != nullptr ? entry_of(*task, scene.entry->page) : nullptr;
    cursor.line(pagemap_words(*scene.now, entry), pen.mono(pen.theme.text), 22);
    cursor.line("Its other bits are not visible from here.", pen.body(pen.theme.dim, kMono), 24);
}

void draw_entry(const Scene& scene, Cursor& cursor) {
    if (!scene.at_least(Detail::mechanism) || !scene.entry) return;
    const Pen& pen = cursor.pen;
    const Mapping& mapping = *scene.entry;
    const std::string index = std::to_string(sim::hw::table_index(mapping.page, 0));
    cursor.title("Entry " + index + ", bit by bit");
    const TaskRow* task = scene.now->process(mapping.pid);
    const std::string whose = task != nullptr ? task->name + ", page " + address_text(mapping.page) : "";
    cursor.line(whose, pen.mono(pen.theme.dim, kSmall), 21);
    if (scene.hidden_page(mapping.pid, mapping.page)) return cursor.line("?", pen.strong(pen.theme.dim), 24);
    if (!scene.now->visible.entries) return draw_pagemap(scene, cursor, task);
    constexpr float kRow = 66;
    if (cursor.fits(kRow)) {
        const auto fields = bit_fields(scene, pen, bits_in(*scene.now, mapping));
        const Rect row{cursor.room.x, cursor.y, cursor.room.w, kRow};
        widgets::bit_row(pen.canvas, row, fields, pen.theme.raised, pen.theme.line, pen.mono(pen.theme.text),
                         pen.body(pen.theme.dim, kSmall));
        pen.mark(row, select_page(mapping.pid, mapping.page),
                 "PTE, page-table entry: NX no execute, D dirty, A accessed, U user, W writable, P present");
    }
    cursor.y += kRow + 10;
    draw_was_now(scene, cursor);
}

// --- what it belongs to

void draw_area(const Scene& scene, Cursor& cursor, const TaskRow& task, const AreaRow& area) {
    const std::size_t present = present_in(task, area.start, area.end);
    cursor.title("Area " + area_label(area) + " of " + task.name);
    const std::string from = address_text(area.start), to = address_text(area.end);
    if (cursor.room.w > 340) {
        cursor.fact("addresses", from + " … " + to);
    } else {
        cursor.fact("from", from);
        cursor.fact("up to", to);
    }
    const std::string frames = scene.hide_changes ? "" : ", " + count_text(present) + " in frames";
    cursor.fact("size", plural(pages_of(area), "page") + ", " + pages_as_size(pages_of(area)) + frames);
    cursor.fact("may", std::string(area.perms.read ? "read " : "") + (area.perms.write ? "write " : "") +
                           (area.perms.execute ? "execute " : "") + (area.perms.shared ? "· shared" : "· private"));
    if (area.kind == AreaKind::shm)
        cursor.fact("backed by", "segment " + id_text(area.shmid));
    else if (!area.name.empty())
        cursor.fact("backed by", area.name);
}

void draw_segment(const Scene& scene, Cursor& cursor, const SegmentRow& row) {
    cursor.title("Segment " + id_text(row.shmid));
    cursor.fact("key", key_text(row.key));
    cursor.fact("mode", mode_text(row.mode));
    cursor.fact("bytes", count_text(row.bytes));
    if (scene.hidden_segment(row.shmid)) return;
    cursor.fact("nattch", count_text(row.nattch));
    cursor.fact("in frames", count_text(row.resident) + " of " + plural(row.page_count, "page"));
    if (row.swapped > 0) cursor.fact("swapped", plural(row.swapped, "page"));
    cursor.fact("mapped", mapped_words(scene, row.shmid));
    if (!scene.at_least(Detail::linux_)) return;
    cursor.fact("owner", "uid " + std::to_string(row.uid.value) + ", gid " + std::to_string(row.gid.value));
    cursor.fact("created by", "uid " + std::to_string(row.cuid.value) + ", pid " + std::to_string(row.cpid.value));
    cursor.fact("times", "a " + clock_text(row.atime) + " d " + clock_text(row.dtime) + " c " + clock_text(row.ctime));
}

// "1000"; with the effective user when it is another one.
std::string user_words(const TaskRow& task) {
    const std::string real = std::to_string(task.uid.value);
    return task.euid == task.uid ? real : real + ", effective " + std::to_string(task.euid.value);
}

std::string signal_words(std::uint64_t set) {
    std::string words;
    for (std::uint64_t signal = 1; signal <= 64; ++signal) {
        if ((set >> (signal - 1) & 1) != 0) words += (words.empty() ? "" : " ") + session::signal_name(signal);
    }
    return words;
}

void draw_process(const Scene& scene, Cursor& cursor, const TaskRow& task) {
    cursor.title("Process " + task.name);
    cursor.fact("pid", std::to_string(task.pid.value) + ", parent " + std::to_string(task.ppid.value));
    if (is_thread(task)) cursor.fact("thread of", std::to_string(task.tgid.value));
    cursor.fact("uid", user_words(task));
    if (scene.hide_changes) return;
    cursor.fact("state", task.state == TaskState::blocked ? "waits for " + task.waiting_for
                                                          : std::string(task_state_name(task.state)));
    cursor.fact("RSS", plural(task.rss_pages, "page") + ", " + pages_as_size(task.rss_pages));
    const std::string major = task.major_faults == 0 ? "" : ", " + count_text(task.major_faults) + " major";
    cursor.fact("faults", count_text(task.minor_faults) + " minor" + major);
    if (task.swapped_pages > 0) cursor.fact("swapped", plural(task.swapped_pages, "page"));
    if (task.pending != 0) cursor.fact("pending", signal_words(task.pending));
    if (task.caught_signals != 0) cursor.fact("handlers", signal_words(task.caught_signals));
    if (scene.at_least(Detail::linux_)) cursor.fact("tables", plural(task.tables.size(), "frame"));
}

void draw_frame(const Scene& scene, Cursor& cursor, sim::Pfn pfn) {
    const FrameRow* frame = scene.now->frame(pfn);
    cursor.title("Frame " + frame_label(*scene.now, pfn));
    if (scene.hidden_frame(pfn)) return;
    cursor.fact("holds", frame != nullptr ? frame_owner_text(*scene.now, *frame) : "nothing, it is free");
    if (frame != nullptr) cursor.fact("mapped", plural(frame->mapcount, "time"));
    if (scene.at_least(Detail::mechanism)) cursor.fact("bytes from", hex(std::uint64_t{pfn.value} * sim::kPageSize));
}

const AreaRow* area_pointed_at(const Scene& scene, const session::Selection& what) {
    const TaskRow* task = scene.now->process(what.pid);
    return task != nullptr ? area_of(*task, what.address) : nullptr;
}

// Facts of the thing itself; of the entry's area when nothing is pointed at.
void draw_thing(const Scene& scene, Cursor& cursor) {
    session::Selection what = scene.hovered ? scene.hovered : scene.selected;
    if (what.kind == Kind::event && what.index < scene.events->size()) what = subject_of((*scene.events)[what.index]);
    if (!what && scene.entry && scene.at_least(Detail::mechanism))
        what = select_page(scene.entry->pid, scene.entry->page);
    const TaskRow* task = scene.now->process(what.pid);
    const SegmentRow* segment = scene.now->segment(what.shmid);
    switch (what.kind) {
        case Kind::page:
        case Kind::area:
            if (const AreaRow* area = area_pointed_at(scene, what)) draw_area(scene, cursor, *task, *area);
            break;
        case Kind::segment:
        case Kind::segment_page:
            if (segment != nullptr) draw_segment(scene, cursor, *segment);
            break;
        case Kind::frame: draw_frame(scene, cursor, what.pfn); break;
        case Kind::process:
        case Kind::statement:
            if (task != nullptr) draw_process(scene, cursor, *task);
            break;
        default: break;
    }
}

// --- TLB

void draw_tlb_entry(const Scene& scene, const Pen& pen, const TlbRow& row, Rect place) {
    if (row.pid != sim::kNoPid) pen.letter(scene, row.pid, {place.x, place.y}, 15);
    const std::string cpu = scene.now->limits.cpus > 1 ? "CPU " + std::to_string(row.cpu) + " " : "";
    const std::string words = cpu + short_address(row.page) + " → " + frame_text(row.pfn) + (row.writable ? " W" : "") +
                              (row.dirty ? " D" : "");
    pen.write({place.x + 22, place.y}, words, pen.mono(pen.theme.text, kSmall), place.w - 22);
    if (row.pid != sim::kNoPid)
        pen.mark(place, select_page(row.pid, row.page), "remembered translation: no walk needed");
}

void draw_tlb(const Scene& scene, Cursor& cursor) {
    constexpr float kPitch = 19;
    if (!scene.at_least(Detail::linux_) || scene.hide_changes || !cursor.fits(26 + kPitch)) return;
    if (!scene.now->visible.entries) return;
    const Pen& pen = cursor.pen;
    const std::vector<TlbRow>& rows = scene.now->tlb;
    const float top = cursor.y;
    const std::uint32_t cpus = std::max(scene.now->limits.cpus, 1u);
    cursor.title((cpus > 1 ? "TLBs of " + std::to_string(cpus) + " CPUs, " : "TLB, ") + std::to_string(rows.size()) +
                 " of " + std::to_string(sim::hw::Tlb::kEntries * cpus) + " entries used");
    pen.explain({cursor.room.x, top, cursor.room.w, 20},
                "TLB: translation lookaside buffer, remembers the latest walks so that they need not be done again");
    const std::size_t columns = cursor.room.w > (cpus > 1 ? 400.0f : 340.0f) ? 2 : 1;
    const float width = cursor.room.w / static_cast<float>(columns);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const std::size_t column = n % columns;
        const bool last = column + 1 == columns && !cursor.fits(2 * kPitch);
        const Rect place{cursor.room.x + width * static_cast<float>(column), cursor.y, width - 8, kPitch};
        if (!cursor.fits(kPitch)) return;
        if (last && n + 1 < rows.size()) {
            pen.write({place.x, place.y}, "+ " + count_text(rows.size() - n) + " more", pen.body(pen.theme.dim, kSmall),
                      place.w);
            return;
        }
        draw_tlb_entry(scene, pen, rows[n], place);
        if (column + 1 == columns) cursor.y += kPitch;
    }
}

}  // namespace

void paint_inspector(const Scene& scene, const Pen& pen, Rect rect) {
    Cursor cursor{pen, {rect.x + kMargin, rect.y + 10, rect.w - 2 * kMargin, rect.h - 16}, rect.y + 10};
    draw_entry(scene, cursor);
    draw_thing(scene, cursor);
    cursor.y += 8;
    draw_tlb(scene, cursor);
}

}  // namespace app::views
