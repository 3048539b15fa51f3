// An area (VMA): a page-aligned range of an address space with one permission and one backing.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/base/limits.h"
#include "sim/report/rows.h"

namespace sim::kernel {

struct Area {
    VirtAddr start, end;  // [start, end)
    report::Perms perms;
    report::AreaKind kind = report::AreaKind::anon;
    bool may_write = true;        // VM_MAYWRITE: false for an attach with SHM_RDONLY, mprotect refuses to add w
    ObjectId object = kNoObject;  // backing; kNoObject: anonymous memory, or a program's data
    std::uint64_t offset = 0;     // pages into the object, or into the program's data
    InodeId inode = kNoInode;     // the file that holds the object; kNoInode: a segment's, anonymous, a program's
    ProgramId program;            // of text and data
    ShmId shmid = kNoSegment;     // of shm
    Key key;                      // of shm, at creation: names the area in /proc/PID/maps for good
    std::uint32_t attach = 0;     // which shmat made it: shmdt takes only fragments of the same one

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
