#include "app/views/lecture_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "app/session/source_line.h"

namespace app::views {
namespace {

using sim::report::AreaKind;
using sim::report::AreaRow;
using sim::report::SegmentRow;
using sim::report::State;
using sim::report::TaskRow;
using sim::report::TaskState;

// The segment the picture is about: the one that changed last, else the first attached, else the first.
const SegmentRow* focus_segment(const ViewContext& context, const State& state) {
    const auto& changed = context.session.changes().segments;
    const SegmentRow* best = nullptr;
    int best_rank = -1;
    for (const SegmentRow& segment : state.segments) {
        const int rank = changed.contains(segment.shmid) ? 2 : segment.nattch > 0 ? 1 : 0;
        if (rank > best_rank) {
            best = &segment;
            best_rank = rank;
        }
    }
    return best;
}

// The area the picture is about: of the focus segment, else any shared one, else the program's own data.
const AreaRow* focus_area(const TaskRow& task, const SegmentRow* segment) {
    const AreaRow* best = nullptr;
    int best_rank = 0;
    for (const AreaRow& area : task.areas) {
        int rank = 0;
        if (area.kind == AreaKind::shm)
            rank = segment != nullptr && area.shmid == segment->shmid ? 5 : 4;
        else if (area.perms.shared)
            rank = 3;
        else if (area.kind == AreaKind::anon)
            rank = 2;
        else if (area.kind == AreaKind::data)
            rank = 1;
        if (rank > best_rank) {
            best = &area;
            best_rank = rank;
        }
    }
    return best;
}

const sim::report::PageRow* page_at(const TaskRow& task, sim::VirtAddr address) {
    const auto found = std::lower_bound(task.pages.begin(), task.pages.end(), address,
                                        [](const auto& row, sim::VirtAddr at) { return row.page < at; });
    return found != task.pages.end() && found->page == address && found->present ? &*found : nullptr;
}

// Which pages of an area to show: those that changed, then those in frames, then the first ones.
std::vector<std::uint64_t> chosen_pages(const ViewContext& context, const TaskRow& task, const AreaRow& area,
                                        std::size_t most) {
    const std::uint64_t count = (area.end - area.start) / sim::kPageSize;
    std::vector<std::uint64_t> chosen;
    const auto take = [&](std::uint64_t index) {
        const bool known = std::find(chosen.begin(), chosen.end(), index) != chosen.end();
        if (index < count && chosen.size() < most && !known) chosen.push_back(index);
    };
    for (const auto& place : context.session.changes().pages) {
        if (place.pid == task.pid && place.address >= area.start && place.address < area.end) {
            take((place.address - area.start) / sim::kPageSize);
        }
    }
    for (const auto& row : task.pages) {
        if (row.page >= area.start && row.page < area.end) take((row.page - area.start) / sim::kPageSize);
    }
    for (std::uint64_t index = 0; index < count && chosen.size() < most; ++index) take(index);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::string ending_of(const TaskRow& task) {
    if (task.signal) return fmt::format("killed by {}", session::signal_name(static_cast<std::uint64_t>(*task.signal)));
    return fmt::format("ended, exit status {}", task.exit_status.value_or(0));
}

LectureProcess lecture_process(const ViewContext& context, const TaskRow& task, const SegmentRow* segment,
                               std::size_t most_pages) {
    LectureProcess out;
    out.pid = task.pid;
    out.name = task.name;
    out.look = look_of(context, task.pid);
    out.dead = task.state == TaskState::zombie || task.state == TaskState::ended;
    out.failed = task.signal.has_value() || task.exit_status.value_or(0) != 0;
    const auto step = context.session.timeline().step();
    out.ran = step > 0 && context.session.step_pid(step - 1) == task.pid;
    const bool started = task.last_line != 0;
    out.code = out.dead ? ending_of(task)
                        : session::source_statement(*context.session.timeline().programs(), task.program,
                                                    started ? task.last_file : task.file,
                                                    started ? task.last_line : task.line);
    const AreaRow* area = focus_area(task, segment);
    if (area == nullptr) return out;
    out.shared = area->perms.shared;
    out.area = out.shared ? "its addresses" : "its own data";
    out.start = area->start;
    const std::uint64_t count = (area->end - area->start) / sim::kPageSize;
    for (std::uint64_t index : chosen_pages(context, task, *area, most_pages)) {
        const sim::VirtAddr address = area->start + index * sim::kPageSize;
        const auto* row = page_at(task, address);
        out.pages.push_back({index, row != nullptr ? std::optional(row->pfn) : std::nullopt, true,
                             row != nullptr && row->writable,
                             context.session.changes().pages.contains({task.pid, address})});
    }
    out.more_pages = count - out.pages.size();
    return out;
}

bool has_page_in(const TaskRow& task, const AreaRow& area) {
    return std::any_of(task.pages.begin(), task.pages.end(),
                       [&](const auto& row) { return row.page >= area.start && row.page < area.end; });
}

// Tasks worth a box: who ran, who shares, who lives; two of them, by pid.
std::vector<const TaskRow*> chosen_tasks(const ViewContext& context, const State& state, const SegmentRow* segment) {
    const auto step = context.session.timeline().step();
    const auto rank = [&](const TaskRow& task) {
        int points = task.state == TaskState::ended ? 0 : 1;
        const AreaRow* area = focus_area(task, segment);
        if (area != nullptr && area->perms.shared) points += 4;
        if (area != nullptr && has_page_in(task, *area)) points += 2;
        if (step > 0 && context.session.step_pid(step - 1) == task.pid) points += 8;
        return points;
    };
    std::vector<const TaskRow*> tasks;
    for (const TaskRow& task : state.processes) tasks.push_back(&task);
    std::stable_sort(tasks.begin(), tasks.end(), [&](const auto* a, const auto* b) { return rank(*a) > rank(*b); });
    if (tasks.size() > kLectureProcesses) tasks.resize(kLectureProcesses);
    std::sort(tasks.begin(), tasks.end(), [](const auto* a, const auto* b) { return a->pid < b->pid; });
    return tasks;
}

// What a frame begins with, as a person would read it: text when it is text, else an int.
std::string value_of(std::span<const std::uint8_t, sim::kPageSize> bytes) {
    constexpr std::size_t kLeastText = 3, kMostText = 12;
    std::string text;
    for (std::uint8_t byte : bytes.first(kMostText + 1)) {
        if (std::isprint(byte) == 0) break;
        text += static_cast<char>(byte);
    }
    if (text.size() > kMostText) return text.substr(0, kMostText) + "…";
    if (text.size() >= kLeastText) return text;
    std::int32_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return std::to_string(number);
}

// The bytes of a real frame are not looked at: that would change it. Its page says what it is.
std::string value_in(const ViewContext& context, sim::Pfn pfn) {
    if (!context.session.state().visible.entries) return "shared";
    return value_of(context.session.timeline().machine().frame_bytes(pfn));
}

LectureFrame lecture_frame(const ViewContext& context, const State& state, sim::Pfn pfn, const LectureProcess& process,
                           const LecturePage& page) {
    const auto* row = state.frame(pfn);
    const bool of_segment = row != nullptr && row->owner == sim::report::FrameOwner::segment;
    const bool shared = of_segment || process.shared;
    const std::string number = fmt::format("page {}", of_segment ? row->index : page.index);
    const std::string label = (of_segment ? "segment " : shared ? "shared " : "") + number;
    // What a program's own data begins with is the C library's business and tells a reader nothing.
    const std::string value = shared ? value_in(context, pfn) : "private";
    return {pfn,
            value,
            label,
            number,
            context.session.changes().frames.contains(pfn) || page.changed,
            shared,
            shared ? context.theme.segment : context.theme.shade(process.look.colour),
            true};
}

void collect_frames(const ViewContext& context, const State& state, LectureScene& scene) {
    for (const LectureProcess& process : scene.processes) {
        for (const LecturePage& page : process.pages) {
            if (!page.frame) continue;
            const auto same = [&](const LectureFrame& frame) { return frame.pfn == *page.frame; };
            const auto known = std::find_if(scene.frames.begin(), scene.frames.end(), same);
            if (known != scene.frames.end()) {
                known->changed = known->changed || page.changed;
            } else if (scene.frames.size() < kLectureFrames) {
                scene.frames.push_back(lecture_frame(context, state, *page.frame, process, page));
            } else {
                ++scene.more_frames;
            }
        }
    }
}

// Whether one more frame of the segment fits: it is the lesson, so the last private frame gives way to it.
bool make_room(LectureScene& scene) {
    if (scene.frames.size() < kLectureFrames) return true;
    const auto last_private = std::find_if(scene.frames.rbegin(), scene.frames.rend(),
                                           [](const LectureFrame& frame) { return !frame.shared; });
    ++scene.more_frames;
    if (last_private == scene.frames.rend()) return false;
    scene.frames.erase(std::next(last_private).base());
    return true;
}

// Frames of the segment no page shown leads to: detached is not deleted, untouched by this process is not empty.
void collect_unmapped(const ViewContext& context, const SegmentRow& segment, LectureScene& scene) {
    for (std::size_t index = 0; index < segment.pages.size(); ++index) {
        const sim::Pfn pfn = segment.pages[index];
        const auto same = [&](const LectureFrame& frame) { return frame.pfn == pfn; };
        if (pfn == sim::kNoFrame || std::any_of(scene.frames.begin(), scene.frames.end(), same)) continue;
        if (!make_room(scene)) continue;
        scene.frames.push_back({pfn, value_in(context, pfn), fmt::format("segment page {}", index),
                                fmt::format("page {}", index), context.session.changes().frames.contains(pfn), true,
                                context.theme.segment, false});
    }
}

// A segment marked for removal has given up its key; one made with IPC_PRIVATE never had one.
std::string segment_name(const SegmentRow& segment) {
    if (segment.key != sim::kIpcPrivate) {
        return fmt::format("key {:#x}", static_cast<std::uint32_t>(segment.key.value));
    }
    return fmt::format("{}id {}", segment.dest ? "" : "private, ", sim::report::id_text(segment.shmid));
}

LectureSegment lecture_segment(const ViewContext& context, const State& state, const SegmentRow& segment) {
    LectureSegment out;
    out.key = segment_name(segment);
    out.pages = segment.page_count;
    out.resident = segment.resident;
    out.nattch = segment.nattch;
    out.dest = segment.dest;
    out.changed = context.session.changes().segments.contains(segment.shmid);
    for (const TaskRow& task : state.processes) {
        const bool attached = std::any_of(task.areas.begin(), task.areas.end(), [&](const AreaRow& area) {
            return area.kind == AreaKind::shm && area.shmid == segment.shmid;
        });
        if (attached) out.attached.push_back(task.pid);
    }
    return out;
}

}  // namespace

LectureScene lecture_scene(const ViewContext& context) {
    const State& state = context.session.state();
    const SegmentRow* segment = focus_segment(context, state);
    LectureScene scene;
    const std::vector<const TaskRow*> tasks = chosen_tasks(context, state, segment);
    for (const TaskRow* task : tasks)
        scene.processes.push_back(lecture_process(context, *task, segment, kLecturePages));
    scene.more_processes = state.processes.size() - tasks.size();
    collect_frames(context, state, scene);
    scene.frames_free = state.usage.frames_free;
    if (segment != nullptr) {
        collect_unmapped(context, *segment, scene);
        scene.segment = lecture_segment(context, state, *segment);
        scene.more_segments = state.segments.size() - 1;
    }
    scene.caption = context.session.caption();
    return scene;
}

}  // namespace app::views
