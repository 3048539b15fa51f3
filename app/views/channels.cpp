#include "app/views/channels.h"

#include <algorithm>
#include <cmath>

#include "app/views/format.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr float kPitch = 19, kAround = 8;
constexpr std::size_t kListed = 8;  // values, types

template <class Row, class Text>
std::string listed(const std::vector<Row>& rows, Text text) {
    std::string words;
    for (std::size_t n = 0; n < std::min(rows.size(), kListed); ++n) words += " " + text(rows[n]);
    return rows.size() > kListed ? words + " …" : words;
}

std::string key_words(sim::Key key) {
    return key == sim::kIpcPrivate ? "private" : "key " + short_key(key);
}

ChannelLine semaphores_line(const SemaphoreSetRow& set) {
    std::uint64_t sleepers = 0;
    for (const SemaphoreRow& one : set.semaphores) sleepers += one.wait_more + one.wait_zero;
    std::string words = key_words(set.key) + (set.semaphores.size() == 1 ? " · value" : " · values") +
                        listed(set.semaphores, [](const SemaphoreRow& one) { return std::to_string(one.value); });
    if (sleepers > 0) words += " · " + plural(sleepers, "sleeper");
    return {"sem " + ipc_id_text(set.semid, set.ipc_ns), words, "a set of semaphores: numbers that processes wait on"};
}

ChannelLine queue_line(const QueueRow& queue) {
    std::string words = key_words(queue.key) + " · " + plural(queue.messages, "message") + " · " +
                        count_text(queue.bytes) + " of " + count_text(queue.limit) + " bytes";
    if (!queue.list.empty()) {
        words += " · types" + listed(queue.list, [](const MessageRow& one) { return std::to_string(one.type); });
    }
    return {"queue " + ipc_id_text(queue.msqid, queue.ipc_ns), words,
            "a message queue: the kernel keeps a copy of every message"};
}

ChannelLine pipe_line(const PipeRow& pipe) {
    const std::string name = pipe.kind == "fifo" ? pipe.name : pipe.kind + " " + std::to_string(pipe.id);
    return {name,
            count_text(pipe.bytes) + " of " + count_text(pipe.capacity) + " bytes · readers " +
                std::to_string(pipe.readers) + " · writers " + std::to_string(pipe.writers) + " · " +
                count_text(pipe.total) + " went through",
            "a pipe: the kernel keeps a copy of the bytes until they are read"};
}

bool shared_object(const FileRow& file) {
    return file.name.starts_with("/dev/shm/") || file.name.starts_with("memfd:");
}

ChannelLine object_line(const FileRow& file) {
    std::string words = count_text(file.bytes) + " bytes · " + count_text(file.resident) + " of " +
                        plural(sim::pages_for(file.bytes), "page") + " in frames · mapped " +
                        plural(file.mappings, "time");
    if (file.swapped > 0) words += " · swapped " + count_text(file.swapped);
    if (file.links == 0) words += " · its name is gone";
    return {file.name, words, "a POSIX shared memory object: a file in /dev/shm whose pages processes map"};
}

ChannelLine lock_line(const LockRow& lock, const State& state) {
    const TaskRow* holder = state.process(lock.pid);
    return {"lock",
            lock.name + " · " + (lock.write ? "write" : "read") + " · held by " +
                (holder != nullptr ? holder->name : std::to_string(lock.pid.value)),
            "a file lock: a promise between those who ask for it"};
}

std::string kinds_text(const State& state) {
    const auto objects =
        static_cast<std::uint64_t>(std::count_if(state.files.begin(), state.files.end(), shared_object));
    std::string words;
    const auto add = [&](std::uint64_t count, std::string_view noun) {
        if (count > 0) words += (words.empty() ? "" : " · ") + plural(count, noun);
    };
    add(state.semaphores.size(), "semaphore set");
    add(state.queues.size(), "message queue");
    add(state.pipes.size(), "pipe");
    add(objects, "shared object");
    add(state.locks.size(), "file lock");
    return words;
}

void draw_line(const Scene& scene, const Pen& pen, const ChannelLine& line, bool changed, Rect row) {
    const bool big = !scene.at_least(Detail::mechanism);
    const TextStyle name = pen.strong(pen.theme.text, big ? kBody : kMono);
    const TextStyle words = pen.mono(changed ? pen.theme.on_panel(pen.theme.changed) : pen.theme.dim, kSmall);
    const float taken = pen.write({row.x, row.y}, line.name, name, row.w * 0.4f) + 14;
    const bool hidden = changed && scene.hide_changes;
    const std::string first = line.words.substr(0, line.words.find(" · "));
    const std::string shown =
        hidden ? "?" : widgets::first_fitting(pen.canvas, {line.words, first}, words, row.w - taken);
    pen.write({row.x + taken, row.y + 1}, shown, words, row.w - taken);
    pen.explain(row, line.tooltip);
}

}  // namespace

std::vector<ChannelLine> channel_lines(const State& state) {
    std::vector<ChannelLine> lines;
    for (const SemaphoreSetRow& set : state.semaphores) lines.push_back(semaphores_line(set));
    for (const QueueRow& queue : state.queues) lines.push_back(queue_line(queue));
    for (const PipeRow& pipe : state.pipes) lines.push_back(pipe_line(pipe));
    for (const FileRow& file : state.files) {
        if (shared_object(file)) lines.push_back(object_line(file));
    }
    for (const LockRow& lock : state.locks) lines.push_back(lock_line(lock, state));
    return lines;
}

float channels_height(const Scene& scene, float room) {
    const auto lines = static_cast<float>(channel_lines(*scene.now).size());
    if (lines == 0) return 0;
    return std::min(lines, std::max(1.0f, std::floor((room - kAround) / kPitch))) * kPitch + kAround;
}

void paint_channels(const Scene& scene, const Pen& pen, Rect rect) {
    const std::vector<ChannelLine> lines = channel_lines(*scene.now), before = channel_lines(*scene.before);
    widgets::rule(pen.canvas, {rect.x, rect.y}, rect.w, pen.theme.line);
    const auto places = static_cast<std::size_t>(std::floor((rect.h - kAround) / kPitch + 0.01f));
    const bool all = lines.size() <= places;
    float y = rect.y + 4;
    for (std::size_t n = 0; n < (all ? lines.size() : places - 1); ++n, y += kPitch) {
        const bool changed = std::find(before.begin(), before.end(), lines[n]) == before.end();
        draw_line(scene, pen, lines[n], changed, {rect.x, y, rect.w, kPitch});
    }
    if (all) return;
    const std::string more = places == 1 ? "" : "in all: ";
    pen.write({rect.x, y}, more + kinds_text(*scene.now), pen.body(pen.theme.dim, kSmall), rect.w);
}

}  // namespace app::views
