// The page table of every process: a flat list at detail 1, entries with their bits at 2, all four levels at 3.
#include <algorithm>
#include <array>

#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/paint.h"
#include "sim/hw/pte.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

struct PageTable {
    const Scene& scene;
    const Pen& pen;
    const TaskRow& task;
    Rect box;
};

// Where the columns of a row begin; 0: dropped because there is no room.
struct Columns {
    float entry = 0, page = 0, frame = 0, flags = 0;
    float flag_pitch = 0;
};

struct Flag {
    const char* name;
    std::uint64_t bit;
    const char* meaning;
};
constexpr std::array kFlags{Flag{"P", sim::hw::Pte::kPresent, "P, present: the page has a frame"},
                            Flag{"W", sim::hw::Pte::kWritable, "W, writable: the process may store"},
                            Flag{"U", sim::hw::Pte::kUser, "U, user: programs may use the page, not only the kernel"},
                            Flag{"A", sim::hw::Pte::kAccessed, "A, accessed: set by the MMU at the first use"},
                            Flag{"D", sim::hw::Pte::kDirty, "D, dirty: set by the MMU at the first store"},
                            Flag{"NX", sim::hw::Pte::kNoExecute, "NX, no execute: instructions may not be fetched"}};

bool flag_shown(const Scene& scene, const Flag& flag) {
    const bool basic = flag.bit != sim::hw::Pte::kUser && flag.bit != sim::hw::Pte::kNoExecute;
    return basic || scene.at_least(Detail::linux_);
}

std::size_t flags_shown(const Scene& scene) {
    return static_cast<std::size_t>(
        std::count_if(kFlags.begin(), kFlags.end(), [&](const Flag& flag) { return flag_shown(scene, flag); }));
}

Columns columns_of(const PageTable& table, Rect row) {
    const Pen& pen = table.pen;
    const TextStyle mono = pen.mono(pen.theme.text, kMono);
    const auto flags = static_cast<float>(flags_shown(table.scene));
    const std::string widest_frame = frame_text(sim::Pfn{static_cast<std::uint32_t>(table.scene.now->limits.frames)});
    const float entry_w = pen.width("entry", mono), page_w = pen.width("…7ff5000", mono);
    const float frame_w = std::max(pen.width(widest_frame, mono), pen.width("frame", mono));
    Columns columns;
    columns.flag_pitch = row.w > 300 ? 19 : 14;
    const float flags_w = columns.flag_pitch * flags + 8;
    columns.flags = row.right() - flags_w;
    float spare = columns.flags - row.x - 8 - page_w - frame_w;
    const bool with_entry = table.scene.at_least(Detail::linux_) && spare - entry_w > 30;
    if (with_entry) spare -= entry_w;
    const float gap = std::max(6.0f, spare / (with_entry ? 3.0f : 2.0f));
    float x = row.x + 8;
    if (with_entry) columns.entry = x, x += entry_w + gap;
    columns.page = x;
    columns.frame = x + page_w + gap;
    return columns;
}

// The longest note that leaves the title its room.
std::string header_note(const PageTable& table, const TextStyle& style, float room) {
    const TaskRow& task = table.task;
    if (table.scene.hidden_process(task.pid)) return "?";
    if (is_gone(task)) return "gone";
    if (!table.scene.now->visible.entries) return table.scene.at_least(Detail::mechanism) ? "as pagemap tells" : "";
    if (table.scene.detail == Detail::picture) return "";
    const std::string faults = plural(task.minor_faults, "fault");
    if (table.scene.detail == Detail::mechanism) return faults;
    const std::string tables = plural(task.tables.size(), "table frame");
    const std::string both = tables + " · " + faults;
    return table.pen.width(both, style) <= room ? both : tables;
}

void draw_header(const PageTable& table) {
    const Pen& pen = table.pen;
    const Rect box = table.box;
    pen.header(table.scene, table.task.pid, box);
    const TextStyle dim = pen.body(pen.theme.dim, kSmall);
    const std::string words =
        header_note(table, dim, box.w - 36 - pen.width("CR3 0x3e80", pen.mono(pen.theme.text)) - 24);
    const float note = pen.write_right(box.right() - 12, box.y + 7, words, dim, box.w * 0.55f);
    const float room = box.w - 60 - note;
    const bool told = table.scene.now->visible.entries && table.task.root != sim::kNoFrame;
    if (table.scene.at_least(Detail::linux_) && told) {
        pen.write({box.x + 36, box.y + 6}, "CR3 " + frame_text(table.task.root), pen.mono(pen.theme.text), room);
        pen.explain({box.x + 36, box.y, 90, kHeader},
                    "CR3: the CPU's register that holds the frame of the top-level table, the PML4");
    } else {
        pen.write({box.x + 36, box.y + 5}, "page table", pen.strong(pen.theme.text, kStrong), room);
    }
}

