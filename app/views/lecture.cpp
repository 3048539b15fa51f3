#include "app/views/lecture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/choices.h"
#include "app/views/format.h"
#include "app/views/gather.h"
#include "app/views/lecture_scene.h"
#include "app/views/stage.h"

namespace app::views {
namespace {

using widgets::Align;
using widgets::Point;

// All in units of a 1920 x 1080 screen.
constexpr Rect kScreen{0, 0, 1920, 1080};
constexpr Rect kPicture{40, 90, 1840, 860};
constexpr float kBoxTop = 90, kBoxHeight = 370, kBoxPitch = 390;
constexpr float kText = 28, kLeast = 24;
constexpr float kHeaderHeight = 64;
constexpr float kRowTop = 88, kRowHeight = 74, kRowPitch = 88;  // of a page table's rows, from its box
constexpr Rect kMemory{1260, 90, 620, 760};
constexpr float kFrameX = 1440, kFrameWidth = 260;
constexpr float kDot = 20;
constexpr float kLinkWidth = 7;
constexpr float kStraight = 34;  // a link that would turn by less than this goes straight on

// The lines of what a question asks for are not drawn.
constexpr std::string_view kHidden = "?";

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

void halo(const Stage& stage, Rect box, float radius) {
    stage.canvas().outline(stage.at(box.inset(-5)), stage.theme().changed, 4 * stage.unit, (radius + 5) * stage.unit);
}

void draw_box(const Stage& stage, Rect box) {
    widgets::panel(stage.canvas(), stage.at(box), stage.theme().panel, stage.theme().line, 12 * stage.unit);
}

void draw_header(const Stage& stage, Rect box, Colour hue) {
    const Rect head{box.x + 1, box.y + 1, box.w - 2, kHeaderHeight};
    widgets::header(stage.canvas(), stage.at(head), stage.theme().tint(hue), 11 * stage.unit);
}

// --- processes

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
                      stage.strong(kLeast + 2, text, Align::centre));
    if (page.changed && !hidden) halo(stage, box, 10);
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
    const bool wide = stage.width(words, stage.mono(kText, theme.text)) > box.w - 32;
    stage.write({box.x + 16, box.y, box.w - 32, box.h}, words, stage.mono(wide ? kLeast : kText, theme.text));
}

void draw_process(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect box = process_box(index);
    draw_box(stage, box);
    draw_header(stage, box, process.look.colour);
    widgets::letter_badge(stage.canvas(), stage.at(Rect{box.x + 20, box.y + 14, 38, 38}), process.look.letter,
                          process.look.colour);
    stage.write({box.x + 74, box.y, box.w - 90, kHeaderHeight + 2}, process.name, stage.strong(kText, theme.text));
    stage.context.canvas.hit(stage.at(Rect{box.x, box.y, box.w, kHeaderHeight}), hit_id(select_process(process.pid)));
    draw_code(stage, process, {box.x + 20, box.y + 84, box.w - 40, 58});
    if (process.area.empty() || process.dead) {
        stage.write({box.x + 20, box.y + 162, box.w - 40, 40},
                    process.dead ? "its addresses are gone" : "nothing mapped", stage.text(kText, theme.dim));
        return;
    }
    stage.write({box.x + 20, box.y + 162, box.w - 40, 40}, process.area, stage.text(kText, theme.dim));
    for (std::size_t i = 0; i < process.pages.size(); ++i) {
        const Rect page{box.x + 20 + 130 * static_cast<float>(i), box.y + 210, 112, 92};
        draw_page_box(stage, process.pages[i], page, process, hidden && process.pages[i].changed);
    }
    if (process.more_pages > 0) {
        const float x = box.x + 20 + 130 * static_cast<float>(process.pages.size());
        const std::string more = "+ " + count_text(process.more_pages);
        stage.write_first({x, box.y + 210, box.right() - x - 20, 92}, {more + " more", more},
                          stage.text(kLeast, theme.dim));
    }
    stage.write({box.x + 20, box.y + 312, box.w - 40, 42}, fmt::format("{:#x}", process.start.value),
                stage.mono(kText, theme.dim));
}

// --- page tables

