// Questions the kernel asked about keys, ids, arguments, files and rights, and how they ended.
#include <fmt/format.h>

#include "app/session/linux_names.h"
#include "app/session/text_events.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

std::int32_t number(std::uint64_t argument) {
    return static_cast<std::int32_t>(argument);
}

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

std::string operation_word(std::uint64_t operation) {
    const std::int32_t change = number(operation);
    if (change == 0) return "waiting for 0";
    return change < 0 ? fmt::format("taking {}", -std::int64_t{change}) : fmt::format("adding {}", change);
}

// "reading and writing" of r4 w2 x1.
std::string wanted_word(std::uint64_t bits) {
    std::string words;
    const auto add = [&](bool wanted, std::string_view word) {
        if (wanted) words += (words.empty() ? "" : " and ") + std::string(word);
    };
    add((bits & 4) != 0, "reading");
    add((bits & 2) != 0, "writing");
    add((bits & 1) != 0, "executing");
    return words.empty() ? "this" : words;
}

std::string kind_word(std::uint64_t mode) {
    switch (mode & 0170000) {
        case 0140000: return "a socket";
        case 0120000: return "a symbolic link";
        case 0040000: return "a directory";
        case 0020000: return "a device";
        case 0010000: return "a FIFO";
        default: return "a file";
    }
}

}  // namespace

EventText tell_key(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string_view what = ipc_word(telling.ipc);
    const auto refused = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    switch (event.rule) {
        case Rule::key_private:
            return kernel_text(fmt::format("key IPC_PRIVATE: always a new {}", what), "no table is asked");
        case Rule::key_absent: return kernel_text(fmt::format("look up key {}: not there", key_word(a[0])));
        case Rule::key_found:
            return kernel_text(fmt::format("look up key {}: {} {}", key_word(a[0]), what, number(a[1])));
        case Rule::creat_missing:
            return refused(fmt::format("no {} has key {} and IPC_CREAT was not given", what, key_word(a[0])));
        case Rule::excl_exists:
            return refused(fmt::format("IPC_EXCL wants a new {}, but key {} is taken", what, key_word(a[0])));
        case Rule::size_too_large:
            if (telling.ipc == IpcKind::semaphores) {
                return refused(fmt::format("{} semaphores asked, the set has {}", a[0], a[1]));
            }
            return refused(fmt::format("{} asked, the segment has {}", bytes_word(a[0]), bytes_word(a[1])));
        case Rule::size_out_of_range:
            return refused(fmt::format("{} asked: 1 to {} are allowed (SHMMAX)", bytes_word(a[0]), a[1]));
        case Rule::shmall_exceeded:
            return refused(fmt::format("{} of {} pages are reserved, {} more do not fit (SHMALL)", a[0], a[2], a[1]));
        case Rule::shmmni_exceeded: return refused(fmt::format("{} of {} segments exist already (SHMMNI)", a[0], a[1]));
        default: return refused(fmt::format("{} asked, {} can be had", pages_word(a[0]), pages_word(a[1])));
    }
}

EventText tell_id(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string_view what = ipc_word(telling.ipc);
    const auto refused = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    switch (event.rule) {
        case Rule::id_unknown: return refused(fmt::format("no {} has the id {}", what, number(a[0])));
        case Rule::id_found:
            return kernel_text(fmt::format("look up id {}", number(a[0])), fmt::format("entry {} of the table", a[1]));
        case Rule::permission_granted:
            return kernel_text(
                a[0] == 0 ? "no permission is asked for" : fmt::format("permission {:o} granted", a[0] & 7),
                fmt::format("{} {} gives this user {:o}", what, number(a[2]), a[1] & 7));
        case Rule::permission_denied:
            return refused(fmt::format("permission {:o} wanted, {} {} gives this user {:o}", a[0] & 7, what,
                                       number(a[2]), a[1] & 7));
        case Rule::owner_required:
            return refused(fmt::format("user {} is neither owner nor root: user {} is", a[0], a[1]));
        case Rule::command_unknown: return refused(fmt::format("there is no command {}", number(a[0])));
        case Rule::address_chosen:
            return kernel_text("choose " + hex(a[0]), fmt::format("the highest gap that fits {}", bytes_word(a[1])));
        case Rule::address_unaligned: return refused(hex(a[0]) + " is not the beginning of a page");
        case Rule::address_taken: return refused("something is mapped at " + hex(a[0]) + " already");
        case Rule::address_invalid: return refused(hex(a[0]) + " cannot be used");
        case Rule::attach_found:
            return kernel_text(fmt::format("segment {} is attached at {}", number(a[1]), hex(a[0])));
        default: return refused("no segment is attached at " + hex(a[0]));
    }
}

