// Processes with the addresses the picture is about, and their page tables beside them.
#include <fmt/format.h>

#include "app/views/format.h"
#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

using widgets::Align;

void draw_page_box(const Stage& stage, const LecturePage& page, Rect box, const LectureProcess& process, bool hidden) {
    const Theme& theme = stage.theme();
    const Colour hue = process.shared ? theme.segment : process.look.colour;
    const bool filled = page.frame && !hidden;
    if (filled) {
        stage.canvas().fill(stage.at(box), hue, 10 * stage.unit);
    } else {
        stage.canvas().outline(stage.at(box), hue, 3 * stage.unit, 10 * stage.unit);
    }
    const Colour text = filled ? widgets::text_on(hue) : theme.dim;
    stage.write_first(box, {fmt::format("page {}", page.index), fmt::to_string(page.index)},
                      stage.strong(kLectureLeast + 2, text, Align::centre));
    if (page.changed && !hidden) draw_halo(stage, box, 10);
    stage.context.canvas.hit(stage.at(box),
                             hit_id(select_page(process.pid, process.start + page.index * sim::kPageSize)));
}

void draw_code(const Stage& stage, const LectureProcess& process, Rect box) {
    const Theme& theme = stage.theme();
    const Colour fill = process.failed ? theme.tint(theme.fault)
                        : process.ran  ? theme.tint(theme.changed)
                                       : theme.raised;
    stage.canvas().fill(stage.at(box), fill, 8 * stage.unit);
    const std::string words = process.code.empty() ? "not started" : process.code;
    const bool wide = stage.width(words, stage.mono(kLectureText, theme.text)) > box.w - 32;
    stage.write({box.x + 16, box.y, box.w - 32, box.h}, words,
                stage.mono(wide ? kLectureLeast : kLectureText, theme.text));
}

// A real kernel does not show whether an entry may be written through.
std::string_view rights_of(const Stage& stage, const LecturePage& page) {
    if (!stage.context.session.state().visible.entries) return "";
    return page.writable ? "r w" : "r";
}

void draw_row(const Stage& stage, const LecturePage& page, Rect row, const LectureProcess& process, bool hidden) {
    const Theme& theme = stage.theme();
    const bool changed = page.changed && !hidden;
    stage.canvas().fill(stage.at(row), changed ? theme.tint(theme.changed) : theme.raised, 8 * stage.unit);
    if (changed) stage.canvas().outline(stage.at(row), theme.changed, 4 * stage.unit, 8 * stage.unit);
    stage.write_first({row.x + 20, row.y, 120, row.h}, {fmt::format("page {}", page.index), fmt::to_string(page.index)},
                      stage.text(kLectureText, theme.text));
    stage.write({row.x + 142, row.y, 44, row.h}, "→", stage.text(kLectureText, theme.dim));
    const Rect target{row.x + 190, row.y, 134, row.h};
    if (hidden) {
        stage.write(target, kLectureHidden, stage.strong(kLectureText, theme.text));
    } else if (!page.frame) {
        stage.write(target, "nothing", stage.text(kLectureText, theme.dim));
    } else {
        const Colour hue = process.shared ? theme.segment : process.look.colour;
        const auto style = stage.strong(kLectureText, theme.on_panel(hue));
        const std::string number = frame_number(stage, *page.frame), words = "frame " + number;
        stage.write(target, stage.width(words, style) <= target.w ? words : number, style);
        stage.write({row.right() - 64, row.y, 48, row.h}, rights_of(stage, page),
                    stage.text(kLectureLeast, theme.dim, Align::right));
    }
    stage.context.canvas.hit(stage.at(row),
                             hit_id(select_page(process.pid, process.start + page.index * sim::kPageSize)));
}

}  // namespace

void draw_lecture_process(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect box = process_box(index);
    draw_box(stage, box);
    draw_header(stage, box, process.look.colour);
    widgets::letter_badge(stage.canvas(), stage.at(Rect{box.x + 20, box.y + 14, 38, 38}), process.look.letter,
                          process.look.colour);
    stage.write({box.x + 74, box.y, box.w - 90, kLectureHeader + 2}, process.name,
                stage.strong(kLectureText, theme.text));
    stage.context.canvas.hit(stage.at(Rect{box.x, box.y, box.w, kLectureHeader}), hit_id(select_process(process.pid)));
    draw_code(stage, process, {box.x + 20, box.y + 84, box.w - 40, 58});
    if (process.area.empty() || process.dead) {
        stage.write({box.x + 20, box.y + 162, box.w - 40, 40},
                    process.dead ? "its addresses are gone" : "nothing mapped", stage.text(kLectureText, theme.dim));
        return;
    }
    stage.write({box.x + 20, box.y + 162, box.w - 40, 40}, process.area, stage.text(kLectureText, theme.dim));
    for (std::size_t i = 0; i < process.pages.size(); ++i) {
        const Rect page{box.x + 20 + 130 * static_cast<float>(i), box.y + 210, 112, 92};
        draw_page_box(stage, process.pages[i], page, process, hidden && process.pages[i].changed);
    }
    if (process.more_pages > 0) {
        const float x = box.x + 20 + 130 * static_cast<float>(process.pages.size());
        const std::string more = "+ " + count_text(process.more_pages);
        stage.write_first({x, box.y + 210, box.right() - x - 20, 92}, {more + " more", more},
                          stage.text(kLectureLeast, theme.dim));
    }
    stage.write({box.x + 20, box.y + 312, box.w - 40, 42}, fmt::format("{:#x}", process.start.value),
                stage.mono(kLectureText, theme.dim));
}

void draw_lecture_table(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden) {
    const Rect box = table_box(index);
    draw_box(stage, box);
    draw_header(stage, box, process.look.colour);
    stage.write({box.x + 24, box.y, box.w - 48, kLectureHeader + 2}, "page table",
                stage.strong(kLectureText, stage.theme().text));
    if (process.dead) return;
    for (std::size_t i = 0; i < process.pages.size(); ++i) {
        draw_row(stage, process.pages[i], table_row(index, i), process, hidden && process.pages[i].changed);
    }
}

}  // namespace app::views
