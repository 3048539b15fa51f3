// One text for each rule.
#include <fmt/format.h>

#include "app/session/text_words.h"
#include "sim/base/limits.h"
#include "sim/hw/pte.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;
using Args = std::array<std::uint64_t, 6>;

// Names a resource of Rule::limit_exceeded.
std::string resource_word(std::uint64_t resource) {
    using sim::report::Limit;
    switch (static_cast<Limit>(resource)) {
        case Limit::tasks: return "processes";
        case Limit::areas: return "areas of one address space";
        case Limit::output_bytes: return "bytes of output";
        case Limit::descriptors: return "descriptors";
        case Limit::semaphores_per_set: return "semaphores in one set (SEMMSL)";
        case Limit::semaphore_sets: return "semaphore sets (SEMMNI)";
        case Limit::semaphores: return "semaphores (SEMMNS)";
        case Limit::semaphore_operations: return "operations in one semop (SEMOPM)";
        case Limit::queues: return "message queues (MSGMNI)";
        case Limit::message_bytes: return "bytes of one message (MSGMAX)";
        case Limit::file_bytes: return "bytes of a file";
        case Limit::inodes: return "files";
        case Limit::locked_pages: return "locked pages (RLIMIT_MEMLOCK)";
        case Limit::swap_pages: return "pages of swap space";
        case Limit::name_bytes: return "bytes of a name";
        case Limit::arguments: return "bytes of arguments";
        case Limit::file_locks: return "file locks";
        case Limit::pending_signals: return "pending signals";
        case Limit::open_files: return "open files";
        case Limit::address_space_pages: return "pages of an address space (RLIMIT_AS)";
    }
    return "something";
}

std::string kind_word(std::uint64_t kind) {
    if (kind > static_cast<std::uint64_t>(sim::report::AreaKind::anon)) return "memory";
    return std::string(sim::report::area_kind_name(static_cast<sim::report::AreaKind>(kind)));
}

std::string entry_flags(sim::hw::Pte entry) {
    std::string flags = entry.present() ? "P" : "not present";
    if (entry.writable()) flags += " W";
    if (entry.user()) flags += " U";
    if (entry.accessed()) flags += " A";
    if (entry.dirty()) flags += " D";
    if (entry.no_execute()) flags += " NX";
    return flags;
}

std::string table_word(std::uint64_t level) {
    switch (level) {
        case 3: return "PML4";
        case 2: return "PDPT";
        case 1: return "PD";
        default: return "PT";
    }
}

std::string levels_word(std::uint64_t levels) {
    std::string path = "PML4";
    for (std::uint64_t level = 1; level < levels && level < 4; ++level) path += " → " + table_word(3 - level);
    return path;
}

std::string owner_word(std::uint64_t owner, std::uint64_t id, std::uint64_t index, const TextContext& context) {
    switch (static_cast<sim::report::FrameOwner>(owner)) {
        case sim::report::FrameOwner::segment:
            return fmt::format("page {} of segment {}", index, static_cast<std::int32_t>(id));
        case sim::report::FrameOwner::table:
            return fmt::format("a {} of {}", table_word(index), context.process(pid_arg(id)));
        case sim::report::FrameOwner::private_: return "a private page of " + context.process(pid_arg(id));
        case sim::report::FrameOwner::cache: return fmt::format("page {} of a program's text", index);
        case sim::report::FrameOwner::object: return fmt::format("page {} of a memory object", index);
        case sim::report::FrameOwner::kernel: return "the kernel";
        case sim::report::FrameOwner::free: break;
    }
    return "nobody";
}

