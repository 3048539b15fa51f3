#include "app/views/menus.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "app/session/scenario.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr std::array kTitles{MenuTitle{Menu::file, "File"}, MenuTitle{Menu::scenario, "Scenario"},
                             MenuTitle{Menu::view, "View"}, MenuTitle{Menu::help, "Help"}};

constexpr float kRow = 32;
constexpr float kPadding = 6;

// One line of a menu.
struct Item {
    std::string words;
    std::string keys;
    bool ticked = false;
    bool line_above = false;
    Command command = Command::count_;  // or:
    std::vector<session::Action> actions = {};
};

Item item(Command command, bool line_above = false, bool ticked = false) {
    const CommandInfo& about = info(command);
    return {std::string(about.words), std::string(about.keys), ticked, line_above, command};
}

std::vector<Item> scenario_items(const ViewContext& context) {
    std::vector<Item> items{item(Command::run_again), item(Command::reboot), item(Command::type),
                            item(Command::question)};
    bool first = true;
    for (const session::ScenarioEntry& entry : session::built_in_scenarios()) {
        const bool current = context.session.scenario().id == entry.id;
        items.push_back({entry.title, "", current, first, Command::count_, {session::OpenTarget{{entry.id}}}});
        first = false;
    }
    return items;
}

std::vector<Item> view_items(const ViewContext& context) {
    using session::Detail;
    const auto at = [&](Detail detail) { return context.detail() == detail; };
    return {item(Command::detail_picture, false, at(Detail::picture)),
            item(Command::detail_mechanism, false, at(Detail::mechanism)),
            item(Command::detail_linux, false, at(Detail::linux_)),
            item(Command::theme, true),
            item(Command::kernel, false, context.session.settings().kernel != session::KernelMode::simulated),
            item(Command::lecture, false, context.session.settings().lecture),
            item(Command::blank, false, context.session.blanked()),
            item(Command::zoom_in, true),
            item(Command::zoom_out),
            item(Command::next_unit, true)};
}

std::vector<Item> unit_items(const ViewContext& context) {
    constexpr std::array<std::string_view, 4> kUnits{"event: one change in the kernel", "access: one load or store",
                                                     "line: one line of C", "call: up to the next system call"};
    std::vector<Item> items;
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        const auto unit = static_cast<sim::history::Unit>(i);
        items.push_back({std::string(kUnits[i]),
                         "",
                         context.session.settings().unit == unit,
                         false,
                         Command::count_,
                         {session::SetUnit{unit}}});
    }
    return items;
}

std::vector<Item> items_of(const ViewContext& context, Menu menu) {
    switch (menu) {
        case Menu::file:
            return {item(Command::start), item(Command::open),       item(Command::paste),
                    item(Command::trace), item(Command::save, true), item(Command::quit, true)};
        case Menu::scenario: return scenario_items(context);
        case Menu::view: return view_items(context);
        case Menu::help: return {item(Command::tour), item(Command::keys), item(Command::words)};
        case Menu::unit: return unit_items(context);
        case Menu::none: break;
    }
    return {};
}

Rect menu_rect(const ViewContext& context, const ShellState& shell, const std::vector<Item>& items, Rect window) {
    float width = 180;
    for (const Item& entry : items) {
        const float words = context.canvas.text_width(entry.words, plain(context));
        width = std::max(width, 32 + words + 28 + context.canvas.text_width(entry.keys, dimmed(context, kMono)) + 14);
    }
    const float height = static_cast<float>(items.size()) * kRow + 2 * kPadding;
    const float x = std::clamp(shell.menu_anchor.x, 4.0f, std::max(4.0f, window.w - width - 4));
    const float below = shell.menu_anchor.bottom() + 4;
    const float y = below + height <= window.h ? below : std::max(4.0f, shell.menu_anchor.y - 4 - height);
    return {x, y, width, std::min(height, window.h - 8)};
}

void choose(const ViewContext& context, ShellState& shell, const Item& chosen) {
    shell.menu = Menu::none;
    if (chosen.command != Command::count_) run(chosen.command, context.session, shell, context.actions);
    context.actions.insert(context.actions.end(), chosen.actions.begin(), chosen.actions.end());
}

// Numbers of items follow those of menus, so that no two controls share an id.
std::uint64_t item_payload(std::size_t index) {
    return 0x100 + index;
}

void draw_item(const ViewContext& context, ShellState& shell, const Item& entry, std::size_t index, Rect row) {
    const Theme& theme = context.theme;
    if (entry.line_above) widgets::rule(context.canvas, {row.x, row.y}, row.w, theme.line);
    const Rect inner = row.inset(1);
    if (hot(context, Control::menu, item_payload(index))) context.canvas.fill(inner, theme.tint(theme.segment), 5);
    if (entry.ticked) context.canvas.circle({row.x + 15, row.centre().y}, 4, theme.segment);
    const float keys = context.canvas.text_width(entry.keys, dimmed(context, kMono));
    const Rect words{row.x + 30, row.y, row.w - 30 - keys - 24, row.h};
    widgets::text_in(context.canvas, words, entry.words, plain(context));
    widgets::text_in(context.canvas, {row.x, row.y, row.w - 12, row.h}, entry.keys, to_right(dimmed(context, kMono)));
    if (control(context, row, Control::menu, item_payload(index))) choose(context, shell, entry);
}

}  // namespace

std::span<const MenuTitle> menu_titles() {
    return kTitles;
}

void draw_menu(const ViewContext& context, ShellState& shell, Rect window) {
    if (shell.menu == Menu::none) return;
    // A click beside the menu closes it; the titles stay reachable.
    const Rect beside{0, 44, window.w, window.h - 44};
    if (control(context, beside, Control::dismiss)) shell.menu = Menu::none;
    const std::vector<Item> items = items_of(context, shell.menu);
    const Rect box = menu_rect(context, shell, items, window);
    context.canvas.fill({box.x + 2, box.y + 4, box.w, box.h}, {0x00000048}, 8);
    widgets::panel(context.canvas, box, context.theme.panel, context.theme.line, 8);
    context.canvas.hit(box, control_id(Control::menu, 0));
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Rect row{box.x + kPadding, box.y + kPadding + static_cast<float>(i) * kRow, box.w - 2 * kPadding, kRow};
        if (row.bottom() <= box.bottom()) draw_item(context, shell, items[i], i, row);
    }
}

}  // namespace app::views
