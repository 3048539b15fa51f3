// The segment table, in the columns of ipcs -m: what System V knows, and what of it is really in frames.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/channels.h"
#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/paint.h"
#include "app/views/segment_facts.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr std::size_t kScrollPanel = 0;
constexpr float kLettersRoom = 3 * 22;  // for three letters beside nattch

struct Metrics {
    float heads_y, rows_y, row_h, pitch, figure, summary_h;

    std::size_t places(float height) const {
        return static_cast<std::size_t>(std::max(1.0f, std::floor((height - rows_y - summary_h) / pitch)));
    }
};

Metrics metrics_of(const Scene& scene, bool low) {
    const float lines = scene.at_least(Detail::linux_) ? 3 : 2;
    if (!scene.at_least(Detail::mechanism))
        return low ? Metrics{0, 36, 44, 50, 22, 24} : Metrics{0, 44, 56, 64, 26, 34};
    return low ? Metrics{32, 51, 34, 38, 19, 18 * lines + 4} : Metrics{48, 76, 48, 54, 24, 26 * lines + 8};
}

// Rows and summary as in the design picture would not fit: there is no height for them, or there are too many rows.
bool is_low(const Scene& scene, Rect rect) {
    if (metrics_of(scene, false).places(rect.h) < scene.now->segments.size()) return true;
    if (!scene.at_least(Detail::mechanism)) return rect.h < 145;
    return rect.h < (scene.at_least(Detail::linux_) ? 212.0f : 188.0f);
}

// --- heading and limits

float draw_gauge(const Pen& pen, float right, float y, const char* name, std::uint64_t used, std::uint64_t limit,
                 float bar_w, std::string_view tooltip) {
    constexpr float kLeastLimit = 1e12f;
    const bool limited = static_cast<float>(limit) < kLeastLimit;
    const std::string figures =
        limited ? count_text(used) + " / " + count_text(limit) : count_text(used) + ", no limit set";
    const float words = pen.write_right(right, y, figures, pen.mono(pen.theme.dim, kSmall), 200);
    float x = right - words - 8;
    if (limited) {
        const Rect bar{x - bar_w, y + 3, bar_w, 10};
        widgets::gauge(pen.canvas, bar,
                       static_cast<double>(used) / static_cast<double>(std::max<std::uint64_t>(limit, 1)),
                       pen.theme.raised, pen.theme.segment);
        x -= bar_w + 12;
    }
    const float label = pen.write_right(x, y, name, pen.body(pen.theme.dim, kSmall), 90);
    pen.explain({x - label, y, right - x + label, 16}, tooltip);
    return x - label - 24;
}

void draw_heading(const Scene& scene, const Pen& pen, Rect rect) {
    const float y = rect.y + (is_low(scene, rect) ? 10 : 14);
    const float title = pen.width("SEGMENT TABLE", pen.strong(pen.theme.dim, kSmall));
    pen.heading({rect.x + 12, y}, "SEGMENT TABLE", rect.w - 24);
    if (!scene.at_least(Detail::mechanism)) return;
    const UsageRow& usage = scene.now->usage;
    const LimitsRow& limits = scene.now->limits;
    const float bar = rect.w > 900 ? 110.0f : 60.0f;
    float right = rect.right() - 16;
    if (!scene.hide_changes) {
        right = draw_gauge(pen, right, y, "reserved", usage.shm_pages, limits.shmall, bar,
                           "SHMALL: how many pages all segments together may reserve");
        right = draw_gauge(pen, right, y, "segments", usage.segments, limits.shmmni, bar,
                           "SHMMNI: how many segments there may be");
    }
    const TextStyle command = pen.mono(pen.theme.dim, kSmall);
    const float x = rect.x + 32 + title;
    if (x + pen.width("ipcs -m", command) < right) pen.write({x, y}, "ipcs -m", command, right - x);
}

// --- columns

enum Column : std::size_t { key, shmid, owner, perms, bytes, nattch, cpid, lpid, status, count };

