// What a step teaches, for the right column and for the presenter's screen.
#include "app/session/text_why.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/session/text_words.h"
#include "sim/base/limits.h"
#include "sim/hw/pte.h"

namespace app::session {
namespace {

using sim::report::AreaKind;
using sim::report::Event;
using sim::report::Rule;
using Events = std::vector<Event>;

// The last event of `rule` before `until`.
const Event* before_of(const Events& events, Rule rule, const Event* until) {
    const Event* last = nullptr;
    for (const Event& one : events) {
        if (&one == until) break;
        if (one.rule == rule) last = &one;
    }
    return last;
}

std::optional<Lesson> killed_for_memory(const Events& events, const TextContext& context) {
    const Event* kill = first_of(events, Rule::out_of_memory_kill);
    if (kill == nullptr) return std::nullopt;
    const std::string who = context.process(pid_arg(kill->args[0]));
    return Lesson{fmt::format("No frame of this machine is free. The kernel kills the process that holds the most, {}, "
                              "and its private frames are free again.",
                              who),
                  fmt::format("No frame is left: the kernel kills {}.", who)};
}

// Where such a pointer often comes from, by its number.
const char* wild_pointer(std::uint64_t address) {
    const std::uint64_t behind_failure = address + sim::kPageSize;  // (void *)-1 and what lies near it wraps around
    if (address < sim::kPageSize) return "Near 0 nothing is ever mapped: a null pointer leads here.";
    if (behind_failure < 2 * sim::kPageSize) return "It is next to (void *)-1, which shmat returns when it fails.";
    return "A pointer keeps its number when the area it led to is gone: after shmdt it leads nowhere.";
}

std::optional<Lesson> fault_killed(const Events& events, const TextContext& context) {
    const Event* fault = first_of(events, Rule::fault_signal);
    if (fault == nullptr) return std::nullopt;
    const std::string who = context.process(fault->pid);
    if (first_of(events, Rule::area_forbids) != nullptr) {
        return Lesson{
            fmt::format("The address is in an area of {}, but the area does not allow this access. The kernel "
                        "maps nothing and sends {}.",
                        who, signal_name(fault->args[1])),
            "The area forbids it: " + signal_name(fault->args[1]) + "."};
    }
    return Lesson{fmt::format("No area of {} contains {}, so there is nothing to map and the kernel sends {}. {}", who,
                              hex(fault->args[0]), signal_name(fault->args[1]), wild_pointer(fault->args[0])),
                  fmt::format("No area contains this address: {} gets {}.", who, signal_name(fault->args[1]))};
}

std::optional<Lesson> segment_gone(const Events& events, const TextContext&) {
    const Event* gone = first_of(events, Rule::segment_destroy);
    if (gone == nullptr) return std::nullopt;
    if (first_of(events, Rule::segment_detach) != nullptr) {
        return Lesson{
            "The segment was marked for removal before, and this was the last attachment. Now, and only now, its "
            "row goes and its frames are free again.",
            "The last detach: now the row and the frames go."};
    }
    return Lesson{
        "Nobody is attached, so removal happens at once: the row goes, and its frames are free again. Until "
        "somebody asks for it a segment stays, even when every process has ended.",
        "Nobody is attached: the row and the frames go at once."};
}

std::optional<Lesson> segment_marked(const Events& events, const TextContext& context) {
    const Event* marked = first_of(events, Rule::segment_dest);
    if (marked == nullptr) return std::nullopt;
    const sim::report::SegmentRow* segment = segment_of(context, shmid_arg(marked->args[0]));
    const std::uint64_t nattch = segment != nullptr ? segment->nattch : 1;
    return Lesson{
        fmt::format("IPC_RMID only marks it: {} attachment{} left, and the memory stays as long as there is one. "
                    "The key is free at once, so nobody new finds the segment by it.",
                    nattch, nattch == 1 ? " is" : "s are"),
        "Marked for removal: it goes with the last detach."};
}

std::optional<Lesson> detached(const Events& events, const TextContext& context) {
    const Event* detach = first_of(events, Rule::segment_detach);
    if (detach == nullptr) return std::nullopt;
    const bool exiting = first_of(events, Rule::process_exit) != nullptr;
    const std::string who = context.process(detach->pid);
    return Lesson{
        fmt::format("{} The area and its entries are gone, nattch went from {} to {}. The segment and what is "
                    "in it stay: detached is not deleted.",
                    exiting ? fmt::format("A process that ends is detached by the kernel.")
                            : fmt::format("shmdt takes away what shmat gave {}.", who),
                    detach->args[1], detach->args[2]),
        fmt::format("{} is detached; the segment and its data stay.", who)};
}

std::optional<Lesson> forked(const Events& events, const TextContext& context) {
    const Event* fork = first_of(events, Rule::process_fork);
    if (fork == nullptr) return std::nullopt;
    std::string shared;
    if (const Event* attach = first_of(events, Rule::segment_attach)) {
        shared = fmt::format(" What is shared stays shared: the child is attached too, nattch is {}.", attach->args[2]);
    }
    return Lesson{
        fmt::format("fork copies the areas, not the memory. Private pages are shared read-only until one of the "
                    "two writes: copy on write.{}",
                    shared),
        fmt::format("{} is born: its areas are copies, no memory is.", context.process(pid_arg(fork->args[1])))};
}

std::optional<Lesson> created(const Events& events, const TextContext&) {
    const Event* create = first_of(events, Rule::segment_create);
    if (create == nullptr) return std::nullopt;
    const std::uint64_t pages = sim::pages_for(create->args[2]);
    return Lesson{
        fmt::format("A segment is a promise: {} reserved, no frame used, nobody attached. A page becomes a frame "
                    "when somebody first touches it.",
                    pages == 1 ? "1 page is" : fmt::format("{} pages are", pages)),
        "A new row in the segment table, and no frame yet."};
}

std::optional<Lesson> attached(const Events& events, const TextContext& context) {
    const Event* attach = first_of(events, Rule::segment_attach);
    if (attach == nullptr) return std::nullopt;
    return Lesson{
        fmt::format("Attaching only reserves addresses: {} has a new area, and nattch went from {} to {}. No entry "
                    "of the page table changed; the first touch of each page will set one.",
                    context.process(attach->pid), attach->args[1], attach->args[2]),
        fmt::format("An area for {}, nattch {}; no entry of its page table changed.", context.process(attach->pid),
                    attach->args[2])};
}

// Whether the fault an event of `events` belongs to is on a segment's page.
const sim::report::AreaRow* faulted_area(const Events& events, const Event* event, const TextContext& context) {
    const Event* fault = before_of(events, Rule::fault_enter, event);
    return fault == nullptr ? nullptr : area_at(context, fault->pid, fault->args[0]);
}

const Event* shm_fault(const Events& events, Rule rule, const TextContext& context) {
    for (const Event& one : events) {
        if (one.rule != rule) continue;
        const sim::report::AreaRow* area = faulted_area(events, &one, context);
        if (area != nullptr && area->kind == AreaKind::shm) return &one;
    }
    return nullptr;
}

std::optional<Lesson> shared_touch(const Events& events, const TextContext& context) {
    const Event* resident = shm_fault(events, Rule::page_resident, context);
    if (resident == nullptr) return std::nullopt;
    const sim::report::FrameRow* frame = context.state->frame(sim::Pfn{static_cast<std::uint32_t>(resident->args[2])});
    const std::uint32_t maps = frame != nullptr ? frame->mapcount : 0;
    if (maps < 2) {
        return Lesson{
            fmt::format("Attaching only reserved addresses; the touch maps the page. It has been in {} all the "
                        "time, and what was written is still there.",
                        frame_word(resident->args[2])),
            fmt::format("The page is still in {}, and so is what was written.", frame_word(resident->args[2]))};
    }
    return Lesson{
        fmt::format("Attaching only reserved addresses. The frame is mapped now, at the first touch. {} addresses, "
                    "one frame: what is in it was never copied.",
                    maps == 2 ? "Two" : std::to_string(maps)),
        fmt::format("{} links, one frame: nothing was copied.", maps == 2 ? "Two" : std::to_string(maps))};
}

std::optional<Lesson> first_touch(const Events& events, const TextContext& context) {
    const Event* absent = shm_fault(events, Rule::page_absent, context);
    const Event* set = absent != nullptr ? first_of(events, Rule::pte_set) : nullptr;
    if (set == nullptr) return std::nullopt;
    return Lesson{
        fmt::format("The first touch of page {}: one fault, one frame of zeroes, one entry. The frame belongs to "
                    "the segment, not to {}: whoever touches the same page will get the same frame.",
                    absent->args[1], context.process(absent->pid)),
        "One fault, one frame, one link: the page is there now."};
}

// A page that is copied is one of a file or an object that a private mapping showed, or one that fork left shared.
bool of_object(const TextContext& context, std::uint64_t pfn) {
    using sim::report::FrameOwner;
    const sim::report::FrameRow* frame = context.state->frame(sim::Pfn{static_cast<std::uint32_t>(pfn)});
    return frame != nullptr && (frame->owner == FrameOwner::object || frame->owner == FrameOwner::cache);
}

std::optional<Lesson> copied_on_write(const Events& events, const TextContext& context) {
    const auto cow = std::find_if(events.begin(), events.end(), [](const Event& one) {
        return one.rule == Rule::fault_cow && !is_zero_page(one.args[1]);
    });
    if (cow == events.end()) return std::nullopt;
    const std::string who = context.process(cow->pid), frame = frame_word(cow->args[1]);
    const std::string caption = fmt::format("Copy on write: {} gets a frame of its own.", who);
    if (of_object(context, cow->args[1])) {
        return Lesson{
            fmt::format("This mapping is private: it showed the file's own page, {}, read-only. {} writes, so "
                        "it gets a copy of its own; the file keeps what is in it.",
                        frame, who),
            caption};
    }
    return Lesson{fmt::format("Since the fork this private page was shared read-only. {} writes, so it gets a copy of "
                              "its own; the other keeps {}.",
                              who, frame),
                  caption};
}

// Why a system call failed, by the check that decided it.
std::optional<Lesson> refused(const Events& events, const TextContext& context) {
    const Event* failed = first_of(events, Rule::call_failed);
    if (failed == nullptr) return std::nullopt;
    const auto check = std::find_if(events.begin(), events.end(), [&](const Event& one) {
        return one.error != sim::Errno::ok && one.rule != Rule::call_failed;
    });
    const std::string name = syscall_name(failed->args[0]);
    const std::string error(sim::errno_name(static_cast<sim::Errno>(failed->args[1])));
    std::string reason;
    if (check != events.end() && &*check < failed) reason = event_texts({*check}, context).front().sentence + ". ";
    if (!reason.empty()) reason.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(reason.front())));
    return Lesson{fmt::format("{}{} returns -1 with errno {}, and nothing has changed.", reason, name, error),
                  fmt::format("{} fails with {}; nothing has changed.", name, error)};
}

