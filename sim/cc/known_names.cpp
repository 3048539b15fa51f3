#include "sim/cc/known_names.h"

#include <algorithm>
#include <iterator>

namespace sim::cc {

namespace {

// Ascending by name.
constexpr KnownName kNames[] = {
    {"EACCES", "errno.h", ""},        {"EAGAIN", "errno.h", ""},        {"EEXIST", "errno.h", ""},
    {"EIDRM", "errno.h", ""},         {"EINTR", "errno.h", ""},         {"EINVAL", "errno.h", ""},
    {"ENOENT", "errno.h", ""},        {"ENOMEM", "errno.h", ""},        {"ENOSPC", "errno.h", ""},
    {"EOF", "stdio.h", ""},           {"EPERM", "errno.h", ""},         {"EXIT_FAILURE", "stdlib.h", ""},
    {"EXIT_SUCCESS", "stdlib.h", ""}, {"FILE", "stdio.h", ""},          {"INT_MAX", "limits.h", ""},
    {"INT_MIN", "limits.h", ""},      {"IPC_CREAT", "sys/ipc.h", ""},   {"IPC_EXCL", "sys/ipc.h", ""},
    {"IPC_PRIVATE", "sys/ipc.h", ""}, {"IPC_RMID", "sys/ipc.h", ""},    {"IPC_SET", "sys/ipc.h", ""},
    {"IPC_STAT", "sys/ipc.h", ""},    {"NULL", "stddef.h", ""},         {"SHM_EXEC", "sys/shm.h", ""},
    {"SHM_RDONLY", "sys/shm.h", ""},  {"SHM_RND", "sys/shm.h", ""},     {"abort", "stdlib.h", "v"},
    {"abs", "stdlib.h", "ii"},        {"atexit", "stdlib.h", ""},       {"atoi", "stdlib.h", ""},
    {"atol", "stdlib.h", ""},         {"bool", "stdbool.h", ""},        {"calloc", "stdlib.h", "puu"},
    {"errno", "errno.h", ""},         {"exit", "stdlib.h", "vi"},       {"false", "stdbool.h", ""},
    {"fflush", "stdio.h", ""},        {"fgets", "stdio.h", ""},         {"fork", "unistd.h", ""},
    {"fprintf", "stdio.h", "ips."},   {"fputs", "stdio.h", "isp"},      {"free", "stdlib.h", "vp"},
    {"ftok", "sys/ipc.h", ""},        {"getchar", "stdio.h", ""},       {"getpid", "unistd.h", ""},
    {"getppid", "unistd.h", ""},      {"int16_t", "stdint.h", ""},      {"int32_t", "stdint.h", ""},
    {"int64_t", "stdint.h", ""},      {"int8_t", "stdint.h", ""},       {"intptr_t", "stdint.h", ""},
    {"isalpha", "ctype.h", "ii"},     {"isdigit", "ctype.h", "ii"},     {"isspace", "ctype.h", "ii"},
    {"key_t", "sys/ipc.h", ""},       {"kill", "signal.h", ""},         {"labs", "stdlib.h", ""},
    {"malloc", "stdlib.h", "pu"},     {"memcmp", "string.h", "ippu"},   {"memcpy", "string.h", "pppu"},
    {"memmove", "string.h", "pppu"},  {"memset", "string.h", "ppiu"},   {"perror", "stdio.h", ""},
    {"pid_t", "sys/types.h", ""},     {"printf", "stdio.h", "is."},     {"putchar", "stdio.h", "ii"},
    {"puts", "stdio.h", "is"},        {"qsort", "stdlib.h", ""},        {"rand", "stdlib.h", ""},
    {"realloc", "stdlib.h", "ppu"},   {"scanf", "stdio.h", "is."},      {"semctl", "sys/sem.h", ""},
    {"semget", "sys/sem.h", ""},      {"semop", "sys/sem.h", ""},       {"shmat", "sys/shm.h", ""},
    {"shmctl", "sys/shm.h", ""},      {"shmdt", "sys/shm.h", ""},       {"shmget", "sys/shm.h", ""},
    {"shmid_ds", "sys/shm.h", ""},    {"signal", "signal.h", ""},       {"size_t", "stddef.h", ""},
    {"sleep", "unistd.h", ""},        {"snprintf", "stdio.h", "icus."}, {"sprintf", "stdio.h", "ics."},
    {"srand", "stdlib.h", ""},        {"ssize_t", "sys/types.h", ""},   {"stderr", "stdio.h", ""},
    {"stdin", "stdio.h", ""},         {"stdout", "stdio.h", ""},        {"strcat", "string.h", "ccs"},
    {"strchr", "string.h", "csi"},    {"strcmp", "string.h", "iss"},    {"strcpy", "string.h", "ccs"},
    {"strdup", "string.h", "cs"},     {"strerror", "string.h", ""},     {"strlen", "string.h", "us"},
    {"strncat", "string.h", "ccsu"},  {"strncmp", "string.h", "issu"},  {"strncpy", "string.h", "ccsu"},
    {"strrchr", "string.h", "csi"},   {"strstr", "string.h", "css"},    {"strtol", "stdlib.h", ""},
    {"true", "stdbool.h", ""},        {"uint16_t", "stdint.h", ""},     {"uint32_t", "stdint.h", ""},
    {"uint64_t", "stdint.h", ""},     {"uint8_t", "stdint.h", ""},      {"uintptr_t", "stdint.h", ""},
    {"usleep", "unistd.h", ""},       {"wait", "sys/wait.h", ""},       {"waitpid", "sys/wait.h", ""},
    {"write", "unistd.h", ""},
};

}  // namespace

const KnownName* known_name(std::string_view name) {
    const auto found = std::lower_bound(std::begin(kNames), std::end(kNames), name,
                                        [](const KnownName& known, std::string_view key) { return known.name < key; });
    return found != std::end(kNames) && found->name == name ? found : nullptr;
}

}  // namespace sim::cc
