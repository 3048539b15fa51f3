#include "app/host/trace_memory_linux.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::VirtAddr;

constexpr std::string_view kObjects = "/dev/shm";

// Where a link of /proc/TID leads.
std::string link_target(pid_t tid, const std::string& name) {
    std::string target(4096, '\0');
    const std::string path = "/proc/" + std::to_string(tid) + "/" + name;
    const ssize_t got = ::readlink(path.c_str(), target.data(), target.size());
    target.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return target;
}

bool in_objects(std::string_view path) {
    return path.starts_with(kObjects) && (path.size() == kObjects.size() || path[kObjects.size()] == '/');
}

// A relative path counts when its folder is that of the objects; only the beginning of an absolute one is read.
bool path_in_objects(const Tracee& task, std::uint64_t folder, std::uint64_t path) {
    const std::vector<std::uint8_t> bytes = TraceeMemory(task).peek(VirtAddr{path}, kObjects.size() + 1);
    if (bytes.empty() || bytes.front() == 0) return false;
    if (bytes.front() == '/') {
        return in_objects(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
    const auto descriptor = static_cast<std::int32_t>(folder);
    return in_objects(link_target(task.tid, descriptor == AT_FDCWD ? "cwd" : "fd/" + std::to_string(descriptor)));
}

bool file_is_object(const Tracee& task, std::uint64_t descriptor) {
    const std::string target = link_target(task.tid, "fd/" + std::to_string(static_cast<std::int32_t>(descriptor)));
    return in_objects(target) || target.starts_with("/memfd:");
}

constexpr std::uint64_t kHere = static_cast<std::uint32_t>(AT_FDCWD);

}  // namespace

std::vector<std::uint8_t> TraceeMemory::peek(VirtAddr address, std::size_t bytes) const {
    std::vector<std::uint8_t> all;
    while (all.size() < bytes) {
        const VirtAddr at = address + all.size();
        if (!task_.space->readable(at)) break;
        const std::size_t wanted = std::min<std::size_t>(bytes - all.size(), sim::kPageSize - at.offset());
        const std::size_t before = all.size();
        all.resize(before + wanted);
        const iovec here{all.data() + before, wanted};
        const iovec there{reinterpret_cast<void*>(at.value), wanted};
        const ssize_t got = ::process_vm_readv(task_.tid, &here, 1, &there, 1, 0);
        all.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got < static_cast<ssize_t>(wanted)) break;
    }
    return all;
}

bool about_shared_memory(const Tracee& task, const TracedCallKind& kind, const std::array<std::uint64_t, 6>& args) {
    switch (kind.subject) {
        case Subject::always:
        case Subject::process: return true;
        case Subject::mapping: return (args[3] & MAP_SHARED) != 0 || task.space->meets(args[0], args[1]);
        case Subject::range: return task.space->meets(args[0], args[1]);
        case Subject::path: return path_in_objects(task, kHere, args[0]);
        case Subject::path_at: return path_in_objects(task, args[0], args[1]);
        case Subject::paths: return path_in_objects(task, kHere, args[0]) || path_in_objects(task, kHere, args[1]);
        case Subject::paths_at:
            return path_in_objects(task, args[0], args[1]) || path_in_objects(task, args[2], args[3]);
        case Subject::file: return file_is_object(task, args[0]);
    }
    return false;
}

}  // namespace app::host
