#include "sim/kernel/mm/invariants.h"

#include <unordered_map>

#include "sim/hw/walk.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using hw::Pte;
using report::FrameOwner;

namespace {

// What leads to a frame, found by walking everything.
struct FrameUse {
    std::uint32_t tables = 0;        // times it was met as a page table
    std::uint32_t object_pages = 0;  // objects' pages it is
    std::uint32_t mappings = 0;      // last-level entries
    bool writable = false;           // by some entry
};

class Checker {
public:
    Checker(const hw::Hardware& hardware, const Memory& memory) : hardware_(hardware), memory_(memory) {}

    std::vector<std::string> run() {
        memory_.spaces.for_each([&](MmId, const AddressSpace& space) { check_space(space); });
        memory_.objects.for_each([&](ObjectId id, const MemoryObject& object) { check_object(id, object); });
        check_frames();
        check_swap();
        expect(committed_ == memory_.committed, "promised pages are not those of areas and objects", memory_.committed);
        for (const hw::Tlb& tlb : hardware_.tlbs) check_tlb(tlb);
        return std::move(broken_);
    }

private:
    void expect(bool holds, const char* what, std::uint64_t number) {
        if (!holds) broken_.push_back(std::string(what) + " (" + std::to_string(number) + ")");
    }

    void check_space(const AddressSpace& space) {
        check_areas(space);
        std::uint64_t mapped = 0;
        std::uint64_t swapped = 0;
        walk_tables(
            hardware_.memory, space.root, hw::kTopLevel, 0, kUserTop,
            [&](Pfn pfn, int level, VirtAddr) { check_table(space, pfn, level); },
            [&](VirtAddr page, EntryPlace, Pte entry) {
                swapped += is_swap(entry);
                if (is_swap(entry)) return check_swap_entry(space, page, slot_of(entry));
                mapped += entry.pfn() != kZeroFrame;
                check_entry(space, page, entry);
            });
        expect(mapped == space.rss, "rss is not the number of pages mapped: pid", space.owner.value);
        expect(swapped == space.swapped, "not the number of swap entries: pid", space.owner.value);
    }

    void check_areas(const AddressSpace& space) {
        VirtAddr last_end;
        for (const Area& area : space.areas) {
            expect(area.start >= last_end && area.start < area.end, "areas out of order at", area.start.value);
            expect(area.start.page_aligned() && area.end.page_aligned(), "area not page-aligned at", area.start.value);
            const bool alive = area.object == kNoObject || memory_.objects.contains(area.object);
            expect(alive, "area of an object that is gone at", area.start.value);
            if (area.object != kNoObject) ++mappings_[area.object];
            if (area.flags.account) committed_ += area.pages();
            last_end = area.end;
        }
    }

    void check_table(const AddressSpace& space, Pfn pfn, int level) {
        ++uses_[pfn.value].tables;
        const FrameInfo& info = memory_.frames[pfn];
        expect(info.owner == FrameOwner::table, "page table in a frame owned otherwise", pfn.value);
        expect(info.index == static_cast<std::uint32_t>(level), "page table of another level", pfn.value);
        expect(info.owner_id == static_cast<std::uint32_t>(space.owner.value), "page table of another process",
               pfn.value);
    }

    void check_entry(const AddressSpace& space, VirtAddr page, Pte entry) {
        FrameUse& use = uses_[entry.pfn().value];
        ++use.mappings;
        use.writable |= entry.writable();
        const Area* area = space.find_area(page);
        expect(area != nullptr, "entry outside all areas", page.value);
        if (area == nullptr) return;
        expect(!entry.writable() || area->perms.write, "entry writable, area not", page.value);
        expect(!entry.present() || entry.no_execute() || area->perms.execute, "entry executable, area not", page.value);
        if (area->object == kNoObject || !area->perms.shared) return;
        const Pfn expected = memory_.objects[area->object].frame(area->page_index(page));
        expect(expected == entry.pfn(), "entry shows another frame than its object's page", page.value);
    }

    // A slot holds a page of private memory; shared pages leave no trace in entries.
    void check_swap_entry(const AddressSpace& space, VirtAddr page, SwapSlot slot) {
        const bool exists = slot != kNoSlot && slot <= memory_.swap.size();
        expect(exists, "entry holds a swap slot there is not", page.value);
        if (exists) ++slots_[slot];
        const Area* area = space.find_area(page);
        expect(area != nullptr && !area->perms.shared, "swap entry outside private memory", page.value);
    }

    void check_swap() {
        std::uint32_t used = 0;
        memory_.swap.for_each_used([&](SwapSlot slot, std::uint32_t references) {
            ++used;
            expect(slots_[slot] == references, "swap slot with another number of references", slot);
            slots_.erase(slot);
        });
        expect(slots_.empty(), "free swap slots in use", slots_.size());
        expect(used == memory_.swap.used(), "number of swap slots in use wrong", used);
    }

