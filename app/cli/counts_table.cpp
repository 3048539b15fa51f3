#include "app/cli/counts_table.h"

#include <fmt/format.h>

namespace app::cli {
namespace {

using session::TaskCounts;

// "12", "2.5".
std::string share(std::uint64_t count, std::uint64_t per) {
    if (count % per == 0) return fmt::format("{}", count / per);
    return fmt::format("{:.1f}", static_cast<double>(count) / static_cast<double>(per));
}

std::string line(const std::string& name, const TaskCounts& counts, std::uint64_t per) {
    const auto of = [&](std::uint64_t count) { return share(count, per); };
    return fmt::format("{:<20} {:>8} {:>12} {:>14} {:>10} {:>14} {:>8} {:>8} {:>8} {:>9}\n", name, of(counts.calls),
                       of(counts.data_copies), of(counts.data_bytes), of(counts.copies), of(counts.copied_bytes),
                       of(counts.minor_faults), of(counts.major_faults), of(counts.sleeps), of(counts.switches));
}

void add(TaskCounts& sum, const TaskCounts& one) {
    sum.calls += one.calls;
    sum.data_copies += one.data_copies;
    sum.data_bytes += one.data_bytes;
    sum.copies += one.copies;
    sum.copied_bytes += one.copied_bytes;
    sum.minor_faults += one.minor_faults;
    sum.major_faults += one.major_faults;
    sum.sleeps += one.sleeps;
    sum.switches += one.switches;
}

std::string names_of(const TaskCounts& counts, std::uint64_t per) {
    std::string text;
    for (const auto& [name, count] : counts.names) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, share(count, per));
    }
    return text;
}

}  // namespace

std::string counts_table(const std::vector<TaskCounts>& counts, std::uint64_t per) {
    std::string text = fmt::format("counts{}\n", per > 1 ? fmt::format(", each divided by {}", per) : "");
    text +=
        fmt::format("{:<20} {:>8} {:>12} {:>14} {:>10} {:>14} {:>8} {:>8} {:>8} {:>9}\n", "process", "calls",
                    "data copies", "bytes of data", "copies", "bytes copied", "minor", "major", "sleeps", "switches");
    TaskCounts sum;
    for (const TaskCounts& one : counts) {
        text += line(one.name, one, per);
        add(sum, one);
    }
    if (counts.size() > 1) text += line("all", sum, per);
    for (const TaskCounts& one : counts) {
        if (!one.names.empty()) text += fmt::format("{}: {}\n", one.name, names_of(one, per));
    }
    return text + "\n";
}

}  // namespace app::cli
