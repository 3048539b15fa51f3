#include "app/views/choices.h"

#include <algorithm>
#include <cmath>

#include "app/views/style.h"

namespace app::views {
namespace {

constexpr float kGap = 8;

// How the buttons are arranged.
struct Grid {
    float width = 0, height = 0;
    std::size_t columns = 1;
};

Grid grid_of(const ViewContext& context, float width, const Choices& choices, float size) {
    const widgets::TextStyle style = bold(context, size);
    const float letter = context.canvas.text_width("a", style) + size * 0.7f;
    float widest = 0;
    for (const std::string& words : choices.words) widest = std::max(widest, context.canvas.text_width(words, style));
    const float natural = std::max(widest + letter + size * 2, size * 5);
    const float height = std::round(context.canvas.line_height(style) + size * 0.8f);
    const auto count = choices.words.size();
    const bool one_row = natural * static_cast<float>(count) + kGap * static_cast<float>(count - 1) <= width;
    return one_row ? Grid{natural, height, count} : Grid{width, height, 1};
}

void draw_choice(const ViewContext& context, Rect box, const Choices& choices, std::size_t index, float size) {
    const Theme& theme = context.theme;
    const bool right = choices.answered && index == choices.correct;
    const bool wrong = choices.answered && choices.chosen == index && !right;
    const Colour border = right ? theme.segment : wrong ? theme.fault : theme.line;
    Colour fill = right ? theme.tint(theme.segment) : theme.raised;
    if (!choices.answered && hot(context, Control::answer, index)) fill = widgets::mix(fill, theme.text, 0.12f);
    widgets::panel(context.canvas, box, fill, border, 6);
    const char letter = static_cast<char>('a' + index);
    const float pad = size * 0.7f;
    const float letter_width = context.canvas.text_width({&letter, 1}, dimmed(context, size));
    const std::string mark = right ? "✓" : wrong ? "✗" : std::string(1, letter);
    widgets::text_in(context.canvas, {box.x + pad, box.y, letter_width + pad, box.h}, mark,
                     right ? bold(context, size) : dimmed(context, size));
    const float from = box.x + pad * 2 + letter_width;
    widgets::text_in(context.canvas, {from, box.y, box.right() - from - pad / 2, box.h}, choices.words[index],
                     bold(context, size));
    if (control(context, box, Control::answer, index) && !choices.answered) {
        context.actions.push_back(session::AnswerQuestion{index});
    }
}

}  // namespace

float choices_height(const ViewContext& context, float width, const Choices& choices, float size) {
    if (choices.words.empty()) return 0;
    const Grid grid = grid_of(context, width, choices, size);
    const auto rows = static_cast<float>((choices.words.size() + grid.columns - 1) / grid.columns);
    return rows * grid.height + (rows - 1) * kGap;
}

void draw_choices(const ViewContext& context, widgets::Rect rect, const Choices& choices, float size) {
    if (choices.words.empty()) return;
    const Grid grid = grid_of(context, rect.w, choices, size);
    const float row = (grid.width + kGap) * static_cast<float>(grid.columns) - kGap;
    if (choices.centred) rect.x += std::round((rect.w - row) / 2);
    for (std::size_t i = 0; i < choices.words.size(); ++i) {
        const auto across = static_cast<float>(i % grid.columns), down = static_cast<float>(i / grid.columns);
        draw_choice(
            context,
            {rect.x + across * (grid.width + kGap), rect.y + down * (grid.height + kGap), grid.width, grid.height},
            choices, i, size);
    }
}

}  // namespace app::views