// Without the number the real machine hides, the name it is given in the picture.
std::string frame_number(const Stage& stage, sim::Pfn pfn) {
    return fmt::format("{}{:x}", stage.context.session.state().visible.frames ? "" : "f", pfn.value);
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
                      stage.text(kText, theme.text));
    stage.write({row.x + 142, row.y, 44, row.h}, "→", stage.text(kText, theme.dim));
    const Rect target{row.x + 190, row.y, 134, row.h};
    if (hidden) {
        stage.write(target, kHidden, stage.strong(kText, theme.text));
    } else if (!page.frame) {
        stage.write(target, "nothing", stage.text(kText, theme.dim));
    } else {
        const Colour hue = process.shared ? theme.segment : process.look.colour;
        const auto style = stage.strong(kText, theme.on_panel(hue));
        const std::string number = frame_number(stage, *page.frame), words = "frame " + number;
        stage.write(target, stage.width(words, style) <= target.w ? words : number, style);
        stage.write({row.right() - 64, row.y, 48, row.h}, rights_of(stage, page),
                    stage.text(kLeast, theme.dim, Align::right));
    }
    stage.context.canvas.hit(stage.at(row),
                             hit_id(select_page(process.pid, process.start + page.index * sim::kPageSize)));
}

void draw_table(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden) {
    const Rect box = table_box(index);
    draw_box(stage, box);
    draw_header(stage, box, process.look.colour);
    stage.write({box.x + 24, box.y, box.w - 48, kHeaderHeight + 2}, "page table",
                stage.strong(kText, stage.theme().text));
    if (process.dead) return;
    for (std::size_t i = 0; i < process.pages.size(); ++i) {
        draw_row(stage, process.pages[i], table_row(index, i), process, hidden && process.pages[i].changed);
    }
}

// --- frames

void draw_frame(const Stage& stage, const LectureFrame& frame, Rect box, bool hidden) {
    const Theme& theme = stage.theme();
    const std::string name = "frame " + frame_number(stage, frame.pfn) + (frame.mapped ? "" : ", not mapped here");
    stage.write({box.x, box.y - 40, kMemory.right() - box.x - 20, 36}, name, stage.text(kText, theme.dim));
    stage.canvas().fill(stage.at(box), frame.colour, 12 * stage.unit);
    if (frame.changed && !hidden) halo(stage, box, 12);
    const Colour text = widgets::text_on(frame.colour);
    const bool large = box.h > 160 && frame.value.size() <= 5;
    const float size = large ? 72 : frame.value.size() <= 5 ? 52 : 34;
    const Rect upper{box.x + 24, box.y + 8, box.w - 32, box.h - 60};
    stage.write(upper, hidden ? kHidden : std::string_view(frame.value), stage.strong(size, text, Align::centre));
    stage.write_first({box.x + 24, box.bottom() - 52, box.w - 32, 40}, {frame.label, frame.short_label},
                      stage.strong(kLeast + 1, text, Align::centre));
    stage.context.canvas.hit(stage.at(box), hit_id(select_frame(frame.pfn)));
}

void draw_memory(const Stage& stage, const LectureScene& scene, bool hidden) {
    const Theme& theme = stage.theme();
    draw_box(stage, kMemory);
    stage.write({kMemory.x + 24, kMemory.y + 18, kMemory.w - 48, 44}, "physical memory",
                stage.strong(kText, theme.text));
    const std::size_t count = scene.frames.size();
    for (std::size_t i = 0; i < count; ++i) {
        draw_frame(stage, scene.frames[i], frame_box(i, count), hidden && scene.frames[i].changed);
    }
    if (count == 2 && scene.frames[0].shared && scene.frames[1].shared) {
        constexpr std::string_view kApart = "not side by side: contiguous only in the addresses";
        const bool apart = scene.frames[1].pfn.value != scene.frames[0].pfn.value + 1;
        const bool room = stage.width(kApart, stage.text(kLeast, {})) <= kMemory.w - 48;
        if (apart && room)
            stage.write({kMemory.x + 24, 412, kMemory.w - 48, 50}, kApart, stage.text(kLeast, theme.dim));
    }
    std::string free = fmt::format("{} frames free", count_text(scene.frames_free));
    if (!stage.context.session.state().visible.entries) free = "of the real machine";
    if (scene.more_frames > 0) free = fmt::format("+ {} more here · {}", scene.more_frames, free);
    stage.write({kMemory.x + 24, kMemory.bottom() - 62, kMemory.w - 48, 44}, free, stage.text(kText, theme.dim));
}

// --- links

