// What the program called, as strace writes it, around the cursor.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/recording.h"
#include "app/views/style.h"

namespace app::views {
namespace {

constexpr float kPitch = 22, kMargin = 14, kHead = 62;

std::string command_words(const host::Recording& recording) {
    std::string words;
    for (const std::string& part : recording.command) words += (words.empty() ? "" : " ") + part;
    return words;
}

// strace aligns results; in a narrow column that only costs room.
std::string without_padding(const std::string& text) {
    std::string words;
    for (char c : text) {
        if (c != ' ' || words.empty() || words.back() != ' ') words += c;
    }
    return words;
}

// Touches have no notation of strace's: they are told in words. Whose they are the letter tells.
std::string line_words(const session::RecordingPlay& play, std::size_t step) {
    const std::string& text = play.recording().steps[step].text;
    if (!text.empty()) return without_padding(text);
    const std::string& sentence = play.texts()[step].sentence;
    const std::size_t name_end = sentence.find(") ");
    return name_end == std::string::npos ? sentence : sentence.substr(name_end + 2);
}

void draw_head(const ViewContext& context, Rect rect) {
    const session::RecordingPlay& play = *context.session.recording();
    const Rect title{rect.x + kMargin, rect.y + 12, rect.w - 2 * kMargin, 20};
    widgets::text_in(context.canvas, title, "Recorded on the real kernel", bold(context, kStrong));
    const Rect below{title.x, title.bottom() + 2, title.w, 18};
    widgets::text_in(context.canvas, below, command_words(play.recording()),
                     {widgets::Font::mono, kSmall, context.theme.dim});
}

void draw_line(const ViewContext& context, std::size_t step, Rect row) {
    const session::RecordingPlay& play = *context.session.recording();
    const Theme& theme = context.theme;
    const bool done = step < play.step(), current = step + 1 == play.step();
    if (current) {
        context.canvas.fill(row, theme.tint(theme.changed), 5);
        context.canvas.outline(row, theme.changed, 1.5f, 5);
    }
    const ProcessLook look = look_of(context, play.recording().steps[step].pid);
    const Rect badge{row.x + 6, row.y + 3, 16, 16};
    if (done)
        widgets::letter_badge(context.canvas, badge, look.letter, look.colour);
    else
        context.canvas.outline(badge, theme.line, 1, 4);
    const bool touch = play.recording().steps[step].text.empty();
    const Colour ink = !done ? theme.dim : touch ? theme.on_panel(theme.segment) : theme.text;
    widgets::text_in(context.canvas, {row.x + 30, row.y, row.w - 36, row.h}, line_words(play, step),
                     {touch ? widgets::Font::text : widgets::Font::mono, kSmall, ink});
    if (control(context, row, Control::seek_step, step + 1, play.texts()[step].sentence))
        context.actions.push_back(session::SeekStep{step + 1});
}

}  // namespace

void draw_recording_log(const ViewContext& context, Rect rect) {
    draw_head(context, rect);
    const session::RecordingPlay& play = *context.session.recording();
    const auto places = static_cast<std::size_t>(std::max(1.0f, (rect.h - kHead - 12) / kPitch));
    const std::size_t before = places * 2 / 3;  // of what has happened more is shown than of what comes
    const std::size_t last_first = play.steps() - std::min(play.steps(), places);
    const std::size_t first = std::min(play.step() - std::min(play.step(), before), last_first);
    float y = rect.y + kHead;
    for (std::size_t step = first; step < std::min(play.steps(), first + places); ++step) {
        draw_line(context, step, {rect.x + 8, y, rect.w - 16, kPitch - 1});
        y += kPitch;
    }
}

}  // namespace app::views