struct Head {
    const char* title;
    const char* tooltip;
};
constexpr std::array<Head, Column::count> kHeads{
    Head{"key", "key: the name processes agree on; shmget turns it into a shmid"},
    Head{"shmid", "shmid: the identifier the kernel gave the segment; 1:5 is 5 in IPC namespace 1"},
    Head{"owner", "owner: the uid that may change and remove it"},
    Head{"perms", "perms: who may read and write, as for files, in octal"},
    Head{"bytes", "bytes: what shmget asked for; pages are rounded up"},
    Head{"nattch", "nattch: number of attaches, how many areas map the segment now"},
    Head{"cpid", "cpid: pid of the process that created it"},
    Head{"lpid", "lpid: pid of the last process that attached or detached"},
    Head{"status", "status: dest is marked for destruction, locked is kept out of swap"}};

std::array<std::string, Column::count> cells_of(const Scene& scene, const SegmentRow& row) {
    const bool hidden = scene.hidden_segment(row.shmid);
    const auto maybe = [&](std::string text) { return hidden ? "?" : text; };
    return {key_text(row.key),
            id_text(row.shmid),
            scene.now->visible.users ? std::to_string(row.uid.value) : "–",
            mode_text(row.mode),
            std::to_string(row.bytes),
            maybe(count_text(row.nattch)),
            std::to_string(row.cpid.value),
            maybe(row.lpid == sim::kNoPid ? "–" : std::to_string(row.lpid.value)),
            maybe(status_words(row))};
}

// Left end of every column, and of the pages after them.
using Columns = std::array<float, Column::count + 1>;

Columns columns_of(const Scene& scene, const Pen& pen, Rect rect, const std::vector<const SegmentRow*>& rows,
                   float figure) {
    std::array<float, Column::count> widths{};
    const TextStyle mono = pen.mono(pen.theme.text), head = pen.body(pen.theme.dim, kMono);
    for (std::size_t n = 0; n < Column::count; ++n) widths[n] = pen.width(kHeads[n].title, head);
    for (const SegmentRow* row : rows) {
        const auto cells = cells_of(scene, *row);
        for (std::size_t n = 0; n < Column::count; ++n) {
            widths[n] =
                std::max(widths[n], pen.width(cells[n], n == nattch ? pen.strong(pen.theme.text, figure) : mono));
        }
    }
    widths[nattch] += kLettersRoom + 10;
    float sum = 0;
    for (float width : widths) sum += width;
    const float pages = std::max(150.0f, rect.w * 0.28f);
    const float gap = std::clamp((rect.w - 24 - sum - pages) / static_cast<float>(Column::count), 8.0f, 44.0f);
    Columns columns{};
    float x = rect.x + 12;
    for (std::size_t n = 0; n < Column::count; ++n) columns[n] = x, x += widths[n] + gap;
    columns[Column::count] = x;
    return columns;
}

void draw_heads(const Pen& pen, Rect rect, const Columns& columns, float y) {
    const TextStyle style = pen.body(pen.theme.dim, kMono);
    for (std::size_t n = 0; n < Column::count; ++n) {
        const float width = pen.write({columns[n], y}, kHeads[n].title, style, columns[n + 1] - columns[n]);
        pen.explain({columns[n], y, width, 18}, kHeads[n].tooltip);
    }
    pen.write({columns[Column::count], y}, "pages", style, rect.right() - 12 - columns[Column::count]);
    widgets::rule(pen.canvas, {rect.x + 12, y + 20}, rect.w - 24, pen.theme.line);
}

// --- the pages of a row

// Rows tell how many pages are in swap, not which.
const char* absent_reason(const SegmentRow& row) {
    return row.swapped > 0 ? ": it has no frame: in swap, or nobody has touched it"
                           : ": nobody has touched it, so it has no frame";
}

