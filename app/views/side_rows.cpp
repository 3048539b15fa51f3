#include "app/views/side_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "app/session/text.h"
#include "app/views/format.h"
#include "app/views/relations.h"
#include "app/views/segment_facts.h"
#include "app/views/view.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Selection;

// What processes map; their programs' own memory would hide it among many rows.
bool compared(const AreaRow& area) {
    return area.kind == AreaKind::shm || area.kind == AreaKind::object || area.kind == AreaKind::anon;
}

// Names for frames in the order they are met, so that two kernels that share alike are alike.
class FrameNames {
public:
    std::vector<std::size_t> of(const std::vector<sim::Pfn>& pages) {
        std::vector<std::size_t> names;
        for (sim::Pfn pfn : pages) names.push_back(pfn == sim::kNoFrame ? 0 : name(pfn));
        return names;
    }

private:
    std::size_t name(sim::Pfn pfn) { return names_.emplace(pfn, names_.size() + 1).first->second; }

    std::map<sim::Pfn, std::size_t> names_;
};

class Builder {
public:
    Builder(const State& simulated, const State& real) : simulated_(simulated), real_(real) {}

    std::vector<SideRow> build() {
        for (const TaskRow& task : simulated_.processes) add_process(task);
        pair_up(
            simulated_.segments, real_.segments, [](const SegmentRow& row) { return row.shmid.value; },
            [&](const SegmentRow* mine, const SegmentRow* theirs) { add_segment(mine, theirs); });
        pair_up(
            simulated_.semaphores, real_.semaphores, [](const SemaphoreSetRow& row) { return row.semid; },
            [&](const SemaphoreSetRow* mine, const SemaphoreSetRow* theirs) { add_semaphores(mine, theirs); });
        pair_up(
            simulated_.queues, real_.queues, [](const QueueRow& row) { return row.msqid; },
            [&](const QueueRow* mine, const QueueRow* theirs) { add_queue(mine, theirs); });
        pair_up(
            simulated_.files, real_.files, [](const FileRow& row) { return row.name; },
            [&](const FileRow* mine, const FileRow* theirs) { add_object(mine, theirs); });
        return std::move(rows_);
    }

private:
    // Both lists by their key, what only one has included.
    template <class Row, class Key, class Add>
    void pair_up(const std::vector<Row>& mine, const std::vector<Row>& theirs, Key key, Add add) {
        std::map<decltype(key(mine.front())), std::pair<const Row*, const Row*>> pairs;
        for (const Row& row : mine) pairs[key(row)].first = &row;
        for (const Row& row : theirs) pairs[key(row)].second = &row;
        for (const auto& [name, pair] : pairs) add(pair.first, pair.second);
    }

    SideRow& add(SideRow row) {
        const bool same_frames = frames_simulated_.of(row.simulated.pages) == frames_real_.of(row.real.pages);
        row.equal = row.simulated.there == row.real.there && row.simulated.text == row.real.text && same_frames;
        return rows_.emplace_back(std::move(row));
    }
    void add_group(SideRow::Kind kind, std::string label, Selection where, sim::Pid pid = {}) {
        rows_.push_back({kind, pid, std::move(label), {}, {}, true, where});
    }
    template <class Row, class Text>
    SideRow& add_fact(std::string label, Selection where, const Row* mine, const Row* theirs, Text text) {
        const auto cell = [&](const Row* row) {
            return row != nullptr ? SideCell{true, text(*row), {}, 0} : SideCell{false, {}, {}, 0};
        };
        return add({SideRow::Kind::fact, where.pid, std::move(label), cell(mine), cell(theirs), true, where});
    }

    // --- processes

    static bool has_ended(const TaskRow& task) {
        return task.state == TaskState::zombie || task.state == TaskState::ended;
    }

    static std::string state_words(const TaskRow& task) {
        if (task.signal) return "killed by " + session::signal_name(static_cast<std::uint64_t>(*task.signal));
        if (task.exit_status) return fmt::format("exited with {}", *task.exit_status);
        return std::string(task_state_name(task.state));
    }

    void add_process(const TaskRow& task) {
        const TaskRow* other = real_.process(task.pid);
        const Selection where = select_process(task.pid);
        add_group(SideRow::Kind::process, task.name, where, task.pid);
        SideRow& state = add_fact("state", where, &task, other, state_words);
        // How a child ended is told to its parent alone: it may not be visible from here.
        const bool untold = other != nullptr && has_ended(*other) && !other->exit_status && !other->signal;
        if (untold) state.equal = has_ended(task);
        add_areas(task, other);
    }

    void add_areas(const TaskRow& task, const TaskRow* other) {
        static const std::vector<AreaRow> kNone;
        const auto shared = [](const std::vector<AreaRow>& areas) {
            std::vector<AreaRow> kept;
            std::copy_if(areas.begin(), areas.end(), std::back_inserter(kept), compared);
            return kept;
        };
        const std::vector<AreaRow> mine = shared(task.areas);
        const std::vector<AreaRow> theirs = other != nullptr ? shared(other->areas) : kNone;
        pair_up(
            mine, theirs, [](const AreaRow& area) { return area.start.value; },
            [&](const AreaRow* here, const AreaRow* there) { add_area(task, here, other, there); });
    }

