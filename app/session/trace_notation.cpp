#include "app/session/trace_notation.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/strace_calls.h"

namespace app::session {
namespace {

constexpr std::size_t kResultColumn = 40;  // where strace puts the "=" if the call ends before it

class RealSource final : public CallSource {
public:
    explicit RealSource(const host::CallerMemory& memory) : memory_(memory) {}
    std::vector<std::uint8_t> peek(sim::Pid, sim::VirtAddr address, std::size_t bytes) const override {
        return memory_.peek(address, bytes);
    }
    std::uint64_t blocked_signals(sim::Pid) const override { return 0; }

private:
    const host::CallerMemory& memory_;
};

TracedCall traced(const CallSource& source, const host::StoppedCall& call) {
    return {source, call.pid, call.number, call.args, call.result};
}

}  // namespace

std::string StraceNotation::begun(const host::StoppedCall& call) {
    const RealSource source(call.memory);
    return traced_name(call.number) + "(" + arguments_before(traced(source, call));
}

std::string StraceNotation::returned(const host::StoppedCall& call, const std::string& begun) {
    const RealSource source(call.memory);
    const TracedCall returned = traced(source, call);
    std::string line = begun + arguments_after(returned) + ") ";
    line.resize(std::max(line.size(), kResultColumn), ' ');
    return line + "= " + traced_result(returned);
}

std::string StraceNotation::signal(const host::Step& step, sim::Pid sender, sim::Uid sender_uid) {
    return fmt::format("--- {} {{{}}} ---", traced_signal(step.signal),
                       traced_siginfo(step.signal, step.si_code, step.fault_address, sender, sender_uid));
}

std::string StraceNotation::ended(const host::Step& step) {
    if (step.kind == host::StepKind::killed) return fmt::format("+++ killed by {} +++", traced_signal(step.signal));
    return fmt::format("+++ exited with {} +++", step.status);
}

}  // namespace app::session
