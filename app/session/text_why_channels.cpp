// What steps teach that have to do with other ways to communicate, with waiting, swap, signals and threads.
#include <fmt/format.h>

#include <algorithm>

#include "app/session/text_events.h"
#include "app/session/text_why.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;
using Events = std::vector<Event>;

// Sentences about a rule; {} is the process whose step it was.
struct Plain {
    Rule rule;
    const char* why;
    const char* caption;
};

// What matters most first.
constexpr Plain kTaskLessons[] = {
    {Rule::swap_in,
     "The page had lost its frame and was in swap space: a major fault. The kernel takes a frame, reads the page back "
     "and sets the entry; {} never knows, it only takes long.",
     "A major fault: the page comes back from swap."},
    {Rule::swap_out,
     "No frame was free, so the clock hand looked for pages not used lately and wrote them to swap space. Their "
     "entries name a slot now: the next access will be a fault.",
     "Pages went to swap: their entries name slots now."},
    {Rule::process_exec,
     "exec keeps the process and replaces what it runs: pid, parent and open descriptors stay. Areas, entries, "
     "attached segments and signal handlers of {} are gone.",
     "exec: the same process, new memory."},
    {Rule::process_thread,
     "A new thread of {} shares the whole address space: one page table, no copy, no fault. Only registers and a "
     "stack are its own, so every global variable is shared.",
     "A thread: its own stack, everything else shared."},
    {Rule::signal_handler,
     "The kernel puts what {} was doing on its stack and lets it run the handler. When the handler returns, "
     "rt_sigreturn restores every register as if nothing had happened.",
     "{} is interrupted: its handler runs now."},
    {Rule::signal_return,
     "The handler returned into a call of rt_sigreturn: the kernel takes the saved registers from the stack, and {} "
     "goes on where it was interrupted.",
     "The handler is done: {} goes on."},
    {Rule::process_stopped, "{} is stopped: it keeps all its memory, but is not run before SIGCONT comes.",
     "{} is stopped until SIGCONT."},
};

constexpr Plain kChannelLessons[] = {
    {Rule::sem_remove,
     "A semaphore set is removed at once, unlike a segment: whoever sleeps on it wakes up, and its semop fails with "
     "EIDRM.",
     "The set is gone at once; sleepers wake with EIDRM."},
    {Rule::queue_remove,
     "A message queue is removed at once, unlike a segment: the messages in it are lost, and whoever sleeps on it "
     "wakes with EIDRM.",
     "The queue is gone at once, and its messages with it."},
    {Rule::sem_undo,
     "{} did operations with SEM_UNDO and ended: the kernel takes them back. A process that dies inside a critical "
     "section leaves it open for the others.",
     "SEM_UNDO: the kernel takes back what {} did."},
    {Rule::sem_create,
     "A set of semaphores: numbers in the kernel, found by a key as segments are. It stays until somebody removes it, "
     "even when every process has ended.",
     "A new set of semaphores; it stays until removed."},
    {Rule::sem_change,
     "A semaphore is a number that never gets below 0. The operations of one semop are done all together or not at "
     "all, so no other process sees half of them.",
     "The semaphore changes, all of semop at once."},
    {Rule::queue_create,
     "A message queue keeps whole messages in the kernel until somebody takes them. It stays until it is removed.",
     "A new message queue; it stays until removed."},
    {Rule::message_take,
     "The kernel copies the message to {} and forgets it: reading consumes. That was the second copy; shared memory "
     "needs none.",
     "The second copy: out of the queue, to {}."},
    {Rule::message_put,
     "The kernel copies the whole message from {} into memory of its own. Whoever receives it gets a second copy; "
     "shared memory needs none.",
     "The first copy: from {} into the queue."},
    {Rule::pipe_read,
     "The kernel copies the bytes to {} and forgets them: reading consumes. That was the second copy; shared memory "
     "needs none.",
     "The second copy: out of the pipe, to {}."},
    {Rule::pipe_write,
     "The kernel copies the bytes from {} into memory of its own. Whoever reads gets a second copy; shared memory "
     "needs none.",
     "The first copy: from {} into the pipe."},
    {Rule::pipe_create,
     "A pipe is memory in the kernel with an end for reading and one for writing. Only who inherits a descriptor can "
     "use it: children by fork.",
     "A pipe: bytes go in at one end, out at the other."},
    {Rule::inode_unlink, "Only the name is gone. What the name led to lives on while somebody has it open or mapped.",
     "The name is gone; the memory stays while mapped."},
    {Rule::inode_resize,
     "The size is a promise: no frame is used before a page is touched. Pages behind the end may not be touched: "
     "SIGBUS.",
     "A size, and no frame yet."},
    {Rule::lock_set,
     "A file lock is a promise between those who ask for it: the kernel keeps nobody from reading and writing without.",
     "{} holds the lock; others who ask must wait."},
};

std::optional<Lesson> plain_lesson(const Events& events, const TextContext& context, const Plain& plain) {
    const Event* event = first_of(events, plain.rule);
    if (event == nullptr) return std::nullopt;
    const std::string who = context.process(event->pid);
    return Lesson{fmt::format(fmt::runtime(plain.why), who), fmt::format(fmt::runtime(plain.caption), who)};
}

template <std::size_t N>
std::optional<Lesson> first_plain(const Events& events, const TextContext& context, const Plain (&lessons)[N]) {
    for (const Plain& plain : lessons) {
        if (auto lesson = plain_lesson(events, context, plain)) return lesson;
    }
    return std::nullopt;
}

std::optional<Lesson> semaphore_sleep(const Event& wait, const std::string& who) {
    const auto operation = static_cast<std::int32_t>(wait.args[2]);
    const std::string needs = operation == 0 ? "it to be 0" : fmt::format("{} or more", -std::int64_t{operation});
    return Lesson{fmt::format("The semaphore is {}, and {} needs {}. So it sleeps and uses no processor; whoever "
                              "changes the semaphore wakes it.",
                              wait.args[3], who, needs),
                  fmt::format("{} sleeps: the semaphore is {}.", who, wait.args[3])};
}

bool falls_asleep(const Event& event) {
    return event.rule >= Rule::wait_child && event.rule <= Rule::wait_stopped;
}

}  // namespace

std::optional<Lesson> task_lesson(const Events& events, const TextContext& context) {
    return first_plain(events, context, kTaskLessons);
}

std::optional<Lesson> channel_lesson(const Events& events, const TextContext& context) {
    return first_plain(events, context, kChannelLessons);
}

std::optional<Lesson> sleep_lesson(const Events& events, const TextContext& context) {
    const auto wait = std::find_if(events.begin(), events.end(), falls_asleep);
    if (wait == events.end()) return std::nullopt;
    const std::string who = context.process(wait->pid);
    if (wait->rule == Rule::wait_semaphore) return semaphore_sleep(*wait, who);
    if (wait->rule == Rule::wait_child || wait->rule == Rule::wait_input) {
        const char* until = wait->rule == Rule::wait_child ? "a child ends" : "something is typed";
        return Lesson{fmt::format("{} sleeps: it is not run again before {}.", who, until),
                      fmt::format("{} sleeps until {}.", who, until)};
    }
    if (wait->rule == Rule::wait_sleep || wait->rule == Rule::wait_signal) return std::nullopt;
    // "sleep until pipe 3 has data" → "producer sleeps until …"
    const std::string sentence = event_texts({*wait}, context).front().sentence;
    return Lesson{fmt::format("{} sleeps{} It uses no processor meanwhile.", who, sentence.substr(5) + "."),
                  fmt::format("{} sleeps: it has to wait.", who)};
}

}  // namespace app::session
