#include "app/views/picture.h"

#include "app/views/cards.h"
#include "app/views/help.h"
#include "app/views/lecture.h"
#include "app/views/menus.h"
#include "app/views/panels.h"
#include "app/views/recording.h"
#include "app/views/start.h"
#include "app/views/style.h"
#include "app/views/time_line.h"
#include "app/views/top_bar.h"

namespace app::views {
namespace {

using session::Selection;

// Side columns in panel colour, the centre on the ground, rules between them.
void draw_ground(const ViewContext& context, const Layout& layout) {
    const Theme& theme = context.theme;
    context.canvas.fill(layout.window, theme.ground);
    context.canvas.fill(layout.programs, theme.panel);
    context.canvas.fill(layout.right, theme.panel);
    context.canvas.fill({layout.programs.right() - 1, layout.programs.y, 1, layout.programs.h}, theme.line);
    context.canvas.fill({layout.right.x, layout.right.y, 1, layout.right.h}, theme.line);
}

bool side_by_side(const ViewContext& context) {
    return context.session.settings().kernel == session::KernelMode::side_by_side && context.session.real() != nullptr;
}

void draw_panels(const ViewContext& context, const Layout& layout) {
    draw_programs(context, layout.programs);
    draw_kernel_log(context, layout.kernel_log);
    if (side_by_side(context)) return draw_side_by_side(context, layout);
    draw_address_spaces(context, layout.address_spaces);
    draw_page_tables(context, layout.page_tables);
    draw_physical_memory(context, layout.physical_memory);
    draw_links(context, layout);
    draw_segments(context, layout.segments);
    draw_inspector(context, layout.inspector);
}

void draw_panel_window(const ViewContext& context, ShellState& shell, Rect window) {
    const Layout layout = picture_layout(context, window.w, window.h);
    draw_ground(context, layout);
    draw_panels(context, layout);
    draw_question(context, layout.question);
    draw_caption(context, layout.caption);
    draw_top_bar(context, shell, layout.top_bar);
    draw_time_line(context, shell, layout.time_line);
}

void draw_start_window(const ViewContext& context, ShellState& shell, Rect window) {
    const Layout layout = lay_out(window.w, window.h, context.detail());
    draw_start(context, shell, {0, layout.top_bar.bottom(), window.w, window.h - layout.top_bar.h});
    draw_top_bar(context, shell, layout.top_bar);
}

// What the mouse does to things of the picture.
void point_at_things(const ViewContext& context) {
    const Selection over = selection_of(context.canvas.hovered());
    if (!(over == context.session.hovered())) context.actions.push_back(session::Hover{over});
    const Selection clicked = selection_of(context.canvas.clicked());
    if (!clicked) return;
    const bool again = clicked == context.session.selection();
    context.actions.push_back(session::Select{again ? Selection{} : clicked});
}

}  // namespace

bool is_compact(float width, float height) {
    return lay_out(width, height, session::Detail::picture).compact;
}

Layout picture_layout(const ViewContext& context, float width, float height) {
    const Extras extras{.question = question_height(context, right_width(width)),
                        .caption = caption_height(context, centre_width(width))};
    return lay_out(width, height, context.detail(), extras);
}

void draw_picture(const ViewContext& context, ShellState& shell, float width, float height) {
    const Rect window{0, 0, width, height};
    const bool recording = context.session.screen() == session::Screen::recording;
    if (context.session.settings().lecture && !recording) {
        draw_lecture(context, window);
    } else if (recording) {
        draw_recording_window(context, shell, window);
    } else if (context.session.screen() == session::Screen::start) {
        draw_start_window(context, shell, window);
    } else {
        draw_panel_window(context, shell, window);
    }
    draw_menu(context, shell, window);
    draw_help(context, shell, window);
    point_at_things(context);
}

}  // namespace app::views
