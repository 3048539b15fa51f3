// One whole frame at 1920x1080 on this machine's renderer, beside a frame with only ImGui's demo window.
#include <benchmark/benchmark.h>
#include <imgui.h>

#include <limits>

#include "app/platform/window/picture.h"
#include "app/session/scenario.h"
#include "app/views/frame.h"

namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr int kWarmUp = 4;  // frames until all fonts are baked

void paint_frames(benchmark::State& state, const app::platform::Program& program) {
    app::platform::Offscreen offscreen;
    std::string error;
    if (!offscreen.open(kWidth, kHeight, 1, error)) {
        state.SkipWithError(error.c_str());
        return;
    }
    for (int frame = 0; frame < kWarmUp; ++frame) offscreen.paint(program);
    for (auto _ : state) {
        offscreen.paint(program);
        offscreen.finish();
    }
}

void demo_window(benchmark::State& state) {
    app::platform::Program program;
    bool first = true;
    program.prepare = [&first] { return std::exchange(first, false); };
    program.draw = [](const app::platform::FrameInput&, const app::platform::Painter&) { ImGui::ShowDemoWindow(); };
    program.next_frame = [] { return std::numeric_limits<double>::infinity(); };
    program.finished = [] { return false; };
    paint_frames(state, program);
}
BENCHMARK(demo_window)->Name("frame of ShowDemoWindow")->Unit(benchmark::kMillisecond);

void scenario_one(benchmark::State& state) {
    app::session::Session session;  // the start screen's scenario is the first one
    session.apply(app::session::OpenTarget{{app::session::built_in_scenarios().front().id}});
    session.apply(app::session::SetDetail{app::session::Detail::linux_});
    session.apply(app::session::SeekStep{7});
    app::views::Application application(session);
    paint_frames(state, application.program());
}
BENCHMARK(scenario_one)->Name("frame of scenario 1, detail 3")->Unit(benchmark::kMillisecond);

}  // namespace