EventText tell_refusal(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const auto refused = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    switch (event.rule) {
        case Rule::limit_exceeded:
            return refused(fmt::format("{} of {} {}: too many", a[1], a[2], resource_word(a[0])));
        case Rule::pointer_bad: return refused("the kernel cannot use the address " + hex(a[0]));
        case Rule::unsupported: return refused(syscall_name(a[0]) + " is not simulated");
        case Rule::child_absent: return refused("there is no such child to wait for");
        case Rule::process_unknown: return refused(fmt::format("there is no process {}", number(a[0])));
        case Rule::signal_forbidden:
            return refused(fmt::format("this user may not send {} to process {}", signal_name(a[1]), number(a[0])));
        case Rule::descriptor_bad: return refused(fmt::format("descriptor {} is not open", number(a[0])));
        case Rule::path_absent: return refused("there is no file of that name");
        default: return refused(fmt::format("argument {} cannot be {}", a[0], static_cast<std::int64_t>(a[1])));
    }
}

EventText tell_ipc_check(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto told = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    const std::int32_t id = number(a[0]);
    switch (event.rule) {
        case Rule::sem_number_bad:
            return told(fmt::format("set {} has {} semaphores, from 0: there is no number {}", id, a[2], number(a[1])));
        case Rule::sem_value_bad:
            return told(fmt::format("semaphore {} of set {} cannot be {}: 0 to {} are allowed (SEMVMX)", number(a[1]),
                                    id, static_cast<std::int64_t>(a[2]), sim::kSemValueMax));
        case Rule::sem_would_wait:
            return told(fmt::format("semaphore {} of set {} is {}: {} has to wait", number(a[1]), id, a[3],
                                    operation_word(a[2])));
        case Rule::message_too_long:
            return told(fmt::format("the message has {}, the receiver has room for {}", bytes_word(a[1]), a[2]));
        case Rule::message_type_bad:
            return told(
                fmt::format("the type of a message must be at least 1, not {}", static_cast<std::int64_t>(a[0])));
        case Rule::message_absent: return told(fmt::format("queue {} has no {}", id, message_word(a[1])));
        case Rule::queue_full: return told(fmt::format("queue {} is full: {} of {} bytes", id, a[1], a[2]));
        default: return told(fmt::format("{} {} was removed while the call slept", ipc_word(telling.ipc), id));
    }
}

EventText tell_file_check(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto told = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    const auto file = [&] { return file_word(telling.context, a[0]); };
    const auto holder = [&] { return telling.context.process(pid_arg(a[1])); };
    switch (event.rule) {
        case Rule::path_found: return told("the name leads to " + file());
        case Rule::path_denied: return told(fmt::format("{} is not permitted: {}", wanted_word(a[1]), file()));
        case Rule::path_exists: return told(file() + " is there already");
        case Rule::path_kind_wrong: return told(fmt::format("{} is {}", file(), kind_word(a[1])));
        case Rule::access_wrong:
            return told(
                fmt::format("descriptor {} is not open for {}", number(a[0]), a[1] == 0 ? "reading" : "writing"));
        case Rule::would_block:
            return told(fmt::format("descriptor {} is not ready, and O_NONBLOCK forbids to sleep", number(a[0])));
        case Rule::pipe_has_no_reader:
            return told(fmt::format("nobody can read from {} any more", pipe_word(telling.context, a[0])));
        case Rule::not_seekable: return told(fmt::format("descriptor {} has no position", number(a[0])));
        case Rule::lock_conflict: return told(fmt::format("{} holds a lock of {}", holder(), file()));
        default: return told(fmt::format("{} holds a lock of {} and waits for this process", holder(), file()));
    }
}

EventText tell_late_check(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto told = [&](std::string sentence) { return check_text(event, std::move(sentence)); };
    const auto who = [&] { return telling.context.process(pid_arg(a[0])); };
    switch (event.rule) {
        case Rule::capability_missing:
            return told(fmt::format("this needs {}, which root has", value_name(a[0], capabilities())));
        case Rule::futex_value_differs:
            return told(
                fmt::format("the word at {} is {}, no longer {}: no sleep", hex(a[0]), number(a[2]), number(a[1])));
        case Rule::timed_out: return told(syscall_name(a[0]) + ": the time is over");
        case Rule::interrupted: return told((a[0] == 0 ? "a signal" : signal_name(a[0])) + " interrupts the call");
        case Rule::signal_ignored:
            return kernel_text(fmt::format("{} ignores {}", who(), signal_name(a[1])), "nothing happens");
        case Rule::signal_blocked:
            return kernel_text(fmt::format("{} blocks {}", who(), signal_name(a[1])),
                               "it stays pending until unblocked");
        default: return kernel_text(frame_word(a[0]) + " is locked", "it may not be swapped out");
    }
}

}  // namespace app::session