// --- the four levels

bool table_exists(const TaskRow& task, sim::VirtAddr page, int level) {
    if (level == sim::hw::kTopLevel) return task.root != sim::kNoFrame;
    const std::uint64_t span = sim::kPageSize << (9 * (level + 1));
    return std::any_of(task.tables.begin(), task.tables.end(), [&](const TableRow& row) {
        return row.level == level && row.base.value / span == page.value / span;
    });
}

void draw_level(const PageTable& table, Rect rect, sim::VirtAddr page, int level) {
    constexpr std::array names{"PT", "PD", "PDPT", "PML4"};
    constexpr std::array meanings{"PT, page table: its entries hold the frames of pages",
                                  "PD, page directory: level 2, its entries hold the frames of PTs",
                                  "PDPT, page directory pointer table: level 3",
                                  "PML4, page map level 4: the top of the tree, found by CR3"};
    const Pen& pen = table.pen;
    const bool exists = table_exists(table.task, page, level);
    const Colour hue = exists ? pen.process(table.scene, table.task.pid) : pen.theme.line;
    pen.canvas.outline(rect, hue, 1.5f, 6, !exists);
    const float half = rect.h / 2;
    const float size = rect.h > 36 ? kSmall : 11;
    pen.write_centred({rect.x + 3, rect.y + 2, rect.w - 6, half - 2}, names[static_cast<std::size_t>(level)],
                      pen.strong(pen.theme.dim, size));
    const std::string index = "[" + std::to_string(sim::hw::table_index(page, level)) + (level == 0 ? "…]" : "]");
    pen.write_centred({rect.x + 3, rect.y + half - 1, rect.w - 6, half - 2}, exists ? index : "none",
                      pen.mono(pen.theme.text, size));
    pen.explain(rect, meanings[static_cast<std::size_t>(level)]);
}

// The page whose four tables are shown: what the picture points at, else the first one listed.
sim::VirtAddr page_of_levels(const PageTable& table, const EntryList& list) {
    if (table.scene.entry && table.scene.entry->pid == table.task.pid) return table.scene.entry->page;
    sim::VirtAddr page = list.lines.front().page;
    for (const Mapping& mapping : table.scene.mappings) {
        if (mapping.pid == table.task.pid) page = mapping.page;
    }
    return page;
}

void draw_unseen_levels(const Pen& pen, Rect rect) {
    const Rect box{rect.x + 4, rect.y, rect.w - 8, rect.h};
    pen.canvas.outline(box, pen.theme.line, 1.5f, 6, true);
    pen.write_first_fitting(box.inset(6), {"PML4, PDPT, PD, PT: not visible from here", "not visible from here", "?"},
                            pen.body(pen.theme.dim, kSmall));
    pen.explain(box, "The real kernel shows no program the tables above the last level, nor CR3");
}

void draw_levels(const PageTable& table, const EntryList& list) {
    if (list.levels.h <= 0 || list.lines.empty()) return;
    const Pen& pen = table.pen;
    if (!table.scene.now->visible.entries) return draw_unseen_levels(pen, list.levels);
    const sim::VirtAddr page = page_of_levels(table, list);
    const float pitch = (list.levels.w - 8) / 4, width = pitch - std::min(18.0f, pitch * 0.2f);
    for (int n = 0; n < sim::hw::kLevels; ++n) {
        const Rect rect{list.levels.x + 4 + pitch * static_cast<float>(n), list.levels.y, width, list.levels.h};
        draw_level(table, rect, page, sim::hw::kTopLevel - n);
        if (n == 3) break;
        const std::array joint{Point{rect.right(), rect.centre().y}, Point{rect.x + pitch, rect.centre().y}};
        pen.canvas.line(joint, pen.process(table.scene, table.task.pid), 1.5f);
    }
}

// --- rows

