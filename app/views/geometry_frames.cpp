// Cells of physical memory.
#include <algorithm>
#include <cmath>
#include <set>

#include "app/views/geometry.h"

namespace app::views {
namespace {

using namespace sim::report;

constexpr float kPadding = 12;
constexpr float kLinkGap = 8;      // between rows: links run there
constexpr float kLeastPitch = 24;  // of rows
constexpr float kLegend = 150;     // the legend as a list
constexpr float kDetail = 130;     // the frame in focus: name, bytes, two that map it
constexpr float kOverviewText = 22;

// Rows of eight frames worth showing, the most important first, at most `count`.
std::set<std::uint32_t> rows_that_matter(const Scene& scene, std::size_t count) {
    std::set<std::uint32_t> rows;
    const auto add = [&](sim::Pfn pfn) {
        if (rows.size() < count) rows.insert(pfn.value / FrameGrid::kColumns);
    };
    if (scene.focus) add(*scene.focus);
    for (sim::Pfn pfn : scene.changes->frames) {
        if (scene.now->visible.entries || scene.now->frame(pfn) != nullptr) add(pfn);
    }
    for (const SegmentRow& segment : scene.now->segments) {
        for (sim::Pfn pfn : segment.pages) {
            if (rows.size() >= count) break;
            if (pfn != sim::kNoFrame) add(pfn);
        }
    }
    for (const FrameRow& frame : scene.now->frames) {
        if (rows.size() >= count) break;
        add(frame.pfn);
    }
    return rows;
}

void lay_out_rows(FrameGrid& grid, const Scene& scene, float top, float room) {
    const auto total = static_cast<std::uint32_t>((grid.frames + FrameGrid::kColumns - 1) / FrameGrid::kColumns);
    const auto most = static_cast<std::size_t>(std::max(1.0f, room / kLeastPitch));
    const float most_pitch = std::max(kLeastPitch, grid.cell_w + kLinkGap);  // cells no higher than wide
    if (total <= most) {
        for (std::uint32_t row = 0; row < total; ++row) grid.rows.push_back(row * FrameGrid::kColumns);
    } else {
        grid.overview = {grid.box.x + kPadding, top, grid.box.w - 2 * kPadding,
                         std::min(110.0f, std::round(room * 0.3f))};
        top = grid.overview.bottom() + kOverviewText + kLinkGap;
        room -= grid.overview.h + kOverviewText + kLinkGap;
        const auto count = static_cast<std::size_t>(std::clamp(room / most_pitch, 1.0f, 6.0f));
        for (std::uint32_t row : rows_that_matter(scene, count)) grid.rows.push_back(row * FrameGrid::kColumns);
    }
    const auto shown = static_cast<float>(std::max<std::size_t>(grid.rows.size(), 1));
    grid.pitch_y = std::floor(std::clamp(room / shown, kLeastPitch, most_pitch));
    grid.cell_h = grid.pitch_y - kLinkGap;
    grid.cells.y = top;
    grid.cells.h = grid.pitch_y * shown;
}

// Where frames have no numbers, only those there are names for.
std::uint32_t frames_shown(const State& state) {
    if (state.visible.frames || state.frames.empty()) return static_cast<std::uint32_t>(state.limits.frames);
    return state.frames.back().pfn.value + 1;
}

// Row labels as wide as the largest frame number needs, 7 units a digit.
float label_width(std::uint32_t frames) {
    std::size_t digits = 2;
    for (std::uint64_t most = 0x100; most < frames; most *= 16) ++digits;
    return 7.0f * static_cast<float>(digits) + 12;
}

}  // namespace

std::optional<Rect> FrameGrid::cell_of(sim::Pfn pfn) const {
    const std::uint32_t first = pfn.value / kColumns * kColumns;
    const auto row = std::lower_bound(rows.begin(), rows.end(), first);
    if (row == rows.end() || *row != first) return std::nullopt;
    return cell(static_cast<std::size_t>(row - rows.begin()), pfn.value - first);
}

FrameGrid frame_grid(const Scene& scene, Rect column) {
    FrameGrid grid;
    grid.box = {column.x, column.y + kHeading, column.w, column.h - kHeading};
    grid.frames = frames_shown(*scene.now);
    const float label = label_width(grid.frames);
    const float left = grid.box.x + label + 4;
    grid.pitch_x = (grid.box.right() - 8 - left) / FrameGrid::kColumns;
    grid.cell_w = grid.pitch_x - (grid.pitch_x > 24 ? 3.0f : 2.0f);
    grid.cells.x = left;
    grid.cells.w = grid.pitch_x * FrameGrid::kColumns;
    const bool list = grid.box.h > 320 + kDetail + kLegend;
    const float under = list ? kDetail + kLegend : std::min(kDetail, grid.box.h * 0.34f);
    lay_out_rows(grid, scene, grid.box.y + kPadding, grid.box.h - under - kPadding);
    const float x = grid.box.x + kPadding, w = grid.box.w - 2 * kPadding;
    const float top = grid.cells.bottom() + 2, bottom = grid.box.bottom() - 6;
    const float legend = list ? kLegend - 10 : 0;
    grid.detail = {x, top, w, bottom - legend - top};
    grid.legend = {x, bottom - legend, w, legend};
    return grid;
}

}  // namespace app::views