// Where the dot of the n-th of `of` links sits on a frame's left edge.
Point dot_on(Rect frame, std::size_t n, std::size_t of) {
    const float share = static_cast<float>(n + 1) / static_cast<float>(of + 1);
    return {frame.x, frame.y + frame.h * (of == 1 ? 0.5f : 0.05f + 0.9f * share)};
}

struct FrameLink {
    std::size_t process, row, frame;
    Colour colour;
    char letter;
};

std::vector<FrameLink> frame_links(const LectureScene& scene, bool hidden) {
    std::vector<FrameLink> links;
    for (std::size_t p = 0; p < scene.processes.size(); ++p) {
        const LectureProcess& process = scene.processes[p];
        for (std::size_t r = 0; r < process.pages.size() && !process.dead; ++r) {
            const LecturePage& page = process.pages[r];
            if (!page.frame || (hidden && page.changed)) continue;
            for (std::size_t f = 0; f < scene.frames.size(); ++f) {
                if (scene.frames[f].pfn == *page.frame)
                    links.push_back({p, r, f, process.look.colour, process.look.letter});
            }
        }
    }
    return links;
}

// A vertical lane in the gutter for each link. A lane further right never cuts a link that turns earlier: those that
// go down take lanes from right to left, those that go up from left to right, in the order they leave.
float lane_of(std::size_t index, std::size_t count) {
    constexpr float kFrom = 1184, kTo = 1238;
    if (count <= 1) return (kFrom + kTo) / 2;
    return kFrom + (kTo - kFrom) * static_cast<float>(index) / static_cast<float>(count - 1);
}

void draw_frame_links(const Stage& stage, const LectureScene& scene, bool hidden) {
    const std::vector<FrameLink> links = frame_links(scene, hidden);
    std::vector<std::size_t> order(links.size());
    const auto from_y = [&](const FrameLink& l) { return table_row(l.process, l.row).centre().y; };
    const auto to_y = [&](const FrameLink& l) { return frame_box(l.frame, scene.frames.size()).centre().y; };
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const bool down_a = to_y(links[a]) > from_y(links[a]), down_b = to_y(links[b]) > from_y(links[b]);
        if (down_a != down_b) return down_a;
        return down_a ? from_y(links[a]) > from_y(links[b]) : from_y(links[a]) < from_y(links[b]);
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const FrameLink& link = links[order[i]];
        const auto same = [&](const FrameLink& other) { return other.frame == link.frame; };
        const auto of = static_cast<std::size_t>(std::count_if(links.begin(), links.end(), same));
        const auto before = static_cast<std::size_t>(
            std::count_if(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(order[i]), same));
        const Rect row = table_row(link.process, link.row);
        Point to = dot_on(frame_box(link.frame, scene.frames.size()), before, of);
        if (of == 1 && std::abs(to.y - row.centre().y) < kStraight) to.y = row.centre().y;
        const float lane = lane_of(i, order.size());
        const std::array path{stage.at(Point{table_box(0).right(), row.centre().y}),
                              stage.at(Point{lane, row.centre().y}), stage.at(Point{lane, to.y}), stage.at(to)};
        widgets::link(stage.canvas(), path, link.colour, kLinkWidth * stage.unit, 8 * stage.unit);
        widgets::letter_dot(stage.canvas(), stage.at(to), kDot * stage.unit, link.letter, link.colour);
    }
}

// From a process's addresses to the first of its entries that leads somewhere.
void draw_area_links(const Stage& stage, const LectureScene& scene, bool hidden) {
    for (std::size_t p = 0; p < scene.processes.size(); ++p) {
        const LectureProcess& process = scene.processes[p];
        for (std::size_t r = 0; r < process.pages.size() && !process.dead; ++r) {
            if (!process.pages[r].frame || (hidden && process.pages[r].changed)) continue;
            const Rect box = process_box(p), row = table_row(p, r);
            const float from = box.y + 256;
            const Point to{table_box(p).x, row.centre().y};
            const std::array path{stage.at(Point{box.right(), from}), stage.at(Point{690, from}),
                                  stage.at(Point{690, to.y}), stage.at(to)};
            widgets::link(stage.canvas(), path, process.look.colour, kLinkWidth * stage.unit, 8 * stage.unit);
            widgets::letter_dot(stage.canvas(), stage.at(to), kDot * stage.unit, process.look.letter,
                                process.look.colour);
            break;
        }
    }
}

