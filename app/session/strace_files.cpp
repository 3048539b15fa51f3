// Files, pipes and descriptors as strace writes them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/session/strace_values.h"

namespace app::session {
namespace {

constexpr std::uint64_t kInt = 0xffff'ffff;
constexpr std::uint64_t kAccessMode = 3, kCreate = 0100, kTemporary = 020000000;

std::string access_mode_name(std::uint64_t flags) {
    static constexpr std::array<std::string_view, 4> kModes{"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"};
    return std::string(kModes[flags & kAccessMode]);
}

std::string open_text(std::uint64_t flags) {
    const std::uint64_t more = flags & kInt & ~kAccessMode;
    return more == 0 ? access_mode_name(flags) : access_mode_name(flags) + "|" + flags_text(more, open_flags(), "");
}

std::string mode_text(std::uint32_t mode) {
    constexpr std::uint32_t kTypeMask = 0170000;
    static constexpr FlagName kSpecial[] = {{04000, "S_ISUID"}, {02000, "S_ISGID"}, {01000, "S_ISVTX"}};
    std::string text;
    for (const FlagName& type : file_types()) {
        if (type.bits == (mode & kTypeMask)) text = std::string(type.name) + "|";
    }
    if ((mode & 07000) != 0) text += flags_text(mode & 07000, kSpecial, "") + "|";
    return fmt::format("{}0{:03o}", text, mode & 0777);
}

struct Flock {
    std::int16_t type, whence;
    std::int64_t start, length;
    std::int32_t pid;
};

std::string flock_text(const TracedCall& call, std::uint64_t address, bool with_pid) {
    static constexpr FlagName kTypes[] = {{0, "F_RDLCK"}, {1, "F_WRLCK"}, {2, "F_UNLCK"}};
    static constexpr FlagName kWhences[] = {{0, "SEEK_SET"}, {1, "SEEK_CUR"}, {2, "SEEK_END"}};
    return structure_text<Flock>(call, address, [&](const Flock& lock) {
        return fmt::format("{{l_type={}, l_whence={}, l_start={}, l_len={}{}}}",
                           value_text(static_cast<std::uint16_t>(lock.type), kTypes, "F_???"),
                           value_text(static_cast<std::uint16_t>(lock.whence), kWhences, "SEEK_???"), lock.start,
                           lock.length, with_pid ? fmt::format(", l_pid={}", lock.pid) : "");
    });
}

struct PollEntry {
    std::int32_t fd;
    std::uint16_t events, found;
};

struct Slice {
    std::uint64_t base, bytes;
};

// Slices of which `limit` bytes were filled.
std::string slices_text(const TracedCall& call, std::uint64_t address, std::uint64_t count, std::uint64_t limit) {
    return list_text<Slice>(call, address, count, [&](const Slice& one) {
        const std::uint64_t shown = std::min(one.bytes, limit);
        limit -= shown;
        return fmt::format("{{iov_base={}, iov_len={}}}", buffer_text(call, one.base, shown), one.bytes);
    });
}

// "[3 5]" of the descriptors below `count` in an fd_set.
std::string set_text(const TracedCall& call, std::uint64_t address, std::uint64_t count, std::string_view apart) {
    constexpr std::uint64_t kSetSize = 1024, kWord = 64;
    std::string list;
    for (std::uint64_t fd = 0; fd < std::min(count, kSetSize); ++fd) {
        const auto word = peek_value<std::uint64_t>(call, address + fd / kWord * sizeof(std::uint64_t));
        if (!word) return address_text(address);
        if ((*word >> fd % kWord & 1) != 0) list += fmt::format("{}{}", list.empty() ? "" : apart, fd);
    }
    return "[" + list + "]";
}

}  // namespace

std::string shown_directory(const TracedCall& call, std::size_t index) {
    constexpr std::int32_t kWorking = -100;
    const auto fd = static_cast<std::int32_t>(call.args[index]);
    return fd == kWorking ? "AT_FDCWD" : fmt::format("{}", fd);
}

std::string shown_open_flags(const TracedCall& call, std::size_t index) {
    return open_text(call.args[index]);
}

// "The mode argument must be supplied if O_CREAT or O_TMPFILE is specified": else it is not shown.
std::string shown_open_mode(const TracedCall& call, std::size_t index) {
    const std::uint64_t flags = call.args[index - 1];
    return (flags & (kCreate | kTemporary)) == 0 ? "" : shown_octal(call, index);
}

std::string shown_access_mode(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kModes[] = {{4, "R_OK"}, {2, "W_OK"}, {1, "X_OK"}};
    const std::uint64_t mode = call.args[index] & kInt;
    return mode == 0 ? "F_OK" : flags_text(mode, kModes, "?_OK");
}

std::string shown_stat(const TracedCall& call, std::size_t index) {
    struct Head {
        std::uint64_t device, inode, links;
        std::uint32_t mode, uid, gid, padding;
        std::uint64_t device_number;
        std::int64_t size;
    };
    const std::uint64_t address = call.args[index];
    if (call.failed()) return address_text(address);
    return structure_text<Head>(call, address, [](const Head& head) {
        constexpr std::uint32_t kTypeMask = 0170000, kCharacters = 0020000;
        if ((head.mode & kTypeMask) == kCharacters) {
            return fmt::format("{{st_mode={}, st_rdev=makedev({:#x}, {:#x}), ...}}", mode_text(head.mode),
                               head.device_number >> 8 & 0xfff, head.device_number & 0xff);
        }
        return fmt::format("{{st_mode={}, st_size={}, ...}}", mode_text(head.mode), head.size);
    });
}

std::string shown_file_mode(const TracedCall& call, std::size_t index) {
    return mode_text(static_cast<std::uint32_t>(call.args[index]));
}

std::string shown_whence(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "SEEK_SET"}, {1, "SEEK_CUR"}, {2, "SEEK_END"}};
    return value_text(call.args[index] & kInt, kNames, "SEEK_???");
}

