#include "app/views/start.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/session/scenario.h"
#include "app/views/cards.h"
#include "app/views/commands.h"
#include "app/views/lecture.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr float kGap = 14;
constexpr float kLeastShare = 0.6f, kMostShare = 0.72f;  // of the width, for the live picture

struct Card {
    Command command;
    std::string_view title, words, key;
};

constexpr std::array kWays{
    Card{Command::tour, "Tour", "Two minutes, ten stops: from two private worlds to one shared frame.", "G"},
    Card{Command::open, "Open a C file", "Your own program, a scenario folder, or a saved session.", "O"},
    Card{Command::paste, "Paste C, or start empty", "An ordinary C program with shmget, shmat, fork, printf.", "V"},
};

constexpr std::array kUses{
    Card{Command::lecture, "Teaching", "Presenter mode for the projector: step with a clicker, B hides the answer.",
         "P"},
    Card{Command::question, "Learning", "Be asked what comes next, and say it before you see it.", "Q"},
};

// The style of a card's words.
widgets::TextStyle about(const ViewContext& context) {
    return dimmed(context, context.compact ? kBody : kStrong);
}

// A card that does one thing; `index` tells them apart.
// `more`: height it has beyond what its words need.
void draw_card(const ViewContext& context, ShellState& shell, Rect box, const Card& card, std::uint64_t index,
               float more) {
    const Theme& theme = context.theme;
    const bool under_mouse = hot(context, Control::start_card, index);
    widgets::panel(context.canvas, box, theme.panel, under_mouse ? theme.segment : theme.line, kRadius);
    const Rect inner{box.x + 14, box.y + 14 + more / 2, box.w - 28, box.h - 28 - more / 2};
    const float key = context.canvas.text_width(card.key, plain(context)) + 14;
    key_cap(context, {inner.right() - key, inner.y}, card.key);
    widgets::text_in(context.canvas, {inner.x, inner.y, inner.w - key - 8, 22}, card.title, bold(context, kTitle));
    widgets::paragraph(context.canvas, {inner.x, inner.y + 28, inner.w, inner.h - 28}, card.words, about(context));
    if (control(context, box, Control::start_card, index)) run(card.command, context.session, shell, context.actions);
}

float card_height(const ViewContext& context, const Card& card, float width) {
    return 28 + 28 + widgets::paragraph_height(context.canvas, width - 28, card.words, about(context));
}

// `more`: height every card has beyond what its words need.
float draw_cards(const ViewContext& context, ShellState& shell, Rect column, std::span<const Card> cards,
                 std::uint64_t first, float more) {
    float y = column.y;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const float height = card_height(context, cards[i], column.w) + more;
        draw_card(context, shell, {column.x, y, column.w, height}, cards[i], first + i, more);
        y += height + kGap;
    }
    return y;
}

// One line per scenario that comes with shmscope, as many as fit; the menu has them all.
float draw_scenarios(const ViewContext& context, Rect column) {
    const float kRow = context.compact ? 30 : 34;
    const auto entries = session::built_in_scenarios();
    const Theme& theme = context.theme;
    const auto room = static_cast<std::size_t>(std::max(0.0f, (column.h - 46 - 8 + 0.5f) / kRow));
    const std::size_t shown = std::min(entries.size(), room);
    if (shown == 0) return column.y;
    const bool all = shown == entries.size();
    const Rect box{column.x, column.y, column.w, 46 + kRow * static_cast<float>(shown) + 8};
    widgets::panel(context.canvas, box, theme.panel, theme.line, kRadius);
    context.canvas.text({box.x + 14, box.y + 13}, "Scenarios", bold(context, kTitle));
    for (std::size_t i = 0; i < shown; ++i) {
        const Rect row{box.x + 6, box.y + 44 + kRow * static_cast<float>(i), box.w - 12, kRow};
        const std::uint64_t payload = 0x100 + i;
        if (hot(context, Control::start_card, payload)) context.canvas.fill(row, theme.raised, 6);
        const bool last_of_more = !all && i + 1 == shown;
        const std::string words = last_of_more ? "… all of them in the menu Scenario" : entries[i].title;
        widgets::text_in(context.canvas, {row.x + 8, row.y, row.w - 16, row.h}, words,
                         last_of_more ? about(context) : plain(context, about(context).size));
        if (!last_of_more && control(context, row, Control::start_card, payload)) {
            context.actions.push_back(session::OpenTarget{{entries[i].id}});
        }
    }
    return box.bottom() + kGap;
}

void draw_ways(const ViewContext& context, ShellState& shell, Rect column, float more) {
    const float half = (column.w - kGap) / 2;
    const float uses_height = card_height(context, kUses[0], half) + more;
    const float y = draw_cards(context, shell, column, kWays, 0, more);
    const float room = column.bottom() - y - uses_height - kGap;
    const float uses_y = draw_scenarios(context, {column.x, y, column.w, room});
    for (std::size_t i = 0; i < kUses.size(); ++i) {
        const float x = column.x + (half + kGap) * static_cast<float>(i);
        draw_card(context, shell, {x, uses_y, half, uses_height}, kUses[i], 0x80 + i, more);
    }
}

