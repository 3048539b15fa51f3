#include "app/views/lecture_stage.h"

#include <fmt/format.h>

namespace app::views {
namespace {

constexpr float kBoxTop = 90, kBoxHeight = 370, kBoxPitch = 390;
constexpr float kRowTop = 88, kRowHeight = 74, kRowPitch = 88;  // of a page table's rows, from its box
constexpr float kFrameX = 1440, kFrameWidth = 260;

}  // namespace

Rect process_box(std::size_t index) {
    return {40, kBoxTop + kBoxPitch * static_cast<float>(index), 600, kBoxHeight};
}
Rect table_box(std::size_t index) {
    return {740, kBoxTop + kBoxPitch * static_cast<float>(index), 420, kBoxHeight};
}
Rect table_row(std::size_t process, std::size_t row) {
    const Rect box = table_box(process);
    return {box.x + 16, box.y + kRowTop + kRowPitch * static_cast<float>(row), box.w - 32, kRowHeight};
}

// Frames stand below each other; the first of two is the larger one, as it is what the lesson is about.
Rect frame_box(std::size_t index, std::size_t count) {
    if (count <= 2) return index == 0 ? Rect{kFrameX, 200, kFrameWidth, 190} : Rect{kFrameX, 520, kFrameWidth, 150};
    return {kFrameX, 198 + 205 * static_cast<float>(index), kFrameWidth, 140};
}

void draw_halo(const Stage& stage, Rect box, float radius) {
    stage.canvas().outline(stage.at(box.inset(-5)), stage.theme().changed, 4 * stage.unit, (radius + 5) * stage.unit);
}

void draw_box(const Stage& stage, Rect box) {
    widgets::panel(stage.canvas(), stage.at(box), stage.theme().panel, stage.theme().line, 12 * stage.unit);
}

void draw_header(const Stage& stage, Rect box, Colour hue) {
    const Rect head{box.x + 1, box.y + 1, box.w - 2, kLectureHeader};
    widgets::header(stage.canvas(), stage.at(head), stage.theme().tint(hue), 11 * stage.unit);
}

std::string frame_number(const Stage& stage, sim::Pfn pfn) {
    return fmt::format("{}{:x}", stage.context.session.state().visible.frames ? "" : "f", pfn.value);
}

void draw_lecture_stage(const Stage& stage, const LectureScene& scene, bool hidden) {
    for (std::size_t i = 0; i < scene.processes.size(); ++i) {
        draw_lecture_process(stage, scene.processes[i], i, hidden);
        draw_lecture_table(stage, scene.processes[i], i, hidden);
    }
    if (scene.processes.size() == 1) draw_lecture_console(stage, hidden);
    draw_lecture_memory(stage, scene, hidden);
    draw_lecture_links(stage, scene, hidden);
    draw_lecture_segment(stage, scene, hidden);
}

}  // namespace app::views