void draw_page(const Scene& scene, const Pen& pen, const SegmentRow& row, std::uint32_t index, Rect rect) {
    const sim::Pfn pfn = row.pages[index];
    const bool resident = pfn != sim::kNoFrame;
    const bool changed = resident && scene.changes->frames.count(pfn) != 0;
    if (resident && !(changed && scene.hide_changes)) {
        const Colour fill = pen.solid(pen.theme.segment);
        pen.canvas.fill(rect, fill, kCellRadius);
        pen.write_first_fitting(rect.inset(2), {frame_label(*scene.now, pfn), "·" + std::to_string(index)},
                                pen.mono(widgets::text_on(fill), kSmall));
    } else {
        pen.canvas.outline(rect, pen.theme.segment, 1, kCellRadius, true);
        const char* word = changed ? "?" : row.swapped > 0 ? "no frame" : "untouched";
        pen.write_first_fitting(rect.inset(2), {word, changed ? "?" : "–"}, pen.mono(pen.theme.dim, kSmall));
    }
    if (changed && !scene.hide_changes)
        pen.halo(rect, kCellRadius);
    else if (scene.lit_segment_page(row.shmid, index, pfn))
        pen.ring_selected(rect.inset(-1.5f), kCellRadius + 1);
    pen.mark(rect, select_segment_page(row.shmid, index),
             "page " + std::to_string(index) + " of segment " + id_text(row.shmid) +
                 (resident ? ", in frame " + frame_label(*scene.now, pfn) : absent_reason(row)));
}

// Neighbouring pages in one cell: the more of them resident, the fuller its colour.
void draw_page_group(const Pen& pen, const SegmentRow& row, const PageStrip& strip, std::uint64_t cell) {
    const std::uint64_t from = cell * strip.per_cell,
                        to = std::min<std::uint64_t>(from + strip.per_cell, row.pages.size());
    std::uint64_t resident = 0;
    for (std::uint64_t n = from; n < to; ++n) resident += row.pages[n] != sim::kNoFrame ? 1 : 0;
    const float share = static_cast<float>(resident) / static_cast<float>(std::max<std::uint64_t>(to - from, 1));
    const Colour fill = widgets::mix(pen.theme.raised, pen.theme.segment, resident == 0 ? 0 : 0.3f + 0.7f * share);
    pen.canvas.fill(strip.cell_rect(cell), fill, 1);
}

void draw_pages(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect room) {
    constexpr float kNamed = 46, kLargest = 90;
    if (row.pages.empty()) return;
    PageStrip strip = page_strip(row.pages.size(), room, kLargest, 5);
    if (strip.cell < kLargest) strip.cell = strip.pitch > 12 ? strip.pitch - 4 : strip.cell;
    if (strip.cell >= kNamed && !row.truncated) {
        for (std::uint32_t n = 0; n < row.pages.size(); ++n) draw_page(scene, pen, row, n, strip.cell_rect(n));
        return;
    }
    const std::string words = scene.hide_changes ? plural(row.page_count, "page")
                                                 : count_text(row.resident) + " of " + count_text(row.page_count);
    const TextStyle style = pen.mono(pen.theme.dim, kSmall);
    const float taken =
        pen.write_right(room.right(), room.centre().y - pen.canvas.line_height(style) / 2, words, style, room.w * 0.6f);
    room.w -= taken + 10;
    if (room.w < 16 || scene.hide_changes) return;
    if (row.truncated) {
        widgets::gauge(pen.canvas, {room.x, room.centre().y - 5, room.w, 10},
                       static_cast<double>(row.resident) / static_cast<double>(row.page_count), pen.theme.raised,
                       pen.theme.segment);
        return;
    }
    strip = page_strip(row.pages.size(), room, kLargest, 3);
    for (std::uint64_t n = 0; n < strip.cells; ++n) {
        if (strip.per_cell == 1)
            draw_page(scene, pen, row, static_cast<std::uint32_t>(n), strip.cell_rect(n));
        else
            draw_page_group(pen, row, strip, n);
    }
}

// --- rows

void draw_row_ground(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect rect) {
    pen.canvas.fill(rect, pen.theme.tint(pen.theme.segment), 6);
    if (scene.fresh_segment(row.shmid))
        pen.canvas.outline(rect, pen.theme.changed, 2, 6);
    else if (scene.lit_segment(row.shmid))
        pen.ring_selected(rect, 6);
    pen.mark(rect, select_segment(row.shmid), "segment " + id_text(row.shmid) + ", key " + short_key(row.key));
}

