// A real program's calls in strace's notation, written with the table that writes the simulated programs' calls.
#pragma once

#include <string>

#include "app/host/trace.h"

namespace app::session {

class StraceNotation final : public host::TraceNotation {
public:
    std::string begun(const host::StoppedCall& call) override;
    std::string returned(const host::StoppedCall& call, const std::string& begun) override;
    std::string signal(const host::Step& step, sim::Pid sender, sim::Uid sender_uid) override;
    std::string ended(const host::Step& step) override;
};

}  // namespace app::session
