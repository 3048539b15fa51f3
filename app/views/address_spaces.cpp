// The areas of every process, each with its pages: filled boxes have a frame, hollow ones are only addresses.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/paint.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr float kBox = 17;  // a page
constexpr float kBoxGap = 2;
constexpr float kNamedBox = 62;  // a page with its name, at detail 1

// One process's box while it is drawn.
struct AddressSpace {
    const Scene& scene;
    const Pen& pen;
    const TaskRow& task;
    Rect box;

    Colour hue(const AreaRow& area) const {
        return area.perms.shared ? pen.theme.segment : pen.process(scene, task.pid);
    }
};

std::string how_it_ended(const TaskRow& task) {
    if (task.signal) return session::signal_name(static_cast<std::uint64_t>(*task.signal));
    if (task.exit_status) return "exited with " + std::to_string(*task.exit_status);
    return "ended";
}

std::string header_note(const Scene& scene, const TaskRow& task, bool narrow) {
    if (scene.hidden_process(task.pid)) return "?";
    if (task.state == TaskState::ended || task.state == TaskState::zombie) return how_it_ended(task);
    if (task.state == TaskState::blocked) return "waits for " + task.waiting_for;
    if (!scene.at_least(Detail::mechanism)) return plural(task.rss_pages, "page") + (narrow ? "" : " in frames");
    const char* const name = scene.now->visible.entries ? "RSS " : narrow ? "" : "RssShmem ";
    return name + pages_as_size(task.rss_pages);
}

void draw_header(const AddressSpace& space) {
    const Pen& pen = space.pen;
    const Rect box = space.box;
    pen.header(space.scene, space.task.pid, box);
    const TextStyle note = pen.body(space.task.signal ? pen.theme.on_panel(pen.theme.fault) : pen.theme.dim, kSmall);
    const std::string words = header_note(space.scene, space.task, box.w < 250);
    const float taken = pen.write_right(box.right() - 12, box.y + 7, words, note, box.w * 0.5f);
    pen.write({box.x + 36, box.y + 5}, space.task.name, pen.strong(pen.theme.text, kStrong), box.w - 60 - taken);
    pen.mark({box.x, box.y, box.w, kHeader}, select_process(space.task.pid),
             "RSS: resident set size, the pages of this process that have a frame now");
}

struct CellFill {
    std::uint64_t present = 0;
    bool fresh = false, lit = false;
};

// What each cell of a strip stands for.
std::vector<CellFill> fill_cells(const AddressSpace& space, const AreaRow& area, const PageStrip& strip) {
    std::vector<CellFill> cells(strip.cells);
    const auto cell_of = [&](sim::VirtAddr page) -> CellFill& {
        return cells[(page - area.start) / sim::kPageSize / strip.per_cell];
    };
    for (const PageRow& entry : entries_of(space.task, area.start, area.end)) {
        if (entry.present) ++cell_of(entry.page).present;
    }
    auto changed = space.scene.changes->pages.lower_bound({space.task.pid, area.start});
    for (; changed != space.scene.changes->pages.end() && changed->pid == space.task.pid && changed->address < area.end;
         ++changed) {
        cell_of(changed->address).fresh = true;
    }
    if (strip.per_cell > 1) return cells;
    for (std::uint64_t n = 0; n < strip.cells; ++n) {
        cells[n].lit = space.scene.lit(page_ref(space.task, &area, area.start + n * sim::kPageSize));
    }
    return cells;
}

std::string page_tooltip(const AddressSpace& space, const AreaRow& area, std::uint64_t index) {
    const sim::VirtAddr page = area.start + index * sim::kPageSize;
    const PageRow* entry = entry_of(space.task, page);
    const std::string name = address_text(page) + ", page " + std::to_string(index) + " of " + area_label(area) + ": ";
    if (entry == nullptr) return name + "only addresses so far, no frame";
    return name + "in frame " + frame_label(*space.scene.now, entry->pfn);
}