void draw_heads(const PageTable& table, const EntryList& list, const Columns& columns) {
    if (list.heads.h <= 0) return;
    const Pen& pen = table.pen;
    const TextStyle style = pen.mono(pen.theme.dim, kSmall);
    if (columns.entry > 0) pen.write({columns.entry, list.heads.y}, "entry", style, columns.page - columns.entry - 4);
    pen.write({columns.page, list.heads.y}, "page", style, columns.frame - columns.page - 4);
    pen.write({columns.frame, list.heads.y}, "frame", style, columns.flags - columns.frame - 4);
    const float flags = pen.write({columns.flags, list.heads.y}, "flags", style, list.heads.right() - columns.flags);
    pen.explain({columns.flags, list.heads.y, flags, 16},
                "P present, W writable, U user, A accessed, D dirty, NX no execute");
}

// /proc/PID/pagemap tells P alone; of an entry that is not present the other bits mean nothing.
bool flag_known(const PageTable& table, const EntryLine& line, const Flag& flag) {
    return table.scene.now->visible.entries || flag.bit == sim::hw::Pte::kPresent || line.entry == nullptr;
}

bool flag_set(const PageTable& table, const EntryLine& line, const Flag& flag) {
    if (line.entry == nullptr) return false;
    return table.scene.now->visible.entries ? (line.entry->pte & flag.bit) != 0 : line.entry->present;
}

void draw_flags(const PageTable& table, const EntryLine& line, const Columns& columns, bool hidden) {
    const Pen& pen = table.pen;
    TextStyle style = pen.mono(pen.theme.text, kSmall);
    style.align = Align::centre;
    const float y = line.row.centre().y - pen.canvas.line_height(style) / 2;
    float x = columns.flags + columns.flag_pitch / 2;
    for (const Flag& flag : kFlags) {
        if (!flag_shown(table.scene, flag)) continue;
        const bool set = flag_set(table, line, flag) && !hidden;
        const bool known = !hidden && flag_known(table, line, flag);
        style.colour = set ? pen.theme.text : pen.theme.faint;
        pen.canvas.text({x, y}, !known ? "?" : set ? flag.name : "·", style);
        x += columns.flag_pitch;
    }
}

std::string row_tooltip(const State& state, const EntryLine& line, std::optional<std::uint32_t> slot) {
    const std::string page = address_text(line.page) + (line.area != nullptr ? " of " + area_label(*line.area) : "");
    if (slot)
        return page + ": the entry names swap slot " + std::to_string(*slot) + ". The next touch is a major fault";
    if (line.entry == nullptr) return page + ": the entry is 0, not present. The first touch will fault";
    const std::string bits =
        state.visible.entries ? "entry " + entry_text(line.entry->pte) : "present, its bits are not visible from here";
    return page + ": " + bits + ", frame " + frame_label(state, line.entry->pfn);
}

void draw_row_ground(const PageTable& table, const EntryLine& line) {
    const Pen& pen = table.pen;
    const bool fresh = table.scene.fresh_page(table.task.pid, line.page);
    const bool lit = table.scene.lit(page_ref(table.task, line.area, line.page));
    pen.canvas.fill(line.row, fresh ? pen.theme.tint(pen.theme.changed) : pen.theme.raised, 5);
    if (fresh)
        pen.canvas.outline(line.row, pen.theme.changed, 2, 5);
    else if (lit)
        pen.ring_selected(line.row, 5);
    pen.mark(line.row, select_page(table.task.pid, line.page),
             row_tooltip(*table.scene.now, line, slot_of(table.task, line.page)));
}

// What stands for a frame where there is none: the page's swap slot, if it has one.
std::string absent_text(const PageTable& table, const EntryLine& line) {
    const auto slot = slot_of(table.task, line.page);
    return slot ? "swap " + std::to_string(*slot) : "–";
}

Colour frame_colour(const PageTable& table, const EntryLine& line) {
    const bool shared = line.area != nullptr && line.area->perms.shared;
    return table.pen.theme.on_panel(shared ? table.pen.theme.segment : table.pen.process(table.scene, table.task.pid));
}

