#include "app/host/maps_linux.h"

#include <unistd.h>

#include <algorithm>

#include "app/host/files_linux.h"
#include "sim/base/limits.h"

namespace app::host {
namespace {

using sim::VirtAddr;
using sim::report::AreaKind;

AreaKind kind_of(std::string_view name) {
    if (name.starts_with("/SYSV")) return AreaKind::shm;
    return name.empty() ? AreaKind::anon : AreaKind::object;
}

// "00:1b": both numbers in base 16.
std::uint64_t device_of(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    return number(text.substr(0, colon), 16) * 256 + number(text.substr(std::min(colon + 1, text.size())), 16);
}

}  // namespace

bool frames_visible() {
    const int own = 1;
    const Descriptor map = open_file("/proc/self/pagemap");
    std::uint64_t entry = 0;
    const auto at = static_cast<off_t>(reinterpret_cast<std::uintptr_t>(&own) / sim::kPageSize * sizeof entry);
    return ::pread(map.get(), &entry, sizeof entry, at) == sizeof entry && (entry & kPagemapFrame) != 0;
}

MapsLine maps_line(std::string_view line) {
    MapsLine it;
    const std::string_view range = next_field(line);
    const std::size_t dash = std::min(range.find('-'), range.size());
    it.row.start = VirtAddr{number(range.substr(0, dash), 16)};
    it.row.end = VirtAddr{number(range.substr(std::min(dash + 1, range.size())), 16)};
    const std::string_view perms = next_field(line);
    const auto has = [&](std::size_t at, char letter) { return at < perms.size() && perms[at] == letter; };
    it.row.perms = {has(0, 'r'), has(1, 'w'), has(2, 'x'), has(3, 's')};
    it.row.offset = number(next_field(line), 16);
    it.device = device_of(next_field(line));
    it.inode = number(next_field(line));
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    it.row.name = line;
    it.row.kind = kind_of(it.row.name);
    if (it.row.kind == AreaKind::shm) it.row.shmid = sim::ShmId{static_cast<std::int32_t>(it.inode)};
    return it;
}

}  // namespace app::host
