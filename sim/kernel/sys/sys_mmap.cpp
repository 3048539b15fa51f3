// mmap(2). The order of checks is that of ksys_mmap_pgoff() and do_mmap() in Linux.
//
// Known inaccuracies: MAP_GROWSDOWN, MAP_32BIT and MAP_STACK change nothing; there are no huge pages to give.
#include <optional>

#include "sim/kernel/fs/file_pages.h"
#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"
#include "sim/kernel/sys/pipe_io.h"

namespace sim::kernel {
namespace {

using report::AreaKind;
using report::Rule;

// <asm-generic/mman-common.h>, <asm-generic/mman.h>.
constexpr std::uint64_t kMapShared = 1, kMapPrivate = 2, kMapSharedValidate = 3, kMapType = 0xf;
constexpr std::uint64_t kMapFixed = 0x10, kMapAnonymous = 0x20, kMapLocked = 0x2000, kMapNoreserve = 0x4000;
constexpr std::uint64_t kMapPopulate = 0x8000, kMapNonblock = 0x10000, kMapHugetlb = 0x40000;
constexpr std::uint64_t kMapFixedNoreplace = 0x100000;
// LEGACY_MAP_MASK: what MAP_SHARED_VALIDATE knows.
constexpr std::uint64_t kKnownFlags = 0xfc07'f9f3;
constexpr std::uint32_t kHugeShift = 26;

// What is asked for, and what of it has been settled.
struct Request {
    VirtAddr address;
    std::uint64_t bytes = 0;  // rounded up to pages
    std::uint64_t protection = 0;
    std::uint64_t flags = 0;
    std::uint64_t offset = 0;        // pages
    std::optional<OpenFile> file{};  // nullopt: anonymous