std::optional<Lesson> found(const Events& events, const TextContext&) {
    const Event* key = first_of(events, Rule::key_found);
    const Event* call = first_of(events, Rule::syscall_enter);
    if (key == nullptr || (call != nullptr && syscall_name(call->args[0]) != "shmget")) return std::nullopt;
    return Lesson{
        fmt::format("Key {} leads to segment {}, which is there already. shmget gives its id and changes nothing: "
                    "the size and the contents are those it has.",
                    key_word(key->args[0]), static_cast<std::int32_t>(key->args[1])),
        fmt::format("The key leads to segment {}: the same memory.", static_cast<std::int32_t>(key->args[1]))};
}

std::optional<Lesson> ended(const Events& events, const TextContext& context) {
    const Event* exit = first_of(events, Rule::process_exit);
    if (exit == nullptr) return std::nullopt;
    const std::string who = context.process(pid_arg(exit->args[0]));
    const bool left = !context.state->segments.empty();
    return Lesson{
        fmt::format("{} ends, and the kernel takes its memory back.{}", who,
                    left ? " Segments are not part of a process: they stay until somebody removes them." : ""),
        fmt::format("{} ends{}", who, left ? "; segments stay." : ".")};
}

std::optional<Lesson> printed(const Events& events, const TextContext& context) {
    const Event* write = first_of(events, Rule::write_out);
    if (write == nullptr) return std::nullopt;
    return Lesson{
        fmt::format("The C library collects characters in memory of {}, and write hands them to the kernel. That "
                    "is a copy: shared memory needs none.",
                    context.process(write->pid)),
        fmt::format("{} prints: the kernel copies the characters.", context.process(write->pid))};
}