void draw_cell(const AddressSpace& space, Rect rect, const CellFill& cell, std::uint64_t per_cell, Colour hue) {
    const Pen& pen = space.pen;
    const float radius = std::min(kCellRadius, rect.w / 4);
    const bool hidden = cell.fresh && space.scene.hide_changes;
    if (hidden) {
        pen.canvas.outline(rect, pen.theme.dim, 1, radius, true);
    } else if (cell.present > 0) {
        const float share = static_cast<float>(cell.present) / static_cast<float>(per_cell);
        pen.canvas.fill(rect, widgets::mix(pen.theme.panel, pen.solid(hue), 0.35f + 0.65f * share), radius);
        if (rect.w > 6) pen.canvas.outline(rect, hue, 1.5f, radius);
    } else {
        const bool narrow = rect.w < 9;  // many hollow boxes side by side would outweigh the filled ones
        pen.canvas.outline(rect, narrow ? pen.theme.shade(hue) : hue, narrow ? 1 : 1.5f, radius);
    }
    if (cell.fresh && !hidden) pen.halo(rect, radius);
    if (cell.lit && !(cell.fresh && !hidden)) pen.ring_selected(rect.inset(-1.5f), radius + 1);
}

void draw_strip(const AddressSpace& space, const AreaRow& area, const PageStrip& strip, bool named) {
    const Pen& pen = space.pen;
    const std::vector<CellFill> cells = fill_cells(space, area, strip);
    const Colour hue = space.hue(area);
    for (std::uint64_t n = 0; n < strip.cells; ++n) {
        const Rect rect = strip.cell_rect(n);
        draw_cell(space, rect, cells[n], strip.per_cell, hue);
        if (named) {
            const bool filled = cells[n].present > 0 && !(cells[n].fresh && space.scene.hide_changes);
            const Colour colour = filled ? widgets::text_on(pen.solid(hue)) : pen.theme.dim;
            const std::string number = std::to_string(n);
            pen.write_first_fitting(rect.inset(2), {"page " + number, number}, pen.strong(colour, kMono));
        }
        if (strip.per_cell == 1 && rect.w > 3) {
            const sim::VirtAddr page = area.start + n * sim::kPageSize;
            pen.mark(rect, select_page(space.task.pid, page), page_tooltip(space, area, n));
        }
    }
}

// What a strip cannot say with boxes: how many pages there are, in as many words as fit.
std::string count_note(const AddressSpace& space, const AreaRow& area, const TextStyle& style, float room) {
    const std::string all = count_text(pages_of(area));
    if (space.scene.hide_changes) return all + " pages";
    const std::string some = count_text(present_in(space.task, area.start, area.end)) + " of " + all;
    return widgets::first_fitting(space.pen.canvas, {some + " pages", some, all + " pages", all}, style, room);
}

// Boxes in `room`; when there are too many to count, how many there are stands beside them.
void draw_pages(const AddressSpace& space, const AreaRow& area, Rect room) {
    const Pen& pen = space.pen;
    const float largest = std::min(kBox, room.h);
    PageStrip strip = page_strip(pages_of(area), room, largest, kBoxGap);
    if (strip.cell < largest && room.w > 120) {
        const TextStyle style = pen.body(pen.theme.dim, kSmall);
        const float most = room.w * 0.6f;
        const std::string note = count_note(space, area, style, most);
        const float taken =
            pen.write_right(room.right(), room.y + (room.h - pen.canvas.line_height(style)) / 2, note, style, most);
        room.w -= taken + 10;
        strip = page_strip(pages_of(area), room, largest, kBoxGap);
    }
    draw_strip(space, area, strip, false);
}

void draw_row_ground(const AddressSpace& space, const AreaRow& area, Rect row) {
    const Pen& pen = space.pen;
    if (area.perms.shared) {
        pen.canvas.fill(row, pen.theme.tint(pen.theme.segment), 6);
        pen.canvas.outline(row, pen.theme.segment, 1.5f, 6);
    }
    if (space.scene.fresh_area(space.task.pid, area.start)) {
        pen.halo(row, 6);
    } else if (space.scene.lit_area(space.task.pid, area)) {
        pen.ring_selected(row, 6);
    }
    pen.mark(row, select_area(space.task.pid, area.start),
             area_label(area) + ": " + address_text(area.start) + " to " + address_text(area.end) + ", " +
                 area.perms.text() + ". r read, w write, x execute; s shared, p private");
}

