// Which arguments each system call has, as data. Only for strace_calls.cpp.
#pragma once

#include <array>

#include "app/session/strace_values.h"

namespace app::session {

struct TracedArgument {
    Shown* text = nullptr;                            // nullptr: there is none
    bool (*after)(const TracedCall& call) = nullptr;  // whether it is known only at the return; nullptr: never
};

struct CallFormat {
    std::uint32_t number;
    std::string_view name;
    std::array<TracedArgument, kTracedArguments> args{};
    std::string (*result)(const TracedCall& call) = nullptr;  // nullptr: a number
};

// nullptr for a call that is not known.
const CallFormat* find_format(std::uint32_t number);

}  // namespace app::session