std::string call_word(const Args& a) {
    const std::string name = syscall_name(a[0]);
    if (name == "shmget") return fmt::format("shmget({}, {}, {})", key_word(a[1]), a[2], shmget_flags(a[3]));
    if (name == "shmat") {
        return fmt::format("shmat({}, {}, {})", static_cast<std::int32_t>(a[1]), a[2] == 0 ? "NULL" : hex(a[2]),
                           shmat_flags(a[3]));
    }
    if (name == "shmdt") return fmt::format("shmdt({})", hex(a[1]));
    if (name == "shmctl") return fmt::format("shmctl({}, {})", static_cast<std::int32_t>(a[1]), shm_command(a[2]));
    if (name == "exit" || name == "exit_group") return fmt::format("{}({})", name, static_cast<std::int32_t>(a[1]));
    if (name == "write" || name == "read")
        return fmt::format("{}({}, {} bytes)", name, static_cast<std::int32_t>(a[1]), a[3]);
    return name + "()";
}

// Turns the events of one step into words. Page rules speak of the fault they belong to, so it is remembered.
class Narrator {
public:
    explicit Narrator(const TextContext& context) : context_(context) {}

    EventText tell(const Event& event) {
        pid_ = event.pid;
        if (event.rule == Rule::fault_enter) address_ = event.args[0];
        if (event.rule <= Rule::call_failed) return call(event);
        if (event.rule <= Rule::memory_exceeded) return key(event);
        if (event.rule <= Rule::attach_absent) return id(event);
        if (event.rule <= Rule::page_absent) return fault_check(event);
        if (event.rule <= Rule::argument_invalid) return other_check(event);
        if (event.rule <= Rule::table_unlink) return area_or_entry(event);
        if (event.rule <= Rule::store) return hardware(event);
        if (event.rule <= Rule::frame_mapcount) return fault_or_frame(event);
        if (event.rule <= Rule::object_destroy) return segment(event);
        if (event.rule <= Rule::out_of_memory_kill) return process(event);
        return waiting_or_copying(event);
    }

private:
    static EventText kernel(std::string sentence, std::string detail = {}) {
        return {Chip::kernel, std::move(sentence), std::move(detail)};
    }

    // A check that failed says with which errno.
    static EventText refusal(const Event& event, std::string sentence) {
        return kernel(std::move(sentence), event.error == sim::Errno::ok ? std::string() : errno_words(event.error));
    }

    static std::string errno_words(sim::Errno error) {
        return fmt::format("{}: {}", sim::errno_name(error), sim::errno_text(error));
    }

    EventText call(const Event& event) const {
        const Args& a = event.args;
        if (event.rule == Rule::syscall_enter) return {Chip::cpu, call_word(a), "system call: into the kernel"};
        if (event.rule == Rule::call_failed) {
            return kernel(syscall_name(a[0]) + " fails", errno_words(static_cast<sim::Errno>(a[1])));
        }
        const auto result = static_cast<std::int64_t>(a[1]);
        if (event.error != sim::Errno::ok) {
            return kernel(fmt::format("{} returns -1", syscall_name(a[0])), "errno " + errno_words(event.error));
        }
        const bool address = syscall_name(a[0]) == "shmat" || syscall_name(a[0]) == "brk";
        return kernel(fmt::format("{} returns {}", syscall_name(a[0]), address ? hex(a[1]) : std::to_string(result)),
                      "back to the program");
    }

    EventText key(const Event& event) const {
        const Args& a = event.args;
        switch (event.rule) {
            case Rule::key_private: return kernel("key IPC_PRIVATE: always a new segment", "no table is asked");
            case Rule::key_absent: return kernel(fmt::format("look up key {}: not there", key_word(a[0])));
            case Rule::key_found:
                return kernel(
                    fmt::format("look up key {}: segment {}", key_word(a[0]), static_cast<std::int32_t>(a[1])));
            case Rule::creat_missing:
                return refusal(event, fmt::format("no segment has key {} and IPC_CREAT was not given", key_word(a[0])));
            case Rule::excl_exists:
                return refusal(event, fmt::format("IPC_EXCL wants a new segment, but key {} is taken", key_word(a[0])));
            case Rule::size_too_large:
                return refusal(event, fmt::format("{} asked, the segment has {}", bytes_word(a[0]), bytes_word(a[1])));
            case Rule::size_out_of_range:
                return refusal(event, fmt::format("{} asked: 1 to {} are allowed (SHMMAX)", bytes_word(a[0]), a[1]));
            case Rule::shmall_exceeded:
                return refusal(
                    event, fmt::format("{} of {} pages are reserved, {} more do not fit (SHMALL)", a[0], a[2], a[1]));
            case Rule::shmmni_exceeded:
                return refusal(event, fmt::format("{} of {} segments exist already (SHMMNI)", a[0], a[1]));
            default: return refusal(event, fmt::format("{} asked, {} can be had", pages_word(a[0]), pages_word(a[1])));
        }
    }

