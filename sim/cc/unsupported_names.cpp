#include "sim/cc/unsupported_names.h"

#include <algorithm>
#include <iterator>

namespace sim::cc {

namespace {

struct UnsupportedName {
    std::string_view name;
    std::string_view feature;
};

// Ascending by name.
constexpr UnsupportedName kNames[] = {
    {"SA_RESTART", "signal handlers"},
    {"SA_SIGINFO", "signal handlers"},
    {"SIG_BLOCK", "signal handlers"},
    {"SIG_DFL", "signal handlers"},
    {"SIG_ERR", "signal handlers"},
    {"SIG_IGN", "signal handlers"},
    {"SIG_SETMASK", "signal handlers"},
    {"SIG_UNBLOCK", "signal handlers"},
    {"accept", "sockets"},
    {"acos", "functions of <math.h> that need tables"},
    {"alarm", "timers"},
    {"asin", "functions of <math.h> that need tables"},
    {"atan", "functions of <math.h> that need tables"},
    {"atan2", "functions of <math.h> that need tables"},
    {"bind", "sockets"},
    {"cbrt", "functions of <math.h> that need tables"},
    {"clone", "threads"},
    {"connect", "sockets"},
    {"cos", "functions of <math.h> that need tables"},
    {"cosh", "functions of <math.h> that need tables"},
    {"execl", "starting other programs"},
    {"execle", "starting other programs"},
    {"execlp", "starting other programs"},
    {"execv", "starting other programs"},
    {"execve", "starting other programs"},
    {"execvp", "starting other programs"},
    {"exp", "functions of <math.h> that need tables"},
    {"getpgid", "process groups"},
    {"getpgrp", "process groups"},
    {"hypot", "functions of <math.h> that need tables"},
    {"killpg", "process groups"},
    {"listen", "sockets"},
    {"log", "functions of <math.h> that need tables"},
    {"log10", "functions of <math.h> that need tables"},
    {"log2", "functions of <math.h> that need tables"},
    {"longjmp", "setjmp"},
    {"mq_close", "POSIX message queues"},
    {"mq_getattr", "POSIX message queues"},
    {"mq_notify", "POSIX message queues"},
    {"mq_open", "POSIX message queues"},
    {"mq_receive", "POSIX message queues"},
    {"mq_send", "POSIX message queues"},
    {"mq_setattr", "POSIX message queues"},
    {"mq_timedreceive", "POSIX message queues"},
    {"mq_timedsend", "POSIX message queues"},
    {"mq_unlink", "POSIX message queues"},
    {"mqd_t", "POSIX message queues"},
    {"pclose", "pipes"},
    {"popen", "pipes"},
    {"pow", "functions of <math.h> that need tables"},
    {"pthread_create", "threads"},
    {"pthread_exit", "threads"},
    {"pthread_join", "threads"},
    {"pthread_self", "threads"},
    {"pthread_t", "threads"},
    {"setegid", "changing user or group"},
    {"seteuid", "changing user or group"},
    {"setgid", "changing user or group"},
    {"setitimer", "timers"},
    {"setjmp", "setjmp"},
    {"setpgid", "process groups"},
    {"setregid", "changing user or group"},
    {"setreuid", "changing user or group"},
    {"setsid", "process groups"},
    {"setuid", "changing user or group"},
    {"sigaction", "signal handlers"},
    {"sigaddset", "signal handlers"},
    {"sigemptyset", "signal handlers"},
    {"sigfillset", "signal handlers"},
    {"sighandler_t", "signal handlers"},
    {"siginfo_t", "signal handlers"},
    {"siglongjmp", "setjmp"},
    {"signal", "signal handlers"},
    {"sigprocmask", "signal handlers"},
    {"sigqueue", "signal handlers"},
    {"sigset_t", "signal handlers"},
    {"sigsetjmp", "setjmp"},
    {"sigsuspend", "signal handlers"},
    {"sigwait", "signal handlers"},
    {"sin", "functions of <math.h> that need tables"},
    {"sinh", "functions of <math.h> that need tables"},
    {"socket", "sockets"},
    {"system", "starting other programs"},
    {"tan", "functions of <math.h> that need tables"},
    {"tanh", "functions of <math.h> that need tables"},
    {"vfork", "starting other programs"},
};

}  // namespace

std::string_view unsupported_feature(std::string_view name) {
    const auto found =
        std::lower_bound(std::begin(kNames), std::end(kNames), name,
                         [](const UnsupportedName& row, std::string_view key) { return row.name < key; });
    return found != std::end(kNames) && found->name == name ? found->feature : std::string_view{};
}

}  // namespace sim::cc