// Nothing but the hardware had to do with the step.
std::optional<Lesson> unnoticed(const Events& events, const TextContext& context) {
    if (!context.whole_step) return std::nullopt;
    const bool quiet = std::all_of(events.begin(), events.end(), [](const Event& one) {
        return one.rule >= Rule::tlb_miss && one.rule <= Rule::store;
    });
    if (!quiet) return std::nullopt;
    return Lesson{
        "The kernel saw nothing of this line: every page it uses has an entry already, so the MMU finds the "
        "frames alone.",
        "No fault: the kernel does not even notice."};
}

bool shows_zero_page(const Event& set) {
    return is_zero_page(sim::hw::Pte{set.args[4]}.pfn().value);
}

std::optional<Lesson> zero_page_left(const Events& events, const TextContext& context) {
    const Event* cow = first_of(events, Rule::fault_cow);
    if (cow == nullptr || !is_zero_page(cow->args[1])) return std::nullopt;
    const std::string who = context.process(cow->pid);
    return Lesson{fmt::format("Reading memory nobody has written to maps the one zero page, {}, read-only. {} writes "
                              "to it now, so it gets a frame of its own.",
                              frame_word(cow->args[1]), who),
                  fmt::format("The first write: {} gets a frame in place of the zero page.", who)};
}

