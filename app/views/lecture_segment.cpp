// The segment the picture is about, in one line: nattch is its largest figure.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/format.h"
#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

using widgets::Align;

// Letters of who is attached, ending at `right`; where they begin.
float draw_letters(const Stage& stage, const LectureSegment& segment, Rect box, float right) {
    constexpr std::size_t kMost = 6;
    const std::size_t shown = std::min(segment.attached.size(), kMost);
    float x = right - 56 * static_cast<float>(shown) - (segment.attached.size() > kMost ? 70 : 0);
    const float from = x;
    for (std::size_t i = 0; i < shown; ++i, x += 56) {
        const ProcessLook look = look_of(stage.context, segment.attached[i]);
        widgets::letter_badge(stage.canvas(), stage.at(Rect{x, box.y + 17, 46, 46}), look.letter, look.colour);
    }
    if (segment.attached.size() > kMost) {
        stage.write({x, box.y, 70, box.h}, fmt::format("+{}", segment.attached.size() - kMost),
                    stage.text(kLectureText, stage.theme().dim));
    }
    return from;
}

}  // namespace

void draw_lecture_segment(const Stage& stage, const LectureScene& scene, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect box{40, 870, 1840, 80};
    if (!scene.segment) {
        widgets::panel(stage.canvas(), stage.at(box), theme.panel, theme.line, 12 * stage.unit);
        return stage.write({box.x + 30, box.y, box.w - 60, box.h}, "no shared memory segment",
                           stage.text(kLectureText, theme.dim));
    }
    const LectureSegment& segment = *scene.segment;
    widgets::panel(stage.canvas(), stage.at(box), theme.tint(theme.segment), theme.segment, 12 * stage.unit);
    float x = box.x + 30;
    const auto say = [&](std::string_view words, const widgets::TextStyle& style, float gap) {
        const float width = stage.width(words, style) + 2;
        stage.write({x, box.y, width, box.h}, words, style);
        x += width + gap;
    };
    say("segment", stage.text(kLectureText, theme.dim), 14);
    say(segment.key, stage.mono(kLectureText, theme.text), 40);
    std::string pages =
        fmt::format("{} {} reserved, {} in frames", count_text(segment.pages), segment.pages == 1 ? "page" : "pages",
                    hidden && segment.changed ? kLectureHidden : count_text(segment.resident));
    if (segment.dest) pages += ", goes with the last detach";
    if (scene.more_segments > 0) pages += fmt::format("   + {} more", scene.more_segments);
    const bool blank = hidden && segment.changed;
    const std::string figure = blank ? std::string(kLectureHidden) : fmt::to_string(segment.nattch);
    stage.write({box.right() - 170, box.y, 130, box.h}, figure, stage.strong(48, theme.text, Align::centre));
    stage.write({box.right() - 300, box.y, 110, box.h}, "nattch", stage.text(kLectureText, theme.dim));
    float right = box.right() - 320;
    if (!segment.attached.empty() && !blank) {
        right = draw_letters(stage, segment, box, right) - 10;
        stage.write({right - 170, box.y, 166, box.h}, "attached by", stage.text(kLectureText, theme.dim, Align::right));
        right -= 180;
    }
    stage.write({x, box.y, std::max(0.0f, right - x), box.h}, pages, stage.text(kLectureText, theme.text));
}

}  // namespace app::views
