// Processes and threads: born, ended, asleep, woken, and the signals between them.
#include <fmt/format.h>

#include "app/session/linux_names.h"
#include "app/session/text_events.h"
#include "sim/kernel/proc/task.h"

namespace app::session {
namespace {

using sim::kernel::WaitKind;
using sim::report::Event;
using sim::report::Rule;

std::string capabilities_word(std::uint64_t set) {
    const FlagNames all = capabilities();
    std::string names;
    std::size_t count = 0;
    for (const FlagName& one : all) {
        if ((set >> one.bits & 1) == 0) continue;
        names += (names.empty() ? "" : ", ") + std::string(one.name);
        ++count;
    }
    if (count == 0) return "no capabilities";
    return count == all.size() ? "all capabilities of root" : names;
}

std::string signals_word(std::uint64_t set) {
    std::string names;
    for (std::uint64_t signal = 1; signal <= 64; ++signal) {
        if ((set >> (signal - 1) & 1) != 0) names += (names.empty() ? "" : ", ") + signal_name(signal);
    }
    return names.empty() ? "none" : set == ~std::uint64_t{0} ? "all" : names;
}

// What a sleeper waits for, in few words.
std::string wait_word(const Telling& telling, std::uint64_t kind, std::uint64_t object) {
    const auto id = static_cast<std::int32_t>(object);
    switch (static_cast<WaitKind>(kind)) {
        case WaitKind::child: return "a child";
        case WaitKind::input: return "input";
        case WaitKind::sleep: return "the time";
        case WaitKind::signal: return "a signal";
        case WaitKind::pipe_data: return "data in " + pipe_word(telling.context, object);
        case WaitKind::pipe_room: return "room in " + pipe_word(telling.context, object);
        case WaitKind::peer: return "the other end of " + file_word(telling.context, object);
        case WaitKind::message: return fmt::format("a message in queue {}", id);
        case WaitKind::queue_room: return fmt::format("room in queue {}", id);
        case WaitKind::semaphore: return fmt::format("semaphore set {}", id);
        case WaitKind::futex: return "a futex";
        case WaitKind::lock: return "the lock of " + file_word(telling.context, object);
        case WaitKind::files: return "a descriptor";
        case WaitKind::vfork: return telling.context.process(pid_arg(object)) + " to exec or exit";
        case WaitKind::stopped: return "SIGCONT";
        case WaitKind::none: break;
    }
    return "something";
}

}  // namespace

EventText tell_process(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string who = telling.context.process(pid_arg(a[0]));
    switch (event.rule) {
        case Rule::process_spawn: return kernel_text("start " + who);
        case Rule::process_fork:
            return kernel_text(fmt::format("{} forks: {} is born", who, telling.context.process(pid_arg(a[1]))),
                               "areas are copied; private pages shared until written");
        case Rule::process_exit: return kernel_text(who + " ends", status_word(a[1]));
        case Rule::process_reaped: return kernel_text(who + " was waited for");
        case Rule::process_reparented:
            return kernel_text(fmt::format("{} lost its parent", who),
                               "now a child of " + (a[1] == 1 ? "init" : telling.context.process(pid_arg(a[1]))));
        case Rule::brk_moved: return kernel_text(fmt::format("the heap ends at {}", hex(a[1])), "was " + hex(a[0]));
        case Rule::process_exec:
            return kernel_text(who + " begins another program",
                               "its address space is gone; pid and open descriptors stay");
        case Rule::process_thread:
            return kernel_text(fmt::format("{} has a new thread, {}", who, static_cast<std::int32_t>(a[1])),
                               "it shares the whole address space and has its own stack");
        case Rule::process_thread_end:
            return kernel_text(fmt::format("thread {} of {} ends", static_cast<std::int32_t>(a[1]), who),
                               "the other threads go on");
        case Rule::process_stopped:
            return kernel_text(who + " is stopped", signal_name(a[1]) + ": until SIGCONT comes");
        case Rule::process_continued: return kernel_text(who + " goes on", "SIGCONT");
        case Rule::ipc_namespace_new:
            return kernel_text(
                fmt::format("new IPC namespace {} for {}", a[1], who),
                "segments, semaphores and queues of its own: none yet; keys found elsewhere are not found here");
        case Rule::ipc_namespace_end:
            return kernel_text(
                fmt::format("IPC namespace {} ends", a[0]),
                "nobody is in it and nobody maps what is in it: its segments, semaphores and queues are gone");
        default:
            return kernel_text(fmt::format("effective user {}, group {}", a[0], a[1]),
                               fmt::format("real user {}, group {}; {}", a[2], a[3], capabilities_word(a[4])));
    }
}

EventText tell_signal(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto who = [&] { return telling.context.process(pid_arg(a[0])); };
    switch (event.rule) {
        case Rule::signal_send: return kernel_text(fmt::format("send {} to {}", signal_name(a[1]), who()));
        case Rule::signal_deliver:
            return {Chip::trap, "deliver " + signal_name(a[0]), a[2] != 0 ? "address " + hex(a[2]) : ""};
        case Rule::out_of_memory_kill:
            return kernel_text("no frame is left: kill " + who(), fmt::format("it has {}", pages_word(a[1])));
        case Rule::signal_handler:
            return {Chip::trap, fmt::format("call the handler of {} at {}", signal_name(a[0]), hex(a[1])),
                    fmt::format("what was interrupted is kept on the stack at {}", hex(a[2]))};
        case Rule::signal_return:
            return kernel_text(fmt::format("the handler of {} is done", signal_name(a[0])),
                               "the interrupted code goes on");
        case Rule::signal_action:
            return kernel_text(fmt::format("{}: {}", signal_name(a[0]),
                                           a[1] == 0   ? "default action"
                                           : a[1] == 1 ? "ignored from now on"
                                                       : "handler at " + hex(a[1])),
                               a[2] == 0 ? "" : flags_text(a[2], action_flags(), ""));
        case Rule::signal_mask:
            return kernel_text("blocked signals: " + signals_word(a[1]), "were " + signals_word(a[0]));
        default:
            return a[0] == 0 && a[1] == 0 ? kernel_text("no alarm is set any more")
                                          : kernel_text("an alarm is set", "SIGALRM comes when its time has come");
    }
}

EventText tell_wait(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto id = static_cast<std::int32_t>(a[0]);
    switch (event.rule) {
        case Rule::wait_child: return kernel_text("sleep until a child ends");
        case Rule::wait_input: return kernel_text("sleep until something is typed");
        case Rule::wait_sleep: return kernel_text("sleep for a while", "the clock jumps when all wait");
        case Rule::wait_signal: return kernel_text("sleep until a signal comes");
        case Rule::wait_pipe_data:
            return kernel_text(fmt::format("sleep until {} has data", pipe_word(telling.context, a[0])));
        case Rule::wait_pipe_room:
            return kernel_text(fmt::format("sleep until {} has room", pipe_word(telling.context, a[0])),
                               bytes_word(a[1]) + " still to write");
        case Rule::wait_peer:
            return kernel_text(
                fmt::format("sleep until somebody opens the other end of {}", file_word(telling.context, a[0])));
        case Rule::wait_message:
            return kernel_text(fmt::format("sleep until queue {} has a {}", id, message_word(a[1])));
        case Rule::wait_queue_room:
            return kernel_text(fmt::format("sleep until queue {} has room", id), bytes_word(a[1]) + " to send");
        case Rule::wait_semaphore:
            return kernel_text(
                fmt::format("sleep: semaphore {} of set {} is {}", static_cast<std::int32_t>(a[1]), id, a[3]),
                static_cast<std::int32_t>(a[2]) == 0
                    ? std::string("until it is 0")
                    : fmt::format("until it is {} or more", -static_cast<std::int64_t>(a[2])));
        case Rule::wait_futex:
            return kernel_text(fmt::format("sleep on the word at {}", hex(a[0])),
                               fmt::format("it is still {}", static_cast<std::int32_t>(a[1])));
        case Rule::wait_lock:
            return kernel_text(fmt::format("sleep until {} unlocks {}", telling.context.process(pid_arg(a[1])),
                                           file_word(telling.context, a[0])));
        case Rule::wait_files: return kernel_text(fmt::format("sleep until one of {} descriptors is ready", a[0]));
        case Rule::wait_vfork:
            return kernel_text(fmt::format("sleep until {} calls exec or ends", telling.context.process(pid_arg(a[0]))),
                               "vfork: until then both use one address space");
        default: return kernel_text("sleep: stopped by " + signal_name(a[0]), "until SIGCONT comes");
    }
}

EventText tell_wake(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string who = telling.context.process(telling.pid);
    switch (event.rule) {
        case Rule::wake_child: return kernel_text("wake: child " + telling.context.process(pid_arg(a[0])) + " ended");
        case Rule::wake_input: return kernel_text("wake: there is input");
        case Rule::wake_sleep: return kernel_text("wake: the time has come");
        case Rule::wake_waiter:
            return kernel_text("wake " + who,
                               fmt::format("it waits for {}: it tries again", wait_word(telling, a[0], a[1])));
        case Rule::wake_completed:
            return kernel_text("wake " + who,
                               fmt::format("it waits for {}: its call is done for it", wait_word(telling, a[0], a[1])));
        case Rule::wake_timeout:
            return kernel_text(fmt::format("wake {}: its time is over", who),
                               "it waited for " + wait_word(telling, a[0], a[1]));
        default:
            return kernel_text(fmt::format("wake {}: {} came", who, signal_name(a[2])),
                               "it waited for " + wait_word(telling, a[0], a[1]));
    }
}

}  // namespace app::session
