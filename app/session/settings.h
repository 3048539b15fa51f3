// View settings as one plain struct.
#pragma once

#include <cstdint>

#include "sim/history/timeline.h"

namespace app::session {

enum class Theme : std::uint8_t { dark, light };
// How much is drawn; never what is computed.
enum class Detail : std::uint8_t { picture = 1, mechanism = 2, linux_ = 3 };

// Whose rows the picture shows.
enum class KernelMode : std::uint8_t { simulated, real, side_by_side };

struct Settings {
    Theme theme = Theme::dark;
    Detail detail = Detail::picture;
    sim::history::Unit unit = sim::history::Unit::line;
    KernelMode kernel = KernelMode::simulated;
    bool lecture = false;  // presenter mode
    float scale = 1.0f;    // pixels per logical unit: 2 on a 4K screen at 200 %
    float play_steps_per_second = 2.0f;
};

}  // namespace app::session