// Name, permissions and address on one line; permissions go first when they do not fit. Returns where the name ends.
float draw_title(const AddressSpace& space, const AreaRow& area, Rect row) {
    const Pen& pen = space.pen;
    const bool shared = area.perms.shared;
    const Colour strong = shared ? pen.theme.text : pen.theme.dim;
    const float size = row.w < 240 ? kMono : kBody;
    const TextStyle name = shared ? pen.strong(pen.theme.text, size) : pen.body(pen.theme.text, size);
    const TextStyle mono = pen.mono(strong, kSmall);
    const float top = row.h < 44 ? row.y + 3 : row.y + 4;
    const std::string full = address_text(area.start);
    const bool whole = pen.width(area_label(area), name) + pen.width(full, mono) + 24 <= row.w;
    const float address =
        pen.write_right(row.right() - 8, top + 1, whole ? full : short_address(area.start), mono, row.w * 0.62f);
    const float room = row.w - address - 24;
    const float end = row.x + 8 + pen.write({row.x + 8, top}, area_label(area), name, room);
    const TextStyle perms = pen.mono(pen.theme.dim, kSmall);
    const std::string text = area.perms.text();
    const float at = std::max(end + 12, row.x + row.w * 0.38f);
    if (space.scene.at_least(Detail::mechanism) && at + pen.width(text, perms) + 12 < row.right() - 8 - address) {
        pen.write({at, top + 1}, text, perms, 60);
    }
    return end;
}

void draw_two_lines(const AddressSpace& space, const AreaLine& line) {
    const AreaRow& area = *line.area;
    draw_title(space, area, line.row);
    const bool named = !space.scene.at_least(Detail::mechanism);
    const Rect under{line.row.x + 8, line.row.y + 25, line.row.w - 16, line.row.h - 32};
    if (named && pages_of(area) > 0 && under.h >= 20) {
        const PageStrip strip = page_strip(pages_of(area), under, kNamedBox, 8);
        if (strip.cell >= 24) return draw_strip(space, area, strip, true);
    }
    draw_pages(space, area, {under.x, line.row.y + (line.row.h > 44 ? 26 : 23), under.w, line.row.h > 44 ? kBox : 12});
}

TextStyle low_name(const AddressSpace& space, const AreaRow& area) {
    const Pen& pen = space.pen;
    return area.perms.shared ? pen.strong(pen.theme.text, kMono) : pen.body(pen.theme.text, kMono);
}

// Where the boxes of rows with one line begin, so that they stand below one another.
float low_name_room(const AddressSpace& space, const AreaList& list) {
    float longest = 0;
    for (const AreaLine& line : list.lines) {
        if (!line.two_lines)
            longest = std::max(longest, space.pen.width(area_label(*line.area), low_name(space, *line.area)));
    }
    return std::min(longest + 22, space.box.w * 0.45f);
}

// Name, boxes, address side by side.
void draw_one_line(const AddressSpace& space, const AreaLine& line, float name_room) {
    const Pen& pen = space.pen;
    const AreaRow& area = *line.area;
    const TextStyle style = pen.mono(area.perms.shared ? pen.theme.text : pen.theme.dim, kSmall);
    pen.write({line.row.x + 8, line.row.y + 2}, area_label(area), low_name(space, area), name_room - 12);
    const std::string full = address_text(area.start);
    const float rest = line.row.w - name_room - 8;
    const bool whole = pen.width(full, style) + 60 < rest;
    const float address = pen.write_right(line.row.right() - 8, line.row.y + 3,
                                          whole ? full : short_address(area.start), style, rest * 0.7f);
    const Rect room{line.row.x + name_room, line.row.y + 4, rest - address - 10, line.row.h - 8};
    if (room.w > 20) draw_strip(space, area, page_strip(pages_of(area), room, room.h, kBoxGap), false);
}

