#include "sim/kernel/fs/file_pages.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/frames.h"
#include "sim/kernel/mm/program_pages.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

namespace {

// Bytes of a program as a file: its text area, then its initialised data.
std::string program_bytes(const hw::Image& image, std::uint64_t offset, std::uint64_t count) {
    const std::uint64_t text = image.text_bytes();
    std::string bytes;
    while (count > 0 && offset < text) {
        std::array<std::uint8_t, kPageSize> page{};
        fill_text_page(image, offset / kPageSize, page);
        const std::uint64_t at = offset % kPageSize;
        const std::uint64_t part = std::min({count, text - offset, kPageSize - at});
        bytes.append(reinterpret_cast<const char*>(page.data()) + at, static_cast<std::size_t>(part));
        offset += part;
        count -= part;
    }
    if (count == 0) return bytes;
    const std::uint64_t part = std::min<std::uint64_t>(count, image.data.size() - (offset - text));
    bytes.append(reinterpret_cast<const char*>(image.data.data()) + (offset - text), static_cast<std::size_t>(part));
    return bytes;
}

// `count` bytes that a disk file has there.
std::string disk_part(Images images, const DiskFile& disk, std::uint64_t offset, std::uint64_t count) {
    const hw::Image& image = *images[disk.program.value];
    if (!disk.source) return program_bytes(image, offset, count);
    return image.files[*disk.source].text.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
}

// Calls use(page index, offset in the page, bytes before, bytes) for each page of a range, while it returns true.
template <class Use>
void for_each_page(std::uint64_t offset, std::uint64_t count, const Use& use) {
    for (std::uint64_t done = 0; done < count;) {
        const std::uint64_t at = (offset + done) % kPageSize;
        const std::uint64_t part = std::min(count - done, kPageSize - at);
        if (!use((offset + done) / kPageSize, at, done, part)) return;
        done += part;
    }
}

std::uint64_t no_space(const FileCaller& caller, std::uint64_t bytes) {
    report::refuse(caller.memory.sink, caller.memory.pid, Errno::enospc, Rule::memory_exceeded, {pages_for(bytes), 0});
    return 0;
}

Errno too_large(const FileCaller& caller, std::uint64_t bytes) {
    return report::refuse(caller.memory.sink, caller.memory.pid, Errno::efbig, Rule::limit_exceeded,
                          {report::Limit::file_bytes, bytes, kMaxFileBytes});
}

// What lies in the last page behind the size is zeroed.
void clear_tail(MemoryContext& context, const Inode& inode) {
    const std::uint64_t at = inode.size % kPageSize;
    if (at == 0 || inode.object == kNoObject) return;
    const std::uint64_t index = inode.size / kPageSize;
    if (!context.memory.objects[inode.object].page(index).exists()) return;
    const std::optional<Pfn> pfn = object_frame(context, inode.object, index);
    if (!pfn) return;
    const auto page = context.hardware.memory.write(*pfn);
    std::fill(page.begin() + static_cast<std::ptrdiff_t>(at), page.end(), std::uint8_t{0});
}

// The object follows the size, and says so.
void set_size(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t bytes) {
    const std::uint64_t before = tree[id].size;
    if (tree[id].object != kNoObject) resize_object(caller.memory, tree[id].object, pages_for(bytes));
    tree.write(id).size = bytes;
    emit(caller.memory, EventType::file, Rule::inode_resize, {id, before, bytes});
}

// Copies bytes into frames; how many found one.
std::uint64_t fill_pages(MemoryContext& context, ObjectId object, std::uint64_t offset, std::string_view bytes) {
    std::uint64_t written = 0;
    for_each_page(offset, bytes.size(),
                  [&](std::uint64_t index, std::uint64_t at, std::uint64_t done, std::uint64_t part) {
                      const std::optional<Pfn> pfn = object_frame(context, object, index);
                      if (!pfn) return false;
                      std::memcpy(context.hardware.memory.write(*pfn).data() + at, bytes.data() + done,
                                  static_cast<std::size_t>(part));
                      written = done + part;
                      return true;
                  });
    return written;
}

}  // namespace

void note_access(FileTree& tree, InodeId id, std::int64_t now) {
    constexpr std::int64_t kDay = 86'400'000'000'000;  // nanoseconds
    const Inode& inode = tree[id];
    if (inode.atime > inode.mtime && inode.atime > inode.ctime && now - inode.atime < kDay) return;
    tree.write(id).atime = now;
}

void note_change(FileTree& tree, InodeId id, std::int64_t now) {
    Inode& inode = tree.write(id);
    inode.mtime = inode.ctime = now;
}

std::uint64_t disk_bytes(Images images, const DiskFile& disk) {
    const hw::Image& image = *images[disk.program.value];
    return disk.source ? image.files[*disk.source].text.size() : image.text_bytes() + image.data.size();
}

