// The whole window drawn from a real session onto the recording canvas: nothing cut, nothing too small, keys that work.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/views/app.h"
#include "app/views/commands.h"
#include "app/views/picture.h"
#include "app/widgets/recording_canvas.h"

using namespace app::views;
using app::session::Action;
using app::session::Detail;
using app::session::Session;
using app::widgets::RecordingCanvas;
namespace session = app::session;

namespace {

// One frame of a window of this size.
struct Frame {
    RecordingCanvas canvas;
    std::vector<Action> actions;
    ShellState shell;

    Frame(const Session& shown, float width, float height, app::widgets::HitId click = 0, Menu menu = Menu::none)
        : canvas({0, 0, width, height}) {
        shell.menu = menu;
        canvas.click(click);
        const ViewContext context{canvas,  shown,        theme_of(shown.settings().theme),
                                  actions, shell.memory, is_compact(width, height)};
        draw_picture(context, shell, width, height);
    }
};

Session two_processes(std::uint64_t step) {
    Session session;
    session.apply(session::OpenTarget{{"01-two-processes"}});
    REQUIRE(session.message().empty());
    session.apply(session::SeekStep{step});
    return session;
}

void check_texts(const Frame& frame, float least) {
    for (const auto& text : frame.canvas.clipped_texts()) {
        CAPTURE(text.text);
        CHECK(text.bounds.w == 0);  // fails and names the text
    }
    for (const auto& text : frame.canvas.texts()) {
        // Letters in badges and names in cells are marks: what they say also stands beside them.
        const bool mark = text.text.size() <= 7;
        CAPTURE(text.text);
        CHECK(text.style.size >= (mark ? 8 : least));
    }
}

std::vector<Action> pressed(const Session& session, app::platform::KeyPress key, ShellState& shell) {
    std::vector<Action> actions;
    if (const auto command = command_for(key, session)) run(*command, session, shell, actions);
    return actions;
}

app::platform::KeyPress letter(char c) {
    return {.key = static_cast<app::platform::Key>(c)};
}

template <class T>
bool is_only(const std::vector<Action>& actions) {
    return actions.size() == 1 && std::holds_alternative<T>(actions.front());
}

}  // namespace

TEST_CASE("no text of the window is cut or smaller than 12, at any size, step and detail") {
    for (std::uint64_t step : {0u, 4u, 7u, 12u}) {
        Session session = two_processes(step);
        for (Detail detail : {Detail::picture, Detail::mechanism, Detail::linux_}) {
            session.apply(session::SetDetail{detail});
            CAPTURE(step);
            CAPTURE(static_cast<int>(detail));
            check_texts(Frame(session, 1920, 1080), 12);
            check_texts(Frame(session, 1280, 720), 12);
        }
    }
}

TEST_CASE("presenter mode has no text under 24 units at 1080p") {
    for (std::uint64_t step : {0u, 7u, 13u}) {
        Session session = two_processes(step);
        session.apply(session::SetLecture{true});
        check_texts(Frame(session, 1920, 1080), 24);
        session.apply(session::AskQuestion{});
        check_texts(Frame(session, 1920, 1080), 24);
    }
}

TEST_CASE("presenter mode shows the value, both letters and nattch, B hides the answer") {
    Session session = two_processes(7);
    session.apply(session::SetLecture{true});
    const Frame frame(session, 1920, 1080);
    for (const char* text : {"42", "P", "C", "nattch", "2", "physical memory"}) CHECK(frame.canvas.shows(text));
    session.apply(session::ToggleBlank{});
    CHECK(Frame(session, 1920, 1080).canvas.shows("?"));
    CHECK_FALSE(Frame(session, 1920, 1080).canvas.shows(session.caption().empty() ? "copied" : session.caption()));
}

TEST_CASE("presenter mode shows a segment's frames also when nobody is attached") {
    Session session = two_processes(10);
    REQUIRE(session.state().segments.at(0).nattch == 0);
    session.apply(session::SetLecture{true});
    CHECK(Frame(session, 1920, 1080).canvas.shows("42"));
}