    void check_slots(const MemoryObject& object) {
        std::uint64_t swapped = 0;
        object.for_each_page([&](std::uint64_t index, ObjectPage page) {
            if (page.slot == kNoSlot) return;
            ++swapped;
            ++slots_[page.slot];
            expect(page.pfn == kNoFrame, "page both in a frame and in swap space", index);
            expect(index < object.pages(), "page past the end of its object", index);
        });
        expect(swapped == object.swapped(), "object's swapped count wrong: owner", object.owner_id());
    }

    void check_object(ObjectId id, const MemoryObject& object) {
        check_slots(object);
        expect(object.mappings == mappings_[id], "object's mappings are not the areas that show it", id.value);
        expect(!object.anonymous || object.mappings > 0, "anonymous object nobody maps", id.value);
        const std::uint64_t existing = object.resident() + object.swapped();
        const std::uint64_t promised = object.reserved ? object.committed : existing;
        const bool cache = object.owner() == FrameOwner::cache;
        expect(object.committed == (cache ? 0 : promised), "object's promised pages wrong", id.value);
        committed_ += object.committed;
        std::uint64_t resident = 0;
        object.for_each_resident([&](std::uint64_t index, Pfn pfn) {
            ++resident;
            ++uses_[pfn.value].object_pages;
            const FrameInfo& info = memory_.frames[pfn];
            expect(info.owner == object.owner() && info.owner_id == object.owner_id() &&
                       info.ipc_ns == object.ipc_ns() && info.index == static_cast<std::uint32_t>(index),
                   "object's page in a frame labelled otherwise", pfn.value);
            expect(index < object.pages(), "page past the end of its object", pfn.value);
        });
        expect(resident == object.resident(), "object's resident count wrong: owner", object.owner_id());
    }

    void check_frames() {
        std::uint32_t used = 0;
        memory_.frames.for_each_used([&](Pfn pfn, const FrameInfo& info) {
            ++used;
            const auto found = uses_.find(pfn.value);
            check_frame(pfn, info, found == uses_.end() ? FrameUse{} : found->second);
        });
        expect(used + memory_.frames.free_count() == memory_.frames.size(), "free count wrong",
               memory_.frames.free_count());
        for (const auto& [pfn, use] : uses_) {
            expect(memory_.frames[Pfn{pfn}].owner != FrameOwner::free, "free frame still in use", pfn);
        }
    }

    void check_frame(Pfn pfn, const FrameInfo& info, const FrameUse& use) {
        const bool counted = pfn == kZeroFrame || info.mapcount == use.mappings;
        expect(counted, "map count is not the number of entries", pfn.value);
        const bool of_object =
            info.owner == FrameOwner::segment || info.owner == FrameOwner::object || info.owner == FrameOwner::cache;
        expect(use.tables == (info.owner == FrameOwner::table), "table frame met another number of times", pfn.value);
        expect(use.object_pages == of_object, "frame of another number of objects than one", pfn.value);
        const bool is_private = info.owner == FrameOwner::private_;
        expect(!is_private || use.mappings > 0, "private frame nobody maps", pfn.value);
        expect(!is_private || use.mappings < 2 || !use.writable, "private frame shared and writable", pfn.value);
        const bool read_only = info.owner == FrameOwner::kernel || info.owner == FrameOwner::cache;
        expect(!read_only || !use.writable, "kernel's frame or program text writable", pfn.value);
    }

    void check_tlb(const hw::Tlb& tlb) {
        for (const hw::TlbEntry& entry : tlb.entries()) {
            if (!entry.valid) continue;
            const VirtAddr page{entry.page << kPageShift};
            const AddressSpace* owner = nullptr;
            memory_.spaces.for_each([&](MmId, const AddressSpace& space) {
                if (space.asid == entry.asid) owner = &space;
            });
            expect(owner != nullptr, "TLB entry of an address space that is gone", page.value);
            if (owner != nullptr) check_tlb_entry(entry.pte, hw::walk(hardware_.memory, owner->root, page), page);
        }
    }

    void check_tlb_entry(Pte cached, const hw::Walk& walked, VirtAddr page) {
        const Pte entry = walked.pte();
        expect(walked.mapped() && entry.pfn() == cached.pfn(), "TLB entry leads elsewhere than the table", page.value);
        expect(!cached.writable() || entry.writable(), "TLB entry writable, table not", page.value);
        expect(cached.no_execute() || !entry.no_execute(), "TLB entry executable, table not", page.value);
    }

    const hw::Hardware& hardware_;
    const Memory& memory_;
    std::unordered_map<std::uint32_t, FrameUse> uses_;
    std::unordered_map<SwapSlot, std::uint32_t> slots_;  // references met
    std::unordered_map<ObjectId, std::uint64_t> mappings_;
    std::uint64_t committed_ = 0;
    std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> broken_memory_invariants(const hw::Hardware& hardware, const Memory& memory) {
    return Checker(hardware, memory).run();
}

}  // namespace sim::kernel
