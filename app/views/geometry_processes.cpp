// Boxes of processes, their areas and entries.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "app/views/geometry.h"
#include "app/views/pen.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr float kSlotGap = 16;
constexpr float kLeastSlot = 150, kLeastOfTwo = 130;  // two boxes are worth being low
constexpr std::size_t kMostSlots = 4;
constexpr float kMoreLine = 20;

// What makes a process worth a box now; higher is shown first.
int importance(const Scene& scene, const TaskRow& task) {
    if (scene.hover.process(task.pid) || scene.selection.process(task.pid)) return 6;
    if (scene.entry && scene.entry->pid == task.pid) return 5;
    if (scene.ran == task.pid) return 4;
    if (scene.next == task.pid) return 3;
    const auto maps = [&](const Mapping& mapping) { return mapping.pid == task.pid; };
    if (std::any_of(scene.mappings.begin(), scene.mappings.end(), maps)) return 2;
    return task.state == TaskState::ended || task.state == TaskState::zombie ? 0 : 1;
}

// The `count` processes that matter most, in the order of the list.
std::vector<const TaskRow*> chosen_tasks(const Scene& scene, std::size_t count) {
    std::vector<const TaskRow*> tasks;
    for (const TaskRow& task : scene.now->processes) tasks.push_back(&task);
    if (tasks.size() <= count) return tasks;
    std::stable_sort(tasks.begin(), tasks.end(),
                     [&](const TaskRow* a, const TaskRow* b) { return importance(scene, *a) > importance(scene, *b); });
    tasks.resize(count);
    std::sort(tasks.begin(), tasks.end(), [](const TaskRow* a, const TaskRow* b) { return a->pid < b->pid; });
    return tasks;
}

constexpr float kAreaTall = 52, kAreaMiddle = 40, kAreaLow = 22;  // heights of an area's row
constexpr float kAreaPicture = 92;                                // with named pages, at detail 1

bool shared(const AreaRow& area) {
    return area.perms.shared;
}

int area_importance(const Scene& scene, const TaskRow& task, const AreaRow& area) {
    if (scene.lit_area(task.pid, area)) return 4;
    const auto inside = [&](const Mapping& mapping) {
        return mapping.pid == task.pid && area.start <= mapping.page && mapping.page < area.end;
    };
    if (std::any_of(scene.mappings.begin(), scene.mappings.end(), inside)) return 5;
    if (scene.fresh_area(task.pid, area.start)) return 3;
    return shared(area) ? 2 : 1;
}

std::vector<const AreaRow*> areas_to_show(const Scene& scene, const TaskRow& task, std::size_t capacity) {
    std::vector<const AreaRow*> areas;
    for (const AreaRow& area : task.areas) {
        if (scene.at_least(Detail::mechanism) || shared(area)) areas.push_back(&area);
    }
    std::stable_sort(areas.begin(), areas.end(), [&](const AreaRow* a, const AreaRow* b) {
        return area_importance(scene, task, *a) > area_importance(scene, task, *b);
    });
    if (areas.size() > capacity) areas.resize(capacity);
    std::sort(areas.begin(), areas.end(), [](const AreaRow* a, const AreaRow* b) { return a->start > b->start; });
    return areas;
}

struct AreaHeights {
    float shared = 0, own = 0;
    float of(const AreaRow& area) const { return area.perms.shared ? shared : own; }
};

float height_of(const std::vector<const AreaRow*>& areas, const AreaHeights& heights) {
    float height = 0;
    for (const AreaRow* area : areas) height += heights.of(*area);
    return height;
}

// The roomiest heights at which all areas fit; shared ones stay readable longest.
AreaHeights area_heights(const std::vector<const AreaRow*>& areas, float room, bool picture) {
    constexpr std::array choices{AreaHeights{kAreaTall, kAreaTall}, AreaHeights{kAreaMiddle, kAreaMiddle},
                                 AreaHeights{kAreaMiddle, kAreaLow}, AreaHeights{kAreaLow, kAreaLow}};
    if (picture) {
        const float share = room / static_cast<float>(std::max<std::size_t>(areas.size(), 1));
        const float height = std::clamp(share, kAreaLow, kAreaPicture);
        return {height, height};
    }
    for (const AreaHeights& heights : choices) {
        if (height_of(areas, heights) <= room) return heights;
    }
    return choices.back();
}