std::optional<Lesson> zero_page_read(const Events& events, const TextContext& context) {
    const auto set = std::find_if(events.begin(), events.end(),
                                  [](const Event& one) { return one.rule == Rule::pte_set && shows_zero_page(one); });
    if (set == events.end()) return std::nullopt;
    return Lesson{fmt::format("{} reads memory nobody has written to. Its entry leads to the one zero page, read-only: "
                              "the first write will cost a frame.",
                              context.process(set->pid)),
                  "Only read: the entry leads to the zero page, no frame is used."};
}

std::optional<Lesson> private_touch(const Events& events, const TextContext& context) {
    for (const Event& one : events) {
        if (one.rule != Rule::pte_set) continue;
        const sim::report::AreaRow* area = faulted_area(events, &one, context);
        if (area == nullptr || area->kind == AreaKind::shm || shows_zero_page(one)) continue;
        const std::string kind(sim::report::area_kind_name(area->kind));
        return Lesson{
            fmt::format("The first touch of a page of the {} of {}. It gets a frame now: memory nobody touched costs "
                        "nothing.",
                        kind, context.process(one.pid)),
            fmt::format("A page of the {} is touched for the first time.", kind)};
    }
    return std::nullopt;
}

// What matters most first.
constexpr Teacher kTeachers[] = {
    killed_for_memory, fault_killed, task_lesson,    segment_gone,    segment_marked, detached, forked,         created,
    attached,          shared_touch, first_touch,    copied_on_write, refused,        found,    channel_lesson, ended,
    sleep_lesson,      printed,      zero_page_left, private_touch,   zero_page_read, unnoticed};

Lesson lesson_of(const Events& events, const TextContext& context) {
    for (const Teacher teacher : kTeachers) {
        if (auto lesson = teacher(events, context)) return *lesson;
    }
    return {};
}

}  // namespace

const Event* first_of(const Events& events, Rule rule) {
    const auto found = std::find_if(events.begin(), events.end(), [&](const Event& one) { return one.rule == rule; });
    return found == events.end() ? nullptr : &*found;
}

std::string why_text(const Events& events, const TextContext& context) {
    return lesson_of(events, context).why;
}

std::string caption_text(const Events& events, const TextContext& context) {
    return lesson_of(events, context).caption;
}

}  // namespace app::session
