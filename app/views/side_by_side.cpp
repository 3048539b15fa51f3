#include "app/views/side_by_side.h"

#include <algorithm>
#include <cmath>

#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/side_rows.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

constexpr std::size_t kScrollPanel = 7;
constexpr float kGroup = 30, kFact = 26, kPages = 34, kGroupGap = 10;
constexpr float kSign = 30;  // between the kernels: = or ≠

struct Columns {
    float label, simulated, sign, real;
    float width;  // of either kernel's cell
};

Columns columns_of(Rect rect) {
    const float label = std::clamp(rect.w * 0.15f, 84.0f, 170.0f);
    const float width = (rect.w - label - kSign - 28) / 2;
    const float simulated = rect.x + label + 14, sign = simulated + width;
    return {rect.x + 14, simulated, sign, sign + kSign, width};
}

float height_of(const SideRow& row, bool first) {
    if (row.kind != SideRow::Kind::fact) return kGroup + (first ? 0 : kGroupGap);
    return row.simulated.has_pages() || row.real.has_pages() ? kPages : kFact;
}

// --- one cell

// A page's own colour: shared ones are the segment's, private ones the process's.
Colour fill_of(const Scene& scene, const Pen& pen, sim::Pfn pfn) {
    const sim::report::FrameRow* frame = scene.now->frame(pfn);
    const bool own = frame != nullptr && frame->owner == sim::report::FrameOwner::private_ && frame->pid != sim::kNoPid;
    return own ? pen.theme.shade(pen.process(scene, frame->pid)) : pen.solid(pen.theme.segment);
}

std::string frame_tooltip(const Scene& scene, sim::Pfn pfn) {
    const sim::report::FrameRow* frame = scene.now->frame(pfn);
    const std::string name = "frame " + frame_label(*scene.now, pfn);
    return frame != nullptr ? name + ": " + frame_owner_text(*scene.now, *frame) : name;
}

void draw_page(const Scene& scene, const Pen& pen, sim::Pfn pfn, Rect rect) {
    if (pfn == sim::kNoFrame) {
        pen.canvas.outline(rect, pen.theme.dim, 1, kCellRadius, true);
        return;
    }
    const Colour fill = fill_of(scene, pen, pfn);
    pen.canvas.fill(rect, fill, kCellRadius);
    if (scene.hover.frame(pfn) || scene.selection.frame(pfn)) pen.ring_selected(rect, kCellRadius);
    const std::string label = frame_label(*scene.now, pfn);
    const std::string digits = label.starts_with("0x") ? label.substr(2) : label;
    pen.write_first_fitting(rect.inset(2), {label, digits}, pen.mono(widgets::text_on(fill), 11));
    pen.mark(rect, select_frame(pfn), frame_tooltip(scene, pfn));
}

void draw_pages(const Scene& scene, const Pen& pen, const SideCell& cell, Rect rect) {
    const float widest = 76;
    const PageStrip strip = page_strip(std::min<std::uint64_t>(cell.page_count, cell.pages.size()), rect, widest, 3);
    for (std::uint64_t n = 0; n < strip.cells; ++n) {
        const auto first = cell.pages.begin() + static_cast<std::ptrdiff_t>(n * strip.per_cell);
        const auto last = cell.pages.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                                   (n + 1) * strip.per_cell, cell.pages.size()));
        const auto present = std::find_if(first, last, [](sim::Pfn pfn) { return pfn != sim::kNoFrame; });
        draw_page(scene, pen, present != last ? *present : sim::kNoFrame, strip.cell_rect(n));
    }
}

void draw_cell(const Scene& scene, const Pen& pen, const SideCell& cell, Rect rect, Colour ink) {
    const TextStyle style = cell.there ? pen.mono(ink) : pen.body(pen.theme.dim);
    const float y = rect.centre().y - pen.canvas.line_height(style) / 2;
    if (!cell.there) {
        pen.write({rect.x, y}, "not there", style, rect.w);
        return;
    }
    if (!cell.has_pages()) {
        pen.write({rect.x, y}, cell.text, style, rect.w);
        return;
    }
    const float words = std::min(pen.width(cell.text, style) + 12, rect.w * 0.6f);
    pen.write({rect.x, y}, cell.text, style, words - 8);
    draw_pages(scene, pen, cell, {rect.x + words, rect.y + 5, rect.w - words - 6, rect.h - 10});
}

// --- rows

void draw_group(const SideBySide& both, const Pen& pen, const SideRow& row, Rect rect) {
    const Rect band{rect.x + 6, rect.bottom() - kGroup, rect.w - 12, kGroup - 3};
    const bool process = row.kind == SideRow::Kind::process;
    const Colour hue = process ? pen.process(both.simulated, row.pid) : pen.theme.segment;
    pen.canvas.fill(band, pen.theme.tint(hue), 6);
    float x = band.x + 8;
    if (process) {
        pen.letter(both.simulated, row.pid, {x, band.centre().y - 9}, 18);
        x += 28;
    }
    const TextStyle style = pen.strong(pen.theme.text, kBody);
    const float y = band.centre().y - pen.canvas.line_height(style) / 2;
    x += pen.write({x, y}, row.label, style, band.w * 0.6f) + 12;
    if (process)
        pen.write({x, y + 1}, "pid " + std::to_string(row.pid.value), pen.mono(pen.theme.dim, kSmall),
                  band.right() - x);
    if (row.where) pen.mark(band, row.where);
}

