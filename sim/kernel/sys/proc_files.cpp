// The names below /proc and what stands behind each.
//
// Known inaccuracies: an entry of fd that leads to a pipe without a name cannot be opened anew (ENOENT).
#include "sim/kernel/sys/proc_files.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/kernel/fs/open_flags.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

constexpr std::array<std::string_view, 4> kSystemFiles = {"loadavg", "meminfo", "uptime", "version"};
constexpr std::array<std::string_view, 3> kIpcFiles = {"msg", "sem", "shm"};
// pagemap is made while it is read: it has no text.
constexpr std::array<std::string_view, 10> kProcessFiles = {
    "cmdline", "comm", "limits", "maps", "pagemap", "smaps", "smaps_rollup", "stat", "statm", "status",
};
// Symbolic links, which only who may trace the process follows.
constexpr std::array<std::string_view, 3> kProcessLinks = {"cwd", "exe", "root"};
// What only who may trace the process reads.
constexpr std::array<std::string_view, 4> kTracedFiles = {"maps", "pagemap", "smaps", "smaps_rollup"};

template <std::size_t n>
bool among(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<int> number_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0;
    return whole ? std::optional(number) : std::nullopt;
}

// "201/fd/3" in its parts; the first is the process.
struct ProcessPath {
    Pid pid;
    std::string_view name;  // "fd/3"; empty: the directory
};

std::optional<ProcessPath> process_path(const Kernel& kernel, Pid self, std::string_view path) {
    const std::size_t slash = path.find('/');
    const std::string_view first = path.substr(0, slash);
    ProcessPath found{self, slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1)};
    if (first != "self") {
        const std::optional<int> number = number_in(first);
        if (!number) return std::nullopt;
        found.pid = Pid{*number};
    }
    const Task* task = kernel.tasks.find(found.pid);
    const bool present = task != nullptr && task->leader() && task->state != report::TaskState::ended;
    return present ? std::optional(found) : std::nullopt;
}