    EventText id(const Event& event) const {
        const Args& a = event.args;
        const auto shmid = [&](int at) { return static_cast<std::int32_t>(a[at]); };
        switch (event.rule) {
            case Rule::id_unknown: return refusal(event, fmt::format("no segment has the id {}", shmid(0)));
            case Rule::id_found:
                return kernel(fmt::format("look up id {}", shmid(0)), fmt::format("entry {} of the table", a[1]));
            case Rule::permission_granted:
                return kernel(
                    a[0] == 0 ? "no permission is asked for" : fmt::format("permission {:o} granted", a[0] & 7),
                    fmt::format("segment {} gives this user {:o}", shmid(2), a[1] & 7));
            case Rule::permission_denied:
                return refusal(event, fmt::format("permission {:o} wanted, segment {} gives this user {:o}", a[0] & 7,
                                                  shmid(2), a[1] & 7));
            case Rule::owner_required:
                return refusal(event, fmt::format("user {} is neither owner nor root: user {} is", a[0], a[1]));
            case Rule::command_unknown: return refusal(event, fmt::format("there is no command {}", shmid(0)));
            case Rule::address_chosen:
                return kernel("choose " + hex(a[0]), fmt::format("the highest gap that fits {}", bytes_word(a[1])));
            case Rule::address_unaligned: return refusal(event, hex(a[0]) + " is not the beginning of a page");
            case Rule::address_taken: return refusal(event, "something is mapped at " + hex(a[0]) + " already");
            case Rule::address_invalid: return refusal(event, hex(a[0]) + " cannot be used");
            case Rule::attach_found: return kernel(fmt::format("segment {} is attached at {}", shmid(1), hex(a[0])));
            default: return refusal(event, "no segment is attached at " + hex(a[0]));
        }
    }

    EventText fault_check(const Event& event) const {
        const Args& a = event.args;
        const std::string area = area_word(context_, pid_, a[0]);
        switch (event.rule) {
            case Rule::area_found:
                return kernel("address in area " + area, fmt::format("{} to {}", hex(a[1]), hex(a[2])));
            case Rule::area_absent:
                return kernel("no area contains " + hex(a[0]), "nothing may be there: SIGSEGV, SEGV_MAPERR");
            case Rule::area_allows: return kernel(access_noun(a[1]) + " is allowed there");
            case Rule::area_forbids:
                return kernel(access_noun(a[1]) + " is not allowed in " + area, "SIGSEGV, SEGV_ACCERR");
            case Rule::page_resident:
                return kernel("look up " + page_word(a), "already in " + frame_word(a[2]) + ": nothing to copy");
            default: return kernel("look up " + page_word(a), "nobody touched it yet: it needs a frame");
        }
    }

    // The page a fault asks for: of a segment, of a program's text, or the process's own.
    std::string page_word(const Args& a) const {
        const sim::report::AreaRow* area = area_at(context_, pid_, address_);
        const auto kind = area != nullptr ? area->kind : sim::report::AreaKind::anon;
        if (kind == sim::report::AreaKind::shm) {
            return fmt::format("page {} of segment {}", a[1], static_cast<std::int32_t>(a[0]));
        }
        return fmt::format("page {} of {}", a[1], area != nullptr ? sim::report::area_kind_name(kind) : "the area");
    }

