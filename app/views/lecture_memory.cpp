// Frames with what stands in them.
#include <fmt/format.h>

#include "app/views/format.h"
#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

using widgets::Align;

void draw_frame(const Stage& stage, const LectureFrame& frame, Rect box, bool hidden) {
    const Theme& theme = stage.theme();
    const std::string name = "frame " + frame_number(stage, frame.pfn) + (frame.mapped ? "" : ", not mapped here");
    stage.write({box.x, box.y - 40, kLectureMemory.right() - box.x - 20, 36}, name,
                stage.text(kLectureText, theme.dim));
    stage.canvas().fill(stage.at(box), frame.colour, 12 * stage.unit);
    if (frame.changed && !hidden) draw_halo(stage, box, 12);
    const Colour text = widgets::text_on(frame.colour);
    const bool large = box.h > 160 && frame.value.size() <= 5;
    const float size = large ? 72 : frame.value.size() <= 5 ? 52 : 34;
    const Rect upper{box.x + 24, box.y + 8, box.w - 32, box.h - 60};
    stage.write(upper, hidden ? kLectureHidden : std::string_view(frame.value),
                stage.strong(size, text, Align::centre));
    stage.write_first({box.x + 24, box.bottom() - 52, box.w - 32, 40}, {frame.label, frame.short_label},
                      stage.strong(kLectureLeast + 1, text, Align::centre));
    stage.context.canvas.hit(stage.at(box), hit_id(select_frame(frame.pfn)));
}

}  // namespace

void draw_lecture_memory(const Stage& stage, const LectureScene& scene, bool hidden) {
    const Theme& theme = stage.theme();
    draw_box(stage, kLectureMemory);
    stage.write({kLectureMemory.x + 24, kLectureMemory.y + 18, kLectureMemory.w - 48, 44}, "physical memory",
                stage.strong(kLectureText, theme.text));
    const std::size_t count = scene.frames.size();
    for (std::size_t i = 0; i < count; ++i) {
        draw_frame(stage, scene.frames[i], frame_box(i, count), hidden && scene.frames[i].changed);
    }
    if (count == 2 && scene.frames[0].shared && scene.frames[1].shared) {
        constexpr std::string_view kApart = "not side by side: contiguous only in the addresses";
        const bool apart = scene.frames[1].pfn.value != scene.frames[0].pfn.value + 1;
        const bool room = stage.width(kApart, stage.text(kLectureLeast, {})) <= kLectureMemory.w - 48;
        if (apart && room)
            stage.write({kLectureMemory.x + 24, 412, kLectureMemory.w - 48, 50}, kApart,
                        stage.text(kLectureLeast, theme.dim));
    }
    std::string free = fmt::format("{} frames free", count_text(scene.frames_free));
    if (!stage.context.session.state().visible.entries) free = "of the real machine";
    if (scene.more_frames > 0) free = fmt::format("+ {} more here · {}", scene.more_frames, free);
    stage.write({kLectureMemory.x + 24, kLectureMemory.bottom() - 62, kLectureMemory.w - 48, 44}, free,
                stage.text(kLectureText, theme.dim));
}

}  // namespace app::views
