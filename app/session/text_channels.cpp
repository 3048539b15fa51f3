// What goes between processes through the kernel: copies, semaphores, messages, pipes, files.
#include <fmt/format.h>

#include "app/session/text_events.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

std::string descriptor_word(std::uint64_t fd) {
    return fd == 1 ? "standard output" : fd == 2 ? "standard error" : fmt::format("descriptor {}", fd);
}

std::string messages_word(std::uint64_t count) {
    return fmt::format("{} message{}", count, count == 1 ? "" : "s");
}

// "taking 1", "waited for 0", "adding 1" of an operation of semop(2).
std::string change_word(std::uint64_t operation) {
    const auto change = static_cast<std::int64_t>(operation);
    if (change == 0) return "it was 0";
    return change < 0 ? fmt::format("{} taken", -change) : fmt::format("{} added", change);
}

// "the whole file", "bytes 0 to 99".
std::string range_word(std::uint64_t first, std::uint64_t last) {
    const bool to_end = static_cast<std::int64_t>(last) < 0 || last == 0x7fff'ffff'ffff'ffff;
    if (to_end) return first == 0 ? "the whole file" : fmt::format("from byte {} on", first);
    return fmt::format("bytes {} to {}", first, last);
}

}  // namespace

EventText tell_copy(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    switch (event.rule) {
        case Rule::write_out:
            return kernel_text(fmt::format("write {} to {}", bytes_word(a[1]), descriptor_word(a[0])));
        case Rule::copy_to_user: return kernel_text(fmt::format("copy {} to the program", bytes_word(a[1])), hex(a[0]));
        default: return kernel_text(fmt::format("copy {} from the program", bytes_word(a[1])), hex(a[0]));
    }
}

EventText tell_semaphore(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const auto semid = static_cast<std::int32_t>(a[0]);
    switch (event.rule) {
        case Rule::sem_create:
            return kernel_text(fmt::format("new semaphore set {}: key {}, {} semaphore{}", semid, key_word(a[1]), a[2],
                                           a[2] == 1 ? "" : "s"),
                               fmt::format("mode {:04o}; all are 0 until SETVAL or semop", a[3] & 0777));
        case Rule::sem_change:
            return kernel_text(fmt::format("semaphore {} of set {}: {} → {}", a[1], semid, a[2], a[3]),
                               change_word(a[4]));
        case Rule::sem_undo:
            return kernel_text(fmt::format("semaphore {} of set {}: {} → {}", a[1], semid, a[2], a[3]),
                               "SEM_UNDO: what the process did is undone at its end");
        case Rule::sem_set:
            return kernel_text(
                fmt::format("semaphore set {}: owner {}, group {}, mode {:04o}", semid, a[1], a[2], a[3] & 0777));
        default: return kernel_text(fmt::format("remove semaphore set {}", semid), "at once; sleepers wake with EIDRM");
    }
}

EventText tell_queue(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const auto msqid = static_cast<std::int32_t>(a[0]);
    const auto type = static_cast<std::int64_t>(a[1]);
    switch (event.rule) {
        case Rule::queue_create:
            return kernel_text(fmt::format("new message queue {}: key {}", msqid, key_word(a[1])),
                               fmt::format("mode {:04o}", a[2] & 0777));
        case Rule::message_put:
            return kernel_text(fmt::format("put a message of type {} into queue {}: {}", type, msqid, bytes_word(a[2])),
                               fmt::format("{} in it, {}", messages_word(a[3]), bytes_word(a[4])));
        case Rule::message_take:
            return kernel_text(
                fmt::format("take a message of type {} from queue {}: {}", type, msqid, bytes_word(a[2])),
                fmt::format("reading consumes: {} left, {}", messages_word(a[3]), bytes_word(a[4])));
        case Rule::queue_set:
            return kernel_text(
                fmt::format("message queue {}: owner {}, group {}, mode {:04o}", msqid, a[1], a[2], a[3] & 0777),
                fmt::format("at most {} in it", bytes_word(a[4])));
        default:
            return kernel_text(fmt::format("remove message queue {}", msqid),
                               a[1] == 0 ? "at once" : fmt::format("at once: {} lost", messages_word(a[1])));
    }
}

EventText tell_pipe(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const std::string pipe = pipe_word(telling.context, a[0]);
    switch (event.rule) {
        case Rule::pipe_create: return kernel_text("new " + pipe, fmt::format("room for {}", bytes_word(a[1])));
        case Rule::pipe_write:
            return kernel_text(fmt::format("put {} into {}", bytes_word(a[1]), pipe),
                               fmt::format("{} in it: a copy in the kernel", bytes_word(a[2])));
        case Rule::pipe_read:
            return kernel_text(fmt::format("take {} from {}", bytes_word(a[1]), pipe),
                               fmt::format("reading consumes: {} left", bytes_word(a[2])));
        case Rule::pipe_end:
            return kernel_text(fmt::format("{}: readers {}, writers {}", pipe, a[1], a[2]),
                               a[2] == 0   ? "no writer: a reader meets the end"
                               : a[1] == 0 ? "no reader: a writer gets SIGPIPE"
                                           : "");
        default:
            return kernel_text(fmt::format("{} is gone", pipe),
                               a[1] == 0 ? "" : fmt::format("{} nobody read are lost", bytes_word(a[1])));
    }
}

EventText tell_file(const Telling& telling, const Event& event) {
    const EventArgs& a = event.args;
    const auto named = [&](int inode) {
        return event.text.empty() ? file_word(telling.context, a[static_cast<std::size_t>(inode)]) : event.text;
    };
    const auto lock = [&](std::string_view verb) {
        return kernel_text(fmt::format("{} a {} lock of {}", verb, a[2] == 0 ? "read" : "write", named(0)),
                           fmt::format("{}, {}", a[5] != 0 ? "flock" : "POSIX", range_word(a[3], a[4])));
    };
    switch (event.rule) {
        case Rule::file_open:
            return kernel_text(fmt::format("descriptor {} = {}", a[0], named(2)), "lowest that is free");
        case Rule::file_close: return kernel_text(fmt::format("close descriptor {}", a[0]));
        case Rule::inode_create: return kernel_text("new file " + named(0), fmt::format("mode {:04o}", a[1] & 07777));
        case Rule::inode_unlink:
            return kernel_text(fmt::format("the name {} is gone", named(0)),
                               a[1] == 0 ? "the file stays while open or mapped" : fmt::format("{} names left", a[1]));
        case Rule::inode_resize:
            return kernel_text(fmt::format("{}: {} → {}", named(0), bytes_word(a[1]), bytes_word(a[2])),
                               a[2] > a[1] ? "zeroes: no frame until touched" : "");
        case Rule::inode_change:
            return kernel_text(fmt::format("{}: mode {:04o}, user {}, group {}", named(0), a[1] & 07777, a[2], a[3]));
        case Rule::inode_free: return kernel_text("the file is gone: " + named(0), "no name, nobody has it open");
        case Rule::lock_set: return lock("set");
        default: return lock("clear");
    }
}

}  // namespace app::session