    EventText other_check(const Event& event) const {
        const Args& a = event.args;
        const auto number = [&](int at) { return static_cast<std::int64_t>(a[at]); };
        switch (event.rule) {
            case Rule::limit_exceeded:
                return refusal(event, fmt::format("{} of {} {}: too many", a[1], a[2], resource_word(a[0])));
            case Rule::pointer_bad: return refusal(event, "the kernel cannot use the address " + hex(a[0]));
            case Rule::unsupported: return refusal(event, syscall_name(a[0]) + " is not simulated");
            case Rule::child_absent: return refusal(event, "there is no such child to wait for");
            case Rule::process_unknown: return refusal(event, fmt::format("there is no process {}", number(0)));
            case Rule::signal_forbidden:
                return refusal(event,
                               fmt::format("this user may not send {} to process {}", signal_name(a[1]), number(0)));
            case Rule::descriptor_bad: return refusal(event, fmt::format("descriptor {} is not open", number(0)));
            case Rule::path_absent: return refusal(event, "there is no file of that name");
            default: return refusal(event, fmt::format("argument {} cannot be {}", a[0], number(1)));
        }
    }

    EventText area_or_entry(const Event& event) const {
        const Args& a = event.args;
        const sim::hw::Pte old{a[3]}, now{a[4]};
        switch (event.rule) {
            case Rule::area_open:
                return kernel(fmt::format("open area {} at {}", opened_word(a), hex(a[0])),
                              fmt::format("{}, {}: addresses only", perms_word(a[2]), pages_word((a[1] - a[0]) >> 12)));
            case Rule::area_close: return kernel(fmt::format("close area {} at {}", opened_word(a), hex(a[0])));
            case Rule::area_resize:
                return kernel(fmt::format("resize area {}", kind_word(a[5])),
                              fmt::format("{}–{} → {}–{}", hex(a[0]), hex(a[1]), hex(a[2]), hex(a[3])));
            case Rule::pte_set:
                return kernel(fmt::format("set entry {} = {}", a[2], frame_word(now.pfn().value)),
                              fmt::format("{}; was {}", entry_flags(now), old.bits == 0 ? "empty" : entry_flags(old)));
            case Rule::pte_clear:
                return kernel(fmt::format("clear entry {}", a[2]), "led to " + frame_word(old.pfn().value));
            case Rule::pte_protect:
                return kernel(fmt::format("entry {}: {}", a[2], now.writable() ? "writable" : "read-only"),
                              now.writable() ? "nobody else has this frame" : "copied when somebody writes");
            case Rule::table_link:
                return kernel(fmt::format("new {} in {}", table_word(a[1] - 1), frame_word(a[3])),
                              fmt::format("entry {} of the {} leads to it", a[2], table_word(a[1])));
            default:
                return kernel(fmt::format("drop the {} in {}", table_word(a[1] - 1), frame_word(a[3])),
                              "no entry left in it");
        }
    }

    static std::string opened_word(const Args& a) {
        const std::string kind = kind_word(a[3]);
        const auto shmid = static_cast<std::int32_t>(a[4]);
        return shmid < 0 ? kind : fmt::format("{} (segment {})", kind, shmid);
    }

    EventText hardware(const Event& event) const {
        const Args& a = event.args;
        switch (event.rule) {
            case Rule::tlb_miss:
                return {Chip::cpu, fmt::format("{} page {}", access_word(a[1]), hex(a[0])), "TLB miss"};
            case Rule::walk_done: {
                const bool absent = a[2] == sim::kNoFrame.value;
                return {Chip::mmu, "walk " + levels_word(a[1]),
                        absent ? fmt::format("entry {} not present", entry_index(a))
                               : frame_word(a[2]) + ", " + entry_flags({a[3]})};
            }
            case Rule::tlb_fill:
                return {Chip::mmu, "remember " + frame_word(a[1]) + " in the TLB", "page " + hex(a[0])};
            case Rule::tlb_flush_page: return {Chip::mmu, "forget page " + hex(a[0]) + " in the TLB", ""};
            case Rule::tlb_flush_range:
                return {Chip::mmu, fmt::format("forget {} of the range in the TLB", entries_word(a[2])),
                        hex(a[0]) + " to " + hex(a[1])};
            case Rule::tlb_flush_asid:
                return {Chip::mmu, fmt::format("forget {} of the process in the TLB", entries_word(a[1])), ""};
            case Rule::tlb_shootdown:
                return {Chip::mmu, fmt::format("CPU {} forgets page {} too", a[0], hex(a[1])), ""};
            case Rule::dirty_set: return {Chip::mmu, "set D: the page is written for the first time", frame_word(a[1])};
            case Rule::access_retry: return {Chip::cpu, "retry the " + access_word(a[1]), hex(a[0])};
            default:
                return {Chip::cpu,
                        fmt::format("{} {} at {}", event.rule == Rule::load ? "load" : "store", bytes_word(a[1]),
                                    hex(a[0])),
                        fmt::format("value {}", static_cast<std::int64_t>(a[2]))};
        }
    }

