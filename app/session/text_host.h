// The sentences about the real kernel: why a run cannot go on there, what could not be compared, what this host lacks.
#pragma once

#include <string>
#include <vector>

#include "app/host/probe.h"
#include "sim/report/rows.h"

namespace app::session {

// Those with {} name a process by its pid.
enum class HostText {
    input_impossible,
    process_asleep,
    process_missing,
    process_ended,
    threads,
    own_memory,
    own_memory_lost,
    own_memory_swapped,
    own_memory_shared,
    left_out_before,
    in_between,
    why_swapped,
    why_not_root,
};
std::string host_text(HostText text);

// What the real kernel does not show an observer like us, each in a few words.
std::vector<std::string> not_visible(const sim::report::Visibility& visible);

// What a finding is about, in a few words: "User namespaces".
std::string finding_title(host::FindingId id);
// What works because of it, or what does not.
std::string finding_meaning(const host::Finding& finding);
// What to do to get it; empty when it works.
std::string finding_advice(const host::Finding& finding);

}  // namespace app::session
