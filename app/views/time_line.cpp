#include "app/views/time_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/commands.h"
#include "app/views/format.h"
#include "app/views/style.h"

namespace app::views {
namespace {

using session::Action;
using widgets::Point;

constexpr float kDotRadius = 10;
constexpr float kLeastPitch = 68;  // units between dots whose labels shall be read
constexpr float kWidestPitch = 120;

std::string_view unit_name(sim::history::Unit unit) {
    constexpr std::array<std::string_view, 4> kNames{"event", "access", "line", "call"};
    return kNames[static_cast<std::size_t>(unit)];
}

// --- buttons

enum class Sign { first, back, play, pause, forward, last };

void draw_sign(const ViewContext& context, Rect box, Sign sign) {
    widgets::Canvas& canvas = context.canvas;
    const Colour colour = context.theme.text;
    const float side = std::round(box.h * 0.36f);
    const Rect mid{box.centre().x - side / 2, box.centre().y - side / 2, side, side};
    switch (sign) {
        case Sign::first:
            canvas.fill({mid.x - 2, mid.y - 1, 2, mid.h + 2}, colour);
            return widgets::triangle_left(canvas, {mid.x + 3, mid.y, mid.w - 2, mid.h}, colour);
        case Sign::back: return widgets::triangle_left(canvas, mid, colour);
        case Sign::forward: return widgets::triangle_right(canvas, mid, colour);
        case Sign::last:
            widgets::triangle_right(canvas, {mid.x - 1, mid.y, mid.w - 2, mid.h}, colour);
            return canvas.fill({mid.right() + 1, mid.y - 1, 2, mid.h + 2}, colour);
        case Sign::play:
        case Sign::pause: break;
    }
    if (sign == Sign::pause) {
        canvas.fill({mid.x + 1, mid.y, 4, mid.h}, colour);
        return canvas.fill({mid.right() - 5, mid.y, 4, mid.h}, colour);
    }
    widgets::triangle_right(canvas, mid.inset(1), colour);
    canvas.ring(mid.centre(), side * 0.85f, colour, 1.5f);
}

struct TransportButton {
    Sign sign;
    Control control;
    Command command;
    std::string_view tooltip;
};

// "step by event ▾"; where it ends.
float draw_unit(const ViewContext& context, ShellState& shell, Rect rect, float x) {
    const std::string_view name = unit_name(context.session.settings().unit);
    const float width = std::max(context.canvas.text_width("step by", dimmed(context, kSmall)),
                                 context.canvas.text_width("access", bold(context)) + 16);
    const Rect box{x, rect.y + rect.h / 2 - 20, width + 12, 40};
    if (hot(context, Control::unit)) context.canvas.fill(box, context.theme.raised, 6);
    context.canvas.text({box.x + 6, box.y + 3}, "step by", dimmed(context, kSmall));
    context.canvas.text({box.x + 6, box.y + 19}, name, bold(context));
    const float after = box.x + 6 + context.canvas.text_width(name, bold(context)) + 5;
    widgets::triangle_down(context.canvas, {after, box.y + 25, 8, 6}, context.theme.text);
    if (shell.menu == Menu::unit) shell.menu_anchor = box;
    if (control(context, box, Control::unit, 0, "What one step is (U)")) shell.menu = Menu::unit;
    return box.right();
}

// --- dots

// What the time line shows of the run: positions 1..steps, each the step that led there.
struct Run {
    std::uint64_t recorded = 0, steps = 0, current = 0;
    bool end_known = false;
};

Run run_of(const ViewContext& context) {
    const auto& timeline = context.session.timeline();
    Run run;
    run.recorded = timeline.recorded();
    run.steps = timeline.length().value_or(run.recorded);
    run.end_known = timeline.length().has_value();
    const auto moment = timeline.cursor();
    run.current = moment.step + (inside_step(moment) ? 1 : 0);  // inside a step: that step is the one shown
    run.steps = std::max(run.steps, run.current);
    return run;
}

void seek(const ViewContext& context, std::uint64_t step) {
    context.actions.push_back(session::SeekStep{step});
}

void draw_dot(const ViewContext& context, const Run& run, std::uint64_t step, Point centre, float pitch) {
    const Theme& theme = context.theme;
    widgets::Canvas& canvas = context.canvas;
    const bool past = step <= run.current, current = step == run.current;
    const bool known = step <= run.recorded;
    const sim::Pid pid = known ? context.session.step_pid(step - 1) : sim::kNoPid;
    const ProcessLook look = pid != sim::kNoPid ? look_of(context, pid) : ProcessLook{' ', theme.kernel};
    if (current) canvas.ring(centre, kDotRadius + 3, theme.changed, 2.5f);
    if (past) {
        widgets::letter_dot(canvas, centre, current ? kDotRadius + 1 : kDotRadius, look.letter, look.colour);
    } else {
        canvas.circle(centre, kDotRadius, theme.panel);
        canvas.ring(centre, kDotRadius - 0.5f, known ? theme.shade(look.colour) : theme.line, 1.5f);
    }
    const std::string label = known ? context.session.step_label(step - 1) : "";
    widgets::TextStyle style = current ? bold(context, kSmall) : dimmed(context, kSmall);
    const bool blank = context.session.blanked() && !past;
    widgets::text_in(canvas, {centre.x - pitch / 2 + 2, centre.y + kDotRadius + 4, pitch - 4, 16}, blank ? "?" : label,
                     centred(style));
    const Rect hit{centre.x - pitch / 2, centre.y - 18, pitch, 52};
    const std::string about = blank ? fmt::format("Step {}", step) : fmt::format("Step {}: {}", step, label);
    if (control(context, hit, Control::seek_step, step, about)) seek(context, step);
}

// Dots from left to right at `y`, behind them the line of time: solid up to the cursor.
void draw_dots(const ViewContext& context, const Run& run, const DotWindow& window, Rect strip, float y) {
    if (window.count == 0) return;
    const float pitch = std::min(kWidestPitch, strip.w / static_cast<float>(window.count));
    const float first_x = strip.x + pitch / 2;
    const float last_x = first_x + pitch * static_cast<float>(window.count - 1);
    const auto x_of = [&](std::uint64_t step) { return first_x + pitch * static_cast<float>(step - window.first); };
    context.canvas.fill({first_x - 18, y - 1.5f, last_x - first_x + 36, 3}, context.theme.line, 1.5f);
    for (std::uint64_t step = window.first; step < window.first + window.count; ++step) {
        draw_dot(context, run, step, {x_of(step), y}, pitch);
    }
}

// --- the whole run in one strip

void draw_overview(const ViewContext& context, const Run& run, const DotWindow& window, Rect strip) {
    const auto columns = static_cast<std::uint32_t>(std::max(1.0f, strip.w / 2));
    std::vector<Colour> cells(columns, context.theme.raised);
    for (std::uint32_t i = 0; i < columns; ++i) {
        const std::uint64_t step = run.steps * i / columns;
        if (step >= run.recorded) break;
        const Colour colour = look_of(context, context.session.step_pid(step)).colour;
        cells[i] = step < run.current ? colour : context.theme.tint(colour);
    }
    context.canvas.cells(strip, columns, 1, cells);
    const auto x_of = [&](std::uint64_t step) {
        return strip.x + strip.w * static_cast<float>(step) / static_cast<float>(std::max<std::uint64_t>(1, run.steps));
    };
    const float from = x_of(window.first - 1), to = x_of(window.first - 1 + window.count);
    context.canvas.outline({from - 1, strip.y - 2, std::max(6.0f, to - from + 2), strip.h + 4}, context.theme.changed,
                           1.5f, 2);
    const Rect touch{strip.x, strip.y - 5, strip.w, strip.h + 10};
    control(context, touch, Control::time_line, 0, "Drag to any step");
    const widgets::Pointer pointer = context.canvas.pointer();
    if (pointer.down && hot(context, Control::time_line)) {
        const float share = std::clamp((pointer.at.x - strip.x) / strip.w, 0.0f, 1.0f);
        const auto step = static_cast<std::uint64_t>(std::lround(share * static_cast<float>(run.steps)));
        if (step != run.current) seek(context, std::min(step, run.recorded));
    }
}

// --- where we are, in words

void draw_position(const ViewContext& context, const Run& run, Rect rect) {
    std::string where = run.end_known ? fmt::format("step {} of {}", count_text(run.current), count_text(run.steps))
                                      : fmt::format("step {}", count_text(run.current));
    const std::size_t events = context.session.events().size(), done = context.session.events_done();
    const std::string_view keys = "← →   Space   Home   End";
    const bool room = context.canvas.text_width(keys, dimmed(context, kSmall)) <= rect.w;
    std::string below(room ? keys : "← →   Space");
    if (done < events) below = fmt::format("event {} of {}", done, events);
    if (context.session.running_to_end()) below = "running …";
    const float middle = rect.centre().y;
    const Rect upper{rect.x, middle - 20, rect.w, 20}, lower{rect.x, middle + 1, rect.w, 18};
    widgets::text_in(context.canvas, upper, where, to_right(bold(context)));
    widgets::text_in(context.canvas, lower, below, to_right(dimmed(context, kSmall)));
}

}  // namespace

DotWindow dot_window(std::uint64_t steps, std::uint64_t current, float width) {
    const auto room = static_cast<std::uint64_t>(std::max(1.0f, std::floor(width / kLeastPitch)));
    if (steps <= room) return {1, steps, true};
    const std::uint64_t before = room / 2;
    const std::uint64_t first = std::min(current > before ? current - before : 1, steps - room + 1);
    return {std::max<std::uint64_t>(first, 1), room, false};
}

float draw_transport(const ViewContext& context, ShellState& shell, Rect rect) {
    const bool playing = context.session.playing();
    const std::array buttons{
        TransportButton{Sign::first, Control::first, Command::first, "To the beginning (Home)"},
        TransportButton{Sign::back, Control::back, Command::back, "Step back (←)"},
        TransportButton{playing ? Sign::pause : Sign::play, Control::play, Command::play, "Play and pause (Space)"},
        TransportButton{Sign::forward, Control::forward, Command::forward, "Step forward (→)"},
        TransportButton{Sign::last, Control::last, Command::last, "To the end (End)"}};
    const float side = context.compact ? 30 : 36, pitch = side + 6;
    Rect box{rect.x + (context.compact ? 12.0f : 18.0f), std::round(rect.centre().y - side / 2), side, side};
    for (const TransportButton& button : buttons) {
        const bool under_mouse = hot(context, button.control);
        const Theme& theme = context.theme;
        widgets::panel(context.canvas, box, under_mouse ? theme.tint(theme.segment) : theme.raised, theme.line, 6);
        draw_sign(context, box, button.sign);
        if (control(context, box, button.control, 0, button.tooltip)) {
            run(button.command, context.session, shell, context.actions);
        }
        box.x += pitch;
    }
    return box.x;
}

void draw_time_line(const ViewContext& context, ShellState& shell, Rect rect) {
    const Theme& theme = context.theme;
    context.canvas.fill(rect, theme.panel);
    widgets::rule(context.canvas, {rect.x, rect.y}, rect.w, theme.line);
    const float buttons_end = draw_transport(context, shell, rect);
    const float unit_end = draw_unit(context, shell, rect, buttons_end + 4);
    const float words = context.compact ? 120.0f : 190.0f;
    const float side = context.compact ? 12.0f : 18.0f;
    draw_position(context, run_of(context), {rect.right() - side - words, rect.y, words, rect.h});

    const Rect strip{unit_end + 20, rect.y, rect.right() - side - words - unit_end - 36, rect.h};
    const Run run = run_of(context);
    const DotWindow window = dot_window(run.steps, run.current, strip.w);
    const float middle = std::round(rect.centre().y);
    draw_dots(context, run, window, strip, window.whole ? middle - 6 : middle + 1);
    if (!window.whole) draw_overview(context, run, window, {strip.x, rect.y + 8, strip.w, 6});
}

}  // namespace app::views