std::string read_file(MemoryContext& context, const FileTree& tree, InodeId id, std::uint64_t offset,
                      std::uint64_t count) {
    const Inode& inode = tree[id];
    if (offset >= inode.size) return {};
    count = std::min(count, inode.size - offset);
    if (inode.object == kNoObject && inode.disk) return disk_part(context.images, *inode.disk, offset, count);
    std::string bytes(static_cast<std::size_t>(count), '\0');
    const ObjectId object = inode.object;
    if (object == kNoObject) return bytes;
    for_each_page(offset, count, [&](std::uint64_t index, std::uint64_t at, std::uint64_t done, std::uint64_t part) {
        if (!context.memory.objects[object].page(index).exists()) return true;
        const std::optional<Pfn> pfn = object_frame(context, object, index);
        if (!pfn) return bytes.resize(static_cast<std::size_t>(done)), false;
        std::memcpy(bytes.data() + done, context.hardware.memory.read(*pfn).data() + at,
                    static_cast<std::size_t>(part));
        return true;
    });
    return bytes;
}

Result<ObjectId> file_object(MemoryContext& context, FileTree& tree, InodeId id) {
    if (tree[id].object != kNoObject) return tree[id].object;
    const std::uint64_t size = tree[id].size;
    const std::string bytes = tree[id].disk ? read_file(context, tree, id, 0, size) : std::string();
    const ObjectId object = create_object(context, pages_for(size), report::FrameOwner::object, id.value);
    tree.write(id).object = object;
    if (fill_pages(context, object, 0, bytes) < bytes.size()) {
        tree.write(id).object = kNoObject;
        destroy_object(context, object);
        return report::refuse(context.sink, context.pid, Errno::enomem, Rule::memory_exceeded, {pages_for(size), 0});
    }
    return object;
}

Result<std::uint64_t> write_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t offset,
                                 std::string_view bytes) {
    if (bytes.empty()) return std::uint64_t{0};
    // "EFBIG An attempt was made to write a file that exceeds the implementation-defined maximum file size".
    if (offset >= kMaxFileBytes) return too_large(caller, offset + bytes.size());
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), kMaxFileBytes - offset)));
    const Result<ObjectId> object = file_object(caller.memory, tree, id);
    if (!object) return object.error();
    const std::uint64_t before = tree[id].size;
    const std::uint64_t end = offset + bytes.size();
    if (end > before) resize_object(caller.memory, *object, pages_for(end));
    const std::uint64_t written = fill_pages(caller.memory, *object, offset, bytes);
    // "ENOSPC The device containing the file referred to by fd has no room for the data."
    if (written == 0) {
        resize_object(caller.memory, *object, pages_for(before));
        no_space(caller, bytes.size());
        return Errno::enospc;
    }
    if (const std::uint64_t size = std::max(before, offset + written); size > before) set_size(caller, tree, id, size);
    note_change(tree, id, caller.now);
    return written;
}

Errno resize_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t bytes) {
    // "EFBIG The argument length is larger than the maximum file size."
    if (bytes > kMaxFileBytes) return too_large(caller, bytes);
    if (tree[id].disk) {
        const Result<ObjectId> object = file_object(caller.memory, tree, id);
        if (!object) return Errno::enospc;
    }
    const bool shrinks = bytes <= tree[id].size;
    set_size(caller, tree, id, bytes);
    if (shrinks) clear_tail(caller.memory, tree[id]);
    note_change(tree, id, caller.now);
    return Errno::ok;
}

Errno allocate_file(const FileCaller& caller, FileTree& tree, InodeId id, std::uint64_t offset, std::uint64_t count,
                    bool grow) {
    if (offset > kMaxFileBytes || count > kMaxFileBytes - offset) return too_large(caller, offset + count);
    // "ENOSPC There is not enough space left on the device containing the file referred to by fd."
    if (pages_for(count) > caller.memory.memory.frames.size()) return no_space(caller, count), Errno::enospc;
    const Result<ObjectId> object = file_object(caller.memory, tree, id);
    if (!object) return Errno::enospc;
    const std::uint64_t before = tree[id].size;
    const std::uint64_t end = offset + count;
    if (end > before && !grow) return Errno::ok;
    resize_object(caller.memory, *object, pages_for(std::max(before, end)));
    bool enough = true;
    for_each_page(offset, count, [&](std::uint64_t index, std::uint64_t, std::uint64_t, std::uint64_t) {
        return enough = object_frame(caller.memory, *object, index).has_value();
    });
    if (!enough) {
        resize_object(caller.memory, *object, pages_for(before));
        return no_space(caller, count), Errno::enospc;
    }
    if (end > before) set_size(caller, tree, id, end);
    note_change(tree, id, caller.now);
    return Errno::ok;
}

}  // namespace sim::kernel
