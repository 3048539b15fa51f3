#include "sim/kernel/mm/object_bytes.h"

#include <algorithm>
#include <cstring>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/frames.h"

namespace sim::kernel {
namespace {

// Zeroes a page from byte `from` on, wherever it is.
void clear_rest_of_page(MemoryContext& context, ObjectId object, std::uint64_t from) {
    if ((from & kPageMask) == 0) return;
    const ObjectPage page = context.memory.objects[object].page(from >> kPageShift);
    if (!page.exists()) return;
    const auto bytes =
        page.pfn != kNoFrame ? context.hardware.memory.write(page.pfn) : context.memory.swap.write(page.slot);
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(from & kPageMask), bytes.end(), std::uint8_t{0});
}

}  // namespace

Errno read_object(MemoryContext& context, ObjectId object, std::uint64_t offset, std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const std::uint64_t index = offset >> kPageShift;
        const std::size_t part = std::min<std::size_t>(bytes.size(), kPageSize - (offset & kPageMask));
        if (context.memory.objects[object].page(index).exists()) {
            const std::optional<Pfn> pfn = object_frame(context, object, index);
            if (!pfn) return Errno::enomem;
            std::memcpy(bytes.data(), context.hardware.memory.read(*pfn).data() + (offset & kPageMask), part);
        } else {
            std::fill_n(bytes.begin(), part, std::uint8_t{0});
        }
        bytes = bytes.subspan(part);
        offset += part;
    }
    return Errno::ok;
}

Errno write_object(MemoryContext& context, ObjectId id, std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const std::uint64_t index = offset >> kPageShift;
        const std::size_t part = std::min<std::size_t>(bytes.size(), kPageSize - (offset & kPageMask));
        const MemoryObject& object = context.memory.objects[id];
        if (!object.page(index).exists() && !may_add_page(context.memory, object)) return Errno::enospc;
        const std::optional<Pfn> pfn = object_frame(context, id, index);
        if (!pfn) return Errno::enomem;
        std::memcpy(context.hardware.memory.write(*pfn).data() + (offset & kPageMask), bytes.data(), part);
        bytes = bytes.subspan(part);
        offset += part;
    }
    return Errno::ok;
}

void set_object_bytes(MemoryContext& context, ObjectId object, std::uint64_t before, std::uint64_t now) {
    clear_rest_of_page(context, object, std::min(before, now));
    resize_object(context, object, pages_for(now));
}

}  // namespace sim::kernel
