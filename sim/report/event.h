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
    call,       // a system call begins
    return_,    // it is done
    check,      // the kernel asked a question: rule says which and how it ended
    area,       // an area of an address space opened, closed or changed
    pte,        // a page-table entry changed
    tlb,        // the TLB missed, was filled or flushed
    fault,      // a page fault and what the kernel made of it
    frame,      // a frame changed owner or map count
    segment,    // the segment table changed
    object,     // a memory object changed
    process,    // a process was made, ended, was waited for
    signal,     // a signal was sent or delivered
    wait,       // a task fell asleep
    wake,       // a task was woken
    output,     // bytes were written to a descriptor that leads outside
    copy,       // the kernel copied bytes from or to a task's memory
    semaphore,  // a semaphore's value, or the table of sets, changed
    queue,      // a message queue changed
    pipe,       // a pipe, FIFO or socket pair changed
    file,       // descriptors, names, sizes, locks of files changed
    swap,       // a page went to swap or came back
};
// "call", "return", "check" …: the word of `show --json`.
std::string_view event_type_name(EventType type);

// The resource of Rule::limit_exceeded.
enum class Limit : std::uint8_t {
    tasks,
    areas,
    output_bytes,
    descriptors,
    semaphores_per_set,
    semaphore_sets,
    semaphores,
    semaphore_operations,
    queues,
    message_bytes,
    file_bytes,
    inodes,
    locked_pages,
    swap_pages,
    name_bytes,
    arguments,
    file_locks,
    pending_signals,
    open_files,
    address_space_pages,
};

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
    limit_exceeded,    // Limit, asked, limit
    pointer_bad,       // address                    EFAULT
    unsupported,       // call number, argument      ENOSYS: not modelled yet
    child_absent,      // pid asked for (-1 any)     ECHILD
    process_unknown,   // pid                        ESRCH
    signal_forbidden,  // pid, signal                EPERM
    descriptor_bad,    // fd                         EBADF
    path_absent,       // address of the name        ENOENT
    argument_invalid,  // argument's number, value   EINVAL
    // check: semaphores, message queues (ids: id_unknown, id_found; keys: key_*)
    sem_number_bad,    // semid, number, semaphores in the set   EFBIG or EINVAL
    sem_value_bad,     // semid, number, value                   ERANGE
    sem_would_wait,    // semid, number, operation, value        EAGAIN with IPC_NOWAIT
    message_too_long,  // msqid, bytes, room of the receiver     E2BIG
    message_type_bad,  // type                                   EINVAL
    message_absent,    // msqid, type asked for                  ENOMSG
    queue_full,        // msqid, bytes in it, msg_qbytes         EAGAIN with IPC_NOWAIT
    object_removed,    // id                                     EIDRM: removed while the call slept
    // check: files, pipes, locks
    path_found,          // inode
    path_denied,         // inode, wanted bits                     EACCES
    path_exists,         // inode                                  EEXIST
    path_kind_wrong,     // inode, file type bits                  ENOTDIR, EISDIR, ELOOP …
    access_wrong,        // fd, 0 not for reading 1 not for writing  EBADF, EACCES or EINVAL
    would_block,         // fd                                     EAGAIN with O_NONBLOCK
    pipe_has_no_reader,  // pipe                                   EPIPE
    not_seekable,        // fd                                     ESPIPE
    lock_conflict,       // inode, pid of the holder               EAGAIN
    lock_deadlock,       // inode, pid of the holder               EDEADLK
    // check: other
    capability_missing,   // capability (CAP_ number)               EPERM
    futex_value_differs,  // address, expected, found               EAGAIN
    timed_out,            // call number                            ETIMEDOUT or EAGAIN
    interrupted,          // signal                                 EINTR
    signal_ignored,       // pid, signal
    signal_blocked,       // pid, signal: stays pending
    page_locked,          // pfn: may not be swapped out

    // area
    area_open,    // start, end, perms (r1 w2 x4 shared8), AreaKind, shmid or -1
    area_close,   // same
    area_resize,  // old start, old end, new start, new end, perms, AreaKind

    // pte
    pte_set,       // page address, table pfn, index, old bits, new bits
    pte_clear,     // same
    pte_protect,   // same: write permission taken or given (copy-on-write)
    pte_swap,      // same: a present entry became a swap entry
    pte_age,       // same: the clock hand cleared A
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
    fault_major,      // address, major faults of the task so far: the page was read back from swap
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
    object_resize,   // object, pages before, pages now

    // process
    process_spawn,       // pid, ProgramId
    process_fork,        // parent, child
    process_exit,        // pid, status (as wait(2) encodes it)
    process_reaped,      // pid, by
    process_reparented,  // pid, new parent
    brk_moved,           // old, new
    process_exec,        // pid, ProgramId: the old address space is gone
    process_thread,      // tgid, tid of a new thread
    process_thread_end,  // tgid, tid: other threads go on
    process_stopped,     // pid, signal
    process_continued,   // pid
    ipc_namespace_new,   // pid that asked for it, number
    ipc_namespace_end,   // number: nobody is in it, nobody maps what was in it
    credentials_set,     // euid, egid, uid, gid, effective capabilities

    // signal
    signal_send,         // pid of the receiver, signal
    signal_deliver,      // signal, si_code, address
    out_of_memory_kill,  // pid, rss pages: the machine has no frame left
    signal_handler,      // signal, handler address, address of the frame on the stack, si_code
    signal_return,       // signal, address of the frame: the interrupted code goes on
    signal_action,       // signal, handler address (0 default, 1 ignore), flags
    signal_mask,         // old mask, new mask (bit signal-1)
    alarm_set,           // seconds, nanoseconds of the machine's clock (0, 0: cancelled)

    // wait, wake
    wait_child,        // pid asked for (-1 any)
    wait_input,        // fd
    wait_sleep,        // seconds, nanoseconds of the machine's clock at which it ends
    wait_signal,       // nothing else ends it
    wait_pipe_data,    // pipe
    wait_pipe_room,    // pipe, bytes still to write
    wait_peer,         // inode: open(2) of a FIFO waits for the other side
    wait_message,      // msqid, type asked for
    wait_queue_room,   // msqid, bytes of the message
    wait_semaphore,    // semid, number, operation, value
    wait_futex,        // address, value
    wait_lock,         // inode, pid of the holder
    wait_files,        // number of descriptors: poll(2), select(2)
    wait_vfork,        // child
    wait_stopped,      // signal: until SIGCONT
    wake_child,        // pid
    wake_input,        // fd
    wake_sleep,        // seconds, nanoseconds of the machine's clock
    wake_waiter,       // WaitKind of sim/kernel/proc/task.h, object: what it waited for has come; it tries again
    wake_completed,    // WaitKind, object, result: the waker finished its call for it
    wake_timeout,      // WaitKind, object
    wake_interrupted,  // WaitKind, object, signal

    // output, copy
    write_out,       // fd, bytes; text = the bytes
    copy_to_user,    // address, bytes
    copy_from_user,  // address, bytes

    // semaphore
    sem_create,  // semid, key, semaphores, mode
    sem_change,  // semid, number, old value, new value, operation
    sem_undo,    // semid, number, old value, new value: an adjustment done at exit
    sem_set,     // semid, uid, gid, mode: IPC_SET
    sem_remove,  // semid, semaphores
    // queue
    queue_create,  // msqid, key, mode
    message_put,   // msqid, type, bytes, messages now, bytes now
    message_take,  // msqid, type, bytes, messages left, bytes left: reading consumes
    queue_set,     // msqid, uid, gid, mode, msg_qbytes
    queue_remove,  // msqid, messages lost
    // pipe
    pipe_create,   // pipe, capacity
    pipe_write,    // pipe, bytes, bytes in it now
    pipe_read,     // pipe, bytes, bytes left: reading consumes
    pipe_end,      // pipe, readers, writers: an end was opened or closed
    pipe_destroy,  // pipe, bytes lost
    // file
    file_open,     // fd, open file, inode; text = the name
    file_close,    // fd, open file
    inode_create,  // inode, mode with type bits; text = the name
    inode_unlink,  // inode, links left; text = the name
    inode_resize,  // inode, old bytes, new bytes
    inode_change,  // inode, mode, uid, gid
    inode_free,    // inode
    lock_set,      // inode, pid, 0 read 1 write, first byte, last byte, 0 POSIX 1 flock
    lock_clear,    // same
    // swap
    reclaim,     // frames free: somebody needs one; the clock hand goes round
    clock_pass,  // pfn, 1 it was accessed: a second chance
    swap_out,    // pfn, swap slot, FrameOwner, owner id, index
    swap_in,     // swap slot, pfn, FrameOwner, owner id, index
    swap_free,   // swap slot

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
