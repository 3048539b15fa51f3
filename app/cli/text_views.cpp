#include "app/cli/text_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "sim/kernel/sys/proc_reader.h"

namespace app::cli {
namespace {

using sim::Pid;
using sim::machine::Machine;

struct View {
    const char* name;
    const char* command;  // its output is the view
    const char* path;     // else a text below /proc, {} being the process
};

constexpr View kViews[] = {
    {"maps", nullptr, "{}/maps"},     {"smaps", nullptr, "{}/smaps"},      {"smaps_rollup", nullptr, "{}/smaps_rollup"},
    {"status", nullptr, "{}/status"}, {"stat", nullptr, "{}/stat"},        {"limits", nullptr, "{}/limits"},
    {"meminfo", nullptr, "meminfo"},  {"pagemap", nullptr, nullptr},       {"sysvipc", nullptr, nullptr},
    {"ipcs", "exec ipcs", nullptr},   {"ipcs-l", "exec ipcs -l", nullptr}, {"ipcs-u", "exec ipcs -u", nullptr},
};

const View* find_view(const std::string& name) {
    const auto found =
        std::find_if(std::begin(kViews), std::end(kViews), [&](const View& view) { return name == view.name; });
    return found == std::end(kViews) ? nullptr : found;
}

// What a command prints on a copy of the machine where nobody else moves.
std::optional<std::string> output_of(Machine machine, const char* command) {
    constexpr int kMaxSteps = 10'000;
    const Pid pid = machine.kernel().tasks.next_pid();
    const std::size_t before = machine.output().size();
    if (!machine.start_command(command, nullptr)) return std::nullopt;
    for (int step = 0; step < kMaxSteps && machine.runnable(pid); ++step) {
        machine.step(pid, sim::machine::StepUnit::line, nullptr);
    }
    std::string text;
    for (std::size_t chunk = before; chunk < machine.output().size(); ++chunk) text += machine.output()[chunk].bytes;
    return text;
}

std::string sysvipc_text(const Machine& machine, Pid pid) {
    std::string text;
    for (const char* name : {"shm", "sem", "msg"}) {
        text += fmt::format("/proc/sysvipc/{}\n{}\n", name,
                            machine.proc_text(fmt::format("sysvipc/{}", name), pid).value_or(""));
    }
    return text;
}

std::string pagemap_line(std::uint64_t page, std::uint64_t word) {
    std::string text = fmt::format("{:012x}  {:016x}  {}", page, word, (word >> 63) != 0 ? "present" : "swapped");
    if ((word >> 61 & 1) != 0) text += " file/shared";
    if ((word >> 56 & 1) != 0) text += " exclusive";
    const std::uint64_t number = word & ((1ull << 55) - 1);
    return text + ((word >> 63) != 0 ? fmt::format(" pfn {}\n", number) : fmt::format(" slot {}\n", number >> 5));
}

// The words of all pages that have one, as root reads them.
std::string pagemap_text(const Machine& machine, Pid pid) {
    const sim::kernel::ProcReader reader{machine.kernel(), machine.hardware(), machine.programs(), pid};
    const sim::kernel::Task& task = machine.kernel().tasks[pid];
    const sim::report::State state = machine.observe();
    std::string text;
    for (const sim::report::PageRow& row : state.process(pid)->pages) {
        std::uint64_t word = 0;
        const std::string bytes =
            sim::kernel::pagemap_bytes(reader, task, row.page.value / sim::kPageSize * sizeof word, sizeof word, true);
        if (bytes.size() == sizeof word) std::memcpy(&word, bytes.data(), sizeof word);
        text += pagemap_line(row.page.value, word);
    }
    return text;
}

}  // namespace

std::vector<std::string> text_view_names() {
    std::vector<std::string> names;
    for (const View& view : kViews) names.emplace_back(view.name);
    return names;
}

bool needs_shell(const std::string& name) {
    const View* view = find_view(name);
    return view != nullptr && view->command != nullptr;
}

std::optional<std::string> text_view(const Machine& machine, const std::string& name, Pid pid) {
    const View* view = find_view(name);
    if (view == nullptr) return std::nullopt;
    if (view->command != nullptr) return output_of(machine, view->command);
    if (name == "sysvipc") return sysvipc_text(machine, pid);
    const sim::kernel::Task* task = machine.kernel().tasks.find(pid);
    if (task == nullptr || !task->alive()) return std::nullopt;
    if (name == "pagemap") return pagemap_text(machine, pid);
    return machine.proc_text(fmt::format(fmt::runtime(view->path), pid.value), pid);
}

}  // namespace app::cli