// Every page worth a row of the page table, with what it is worth.
class EntryChoice {
public:
    EntryChoice(const Scene& scene, const TaskRow& task) : scene_(scene), task_(task) {
        add_pointed_at();
        add_changed();
        bool any_shared = false;
        for (const AreaRow& area : task.areas) {
            if (shared(area)) add_area(area, 40), any_shared = true;
        }
        // With all four levels drawn, the rows are of the one table they lead to.
        if (scene.detail == Detail::picture || (any_shared && scene.at_least(Detail::linux_))) return;
        for (const AreaRow& area : task.areas) add_present(area, area.perms.write ? 20 : 10);
    }

    // The best `capacity` pages, ascending.
    std::vector<sim::VirtAddr> best(std::size_t capacity) const {
        std::vector<std::pair<int, sim::VirtAddr>> ranked;
        for (const auto& [page, worth] : pages_) ranked.emplace_back(-worth, page);
        std::sort(ranked.begin(), ranked.end());
        if (ranked.size() > capacity) ranked.resize(capacity);
        std::vector<sim::VirtAddr> pages;
        for (const auto& [worth, page] : ranked) pages.push_back(page);
        std::sort(pages.begin(), pages.end());
        return pages;
    }

private:
    static constexpr std::uint64_t kOfOneArea = 32;

    void add(sim::VirtAddr page, int worth) {
        int& known = pages_[page];
        known = std::max(known, worth);
    }
    void add_pointed_at() {
        for (const Mapping& mapping : scene_.mappings) {
            if (mapping.pid == task_.pid) add(mapping.page, 100);
        }
        if (scene_.entry && scene_.entry->pid == task_.pid) add(scene_.entry->page, 110);
    }
    void add_changed() {
        std::uint64_t taken = 0;
        auto changed = scene_.changes->pages.lower_bound({task_.pid, sim::VirtAddr{}});
        for (; changed != scene_.changes->pages.end() && changed->pid == task_.pid && taken < kOfOneArea;
             ++changed, ++taken) {
            add(changed->address, 80);
        }
    }
    void add_present(const AreaRow& area, int worth) {
        std::uint64_t taken = 0;
        for (const PageRow& entry : entries_of(task_, area.start, area.end)) {
            if (taken++ == kOfOneArea) return;
            add(entry.page, worth);
        }
    }
    void add_area(const AreaRow& area, int worth) {
        add_present(area, worth + 10);
        const std::uint64_t pages = std::min(pages_of(area), kOfOneArea);
        for (std::uint64_t n = 0; n < pages; ++n) add(area.start + n * sim::kPageSize, worth);
    }

    const Scene& scene_;
    const TaskRow& task_;
    std::map<sim::VirtAddr, int> pages_;
};

// Heights inside the box of a page table, as in the design picture or, in low boxes, closer together.
struct EntryMetrics {
    float levels_top, levels_h, heads_top, rows_top, row_h, pitch, foot;
};

EntryMetrics entry_metrics(Detail detail, float height) {
    const bool low = height < 250;
    if (detail == Detail::picture)
        return low ? EntryMetrics{0, 0, 0, 36, 26, 29, 22} : EntryMetrics{0, 0, 0, 42, 40, 46, 30};
    if (detail == Detail::mechanism) {
        return low ? EntryMetrics{0, 0, 33, 50, 20, 22, 22} : EntryMetrics{0, 0, 42, 62, 30, 36, 30};
    }
    return low ? EntryMetrics{34, 32, 70, 87, 20, 22, 22} : EntryMetrics{40, 40, 94, 114, 30, 36, 30};
}

constexpr float kWasNow = 42;  // what the two lines need above the foot's own

bool has_fresh_entry(const Scene& scene, sim::Pid pid) {
    return !scene.hide_changes && scene.entry && scene.entry->pid == pid && scene.fresh_page(pid, scene.entry->page);
}

}  // namespace

std::uint64_t pages_of(const AreaRow& area) {
    return (area.end - area.start) / sim::kPageSize;
}