    bool has(std::uint64_t flag) const { return (flags & flag) != 0; }
    bool fixed() const { return has(kMapFixed | kMapFixedNoreplace); }
    bool shared() const { return (flags & kMapType) != kMapPrivate; }
    bool device_zero() const { return file && file->kind == FileKind::zero; }
};

Errno find_file(Call& call, Request& request) {
    if (request.has(kMapAnonymous)) return Errno::ok;
    const FileId file = call.group().descriptors.find(call.i32(4));
    // "EBADF fd is not a valid file descriptor (and MAP_ANONYMOUS was not set)."
    if (file == kNoFile || (call.kernel.files[file].flags & kOpenPath) != 0) {
        return call.refuse(Errno::ebadf, Rule::descriptor_bad, {call.i32(4)});
    }
    request.file = call.kernel.files[file];
    return Errno::ok;
}

// "ENOMEM" and "EINVAL" for what MAP_HUGETLB asks for: no huge page is reserved.
Errno check_huge(Call& call, const Request& request) {
    if (!request.has(kMapHugetlb)) return Errno::ok;
    const std::uint64_t size = request.flags >> kHugeShift & 0x3f;
    const bool known = !request.file && (size == 0 || size == 21 || size == 30);
    if (!known) return refuse_argument(call, Errno::einval, 4);
    return call.u64(1) == 0 ? Errno::ok : call.refuse(Errno::enomem, Rule::memory_exceeded, {request.bytes, 0});
}

Errno check_length(Call& call, const Request& request) {
    // "EINVAL (since Linux 2.6.12) length was 0."
    if (call.u64(1) == 0) return refuse_argument(call, Errno::einval, 2);
    if (request.bytes == 0) return refuse_argument(call, Errno::enomem, 2);
    return Errno::ok;
}

// "If addr is not NULL, then the kernel takes it as a hint about where to place the mapping": followed when nothing
// lies there.
VirtAddr place(const AddressSpace& space, const Request& request) {
    VirtAddr hint = request.address.page();
    if (hint != VirtAddr{} && hint.value < kMmapMinAddr) hint = VirtAddr{kMmapMinAddr};
    const bool usable =
        hint != VirtAddr{} && inside_user_space(hint, request.bytes) && space.gap_at(hint, request.bytes);
    return usable ? hint : space.find_gap(request.bytes);
}

// get_unmapped_area().
Result<VirtAddr> choose_address(Call& call, const Request& request) {
    const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
    const VirtAddr address = request.fixed() ? request.address : place(space, request);
    const bool nowhere = !request.fixed() && address == VirtAddr{};
    // "ENOMEM … the mapping … would have exceeded …" the user's address space.
    if (nowhere || !inside_user_space(address, request.bytes)) {
        return call.refuse(Errno::enomem, Rule::address_invalid, {address, request.bytes});
    }
    // "EINVAL We don't like addr, length, or offset (e.g., they are too large, or not aligned on a page boundary)."
    if (!address.page_aligned()) return call.refuse(Errno::einval, Rule::address_unaligned, {address});
    // cap_mmap_addr(): EPERM below vm.mmap_min_addr without CAP_SYS_RAWIO.
    if (address.value < kMmapMinAddr && !call.task().credentials.has(Capability::sys_rawio)) {
        return call.refuse(Errno::eperm, Rule::address_invalid, {address, request.bytes});
    }
    // "EEXIST MAP_FIXED_NOREPLACE was specified in flags, and the range covered by addr and length clashes with an
    // existing mapping."
    if (request.has(kMapFixedNoreplace) && !space.range_free(address, request.bytes)) {
        return call.refuse(Errno::eexist, Rule::address_taken, {address, request.bytes});
    }
    report::emit(call.sink, report::EventType::check, Rule::address_chosen, call.pid, {address, request.bytes});
    return address;
}

// "EACCES A file descriptor refers to a non-regular file. Or a file mapping was requested, but fd is not open for
// reading. Or MAP_SHARED was requested and PROT_WRITE is set, but fd is not open in read/write (O_RDWR) mode."
Errno check_access(Call& call, const Request& request) {
    const std::uint32_t flags = request.file->flags;
    const bool stores = request.shared() && (request.protection & kProtWrite) != 0;
    if (stores && !opens_to_write(flags)) return call.refuse(Errno::eacces, Rule::access_wrong, {call.i32(4), 1});
    if (!opens_to_read(flags)) return call.refuse(Errno::eacces, Rule::access_wrong, {call.i32(4), 0});
    // "ENODEV The underlying filesystem of the specified file does not support memory mapping."
    const bool maps =
        request.file->kind == FileKind::regular || request.device_zero() || is_socket(call.kernel, *request.file);
    return maps ? Errno::ok : refuse_argument(call, Errno::enodev, 5);
}

Errno check_type(Call& call, const Request& request) {
    const std::uint64_t type = request.flags & kMapType;
    const bool validate = type == kMapSharedValidate && request.file.has_value();
    // "EOVERFLOW … the number of pages used for length plus number of pages used for offset would overflow": here a
    // file's largest size.
    constexpr std::uint64_t kMaxPages = std::uint64_t{1} << 51;
    if (request.file && request.file->kind == FileKind::regular &&
        request.offset > kMaxPages - (request.bytes >> kPageShift)) {
        return refuse_argument(call, Errno::eoverflow, 6);
    }
    // "EOPNOTSUPP … MAP_SHARED_VALIDATE … unknown flags".
    if (validate && (request.flags & ~kKnownFlags) != 0) return refuse_argument(call, Errno::eopnotsupp, 4);
    // "EINVAL flags contained none of MAP_PRIVATE, MAP_SHARED, or MAP_SHARED_VALIDATE."
    if (type != kMapShared && type != kMapPrivate && !validate) return refuse_argument(call, Errno::einval, 4);
    return request.file ? check_access(call, request) : Errno::ok;
}

// "EPERM MAP_LOCKED was specified", "EAGAIN … too much memory has been locked (see setrlimit(2))."
Errno check_locking(Call& call, const Request& request) {
    if (request.has(kMapLocked) && !may_lock(call)) {
        return call.refuse(Errno::eperm, Rule::limit_exceeded, {report::Limit::locked_pages, 1, 0});
    }
    return check_locked_pages(call.memory, call.mm(), request.bytes >> kPageShift, request.has(kMapLocked));
}

Area describe(const Call& call, const Request& request, VirtAddr address) {
    Area area;
    area.start = address;
    area.end = address + request.bytes;
    area.perms = perms_of(request.protection, request.shared());
    area.flags.locked = request.has(kMapLocked);
    area.flags.no_reserve = request.has(kMapNoreserve) && call.kernel.memory.overcommit != Overcommit::never;
    return area;
}

// What the area shows: a file's object, shared anonymous memory, or nothing until it is touched.
Errno give_backing(Call& call, const Request& request, Area& area) {
    if (request.file && !request.device_zero()) {
        area.kind = AreaKind::object;
        area.inode = request.file->inode;
        area.offset = request.offset;
        area.may_write = !request.shared() || opens_to_write(request.file->flags);
        const Result<ObjectId> object = file_object(call.memory, call.kernel.tree, area.inode);
        if (object) area.object = *object;
        return object.error();
    }
    if (!request.shared()) return Errno::ok;
    area.kind = AreaKind::object;
    const Result<ObjectId> object =
        create_anonymous_object(call.memory, request.bytes >> kPageShift, !area.flags.no_reserve);
    if (object) area.object = *object;
    return object.error();
}

// sock_no_mmap(): a socket is asked when what lay in the range is unmapped already.
Errno refuse_socket(Call& call, const Request& request, VirtAddr address) {
    if (request.fixed()) {
        const Result<AreaChanges> changes = unmap(call.memory, call.mm(), address, request.bytes);
        if (!changes) return changes.error();
        tell(call, *changes);
    }
    return refuse_argument(call, Errno::enodev, 5);
}

// mmap_region(): everything was found good but the memory itself.
CallResult map(Call& call, const Request& request, VirtAddr address) {
    if (request.file && is_socket(call.kernel, *request.file)) return refuse_socket(call, request, address);
    const bool populates = (request.flags & (kMapPopulate | kMapNonblock)) == kMapPopulate;
    Area area = describe(call, request, address);
    Errno error = give_backing(call, request, area);
    if (error != Errno::ok) return error;
    const Result<AreaChanges> changes = map_area(call.memory, call.mm(), area, request.fixed());
    if (!changes) {
        if (area.object != kNoObject && area.inode == kNoInode) destroy_object(call.memory, area.object);
        return changes.error();
    }
    tell(call, *changes);
    if (area.inode != kNoInode) note_access(call.kernel.tree, area.inode, call.kernel.now());
    const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
    const bool locked = space.find_area(address)->flags.locked && !space.lock_on_fault;
    // "The mmap() call doesn't fail if the mapping cannot be populated".
    if (populates || locked) bring_in(call, address, address + request.bytes);
    return static_cast<std::int64_t>(address.value);
}

}  // namespace

CallResult sys_mmap(Call& call) {
    Request request{call.address(0), 0, call.u64(2), call.u64(3), call.u64(5) >> kPageShift};
    if (call.u64(1) <= ~kPageMask) request.bytes = page_round_up(call.u64(1));
    if ((call.u64(5) & kPageMask) != 0) return refuse_argument(call, Errno::einval, 6);
    Errno error = find_file(call, request);
    if (error == Errno::ok) error = check_huge(call, request);
    if (error == Errno::ok) error = check_length(call, request);
    if (error != Errno::ok) return error;
    // "ENOMEM The process's maximum number of mappings would have been exceeded."
    if (call.kernel.memory.spaces[call.mm()].areas.size() > kMaxAreas) {
        return call.refuse(Errno::enomem, Rule::limit_exceeded, {report::Limit::areas, kMaxAreas + 1, kMaxAreas});
    }
    const Result<VirtAddr> address = choose_address(call, request);
    if (!address) return address.error();
    error = check_locking(call, request);
    if (error == Errno::ok) error = check_type(call, request);
    return error == Errno::ok ? map(call, request, *address) : CallResult(error);
}

}  // namespace sim::kernel
