// Semaphores, queues, files, pipes and locks in the columns of ipcs, ls, lsof and /proc/locks.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/tables.h"

namespace app::cli {
namespace {

using namespace sim::report;

std::string key_text(sim::Key key) {
    return fmt::format("{:#010x}", static_cast<std::uint32_t>(key.value));
}

std::string semaphore_lines(const SemaphoreSetRow& set) {
    std::string text =
        fmt::format("{:<10} {:<10} {:<10} {:<10o} {:<10}\n", key_text(set.key), ipc_id_text(set.semid, set.ipc_ns),
                    user_name(set.uid), set.mode & 0777, set.semaphores.size());
    constexpr std::size_t kListed = 64;
    for (std::size_t n = 0; n < std::min(set.semaphores.size(), kListed); ++n) {
        const SemaphoreRow& one = set.semaphores[n];
        text += fmt::format("    semnum {:<4} value {:<6} ncount {:<4} zcount {:<4} pid {}\n", n, one.value,
                            one.wait_more, one.wait_zero, one.pid.value);
    }
    if (set.semaphores.size() > kListed) text += fmt::format("    and {} more\n", set.semaphores.size() - kListed);
    return text;
}

std::string queue_lines(const QueueRow& queue) {
    std::string text = fmt::format("{:<10} {:<10} {:<10} {:<10o} {:<12} {:<12}\n", key_text(queue.key),
                                   ipc_id_text(queue.msqid, queue.ipc_ns), user_name(queue.uid), queue.mode & 0777,
                                   queue.bytes, queue.messages);
    for (const MessageRow& one : queue.list) text += fmt::format("    type {:<6} bytes {}\n", one.type, one.bytes);
    return text;
}

std::string descriptor_line(const DescriptorRow& row) {
    const char access = row.readable && row.writable ? 'u' : row.writable ? 'w' : 'r';
    return fmt::format("{:>4}{} {:<9} {:>10}  {}{}\n", row.fd, access, row.kind, fmt::format("0t{}", row.position),
                       row.name, row.close_on_exec ? " (close-on-exec)" : "");
}

std::string lock_line(const LockRow& row) {
    const std::string end = row.end == ~std::uint64_t{0} ? "EOF" : fmt::format("{}", row.end);
    return fmt::format("{:<6} ADVISORY  {:<5} {:<6} {:<10} {:>6} {:>6}  {}\n", row.flock ? "FLOCK" : "POSIX",
                       row.write ? "WRITE" : "READ", row.pid.value, row.inode, row.start, end, row.name);
}

// A table when there is anything to put in.
template <class Row, class Line>
std::string table_of(const std::vector<Row>& rows, std::string head, Line line) {
    if (rows.empty()) return "";
    for (const Row& row : rows) head += line(row);
    return head + "\n";
}

}  // namespace

std::string semaphores_table(const State& state) {
    return table_of(state.semaphores,
                    fmt::format("------ Semaphore Arrays --------\n{:<10} {:<10} {:<10} {:<10} {:<10}\n", "key",
                                "semid", "owner", "perms", "nsems"),
                    semaphore_lines);
}

std::string queues_table(const State& state) {
    return table_of(state.queues,
                    fmt::format("------ Message Queues --------\n{:<10} {:<10} {:<10} {:<10} {:<12} {:<12}\n", "key",
                                "msqid", "owner", "perms", "used-bytes", "messages"),
                    queue_lines);
}

std::string files_table(const State& state) {
    return table_of(state.files,
                    fmt::format("files\n{:<8} {:<6} {:<10} {:>10} {:>6} {:>5} {:>8} {:>9} {:>8}  {}\n", "inode", "mode",
                                "owner", "size", "links", "open", "mappings", "resident", "swapped", "name"),
                    [](const FileRow& row) {
                        return fmt::format("{:<8} {:<6o} {:<10} {:>10} {:>6} {:>5} {:>8} {:>9} {:>8}  {}{}\n",
                                           row.inode, row.mode & 07777, user_name(row.uid), row.bytes, row.links,
                                           row.open, row.mappings, row.resident, row.swapped, row.name,
                                           row.links == 0 ? " (deleted)" : "");
                    });
}

std::string pipes_table(const State& state) {
    return table_of(state.pipes,
                    fmt::format("pipes\n{:<6} {:<8} {:>8} {:>9} {:>8} {:>8} {:>10}  {}\n", "id", "kind", "bytes",
                                "capacity", "readers", "writers", "total", "name"),
                    [](const PipeRow& row) {
                        return fmt::format("{:<6} {:<8} {:>8} {:>9} {:>8} {:>8} {:>10}  {}\n", row.id, row.kind,
                                           row.bytes, row.capacity, row.readers, row.writers, row.total, row.name);
                    });
}

std::string locks_table(const State& state) {
    return table_of(state.locks, "file locks\n", lock_line);
}

std::string descriptors_table(const TaskRow& process) {
    const bool ordinary = std::all_of(process.descriptors.begin(), process.descriptors.end(),
                                      [](const DescriptorRow& row) { return row.fd <= 2 && row.kind == "console"; });
    if (ordinary) return "";
    return table_of(process.descriptors, fmt::format("{:>5} {:<9} {:>10}  {}\n", "FD", "TYPE", "OFFSET", "NAME"),
                    descriptor_line);
}

}  // namespace app::cli