std::string shown_fd_pair(const TracedCall& call, std::size_t index) {
    if (call.failed()) return address_text(call.args[index]);
    return list_text<std::int32_t>(call, call.args[index], 2, [](std::int32_t fd) { return fmt::format("{}", fd); });
}

std::string shown_pipe_flags(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index] & kInt, open_flags(), "O_???");
}

std::string shown_fcntl_command(const TracedCall& call, std::size_t index) {
    return value_text(call.args[index] & kInt, fcntl_commands(), "F_???");
}

std::string shown_fcntl_argument(const TracedCall& call, std::size_t index) {
    enum : std::uint64_t { dup = 0, getfd = 1, setfd = 2, getfl = 3, setfl = 4, getlk = 5, setlk = 6, setlkw = 7 };
    enum : std::uint64_t { getown = 9, getsig = 11, dup_cloexec = 1030, set_pipe = 1031, get_pipe = 1032 };
    const std::uint64_t value = call.args[index];
    switch (call.args[index - 1] & kInt) {
        case getfd:
        case getfl:
        case getown:
        case getsig:
        case get_pipe: return "";
        case dup:
        case dup_cloexec:
        case set_pipe: return shown_int(call, index);
        case setfd: return value == 1 ? "FD_CLOEXEC" : shown_hex(call, index);
        case setfl: return open_text(value);
        case getlk: return call.failed() ? address_text(value) : flock_text(call, value, true);
        case setlk:
        case setlkw: return flock_text(call, value, false);
        default: return shown_hex(call, index);
    }
}

std::string result_fcntl(const TracedCall& call) {
    constexpr std::uint64_t kGetDescriptorFlags = 1, kGetFlags = 3;
    const auto result = static_cast<std::uint64_t>(call.result.value_or(0));
    const std::uint64_t command = call.args[1] & kInt;
    if (command == kGetFlags) {
        return fmt::format("{} (flags {})", result == 0 ? "0" : fmt::format("{:#x}", result), open_text(result));
    }
    if (command == kGetDescriptorFlags && result == 1) return "0x1 (flags FD_CLOEXEC)";
    return fmt::format("{}", result);
}

std::string shown_lock_operation(const TracedCall& call, std::size_t index) {
    return flags_text(call.args[index] & kInt, lock_operations(), "LOCK_???");
}

std::string shown_ioctl_request(const TracedCall& call, std::size_t index) {
    constexpr std::uint64_t kTcgets = 0x5401;
    const std::uint64_t request = call.args[index];
    return request == kTcgets ? "TCGETS" : fmt::format("{:#x}", request & kInt);
}

std::string shown_termios(const TracedCall& call, std::size_t index) {
    struct Modes {
        std::uint32_t input, output, control, local;
    };
    const std::uint64_t address = call.args[index];
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

std::string shown_iovec(const TracedCall& call, std::size_t index) {
    return slices_text(call, call.args[index], call.args[index + 1], ~std::uint64_t{0});
}

std::string shown_iovec_out(const TracedCall& call, std::size_t index) {
    const auto filled = call.failed() ? 0 : static_cast<std::uint64_t>(call.result.value_or(0));
    return slices_text(call, call.args[index], call.args[index + 1], filled);
}

std::string shown_at_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {
        {0x100, "AT_SYMLINK_NOFOLLOW"}, {0x400, "AT_SYMLINK_FOLLOW"}, {0x1000, "AT_EMPTY_PATH"}};
    return flags_text(call.args[index] & kInt, kNames, "AT_???");
}

std::string shown_unlink_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0x200, "AT_REMOVEDIR"}};
    return flags_text(call.args[index] & kInt, kNames, "AT_???");
}

std::string shown_poll(const TracedCall& call, std::size_t index) {
    if (call.args[index] == 0) return "NULL";
    return list_text<PollEntry>(call, call.args[index], call.args[index + 1], [](const PollEntry& one) {
        if (one.fd < 0) return fmt::format("{{fd={}}}", one.fd);
        return fmt::format("{{fd={}, events={}}}", one.fd, flags_text(one.events, poll_events(), "POLL???"));
    });
}