TEST_CASE("presenter mode shows the kernels the switch is on") {
    Session session = two_processes(7);
    session.apply(session::SetLecture{true});
    session.apply(session::SetKernel{session::KernelMode::side_by_side});
    while (session.real_behind()) session.tick(0);
    if (session.real() == nullptr) {
        MESSAGE("not checked: " << session.message());
        return;
    }
    const Frame both(session, 1920, 1080);
    for (const char* text : {"simulated kernel", "real kernel", "No difference so far", "int got = q[0];"})
        CHECK(both.canvas.shows(text));
    check_texts(both, 24);
    session.apply(session::SetKernel{session::KernelMode::real});
    const Frame real(session, 1920, 1080);
    CHECK(real.canvas.shows("Two processes, one frame  ·  real kernel"));
    CHECK(real.canvas.shows("physical memory"));
    check_texts(real, 24);
}

TEST_CASE("neither the tour's caption nor a note tells what a question asks") {
    Session tour;
    tour.apply(session::StartTour{});
    while (tour.question() == nullptr) tour.apply(session::TourNext{});
    const std::string caption = (*tour.tour()->stops)[tour.tour()->at].caption;
    CHECK_FALSE(Frame(tour, 1920, 1080).canvas.shows(caption));
    tour.apply(session::AnswerQuestion{0});
    CHECK(Frame(tour, 1920, 1080).canvas.shows(caption));

    Session noted = two_processes(3);
    REQUIRE(noted.note() != nullptr);
    noted.apply(session::AskQuestion{});
    REQUIRE(noted.question() != nullptr);
    CHECK(Frame(noted, 1920, 1080).canvas.shows("Answer first: this note would tell."));
}

TEST_CASE("the start screen is alive: its button steps, its cards lead on") {
    const Session session;
    CHECK(session.screen() == session::Screen::start);
    check_texts(Frame(session, 1920, 1080), 12);
    check_texts(Frame(session, 1280, 720), 12);
    CHECK(Frame(session, 1920, 1080).canvas.shows("Press →"));
    CHECK(is_only<session::StepForward>(Frame(session, 1920, 1080, control_id(Control::start_card, 0x90)).actions));
    CHECK(is_only<session::StartTour>(Frame(session, 1920, 1080, control_id(Control::start_card, 0)).actions));
    CHECK(Frame(session, 1920, 1080, control_id(Control::start_card, 1)).shell.dialog == Dialog::open);
}

TEST_CASE("clicking a dot of the time line goes there, clicking a frame selects it") {
    const Session session = two_processes(7);
    const Frame seek(session, 1920, 1080, control_id(Control::seek_step, 3));
    REQUIRE(!seek.actions.empty());
    REQUIRE(std::holds_alternative<session::SeekStep>(seek.actions.front()));
    CHECK(std::get<session::SeekStep>(seek.actions.front()).step == 3);

    const sim::Pfn pfn = session.state().segments.front().pages.front();
    const Frame select(session, 1920, 1080, hit_id(select_frame(pfn)));
    bool selected = false;
    for (const Action& action : select.actions) {
        const auto* one = std::get_if<session::Select>(&action);
        selected = selected || (one != nullptr && one->what == select_frame(pfn));
    }
    CHECK(selected);
}

TEST_CASE("menus open, show their keys and do what they say") {
    const Session session = two_processes(2);
    for (Menu menu : {Menu::file, Menu::scenario, Menu::view, Menu::help, Menu::unit}) {
        check_texts(Frame(session, 1280, 720, 0, menu), 12);
    }
    CHECK(Frame(session, 1920, 1080, 0, Menu::view).canvas.shows("Presenter mode"));
    const Frame chosen(session, 1920, 1080, control_id(Control::menu, 0x100), Menu::view);
    CHECK(is_only<session::SetDetail>(chosen.actions));
    CHECK(chosen.shell.menu == Menu::none);
}

