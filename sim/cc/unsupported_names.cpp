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
    {"accept", "sockets"},
    {"acos", "functions of <math.h> that need tables"},
    {"asin", "functions of <math.h> that need tables"},
    {"atan", "functions of <math.h> that need tables"},
    {"atan2", "functions of <math.h> that need tables"},
    {"bind", "sockets"},
    {"cbrt", "functions of <math.h> that need tables"},
    {"connect", "sockets"},
    {"cos", "functions of <math.h> that need tables"},
    {"cosh", "functions of <math.h> that need tables"},
    {"exp", "functions of <math.h> that need tables"},
    {"hypot", "functions of <math.h> that need tables"},
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
    {"pow", "functions of <math.h> that need tables"},
    {"setjmp", "setjmp"},
    {"setns", "namespaces"},
    {"siglongjmp", "setjmp"},
    {"sigsetjmp", "setjmp"},
    {"sin", "functions of <math.h> that need tables"},
    {"sinh", "functions of <math.h> that need tables"},
    {"socket", "sockets"},
    {"tan", "functions of <math.h> that need tables"},
    {"tanh", "functions of <math.h> that need tables"},
};

}  // namespace

std::string_view unsupported_feature(std::string_view name) {
    const auto found =
        std::lower_bound(std::begin(kNames), std::end(kNames), name,
                         [](const UnsupportedName& row, std::string_view key) { return row.name < key; });
    return found != std::end(kNames) && found->name == name ? found->feature : std::string_view{};
}

}  // namespace sim::cc