std::string result_poll(const TracedCall& call) {
    const std::int64_t result = call.result.value_or(0);
    if (result == 0) return "0 (Timeout)";
    std::string found;
    for (std::uint64_t n = 0; n < call.args[1]; ++n) {
        const auto one = peek_value<PollEntry>(call, call.args[0] + n * sizeof(PollEntry));
        if (!one || one->found == 0) continue;
        found += fmt::format("{}{{fd={}, revents={}}}", found.empty() ? "" : ", ", one->fd,
                             flags_text(one->found, poll_events(), "POLL???"));
    }
    return fmt::format("{} ([{}])", result, found);
}

std::string shown_fd_set(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    return address == 0 ? "NULL" : set_text(call, address, call.args[0], " ");
}

std::string result_select(const TracedCall& call) {
    const std::int64_t result = call.result.value_or(0);
    if (result == 0) return "0 (Timeout)";
    static constexpr std::array<std::string_view, 3> kNames{"in", "out", "except"};
    std::string found;
    for (std::size_t n = 0; n < kNames.size(); ++n) {
        const std::string set = set_text(call, call.args[n + 1], call.args[0], " ");
        if (call.args[n + 1] == 0 || set == "[]") continue;
        found += fmt::format("{}{} {}", found.empty() ? "" : ", ", kNames[n], set);
    }
    constexpr std::uint32_t kSelect = 23;
    if (call.args[4] != 0) {
        found += ", left " + time_text(call, call.args[4], call.number == kSelect ? "tv_usec" : "tv_nsec");
    }
    return fmt::format("{} ({})", result, found);
}

std::string shown_directory_entries(const TracedCall& call, std::size_t index) {
    const std::uint64_t address = call.args[index];
    if (call.failed() || !call.result) return address_text(address);
    std::uint64_t entries = 0;
    constexpr std::uint64_t kLengthAt = 16;  // struct linux_dirent64: d_ino, d_off, d_reclen
    for (std::uint64_t at = 0; at < static_cast<std::uint64_t>(*call.result); ++entries) {
        const auto length = peek_value<std::uint16_t>(call, address + at + kLengthAt);
        if (!length || *length == 0) break;
        at += *length;
    }
    return fmt::format("{} /* {} entries */", address_text(address), entries);
}

std::string shown_family(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{1, "AF_UNIX"}, {2, "AF_INET"}, {10, "AF_INET6"}};
    return value_text(call.args[index] & kInt, kNames, "AF_???");
}

std::string shown_socket_type(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kTypes[] = {{1, "SOCK_STREAM"}, {2, "SOCK_DGRAM"}, {5, "SOCK_SEQPACKET"}};
    static constexpr FlagName kFlags[] = {{02000000, "SOCK_CLOEXEC"}, {04000, "SOCK_NONBLOCK"}};
    constexpr std::uint64_t kTypeMask = 0xf;
    const std::uint64_t value = call.args[index] & kInt, more = value & ~kTypeMask;
    const std::string type = value_text(value & kTypeMask, kTypes, "SOCK_???");
    return more == 0 ? type : type + "|" + flags_text(more, kFlags, "");
}

std::string shown_shutdown(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "SHUT_RD"}, {1, "SHUT_WR"}, {2, "SHUT_RDWR"}};
    return value_text(call.args[index] & kInt, kNames, "SHUT_???");
}

std::string shown_message_header(const TracedCall& call, std::size_t index) {
    struct Header {
        std::uint64_t name;
        std::uint32_t name_bytes, padding1;
        std::uint64_t slices, count, control, control_bytes;
        std::uint32_t flags, padding2;
    };
    constexpr std::uint32_t kReceive = 47;
    const auto filled =
        call.number == kReceive ? static_cast<std::uint64_t>(call.result.value_or(0)) : ~std::uint64_t{0};
    if (call.failed() && call.number == kReceive) return address_text(call.args[index]);
    return structure_text<Header>(call, call.args[index], [&](const Header& one) {
        return fmt::format(
            "{{msg_name={}, msg_namelen={}, msg_iov={}, msg_iovlen={}, msg_controllen={}, msg_flags={}}}",
            address_text(one.name), one.name_bytes, slices_text(call, one.slices, one.count, filled), one.count,
            one.control_bytes, one.flags);
    });
}

std::string shown_send_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {
        {2, "MSG_PEEK"}, {0x40, "MSG_DONTWAIT"}, {0x100, "MSG_WAITALL"}, {0x4000, "MSG_NOSIGNAL"}};
    return flags_text(call.args[index] & kInt, kNames, "MSG_???");
}

std::string shown_memfd_flags(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{1, "MFD_CLOEXEC"}, {2, "MFD_ALLOW_SEALING"}};
    return flags_text(call.args[index] & kInt, kNames, "MFD_???");
}

}  // namespace app::session
