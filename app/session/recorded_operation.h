// One thing a program did, as it is done again elsewhere.
#pragma once

#include <optional>

#include "app/host/real_kernel.h"
#include "sim/report/operation.h"

namespace app::session {

struct RecordedOperation {
    enum class Kind : std::uint8_t {
        both,        // `operation`, by every other kernel
        own_access,  // `operation`, an access to a program's own memory: by the real kernel alone, as all that follow
        own_call,    // `operation`, a call about a program's own memory that gave `result`
        put,         // bytes the kernel wrote there: `memory`, its pid and pieces
        own_memory,  // exec gave the process a new one: `memory`
    };
    Kind kind = Kind::both;
    sim::report::Operation operation;
    std::optional<host::Arguments> in_place;  // of a call: as the program made it, its buffers in its own memory
    std::int64_t result = 0;
    host::OwnMemory memory;
};

}  // namespace app::session
