#include "app/cli/recorded.h"

#include <fmt/format.h>

#include "app/cli/status.h"

namespace app::cli {

std::optional<session::Session> open_recorded(const std::string& path, const PositionRequest& position, int& status) {
    session::Session session;
    session.apply(session::OpenTarget{{path}});
    if (session.recording() == nullptr) {
        status = refuse(session.message());
        return std::nullopt;
    }
    const std::size_t steps = session.recording()->steps();
    const std::uint64_t wanted = wanted_step(position.step).value_or(kToEnd);
    const std::uint64_t step = wanted == kToEnd ? steps : wanted;
    if (step > steps) {
        status = refuse(fmt::format("{} has {} steps: there is no step {}", path, steps, position.step));
        return std::nullopt;
    }
    session.apply(session::SeekStep{step});
    status = kDone;
    return session;
}

}  // namespace app::cli
