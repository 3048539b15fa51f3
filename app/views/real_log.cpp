// What the real kernel answered in this step. It does not say what it did inside: that is not made up.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/paint.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

constexpr float kMargin = 18, kEntry = 44;

std::string heading_words(const Scene& scene) {
    if (scene.step == 0) return "Step 0, before anything ran";
    return "Step " + count_text(scene.step) + (scene.length ? " of " + count_text(*scene.length) : "");
}

void draw_answer(const Scene& scene, const Pen& pen, const session::RealAnswer& answer, Rect row) {
    pen.letter(scene, answer.pid, {row.x, row.y + 1}, 18);
    const float x = row.x + 28, room = row.right() - x;
    pen.write({x, row.y}, answer.words, pen.mono(pen.theme.text, kSmall), room);
    const Colour ink = answer.failed ? pen.theme.on_panel(pen.theme.fault) : pen.theme.dim;
    std::string below = answer.answer;
    if (answer.minor_faults > 0) below += (below.empty() ? "" : " · ") + plural(answer.minor_faults, "minor fault");
    pen.write({x, row.y + 18}, below, pen.mono(ink, kSmall), room);
    pen.mark({row.x, row.y - 3, row.w, kEntry - 4}, select_process(answer.pid));
}

}  // namespace

void paint_real_log(const Scene& scene, const Pen& pen, Rect rect) {
    const Rect inner{rect.x + kMargin, rect.y + 14, rect.w - 2 * kMargin, rect.h - 22};
    pen.write({inner.x, inner.y}, heading_words(scene), pen.strong(pen.theme.on_panel(pen.theme.changed)), inner.w);
    pen.write({inner.x, inner.y + 30}, "The real kernel's answers", pen.strong(pen.theme.text, kTitle), inner.w);
    float y = inner.y + 66;
    constexpr std::string_view kNote =
        "Which checks it made, and in which order, a real kernel does not say: the simulated one shows that.";
    const TextStyle note = pen.body(pen.theme.dim, kMono);
    const float note_height = widgets::paragraph_height(pen.canvas, inner.w, kNote, note) + 8;
    const auto places = static_cast<std::size_t>(std::max(0.0f, (inner.bottom() - note_height - y) / kEntry));
    const auto& answers = *scene.answers;
    const std::size_t first = answers.size() > places && places > 0 ? answers.size() - places + 1 : 0;
    if (first > 0) {
        pen.write({inner.x + 28, y + 6}, "+ " + count_text(first) + " before", pen.body(pen.theme.dim, kSmall),
                  inner.w);
        y += kEntry;
    }
    for (std::size_t n = first; n < answers.size() && y + kEntry <= inner.bottom() - note_height; ++n) {
        draw_answer(scene, pen, answers[n], {inner.x, y, inner.w, kEntry});
        y += kEntry;
    }
    if (answers.empty()) {
        pen.write({inner.x, y}, "Nothing was asked of it.", pen.body(pen.theme.dim), inner.w);
        y += 30;
    }
    widgets::paragraph(pen.canvas, {inner.x, y + 4, inner.w, note_height}, kNote, note);
}

}  // namespace app::views
