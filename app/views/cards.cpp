#include "app/views/cards.h"

#include <fmt/format.h>

#include "app/views/choices.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr float kPad = 14;
constexpr float kGap = 10;
constexpr float kCaption = 20;  // text size of the tour's captions
constexpr float kNote = 16;

Choices choices_of(const session::Session& session) {
    const session::Question& question = *session.question();
    return {question.choices, question.correct, session.answered().has_value(), session.answered()};
}

// --- the band: what it says

struct Band {
    std::string label;  // "3 / 10", "Note", "!"
    std::string words;
    std::string key;  // shown as a key cap: what goes on
    Colour colour;
    widgets::TextStyle style;
};

Band tour_band(const ViewContext& context, const session::TourState& tour) {
    const session::TourStop& stop = (*tour.stops)[tour.at];
    const bool waits = context.session.question() != nullptr;  // its answer goes on
    const bool would_tell = waits && !context.session.answered();
    return {.label = fmt::format("{} / {}", tour.at + 1, tour.stops->size()),
            .words = would_tell ? "Your guess first: answer on the right." : stop.caption,
            .key = waits ? "" : stop.key,
            .colour = context.theme.changed,
            .style = bold(context, kCaption)};
}

// A compiler's message has lines, a caret under one of them: it needs a monospaced font.
Band message_band(const ViewContext& context) {
    const std::string& words = context.session.message();
    const bool lines = words.find('\n') != std::string::npos;
    return {.label = "!",
            .words = words,
            .key = "",
            .colour = lines ? context.theme.fault : context.theme.changed,
            .style = lines ? code(context) : bold(context, kNote)};
}

// A message comes before the tour, the tour before a note.
Band band_of(const ViewContext& context) {
    const session::Session& session = context.session;
    if (!session.message().empty()) return message_band(context);
    if (session.tour() != nullptr) return tour_band(context, *session.tour());
    if (const session::Note* note = session.note()) {
        const bool would_tell = session.question() != nullptr && !session.answered();
        return {.label = "Note",
                .words = would_tell ? "Answer first: this note would tell." : note->text,
                .key = would_tell ? "" : "→",
                .colour = context.theme.segment,
                .style = bold(context, kNote)};
    }
    return {};
}

// Label and key cap take their room left and right of the words.
float words_width(float width) {
    return width - 2 * kPad - 64 - 56;
}

// A failed compilation may say much: the first errors matter, the picture shall stay visible.
constexpr float kMostWords = 230;  // units high

float words_height(const ViewContext& context, const Band& band, float width) {
    return std::min(kMostWords, widgets::paragraph_height(context.canvas, words_width(width), band.words, band.style));
}

float explanation_height(const ViewContext& context, float width, const std::string& words) {
    return words.empty() ? 0 : widgets::paragraph_height(context.canvas, width, words, plain(context)) + kGap;
}

}  // namespace

float question_height(const ViewContext& context, float width) {
    const session::Question* question = context.session.question();
    if (question == nullptr) return 0;
    const float inner = width - 2 * kPad;
    const Choices choices = choices_of(context.session);
    float height = 2 * kPad + 24 + widgets::paragraph_height(context.canvas, inner, question->text, plain(context)) +
                   kGap + choices_height(context, inner, choices, kBody);
    if (choices.answered) height += kGap + explanation_height(context, inner, question->explanation);
    return height + 26;
}

void draw_question(const ViewContext& context, widgets::Rect rect) {
    const session::Question* question = context.session.question();
    if (question == nullptr || rect.h <= 0) return;
    const Theme& theme = context.theme;
    widgets::panel(context.canvas, rect, theme.tint(theme.segment), theme.segment, kRadius);
    const Rect inner = rect.inset(kPad);
    context.canvas.text({inner.x, inner.y}, "Predict", bold(context, kStrong));
    const Rect close{inner.right() - 20, inner.y, 20, 20};
    widgets::text_in(context.canvas, close, "×", centred(dimmed(context, kStrong)));
    if (control(context, close, Control::dismiss, 1, "Close (Esc)"))
        context.actions.push_back(session::DismissQuestion{});

    float y = inner.y + 24;
    y += widgets::paragraph(context.canvas, {inner.x, y, inner.w, rect.bottom() - y}, question->text, plain(context)) +
         kGap;
    const Choices choices = choices_of(context.session);
    const float height = choices_height(context, inner.w, choices, kBody);
    draw_choices(context, {inner.x, y, inner.w, height}, choices, kBody);
    y += height + kGap;
    if (choices.answered) {
        y += widgets::paragraph(context.canvas, {inner.x, y, inner.w, rect.bottom() - y}, question->explanation,
                                plain(context));
    }
    const char* hint = choices.answered ? "Enter: go on" : "a, b, c …: answer   Esc: close";
    context.canvas.text({inner.x, rect.bottom() - kPad - 14}, hint, dimmed(context, kSmall));
}

float caption_height(const ViewContext& context, float width) {
    const Band band = band_of(context);
    if (band.words.empty()) return 0;
    return 2 * kPad + words_height(context, band, width);
}

void draw_caption(const ViewContext& context, widgets::Rect rect) {
    const Band band = band_of(context);
    if (band.words.empty() || rect.h <= 0) return;
    const Theme& theme = context.theme;
    widgets::panel(context.canvas, rect, theme.panel, band.colour, kRadius);
    const float line = context.canvas.line_height(band.style);
    widgets::text_in(context.canvas, {rect.x + kPad, rect.y + kPad, 60, line}, band.label,
                     {widgets::Font::strong, kBody, theme.on_panel(band.colour)});
    const Rect inner{rect.x + kPad + 64, rect.y + kPad, words_width(rect.w), rect.h - 2 * kPad};
    const Rect room{inner.x, inner.y, inner.w, std::min(inner.h, kMostWords)};
    widgets::paragraph(context.canvas, room, band.words, band.style);
    if (!band.key.empty()) key_cap(context, {rect.right() - kPad - 40, rect.y + kPad - 3}, band.key, kStrong);
}

}  // namespace app::views