// Title, picture and buttons of scenario 1, from top to bottom.
struct Alive {
    float title = 0, picture = 0, buttons = 0;  // heights
    float whole() const { return title + picture + buttons; }
};

widgets::TextStyle title_style(const ViewContext& context) {
    return bold(context, context.compact ? 22.0f : 28.0f);
}

Alive measure_alive(const ViewContext& context, Rect area) {
    constexpr float kPictureShape = 860.0f / 1840.0f;  // height of the presenter's picture for its width
    Alive heights{.title = context.canvas.line_height(title_style(context)) + 42, .buttons = 60};
    heights.picture = std::min(area.h - heights.title - heights.buttons, area.w * kPictureShape);
    return heights;
}

void draw_alive(const ViewContext& context, ShellState& shell, Rect area, const Alive& heights) {
    const widgets::TextStyle title = title_style(context), about = dimmed(context, kStrong);
    context.canvas.text({area.x, area.y},
                        fitted(context.canvas, "See through the kernel: shared memory", title, area.w), title);
    const float below = area.y + context.canvas.line_height(title) + 4;
    context.canvas.text(
        {area.x, below},
        fitted(context.canvas, "Two programs, two page tables, one frame. It is alive: step it.", about, area.w),
        about);
    const Rect picture{area.x, area.y + heights.title, area.w, heights.picture};
    draw_lecture_picture(context, picture);
    const Rect press{std::round(area.centre().x) - 178, picture.bottom() + 16, 170, 44};
    const bool over = context.session.timeline().at_end() && context.session.timeline().step() > 0;
    if (push_button(context, press, over ? "Once more" : "Press →", Control::start_card, 0x90, true)) {
        run(over ? Command::first : Command::forward, context.session, shell, context.actions);
    }
    const Rect whole{press.right() + 16, press.y, 170, press.h};
    if (push_button(context, whole, "Open the full picture", Control::start_card, 0x91)) {
        context.actions.push_back(session::OpenTarget{{context.session.scenario().id}});
    }
}

// What the right column needs: cards, the scenarios, the two uses.
float ways_height(const ViewContext& context, float width) {
    const float row = context.compact ? 30 : 34;
    float height = 46 + 8 + kGap + row * static_cast<float>(session::built_in_scenarios().size());
    for (const Card& card : kWays) height += card_height(context, card, width) + kGap;
    return height + card_height(context, kUses[0], (width - kGap) / 2);
}

// Left and right part of the screen, and how high the live picture is.
struct Parts {
    Rect alive, ways;
    Alive heights;
    float note = 0;  // height of the band below the buttons, with its gap
    float tall() const { return heights.whole() + note; }
};

Parts measure(const ViewContext& context, Rect rect, float share) {
    const float margin = context.compact ? 20.0f : 40.0f;
    const float left = std::round(rect.w * share);
    Parts parts;
    parts.alive = {rect.x + margin, rect.y + margin, left - 1.5f * margin, rect.h - 2 * margin};
    parts.ways = {rect.x + left + margin / 2, parts.alive.y, rect.w - left - 1.5f * margin, parts.alive.h};
    parts.heights = measure_alive(context, parts.alive);
    const float note = caption_height(context, parts.alive.w);
    parts.note = note > 0 ? note + 20 : 0;
    return parts;
}

// The picture takes the width at which it fills the height, in bounds.
Parts fitting_parts(const ViewContext& context, Rect rect) {
    constexpr float kStep = 0.01f;
    float share = context.compact ? 0.64f : kLeastShare;
    Parts parts = measure(context, rect, share);
    while (!context.compact && share + kStep <= kMostShare) {
        const Parts wider = measure(context, rect, share += kStep);
        if (wider.tall() > wider.alive.h) break;
        parts = wider;
    }
    return parts;
}

}  // namespace

void draw_start(const ViewContext& context, ShellState& shell, widgets::Rect rect) {
    context.canvas.fill(rect, context.theme.ground);
    Parts parts = fitting_parts(context, rect);
    const float needed = ways_height(context, parts.ways.w);
    const float tallest = std::min(parts.alive.h, std::max(parts.tall(), needed));
    const float down = std::round((parts.alive.h - tallest) / 2);
    parts.alive.y += down;
    parts.ways = {parts.ways.x, parts.alive.y, parts.ways.w, context.compact ? parts.ways.h - down : tallest};
    draw_alive(context, shell, parts.alive, parts.heights);
    draw_ways(context, shell, parts.ways, std::max(0.0f, (parts.ways.h - needed) / (kWays.size() + 1)));
    if (parts.note <= 0) return;
    const Rect band{parts.alive.x, parts.alive.y + parts.heights.whole() + 20, parts.alive.w, parts.note - 20};
    if (band.bottom() <= rect.bottom() - 4) draw_caption(context, band);
}

}  // namespace app::views
