#include "sim/kernel/mm/exec.h"

#include <algorithm>
#include <cstring>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/mm/space.h"

namespace sim::kernel {

using report::AreaKind;
using report::FrameOwner;
using report::Perms;

namespace {

// The object that holds a program's text; made at its first exec, kept like the page cache keeps a file.
ObjectId text_object(MemoryContext& context, ProgramId program) {
    const std::size_t index = program.value;
    if (index < context.memory.texts->size() && (*context.memory.texts)[index] != kNoObject) {
        return (*context.memory.texts)[index];
    }
    const hw::Image& image = *context.images[index];
    const std::uint64_t pages = (image.data_base().value - kTextBase) >> kPageShift;
    const ObjectId object = create_object(context, pages, FrameOwner::cache, program.value);
    std::vector<ObjectId>& texts = context.memory.texts.write();
    texts.resize(std::max(texts.size(), index + 1), kNoObject);
    return texts[index] = object;
}

bool open_area(MemoryContext& context, MmId mm, Area area) {
    if (area.start == area.end) return true;
    area.flags.account = accountable(area);
    if (area.flags.account) commit_anyway(context, area.pages());
    return map_area(context, mm, area).ok();
}

bool map_text(MemoryContext& context, MmId mm, ProgramId program) {
    const hw::Image& image = *context.images[program.value];
    Area area;
    area.start = VirtAddr{kTextBase};
    area.end = image.data_base();
    area.perms = Perms{true, false, true, false};
    area.kind = AreaKind::text;
    area.object = text_object(context, program);
    area.program = program;
    if (!open_area(context, mm, area)) return false;
    for (VirtAddr page = area.start; page < area.end; page = page + kPageSize) {
        // The tables first: making them may drop text pages nobody maps yet.
        const std::optional<EntryPlace> place = make_entry(context, mm, page);
        if (!place) return false;
        const std::optional<Pfn> pfn = object_frame(context, area.object, area.page_index(page));
        if (!pfn) return false;
        install_entry(context, mm, page, *place, entry_for(area, *pfn, false, false));
    }
    return true;
}

bool map_data_and_stack(MemoryContext& context, MmId mm, ProgramId program, VirtAddr stack_pointer) {
    const hw::Image& image = *context.images[program.value];
    Area data;
    data.start = image.data_base();
    data.end = image.data_end();
    data.perms = Perms{true, true, false, false};
    data.kind = AreaKind::data;
    data.program = program;
    Area stack;
    // setup_arg_pages(): 128 KiB below the page the arguments begin in.
    stack.start = (stack_pointer - 1).page() - (kInitialStack - kPageSize);
    stack.end = VirtAddr{kStackTop};
    stack.perms = data.perms;
    stack.kind = AreaKind::stack;
    return open_area(context, mm, data) && open_area(context, mm, stack);
}

// The bytes of a page of a space that does not run yet; nullopt with the reason when it cannot be had.
Result<Pfn> initial_frame(MemoryContext& context, MmId mm, VirtAddr page) {
    const AddressSpace& space = context.memory.spaces[mm];
    const Area* found = space.find_area(page);
    if (found == nullptr || !found->perms.write) return Errno::efault;
    const auto place = find_entry(context.hardware.memory, space.root, page);
    if (place && is_swap(read_entry(context.hardware.memory, *place)) &&
        handle_kernel_fault(context, mm, {page, false, hw::Access::write}).kind != FaultOutcome::Kind::resolved) {
        return Errno::enomem;
    }
    if (place && maps_frame(read_entry(context.hardware.memory, *place))) {
        return read_entry(context.hardware.memory, *place).pfn();
    }
    const Area area = *found;
    const auto pfn =
        take_frame(context, {FrameOwner::private_, {}, static_cast<std::uint32_t>(space.owner.value), 0, 0});
    if (!pfn || !map_frame(context, mm, page, area, *pfn, true, true)) return Errno::enomem;
    return *pfn;
}

}  // namespace

Result<MmId> create_space(MemoryContext& context, const SpaceSpec& spec) {
    const hw::Image& image = *context.images[spec.program.value];
    if (image.data_end() < image.data_base() || image.data_end() >= spec.mmap_top) return Errno::enomem;
    const auto owner = static_cast<std::uint32_t>(spec.owner.value);
    const auto root = take_frame(context, {FrameOwner::table, {}, owner, hw::kTopLevel, 0});
    if (!root) return Errno::enomem;

    AddressSpace space;
    space.owner = spec.owner;
    space.root = *root;
    space.asid = Asid{context.memory.next_asid++};
    space.brk_start = space.brk = image.data_end();
    space.arguments = spec.arguments;
    space.arguments_end = spec.arguments_end;
    space.mmap_top = spec.mmap_top;
    space.minor_faults = spec.minor_faults;
    const MmId mm = context.memory.spaces.insert(std::move(space));
    if (!map_text(context, mm, spec.program) || !map_data_and_stack(context, mm, spec.program, spec.stack_pointer)) {
        release_space(context, mm);
        return Errno::enomem;
    }
    return mm;
}

Errno write_initial(MemoryContext& context, MmId mm, VirtAddr address, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const std::size_t part = std::min<std::size_t>(bytes.size(), kPageSize - address.offset());
        const Result<Pfn> pfn = initial_frame(context, mm, address.page());
        if (!pfn) return pfn.error();
        std::memcpy(context.hardware.memory.write(*pfn).data() + address.offset(), bytes.data(), part);
        bytes = bytes.subspan(part);
        address = address + part;
    }
    return Errno::ok;
}

}  // namespace sim::kernel
