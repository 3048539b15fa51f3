#include "app/views/link_routes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace app::views {
namespace {

using namespace sim::report;
using widgets::Point;

constexpr float kBadge = 8;  // radius of the letters at the ends: lanes keep clear of them
constexpr float kLane = 5;   // between verticals of one box

// A link before lanes are dealt out.
struct Ends {
    sim::Pid pid;
    std::optional<float> area_y;
    float entry_y = 0;
    float spaces_right = 0, tables_left = 0, tables_right = 0;
    std::size_t in_slot = 0;  // how many links of the same box come before it
};

std::optional<float> area_height(const Scene& scene, const TaskRow& task, Rect box, sim::VirtAddr page) {
    for (const AreaLine& line : area_list(scene, task, box).lines) {
        if (line.area->start <= page && page < line.area->end) return line.row.centre().y;
    }
    return std::nullopt;
}

std::vector<Ends> ends_in_slot(const Scene& scene, const Slot& space, const Slot& table) {
    std::vector<Ends> found;
    const TaskRow* task = scene.now->process(space.pid);
    if (task == nullptr) return found;
    for (const EntryLine& line : entry_list(scene, *task, table.box).lines) {
        const auto same = [&](const Mapping& mapping) { return mapping.pid == task->pid && mapping.page == line.page; };
        if (std::none_of(scene.mappings.begin(), scene.mappings.end(), same)) continue;
        found.push_back({task->pid, area_height(scene, *task, space.box, line.page), line.row.centre().y,
                         space.box.right(), table.box.x, table.box.right(), found.size()});
    }
    return found;
}

// First links of every box, then second ones, until there are enough; ordered from top to bottom.
std::vector<Ends> choose(const Scene& scene, const Layout& layout) {
    const Slots spaces = process_slots(scene, layout.address_spaces);
    const Slots tables = process_slots(scene, layout.page_tables);
    std::vector<Ends> all;
    for (std::size_t n = 0; n < spaces.shown.size() && n < tables.shown.size(); ++n) {
        for (const Ends& ends : ends_in_slot(scene, spaces.shown[n], tables.shown[n])) all.push_back(ends);
    }
    std::stable_sort(all.begin(), all.end(), [](const Ends& a, const Ends& b) { return a.in_slot < b.in_slot; });
    if (all.size() > kMaxLinks) all.resize(kMaxLinks);
    std::sort(all.begin(), all.end(), [](const Ends& a, const Ends& b) { return a.entry_y < b.entry_y; });
    return all;
}

std::vector<Point> way_to_entry(const Ends& ends) {
    if (!ends.area_y) return {};
    const Point from{ends.spaces_right, *ends.area_y}, to{ends.tables_left, ends.entry_y};
    if (std::abs(from.y - to.y) < 2) return {from, {to.x, from.y}};
    const float lane = (from.x + to.x) / 2 + kLane * static_cast<float>(ends.in_slot);
    return {from, {lane, from.y}, {lane, to.y}, to};
}

// Where a link meets the cell: which edge, how far from it the horizontal runs, which tab.
struct Landing {
    bool above = true;
    float y = 0;
    Rect tab;
};

Landing landing_of(Rect cell, float gap, std::size_t index, std::size_t total) {
    const std::size_t above = (total + 1) / 2;
    const bool top = index < above;
    const std::size_t sharing = top ? above : total - above;
    const std::size_t order = top ? index : index - above;  // from top to bottom
    const float middle = top ? cell.y - gap / 2 : cell.bottom() + gap / 2;
    const float apart = sharing == 1 ? 0 : (order == 0 ? -2.2f : 2.2f);
    const bool outer = top ? order == 0 : order + 1 == sharing;
    const float width = std::min(12.0f, cell.w / 2 - 3);
    const bool right = sharing > 1 && outer;
    const float x = right ? cell.right() - 4 - width : cell.x + 4;
    return {top, middle + apart, {x, top ? cell.y - 2 : cell.bottom() - 4, width, 6}};
}

// Lane of each link: going up, first source leftmost; going down, first source rightmost.
std::vector<float> lanes_of(const std::vector<Ends>& links, const std::vector<Landing>& landings, float memory_left) {
    std::vector<float> lanes(links.size());
    if (links.empty()) return lanes;
    const float from = links.front().tables_right + kBadge + 1, to = memory_left - 2;
    const float pitch = (to - from) / static_cast<float>(links.size() + 1);
    std::vector<std::size_t> order;
    for (std::size_t n = links.size(); n-- > 0;) {
        if (landings[n].y > links[n].entry_y) order.push_back(n);
    }
    for (std::size_t n = 0; n < links.size(); ++n) {
        if (landings[n].y <= links[n].entry_y) order.push_back(n);
    }
    for (std::size_t place = 0; place < order.size(); ++place) {
        lanes[order[place]] = from + pitch * static_cast<float>(place + 1);
    }
    return lanes;
}

}  // namespace

std::vector<LinkRoute> link_routes(const Scene& scene, const Layout& layout) {
    std::vector<LinkRoute> routes;
    if (!scene.focus || scene.hidden_frame(*scene.focus)) return routes;
    const FrameGrid grid = frame_grid(scene, layout.physical_memory);
    const std::optional<Rect> cell = grid.cell_of(*scene.focus);
    if (!cell) return routes;
    const std::vector<Ends> links = choose(scene, layout);
    std::vector<Landing> landings;
    for (std::size_t n = 0; n < links.size(); ++n) {
        landings.push_back(landing_of(*cell, grid.pitch_y - grid.cell_h, n, links.size()));
    }
    const std::vector<float> lanes = lanes_of(links, landings, grid.box.x);
    for (std::size_t n = 0; n < links.size(); ++n) {
        const Landing& landing = landings[n];
        const Point from{links[n].tables_right, links[n].entry_y};
        const Point tab{landing.tab.centre().x, landing.above ? cell->y : cell->bottom()};
        routes.push_back({links[n].pid,
                          way_to_entry(links[n]),
                          {from, {lanes[n], from.y}, {lanes[n], landing.y}, {tab.x, landing.y}, tab},
                          landing.tab,
                          links.size() > 2 ? 2.0f : 3.0f});
    }
    return routes;
}

}  // namespace app::views