Slots process_slots(const Scene& scene, Rect column) {
    Slots slots;
    const std::size_t total = scene.now->processes.size();
    if (total == 0) return slots;
    float height = column.h - kHeading;
    const auto fitting = [&] {
        const float least = height < 2 * kLeastSlot + kSlotGap ? kLeastOfTwo : kLeastSlot;
        const auto count = static_cast<std::size_t>(std::max(1.0f, (height + kSlotGap) / (least + kSlotGap)));
        return std::min(count, kMostSlots);
    };
    if (total > fitting()) height -= kMoreLine;
    const auto tasks = chosen_tasks(scene, std::min(total, fitting()));
    const auto shares = static_cast<float>(std::max<std::size_t>(tasks.size(), 1));
    const float box = std::floor((height - kSlotGap * (shares - 1)) / shares);
    float y = column.y + kHeading;
    for (const TaskRow* task : tasks) {
        slots.shown.push_back({task->pid, {column.x, y, column.w, box}});
        y += box + kSlotGap;
    }
    slots.more = total - tasks.size();
    slots.more_line = {column.x, column.bottom() - kMoreLine + 4, column.w, kMoreLine - 4};
    return slots;
}

PageStrip page_strip(std::uint64_t pages, Rect room, float largest_cell, float gap) {
    constexpr float kNarrowest = 4;
    PageStrip strip{room, pages, 1, pages, largest_cell, largest_cell + gap};
    if (pages == 0 || static_cast<float>(pages) * strip.pitch - gap <= room.w) return strip;
    strip.pitch = room.w / static_cast<float>(pages);
    if (strip.pitch < kNarrowest) {
        const auto most = static_cast<std::uint64_t>(std::max(1.0f, room.w / kNarrowest));
        strip.per_cell = (pages + most - 1) / most;
        strip.cells = (pages + strip.per_cell - 1) / strip.per_cell;
        strip.pitch = kNarrowest;
    }
    strip.cell = strip.pitch - (strip.pitch > 8 ? 2.0f : 1.0f);
    return strip;
}

AreaList area_list(const Scene& scene, const TaskRow& task, Rect box) {
    AreaList list;
    const bool picture = !scene.at_least(Detail::mechanism);
    Rect body{box.x + 6, box.y + kHeader + 5, box.w - 12, box.h - kHeader - 10};
    if (picture) {
        list.private_line = {body.x, body.bottom() - 20, body.w, 20};
        body.h -= 22;
    }
    const std::vector<const AreaRow*> all = areas_to_show(scene, task, task.areas.size());
    const AreaHeights heights = area_heights(all, body.h, picture);
    std::size_t capacity = all.size();
    while (capacity > 0 &&
           height_of(areas_to_show(scene, task, capacity), heights) + (capacity < all.size() ? 18 : 0) > body.h) {
        --capacity;
    }
    float y = body.y;
    for (const AreaRow* area : areas_to_show(scene, task, capacity)) {
        const float height = heights.of(*area);
        list.lines.push_back({area, {body.x, y, body.w, height - 2}, height >= kAreaMiddle});
        y += height;
    }
    list.more = all.size() - list.lines.size();
    list.more_line = {body.x, y, body.w, 18};
    return list;
}

EntryList entry_list(const Scene& scene, const TaskRow& task, Rect box) {
    EntryList list;
    const EntryMetrics metrics = entry_metrics(scene.detail, box.h);
    const float x = box.x + 8, w = box.w - 16;
    if (metrics.levels_h > 0) list.levels = {x, box.y + metrics.levels_top, w, metrics.levels_h};
    if (metrics.heads_top > 0) list.heads = {x, box.y + metrics.heads_top, w, 16};
    const EntryChoice choice(scene, task);
    const float room = box.h - metrics.rows_top - metrics.foot;
    list.was_now =
        scene.at_least(Detail::linux_) && has_fresh_entry(scene, task.pid) && room > kWasNow + 2 * metrics.pitch;
    const float foot = metrics.foot + (list.was_now ? kWasNow : 0);
    const auto capacity = static_cast<std::size_t>(std::max(0.0f, (box.h - metrics.rows_top - foot) / metrics.pitch));
    float y = box.y + metrics.rows_top;
    for (sim::VirtAddr page : choice.best(capacity)) {
        list.lines.push_back({page, entry_of(task, page), area_of(task, page), {x, y, w, metrics.row_h}});
        y += metrics.pitch;
    }
    list.foot = {box.x + 12, box.bottom() - foot, box.w - 24, foot - 6};
    return list;
}

}  // namespace app::views
