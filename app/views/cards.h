// What speaks to the user: the question card, and the band with the tour's caption, a note or a message.
#pragma once

#include "app/views/shell.h"

namespace app::views {

// Heights the cards need at a width; 0: nothing to say.
float question_height(const ViewContext& context, float width);
float caption_height(const ViewContext& context, float width);

void draw_question(const ViewContext& context, widgets::Rect rect);
void draw_caption(const ViewContext& context, widgets::Rect rect);

}  // namespace app::views
