#include "app/views/scene.h"

#include <algorithm>

namespace app::views {
namespace {

using namespace sim::report;
using Kind = session::Selection::Kind;

// The frame an entry that changed maps now: shared ones first, they are what the picture is about.
std::optional<sim::Pfn> frame_of_changed_page(const State& now, const sim::history::Changes& changes) {
    std::optional<sim::Pfn> private_one;
    for (const auto& [pid, page] : changes.pages) {
        const TaskRow* task = now.process(pid);
        const PageRow* entry = task != nullptr ? entry_of(*task, page) : nullptr;
        if (entry == nullptr) continue;
        const FrameRow* frame = now.frame(entry->pfn);
        if (frame != nullptr && frame->owner == FrameOwner::segment) return entry->pfn;
        private_one = entry->pfn;
    }
    return private_one;
}

std::optional<sim::Pfn> frame_last_changed(const State& now, const sim::history::Changes& changes) {
    for (sim::Pfn pfn : changes.frames) {
        const FrameRow* frame = now.frame(pfn);
        if (frame != nullptr && frame->owner == FrameOwner::segment) return pfn;
    }
    return frame_of_changed_page(now, changes);
}

std::optional<sim::Pfn> first_resident(const State& now) {
    for (const SegmentRow& segment : now.segments) {
        for (sim::Pfn pfn : segment.pages) {
            if (pfn != sim::kNoFrame) return pfn;
        }
    }
    return std::nullopt;
}

std::optional<Mapping> page_selected(const session::Selection& what) {
    if (what.kind != Kind::page) return std::nullopt;
    return Mapping{what.pid, what.address};
}

std::optional<sim::Pfn> choose_focus(const Scene& scene) {
    if (const auto pfn = scene.hover.frame_shown()) return pfn;
    if (const auto pfn = scene.selection.frame_shown()) return pfn;
    if (const auto pfn = frame_last_changed(*scene.now, *scene.changes)) return pfn;
    return first_resident(*scene.now);
}

void find_mappings(Scene& scene) {
    for (const TaskRow& task : scene.now->processes) {
        for (const PageRow& entry : task.pages) {
            if (!entry.present || entry.pfn != *scene.focus) continue;
            if (scene.hidden_page(task.pid, entry.page)) continue;
            ++scene.mapping_count;
            if (scene.mappings.size() < kMaxMappings) scene.mappings.push_back({task.pid, entry.page});
        }
    }
}

// Inside a step: the page its latest event is about.
std::optional<Mapping> page_of_events(const Scene& scene) {
    if (scene.events_done >= scene.events->size()) return std::nullopt;
    for (std::size_t n = scene.events_done; n-- > 0;) {
        if (auto page = page_selected(subject_of((*scene.events)[n]))) return page;
    }
    return std::nullopt;
}

std::optional<Mapping> choose_entry(const Scene& scene) {
    for (const Lit* lit : {&scene.hover, &scene.selection}) {
        if (auto page = page_selected(lit->what())) return page;
    }
    const auto changed = [&](const Mapping& mapping) { return scene.fresh_page(mapping.pid, mapping.page); };
    const auto fresh = std::find_if(scene.mappings.begin(), scene.mappings.end(), changed);
    if (fresh != scene.mappings.end()) return *fresh;
    const auto ran = std::find_if(scene.mappings.begin(), scene.mappings.end(),
                                  [&](const Mapping& mapping) { return mapping.pid == scene.ran; });
    if (ran != scene.mappings.end()) return *ran;
    if (!scene.mappings.empty()) return scene.mappings.front();
    if (const auto page = page_of_events(scene)) return page;
    if (scene.changes->pages.empty() || scene.hide_changes) return std::nullopt;
    const auto& first = *scene.changes->pages.begin();
    return Mapping{first.pid, first.address};
}

}  // namespace

Scene::Scene(SceneInput input) : SceneInput(std::move(input)) {
    hover = Lit(*now, *events, hovered);
    selection = Lit(*now, *events, selected);
    focus = choose_focus(*this);
    if (focus) find_mappings(*this);
    entry = choose_entry(*this);
}

Identity Scene::identity(sim::Pid pid) const {
    const auto found = identities.find(pid);
    return found != identities.end() ? found->second : Identity{};
}

bool Scene::lit_area(sim::Pid pid, const AreaRow& area) const {
    return hover.area(pid, area) || selection.area(pid, area);
}

bool Scene::lit_segment_page(sim::ShmId shmid, std::uint32_t index, sim::Pfn pfn) const {
    return hover.segment_page(shmid, index, pfn) || selection.segment_page(shmid, index, pfn);
}

}  // namespace app::views