void draw_private_line(const AddressSpace& space, Rect row) {
    const Pen& pen = space.pen;
    std::string names;
    for (auto area = space.task.areas.rbegin(); area != space.task.areas.rend(); ++area) {
        if (!area->perms.shared) names += (names.empty() ? "" : ", ") + area_label(*area);
    }
    if (names.empty()) return;
    pen.write({row.x + 8, row.y + 2}, "its own: " + names, pen.body(pen.theme.dim, kSmall), row.w - 16);
}

void draw_no_areas(const AddressSpace& space) {
    const Pen& pen = space.pen;
    const Rect room{space.box.x + 14, space.box.y + kHeader + 14, space.box.w - 28, space.box.h - kHeader - 20};
    std::string words = "Its address space is gone: areas, page table and private frames were given back.";
    if (!is_gone(space.task)) words = "No shared memory attached. What is the process's own is not looked at here.";
    if (space.scene.hidden_process(space.task.pid)) words = "?";
    widgets::paragraph(pen.canvas, room, words, pen.body(pen.theme.dim, kMono));
}

void draw_hidden_row(const AddressSpace& space, Rect row) {
    const Pen& pen = space.pen;
    pen.canvas.outline(row, pen.theme.dim, 1, 6, true);
    pen.write_centred(row, "?", pen.strong(pen.theme.dim));
}

void draw_space(const AddressSpace& space) {
    const Pen& pen = space.pen;
    pen.box(space.box);
    draw_header(space);
    if (space.task.areas.empty()) return draw_no_areas(space);
    const AreaList list = area_list(space.scene, space.task, space.box);
    const float name_room = low_name_room(space, list);
    for (const AreaLine& line : list.lines) {
        if (space.scene.hidden_area(space.task.pid, line.area->start)) {
            draw_hidden_row(space, line.row);
            continue;
        }
        draw_row_ground(space, *line.area, line.row);
        if (line.two_lines)
            draw_two_lines(space, line);
        else
            draw_one_line(space, line, name_room);
    }
    const TextStyle dim = pen.body(pen.theme.dim, kSmall);
    if (list.lines.empty() && !space.scene.at_least(Detail::mechanism)) {
        pen.write({space.box.x + 14, space.box.y + kHeader + 12}, "no shared memory attached", dim, space.box.w - 28);
    }
    if (list.more > 0) {
        pen.write({list.more_line.x + 8, list.more_line.y}, "+ " + plural(list.more, "more area"), dim,
                  list.more_line.w - 16);
    }
    if (list.private_line.w > 0) draw_private_line(space, list.private_line);
}

void draw_more_processes(const Scene& scene, const Pen& pen, const Slots& slots) {
    std::size_t attached = 0;
    for (const Mapping& mapping : scene.mappings) {
        const auto mine = [&](const Slot& slot) { return slot.pid == mapping.pid; };
        attached += std::none_of(slots.shown.begin(), slots.shown.end(), mine) ? 1 : 0;
    }
    const bool narrow = slots.more_line.w < 250;
    std::string words = count_text(slots.more) + (narrow            ? " more"
                                                  : slots.more == 1 ? " more process"
                                                                    : " more processes");
    if (attached > 0) words += " · " + count_text(attached) + " map it too";
    pen.write({slots.more_line.x + 8, slots.more_line.y}, words, pen.body(pen.theme.dim, kSmall),
              slots.more_line.w - 16);
}

}  // namespace

void paint_address_spaces(const Scene& scene, const Pen& pen, Rect rect) {
    pen.heading({rect.x + 8, rect.y + 6}, "ADDRESS SPACES", rect.w - 16);
    const Slots slots = process_slots(scene, rect);
    for (const Slot& slot : slots.shown) {
        const TaskRow* task = scene.now->process(slot.pid);
        if (task != nullptr) draw_space({scene, pen, *task, slot.box});
    }
    if (slots.more > 0) draw_more_processes(scene, pen, slots);
}

}  // namespace app::views
