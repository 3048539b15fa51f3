#include "app/views/side_by_side.h"

#include <algorithm>
#include <cmath>

#include "app/views/format.h"
#include "app/views/side_cells.h"
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
    if (marked_different(both, row)) {
        pen.canvas.fill(line.inset(1), pen.theme.tint(pen.theme.fault), 5);
        pen.canvas.outline(line.inset(1), pen.theme.fault, 1.5f, 5);
    }
    const TextStyle label = pen.body(pen.theme.dim, kMono);
    const float y = rect.centre().y - pen.canvas.line_height(label) / 2;
    pen.write({columns.label, y}, row.label, label, columns.simulated - columns.label - 8);
    draw_side_cells(both, pen, row,
                    {{columns.simulated, rect.y, columns.width, rect.h},
                     {columns.sign, rect.y, kSign - 8, rect.h},
                     {columns.real, rect.y, columns.width, rect.h}},
                    {});
}

// --- heads

void draw_heads(const SideBySide& both, const Pen& pen, Rect rect, const Columns& columns) {
    pen.heading({columns.simulated, rect.y + 12}, "SIMULATED KERNEL", columns.width);
    pen.heading({columns.real, rect.y + 12}, "REAL KERNEL" + real_kernel_note(both), columns.width);
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

std::vector<SideRow> rows_of(const SideBySide& both) {
    std::vector<SideRow> rows = side_rows(*both.simulated.now, *both.real.now);
    mark_changed(rows, *both.simulated.before);
    return rows;
}

bool marked_different(const SideBySide& both, const SideRow& row) {
    return both.together && !row.equal && !(row.changed && both.simulated.hide_changes);
}

std::string real_kernel_note(const SideBySide& both) {
    if (both.behind) return " · catching up, step " + count_text(both.step);
    if (!both.together) return " · after step " + count_text(both.step);
    if (both.restarts > 0) return " · sandbox " + count_text(both.restarts + 1) + ", replayed to here";
    return "";
}

void paint_side_by_side(const SideBySide& both, const Pen& pen, Rect rect) {
    constexpr float kTop = 40, kFoot = 26;
    pen.box(rect);
    const Columns columns = columns_of(rect);
    draw_heads(both, pen, rect, columns);
    const std::vector<SideRow> rows = rows_of(both);
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
