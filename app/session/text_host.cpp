#include "app/session/text_host.h"

namespace app::session {

using host::FindingId;

std::string host_text(HostText text) {
    switch (text) {
        case HostText::input_impossible: return "the next step cannot be taken there: what was recorded does not fit";
        case HostText::process_asleep:
            return "process {} sleeps or has ended on the real kernel, and goes on in the simulation: what woke it, as "
                   "a "
                   "handler or a timeout, is not carried out there";
        case HostText::process_missing:
            return "process {} was made by a call that is not carried out on the real kernel";
        case HostText::process_ended:
            return "process {} has ended on the real kernel, and goes on in the simulation: handlers of signals are "
                   "not "
                   "carried out there";
        case HostText::threads: return "process {} has made a thread: threads are not carried out on the real kernel";
        case HostText::own_memory:
            return "a process maps a file or a segment over its own program: that is not carried out on the real "
                   "kernel";
        case HostText::own_memory_lost: return "this system does not let a program's own memory be made as simulated";
        case HostText::own_memory_swapped:
            return "programs' own memory, while pages are in swap space: the real kernel has memory enough";
        case HostText::own_memory_shared:
            return "programs' own memory, while a child of vfork(2) uses its parent's: on the real kernel it has a "
                   "copy";
        case HostText::left_out_before: return "whole steps, after calls that were left out";
        case HostText::in_between:
            return "whole steps, while a process that was woken has not run: on the real kernel it has";
        case HostText::why_swapped: return "This host was short of memory and has moved pages to its swap space.";
        case HostText::why_not_root:
            return "Root of an ordinary user's sandbox has not all powers of root: run shmscope as root to compare.";
    }
    return "";
}

std::vector<std::string> not_visible(const sim::report::Visibility& visible) {
    std::vector<std::string> list;
    if (!visible.entries) {
        list.emplace_back("bits of page-table entries other than present");
        list.emplace_back("page tables above the last level, and the TLB");
        list.emplace_back("descriptors, pipes, locks, messages, counts of faults");
    }
    if (!visible.frames) list.emplace_back("frame numbers: frames are named 1, 2, 3 … as they are met");
    if (!visible.users) list.emplace_back("users and groups: the sandbox of an ordinary user has one");
    return list;
}

std::string finding_title(FindingId id) {
    switch (id) {
        case FindingId::system: return "Linux on x86-64";
        case FindingId::namespaces: return "Sandbox";
        case FindingId::user_namespaces: return "Sandbox without root";
        case FindingId::several_users: return "Several users";
        case FindingId::subordinate_ids: return "Subordinate ids";
        case FindingId::pagemap: return "Frame numbers";
        case FindingId::frame_counts: return "Mappings of a frame";
        case FindingId::small_pages: return "Pages of 4 KiB";
        case FindingId::tracing: return "Tracing";
        case FindingId::fault_events: return "Page-fault events";
    }
    return "";
}

std::string finding_meaning(const host::Finding& finding) {
    const bool works = finding.works;
    switch (finding.id) {
        case FindingId::system:
            return works ? "The real kernel can be asked."
                         : "The real kernel can be looked at on Linux on x86-64 only; everything is simulated here.";
        case FindingId::namespaces:
            return works ? "Programs run on the real kernel in namespaces of their own; this system is not touched."
                         : "This system forbids namespaces: there is no real kernel to compare with.";
        case FindingId::user_namespaces:
            return works ? "An ordinary user may make them too." : "Only root may make them.";
        case FindingId::several_users:
            return works ? "Processes of several users are several users."
                         : "All processes are one user: runs with several uids are not made on the real kernel.";
        case FindingId::subordinate_ids:
            return works ? "An ordinary user has ids to give away; they are not used yet."
                         : "An ordinary user has no ids to give away; none are needed.";
        case FindingId::pagemap:
            return works ? "/proc/PID/pagemap tells frame numbers."
                         : "Frame numbers are hidden: a shared frame is recognised by its object, page and content.";
        case FindingId::frame_counts:
            return works ? "The kernel tells how often a frame is mapped."
                         : "Mappings are counted from our own processes.";
        case FindingId::small_pages:
            return works ? "Shared memory comes in pages of 4 KiB."
                         : "This system gives shared memory huge pages: present pages will differ.";
        case FindingId::tracing: return works ? "Compiled programs can be traced." : "Programs cannot be traced.";
        case FindingId::fault_events:
            return works ? "A trace tells each page fault." : "A trace finds touched pages only after each call.";
    }
    return "";
}

std::string finding_advice(const host::Finding& finding) {
    if (finding.works) return "";
    switch (finding.id) {
        case FindingId::system: return "Run shmscope on Linux.";
        case FindingId::namespaces: return "Run shmscope as root, or allow user namespaces.";
        case FindingId::user_namespaces:
            return "As root: sysctl user.max_user_namespaces=1000, kernel.unprivileged_userns_clone=1, "
                   "kernel.apparmor_restrict_unprivileged_userns=0, those that exist.";
        case FindingId::several_users:
        case FindingId::pagemap:
        case FindingId::frame_counts: return "Run shmscope as root.";
        case FindingId::subordinate_ids: return "";
        case FindingId::small_pages: return "As root: echo never > /sys/kernel/mm/transparent_hugepage/shmem_enabled";
        case FindingId::tracing: return "As root: sysctl kernel.yama.ptrace_scope=1";
        case FindingId::fault_events: return "As root: sysctl kernel.perf_event_paranoid=2";
    }
    return "";
}

}  // namespace app::session
