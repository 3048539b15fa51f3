// Physical memory, frame by frame; when there are too many, all of them as one texture and the rows that matter.
#include <algorithm>
#include <cmath>

#include "app/views/format.h"
#include "app/views/geometry.h"
#include "app/views/paint.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

// How a frame looks.
struct Look {
    Colour fill;
    Colour border;
    std::string label;        // what it is
    std::string short_label;  // where the label does not fit
    std::string letter;       // where that does not either
};

bool counts_as_kernel(const Scene& scene, const FrameRow& frame) {
    return frame.owner == FrameOwner::kernel ||
           (frame.owner == FrameOwner::table && !scene.at_least(Detail::mechanism));
}

Look look_of(const Scene& scene, const Pen& pen, const FrameRow& frame) {
    const Theme& theme = pen.theme;
    if (counts_as_kernel(scene, frame)) return {theme.shade(theme.kernel), theme.kernel, "K", "K", "K"};
    switch (frame.owner) {
        case FrameOwner::segment:
            return {pen.solid(theme.segment), theme.segment, segment_page_name(frame.shmid, frame.index),
                    "·" + std::to_string(frame.index), "S"};
        case FrameOwner::object:
            return {pen.solid(theme.segment), theme.segment, "O·" + std::to_string(frame.index),
                    "·" + std::to_string(frame.index), "O"};
        case FrameOwner::cache: return {theme.shade(theme.dim), theme.dim, "X", "X", "X"};
        case FrameOwner::table: {
            const Colour hue = frame.pid == sim::kNoPid ? theme.kernel : pen.process(scene, frame.pid);
            return {theme.shade(hue), hue, "T", "T", "T"};
        }
        case FrameOwner::private_: {
            const Colour hue = frame.pid == sim::kNoPid ? theme.dim : pen.process(scene, frame.pid);
            return {theme.shade(hue), hue, "", "", ""};
        }
        default: return {theme.panel, theme.line, "", "", ""};
    }
}

std::string tooltip_of(const Scene& scene, const FrameRow& frame) {
    const std::string what = "frame " + frame_label(*scene.now, frame.pfn) + ": " + frame_owner_text(*scene.now, frame);
    if (frame.owner == FrameOwner::kernel || frame.owner == FrameOwner::table) return what;
    return what + ". Mapped " + plural(frame.mapcount, "time");
}

void draw_free_cell(const Scene& scene, const Pen& pen, Rect rect, sim::Pfn pfn) {
    if (!scene.now->visible.entries) {  // a real machine's other frames: free, or anybody's
        pen.canvas.outline(rect, pen.theme.line, 1, kCellRadius, true);
        return pen.explain(rect, "not a frame of these processes; whose it is, is not visible from here");
    }
    pen.canvas.outline(rect, pen.theme.line, 1, kCellRadius);
    if (scene.fresh_frame(pfn)) pen.halo(rect, kCellRadius);
    pen.mark(rect, select_frame(pfn), "frame " + frame_text(pfn) + ": free");
}

void draw_cell(const Scene& scene, const Pen& pen, Rect rect, const FrameRow& frame) {
    if (scene.hidden_frame(frame.pfn)) {
        pen.canvas.outline(rect, pen.theme.dim, 1, kCellRadius, true);
        pen.write_centred(rect, "?", pen.strong(pen.theme.dim, kSmall));
        return;
    }
    const Look look = look_of(scene, pen, frame);
    pen.canvas.fill(rect, look.fill, kCellRadius);
    pen.canvas.outline(rect, look.border, 1, kCellRadius);
    const Colour ink = widgets::text_on(look.fill);
    const TextStyle small = pen.strong(ink, 11);
    pen.write_first_fitting(rect.inset(2), {look.label, look.short_label, look.letter}, small);
    const bool fresh = scene.fresh_frame(frame.pfn);
    if (fresh) pen.halo(rect, kCellRadius);
    if (!fresh && (scene.lit(frame) || scene.focus == frame.pfn)) pen.ring_selected(rect.inset(-1.5f), kCellRadius + 1);
    pen.mark(rect, select_frame(frame.pfn), tooltip_of(scene, frame));
}

std::string row_label(std::uint32_t first, std::uint32_t frames) {
    std::string digits = hex(first).substr(2);
    std::size_t width = 2;
    for (std::uint64_t most = 0x100; most < frames; most *= 16) ++width;
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

void draw_rows(const Scene& scene, const Pen& pen, const FrameGrid& grid) {
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
        const std::uint32_t first = grid.rows[row];
        const TextStyle style = pen.mono(pen.theme.dim, 11);
        const Rect head = grid.cell(row, 0);
        pen.write_right(head.x - 8, head.centre().y - pen.canvas.line_height(style) / 2, row_label(first, grid.frames),
                        style, 80);
        for (std::uint32_t column = 0; column < FrameGrid::kColumns && first + column < grid.frames; ++column) {
            const sim::Pfn pfn{first + column};
            const FrameRow* frame = scene.now->frame(pfn);
            if (frame != nullptr)
                draw_cell(scene, pen, grid.cell(row, column), *frame);
            else
                draw_free_cell(scene, pen, grid.cell(row, column), pfn);
        }
    }
}

