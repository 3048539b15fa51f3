// Links from addresses over entries to frames, with the letter of whose they are.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

using widgets::Point;

constexpr float kDot = 20;
constexpr float kLinkWidth = 7;
constexpr float kStraight = 34;  // a link that would turn by less than this goes straight on

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

}  // namespace

void draw_lecture_links(const Stage& stage, const LectureScene& scene, bool hidden) {
    draw_area_links(stage, scene, hidden);
    draw_frame_links(stage, scene, hidden);
}

}  // namespace app::views
