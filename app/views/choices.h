// The possible answers to a question as buttons, lettered a, b, c, d: in one row when they fit, else one below another.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/views/view.h"

namespace app::views {

struct Choices {
    const std::vector<std::string>& words;
    std::size_t correct = 0;
    bool answered = false;  // then the correct one is shown
    std::optional<std::size_t> chosen = {};
    bool centred = false;  // in the middle of their room
};

float choices_height(const ViewContext& context, float width, const Choices& choices, float size);
// Draws them and turns a click into AnswerQuestion.
void draw_choices(const ViewContext& context, widgets::Rect rect, const Choices& choices, float size);

}  // namespace app::views
