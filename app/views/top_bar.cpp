#include "app/views/top_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/views/format.h"
#include "app/views/menus.h"
#include "app/views/style.h"

namespace app::views {
namespace {

using widgets::Point;

constexpr float kSide = 18;         // left and right margin
constexpr float kMenuPadding = 12;  // either side of a menu's title

constexpr std::array<std::string_view, 3> kModes{"Simulated", "Real kernel", "Side by side"};
constexpr std::array<std::string_view, 3> kModeTooltips{
    "The kernel inside shmscope", "The same steps on this machine's kernel: real processes, in a sandbox of their own",
    "Both kernels step together; rows that differ are marked"};
constexpr std::array<std::string_view, 3> kDetails{"1 Picture", "2 Mechanism", "3 Linux"};
constexpr std::array<std::string_view, 3> kDetailTooltips{"Which page is in which frame, and who is attached",
                                                          "Page-table entries with their bits, faults, areas, limits",
                                                          "Four levels, TLB, every check the kernel makes"};

widgets::SwitchStyle switch_style(const ViewContext& context, float size) {
    const Theme& theme = context.theme;
    const Colour on = theme.shade(theme.segment);
    return {.ground = theme.raised,
            .border = theme.line,
            .on = on,
            .text = theme.dim,
            .text_on = widgets::readable(theme.text, on),
            .text_off = theme.dim,
            .size = size};
}

Rect title_rect(const ViewContext& context, Rect bar, float x, std::string_view words) {
    const float width = context.canvas.text_width(words, plain(context)) + 2 * kMenuPadding;
    return {x, bar.y + 8, width, bar.h - 16};
}

// Titles of the menus from `x` on; where they end.
float draw_titles(const ViewContext& context, ShellState& shell, Rect bar, float x) {
    for (const MenuTitle& title : menu_titles()) {
        const bool open = shell.menu == title.menu;
        const Rect box = title_rect(context, bar, x, title.words);
        const auto payload = static_cast<std::uint64_t>(title.menu);
        const bool under_mouse = hot(context, Control::menu, payload);
        if (open || under_mouse) context.canvas.fill(box, context.theme.raised, 6);
        widgets::text_in(context.canvas, box, title.words, centred(open ? plain(context) : dimmed(context)));
        if (control(context, box, Control::menu, payload)) shell.menu = open ? Menu::none : title.menu;
        // With one menu open, the mouse leads to the others without a click.
        if (shell.menu != Menu::none && shell.menu != Menu::unit && under_mouse && !open) shell.menu = title.menu;
        if (shell.menu == title.menu) shell.menu_anchor = box;
        x = box.right();
    }
    return x;
}

float switch_width(const ViewContext& context, std::span<const std::string_view> labels, float size, float padding) {
    float width = 0;
    for (std::string_view label : labels)
        width += context.canvas.text_width(label, {widgets::Font::strong, size, {}}) + padding;
    return width;
}

void draw_mode(const ViewContext& context, Rect rect, float size) {
    if (const session::RecordingPlay* recording = context.session.recording()) {
        return widgets::text_in(context.canvas, rect, "Recording: " + recording->name(), bold(context, size));
    }
    const auto chosen = static_cast<std::size_t>(context.session.settings().kernel);
    const auto segments = widgets::segmented(context.canvas, rect, kModes, chosen, switch_style(context, size));
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (control(context, segments[i], Control::mode, i, kModeTooltips[i])) {
            context.actions.push_back(session::SetKernel{static_cast<session::KernelMode>(i)});
        }
    }
}

void draw_detail(const ViewContext& context, Rect rect, float size) {
    const auto chosen = static_cast<std::size_t>(context.detail()) - 1;
    const auto segments = widgets::segmented(context.canvas, rect, kDetails, chosen, switch_style(context, size));
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (control(context, segments[i], Control::detail, i, kDetailTooltips[i])) {
            context.actions.push_back(session::SetDetail{static_cast<session::Detail>(i + 1)});
        }
    }
}

// The machine in words, shorter where there is less room.
std::string machine_summary(const ViewContext& context, float room) {
    const auto& limits = context.session.state().limits;
    const std::string frames = count_text(limits.frames) + " frames";
    const std::string all = limits.shmall > 1'000'000'000 ? "" : fmt::format(" · SHMALL {}", limits.shmall);
    const std::array choices{
        fmt::format("x86-64 · {} KiB pages · {} · SHMMNI {}{}", limits.page_size / 1024, frames, limits.shmmni, all),
        fmt::format("{} KiB pages · {}", limits.page_size / 1024, frames), frames};
    for (const std::string& choice : choices) {
        if (context.canvas.text_width(choice, dimmed(context)) <= room) return choice;
    }
    return {};
}

}  // namespace

void draw_top_bar(const ViewContext& context, ShellState& shell, Rect bar) {
    const Theme& theme = context.theme;
    context.canvas.fill(bar, theme.panel);
    widgets::rule(context.canvas, {bar.x, bar.bottom() - 1}, bar.w, theme.line);

    const widgets::TextStyle name = bold(context, kTitle);
    const Rect name_box{kSide, bar.y, context.canvas.text_width("shmscope", name) + 2, bar.h};
    widgets::text_in(context.canvas, name_box, "shmscope", name);
    float x = draw_titles(context, shell, bar, name_box.right() + kMenuPadding);

    const float size = context.compact ? kMono : kBody;
    const float padding = context.compact ? 18 : 28;
    const float design_x = context.compact ? 0.0f : 440.0f;  // where the design picture has the switches
    x = std::max(x + 12, design_x);
    const Rect mode{x, bar.y + 8, switch_width(context, kModes, size, padding), bar.h - 16};
    draw_mode(context, mode, size);
    const Rect detail{mode.right() + (context.compact ? 12.0f : 30.0f), mode.y,
                      switch_width(context, kDetails, size, padding), mode.h};
    draw_detail(context, detail, size);

    const Rect rest{detail.right() + 16, bar.y, bar.right() - kSide - detail.right() - 16, bar.h};
    widgets::text_in(context.canvas, rest, machine_summary(context, rest.w), to_right(dimmed(context)));
}

}  // namespace app::views