    static std::string entries_word(std::uint64_t count) {
        return fmt::format("{} entr{}", count, count == 1 ? "y" : "ies");
    }

    // Index of the entry at which a walk of a[1] levels ended.
    static std::uint32_t entry_index(const Args& a) {
        return sim::hw::table_index(sim::VirtAddr{a[0]}, sim::hw::kLevels - static_cast<int>(a[1]));
    }

    EventText fault_or_frame(const Event& event) const {
        const Args& a = event.args;
        switch (event.rule) {
            case Rule::fault_enter:
                return {Chip::trap, "page fault: user, " + access_word(a[1]),
                        hex(a[0]) + (a[2] != 0 ? ": present, but not allowed" : ": not present")};
            case Rule::fault_minor: return kernel("minor fault served", fmt::format("number {} of this process", a[1]));
            case Rule::fault_cow:
                return kernel(fmt::format("copy {} to {}", frame_word(a[1]), frame_word(a[2])),
                              "copy on write: the other keeps the old one");
            case Rule::fault_cow_reuse:
                return kernel("write in place: " + frame_word(a[1]), "the last owner needs no copy");
            case Rule::fault_signal: return {Chip::trap, signal_name(a[1]) + " at " + hex(a[0]), code_word(a[1], a[2])};
            case Rule::frame_alloc:
                return kernel("take " + frame_word(a[0]) + ", all zeroes",
                              "for " + owner_word(a[1], a[2], a[3], context_));
            case Rule::frame_free:
                return kernel("free " + frame_word(a[0]), "was " + owner_word(a[1], a[2], a[3], context_));
            default:
                return kernel(fmt::format("{}: map count {} → {}", frame_word(a[0]), a[1], a[2]), mapcount_word(a));
        }
    }

    static std::string mapcount_word(const Args& a) {
        if (a[2] == 0) return "no entry leads to it any more";
        if (a[2] > a[1] && a[2] > 1) return fmt::format("{} entries lead to it, nothing was copied", a[2]);
        return a[2] > a[1] ? "one entry leads to it" : "others still map it";
    }

    static std::string code_word(std::uint64_t signal, std::uint64_t code) {
        if (signal == 11) return code == 2 ? "SEGV_ACCERR: not allowed" : "SEGV_MAPERR: nothing is mapped there";
        if (signal == 7) return "BUS_ADRERR: behind the end of the object";
        return fmt::format("si_code {}", static_cast<std::int64_t>(code));
    }

    EventText segment(const Event& event) const {
        const Args& a = event.args;
        const auto shmid = static_cast<std::int32_t>(a[0]);
        switch (event.rule) {
            case Rule::segment_create:
                return kernel(
                    fmt::format("new segment {}: key {}, {}", shmid, key_word(a[1]), bytes_word(a[2])),
                    fmt::format("mode {:04o}, {} reserved, no frame yet", a[3], pages_word(sim::pages_for(a[2]))));
            case Rule::segment_attach: return kernel(fmt::format("segment {}: nattch {} → {}", shmid, a[1], a[2]));
            case Rule::segment_detach: return kernel(fmt::format("segment {}: nattch {} → {}", shmid, a[1], a[2]));
            case Rule::segment_set:
                return kernel(
                    fmt::format("segment {}: owner {}, group {}, mode {:04o}", shmid, a[1], a[2], a[3] & 0777));
            case Rule::segment_dest:
                return kernel(fmt::format("segment {}: marked for destruction", shmid),
                              fmt::format("key {} is free again; the memory stays while attached", key_word(a[1])));
            case Rule::segment_destroy:
                return kernel(fmt::format("destroy segment {}", shmid),
                              fmt::format("{} given back", frames_word(a[1])));
            case Rule::segment_stat: return kernel(fmt::format("read the row of segment {}", shmid));
            case Rule::object_create: return kernel(fmt::format("new memory object {}", a[0]), pages_word(a[1]));
            default: return kernel(fmt::format("drop memory object {}", a[0]), frames_word(a[1]) + " given back");
        }
    }

