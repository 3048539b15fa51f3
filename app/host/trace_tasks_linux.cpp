#include "app/host/trace_tasks_linux.h"

#include <unistd.h>

#include <utility>

#include "app/host/files_linux.h"

namespace app::host {
namespace {

std::string proc_path(pid_t tid, const char* name) {
    return "/proc/" + std::to_string(tid) + "/" + name;
}

sim::Pid pid_in(std::string_view field) {
    return sim::Pid{static_cast<std::int32_t>(number(field))};
}

std::uint32_t id_in(std::string_view field) {
    return static_cast<std::uint32_t>(number(field));
}

void read_line(std::string_view line, sim::report::TaskRow& row) {
    const std::string_view name = next_field(line);
    if (name == "Tgid:") row.tgid = pid_in(next_field(line));
    if (name == "PPid:") row.ppid = pid_in(next_field(line));
    if (name == "Uid:") {
        row.uid = sim::Uid{id_in(next_field(line))};
        row.euid = sim::Uid{id_in(next_field(line))};
    }
    if (name == "Gid:") {
        row.gid = sim::Gid{id_in(next_field(line))};
        row.egid = sim::Gid{id_in(next_field(line))};
    }
}

}  // namespace

// "1234 (name) S …": the name may hold anything, its last parenthesis ends it.
bool Tracee::look_asleep() {
    using sim::report::TaskState;
    if (row.state != TaskState::ready) return false;
    const std::string text = read_file(open_file(proc_path(tid, "stat")));
    const std::size_t name_end = text.rfind(") ");
    if (name_end == std::string::npos || text[name_end + 2] != 'S') return false;
    row.state = TaskState::blocked;
    row.waiting_for = call->kind->waits_for;
    return true;
}

bool Tracee::wake() {
    if (row.state != sim::report::TaskState::blocked) return false;
    row.state = sim::report::TaskState::ready;
    row.waiting_for.clear();
    return true;
}

void Tracee::remember(const Step& step) {
    last_signal = step.signal;
    row.si_code = step.si_code;
    row.si_addr = step.fault_address;
}

void Tracee::end(const Step& step) {
    row.state = sim::report::TaskState::ended;
    row.waiting_for.clear();
    if (step.kind == StepKind::exited) row.exit_status = step.status;
    if (step.kind == StepKind::killed) row.signal = step.signal;
    if (row.signal == last_signal) return;
    row.si_code = 0;
    row.si_addr = {};
}

Tracee* Tracees::find(pid_t tid) {
    const auto found = all_.find(tid);
    return found == all_.end() ? nullptr : &found->second;
}

Tracee& Tracees::add(pid_t tid, std::shared_ptr<Space> space) {
    Tracee& task = all_[tid];
    task.tid = tid;
    task.space = std::move(space);
    task.recorded = born_++ < kMaxRecordedTasks;
    task.row = {};
    task.row.pid = task.row.tgid = sim::Pid{tid};
    read_status(tid, task.row);
    task.row.name = program_name(tid);
    return task;
}

Tracee& Tracees::taken_over(pid_t tid, pid_t former) {
    Tracee& task = all_[tid];
    if (former != tid) {
        const auto found = all_.find(former);
        if (found != all_.end()) task.call = std::move(found->second.call);
    }
    std::erase_if(all_, [&](const auto& one) { return one.first != tid && one.second.row.tgid.value == tid; });
    return task;
}

std::vector<pid_t> Tracees::tids() const {
    std::vector<pid_t> all;
    for (const auto& [tid, task] : all_) all.push_back(tid);
    return all;
}

std::vector<Tracee*> Tracees::maybe_asleep() {
    std::vector<Tracee*> all;
    for (auto& [tid, task] : all_) {
        if (task.recorded && task.call && task.call->kind->waits_for != nullptr) all.push_back(&task);
    }
    return all;
}

Holders Tracees::holders() const {
    Holders all;
    for (const auto& [tid, task] : all_) {
        if (!task.is_process()) continue;
        all.processes.push_back(tid);
        if (task.borrowed) continue;
        for (const RecordedArea* area : task.space->areas()) {
            if (area->row.kind != sim::report::AreaKind::shm) all.mapped.push_back({area, tid, task.row.uid});
        }
    }
    return all;
}

void read_status(pid_t tid, sim::report::TaskRow& row) {
    const std::string text = read_file(open_file(proc_path(tid, "status")));
    for (std::string_view rest(text); !rest.empty();) read_line(next_line(rest), row);
}

std::string program_name(pid_t tid) {
    constexpr std::size_t kCutAt = 15;  // characters of /proc/PID/comm
    std::string name = read_file(open_file(proc_path(tid, "comm")));
    if (!name.empty() && name.back() == '\n') name.pop_back();
    if (name.size() < kCutAt) return name;
    std::string path(4096, '\0');
    const ssize_t got = ::readlink(proc_path(tid, "exe").c_str(), path.data(), path.size());
    path.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    const std::string file = path.substr(path.rfind('/') + 1);
    return file.starts_with(name) ? file : name;
}

}  // namespace app::host
