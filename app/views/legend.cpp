// What the cells of physical memory mean.
#include <vector>

#include "app/views/paint.h"

namespace app::views {
namespace {

using session::Detail;

struct Entry {
    Colour fill, border;
    const char* label;
    const char* words;
};

void draw_entry(const Pen& pen, Rect row, const Entry& entry) {
    const Rect cell{row.x, row.y, 18, 18};
    pen.canvas.fill(cell, entry.fill, kCellRadius);
    pen.canvas.outline(cell, entry.border, 1, kCellRadius);
    pen.write_centred(cell, entry.label, pen.strong(widgets::text_on(entry.fill), 10));
    pen.write({row.x + 28, row.y + 1}, entry.words, pen.body(pen.theme.dim, kMono), row.w - 28);
}

// Of a real machine only the frames of the processes looked at are known.
std::vector<Entry> known_entries(const Scene& scene, const Pen& pen) {
    const Theme& theme = pen.theme;
    const Colour hue = theme.process(0);
    const Entry shared{pen.solid(theme.segment), theme.segment, "S", "shared: segment · page"};
    const Entry own{theme.shade(hue), hue, "", "private to a process"};
    const Entry text{theme.shade(theme.dim), theme.dim, "X", "program text"};
    if (!scene.now->visible.entries)
        return {shared, own, text, {theme.panel, theme.line, "", "not of these processes"}};
    return {Entry{theme.shade(theme.kernel), theme.kernel, "K", "kernel"},
            {theme.shade(hue), hue, "T", "page table, in its process's colour"},
            own,
            shared,
            text,
            {theme.panel, theme.line, "", "free"}};
}

}  // namespace

void paint_legend(const Scene& scene, const Pen& pen, Rect rect) {
    constexpr float kPitch = 23;
    float y = rect.y;
    for (const Entry& entry : known_entries(scene, pen)) {
        const bool table = entry.label[0] == 'T';
        if (table && !scene.at_least(Detail::mechanism)) continue;
        if (y + kPitch > rect.bottom() + 6) return;
        draw_entry(pen, {rect.x, y, rect.w, kPitch}, entry);
        y += kPitch;
    }
}

}  // namespace app::views
