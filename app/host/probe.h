// What this host allows: looked at once, nothing is changed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace app::host {

enum class FindingId : std::uint8_t {
    system,           // Linux on x86-64
    namespaces,       // a sandbox can be made
    user_namespaces,  // also without root
    several_users,    // processes of several users in it
    subordinate_ids,  // an ordinary user has ids to give away
    pagemap,          // /proc/PID/pagemap tells frame numbers
    frame_counts,     // /proc/kpagecount tells how often a frame is mapped
    small_pages,      // shared memory comes in pages of 4 KiB
    tracing,          // ptrace(2)
    fault_events,     // perf_event_open(2) tells page faults
};
std::string finding_name(FindingId id);  // "user_namespaces"

struct Finding {
    FindingId id = FindingId::system;
    bool works = false;
    std::string detail;  // what was found: "max_user_namespaces 0"; words of the system, not sentences
};

std::vector<Finding> probe_host();

}  // namespace app::host
