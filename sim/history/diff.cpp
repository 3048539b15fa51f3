#include "sim/history/diff.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "sim/base/limits.h"

namespace sim::history {
namespace {

// Walks two lists that ascend by `key` and hands every key whose rows are not `same` to `changed`.
template <class Row, class Key, class Same, class Changed>
void walk(const std::vector<Row>& before, const std::vector<Row>& after, Key key, Same same, Changed changed) {
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        if (now == after.end() || (old != before.end() && key(*old) < key(*now))) {
            changed(key(*old++));
        } else if (old == before.end() || key(*now) < key(*old)) {
            changed(key(*now++));
        } else {
            if (!same(*old, *now)) changed(key(*now));
            ++old;
            ++now;
        }
    }
}

bool same_page(const report::PageRow& a, const report::PageRow& b) {
    return a.pte == b.pte;
}

bool same_area(const report::AreaRow& a, const report::AreaRow& b) {
    return a.end == b.end && a.perms == b.perms && a.kind == b.kind && a.shmid == b.shmid && a.offset == b.offset;
}

bool same_frame(const report::FrameRow& a, const report::FrameRow& b) {
    return a.owner == b.owner && a.mapcount == b.mapcount && a.index == b.index && a.shmid == b.shmid && a.pid == b.pid;
}

auto segment_fields(const report::SegmentRow& row) {
    return std::tie(row.key, row.uid, row.gid, row.cuid, row.cgid, row.mode, row.bytes, row.nattch, row.cpid, row.lpid,
                    row.atime, row.dtime, row.ctime, row.dest, row.locked, row.resident, row.pages);
}

auto task_fields(const report::TaskRow& row) {
    return std::tie(row.ppid, row.uid, row.state, row.exit_status, row.signal, row.rss_pages, row.minor_faults,
                    row.root);
}

bool same_tlb(const std::vector<report::TlbRow>& a, const std::vector<report::TlbRow>& b) {
    const auto fields = [](const report::TlbRow& row) {
        return std::tie(row.cpu, row.pid, row.page, row.pfn, row.writable, row.dirty);
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](const report::TlbRow& x, const report::TlbRow& y) { return fields(x) == fields(y); });
}

void diff_memory(const report::TaskRow& before, const report::TaskRow& after, Changes& changes) {
    walk(
        before.pages, after.pages, [](const report::PageRow& row) { return row.page; }, same_page,
        [&](VirtAddr page) {
            changes.pages.insert({after.pid, page});
        });
    walk(
        before.areas, after.areas, [](const report::AreaRow& row) { return row.start; }, same_area,
        [&](VirtAddr start) {
            changes.areas.insert({after.pid, start});
        });
}

void diff_tasks(const report::State& before, const report::State& after, Changes& changes) {
    const report::TaskRow nobody;
    for (const report::TaskRow& now : after.processes) {
        const report::TaskRow* old = before.process(now.pid);
        diff_memory(old != nullptr ? *old : nobody, now, changes);
        if (old == nullptr || task_fields(*old) != task_fields(now)) changes.processes.insert(now.pid);
    }
    for (const report::TaskRow& old : before.processes) {
        if (after.process(old.pid) == nullptr) changes.processes.insert(old.pid);
    }
}

}  // namespace

bool Changes::empty() const {
    return pages.empty() && areas.empty() && frames.empty() && segments.empty() && processes.empty() && !tlb;
}

Changes diff(const report::State& before, const report::State& after) {
    Changes changes;
    diff_tasks(before, after, changes);
    walk(
        before.frames, after.frames, [](const report::FrameRow& row) { return row.pfn; }, same_frame,
        [&](Pfn pfn) { changes.frames.insert(pfn); });
    // Segments come by namespace and in index order, which the low 15 bits of an id are.
    walk(
        before.segments, after.segments,
        [](const report::SegmentRow& row) {
            const std::int32_t index = row.shmid.value % static_cast<std::int32_t>(kIpcMni);
            return std::pair(std::pair(row.shmid.ns, index), row.shmid);
        },
        [](const report::SegmentRow& a, const report::SegmentRow& b) { return segment_fields(a) == segment_fields(b); },
        [&](const auto& id) { changes.segments.insert(id.second); });
    changes.tlb = !same_tlb(before.tlb, after.tlb);
    return changes;
}

}  // namespace sim::history
