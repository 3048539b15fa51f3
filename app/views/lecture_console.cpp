// A process alone leaves the room of the second one to what it prints.
#include <algorithm>

#include "app/views/gather.h"
#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

// The end of what was printed, as text: control characters other than line ends are left out.
std::string printed(const Scene& scene) {
    constexpr std::size_t kMost = 1000;  // bytes: more than fits
    std::string text;
    for (const Output& output : scene.output) text += output.text;
    if (text.size() > kMost) text.erase(0, text.find('\n', text.size() - kMost) + 1);
    std::erase_if(text, [](unsigned char c) { return c < 0x20 && c != '\n'; });
    return text;
}

}  // namespace

void draw_lecture_console(const Stage& stage, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect left = process_box(1), right = table_box(1);
    const Rect box{left.x, left.y, right.right() - left.x, left.h};
    draw_box(stage, box);
    stage.write({box.x + 24, box.y + 14, box.w - 48, 44}, "console", stage.strong(kLectureText, theme.text));
    const auto style = stage.mono(kLectureText, theme.text);
    std::string words = hidden ? std::string(kLectureHidden) : printed(*scene_of(stage.context));
    if (words.empty()) words = "nothing printed yet";
    constexpr float kLine = 46;
    std::vector<std::string> lines = widgets::wrapped(stage.canvas(), words, style, (box.w - 48) * stage.unit);
    const auto room = static_cast<std::size_t>((box.h - 76) / kLine);
    if (lines.size() > room) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(room));
    float y = box.y + 66;
    for (const std::string& line : lines) {
        stage.write({box.x + 24, y, box.w - 48, kLine}, line, style);
        y += kLine;
    }
}

}  // namespace app::views
