// Every abbreviation on the screen, in one sentence.
#include <algorithm>

#include "app/session/text.h"

namespace app::session {

const std::vector<Term>& terms() {
    static const std::vector<Term> kTerms{
        {"frame", "A page-sized piece of physical memory, 4096 bytes."},
        {"PFN", "Page frame number: which frame of physical memory. Frame n begins at byte n × 4096."},
        {"page", "A page-sized piece of an address space. It is only addresses until an entry leads to a frame."},
        {"PTE", "Page-table entry: 64 bits that say which frame a page is in and what is allowed."},
        {"PML4", "Page map level 4: the top table. Bits 47 to 39 of an address choose its entry."},
        {"PDPT", "Page directory pointer table: the second level. Bits 38 to 30 of an address choose its entry."},
        {"PD", "Page directory: the third level. Bits 29 to 21 of an address choose its entry."},
        {"PT", "Page table: the last level. Bits 20 to 12 of an address choose the entry that names the frame."},
        {"CR3", "Control register 3: the frame that holds the top table of the process that runs."},
        {"P", "Present: the entry leads to a frame. Without it every access is a page fault."},
        {"W", "Writable: without it a write is a page fault."},
        {"U", "User: programs may use the page, not only the kernel."},
        {"A", "Accessed: set by the MMU when the entry is used."},
        {"D", "Dirty: set by the MMU at the first write through the entry."},
        {"G", "Global: the entry stays in the TLB when the address space changes."},
        {"PS", "Page size: the entry of a higher level maps one large page."},
        {"NX", "No execute: instructions are not fetched from this page."},
        {"TLB", "Translation lookaside buffer: the MMU's memory of recent translations, so that it need not walk."},
        {"MMU", "Memory management unit: turns every address of a program into a frame, or into a page fault."},
        {"CPU", "The processor: runs the program's instructions one after the other."},
        {"Trap", "The processor stops the program and enters the kernel."},
        {"Kernel", "The part of the system that owns all memory and decides who gets what."},
        {"VMA", "Virtual memory area: a range of addresses with one permission and one backing."},
        {"area", "A range of an address space with one permission and one backing. Linux calls it a VMA."},
        {"RSS", "Resident set size: how much memory the entries of a process lead to now."},
        {"COW", "Copy on write: two processes share a private page until one of them writes."},
        {"minor fault", "A page fault that was served without reading a disk."},
        {"map count", "How many page-table entries lead to this frame."},
        {"walk", "The MMU reads one entry in each of the four tables to find the frame."},
        {"segment", "System V shared memory: a row in the kernel's table and pages that processes may attach."},
        {"key", "The number by which unrelated programs find the same segment. 0 is IPC_PRIVATE: found by nobody."},
        {"shmid", "Identifier of a segment, as shmget returns it and shmat takes it."},
        {"owner", "The user whose rights the first digit of the permissions is. IPC_SET can change it."},
        {"perms", "Who may read (4) and write (2): owner, group, others."},
        {"bytes", "The size that was asked for. Memory is given in whole pages."},
        {"nattch", "How many areas map the segment now, over all processes."},
        {"cpid", "Creator's pid: the process that made the segment."},
        {"lpid", "Last pid: the process that attached or detached last."},
        {"dest", "Destroy: marked for removal; it goes when nattch reaches 0."},
        {"locked", "Its pages may not be swapped out (SHM_LOCK)."},
        {"status", "dest: marked for removal. locked: not swapped."},
        {"reserved", "Pages promised to the segment. They count against SHMALL, used or not."},
        {"resident", "Pages of the segment that have a frame, because somebody touched them."},
        {"mapped", "Pages of the segment that entries of this process lead to."},
        {"atime", "When the segment was last attached."},
        {"dtime", "When the segment was last detached."},
        {"ctime", "When the segment was made or last changed by IPC_SET."},
        {"SHMMNI", "The most segments the system may have."},
        {"SHMMAX", "The most bytes one segment may have."},
        {"SHMALL", "The most pages all segments together may have."},
        {"SHMLBA", "What the address of an attachment must be a multiple of: the page size."},
        {"IPC_CREAT", "Make the segment when the key is not there yet."},
        {"IPC_EXCL", "With IPC_CREAT: fail when the key is there already."},
        {"IPC_PRIVATE", "The key 0: always a new segment that no key leads to."},
        {"IPC_RMID", "Remove: the key goes at once, the memory with the last detach."},
        {"IPC_STAT", "Read the row of a segment."},
        {"IPC_SET", "Change owner and permissions of a segment."},
        {"SHM_RDONLY", "Attach for reading only."},
        {"SHM_RND", "Round the address down to a multiple of SHMLBA."},
        {"SHM_REMAP", "Replace what is mapped at the address."},
        {"SHM_EXEC", "Allow executing what is in the segment."},
        {"SIGSEGV", "Segmentation fault: no area allows this access. It ends the process."},
        {"SEGV_MAPERR", "Nothing may be at this address: no area contains it."},
        {"SEGV_ACCERR", "There is an area, but it does not allow this access."},
        {"SIGBUS", "The area is there, but what it maps has ended before this page."},
        {"text", "The program's instructions and constants: read and execute, shared by processes of one program."},
        {"data", "Global and static variables: private to the process."},
        {"heap", "What malloc gives out. It grows at its end (brk)."},
        {"stack", "Local variables and return addresses. It grows downwards when it is touched."},
        {"shm", "An attached segment."},
        {"anon", "Private memory that is no file and no segment."},
        {"pid", "Process identifier, as getpid gives it."},
        {"uid", "User identifier: permissions are decided by it. 0 is root."},
        {"rw-s", "Read, write, no execute; s: shared, p: private."},
        {"errno", "Why the last system call failed."},
        {"ENOENT", "No segment has this key, and IPC_CREAT was not given."},
        {"EEXIST", "The key is taken, and IPC_EXCL wants a new segment."},
        {"EINVAL", "An argument makes no sense: a wrong id, size or address."},
        {"EACCES", "The permissions of the segment do not allow it."},
        {"EPERM", "Only the owner, the creator or root may do this."},
        {"ENOSPC", "A limit is reached: SHMMNI segments or SHMALL pages."},
        {"ENOMEM", "There is no memory, or no gap in the address space, that is large enough."},
    };
    return kTerms;
}

std::string_view explain(std::string_view term) {
    const auto& all = terms();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Term& one) { return one.name == term; });
    return found == all.end() ? std::string_view() : found->meaning;
}

}  // namespace app::session
