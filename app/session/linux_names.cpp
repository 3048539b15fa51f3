#include "app/session/linux_names.h"

#include <fmt/format.h>

#include "sim/base/limits.h"

namespace app::session {
namespace {

constexpr FlagName kShmCommands[] = {
    {sim::kIpcRmid, "IPC_RMID"}, {sim::kIpcSet, "IPC_SET"},   {sim::kIpcStat, "IPC_STAT"},
    {sim::kIpcInfo, "IPC_INFO"}, {sim::kShmLock, "SHM_LOCK"}, {sim::kShmUnlock, "SHM_UNLOCK"},
    {sim::kShmStat, "SHM_STAT"}, {sim::kShmInfo, "SHM_INFO"}, {sim::kShmStatAny, "SHM_STAT_ANY"}};

// linux/sem.h
constexpr FlagName kSemCommands[] = {{sim::kIpcRmid, "IPC_RMID"},
                                     {sim::kIpcSet, "IPC_SET"},
                                     {sim::kIpcStat, "IPC_STAT"},
                                     {sim::kIpcInfo, "IPC_INFO"},
                                     {11, "GETPID"},
                                     {12, "GETVAL"},
                                     {13, "GETALL"},
                                     {14, "GETNCNT"},
                                     {15, "GETZCNT"},
                                     {16, "SETVAL"},
                                     {17, "SETALL"},
                                     {18, "SEM_STAT"},
                                     {19, "SEM_INFO"},
                                     {20, "SEM_STAT_ANY"}};

// linux/msg.h
constexpr FlagName kMsgCommands[] = {
    {sim::kIpcRmid, "IPC_RMID"}, {sim::kIpcSet, "IPC_SET"}, {sim::kIpcStat, "IPC_STAT"},
    {sim::kIpcInfo, "IPC_INFO"}, {11, "MSG_STAT"},          {12, "MSG_INFO"},
    {13, "MSG_STAT_ANY"}};

constexpr FlagName kIpcCreateFlags[] = {{sim::kIpcCreat, "IPC_CREAT"},
                                        {sim::kIpcExcl, "IPC_EXCL"},
                                        {sim::kShmHugetlb, "SHM_HUGETLB"},
                                        {sim::kShmNoreserve, "SHM_NORESERVE"}};

constexpr FlagName kShmAttachFlags[] = {{sim::kShmRdonly, "SHM_RDONLY"},
                                        {sim::kShmRnd, "SHM_RND"},
                                        {sim::kShmRemap, "SHM_REMAP"},
                                        {sim::kShmExec, "SHM_EXEC"}};

// linux/msg.h
constexpr FlagName kMessageFlags[] = {
    {010000, "MSG_NOERROR"}, {020000, "MSG_EXCEPT"}, {040000, "MSG_COPY"}, {sim::kIpcNowait, "IPC_NOWAIT"}};

// linux/sem.h
constexpr FlagName kSemaphoreFlags[] = {{010000, "SEM_UNDO"}, {sim::kIpcNowait, "IPC_NOWAIT"}};

// asm-generic/mman-common.h
constexpr FlagName kProtections[] = {{1, "PROT_READ"},
                                     {2, "PROT_WRITE"},
                                     {4, "PROT_EXEC"},
                                     {0x0100'0000, "PROT_GROWSDOWN"},
                                     {0x0200'0000, "PROT_GROWSUP"}};

constexpr FlagName kMappingTypes[] = {{1, "MAP_SHARED"}, {2, "MAP_PRIVATE"}, {3, "MAP_SHARED_VALIDATE"}};

constexpr FlagName kMappingFlags[] = {
    {0x10, "MAP_FIXED"},       {0x20, "MAP_ANONYMOUS"},           {0x40, "MAP_32BIT"},
    {0x4000, "MAP_NORESERVE"}, {0x8000, "MAP_POPULATE"},          {0x1'0000, "MAP_NONBLOCK"},
    {0x100, "MAP_GROWSDOWN"},  {0x800, "MAP_DENYWRITE"},          {0x1000, "MAP_EXECUTABLE"},
    {0x2000, "MAP_LOCKED"},    {0x2'0000, "MAP_STACK"},           {0x4'0000, "MAP_HUGETLB"},
    {0x8'0000, "MAP_SYNC"},    {0x10'0000, "MAP_FIXED_NOREPLACE"}};

constexpr FlagName kRemapFlags[] = {{1, "MREMAP_MAYMOVE"}, {2, "MREMAP_FIXED"}, {4, "MREMAP_DONTUNMAP"}};

constexpr FlagName kSyncFlags[] = {{1, "MS_ASYNC"}, {2, "MS_INVALIDATE"}, {4, "MS_SYNC"}};

constexpr FlagName kAdvices[] = {{0, "MADV_NORMAL"},     {1, "MADV_RANDOM"},       {2, "MADV_SEQUENTIAL"},
                                 {3, "MADV_WILLNEED"},   {4, "MADV_DONTNEED"},     {8, "MADV_FREE"},
                                 {9, "MADV_REMOVE"},     {10, "MADV_DONTFORK"},    {11, "MADV_DOFORK"},
                                 {12, "MADV_MERGEABLE"}, {13, "MADV_UNMERGEABLE"}, {14, "MADV_HUGEPAGE"},
                                 {15, "MADV_NOHUGEPAGE"}};

// asm-generic/fcntl.h, in the order of strace; one made of several bits before its parts
constexpr FlagName kOpenFlags[] = {
    {0100, "O_CREAT"},        {0200, "O_EXCL"},        {0400, "O_NOCTTY"},       {01000, "O_TRUNC"},
    {02000, "O_APPEND"},      {04000, "O_NONBLOCK"},   {04010000, "O_SYNC"},     {010000, "O_DSYNC"},
    {020000, "O_ASYNC"},      {040000, "O_DIRECT"},    {0100000, "O_LARGEFILE"}, {0400000, "O_NOFOLLOW"},
    {01000000, "O_NOATIME"},  {02000000, "O_CLOEXEC"}, {010000000, "O_PATH"},    {020200000, "O_TMPFILE"},
    {0200000, "O_DIRECTORY"},
};

// asm/signal.h
constexpr FlagName kActionFlags[] = {{0x0400'0000, "SA_RESTORER"},  {0x0800'0000, "SA_ONSTACK"},
                                     {0x1000'0000, "SA_RESTART"},   {0x4000'0000, "SA_NODEFER"},
                                     {0x8000'0000, "SA_RESETHAND"}, {4, "SA_SIGINFO"},
                                     {1, "SA_NOCLDSTOP"},           {2, "SA_NOCLDWAIT"}};

// linux/sched.h
constexpr FlagName kCloneFlags[] = {{0x100, "CLONE_VM"},
                                    {0x200, "CLONE_FS"},
                                    {0x400, "CLONE_FILES"},
                                    {0x800, "CLONE_SIGHAND"},
                                    {0x1000, "CLONE_PIDFD"},
                                    {0x2000, "CLONE_PTRACE"},
                                    {0x4000, "CLONE_VFORK"},
                                    {0x8000, "CLONE_PARENT"},
                                    {0x1'0000, "CLONE_THREAD"},
                                    {0x2'0000, "CLONE_NEWNS"},
                                    {0x4'0000, "CLONE_SYSVSEM"},
                                    {0x8'0000, "CLONE_SETTLS"},
                                    {0x10'0000, "CLONE_PARENT_SETTID"},
                                    {0x20'0000, "CLONE_CHILD_CLEARTID"},
                                    {0x40'0000, "CLONE_DETACHED"},
                                    {0x80'0000, "CLONE_UNTRACED"},
                                    {0x100'0000, "CLONE_CHILD_SETTID"},
                                    {0x200'0000, "CLONE_NEWCGROUP"},
                                    {0x400'0000, "CLONE_NEWUTS"},
                                    {0x800'0000, "CLONE_NEWIPC"},
                                    {0x1000'0000, "CLONE_NEWUSER"},
                                    {0x2000'0000, "CLONE_NEWPID"},
                                    {0x4000'0000, "CLONE_NEWNET"}};

// linux/futex.h
constexpr FlagName kFutexOperations[] = {
    {0, "FUTEX_WAIT"},           {1, "FUTEX_WAKE"},        {2, "FUTEX_FD"},           {3, "FUTEX_REQUEUE"},
    {4, "FUTEX_CMP_REQUEUE"},    {5, "FUTEX_WAKE_OP"},     {6, "FUTEX_LOCK_PI"},      {7, "FUTEX_UNLOCK_PI"},
    {8, "FUTEX_TRYLOCK_PI"},     {9, "FUTEX_WAIT_BITSET"}, {10, "FUTEX_WAKE_BITSET"}, {11, "FUTEX_WAIT_REQUEUE_PI"},
    {12, "FUTEX_CMP_REQUEUE_PI"}};

// linux/stat.h
constexpr FlagName kFileTypes[] = {{0140000, "S_IFSOCK"}, {0120000, "S_IFLNK"}, {0100000, "S_IFREG"},
                                   {0060000, "S_IFBLK"},  {0040000, "S_IFDIR"}, {0020000, "S_IFCHR"},
                                   {0010000, "S_IFIFO"}};

// asm-generic/poll.h
constexpr FlagName kPollEvents[] = {
    {1, "POLLIN"},         {2, "POLLPRI"},        {4, "POLLOUT"},     {0x40, "POLLRDNORM"},   {0x80, "POLLRDBAND"},
    {0x100, "POLLWRNORM"}, {0x200, "POLLWRBAND"}, {0x400, "POLLMSG"}, {0x1000, "POLLREMOVE"}, {0x2000, "POLLRDHUP"},
    {8, "POLLERR"},        {0x10, "POLLHUP"},     {0x20, "POLLNVAL"}};

// asm-generic/resource.h
constexpr FlagName kResources[] = {
    {0, "RLIMIT_CPU"},       {1, "RLIMIT_FSIZE"}, {2, "RLIMIT_DATA"},    {3, "RLIMIT_STACK"},
    {4, "RLIMIT_CORE"},      {5, "RLIMIT_RSS"},   {6, "RLIMIT_NPROC"},   {7, "RLIMIT_NOFILE"},
    {8, "RLIMIT_MEMLOCK"},   {9, "RLIMIT_AS"},    {10, "RLIMIT_LOCKS"},  {11, "RLIMIT_SIGPENDING"},
    {12, "RLIMIT_MSGQUEUE"}, {13, "RLIMIT_NICE"}, {14, "RLIMIT_RTPRIO"}, {15, "RLIMIT_RTTIME"}};

// asm-generic/fcntl.h, linux/fcntl.h
constexpr FlagName kFcntlCommands[] = {{0, "F_DUPFD"},         {1, "F_GETFD"},         {2, "F_SETFD"},
                                       {3, "F_GETFL"},         {4, "F_SETFL"},         {5, "F_GETLK"},
                                       {6, "F_SETLK"},         {7, "F_SETLKW"},        {8, "F_SETOWN"},
                                       {9, "F_GETOWN"},        {10, "F_SETSIG"},       {11, "F_GETSIG"},
                                       {36, "F_OFD_GETLK"},    {37, "F_OFD_SETLK"},    {38, "F_OFD_SETLKW"},
                                       {1024, "F_SETLEASE"},   {1025, "F_GETLEASE"},   {1030, "F_DUPFD_CLOEXEC"},
                                       {1031, "F_SETPIPE_SZ"}, {1032, "F_GETPIPE_SZ"}, {1033, "F_ADD_SEALS"},
                                       {1034, "F_GET_SEALS"}};

constexpr FlagName kLockOperations[] = {{1, "LOCK_SH"}, {2, "LOCK_EX"}, {8, "LOCK_UN"}, {4, "LOCK_NB"}};

// linux/capability.h
constexpr FlagName kCapabilities[] = {{0, "CAP_CHOWN"},
                                      {1, "CAP_DAC_OVERRIDE"},
                                      {2, "CAP_DAC_READ_SEARCH"},
                                      {3, "CAP_FOWNER"},
                                      {4, "CAP_FSETID"},
                                      {5, "CAP_KILL"},
                                      {6, "CAP_SETGID"},
                                      {7, "CAP_SETUID"},
                                      {8, "CAP_SETPCAP"},
                                      {9, "CAP_LINUX_IMMUTABLE"},
                                      {10, "CAP_NET_BIND_SERVICE"},
                                      {11, "CAP_NET_BROADCAST"},
                                      {12, "CAP_NET_ADMIN"},
                                      {13, "CAP_NET_RAW"},
                                      {14, "CAP_IPC_LOCK"},
                                      {15, "CAP_IPC_OWNER"},
                                      {16, "CAP_SYS_MODULE"},
                                      {17, "CAP_SYS_RAWIO"},
                                      {18, "CAP_SYS_CHROOT"},
                                      {19, "CAP_SYS_PTRACE"},
                                      {20, "CAP_SYS_PACCT"},
                                      {21, "CAP_SYS_ADMIN"},
                                      {22, "CAP_SYS_BOOT"},
                                      {23, "CAP_SYS_NICE"},
                                      {24, "CAP_SYS_RESOURCE"},
                                      {25, "CAP_SYS_TIME"},
                                      {26, "CAP_SYS_TTY_CONFIG"},
                                      {27, "CAP_MKNOD"},
                                      {28, "CAP_LEASE"},
                                      {29, "CAP_AUDIT_WRITE"},
                                      {30, "CAP_AUDIT_CONTROL"},
                                      {31, "CAP_SETFCAP"},
                                      {32, "CAP_MAC_OVERRIDE"},
                                      {33, "CAP_MAC_ADMIN"},
                                      {34, "CAP_SYSLOG"},
                                      {35, "CAP_WAKE_ALARM"},
                                      {36, "CAP_BLOCK_SUSPEND"},
                                      {37, "CAP_AUDIT_READ"},
                                      {38, "CAP_PERFMON"},
                                      {39, "CAP_BPF"},
                                      {40, "CAP_CHECKPOINT_RESTORE"}};

const FlagName* find_value(std::uint64_t value, FlagNames names) {
    for (const FlagName& row : names) {
        if (row.bits == value) return &row;
    }
    return nullptr;
}

}  // namespace

FlagNames shm_commands() {
    return kShmCommands;
}
FlagNames sem_commands() {
    return kSemCommands;
}
FlagNames msg_commands() {
    return kMsgCommands;
}
FlagNames ipc_create_flags() {
    return kIpcCreateFlags;
}
FlagNames shm_attach_flags() {
    return kShmAttachFlags;
}
FlagNames message_flags() {
    return kMessageFlags;
}
FlagNames semaphore_flags() {
    return kSemaphoreFlags;
}
FlagNames protections() {
    return kProtections;
}
FlagNames mapping_types() {
    return kMappingTypes;
}
FlagNames mapping_flags() {
    return kMappingFlags;
}
FlagNames remap_flags() {
    return kRemapFlags;
}
FlagNames sync_flags() {
    return kSyncFlags;
}
FlagNames advices() {
    return kAdvices;
}
FlagNames open_flags() {
    return kOpenFlags;
}
FlagNames action_flags() {
    return kActionFlags;
}
FlagNames clone_flags() {
    return kCloneFlags;
}
FlagNames futex_operations() {
    return kFutexOperations;
}
FlagNames file_types() {
    return kFileTypes;
}
FlagNames poll_events() {
    return kPollEvents;
}
FlagNames resources() {
    return kResources;
}
FlagNames fcntl_commands() {
    return kFcntlCommands;
}
FlagNames lock_operations() {
    return kLockOperations;
}
FlagNames capabilities() {
    return kCapabilities;
}

std::string flags_text(std::uint64_t value, FlagNames names, std::string_view unknown) {
    if (value == 0) return "0";
    std::string text;
    std::uint64_t rest = value;
    for (const FlagName& flag : names) {
        if (flag.bits == 0 || (rest & flag.bits) != flag.bits) continue;
        text += (text.empty() ? "" : "|") + std::string(flag.name);
        rest &= ~flag.bits;
    }
    if (rest == 0) return text;
    if (!text.empty()) return fmt::format("{}|{:#x}", text, rest);
    return unknown.empty() ? fmt::format("{:#x}", rest) : fmt::format("{:#x} /* {} */", rest, unknown);
}

std::string value_text(std::uint64_t value, FlagNames names, std::string_view unknown) {
    const FlagName* row = find_value(value, names);
    return row != nullptr ? std::string(row->name) : fmt::format("{:#x} /* {} */", value, unknown);
}

std::string value_name(std::uint64_t value, FlagNames names) {
    const FlagName* row = find_value(value, names);
    return row != nullptr ? std::string(row->name) : fmt::format("{}", static_cast<std::int32_t>(value));
}

}  // namespace app::session
