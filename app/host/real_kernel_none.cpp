// Systems without the real kernel this program is about.
#include "app/host/real_kernel.h"

namespace app::host {

std::unique_ptr<RealKernel> RealKernel::start(const sim::report::Setup&, std::string& why_not) {
    why_not = "the real kernel can be looked at on Linux only";
    return nullptr;
}

RealKernel::~RealKernel() = default;

std::optional<Observation> RealKernel::perform(const sim::report::Operation&, bool, const std::optional<Arguments>&) {
    return std::nullopt;
}
std::optional<Observation> RealKernel::perform(const sim::report::Accesses&, bool) {
    return std::nullopt;
}
bool RealKernel::make_own_memory(const OwnMemory&) {
    return false;
}
bool RealKernel::put(sim::Pid, const OwnMemory::Piece&) {
    return false;
}
std::optional<Observation> RealKernel::look() {
    return std::nullopt;
}
std::optional<Observation> RealKernel::run_again() {
    return std::nullopt;
}
std::optional<Observation> RealKernel::start_command() {
    return std::nullopt;
}

}  // namespace app::host