void draw_row(const PageTable& table, const EntryLine& line, const Columns& columns) {
    const Pen& pen = table.pen;
    const bool hidden = table.scene.hidden_page(table.task.pid, line.page);
    draw_row_ground(table, line);
    const TextStyle style = pen.mono(pen.theme.text);
    const float y = line.row.centre().y - pen.canvas.line_height(style) / 2;
    const std::string index = std::to_string(sim::hw::table_index(line.page, 0));
    if (columns.entry > 0) pen.write({columns.entry, y}, index, pen.mono(pen.theme.dim), columns.page - columns.entry);
    pen.write({columns.page, y}, short_address(line.page), style, columns.frame - columns.page - 4);
    const bool present = line.entry != nullptr && !hidden;
    const std::string frame = hidden    ? "?"
                              : present ? frame_label(*table.scene.now, line.entry->pfn)
                                        : absent_text(table, line);
    pen.write({columns.frame, y}, frame, pen.mono(present ? frame_colour(table, line) : pen.theme.dim),
              columns.flags - columns.frame - 4);
    draw_flags(table, line, columns, hidden);
}

// --- detail 1: "page 0 → frame 0x17  r w"

// A page whose area this step closed keeps the name it had.
const AreaRow* named_area(const PageTable& table, const EntryLine& line) {
    if (line.area != nullptr) return line.area;
    const TaskRow* before = table.scene.before->process(table.task.pid);
    return before != nullptr ? area_of(*before, line.page) : nullptr;
}

// Where there is no room: a segment's page says enough by its number, one of the stack or the data by its area's name.
std::string flat_name(const PageTable& table, const EntryLine& line, const TextStyle& style, float room) {
    const AreaRow* area = named_area(table, line);
    if (area == nullptr) return short_address(line.page);
    const std::string number = std::to_string((line.page - area->start) / sim::kPageSize);
    const bool shared = area->perms.shared;
    const std::string whole = (shared ? "page" : area_label(*area)) + " " + number;
    return widgets::first_fitting(table.pen.canvas, {whole, shared ? number : area_label(*area)}, style, room);
}

void draw_flat_row(const PageTable& table, const EntryLine& line) {
    const Pen& pen = table.pen;
    const bool hidden = table.scene.hidden_page(table.task.pid, line.page);
    draw_row_ground(table, line);
    const TextStyle body = pen.body(pen.theme.text, kStrong), mono = pen.strong(frame_colour(table, line), kStrong);
    const float y = line.row.centre().y - pen.canvas.line_height(body) / 2;
    const float third = line.row.w * (line.row.w < 280 ? 0.32f : 0.34f);
    pen.write({line.row.x + 12, y}, flat_name(table, line, body, third - 16), body, third - 16);
    pen.write({line.row.x + third, y}, "→", pen.body(pen.theme.dim, kStrong), 20);
    const float x = line.row.x + third + 30, room = line.row.right() - x - 44;
    if (hidden) {
        pen.write({x, y}, "?", pen.strong(pen.theme.dim, kStrong), room);
    } else if (line.entry == nullptr) {
        const std::string absent = absent_text(table, line);
        pen.write({x, y}, absent == "–" ? "nothing" : absent, pen.body(pen.theme.dim, kStrong), room + 40);
    } else {
        const std::string frame = frame_label(*table.scene.now, line.entry->pfn);
        const bool whole = pen.width("frame " + frame, mono) <= room;
        pen.write({x, y}, whole ? "frame " + frame : frame, mono, room);
        const char* const rights = !table.scene.now->visible.entries ? "" : line.entry->writable ? "r w" : "r";
        pen.write_right(line.row.right() - 12, y, rights, pen.body(pen.theme.dim, kBody), 40);
    }
}

// --- foot

std::string summary(const PageTable& table, const EntryList& list) {
    const TaskRow& task = table.task;
    const auto listed = static_cast<std::uint64_t>(std::count_if(
        list.lines.begin(), list.lines.end(), [](const EntryLine& line) { return line.entry != nullptr; }));
    if (table.scene.hide_changes) return "";
    const std::uint64_t present = present_in(task, sim::VirtAddr{0}, sim::VirtAddr{~std::uint64_t{0}});
    const std::uint64_t more = present - std::min<std::uint64_t>(listed, present);
    if (list.lines.empty()) return plural(present, "page") + " in frames, none shared";
    if (!table.scene.at_least(Detail::mechanism)) return more == 0 ? "" : "+ " + plural(more, "page") + " of its own";
    if (table.scene.at_least(Detail::linux_)) {
        const sim::VirtAddr page = page_of_levels(table, list);
        const std::uint64_t span = sim::kPageSize * sim::hw::kEntriesPerTable;
        for (const TableRow& row : task.tables) {
            if (row.level != 0 || row.base.value / span != page.value / span) continue;
            const std::string used = std::to_string(row.used) + " of 512 entries ";
            if (list.foot.w < 300) return used + "used";
            return used + "of this table used" + (more > 0 ? ", " + plural(more, "page") + " not listed" : "");
        }
    }
    return more > 0 ? "+ " + plural(more, "present page") + " not listed" : "";
}

