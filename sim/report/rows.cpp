#include "sim/report/rows.h"

#include <algorithm>

namespace sim::report {
namespace {

constexpr std::array<std::string_view, 7> kAreaKindNames{"text", "data", "heap", "stack", "shm", "object", "anon"};
static_assert(kAreaKindNames.size() == static_cast<std::size_t>(AreaKind::anon) + 1);

constexpr std::array<std::string_view, 7> kFrameOwnerNames{"free",    "kernel", "table", "private",
                                                           "segment", "object", "cache"};
static_assert(kFrameOwnerNames.size() == static_cast<std::size_t>(FrameOwner::cache) + 1);

constexpr std::array<std::string_view, 5> kTaskStateNames{"ready", "blocked", "stopped", "zombie", "ended"};
static_assert(kTaskStateNames.size() == static_cast<std::size_t>(TaskState::ended) + 1);

template <class Row, class Match>
const Row* find_row(const std::vector<Row>& rows, Match match) {
    const auto found = std::find_if(rows.begin(), rows.end(), match);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::string_view area_kind_name(AreaKind kind) {
    return kAreaKindNames[static_cast<std::size_t>(kind)];
}
std::string_view frame_owner_name(FrameOwner owner) {
    return kFrameOwnerNames[static_cast<std::size_t>(owner)];
}
std::string_view task_state_name(TaskState state) {
    return kTaskStateNames[static_cast<std::size_t>(state)];
}

std::string Perms::text() const {
    return {read ? 'r' : '-', write ? 'w' : '-', execute ? 'x' : '-', shared ? 's' : 'p'};
}

std::string ipc_id_text(std::int32_t id, IpcNsId ns) {
    const std::string number = std::to_string(id);
    return ns == kFirstIpcNs ? number : std::to_string(ns.value) + ":" + number;
}

const SegmentRow* State::segment(ShmId shmid) const {
    return find_row(segments, [shmid](const SegmentRow& row) { return row.shmid == shmid; });
}

const TaskRow* State::process(Pid pid) const {
    return find_row(processes, [pid](const TaskRow& row) { return row.pid == pid; });
}

const FrameRow* State::frame(Pfn pfn) const {
    const auto found = std::lower_bound(frames.begin(), frames.end(), pfn,
                                        [](const FrameRow& row, Pfn wanted) { return row.pfn < wanted; });
    return found == frames.end() || found->pfn != pfn ? nullptr : &*found;
}

}  // namespace sim::report
