#include "sim/kernel/mm/observe.h"

#include <algorithm>
#include <cstdio>
#include <tuple>
#include <utility>

#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using hw::Pte;
using report::AreaKind;
using report::FrameOwner;

namespace {

// Every last-level entry, every table of an address space.
template <class VisitTable, class VisitEntry>
void walk_space(const hw::Hardware& hardware, const AddressSpace& space, const VisitTable& visit_table,
                const VisitEntry& visit_entry) {
    walk_tables(hardware.memory, space.root, hw::kTopLevel, 0, kUserTop, visit_table, visit_entry);
}

// The last column of /proc/PID/maps.
std::string area_name(const Area& area, Images images) {
    switch (area.kind) {
        case AreaKind::text:
        case AreaKind::data: return images[area.program.value]->name;
        case AreaKind::heap: return "[heap]";
        case AreaKind::stack: return "[stack]";
        case AreaKind::shm: {
            char name[32];
            std::snprintf(name, sizeof name, "/SYSV%08x (deleted)", static_cast<unsigned>(area.key.value));
            return name;
        }
        case AreaKind::object: return "/dev/zero (deleted)";
        case AreaKind::anon: return "";
    }
    return "";
}

// Where an area's page stands in the file or object it shows; what is anonymous shows 0.
std::uint64_t area_offset(const Area& area, Images images) {
    const std::uint64_t bytes = area.offset * kPageSize;
    if (area.kind != AreaKind::data) return bytes;
    return images[area.program.value]->data_base().value - kTextBase + bytes;
}

report::PageRow page_row(VirtAddr page, Pte entry) {
    return {page,         entry.bits,       entry.pfn(),   entry.present(),   entry.writable(),
            entry.user(), entry.accessed(), entry.dirty(), entry.no_execute()};
}

report::PageRow swapped_row(VirtAddr page, Pte entry) {
    report::PageRow row;
    row.page = page;
    row.pte = entry.bits;
    row.pfn = kNoFrame;
    row.swapped = true;
    row.swap_slot = slot_of(entry);
    return row;
}

std::uint32_t used_entries(const hw::PhysicalMemory& memory, Pfn table) {
    std::uint32_t used = 0;
    for (std::uint32_t index = 0; index < hw::kEntriesPerTable; ++index) {
        used += read_entry(memory, EntryPlace{table, index}).present();
    }
    return used;
}

// Which process maps a private frame, for frames that outlived the process they are labelled with.
class PrivateOwners {
public:
    PrivateOwners(const hw::Hardware& hardware, const Memory& memory) {
        memory.spaces.for_each([&](MmId, const AddressSpace& space) {
            walk_space(
                hardware, space, [](Pfn, int, VirtAddr) {},
                [&](VirtAddr, EntryPlace, Pte entry) {
                    if (is_swap(entry)) return;
                    if (memory.frames[entry.pfn()].owner != FrameOwner::private_) return;
                    mappings_.emplace_back(entry.pfn(), space.owner);
                });
        });
        std::sort(mappings_.begin(), mappings_.end());
    }

    // `labelled` if it maps the frame, else the lowest pid that does.
    Pid owner(Pfn pfn, Pid labelled) const {
        if (std::binary_search(mappings_.begin(), mappings_.end(), std::pair{pfn, labelled})) return labelled;
        const auto first = std::lower_bound(mappings_.begin(), mappings_.end(), std::pair{pfn, kNoPid});
        return first != mappings_.end() && first->first == pfn ? first->second : labelled;
    }

private:
    std::vector<std::pair<Pfn, Pid>> mappings_;
};

report::FrameRow frame_row(Pfn pfn, const FrameInfo& info, const PrivateOwners& owners) {
    report::FrameRow row;
    row.pfn = pfn;
    row.owner = info.owner;
    row.index = info.index;
    row.mapcount = info.mapcount;
    const auto number = static_cast<std::int32_t>(info.owner_id);
    if (info.owner == FrameOwner::segment) row.shmid = ShmId{number, info.ipc_ns};
    if (info.owner == FrameOwner::table) row.pid = Pid{number};
    if (info.owner == FrameOwner::private_) row.pid = owners.owner(pfn, Pid{number});
    return row;
}

}  // namespace