std::uint64_t bits_before(const PageTable& table, sim::VirtAddr page) {
    const TaskRow* task = table.scene.before->process(table.task.pid);
    const PageRow* entry = task != nullptr ? entry_of(*task, page) : nullptr;
    return entry != nullptr ? entry->pte : 0;
}

std::string meaning(std::uint64_t bits) {
    if ((bits & sim::hw::Pte::kPresent) == 0) return "not present";
    return "→ frame " + frame_text(sim::hw::Pte{bits}.pfn());
}

void draw_was_now(const PageTable& table, Rect foot) {
    const Pen& pen = table.pen;
    const sim::VirtAddr page = table.scene.entry->page;
    const PageRow* entry = entry_of(table.task, page);
    const auto line = [&](float y, const char* when, std::uint64_t bits, Colour colour) {
        const TextStyle style = pen.mono(colour, kSmall);
        pen.write({foot.x, y}, std::string(when) + "  " + entry_text(bits) + "  " + meaning(bits), style, foot.w);
    };
    line(foot.y, "was", bits_before(table, page), pen.theme.dim);
    line(foot.y + 20, "now", entry != nullptr ? entry->pte : 0, pen.theme.on_panel(pen.theme.changed));
}

// The way of the step's access, when there was one: "TLB miss → walk 4 levels → fault → map → retry".
std::string route(const PageTable& table) {
    std::string words;
    const auto add = [&](const char* word) { words += (words.empty() ? "" : " → ") + std::string(word); };
    for (std::size_t n = 0; n < table.scene.events_done && n < table.scene.events->size(); ++n) {
        const Event& event = (*table.scene.events)[n];
        if (event.pid != table.task.pid || !table.scene.entry) continue;
        if (sim::VirtAddr{event.args[0]}.page() != table.scene.entry->page) continue;
        switch (event.rule) {
            case Rule::tlb_miss: add("TLB miss"); break;
            case Rule::walk_done: add("walk tables"); break;
            case Rule::fault_enter: add("fault"); break;
            case Rule::pte_set: add("map"); break;
            case Rule::tlb_fill: add("fill TLB"); break;
            case Rule::access_retry: return words + " → retry";
            default: break;
        }
    }
    return words;
}

void draw_foot(const PageTable& table, const EntryList& list) {
    const Pen& pen = table.pen;
    const TextStyle style = pen.body(pen.theme.dim, kSmall);
    const float y = list.foot.bottom() - pen.canvas.line_height(style) - 2;
    const std::string way = list.was_now && table.scene.now->visible.entries ? route(table) : "";
    pen.write({list.foot.x, y}, way.empty() ? summary(table, list) : way, style, list.foot.w);
    if (list.was_now && table.scene.now->visible.entries) draw_was_now(table, list.foot);
}

void draw_table(const PageTable& table) {
    const Pen& pen = table.pen;
    pen.box(table.box);
    draw_header(table);
    if (is_gone(table.task)) return;
    const EntryList list = entry_list(table.scene, table.task, table.box);
    draw_levels(table, list);
    if (!table.scene.at_least(Detail::mechanism)) {
        for (const EntryLine& line : list.lines) draw_flat_row(table, line);
    } else if (!list.lines.empty()) {
        const Columns columns = columns_of(table, list.lines.front().row);
        draw_heads(table, list, columns);
        for (const EntryLine& line : list.lines) draw_row(table, line, columns);
    }
    draw_foot(table, list);
}

}  // namespace

void paint_page_tables(const Scene& scene, const Pen& pen, Rect rect) {
    pen.heading({rect.x + 8, rect.y + 6}, "PAGE TABLES", rect.w - 16);
    for (const Slot& slot : process_slots(scene, rect).shown) {
        const TaskRow* task = scene.now->process(slot.pid);
        if (task != nullptr) draw_table({scene, pen, *task, slot.box});
    }
}

}  // namespace app::views
