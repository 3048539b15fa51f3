// Systems without the system calls this program records.
#include "app/host/trace.h"

namespace app::host {

std::optional<Recording> trace(const TraceRequest&, TraceNotation&, const StepSeen&, TraceRefusal& refusal) {
    refusal.why = TraceRefusal::Why::no_such_system;
    return std::nullopt;
}

}  // namespace app::host
