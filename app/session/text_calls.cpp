// A system call as the log shows it: the arguments that tell something, by name where they have one.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/session/linux_names.h"
#include "app/session/text_words.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

using Arguments = std::span<const std::uint64_t>;

// One character an argument:
//   d int          u size          x address, NULL     n "12 bytes"     - left out     t the text of the event
//   k key          g flags of a …get call              a flags of shmat s signal       o octal mode
//   S M Q cmd of shmctl, semctl, msgctl                p PROT_          m MAP_         O flags of open
//   f F_ command   l LOCK_         F futex operation   c clone flags    P pid by number
struct CallShape {
    std::string_view name;
    std::string_view arguments;
};

constexpr std::array kShapes{
    CallShape{"read", "d-n"},       CallShape{"write", "d-n"},     CallShape{"open", "tOo"},
    CallShape{"close", "d"},        CallShape{"stat", "t"},        CallShape{"fstat", "d"},
    CallShape{"lstat", "t"},        CallShape{"lseek", "dd"},      CallShape{"mmap", "xnpmd"},
    CallShape{"mprotect", "xnp"},   CallShape{"munmap", "xn"},     CallShape{"brk", "x"},
    CallShape{"rt_sigaction", "s"}, CallShape{"pread64", "d-nu"},  CallShape{"pwrite64", "d-nu"},
    CallShape{"access", "t"},       CallShape{"mremap", "xnn"},    CallShape{"msync", "xn"},
    CallShape{"madvise", "xn"},     CallShape{"shmget", "kug"},    CallShape{"shmat", "dxa"},
    CallShape{"shmctl", "dS"},      CallShape{"shmdt", "x"},       CallShape{"dup", "d"},
    CallShape{"dup2", "dd"},        CallShape{"dup3", "dd"},       CallShape{"alarm", "u"},
    CallShape{"clone", "c"},        CallShape{"execve", "t"},      CallShape{"exit", "d"},
    CallShape{"exit_group", "d"},   CallShape{"kill", "ds"},       CallShape{"tgkill", "dds"},
    CallShape{"semget", "kdg"},     CallShape{"semop", "d-u"},     CallShape{"semtimedop", "d-u"},
    CallShape{"semctl", "ddM"},     CallShape{"msgget", "kg"},     CallShape{"msgsnd", "d-n"},
    CallShape{"msgrcv", "d-nd"},    CallShape{"msgctl", "dQ"},     CallShape{"fcntl", "df"},
    CallShape{"flock", "dl"},       CallShape{"ftruncate", "dn"},  CallShape{"truncate", "tn"},
    CallShape{"creat", "to"},       CallShape{"mkdir", "to"},      CallShape{"rmdir", "t"},
    CallShape{"unlink", "t"},       CallShape{"rename", "t"},      CallShape{"chmod", "to"},
    CallShape{"fchmod", "do"},      CallShape{"chown", "tdd"},     CallShape{"fchown", "ddd"},
    CallShape{"umask", "o"},        CallShape{"setuid", "d"},      CallShape{"setgid", "d"},
    CallShape{"setreuid", "dd"},    CallShape{"setregid", "dd"},   CallShape{"setresuid", "ddd"},
    CallShape{"setresgid", "ddd"},  CallShape{"mknod", "to"},      CallShape{"mlock", "xn"},
    CallShape{"munlock", "xn"},     CallShape{"futex", "xFd"},     CallShape{"openat", "-tOo"},
    CallShape{"unlinkat", "-t"},    CallShape{"newfstatat", "-t"}, CallShape{"wait4", "d"},
    CallShape{"memfd_create", "t"}, CallShape{"mkdirat", "-to"},   CallShape{"mknodat", "-to"},
    CallShape{"fallocate", "d-uu"}, CallShape{"faccessat", "-t"},  CallShape{"unshare", "c"},
};

constexpr std::string_view kReturnAddress[] = {"shmat", "brk", "mmap", "mremap"};

std::string open_word(std::uint64_t flags) {
    static constexpr std::array<std::string_view, 4> kModes{"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"};
    std::string text(kModes[flags & 3]);
    const std::uint64_t more = static_cast<std::uint32_t>(flags) & ~3u;
    return more == 0 ? text : text + "|" + flags_text(more, open_flags(), "");
}

std::string mapping_word(std::uint64_t flags) {
    const std::string type = value_name(flags & 0xf, mapping_types());
    const std::uint64_t more = static_cast<std::uint32_t>(flags) & ~0xfu;
    return more == 0 ? type : type + "|" + flags_text(more, mapping_flags(), "");
}

std::string argument_word(char kind, std::uint64_t value) {
    switch (kind) {
        case 'd': return fmt::format("{}", static_cast<std::int32_t>(value));
        case 'u': return fmt::format("{}", value);
        case 'x': return value == 0 ? "NULL" : hex(value);
        case 'n': return bytes_word(value);
        case 'k': return key_word(value);
        case 'g': return shmget_flags(value);
        case 'a': return shmat_flags(value);
        case 's': return signal_name(value);
        case 'o': return fmt::format("{:04o}", value & 07777);
        case 'S': return value_name(value, shm_commands());
        case 'M': return value_name(value, sem_commands());
        case 'Q': return value_name(value, msg_commands());
        case 'p': return value == 0 ? "PROT_NONE" : flags_text(value, protections(), "");
        case 'm': return mapping_word(value);
        case 'O': return open_word(value);
        case 'f': return value_name(value, fcntl_commands());
        case 'l': return flags_text(value, lock_operations(), "");
        case 'F': return value_name(value & 0x7f, futex_operations());
        case 'c': return flags_text(value & ~0xffull, clone_flags(), "");
        default: return "";
    }
}

}  // namespace

bool returns_address(std::string_view call) {
    return std::find(std::begin(kReturnAddress), std::end(kReturnAddress), call) != std::end(kReturnAddress);
}

std::string call_word(Arguments arguments, std::string_view name, std::string_view text) {
    const auto shape =
        std::find_if(kShapes.begin(), kShapes.end(), [&](const CallShape& one) { return one.name == name; });
    std::string words;
    const std::string_view kinds = shape == kShapes.end() ? std::string_view() : shape->arguments;
    for (std::size_t i = 0; i < kinds.size() && i < arguments.size(); ++i) {
        if (kinds[i] == '-' || (kinds[i] == 't' && text.empty())) continue;
        if (!words.empty()) words += ", ";
        words += kinds[i] == 't' ? fmt::format("\"{}\"", text) : argument_word(kinds[i], arguments[i]);
    }
    return fmt::format("{}({})", name, words);
}

}  // namespace app::session
