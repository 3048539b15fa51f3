// Events: one fact each about one change, in the order Linux makes the changes.
//
// The simulator emits a type, a rule id and numbers; the sentence a person reads is made from the one text table
// of the application. A sink is a parameter of a step, never part of the state: with no sink nothing is built.
// Contract for emitters: change the state and report it in the same breath; an event ends every reference into
// the world, because the sink may copy the world.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/errno.h"
#include "sim/base/ids.h"

namespace sim::report {

enum class EventType : std::uint8_t {
    call,     // a system call begins
    return_,  // it is done
    check,    // the kernel asked a question: rule says which and how it ended
    area,     // an area of an address space opened, closed or changed
    pte,      // a page-table entry changed
    tlb,      // the TLB missed, was filled or flushed
    fault,    // a page fault and what the kernel made of it
    frame,    // a frame changed owner or map count
    segment,  // the segment table changed
    object,   // a memory object changed
    process,  // a process was made, ended, was waited for
    signal,   // a signal was sent or delivered
    wait,     // a task fell asleep
    wake,     // a task was woken
    output,   // bytes were written to a descriptor that leads outside
    copy,     // the kernel copied bytes from or to a task's memory
};
// "call", "return", "check" …: the word of `show --json`.
std::string_view event_type_name(EventType type);

// What exactly happened. The comment names the arguments a0..a5 in order.
enum class Rule : std::uint16_t {
    // call, return
    syscall_enter,   // number, arg1..arg5 (arg6 is in none of the modelled calls)
    syscall_return,  // number, result (as signed 64-bit: value or -errno)
    call_failed,     // number, errno: follows the check that failed

    // check: shmget(2)
    key_private,        // : IPC_PRIVATE asks no table
    key_absent,         // key
    key_found,          // key, shmid
    creat_missing,      // key                           ENOENT
    excl_exists,        // key, shmid                    EEXIST
    size_too_large,     // asked bytes, segment's bytes  EINVAL
    size_out_of_range,  // asked bytes, shmmax         EINVAL
    shmall_exceeded,    // pages in use, asked, shmall   ENOSPC
    shmmni_exceeded,    // segments in use, shmmni       ENOSPC
    memory_exceeded,    // pages asked, pages free       ENOMEM
    // check: all calls that take an id
    id_unknown,          // shmid                         EINVAL
    id_found,            // shmid, index
    permission_granted,  // wanted bits 0..7, granted bits, shmid
    permission_denied,   // wanted, granted, shmid     EACCES
    owner_required,      // uid, owner uid, shmid      EPERM
    command_unknown,     // cmd                        EINVAL
    // check: shmat(2), shmdt(2)
    address_chosen,     // address, bytes: the highest gap that fits
    address_unaligned,  // address                    EINVAL
    address_taken,      // address, bytes             EINVAL
    address_invalid,    // address                    EINVAL, ENOMEM or EPERM
    attach_found,       // address, shmid
    attach_absent,      // address                    EINVAL
    // check: faults
    area_found,     // address, area start, area end
    area_absent,    // address                    SIGSEGV, SEGV_MAPERR
    area_allows,    // address, access (0 read 1 write 2 execute)
    area_forbids,   // address, access            SIGSEGV, SEGV_ACCERR
    page_resident,  // owner id (shmid or object), page index, pfn: nothing to copy
    page_absent,    // owner id, page index: a frame is needed
    // check: other
    limit_exceeded,    // resource (0 tasks, 1 areas, 2 bytes of output), asked, limit
    pointer_bad,       // address                    EFAULT
    unsupported,       // call number, argument      ENOSYS: not modelled yet
    child_absent,      // pid asked for (-1 any)     ECHILD
    process_unknown,   // pid                        ESRCH
    signal_forbidden,  // pid, signal                EPERM
    descriptor_bad,    // fd                         EBADF
    path_absent,       // address of the name        ENOENT
    argument_invalid,  // argument's number, value   EINVAL

    // area
    area_open,    // start, end, perms (r1 w2 x4 shared8), AreaKind, shmid or -1
    area_close,   // same
    area_resize,  // old start, old end, new start, new end, perms, AreaKind

    // pte
    pte_set,       // page address, table pfn, index, old bits, new bits
    pte_clear,     // same
    pte_protect,   // same: write permission taken or given (copy-on-write)
    table_link,    // page address, level of the entry (3..1), index, pfn of the new table
    table_unlink,  // page address, level, index, pfn

    // tlb
    tlb_miss,         // page address, access
    walk_done,        // page address, levels read, pfn (kNoFrame: not present), entry bits
    tlb_fill,         // page address, pfn
    tlb_flush_page,   // page address, asid
    tlb_flush_range,  // start, end, entries dropped
    tlb_flush_asid,   // asid, entries dropped
    tlb_shootdown,    // other cpu, page address
    dirty_set,        // page address, pfn: the MMU set D at the first write
    access_retry,     // address, access: the instruction runs again after a fault
    load,             // address, size, value: a data access was done (only when accesses are asked for)
    store,            // address, size, value

    // fault
    fault_enter,      // address, access, present
    fault_minor,      // address, minor faults of the task so far
    fault_cow,        // address, old pfn, new pfn: copied
    fault_cow_reuse,  // address, pfn: the last owner writes in place
    fault_signal,     // address, signal, si_code

    // frame
    frame_alloc,     // pfn, FrameOwner, owner id, index
    frame_free,      // pfn, FrameOwner, owner id, index
    frame_mapcount,  // pfn, old, new

    // segment
    segment_create,   // shmid, key, bytes, mode
    segment_attach,   // shmid, nattch old, new
    segment_detach,   // shmid, nattch old, new
    segment_set,      // shmid, uid, gid, mode
    segment_dest,     // shmid, key given up: marked for destruction, nattch > 0
    segment_destroy,  // shmid, pages freed
    segment_stat,     // shmid
    // object
    object_create,   // object, pages
    object_destroy,  // object, pages freed

    // process
    process_spawn,       // pid, ProgramId
    process_fork,        // parent, child
    process_exit,        // pid, status (as wait(2) encodes it)
    process_reaped,      // pid, by
    process_reparented,  // pid, new parent
    brk_moved,           // old, new

    // signal
    signal_send,         // pid of the receiver, signal
    signal_deliver,      // signal, si_code, address
    out_of_memory_kill,  // pid, rss pages: the machine has no frame left

    // wait, wake
    wait_child,   // pid asked for (-1 any)
    wait_input,   // fd
    wait_sleep,   // seconds, nanoseconds of the machine's clock at which it ends
    wait_signal,  // nothing else ends it
    wake_child,   // pid
    wake_input,   // fd
    wake_sleep,   // seconds, nanoseconds of the machine's clock

    // output, copy
    write_out,       // fd, bytes; text = the bytes
    copy_to_user,    // address, bytes
    copy_from_user,  // address, bytes

    count_,
};
// A stable name, "shmget.excl_exists" style is not used: the enumerator's own spelling, "excl_exists".
std::string_view rule_name(Rule rule);

struct Event {
    EventType type = EventType::check;
    Rule rule = Rule::syscall_enter;
    Pid pid;                              // whose step it was; kNoPid: nobody's
    Errno error = Errno::ok;              // of a check that failed
    std::array<std::uint64_t, 6> args{};  // as the rule's comment says; signed values sign-extended
    std::string text;                     // write_out: the bytes; syscall_enter: strings among the arguments
};

// Receives events while a step runs.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
    // Whether load and store events are wanted too (they are many).
    virtual bool wants_accesses() const { return false; }
};

}  // namespace sim::report