// --- console

// The end of what was printed, as text: control characters other than line ends are left out.
std::string printed(const Scene& scene) {
    constexpr std::size_t kMost = 1000;  // bytes: more than fits
    std::string text;
    for (const Output& output : scene.output) text += output.text;
    if (text.size() > kMost) text.erase(0, text.find('\n', text.size() - kMost) + 1);
    std::erase_if(text, [](unsigned char c) { return c < 0x20 && c != '\n'; });
    return text;
}

// --- segment

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
                    stage.text(kText, stage.theme().dim));
    }
    return from;
}

void draw_segment(const Stage& stage, const LectureScene& scene, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect box{40, 870, 1840, 80};
    if (!scene.segment) {
        widgets::panel(stage.canvas(), stage.at(box), theme.panel, theme.line, 12 * stage.unit);
        return stage.write({box.x + 30, box.y, box.w - 60, box.h}, "no shared memory segment",
                           stage.text(kText, theme.dim));
    }
    const LectureSegment& segment = *scene.segment;
    widgets::panel(stage.canvas(), stage.at(box), theme.tint(theme.segment), theme.segment, 12 * stage.unit);
    float x = box.x + 30;
    const auto say = [&](std::string_view words, const widgets::TextStyle& style, float gap) {
        const float width = stage.width(words, style) + 2;
        stage.write({x, box.y, width, box.h}, words, style);
        x += width + gap;
    };
    say("segment", stage.text(kText, theme.dim), 14);
    say(segment.key, stage.mono(kText, theme.text), 40);
    std::string pages =
        fmt::format("{} {} reserved, {} in frames", count_text(segment.pages), segment.pages == 1 ? "page" : "pages",
                    hidden && segment.changed ? kHidden : count_text(segment.resident));
    if (segment.dest) pages += ", goes with the last detach";
    if (scene.more_segments > 0) pages += fmt::format("   + {} more", scene.more_segments);
    const bool blank = hidden && segment.changed;
    const std::string figure = blank ? std::string(kHidden) : fmt::to_string(segment.nattch);
    stage.write({box.right() - 170, box.y, 130, box.h}, figure, stage.strong(48, theme.text, Align::centre));
    stage.write({box.right() - 300, box.y, 110, box.h}, "nattch", stage.text(kText, theme.dim));
    float right = box.right() - 320;
    if (!segment.attached.empty() && !blank) {
        right = draw_letters(stage, segment, box, right) - 10;
        stage.write({right - 170, box.y, 166, box.h}, "attached by", stage.text(kText, theme.dim, Align::right));
        right -= 180;
    }
    stage.write({x, box.y, std::max(0.0f, right - x), box.h}, pages, stage.text(kText, theme.text));
}

