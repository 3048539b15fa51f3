#include "app/views/frame.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/views/commands.h"
#include "app/views/dialogs.h"
#include "app/views/picture.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr double kTooltipDelay = 0.4;  // seconds the mouse must rest
constexpr double kCaretBlink = 0.25;   // of ImGui's text fields
constexpr double kAnimationFrame = 1.0 / 60;
constexpr double kTracePoll = 0.1;
constexpr double kNever = std::numeric_limits<double>::infinity();

std::uint32_t upload_cells(const platform::UploadTexture& upload, std::size_t slot, std::uint32_t columns,
                           std::uint32_t rows, std::span<const Colour> pixels) {
    static_assert(sizeof(Colour) == sizeof(std::uint32_t));
    return upload(slot, columns, rows, reinterpret_cast<const std::uint32_t*>(pixels.data()));
}

}  // namespace

Application::Application(session::Session session)
    : session_(std::move(session)),
      canvas_(
          fonts_,
          [this](std::size_t slot, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> pixels) {
              // ImTextureID is a pointer in older versions of ImGui and a number in newer ones.
              return (ImTextureID)(std::uintptr_t)upload_cells(painter_.upload, slot, columns, rows, pixels);
          },
          [this](int x, int y, int width, int height, Colour colour) {
              painter_.fill(x, y, width, height, colour.rgba);
          }) {}

platform::Program Application::program() {
    return {.prepare = [this] { return bake_fonts(); },
            .draw = [this](const auto& input, const auto& painter) { draw(input, painter); },
            .next_frame = [this] { return next_frame(); },
            .finished = [this] { return shell_.quit; }};
}

bool Application::bake_fonts() {
    if (!fonts_.stale()) return false;
    fonts_.bake();
    return true;
}

void Application::apply(std::vector<session::Action> actions) {
    for (const session::Action& action : actions) session_.apply(action);
}

void Application::take_input(const platform::FrameInput& input) {
    std::vector<session::Action> actions;
    for (const platform::KeyPress& key : input.keys) {
        const bool typing = takes_keyboard(shell_);
        if (typing && key.key != platform::Key::escape) continue;
        if (const auto command = command_for(key, session_)) run(*command, session_, shell_, actions);
        // Each key sees what the one before it did.
        apply(std::exchange(actions, {}));
    }
    if (!input.dropped.empty()) session_.apply(session::OpenTarget{input.dropped});
    if (input.interactive) session_.tick(input.seconds);
}

void Application::draw(const platform::FrameInput& input, const platform::Painter& painter) {
    painter_ = painter;
    take_input(input);
    const float wanted = input.scale * session_.settings().scale * shell_.zoom;
    const float scale = scale_for(input.width, input.height, wanted);
    const float width = input.width / scale, height = input.height / scale;
    const bool mouse = input.interactive && !takes_keyboard(shell_);
    canvas_.begin(ImGui::GetBackgroundDrawList(), scale, mouse);
    std::vector<session::Action> actions;
    const Theme& theme = theme_of(session_.settings().theme);
    const ViewContext context{canvas_, session_, theme, actions, shell_.memory, is_compact(width, height)};
    drawn_revision_ = session_.revision();
    draw_picture(context, shell_, width, height);
    if (mouse) draw_tooltip(width, height, input.seconds);
    if (takes_keyboard(shell_)) {
        const auto font = [&](const widgets::TextStyle& style) {
            return fonts_.font(style.font, static_cast<int>(std::lround(canvas_.line_height(style) * scale)));
        };
        draw_dialogs({theme, scale, font(plain(context)), font(code(context))}, shell_, actions);
    }
    if (input.interactive) apply(std::move(actions));
}

// Explains what the mouse rests on, beside it and inside the window.
void Application::draw_tooltip(float width, float height, double seconds) {
    const widgets::HitId over = canvas_.hovered();
    rested_ = over == resting_on_ ? rested_ + seconds : 0;
    resting_on_ = over;
    const std::string& words = canvas_.tooltip();
    if (words.empty() || rested_ < kTooltipDelay) return;
    const Theme& theme = theme_of(session_.settings().theme);
    const widgets::TextStyle style{widgets::Font::text, kMono, theme.text};
    constexpr float kWidest = 320, kPad = 9;
    float widest = 0;
    for (const std::string& line : widgets::wrapped(canvas_, words, style, kWidest)) {
        widest = std::max(widest, canvas_.text_width(line, style));
    }
    const float tall = widgets::paragraph_height(canvas_, kWidest, words, style) + 2 * kPad - 4;
    const widgets::Point mouse = canvas_.pointer().at;
    const float x = std::clamp(mouse.x + 14, 4.0f, std::max(4.0f, width - widest - 2 * kPad - 4));
    const float below = mouse.y + 20;
    const widgets::Rect box{x, below + tall < height ? below : mouse.y - tall - 8, widest + 2 * kPad, tall};
    widgets::panel(canvas_, box, theme.raised, theme.line, 6);
    widgets::paragraph(canvas_, {box.x + kPad, box.y + kPad, kWidest, tall}, words, style);
}

double Application::next_frame() const {
    if (fonts_.stale() || session_.revision() != drawn_revision_) return 0;
    if (session_.playing() || session_.running_to_end() || session_.real_behind()) return kAnimationFrame;
    if (takes_keyboard(shell_)) return kCaretBlink;
    if (session_.tracing()) return kTracePoll;
    const bool tooltip_comes = !canvas_.tooltip().empty() && rested_ < kTooltipDelay;
    return tooltip_comes ? kTooltipDelay - rested_ + 0.01 : kNever;
}

}  // namespace app::views
