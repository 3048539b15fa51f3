#include "app/session/strace_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <type_traits>
#include <vector>

#include "sim/base/limits.h"

namespace app::session {
namespace {

// A structure in the caller's memory; nothing when a page of it is absent or the address is NULL.
template <class T>
std::optional<T> peek(const TracedCall& call, std::uint64_t address) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (address == 0) return std::nullopt;
    const std::vector<std::uint8_t> bytes = call.machine.peek(call.pid, sim::VirtAddr{address}, sizeof(T));
    if (bytes.size() < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

// include/uapi/asm-generic/ipcbuf.h, shmbuf.h: x86-64.
struct ShmidDs {
    std::int32_t key;
    std::uint32_t uid, gid, cuid, cgid, mode;
    std::uint16_t sequence, padding;
    std::uint64_t unused1, unused2;
    std::uint64_t bytes;
    std::int64_t atime, dtime, ctime;
    std::int32_t cpid, lpid;
    std::uint64_t nattch;
    std::uint64_t unused3, unused4;
};
static_assert(sizeof(ShmidDs) == 112);

struct ShmInfoLimits {
    std::uint64_t shmmax, shmmin, shmmni, shmseg, shmall;
};

struct ShmInfoUsage {
    std::int32_t used_ids;
    std::uint64_t total, resident, swapped, attempts, successes;
};

std::string set_text(const ShmidDs& ds) {
    return fmt::format("{{shm_perm={{uid={}, gid={}, mode={:#04o}}}}}", ds.uid, ds.gid, ds.mode);
}

std::string stat_text(const ShmidDs& ds) {
    return fmt::format(
        "{{shm_perm={{uid={}, gid={}, mode={:#04o}, key={}, cuid={}, cgid={}}}, shm_segsz={}, shm_cpid={}, "
        "shm_lpid={}, shm_nattch={}, shm_atime={}, shm_dtime={}, shm_ctime={}}}",
        ds.uid, ds.gid, ds.mode, static_cast<std::uint32_t>(ds.key), ds.cuid, ds.cgid, ds.bytes, ds.cpid, ds.lpid,
        ds.nattch, ds.atime, ds.dtime, ds.ctime);
}

std::string limits_text(const ShmInfoLimits& info) {
    return fmt::format("{{shmmax={}, shmmin={}, shmmni={}, shmseg={}, shmall={}}}", info.shmmax, info.shmmin,
                       info.shmmni, info.shmseg, info.shmall);
}

std::string usage_text(const ShmInfoUsage& info) {
    return fmt::format("{{used_ids={}, shm_tot={}, shm_rss={}, shm_swp={}, swap_attempts={}, swap_successes={}}}",
                       info.used_ids, info.total, info.resident, info.swapped, info.attempts, info.successes);
}

template <class T, class Text>
std::string structure_text(const TracedCall& call, std::uint64_t address, Text text) {
    const std::optional<T> value = peek<T>(call, address);
    return value ? text(*value) : address_text(address);
}

// How a character that is not printed as itself is written; octal takes three digits before another digit.
std::string escaped(unsigned char c, bool digit_follows) {
    switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\t': return "\\t";
        case '\n': return "\\n";
        case '\v': return "\\v";
        case '\f': return "\\f";
        case '\r': return "\\r";
        default: break;
    }
    if (c >= 0x20 && c < 0x7f) return std::string(1, static_cast<char>(c));
    return digit_follows ? fmt::format("\\{:03o}", c) : fmt::format("\\{:o}", c);
}

std::string exit_text(int status) {
    if ((status & 0x7f) == 0) return fmt::format("WIFEXITED(s) && WEXITSTATUS(s) == {}", (status >> 8) & 0xff);
    const std::string core = (status & 0x80) != 0 ? " && WCOREDUMP(s)" : "";
    return fmt::format("WIFSIGNALED(s) && WTERMSIG(s) == {}{}", traced_signal(status & 0x7f), core);
}

}  // namespace

std::string address_text(std::uint64_t address) {
    return address == 0 ? "NULL" : fmt::format("{:#x}", address);
}

std::string quoted(std::span<const std::uint8_t> bytes, std::size_t most) {
    const std::size_t shown = std::min(bytes.size(), most);
    std::string text = "\"";
    for (std::size_t i = 0; i < shown; ++i) {
        const bool digit_follows = i + 1 < shown && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
        text += escaped(bytes[i], digit_follows);
    }
    return text + (bytes.size() > shown ? "\"..." : "\"");
}

std::string shm_create_flags(std::uint64_t flags) {
    const std::uint64_t above = flags & 0xffff'ffff & ~0777ull;
    const std::string names = above == 0 ? "" : flags_text(above, ipc_create_flags(), "") + "|";
    return fmt::format("{}0{:02o}", names, flags & 0777);
}

std::string shm_command_text(std::uint64_t command) {
    return value_text(command & 0xffff'ffff, shm_commands(), "SHM_???");
}

std::string buffer_text(const TracedCall& call, std::uint64_t address, std::uint64_t size) {
    if (address == 0) return "NULL";
    const std::uint64_t wanted = std::min<std::uint64_t>(size, kShownString + 1);
    const std::vector<std::uint8_t> bytes =
        call.machine.peek(call.pid, sim::VirtAddr{address}, static_cast<std::size_t>(wanted));
    return bytes.size() < wanted ? address_text(address) : quoted(bytes);
}

std::string path_text(const TracedCall& call, std::uint64_t address) {
    const std::vector<std::uint8_t> bytes =
        call.machine.peek(call.pid, sim::VirtAddr{address}, static_cast<std::size_t>(sim::kPageSize));
    const auto end = std::find(bytes.begin(), bytes.end(), 0);
    if (address == 0 || end == bytes.end()) return address_text(address);
    const std::span<const std::uint8_t> name(bytes.begin(), end);
    return quoted(name, name.size());
}

std::string file_text(const TracedCall& call, std::uint64_t address) {
    struct Head {
        std::uint64_t device, inode, links;
        std::uint32_t mode, uid, gid, padding;
        std::uint64_t device_number;
        std::int64_t size;
    };
    if (call.failed()) return address_text(address);
    return structure_text<Head>(call, address, [](const Head& head) {
        constexpr std::uint32_t kTypeMask = 0170000, kDirectory = 0040000;
        const char* type = (head.mode & kTypeMask) == kDirectory ? "S_IFDIR" : "S_IFREG";
        return fmt::format("{{st_mode={}|0{:o}, st_size={}, ...}}", type, head.mode & 07777, head.size);
    });
}

std::string status_text(const TracedCall& call, std::uint64_t address) {
    if (call.failed() || call.result == 0) return address_text(address);
    return structure_text<std::int32_t>(call, address,
                                        [](std::int32_t status) { return "[{" + exit_text(status) + "}]"; });
}

std::string time_text(const TracedCall& call, std::uint64_t address, std::string_view fraction) {
    if (call.failed()) return address_text(address);
    using Time = std::array<std::int64_t, 2>;
    return structure_text<Time>(call, address, [&](const Time& time) {
        return fmt::format("{{tv_sec={}, {}={}}}", time[0], fraction, time[1]);
    });
}

std::string termios_text(const TracedCall& call, std::uint64_t address) {
    struct Modes {
        std::uint32_t input, output, control, local;
    };
    if (call.failed()) return address_text(address);
    return structure_text<Modes>(call, address, [](const Modes& modes) {
        const auto shown = [](bool set, std::string_view name) { return fmt::format("{}{}", set ? "" : "-", name); };
        constexpr std::uint32_t kBaudMask = 0x100f, kB38400 = 0xf;
        const std::string speed = (modes.control & kBaudMask) == kB38400 ? "B38400" : "B???";
        return fmt::format("{{{} {} {} {} {} ...}}", speed, shown(modes.output & 1, "opost"),
                           shown(modes.local & 1, "isig"), shown(modes.local & 2, "icanon"),
                           shown(modes.local & 8, "echo"));
    });
}

std::string shmctl_text(const TracedCall& call) {
    const std::uint64_t address = call.args[2];
    const auto command = static_cast<std::uint32_t>(call.args[1]);
    if (command == sim::kIpcSet) return structure_text<ShmidDs>(call, address, set_text);
    if (call.failed()) return address_text(address);
    switch (command) {
        case sim::kIpcStat:
        case sim::kShmStat:
        case sim::kShmStatAny: return structure_text<ShmidDs>(call, address, stat_text);
        case sim::kIpcInfo: return structure_text<ShmInfoLimits>(call, address, limits_text);
        case sim::kShmInfo: return structure_text<ShmInfoUsage>(call, address, usage_text);
        default: return address_text(address);
    }
}

}  // namespace app::session
