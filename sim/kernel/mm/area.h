// An area (VMA): a page-aligned range of an address space with one permission and one backing.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/base/limits.h"
#include "sim/report/rows.h"

namespace sim::kernel {

// What mlock(2), madvise(2) and the accounting of memory say of an area: VM_LOCKED, VM_DONTCOPY …
struct AreaFlags {
    bool locked = false;        // its pages are not swapped out
    bool dont_fork = false;     // MADV_DONTFORK: a child does not get it
    bool wipe_on_fork = false;  // MADV_WIPEONFORK: a child gets it empty
    bool account = false;       // its pages are promised: counted in Committed_AS
    bool no_reserve = false;    // MAP_NORESERVE: never counted
    // Advice that changes nothing but that areas with other advice do not merge.
    bool random = false, sequential = false, dont_dump = false, mergeable = false, huge = false, no_huge = false;

    bool operator==(const AreaFlags&) const = default;
};
std::uint64_t flag_bits(const AreaFlags& flags);

struct Area {
    VirtAddr start, end;  // [start, end)
    report::Perms perms;
    report::AreaKind kind = report::AreaKind::anon;
    bool may_write = true;  // VM_MAYWRITE: false for a shared mapping that was opened for reading only
    AreaFlags flags;
    ObjectId object = kNoObject;  // backing; kNoObject: anonymous memory, or a program's data
    std::uint64_t offset = 0;     // pages into the object, or into the program's data
    InodeId inode = kNoInode;     // the file that holds the object; kNoInode: a segment's, anonymous, a program's
    ProgramId program;            // of text and data
    ShmId shmid = kNoSegment;     // of shm
    Key key;                      // of shm, at creation: names the area in /proc/PID/maps for good
    std::uint32_t attach = 0;     // which shmat made it: shmdt takes only fragments of the same one
    bool own_pages = false;       // has or once had private pages (anon_vma): fork copies its entries

    bool contains(VirtAddr address) const { return start <= address && address < end; }
    std::uint64_t bytes() const { return end - start; }
    std::uint64_t pages() const { return bytes() >> kPageShift; }
    // Page within the backing that `address` shows.
    std::uint64_t page_index(VirtAddr address) const { return offset + ((address - start) >> kPageShift); }
};
std::uint64_t state_hash(const Area& area);

// r1 w2 x4 shared8, as area events tell permissions.
std::uint64_t perms_bits(const report::Perms& perms);

// What an operation did to the areas of an address space, in order. ipc counts nattch by it: every opened shm area
// adds one, every closed one takes one away (shm_open, shm_close of Linux). The file tree counts mappings of an inode
// the same way.
struct AreaChange {
    bool opened = false;  // else closed
    Area area;
};

}  // namespace sim::kernel
