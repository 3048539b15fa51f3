// Fixture moments as scenes, and panels drawn from them without a window.
#pragma once

#include <memory>

#include "app/views/layout.h"
#include "app/views/scene.h"
#include "app/views/theme.h"
#include "app/views/view.h"
#include "app/widgets/canvas.h"
#include "tests/ui/fixture.h"

namespace ui_test {

// A moment and everything its scene points to.
class Drawn {
public:
    Drawn(Moment moment, app::session::Detail detail);
    Drawn(const Drawn&) = delete;
    Drawn& operator=(const Drawn&) = delete;

    // The scene, after changing what it is made from.
    app::views::SceneInput& input() { return input_; }
    app::views::Scene scene() const { return app::views::Scene(input_); }

    // All panels of the window onto `canvas`.
    void paint(app::widgets::Canvas& canvas, app::session::Theme theme, float width, float height);

    std::vector<app::session::Action> actions;

private:
    Moment moment_;
    sim::history::Changes changes_;
    std::vector<app::session::EventText> texts_;
    app::views::SourceLines producer_, consumer_;
    std::vector<std::uint8_t> bytes_;
    app::views::SceneInput input_;
    app::views::ViewMemory memory_;
};

}  // namespace ui_test
