#include "app/views/side_cells.h"

#include <algorithm>

#include "app/views/format.h"
#include "app/views/geometry.h"

namespace app::views {
namespace {

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

void draw_page(const Scene& scene, const Pen& pen, sim::Pfn pfn, Rect rect, float size) {
    if (pfn == sim::kNoFrame) {
        pen.canvas.outline(rect, pen.theme.dim, 1, kCellRadius, true);
        return;
    }
    const Colour fill = fill_of(scene, pen, pfn);
    pen.canvas.fill(rect, fill, kCellRadius);
    if (scene.hover.frame(pfn) || scene.selection.frame(pfn)) pen.ring_selected(rect, kCellRadius);
    const std::string label = frame_label(*scene.now, pfn);
    const std::string digits = label.starts_with("0x") ? label.substr(2) : label;
    pen.write_first_fitting(rect.inset(2), {label, digits}, pen.mono(widgets::text_on(fill), size));
    pen.mark(rect, select_frame(pfn), frame_tooltip(scene, pfn));
}

void draw_pages(const Scene& scene, const Pen& pen, const SideCell& cell, Rect rect, const CellSizes& sizes) {
    const PageStrip strip =
        page_strip(std::min<std::uint64_t>(cell.page_count, cell.pages.size()), rect, sizes.page, 3);
    for (std::uint64_t n = 0; n < strip.cells; ++n) {
        const auto first = cell.pages.begin() + static_cast<std::ptrdiff_t>(n * strip.per_cell);
        const auto last = cell.pages.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                                   (n + 1) * strip.per_cell, cell.pages.size()));
        const auto present = std::find_if(first, last, [](sim::Pfn pfn) { return pfn != sim::kNoFrame; });
        draw_page(scene, pen, present != last ? *present : sim::kNoFrame, strip.cell_rect(n), sizes.page_text);
    }
}

void draw_cell(const Scene& scene, const Pen& pen, const SideCell& cell, Rect rect, const CellSizes& sizes) {
    const TextStyle style = cell.there ? pen.mono(pen.theme.text, sizes.text) : pen.body(pen.theme.dim, sizes.text);
    const float y = rect.centre().y - pen.canvas.line_height(style) / 2;
    const std::string_view words = cell.there ? std::string_view(cell.text) : "not there";
    if (!cell.there || !cell.has_pages()) {
        pen.write({rect.x, y}, words, style, rect.w);
        return;
    }
    const float taken = std::min(pen.width(words, style) + sizes.text, rect.w * 0.6f);
    pen.write({rect.x, y}, words, style, taken - 8);
    draw_pages(scene, pen, cell, {rect.x + taken, rect.y + sizes.margin, rect.w - taken - 6, rect.h - 2 * sizes.margin},
               sizes);
}

// Whether the cells of a row are alike: "…" while the kernels stand at different moments.
void draw_sign(const SideBySide& both, const Pen& pen, const SideRow& row, Rect rect, float size) {
    const bool differs = both.together && !row.equal;
    const std::string_view sign = !both.together ? "…" : row.equal ? "=" : "≠";
    pen.write_centred(rect, sign, pen.strong(differs ? pen.theme.on_panel(pen.theme.fault) : pen.theme.dim, size));
}

}  // namespace

void draw_side_cells(const SideBySide& both, const Pen& pen, const SideRow& row, const CellPlaces& places,
                     const CellSizes& sizes) {
    if (row.changed && both.simulated.hide_changes) {
        const TextStyle style = pen.strong(pen.theme.text, sizes.text);
        for (Rect rect : {places.simulated, places.real})
            pen.write({rect.x, rect.centre().y - pen.canvas.line_height(style) / 2}, "?", style, rect.w);
        return;
    }
    draw_cell(both.simulated, pen, row.simulated, places.simulated, sizes);
    draw_cell(both.real, pen, row.real, places.real, sizes);
    draw_sign(both, pen, row, places.sign, sizes.text + 1);
}

}  // namespace app::views
