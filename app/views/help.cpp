#include "app/views/help.h"

#include <algorithm>
#include <cmath>

#include "app/session/text.h"
#include "app/views/commands.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr float kPad = 24;
constexpr std::size_t kScroll = 7;  // the page's place in ViewMemory::scroll

Rect page_rect(Rect window) {
    const float width = std::min(1000.0f, window.w - 80), height = std::min(760.0f, window.h - 80);
    return {std::round((window.w - width) / 2), std::round((window.h - height) / 2), width, height};
}

// The page with its title; what is left for its content.
Rect draw_page(const ViewContext& context, ShellState& shell, Rect window, std::string_view title) {
    const Theme& theme = context.theme;
    context.canvas.fill(window, {theme.dark ? 0x000000a0u : 0x14171c70u});
    if (control(context, window, Control::dismiss, 2)) shell.dialog = Dialog::none;
    const Rect page = page_rect(window);
    widgets::panel(context.canvas, page, theme.panel, theme.line, kRadius);
    context.canvas.hit(page, control_id(Control::dismiss, 3));
    context.canvas.text({page.x + kPad, page.y + 20}, title, bold(context, 20));
    const Rect close{page.right() - kPad - 64, page.y + 18, 64, 28};
    if (push_button(context, close, "Close", Control::dismiss, 4, false, "Esc")) shell.dialog = Dialog::none;
    return {page.x + kPad, page.y + 64, page.w - 2 * kPad, page.h - 64 - kPad};
}

void draw_keys(const ViewContext& context, Rect content) {
    // Answers are keys only while a question is open; the card itself says so.
    const auto all = commands().first(static_cast<std::size_t>(Command::answer_a));
    const std::size_t rows = (all.size() + 1) / 2;
    const float row_height = std::min(34.0f, content.h / static_cast<float>(rows));
    const float column_width = content.w / 2;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Rect row{content.x + column_width * static_cast<float>(i / rows),
                       content.y + row_height * static_cast<float>(i % rows), column_width - 20, row_height};
        widgets::text_in(context.canvas, {row.x, row.y, 140, row.h}, all[i].keys,
                         {widgets::Font::strong, kBody, context.theme.on_panel(context.theme.segment)});
        widgets::text_in(context.canvas, {row.x + 146, row.y, row.w - 146, row.h}, all[i].words, plain(context));
    }
}

float term_height(const ViewContext& context, const session::Term& term, float width) {
    return std::max(24.0f, widgets::paragraph_height(context.canvas, width, term.meaning, plain(context)) + 6);
}

// Two columns of terms from number `first` on; how many fitted.
std::size_t draw_terms(const ViewContext& context, Rect content, std::size_t first) {
    const auto& terms = session::terms();
    const float name = 150, width = (content.w - 24) / 2;
    std::size_t at = first;
    for (int column = 0; column < 2; ++column) {
        const float x = content.x + (width + 24) * static_cast<float>(column);
        float y = content.y;
        for (; at < terms.size(); ++at) {
            const float height = term_height(context, terms[at], width - name);
            if (y + height > content.bottom()) break;
            widgets::text_in(context.canvas, {x, y, name - 8, 20}, terms[at].name, bold(context));
            widgets::paragraph(context.canvas, {x + name, y + 1, width - name, height}, terms[at].meaning,
                               plain(context));
            y += height;
        }
    }
    return at - first;
}

void draw_words(const ViewContext& context, Rect content) {
    float& scroll = context.memory.scroll[kScroll];
    const auto count = session::terms().size();
    scroll = std::clamp(scroll - context.canvas.pointer().wheel * 2, 0.0f, static_cast<float>(count));
    const auto first = std::min(count, static_cast<std::size_t>(scroll));
    const Rect body{content.x, content.y, content.w, content.h - 40};
    const std::size_t shown = draw_terms(context, body, first);
    if (first == 0 && shown == count) return;
    const Rect less{content.x, content.bottom() - 30, 90, 30}, more{content.x + 100, less.y, 90, 30};
    const auto page = static_cast<float>(std::max<std::size_t>(1, shown));
    if (push_button(context, less, "Back", Control::scroll_up, kScroll) && first > 0)
        scroll = std::max(0.0f, scroll - page);
    if (push_button(context, more, "More", Control::scroll_down, kScroll) && first + shown < count) scroll += page;
}

}  // namespace

void draw_help(const ViewContext& context, ShellState& shell, widgets::Rect window) {
    if (shell.dialog == Dialog::keys) draw_keys(context, draw_page(context, shell, window, "Keys"));
    if (shell.dialog == Dialog::words)
        draw_words(context, draw_page(context, shell, window, "Words and abbreviations"));
}

}  // namespace app::views