    static std::string frames_word(std::uint64_t count) {
        return fmt::format("{} frame{}", count, count == 1 ? "" : "s");
    }

    EventText process(const Event& event) const {
        const Args& a = event.args;
        const std::string who = context_.process(pid_arg(a[0]));
        switch (event.rule) {
            case Rule::process_spawn: return kernel("start " + who);
            case Rule::process_fork:
                return kernel(fmt::format("{} forks: {} is born", who, context_.process(pid_arg(a[1]))),
                              "areas are copied; private pages shared until written");
            case Rule::process_exit: return kernel(who + " ends", status_word(a[1]));
            case Rule::process_reaped: return kernel(who + " was waited for");
            case Rule::process_reparented:
                return kernel(fmt::format("{} lost its parent", who),
                              fmt::format("now a child of {}", static_cast<std::int32_t>(a[1])));
            case Rule::brk_moved: return kernel(fmt::format("the heap ends at {}", hex(a[1])), "was " + hex(a[0]));
            case Rule::signal_send: return kernel(fmt::format("send {} to {}", signal_name(a[1]), who));
            case Rule::signal_deliver:
                return {Chip::trap, "deliver " + signal_name(a[0]), a[2] != 0 ? "address " + hex(a[2]) : ""};
            default: return kernel("no frame is left: kill " + who, fmt::format("it has {}", pages_word(a[1])));
        }
    }

    EventText waiting_or_copying(const Event& event) const {
        const Args& a = event.args;
        switch (event.rule) {
            case Rule::wait_child: return kernel("sleep until a child ends");
            case Rule::wait_input: return kernel("sleep until something is typed");
            case Rule::wait_sleep: return kernel("sleep for a while", "the clock jumps when all wait");
            case Rule::wait_signal: return kernel("sleep until a signal comes");
            case Rule::wake_child: return kernel("wake: child " + context_.process(pid_arg(a[0])) + " ended");
            case Rule::wake_input: return kernel("wake: there is input");
            case Rule::wake_sleep: return kernel("wake: the time has come");
            case Rule::write_out: return kernel(fmt::format("write {} to {}", bytes_word(a[1]), descriptor_word(a[0])));
            case Rule::copy_to_user: return kernel(fmt::format("copy {} to the program", bytes_word(a[1])), hex(a[0]));
            default: return kernel(fmt::format("copy {} from the program", bytes_word(a[1])), hex(a[0]));
        }
    }

    static std::string descriptor_word(std::uint64_t fd) {
        return fd == 1 ? "standard output" : fd == 2 ? "standard error" : fmt::format("descriptor {}", fd);
    }

    const TextContext& context_;
    sim::Pid pid_;
    std::uint64_t address_ = 0;  // of the fault last met
};

}  // namespace

std::string_view chip_name(Chip chip) {
    switch (chip) {
        case Chip::cpu: return "CPU";
        case Chip::mmu: return "MMU";
        case Chip::trap: return "Trap";
        case Chip::kernel: break;
    }
    return "Kernel";
}

std::vector<EventText> event_texts(const std::vector<Event>& events, const TextContext& context) {
    Narrator narrator(context);
    std::vector<EventText> texts;
    texts.reserve(events.size());
    for (const Event& event : events) texts.push_back(narrator.tell(event));
    return texts;
}

}  // namespace app::session