// --- all frames as one texture

// Of frames that share a cell the most telling one shows.
int prominence(const Scene& scene, const FrameRow& frame) {
    if (scene.fresh_frame(frame.pfn)) return 5;
    switch (frame.owner) {
        case FrameOwner::segment:
        case FrameOwner::object: return 4;
        case FrameOwner::private_: return 3;
        case FrameOwner::table: return 2;
        default: return 1;
    }
}

// Two units a side at least, so that one frame in a million can be seen.
struct Raster {
    std::uint32_t columns = 1, rows = 1;
    std::uint64_t frames_per_cell = 1;
};

Raster raster_of(Rect rect, std::uint64_t frames) {
    constexpr float kLeastCell = 2;
    const float most = std::floor(rect.w / kLeastCell) * std::floor(rect.h / kLeastCell);
    const auto per_cell = static_cast<std::uint64_t>(std::ceil(static_cast<float>(frames) / std::max(1.0f, most)));
    const std::uint64_t cells = (frames + per_cell - 1) / per_cell;
    const auto columns =
        static_cast<std::uint32_t>(std::max(1.0f, std::ceil(std::sqrt(static_cast<float>(cells) * rect.w / rect.h))));
    return {columns, static_cast<std::uint32_t>((cells + columns - 1) / columns), per_cell};
}

std::vector<Colour> texture_of(const Scene& scene, const Pen& pen, const Raster& raster) {
    std::vector<Colour> cells(std::size_t{raster.columns} * raster.rows, pen.theme.raised);
    std::size_t at = cells.size();
    int best = 0;
    for (const FrameRow& frame : scene.now->frames) {
        const auto cell = static_cast<std::size_t>(frame.pfn.value / raster.frames_per_cell);
        if (cell != at) at = cell, best = 0;
        const int rank = scene.hidden_frame(frame.pfn) ? 0 : prominence(scene, frame);
        if (rank <= best || cell >= cells.size()) continue;
        best = rank;
        cells[cell] = rank == 5 ? pen.theme.changed : look_of(scene, pen, frame).border;
    }
    return cells;
}

std::string usage_words(const Scene& scene, bool with_tables) {
    std::uint64_t segment = 0, tables = 0, own = 0;
    for (const FrameRow& frame : scene.now->frames) {
        if (frame.owner == FrameOwner::segment)
            ++segment;
        else if (frame.owner == FrameOwner::table)
            ++tables;
        else if (frame.owner == FrameOwner::private_)
            ++own;
    }
    const std::string words = count_text(segment) + " shared · " + count_text(own) + " private";
    return with_tables ? words + " · " + count_text(tables) + " tables" : words;
}

void draw_overview(const Scene& scene, const Pen& pen, const FrameGrid& grid) {
    if (grid.overview.h <= 0) return;
    const Raster raster = raster_of(grid.overview, grid.frames);
    pen.canvas.cells(grid.overview, raster.columns, raster.rows, texture_of(scene, pen, raster));
    pen.canvas.outline(grid.overview, pen.theme.line);
    const std::string words =
        scene.hide_changes ? "" : usage_words(scene, scene.at_least(Detail::mechanism) && grid.overview.w > 220);
    pen.write({grid.overview.x, grid.overview.bottom() + 4}, words, pen.body(pen.theme.dim, kSmall), grid.overview.w);
}

}  // namespace

void paint_physical_memory(const Scene& scene, const Pen& pen, Rect rect) {
    const FrameGrid grid = frame_grid(scene, rect);
    const bool all_known = scene.now->visible.entries;
    const std::string number = scene.hide_changes ? "?"
                               : all_known        ? count_text(scene.now->usage.frames_free)
                                                  : count_text(scene.now->frames.size());
    const std::string free =
        number + (all_known ? " of " + count_text(scene.now->limits.frames) + " free" : " of these processes");
    const TextStyle dim = pen.body(pen.theme.dim, kSmall);
    const bool beside = pen.width(free, dim) + 90 < rect.w;
    const float taken = pen.write_right(rect.right() - 6, rect.y + 6,
                                        beside ? free : number + (all_known ? " free" : " frames"), dim, rect.w * 0.6f);
    const float room = rect.w - 30 - taken;
    const bool whole = pen.width("PHYSICAL MEMORY", pen.strong(pen.theme.dim, kSmall)) <= room;
    pen.heading({rect.x + 8, rect.y + 6}, whole ? "PHYSICAL MEMORY" : "MEMORY", room);
    pen.box(grid.box);
    draw_overview(scene, pen, grid);
    draw_rows(scene, pen, grid);
    paint_frame_detail(scene, pen, grid.detail);
    if (grid.legend.h > 0) paint_legend(scene, pen, grid.legend);
}

}  // namespace app::views
