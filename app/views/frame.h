// One frame of the application: keys in, session changed, picture drawn, intentions applied.
#pragma once

#include <vector>

#include "app/platform/window/program.h"
#include "app/session/session.h"
#include "app/views/shell.h"
#include "app/widgets/imgui_canvas.h"

namespace app::views {

class Application {
public:
    explicit Application(session::Session session);

    // What the platform runs. The application must outlive it.
    platform::Program program();

    const session::Session& session() const { return session_; }

private:
    bool bake_fonts();
    void draw(const platform::FrameInput& input, const platform::Painter& painter);
    void take_input(const platform::FrameInput& input);
    void draw_tooltip(float width, float height, double seconds);
    void apply(std::vector<session::Action> actions);
    double next_frame() const;

    session::Session session_;
    ShellState shell_;
    widgets::ImGuiFonts fonts_;
    platform::Painter painter_;
    widgets::ImGuiCanvas canvas_;
    std::uint64_t drawn_revision_ = 0;
    widgets::HitId resting_on_ = 0;  // what the mouse has been over
    double rested_ = 0;              // for so many seconds
};

}  // namespace app::views