void draw_nattch(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect cell, const std::string& figure,
                 float size) {
    const TextStyle style = pen.strong(pen.theme.text, size);
    const float y = cell.centre().y - pen.canvas.line_height(style) / 2;
    const float taken = pen.write({cell.x + 6, y}, figure, style, cell.w) + 16;
    if (scene.hidden_segment(row.shmid)) return;
    pen.letters(scene, attached(scene, row.shmid), {cell.x + taken, cell.centre().y - 9}, 18, cell.w - taken);
}

void draw_row(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect rect, const Columns& columns,
              float figure) {
    draw_row_ground(scene, pen, row, rect);
    const auto cells = cells_of(scene, row);
    const TextStyle style = pen.mono(pen.theme.text);
    const float y = rect.centre().y - pen.canvas.line_height(style) / 2;
    for (std::size_t n = 0; n < Column::count; ++n) {
        const float room = columns[n + 1] - columns[n] - 6;
        if (n == nattch)
            draw_nattch(scene, pen, row, {columns[n], rect.y, room, rect.h}, cells[n], figure);
        else
            pen.write({columns[n], y}, cells[n], style, room);
    }
    const float x = columns[Column::count], height = std::min(27.0f, rect.h - 12);
    draw_pages(scene, pen, row, {x, rect.centre().y - height / 2, rect.right() - 10 - x, height});
}

// "segment key 0x1234   3 pages reserved, 2 in frames          attached by P C   nattch 2"
void draw_picture_row(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect rect, float figure) {
    draw_row_ground(scene, pen, row, rect);
    const bool hidden = scene.hidden_segment(row.shmid);
    const TextStyle dim = pen.body(pen.theme.dim, kStrong), body = pen.body(pen.theme.text, kStrong);
    const float y = rect.centre().y - pen.canvas.line_height(body) / 2;
    const TextStyle big = pen.strong(pen.theme.text, figure);
    const std::string number = hidden ? "?" : count_text(row.nattch);
    float right = rect.right() - 18;
    right -= pen.write_right(right, rect.centre().y - pen.canvas.line_height(big) / 2, number, big, 80) + 12;
    right -= pen.write_right(right, y, "nattch", dim, 80) + 24;
    const std::vector<sim::Pid> pids = attached(scene, row.shmid);
    if (!hidden && !pids.empty()) {
        const float wanted = std::min(24.0f * static_cast<float>(pids.size()), 24.0f * (rect.w < 800 ? 3.0f : 6.0f));
        pen.letters(scene, pids, {right - wanted, rect.centre().y - 10}, 20, wanted);
        right -= wanted + 10;
        right -= pen.write_right(right, y, "attached by", dim, 100) + 20;
    }
    float x = rect.x + 14;
    x += pen.write({x, y}, "segment", dim, right - x) + 10;
    const std::string id = "id " + id_text(row.shmid);
    // Marked for removal, a segment has given up its key.
    const std::string name = row.key != sim::kIpcPrivate ? "key " + short_key(row.key) : row.dest ? id : "private";
    x += pen.write({x, y}, name, pen.mono(pen.theme.text, kStrong), right - x) + 28;
    const std::string pages = plural(row.page_count, "page");
    const std::string resident = scene.hide_changes ? "" : ", " + count_text(row.resident) + " in frames";
    const std::string words =
        widgets::first_fitting(pen.canvas, {pages + " reserved" + resident, pages + resident, pages}, body, right - x);
    pen.write({x, y}, words, body, right - x);
}

// --- below the rows

void draw_summary(const Scene& scene, const Pen& pen, const SegmentRow& row, Rect rect, bool low) {
    const float pitch = low ? 18 : 26;
    const TextStyle body = pen.body(pen.theme.text, low ? kMono : kBody), dim = pen.body(pen.theme.dim, kMono);
    float y = rect.y;
    const auto line = [&](const std::string& words, const TextStyle& style) {
        if (words.empty() || y + pen.canvas.line_height(style) > rect.bottom()) return;
        pen.write({rect.x, y}, words, style, rect.w);
        y += pitch;
    };
    if (scene.at_least(Detail::mechanism)) line(residency_words(scene, row), body);
    line(lesson_words(scene, row), dim);
    if (!scene.at_least(Detail::linux_) || scene.hide_changes) return;
    const float top = y;
    line(record_words(row), pen.mono(pen.theme.dim, kSmall));
    pen.explain({rect.x, top, rect.w, y - top},
                "atime last attach, dtime last detach, ctime last change; cuid and cgid: who created it");
}

