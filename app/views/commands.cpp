#include "app/views/commands.h"

#include <algorithm>
#include <array>

namespace app::views {
namespace {

using platform::Key;
using session::Action;
using session::Session;

constexpr std::array<CommandInfo, static_cast<std::size_t>(Command::count_)> kCommands{{
    {Command::forward, "Step forward", "→  PageDown"},
    {Command::back, "Step back", "←  PageUp"},
    {Command::first, "To the beginning", "Home"},
    {Command::last, "To the end", "End"},
    {Command::play, "Play and pause", "Space"},
    {Command::next_unit, "Step by event, access, line or call", "U"},
    {Command::run_again, "Run again on the same machine", "R"},
    {Command::reboot, "Reboot the machine", "Shift R"},
    {Command::type, "Type into the program", "I"},
    {Command::question, "Ask me what comes next", "Q"},
    {Command::detail_picture, "Detail 1: Picture", "1"},
    {Command::detail_mechanism, "Detail 2: Mechanism", "2"},
    {Command::detail_linux, "Detail 3: Linux", "3"},
    {Command::theme, "Dark or light", "T"},
    {Command::kernel, "Simulated kernel, real one, side by side", "K"},
    {Command::lecture, "Presenter mode", "P  F5"},
    {Command::blank, "Hide or show the answer", "B"},
    {Command::zoom_in, "Larger", "Ctrl +"},
    {Command::zoom_out, "Smaller", "Ctrl -"},
    {Command::start, "Start screen", "S"},
    {Command::open, "Open a C file, scenario or session", "O"},
    {Command::paste, "Paste a C program", "V"},
    {Command::trace, "Trace a program on the real kernel", "X"},
    {Command::save, "Save this session", "Ctrl S"},
    {Command::quit, "Quit", "Ctrl Q"},
    {Command::tour, "Tour, 2 minutes", "G"},
    {Command::keys, "Keys", "?  F1"},
    {Command::words, "Words and abbreviations", "W"},
    {Command::leave, "Close or leave", "Esc"},
    {Command::confirm, "Go on", "Enter"},
    {Command::answer_a, "First answer", "A"},
    {Command::answer_b, "Second answer", "B"},
    {Command::answer_c, "Third answer", "C"},
    {Command::answer_d, "Fourth answer", "D"},
}};

struct Binding {
    Key key;
    Command command;
    bool control = false, shift = false;
};

constexpr Key letter(char c) {
    return static_cast<Key>(c);
}

constexpr Binding kBindings[] = {
    {Key::right, Command::forward},
    {Key::page_down, Command::forward},
    {Key::left, Command::back},
    {Key::page_up, Command::back},
    {Key::home, Command::first},
    {Key::end, Command::last},
    {Key::space, Command::play},
    {letter('U'), Command::next_unit},
    {letter('R'), Command::run_again},
    {letter('R'), Command::reboot, false, true},
    {letter('I'), Command::type},
    {letter('Q'), Command::question},
    {letter('1'), Command::detail_picture},
    {letter('2'), Command::detail_mechanism},
    {letter('3'), Command::detail_linux},
    {letter('T'), Command::theme},
    {letter('K'), Command::kernel},
    {letter('P'), Command::lecture},
    {Key::f5, Command::lecture},
    {letter('B'), Command::blank},
    {letter('='), Command::zoom_in, true},
    {letter('='), Command::zoom_in, true, true},
    {letter('-'), Command::zoom_out, true},
    {letter('S'), Command::start},
    {letter('O'), Command::open},
    {letter('V'), Command::paste},
    {letter('V'), Command::paste, true},
    {letter('X'), Command::trace},
    {letter('S'), Command::save, true},
    {letter('O'), Command::open, true},
    {letter('Q'), Command::quit, true},
    {letter('G'), Command::tour},
    {Key::question, Command::keys, false, true},
    {Key::f1, Command::keys},
    {letter('W'), Command::words},
    {Key::escape, Command::leave},
    {Key::enter, Command::confirm},
};

std::optional<Command> answer_for(Key key, const Session& session) {
    const auto choice = static_cast<std::size_t>(static_cast<int>(key) - 'A');
    if (choice >= open_choices(session)) return std::nullopt;
    return static_cast<Command>(static_cast<std::size_t>(Command::answer_a) + choice);
}

// The start screen has no place for a question: it is asked in the full picture.
void ask(const Session& session, std::vector<Action>& actions) {
    if (session.screen() == session::Screen::start && !session.settings().lecture) {
        actions.push_back(session::OpenTarget{{session.scenario().id}});
    }
    actions.push_back(session::AskQuestion{});
}

// What Esc does: the innermost open thing goes.
void leave(const Session& session, ShellState& shell, std::vector<Action>& actions) {
    if (shell.dialog != Dialog::none || shell.menu != Menu::none) {
        shell.dialog = Dialog::none;
        shell.menu = Menu::none;
    } else if (session.tracing()) {
        actions.push_back(session::StopTrace{});
    } else if (session.question() != nullptr) {
        actions.push_back(session::DismissQuestion{});
    } else if (session.tour() != nullptr) {
        actions.push_back(session::LeaveTour{});
    } else if (session.settings().lecture) {
        actions.push_back(session::SetLecture{false});
    } else {
        actions.push_back(session::Select{});
    }
}

void confirm(const Session& session, std::vector<Action>& actions) {
    if (session.question() != nullptr) {
        if (session.answered()) actions.push_back(session::DismissQuestion{});
    } else {
        actions.push_back(session::StepForward{});
    }
}

session::SetUnit next_unit(const Session& session) {
    const auto unit = static_cast<unsigned>(session.settings().unit);
    return {static_cast<sim::history::Unit>((unit + 1) % 4)};
}

session::SetKernel next_kernel(const Session& session) {
    const auto kernel = static_cast<unsigned>(session.settings().kernel);
    return {static_cast<session::KernelMode>((kernel + 1) % 3)};
}

session::SetTheme other_theme(const Session& session) {
    return {session.settings().theme == session::Theme::dark ? session::Theme::light : session::Theme::dark};
}

// Nothing can go on until something is typed.
bool waits_for_typing(const Session& session) {
    const sim::history::Timeline& timeline = session.timeline();
    return timeline.at_end() && timeline.machine().waiting_for_input();
}

void zoom(ShellState& shell, float factor) {
    shell.zoom = std::clamp(shell.zoom * factor, 0.5f, 4.0f);
}

}  // namespace

const CommandInfo& info(Command command) {
    return kCommands[static_cast<std::size_t>(command)];
}

std::span<const CommandInfo> commands() {
    return kCommands;
}

std::size_t open_choices(const Session& session) {
    const bool open = session.question() != nullptr && !session.answered();
    return open ? session.question()->choices.size() : 0;
}

std::optional<Command> command_for(const platform::KeyPress& key, const Session& session) {
    if (!key.control) {
        if (const auto answer = answer_for(key.key, session)) return answer;
    }
    const auto found = std::find_if(std::begin(kBindings), std::end(kBindings), [&](const Binding& binding) {
        return binding.key == key.key && binding.control == key.control && binding.shift == key.shift;
    });
    return found != std::end(kBindings) ? std::optional(found->command) : std::nullopt;
}

void run(Command command, const Session& session, ShellState& shell, std::vector<Action>& actions) {
    const auto act = [&](Action action) { actions.push_back(std::move(action)); };
    switch (command) {
        case Command::forward:
            return waits_for_typing(session) ? shell.open(Dialog::type) : act(session::StepForward{});
        case Command::back: return act(session::StepBack{});
        case Command::first: return act(session::SeekStep{0});
        case Command::last: return act(session::SeekEnd{});
        case Command::play: return act(session::TogglePlay{});
        case Command::next_unit: return act(next_unit(session));
        case Command::run_again: return act(session::RunAgain{});
        case Command::reboot: return act(session::Reboot{});
        case Command::type: return shell.open(Dialog::type);
        case Command::question: return ask(session, actions);
        case Command::detail_picture: return act(session::SetDetail{session::Detail::picture});
        case Command::detail_mechanism: return act(session::SetDetail{session::Detail::mechanism});
        case Command::detail_linux: return act(session::SetDetail{session::Detail::linux_});
        case Command::theme: return act(other_theme(session));
        case Command::kernel: return act(next_kernel(session));
        case Command::lecture: return act(session::SetLecture{!session.settings().lecture});
        case Command::blank: return act(session::ToggleBlank{});
        case Command::zoom_in: return zoom(shell, 1.25f);
        case Command::zoom_out: return zoom(shell, 0.8f);
        case Command::start: return act(session::OpenStart{});
        case Command::open: return shell.open(Dialog::open);
        case Command::paste: return shell.open(Dialog::paste);
        case Command::trace: return shell.open(Dialog::trace);
        case Command::save: return shell.open(Dialog::save);
        case Command::quit: shell.quit = true; return;
        case Command::tour: return act(session::StartTour{});
        case Command::keys: return shell.open(Dialog::keys);
        case Command::words: return shell.open(Dialog::words);
        case Command::leave: return leave(session, shell, actions);
        case Command::confirm: return confirm(session, actions);
        case Command::answer_a: return act(session::AnswerQuestion{0});
        case Command::answer_b: return act(session::AnswerQuestion{1});
        case Command::answer_c: return act(session::AnswerQuestion{2});
        case Command::answer_d: return act(session::AnswerQuestion{3});
        case Command::count_: return;
    }
}

}  // namespace app::views