// A process alone leaves the room of the second one to what it prints.
void draw_console(const Stage& stage, bool hidden) {
    const Theme& theme = stage.theme();
    const Rect left = process_box(1), right = table_box(1);
    const Rect box{left.x, left.y, right.right() - left.x, left.h};
    draw_box(stage, box);
    stage.write({box.x + 24, box.y + 14, box.w - 48, 44}, "console", stage.strong(kText, theme.text));
    const auto style = stage.mono(kText, theme.text);
    std::string words = hidden ? std::string(kHidden) : printed(*scene_of(stage.context));
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

void draw_stage(const Stage& stage, const LectureScene& scene, bool hidden) {
    for (std::size_t i = 0; i < scene.processes.size(); ++i) {
        draw_process(stage, scene.processes[i], i, hidden);
        draw_table(stage, scene.processes[i], i, hidden);
    }
    if (scene.processes.size() == 1) draw_console(stage, hidden);
    draw_memory(stage, scene, hidden);
    draw_area_links(stage, scene, hidden);
    draw_frame_links(stage, scene, hidden);
    draw_segment(stage, scene, hidden);
}

// --- around the picture

void draw_title(const Stage& stage, const LectureScene& scene) {
    std::string title = stage.context.session.scenario().title;
    if (scene.more_processes > 0)
        title +=
            fmt::format("  ·  + {} more {}", scene.more_processes, scene.more_processes == 1 ? "process" : "processes");
    stage.write({40, 24, 1180, 46}, title, stage.text(26, stage.theme().dim));
}

// The steps as pills, in the colours of who ran; many steps: as many as fit around the cursor.
void draw_pills(const Stage& stage) {
    const auto& timeline = stage.context.session.timeline();
    const std::uint64_t recorded = timeline.recorded(), steps = timeline.length().value_or(recorded);
    const std::uint64_t current = timeline.step() + (inside_step(timeline.cursor()) ? 1 : 0);
    constexpr std::uint64_t kMost = 12;
    const std::uint64_t count = std::min(steps, kMost);
    const std::uint64_t first = std::min(current > kMost / 2 ? current - kMost / 2 : 1, steps - count + 1);
    float x = 1880 - 48 * static_cast<float>(count);
    for (std::uint64_t step = first; step < first + count; ++step, x += 48) {
        const bool past = step <= current && step <= recorded;
        const Colour colour =
            past ? look_of(stage.context, stage.context.session.step_pid(step - 1)).colour : stage.theme().line;
        const Rect pill{x, 34, 36, 12};
        stage.canvas().fill(stage.at(pill), colour, 6 * stage.unit);
        if (step == current) halo(stage, pill, 6);
        if (control(stage.context, stage.at(pill.inset(-6)), Control::seek_step, step) && step <= recorded) {
            stage.context.actions.push_back(session::SeekStep{step});
        }
    }
}

// What the lecturer says here: the tour's caption, a note, or what the step taught.
std::string caption_of(const ViewContext& context, const LectureScene& scene) {
    const session::Session& session = context.session;
    if (!session.message().empty()) return session.message();
    if (const session::Question* question = session.question()) {
        return session.answered() ? question->explanation : question->text;
    }
    if (session.tour() != nullptr) return (*session.tour()->stops)[session.tour()->at].caption;
    if (session.note() != nullptr) return session.note()->text;
    return scene.caption;
}

// One large line; what is too long for it stands smaller, on two.
void draw_caption_line(const Stage& stage, const std::string& caption, float y) {
    const auto too_wide = [&](float size) { return stage.width(caption, stage.strong(size, {})) > 1840; };
    float size = 46;
    while (size > kText + 2 && too_wide(size)) size -= 2;
    const auto style = stage.strong(size, stage.theme().text, Align::centre);
    if (!too_wide(size)) return stage.write({40, y, 1840, 64}, caption, style);
    // Two lines of about the same length look better than a full one and a word.
    const float half = std::min(1800.0f, stage.width(caption, style) * 0.55f + 60);
    widgets::paragraph(stage.canvas(), stage.at(Rect{960 - half / 2, y - 6, half, 74}), caption, style, 0);
}

void draw_keys(const Stage& stage) {
    constexpr std::string_view kKeys =
        "←  back        →  next        B  hide the answer        Q  ask        Esc  leave";
    stage.write({40, 1034, 1840, 40}, kKeys, stage.text(kLeast, stage.theme().dim, Align::centre));
}

void draw_answers(const Stage& stage, const Choices& choices) {
    const float size = kLeast * stage.unit;
    const Rect room = stage.at(Rect{140, 1028, 1640, 48});
    draw_choices(stage.context, room, choices, size);
}

// The foot of the screen: the caption, below it the keys or, while a question is open, its answers.
void draw_foot(const Stage& stage, const LectureScene& scene) {
    const session::Session& session = stage.context.session;
    std::string caption = caption_of(stage.context, scene);
    if (session.blanked() && session.question() == nullptr) caption = kHidden;
    draw_caption_line(stage, caption, 962);
    if (session.question() != nullptr) {
        draw_answers(stage, {session.question()->choices, session.question()->correct, session.answered().has_value(),
                             session.answered(), true});
    } else {
        draw_keys(stage);
    }
}

}  // namespace

void draw_lecture_picture(const ViewContext& context, widgets::Rect area) {
    draw_stage(Stage(context, area, kPicture), lecture_scene(context), false);
}

void draw_lecture(const ViewContext& context, widgets::Rect window) {
    context.canvas.fill(window, context.theme.ground);
    const Stage stage(context, window, kScreen);
    const LectureScene scene = lecture_scene(context);
    draw_title(stage, scene);
    draw_pills(stage);
    // While a question is open the picture shows the moment before its answer: nothing of it needs hiding.
    draw_stage(stage, scene, context.session.blanked() && context.session.question() == nullptr);
    draw_foot(stage, scene);
}

}  // namespace app::views
