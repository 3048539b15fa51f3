// From the session to the Scene its panels draw.
#pragma once

#include <memory>

#include "app/views/scene.h"
#include "app/views/view.h"

namespace app::views {

// The scene of the session's moment; gathered anew only when the session's revision changed.
std::shared_ptr<const Scene> scene_of(const ViewContext& context);
// The same moment on the real kernel, when both are shown side by side; else nullptr.
std::shared_ptr<const Scene> real_scene_of(const ViewContext& context);

}  // namespace app::views