std::vector<report::AreaRow> area_rows(const AddressSpace& space, Images images) {
    std::vector<report::AreaRow> rows;
    rows.reserve(space.areas.size());
    for (const Area& area : space.areas) {
        rows.push_back({area.start, area.end, area.perms, area.kind, area.shmid, area_name(area, images),
                        area_offset(area, images)});
    }
    return rows;
}

std::vector<report::PageRow> page_rows(const hw::Hardware& hardware, const AddressSpace& space) {
    std::vector<report::PageRow> rows;
    walk_space(
        hardware, space, [](Pfn, int, VirtAddr) {},
        [&](VirtAddr page, EntryPlace, Pte entry) {
            if (entry.present()) rows.push_back(page_row(page, entry));
            if (is_swap(entry)) rows.push_back(swapped_row(page, entry));
        });
    return rows;
}

std::vector<report::TableRow> table_rows(const hw::Hardware& hardware, const AddressSpace& space) {
    std::vector<report::TableRow> rows;
    walk_space(
        hardware, space,
        [&](Pfn pfn, int level, VirtAddr base) {
            rows.push_back({pfn, level, base, used_entries(hardware.memory, pfn)});
        },
        [](VirtAddr, EntryPlace, Pte) {});
    std::stable_sort(rows.begin(), rows.end(),
                     [](const report::TableRow& a, const report::TableRow& b) { return a.level > b.level; });
    return rows;
}

std::vector<report::FrameRow> frame_rows(const hw::Hardware& hardware, const Memory& memory) {
    const PrivateOwners owners(hardware, memory);
    std::vector<report::FrameRow> rows;
    rows.reserve(memory.frames.size() - memory.frames.free_count());
    memory.frames.for_each_used([&](Pfn pfn, const FrameInfo& info) { rows.push_back(frame_row(pfn, info, owners)); });
    return rows;
}

std::vector<report::TlbRow> tlb_rows(const hw::Hardware& hardware, const Memory& memory) {
    std::vector<report::TlbRow> rows;
    for (hw::CpuId cpu = 0; cpu < hardware.tlbs.size(); ++cpu) {
        for (const hw::TlbEntry& entry : hardware.tlbs[cpu].entries()) {
            if (!entry.valid) continue;
            Pid pid = kNoPid;
            memory.spaces.for_each([&](MmId, const AddressSpace& space) {
                if (space.asid == entry.asid) pid = space.owner;
            });
            rows.push_back({cpu, pid, VirtAddr{entry.page << kPageShift}, entry.pte.pfn(), entry.pte.writable(),
                            entry.pte.dirty()});
        }
    }
    std::sort(rows.begin(), rows.end(), [](const report::TlbRow& a, const report::TlbRow& b) {
        return std::tie(a.cpu, a.page, a.pid) < std::tie(b.cpu, b.page, b.pid);
    });
    return rows;
}

namespace {

// What rows of segments and of files say about their pages.
template <class Row>
void list_pages(const MemoryObject& object, Row& row) {
    row.resident = object.resident();
    row.swapped = object.swapped();
    row.truncated = object.pages() > report::kMaxListedPages;
    const std::uint64_t listed = std::min<std::uint64_t>(object.pages(), report::kMaxListedPages);
    row.pages.resize(listed);
    for (std::uint64_t index = 0; index < listed; ++index) row.pages[index] = object.frame(index);
}

}  // namespace

void fill_segment_pages(const Memory& memory, ObjectId object, report::SegmentRow& row) {
    row.page_count = memory.objects[object].pages();
    list_pages(memory.objects[object], row);
}

void fill_file_pages(const Memory& memory, ObjectId object, report::FileRow& row) {
    list_pages(memory.objects[object], row);
}

std::vector<std::uint8_t> residency(const hw::Hardware& hardware, const Memory& memory, const AddressSpace& space,
                                    const Area& area, VirtAddr start, VirtAddr end) {
    std::vector<std::uint8_t> pages;
    for (VirtAddr page = start; page < end; page = page + kPageSize) {
        const auto place = find_entry(hardware.memory, space.root, page);
        const Pte entry = place ? read_entry(hardware.memory, *place) : Pte{};
        const bool cached = entry == Pte{} && area.object != kNoObject &&
                            memory.objects[area.object].frame(area.page_index(page)) != kNoFrame;
        pages.push_back(maps_frame(entry) || cached);
    }
    return pages;
}

}  // namespace sim::kernel
