// Everything the keyboard and the menus can do, once: what it is called, which keys do it, what it does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/platform/window/program.h"
#include "app/session/session.h"
#include "app/views/shell.h"

namespace app::views {

enum class Command : std::uint8_t {
    forward,
    back,
    first,
    last,
    play,
    next_unit,
    run_again,
    reboot,
    type,
    question,
    detail_picture,
    detail_mechanism,
    detail_linux,
    theme,
    kernel,
    lecture,
    blank,
    zoom_in,
    zoom_out,
    start,
    open,
    paste,
    trace,
    save,
    quit,
    tour,
    keys,
    words,
    leave,
    confirm,
    answer_a,
    answer_b,
    answer_c,
    answer_d,
    count_,
};

struct CommandInfo {
    Command command;
    std::string_view words;  // "Step forward"
    std::string_view keys;   // "→  PageDown"
};
const CommandInfo& info(Command command);
// All of them in the order the help page shows them.
std::span<const CommandInfo> commands();

// What a key means now: answers while a question is open, the presenter's keys in presenter mode.
std::optional<Command> command_for(const platform::KeyPress& key, const session::Session& session);

void run(Command command, const session::Session& session, ShellState& shell, std::vector<session::Action>& actions);

// The number of choices that wait for an answer; 0 when no question is open.
std::size_t open_choices(const session::Session& session);

}  // namespace app::views