// How many there are beyond those shown, and buttons to get at them.
void draw_more(const Pen& pen, Rect line, std::size_t above, std::size_t below) {
    const std::string words = "+ " + plural(above + below, "more segment");
    const TextStyle style = pen.body(pen.theme.dim, kSmall);
    float right = line.right();
    if (below > 0) {
        const Rect down{right - 20, line.y, 20, 16};
        widgets::triangle_down(pen.canvas, down.inset(4), pen.theme.dim);
        if (pen.button(down, Control::scroll_down, kScrollPanel, "later segments"))
            pen.memory.scroll[kScrollPanel] += 1;
        right -= 26;
    }
    if (above > 0) {
        const TextStyle link = pen.body(pen.theme.on_panel(pen.theme.segment), kSmall);
        const float taken = pen.write_right(right, line.y, "back", link, 40);
        if (pen.button({right - taken, line.y, taken, 16}, Control::scroll_up, kScrollPanel, "earlier segments")) {
            pen.memory.scroll[kScrollPanel] -= 1;
        }
        right -= taken + 10;
    }
    pen.write_right(right, line.y, words, style, line.w);
}

void draw_empty(const Scene& scene, const Pen& pen, Rect rect) {
    const char* words =
        scene.hide_changes ? "?" : "No segment exists. shmget makes one; it stays until somebody removes it.";
    pen.write({rect.x + 12, rect.y + 46}, words, pen.body(pen.theme.dim), rect.w - 24);
}

}  // namespace

void paint_segments(const Scene& scene, const Pen& pen, Rect rect) {
    constexpr float kLeastTable = 140, kEmptyTable = 70;
    pen.box(rect);
    const std::vector<const SegmentRow*> all = segments_by_importance(scene);
    const float others = channels_height(scene, rect.h - (all.empty() ? kEmptyTable : kLeastTable));
    if (others > 0) paint_channels(scene, pen, {rect.x + 12, rect.bottom() - others - 4, rect.w - 24, others});
    rect.h -= others;
    draw_heading(scene, pen, rect);
    if (all.empty()) return draw_empty(scene, pen, rect);
    const bool low = is_low(scene, rect);
    const Metrics metrics = metrics_of(scene, low);
    const std::size_t places = metrics.places(rect.h);
    const std::size_t most = all.size() - std::min(all.size(), places);
    float& scroll = pen.memory.scroll[kScrollPanel];
    scroll = std::clamp(scroll, 0.0f, static_cast<float>(most));
    const auto first = static_cast<std::size_t>(scroll);
    const std::vector<const SegmentRow*> rows(
        all.begin() + static_cast<std::ptrdiff_t>(first),
        all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), first + places)));
    const Columns columns = columns_of(scene, pen, rect, rows, metrics.figure);
    if (scene.at_least(Detail::mechanism)) draw_heads(pen, rect, columns, rect.y + metrics.heads_y);
    float y = rect.y + metrics.rows_y;
    for (const SegmentRow* row : rows) {
        const Rect line{rect.x + 6, y, rect.w - 12, metrics.row_h};
        if (scene.at_least(Detail::mechanism))
            draw_row(scene, pen, *row, line, columns, metrics.figure);
        else
            draw_picture_row(scene, pen, *row, line, metrics.figure);
        y += metrics.pitch;
    }
    const float top = y + (low ? 0 : 8);
    const Rect summary{rect.x + 12, top, rect.w - 24, rect.bottom() - 4 - top};
    const float for_more = most == 0 ? 0.0f : first > 0 ? 240.0f : 180.0f;
    draw_summary(scene, pen, *all.front(), {summary.x, summary.y, summary.w - for_more, summary.h}, low);
    if (most > 0) draw_more(pen, {summary.right() - 260, summary.y, 260, 18}, first, all.size() - first - rows.size());
}

}  // namespace app::views
