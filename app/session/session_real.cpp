// The real kernel beside the timeline: it is started when it is first shown, and goes where the cursor goes.
#include "app/session/session_data.h"

namespace app::session {
namespace {

// Calls and accesses carried out between two frames of the window: at most some tens of milliseconds.
constexpr std::size_t kOperationsAtOnce = 16;

}  // namespace

void Session::Data::on(const SetKernel& action) {
    settings.kernel = action.kernel;
    if (real != nullptr && !real->failure().empty()) real.reset();  // another try
}

void Session::Data::start_real() {
    const sim::history::Timeline& timeline = stage.timeline;
    std::string why_not;
    real = RealRun::start(timeline.config(), timeline.programs(), timeline.schedule(), why_not);
    if (real != nullptr) return;
    settings.kernel = KernelMode::simulated;
    message = "The real kernel cannot be shown here: " + why_not;
}

void Session::Data::follow() {
    real_behind = false;
    if (settings.kernel == KernelMode::simulated) return;
    if (real == nullptr) start_real();
    if (real == nullptr) return;  // and the message says why
    real_behind = !real->follow(stage.timeline, kOperationsAtOnce);
    if (!real->failure().empty()) message = "The real kernel goes no further: " + real->failure();
}

}  // namespace app::session
