#include "app/session/recording_play.h"

#include <algorithm>

namespace app::session {

RecordingPlay::RecordingPlay(host::Recording recording, std::string name)
    : name_(std::move(name)),
      recording_(std::move(recording)),
      summary_(summarize(recording_)),
      texts_(recorded_step_texts(recording_)),
      replay_(recording_) {
    last_ = replay_.seek(steps());
    seek(0);
}

void RecordingPlay::seek(std::size_t step) {
    step_ = std::min(step, steps());
    before_ = replay_.seek(step_ > 0 ? step_ - 1 : 0);
    now_ = replay_.seek(step_);
}

}  // namespace app::session