TEST_CASE("keys do what the help page says") {
    const Session session = two_processes(3);
    ShellState shell;
    using app::platform::Key;
    CHECK(is_only<session::StepForward>(pressed(session, {.key = Key::right}, shell)));
    CHECK(is_only<session::StepForward>(pressed(session, {.key = Key::page_down}, shell)));
    CHECK(is_only<session::StepBack>(pressed(session, {.key = Key::left}, shell)));
    CHECK(is_only<session::StepBack>(pressed(session, {.key = Key::page_up}, shell)));
    CHECK(is_only<session::SeekStep>(pressed(session, {.key = Key::home}, shell)));
    CHECK(is_only<session::SeekEnd>(pressed(session, {.key = Key::end}, shell)));
    CHECK(is_only<session::TogglePlay>(pressed(session, {.key = Key::space}, shell)));
    CHECK(is_only<session::SetDetail>(pressed(session, letter('3'), shell)));
    CHECK(is_only<session::SetTheme>(pressed(session, letter('T'), shell)));
    CHECK(is_only<session::SetLecture>(pressed(session, {.key = Key::f5}, shell)));
    CHECK(is_only<session::RunAgain>(pressed(session, letter('R'), shell)));
    CHECK(is_only<session::Reboot>(pressed(session, {.key = static_cast<Key>('R'), .shift = true}, shell)));
    CHECK(is_only<session::ToggleBlank>(pressed(session, letter('B'), shell)));
    pressed(session, letter('O'), shell);
    CHECK(shell.dialog == Dialog::open);
    pressed(session, {.key = Key::escape}, shell);
    CHECK(shell.dialog == Dialog::none);
    pressed(session, {.key = static_cast<Key>('Q'), .control = true}, shell);
    CHECK(shell.quit);
}

TEST_CASE("while a question is open its letters answer, then Enter goes on and B hides again") {
    Session session = two_processes(3);
    session.apply(session::AskQuestion{});
    REQUIRE(session.question() != nullptr);
    ShellState shell;
    const Frame frame(session, 1280, 720);
    check_texts(frame, 12);
    CHECK(frame.canvas.shows("Predict"));
    const auto actions = pressed(session, letter('B'), shell);
    REQUIRE(is_only<session::AnswerQuestion>(actions));
    CHECK(std::get<session::AnswerQuestion>(actions.front()).choice == 1);
    session.apply(actions.front());
    check_texts(Frame(session, 1280, 720), 12);
    CHECK(is_only<session::ToggleBlank>(pressed(session, letter('B'), shell)));
    CHECK(is_only<session::DismissQuestion>(pressed(session, {.key = app::platform::Key::enter}, shell)));
}

TEST_CASE("a program that reads is given what is typed") {
    Session session;
    session.apply(session::OpenText{
        "echo.c", "#include <stdio.h>\nint main(void) { int c = getchar(); printf(\"got %c\\n\", c); return 0; }"});
    REQUIRE(session.message().empty());
    session.apply(session::SeekStep{20});
    const auto read = session.timeline().step();
    ShellState shell;
    CHECK(pressed(session, {.key = app::platform::Key::right}, shell).empty());
    CHECK(shell.dialog == Dialog::type);  // nothing else can go on

    session.apply(session::TypeInput{"x\n"});
    session.apply(session::SeekStep{read + 20});
    const auto& output = session.timeline().machine().output();
    REQUIRE(output.size() == 1);
    CHECK(output[0].bytes == "got x\n");
}

TEST_CASE("a program that does not compile says why in the window") {
    Session session;
    session.apply(session::OpenText{"broken.c", "int main(void) { return x; }\n"});
    const Frame frame(session, 1280, 720);
    CHECK(frame.canvas.shows("broken.c:1"));
    check_texts(frame, 12);
}

TEST_CASE("the same picture as SVG holds its texts") {
    const Session session = two_processes(7);
    const std::string svg = picture_svg(session, {});
    CHECK(svg.starts_with("<svg"));
    for (const char* text : {">producer<", ">consumer<", ">SEGMENT TABLE<"}) CHECK(svg.find(text) != std::string::npos);
}