// Names that stand directly in `directory` ("sys/kernel"), of the settings' paths.
std::vector<std::string> setting_names(std::string_view directory) {
    std::vector<std::string> names;
    for (const Setting& setting : settings()) {
        if (setting.path.substr(0, directory.size()) != directory || setting.path[directory.size()] != '/') continue;
        const std::string_view rest = setting.path.substr(directory.size() + 1);
        std::string name(rest.substr(0, rest.find('/')));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> descriptor_names(const Task& process) {
    std::vector<std::string> names;
    for (int fd = 0; fd < static_cast<int>(process.descriptors.all().size()); ++fd) {
        if (process.descriptors.find(fd) != kNoFile) names.push_back(std::to_string(fd));
    }
    return names;
}

template <std::size_t n>
void append(std::vector<std::string>& names, const std::array<std::string_view, n>& more) {
    names.insert(names.end(), more.begin(), more.end());
}

std::vector<std::string> root_names(const Kernel& kernel) {
    std::vector<std::string> names;
    for (Pid pid : kernel.tasks.present()) {
        if (kernel.tasks[pid].leader()) names.push_back(std::to_string(pid.value));
    }
    append(names, kSystemFiles);
    names.insert(names.end(), {"self", "sys", "sysvipc"});
    return names;
}

// Names in a directory; nullopt: it is none.
std::optional<std::vector<std::string>> directory(const Kernel& kernel, Pid self, std::string_view path) {
    std::vector<std::string> names;
    if (path.empty()) return root_names(kernel);
    if (path == "sysvipc") return append(names, kIpcFiles), names;
    if (path.substr(0, 3) == "sys") {
        names = setting_names(path);
        return names.empty() ? std::nullopt : std::optional(names);
    }
    const std::optional<ProcessPath> process = process_path(kernel, self, path);
    if (!process) return std::nullopt;
    if (process->name == "fd") return descriptor_names(kernel.tasks[process->pid]);
    if (!process->name.empty()) return std::nullopt;
    append(names, kProcessFiles);
    if (kernel.tasks[process->pid].mm != kNoMm) append(names, kProcessLinks);
    names.push_back("fd");
    return names;
}

// The open file "fd/3" names; kNoFile: none.
FileId named_file(const Task& process, std::string_view name) {
    constexpr std::string_view kDescriptors = "fd/";
    if (!name.starts_with(kDescriptors)) return kNoFile;
    const std::optional<int> fd = number_in(name.substr(kDescriptors.size()));
    return fd ? process.descriptors.find(*fd) : kNoFile;
}

std::optional<std::string> process_text(const ProcReader& reader, const Task& process, std::string_view name) {
    if (name == "cmdline") return cmdline_text(reader, process);
    if (name == "comm") return comm_of(reader, process) + "\n";
    if (name == "limits") return limits_text(process);
    if (name == "maps") return maps_text(reader, process);
    if (name == "smaps") return smaps_text(reader, process);
    if (name == "smaps_rollup") return smaps_rollup_text(reader, process);
    if (name == "stat") return stat_text(reader, process);
    if (name == "statm") return statm_text(reader, process);
    if (name == "status") return status_text(reader, process);
    return std::nullopt;
}

// Standard streams as they begin have no name of their own.
ProcLink stream_link(const FileTree& tree, const OpenFile& file) {
    if (file.terminal) return {"/dev/pts/0", tree.lookup(tree.lookup(tree.root(), "dev"), "tty")};
    return {"pipe:[1]"};
}

ProcLink descriptor_link(const FileTree& tree, const OpenFile& file) {
    if (file.name.empty()) return stream_link(tree, file);
    const bool has_inode = file.inode != kNoInode && tree[file.inode].kind != InodeKind::proc;
    if (!has_inode) return {file.name};
    return {file.name + (tree[file.inode].links == 0 ? " (deleted)" : ""), file.inode};
}

// `name` is one of the links.
ProcLink link_of(const ProcReader& reader, const Task& process, std::string_view name) {
    const FileTree& tree = reader.kernel.tree;
    const InodeId cwd = process.cwd == kNoInode ? tree.root() : process.cwd;
    if (name == "exe") return {program_path(reader, process.program)};
    if (name == "cwd") return {tree.path_of(cwd), cwd};
    if (name == "root") return {"/", tree.root()};
    return descriptor_link(tree, reader.kernel.files[named_file(process, name)]);
}

ProcReader reader_of(const Call& call) {
    return {call.kernel, call.memory.hardware, call.memory.images, call.task().tgid, call.task().ipc_ns};
}

// ptrace_may_access() of Linux: one's own, or with privilege.
bool may_trace(const Credentials& who, const Credentials& target) {
    if (who.has(Capability::sys_admin)) return true;
    return who.euid == target.uid && who.euid == target.euid && who.euid == target.suid && who.egid == target.gid &&
           who.egid == target.egid && who.egid == target.sgid;
}

// Numbers of /proc are made from the names.
std::uint64_t inode_of(std::string_view path) {
    return hash_bytes(path.data(), path.size()) & 0x7fff'ffff;
}

// A link whose permissions tell what the descriptor is open for.
std::optional<ProcEntry> descriptor_entry(const Kernel& kernel, FileId file, ProcEntry entry) {
    if (file == kNoFile) return std::nullopt;
    const std::uint32_t flags = kernel.files[file].flags;
    entry.kind = ProcKind::link;
    entry.mode = 0100 | (opens_to_read(flags) ? 0400 : 0) | (opens_to_write(flags) ? 0200 : 0);
    return entry;
}

std::optional<ProcEntry> process_entry(const Call& call, const ProcessPath& path) {
    const Task& process = call.kernel.tasks[path.pid];
    ProcEntry entry;
    entry.uid = process.credentials.euid;
    entry.gid = process.credentials.egid;
    const bool traced = may_trace(call.task().credentials, process.credentials);
    if (path.name == "pagemap") {
        entry.mode = 0400;
        entry.setting = static_cast<std::uint32_t>(path.pid.value);
    } else if (among(kTracedFiles, path.name) && !traced) {
        entry.mode = 0400;
    } else if (among(kProcessLinks, path.name)) {
        entry.kind = ProcKind::link;
        entry.mode = 0777;
        if (process.mm == kNoMm) return std::nullopt;
    } else if (!among(kProcessFiles, path.name)) {
        return descriptor_entry(call.kernel, named_file(process, path.name), entry);
    }
    return entry;
}

std::optional<ProcEntry> file_entry(const Call& call, std::string_view path) {
    if (path == "self") return ProcEntry{ProcKind::link, 0777, {}, {}, 0, 0};
    if (const Setting* setting = find_setting(path)) {
        ProcEntry entry;
        entry.kind = ProcKind::setting;
        entry.mode = setting_mode(setting->number, call.task().credentials);
        entry.setting = setting->number;
        return entry;
    }
    constexpr std::string_view kIpc = "sysvipc/";
    const bool ipc = path.substr(0, kIpc.size()) == kIpc && among(kIpcFiles, path.substr(kIpc.size()));
    if (ipc || among(kSystemFiles, path)) return ProcEntry{};
    const std::optional<ProcessPath> process = process_path(call.kernel, call.task().tgid, path);
    return process ? process_entry(call, *process) : std::nullopt;
}

}  // namespace

std::optional<std::string> read_proc_text(const ProcReader& reader, std::string_view path) {
    if (const Setting* setting = find_setting(path)) return setting_text(reader, setting->number);
    constexpr std::string_view kIpc = "sysvipc/";
    if (path.substr(0, kIpc.size()) == kIpc) return sysvipc_text(reader, path.substr(kIpc.size()));
    if (among(kSystemFiles, path)) return system_text(reader, path);
    const std::optional<ProcessPath> process = process_path(reader.kernel, reader.self, path);
    return process ? process_text(reader, reader.kernel.tasks[process->pid], process->name) : std::nullopt;
}

std::optional<ProcEntry> find_proc(const Call& call, std::string_view path) {
    std::optional<ProcEntry> entry;
    if (path != "self" && directory(call.kernel, call.task().tgid, path)) {
        entry.emplace();
        entry->kind = ProcKind::directory;
        entry->mode = 0555;
        const std::optional<ProcessPath> process = process_path(call.kernel, call.task().tgid, path);
        if (process) {
            entry->uid = call.kernel.tasks[process->pid].credentials.euid;
            entry->gid = call.kernel.tasks[process->pid].credentials.egid;
            if (process->name == "fd") entry->mode = 0500;
        }
    } else {
        entry = file_entry(call, path);
    }
    if (entry) entry->inode = inode_of(path);
    return entry;
}

std::optional<Result<ProcLink>> proc_link(const Call& call, std::string_view path) {
    if (path == "self") return ProcLink{std::to_string(call.task().tgid.value)};
    const std::optional<ProcEntry> entry = file_entry(call, path);
    if (!entry || entry->kind != ProcKind::link) return std::nullopt;
    const ProcessPath of = *process_path(call.kernel, call.task().tgid, path);
    const Task& process = call.kernel.tasks[of.pid];
    const bool own = of.pid == call.task().tgid;
    if (!own && !may_trace(call.task().credentials, process.credentials)) return Result<ProcLink>(Errno::eacces);
    return link_of(reader_of(call), process, of.name);
}

std::string proc_text(const Call& call, std::string_view path) {
    return read_proc_text(reader_of(call), path).value_or("");
}

std::vector<std::string> proc_names(const Call& call, std::string_view path) {
    return directory(call.kernel, call.task().tgid, path).value_or(std::vector<std::string>{});
}

}  // namespace sim::kernel
