#include "app/host/probe.h"

namespace app::host {

std::string finding_name(FindingId id) {
    switch (id) {
        case FindingId::system: return "system";
        case FindingId::namespaces: return "namespaces";
        case FindingId::user_namespaces: return "user_namespaces";
        case FindingId::several_users: return "several_users";
        case FindingId::subordinate_ids: return "subordinate_ids";
        case FindingId::pagemap: return "pagemap";
        case FindingId::frame_counts: return "frame_counts";
        case FindingId::small_pages: return "small_pages";
        case FindingId::tracing: return "tracing";
        case FindingId::fault_events: return "fault_events";
    }
    return "";
}

}  // namespace app::host
