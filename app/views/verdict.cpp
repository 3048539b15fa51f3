// What comparing both kernels has come to so far.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/side_by_side.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

constexpr float kMargin = 18;

// Paragraphs from the top down for as long as there is room.
struct Column {
    const Pen& pen;
    Rect room;
    float y;

    float left() const { return room.bottom() - y; }
    void say(std::string_view words, const TextStyle& style, float after = 6) {
        const float least = pen.canvas.line_height(style);
        if (words.empty() || left() < least) return;
        y += widgets::paragraph(pen.canvas, {room.x, y, room.w, left()}, words, style, 3) + after;
    }
};

bool at_the_end(const SideBySide& both) {
    return both.simulated.length && both.step >= *both.simulated.length && !both.behind;
}

void say_differences(const SideBySide& both, Column& column) {
    const Pen& pen = column.pen;
    const TextStyle fault = pen.strong(pen.theme.on_panel(pen.theme.fault)), mono = pen.mono(pen.theme.text, kSmall);
    constexpr float kOne = 76;
    std::size_t told = 0;
    for (auto one = both.differences.rbegin(); one != both.differences.rend(); ++one) {
        if (column.left() < kOne) break;
        const float top = column.y;
        column.say("step " + count_text(one->step) + " · " + one->what, fault, 2);
        column.say("simulated  " + one->simulated, mono, 0);
        column.say("real       " + one->real, mono, 2);
        column.say(one->why.empty() ? "One of the two kernels is wrong." : one->why, pen.body(pen.theme.dim, kMono),
                   10);
        if (one->where) pen.mark({column.room.x, top, column.room.w, column.y - top - 8}, one->where);
        ++told;
    }
    if (told < both.differences.size())
        column.say("+ " + count_text(both.differences.size() - told) + " earlier", pen.body(pen.theme.dim, kSmall));
}

void say_unchecked(const SideBySide& both, Column& column) {
    const Pen& pen = column.pen;
    if (both.totals.not_checked.empty() || column.left() < 44) return;
    column.say("Not checked here", pen.strong(pen.theme.dim, kSmall), 3);
    std::size_t told = 0;
    for (const auto& [what, count] : both.totals.not_checked) {
        if (column.left() < 38) break;
        column.say(what, pen.body(pen.theme.dim, kSmall), 3);
        ++told;
    }
    if (told < both.totals.not_checked.size())
        column.say("+ " + count_text(both.totals.not_checked.size() - told) + " more", pen.body(pen.theme.dim, kSmall));
}

}  // namespace

std::string verdict_words(const SideBySide& both) {
    if (!both.failure.empty()) return "The real kernel was lost";
    if (!both.differences.empty()) return plural(both.differences.size(), "difference");
    return at_the_end(both) ? "The whole run: no difference" : "No difference so far";
}

std::string totals_words(const SideBySide& both) {
    std::string words = plural(both.step, "step") + ": " + plural(both.totals.operations, "call") +
                        " and accesses carried out by real processes, " + plural(both.totals.checked, "observation") +
                        " compared.";
    return both.behind ? words + " Not at this step yet." : words;
}

void paint_verdict(const SideBySide& both, const Pen& pen, Rect rect) {
    Column column{pen, {rect.x + kMargin, rect.y + 12, rect.w - 2 * kMargin, rect.h - 20}, rect.y + 12};
    column.say("VERDICT", pen.strong(pen.theme.dim, kSmall), 4);
    const bool good = both.differences.empty() && both.failure.empty();
    const Colour hue = good ? pen.theme.segment : pen.theme.fault;
    column.say(verdict_words(both), pen.strong(pen.theme.on_panel(hue), kTitle), 6);
    column.say(totals_words(both), pen.body(pen.theme.text), 10);
    column.say(both.failure, pen.body(pen.theme.text), 10);
    say_differences(both, column);
    say_unchecked(both, column);
}

}  // namespace app::views
