#include "sim/kernel/mm/user_copy.h"

#include <algorithm>
#include <cstring>

#include "sim/hw/mmu.h"
#include "sim/hw/walk.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/fault.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using hw::Access;
using report::EventType;
using report::Rule;

namespace {

Errno bad_pointer(MemoryContext& context, VirtAddr address) {
    return report::refuse(context.sink, context.pid, Errno::efault, Rule::pointer_bad, {address});
}

// The frame behind an address, faulted in when needed.
Result<Pfn> user_frame(MemoryContext& context, MmId mm, VirtAddr address, Access access) {
    while (true) {
        const hw::MmuContext mmu = context.memory.spaces[mm].mmu();
        const hw::Translation translation =
            hw::translate(context.hardware, context.cpu, mmu, address, access, context.sink);
        if (translation.ok) return translation.pfn;
        const FaultOutcome outcome = handle_kernel_fault(context, mm, translation.fault);
        if (outcome.kind == FaultOutcome::Kind::out_of_memory) return Errno::enomem;
        if (outcome.kind == FaultOutcome::Kind::signal) return bad_pointer(context, address);
    }
}

// Calls copy(pfn, offset in the frame, bytes done, bytes) for each page of a user range.
template <class Copy>
Errno for_each_user_page(MemoryContext& context, MmId mm, VirtAddr address, std::size_t size, Access access,
                         const Copy& copy) {
    if (address.value > kUserTop || size > kUserTop - address.value) return bad_pointer(context, address);
    for (std::size_t done = 0; done < size;) {
        const VirtAddr at = address + done;
        const std::size_t part = std::min<std::size_t>(size - done, kPageSize - at.offset());
        const Result<Pfn> pfn = user_frame(context, mm, at, access);
        if (!pfn) return pfn.error();
        copy(*pfn, at.offset(), done, part);
        done += part;
    }
    return Errno::ok;
}

}  // namespace

Errno copy_to_user(MemoryContext& context, MmId mm, VirtAddr to, std::span<const std::uint8_t> bytes) {
    const Errno error = for_each_user_page(context, mm, to, bytes.size(), Access::write,
                                           [&](Pfn pfn, std::uint64_t offset, std::size_t done, std::size_t part) {
                                               std::memcpy(context.hardware.memory.write(pfn).data() + offset,
                                                           bytes.data() + done, part);
                                           });
    if (error == Errno::ok) emit(context, EventType::copy, Rule::copy_to_user, {to, bytes.size()});
    return error;
}

Errno copy_from_user(MemoryContext& context, MmId mm, VirtAddr from, std::span<std::uint8_t> bytes) {
    const Errno error = for_each_user_page(context, mm, from, bytes.size(), Access::read,
                                           [&](Pfn pfn, std::uint64_t offset, std::size_t done, std::size_t part) {
                                               std::memcpy(bytes.data() + done,
                                                           context.hardware.memory.read(pfn).data() + offset, part);
                                           });
    if (error == Errno::ok) emit(context, EventType::copy, Rule::copy_from_user, {from, bytes.size()});
    return error;
}

Result<std::string> string_from_user(MemoryContext& context, MmId mm, VirtAddr from, std::size_t limit) {
    std::string text;
    while (text.size() < limit) {
        const VirtAddr at = from + text.size();
        if (at.value >= kUserTop) return bad_pointer(context, at);
        const Result<Pfn> pfn = user_frame(context, mm, at, Access::read);
        if (!pfn) return pfn.error();
        const std::size_t part = std::min<std::size_t>(limit - text.size(), kPageSize - at.offset());
        const auto* bytes = reinterpret_cast<const char*>(context.hardware.memory.read(*pfn).data() + at.offset());
        const void* end = std::memchr(bytes, 0, part);
        text.append(bytes, end == nullptr ? part : static_cast<std::size_t>(static_cast<const char*>(end) - bytes));
        if (end == nullptr) continue;
        emit(context, EventType::copy, Rule::copy_from_user, {from, text.size() + 1});
        return text;
    }
    return Errno::enametoolong;
}

namespace {

// Where in swap space a page that was mapped is now; kNoSlot: nowhere.
SwapSlot slot_behind(const Memory& memory, const AddressSpace& space, VirtAddr page, hw::Pte entry) {
    if (is_swap(entry)) return slot_of(entry);
    const Area* area = space.find_area(page);
    if (area == nullptr || area->object == kNoObject || maps_frame(entry)) return kNoSlot;
    return memory.objects[area->object].page(area->page_index(page)).slot;
}

}  // namespace

std::size_t peek(const hw::Hardware& hardware, const Memory& memory, MmId mm, VirtAddr from,
                 std::span<std::uint8_t> bytes) {
    const AddressSpace& space = memory.spaces[mm];
    std::size_t done = 0;
    while (done < bytes.size()) {
        const VirtAddr at = from + done;
        const hw::Walk walked = hw::walk(hardware.memory, space.root, at);
        const SwapSlot slot = slot_behind(memory, space, at.page(), walked.pte());
        if (!walked.mapped() && slot == kNoSlot) break;
        const auto page = slot != kNoSlot ? memory.swap.read(slot) : hardware.memory.read(walked.pte().pfn());
        const std::size_t part = std::min<std::size_t>(bytes.size() - done, kPageSize - at.offset());
        std::memcpy(bytes.data() + done, page.data() + at.offset(), part);
        done += part;
    }
    return done;
}

}  // namespace sim::kernel