    static SideCell area_cell(const TaskRow* task, const AreaRow* area) {
        if (task == nullptr || area == nullptr) return {false, {}, {}, 0};
        SideCell cell{true,
                      short_address(area->start) + " " + area->perms.text(),
                      {},
                      (area->end - area->start) / sim::kPageSize};
        for (std::uint64_t n = 0; n < std::min(cell.page_count, kSidePages); ++n) {
            const PageRow* entry = entry_of(*task, area->start + n * sim::kPageSize);
            cell.pages.push_back(entry != nullptr && entry->present ? entry->pfn : sim::kNoFrame);
        }
        return cell;
    }

    void add_area(const TaskRow& task, const AreaRow* mine, const TaskRow* other, const AreaRow* theirs) {
        const AreaRow& area = mine != nullptr ? *mine : *theirs;
        add({SideRow::Kind::fact, task.pid, area_label(area), area_cell(&task, mine), area_cell(other, theirs), true,
             select_area(task.pid, area.start)});
    }

    // --- tables

    std::string owner_words(sim::Uid uid) const {
        return real_.visible.users ? fmt::format(" · uid {}", uid.value) : std::string();
    }

    void add_segment(const SegmentRow* mine, const SegmentRow* theirs) {
        const SegmentRow& row = mine != nullptr ? *mine : *theirs;
        const Selection where = select_segment(row.shmid);
        const std::string key = row.key == sim::kIpcPrivate ? "private" : "key " + short_key(row.key);
        add_group(SideRow::Kind::table, fmt::format("segment {}, {}", row.shmid.value, key), where);
        add_fact("nattch", where, mine, theirs, [](const SegmentRow& one) { return count_text(one.nattch); });
        add_fact("perms", where, mine, theirs, [&](const SegmentRow& one) {
            return mode_text(one.mode) + owner_words(one.uid) +
                   (one.dest || one.locked ? " · " + status_words(one) : "");
        });
        add_fact("bytes", where, mine, theirs, [](const SegmentRow& one) { return std::to_string(one.bytes); });
        add_fact("pids", where, mine, theirs, [](const SegmentRow& one) {
            return fmt::format("cpid {} · lpid {}", one.cpid.value, one.lpid.value);
        });
        add_fact("in frames", where, mine, theirs, [](const SegmentRow& one) {
            return fmt::format("{} of {}", count_text(one.resident), plural(one.page_count, "page"));
        });
    }

    void add_semaphores(const SemaphoreSetRow* mine, const SemaphoreSetRow* theirs) {
        const SemaphoreSetRow& row = mine != nullptr ? *mine : *theirs;
        add_group(SideRow::Kind::table, fmt::format("semaphore set {}", row.semid), {});
        add_fact("values", {}, mine, theirs, [](const SemaphoreSetRow& set) {
            std::string words;
            for (const SemaphoreRow& one : set.semaphores) {
                words += fmt::format("{}{}", words.empty() ? "" : "  ", one.value);
                if (one.wait_more + one.wait_zero > 0)
                    words += fmt::format(" ({} wait)", one.wait_more + one.wait_zero);
            }
            return words;
        });
    }

    void add_queue(const QueueRow* mine, const QueueRow* theirs) {
        const QueueRow& row = mine != nullptr ? *mine : *theirs;
        add_group(SideRow::Kind::table, fmt::format("message queue {}", row.msqid), {});
        add_fact("holds", {}, mine, theirs, [](const QueueRow& queue) {
            return fmt::format("{}, {} bytes", plural(queue.messages, "message"), queue.bytes);
        });
    }

    // Objects are the files in /dev/shm that have a name; of others the real kernel shows no list.
    void add_object(const FileRow* mine, const FileRow* theirs) {
        const FileRow& row = mine != nullptr ? *mine : *theirs;
        if (!row.name.starts_with("/dev/shm/") || row.links == 0) return;
        add_group(SideRow::Kind::table, "object " + row.name.substr(8), {});
        add_fact("file", {}, mine, theirs, [&](const FileRow& one) {
            return fmt::format("{} · {} bytes{}", mode_text(one.mode), one.bytes, owner_words(one.uid));
        });
    }

    const State& simulated_;
    const State& real_;
    FrameNames frames_simulated_, frames_real_;
    std::vector<SideRow> rows_;
};

// The facts by what they are about.
using FactKey = std::tuple<std::string, sim::Pid, std::string, std::uint64_t>;  // group, process, label, address

template <class Do>
void for_each_fact(std::vector<SideRow>& rows, Do act) {
    std::string group;
    for (SideRow& row : rows) {
        if (row.kind != SideRow::Kind::fact)
            group = row.label;
        else
            act(FactKey{group, row.pid, row.label, row.where.address.value}, row);
    }
}

}  // namespace

void mark_changed(std::vector<SideRow>& rows, const State& before) {
    std::vector<SideRow> old_rows = side_rows(before, before);
    std::map<FactKey, SideCell> old;
    for_each_fact(old_rows, [&](const FactKey& key, const SideRow& row) { old[key] = row.simulated; });
    for_each_fact(rows, [&](const FactKey& key, SideRow& row) {
        const auto known = old.find(key);
        row.changed = known == old.end()
                          ? row.simulated.there
                          : known->second.text != row.simulated.text || known->second.pages != row.simulated.pages;
    });
}

std::vector<SideRow> side_rows(const State& simulated, const State& real) {
    return Builder(simulated, real).build();
}

}  // namespace app::views