void draw_fact(const SideBySide& both, const Pen& pen, const SideRow& row, Rect rect, const Columns& columns) {
    const Rect line{rect.x + 6, rect.y, rect.w - 12, rect.h};
    if (row.where) pen.mark(line, row.where);
    if (!row.equal) {
        pen.canvas.fill(line.inset(1), pen.theme.tint(pen.theme.fault), 5);
        pen.canvas.outline(line.inset(1), pen.theme.fault, 1.5f, 5);
    }
    const TextStyle label = pen.body(pen.theme.dim, kMono);
    const float y = rect.centre().y - pen.canvas.line_height(label) / 2;
    pen.write({columns.label, y}, row.label, label, columns.simulated - columns.label - 8);
    const Colour ink = pen.theme.text;
    draw_cell(both.simulated, pen, row.simulated, {columns.simulated, rect.y, columns.width, rect.h}, ink);
    draw_cell(both.real, pen, row.real, {columns.real, rect.y, columns.width, rect.h}, ink);
    const Colour sign = row.equal ? pen.theme.dim : pen.theme.on_panel(pen.theme.fault);
    pen.write_centred({columns.sign, rect.y, kSign - 8, rect.h}, row.equal ? "=" : "≠", pen.strong(sign, kBody));
}

// --- heads

std::string real_heading(const SideBySide& both) {
    std::string words = "REAL KERNEL";
    if (both.behind) return words + " · catching up, step " + count_text(both.step);
    if (both.restarts > 0) words += " · sandbox " + count_text(both.restarts + 1) + ", replayed to here";
    return words;
}

void draw_heads(const SideBySide& both, const Pen& pen, Rect rect, const Columns& columns) {
    pen.heading({columns.simulated, rect.y + 12}, "SIMULATED KERNEL", columns.width);
    pen.heading({columns.real, rect.y + 12}, real_heading(both), columns.width);
    pen.explain({columns.real, rect.y, columns.width, 30},
                "Real processes in a sandbox of their own did the same calls and accesses; rows come from /proc. Going "
                "back starts a fresh sandbox and does everything again");
    widgets::rule(pen.canvas, {rect.x + 6, rect.y + 33}, rect.w - 12, pen.theme.line);
}

struct Shown {
    std::size_t first = 0, last = 0;
};

// The rows that fit, from `first` on.
Shown rows_that_fit(const std::vector<SideRow>& rows, std::size_t first, float height) {
    std::size_t last = first;
    float used = 0;
    while (last < rows.size() && used + height_of(rows[last], last == first) <= height) {
        used += height_of(rows[last], last == first);
        ++last;
    }
    return {first, last};
}

// The first row from which on everything to the end fits.
std::size_t furthest_first(const std::vector<SideRow>& rows, float height) {
    std::size_t first = rows.size();
    float left = height;
    while (first > 0) {
        left -= height_of(rows[first - 1], first == 1);
        if (left < 0) break;
        --first;
    }
    return first;
}

void draw_more(const Pen& pen, Rect line, const Shown& shown, std::size_t rows) {
    const TextStyle style = pen.body(pen.theme.dim, kSmall);
    pen.write({line.x + 14, line.y}, "+ " + plural(rows - (shown.last - shown.first), "more row"), style, line.w / 2);
    float right = line.right() - 14;
    if (shown.last < rows) {
        const Rect down{right - 18, line.y, 18, 16};
        widgets::triangle_down(pen.canvas, down.inset(4), pen.theme.dim);
        if (pen.button(down, Control::scroll_down, kScrollPanel, "later rows")) pen.memory.scroll[kScrollPanel] += 3;
        right -= 26;
    }
    if (shown.first == 0) return;
    const float taken =
        pen.write_right(right, line.y, "back", pen.body(pen.theme.on_panel(pen.theme.segment), kSmall), 40);
    if (pen.button({right - taken, line.y, taken, 16}, Control::scroll_up, kScrollPanel, "earlier rows"))
        pen.memory.scroll[kScrollPanel] -= 3;
}

}  // namespace

void paint_side_by_side(const SideBySide& both, const Pen& pen, Rect rect) {
    constexpr float kTop = 40, kFoot = 26;
    pen.box(rect);
    const Columns columns = columns_of(rect);
    draw_heads(both, pen, rect, columns);
    const std::vector<SideRow> rows = side_rows(*both.simulated.now, *both.real.now);
    const float height = rect.h - kTop - kFoot;
    float& scroll = pen.memory.scroll[kScrollPanel];
    scroll =
        std::clamp(scroll - 3 * pen.canvas.pointer().wheel * static_cast<float>(rect.contains(pen.canvas.pointer().at)),
                   0.0f, static_cast<float>(furthest_first(rows, height)));
    const Shown shown = rows_that_fit(rows, static_cast<std::size_t>(scroll), height);
    float y = rect.y + kTop;
    for (std::size_t n = shown.first; n < shown.last; ++n) {
        const Rect line{rect.x, y, rect.w, height_of(rows[n], n == shown.first)};
        if (rows[n].kind == SideRow::Kind::fact)
            draw_fact(both, pen, rows[n], line, columns);
        else
            draw_group(both, pen, rows[n], line);
        y = line.bottom();
    }
    if (shown.last - shown.first < rows.size())
        draw_more(pen, {rect.x, rect.bottom() - kFoot + 4, rect.w, 16}, shown, rows.size());
}

}  // namespace app::views
