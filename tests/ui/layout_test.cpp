// Regions of the window at every size, colours that can be read, ids that come back.
#include "app/views/layout.h"

#include <doctest/doctest.h>

#include <vector>

#include "app/views/theme.h"
#include "app/views/time_line.h"
#include "app/views/view.h"
#include "app/widgets/measured_canvas.h"

using namespace app::views;
using app::session::Selection;

namespace {

struct Size {
    float width, height;
};
constexpr Size kSizes[] = {{1024, 640}, {1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 1080}};

std::vector<Rect> panels_of(const Layout& layout) {
    std::vector<Rect> all{layout.top_bar,     layout.programs,        layout.address_spaces,
                          layout.page_tables, layout.physical_memory, layout.segments,
                          layout.kernel_log,  layout.inspector,       layout.time_line};
    if (layout.question.h > 0) all.push_back(layout.question);
    if (layout.caption.h > 0) all.push_back(layout.caption);
    return all;
}

}  // namespace

TEST_CASE("regions never overlap and stay in the window, whatever is on screen") {
    for (const Size size : kSizes) {
        for (const Extras extras :
             {Extras{}, Extras{.question = 140, .caption = 0}, Extras{.question = 220, .caption = 90}}) {
            const Layout layout = lay_out(size.width, size.height, app::session::Detail::linux_, extras);
            const auto panels = panels_of(layout);
            for (std::size_t i = 0; i < panels.size(); ++i) {
                CAPTURE(size.width);
                CAPTURE(i);
                CHECK(panels[i].w > 40);
                CHECK(panels[i].h > 40);
                CHECK(panels[i].x >= 0);
                CHECK(panels[i].right() <= size.width);
                CHECK(panels[i].bottom() <= size.height);
                for (std::size_t j = 0; j < i; ++j) {
                    CAPTURE(j);
                    const Rect common = app::widgets::intersection(panels[i], panels[j]);
                    CHECK(common.w * common.h == doctest::Approx(0));
                }
            }
        }
    }
}

TEST_CASE("at 1920 x 1080 the columns are those of the design") {
    const Layout layout = lay_out(1920, 1080, app::session::Detail::linux_);
    CHECK(layout.programs.w == 400);
    CHECK(layout.right.w == 430);
    CHECK(layout.time_line.h == 80);
    CHECK_FALSE(layout.compact);
}

TEST_CASE("every text colour of both themes can be read on every ground") {
    for (auto name : {app::session::Theme::dark, app::session::Theme::light}) {
        const Theme& theme = theme_of(name);
        std::vector<Colour> hues{theme.segment, theme.kernel, theme.fault, theme.changed};
        for (std::size_t i = 0; i < 8; ++i) hues.push_back(theme.process(i));
        for (Colour ground : {theme.ground, theme.panel, theme.raised}) {
            CHECK(app::widgets::contrast(theme.text, ground) >= 4.5f);
            CHECK(app::widgets::contrast(theme.dim, ground) >= 4.5f);
            for (Colour hue : hues) CHECK(app::widgets::contrast(theme.on_panel(hue), ground) >= 4.5f);
        }
        for (Colour hue : hues) {
            CHECK(app::widgets::contrast(app::widgets::text_on(hue), hue) >= 4.5f);
            CHECK(app::widgets::contrast(app::widgets::text_on(theme.shade(hue)), theme.shade(hue)) >= 4.5f);
            CHECK(app::widgets::contrast(theme.text, theme.tint(hue)) >= 4.5f);
        }
    }
}

TEST_CASE("a selection comes back from its id, a control from its own") {
    const sim::Pid pid{4'000'000};
    const sim::VirtAddr page{0x7fff'ffff'e000};
    for (const Selection& thing :
         {select_process(pid), select_area(pid, page), select_page(pid, page), select_frame(sim::Pfn{4'194'303}),
          select_segment(sim::ShmId{2'147'483'647}), select_segment_page(sim::ShmId{32'773}, 4095),
          select_segment(sim::ShmId{5, sim::IpcNsId{3}}), select_segment_page(sim::ShmId{5, sim::IpcNsId{3}}, 7),
          select_event(77), select_statement(pid, 123)}) {
        CHECK(selection_of(hit_id(thing)) == thing);
        CHECK(control_of(hit_id(thing)) == Control::none);
    }
    CHECK_FALSE(selection_of(0));
    const auto id = control_id(Control::seek_step, 1'000'000);
    CHECK(control_of(id) == Control::seek_step);
    CHECK(payload_of(id) == 1'000'000);
    CHECK_FALSE(selection_of(id));
}

TEST_CASE("the time line shows all steps while they fit, then those around the cursor") {
    const DotWindow few = dot_window(12, 3, 1300);
    CHECK(few.whole);
    CHECK(few.count == 12);
    for (std::uint64_t current : {0ull, 1ull, 500'000ull, 1'000'000ull}) {
        const DotWindow many = dot_window(1'000'000, current, 1300);
        CHECK_FALSE(many.whole);
        CHECK(many.first >= 1);
        CHECK(many.first + many.count - 1 <= 1'000'000);
        CHECK(many.first <= std::max<std::uint64_t>(1, current));
        CHECK(many.first + many.count > current);
    }
    CHECK(dot_window(0, 0, 1300).count == 0);
    CHECK(dot_window(5, 2, 1).count == 1);
}

TEST_CASE("a small picture is drawn smaller rather than with too few units") {
    CHECK(scale_for(1920, 1080, 1) == doctest::Approx(1));
    CHECK(scale_for(3840, 2160, 2) == doctest::Approx(2));
    for (const float wanted : {1.0f, 2.0f}) {
        const float scale = scale_for(500, 700, wanted);
        CHECK(500 / scale >= kLeastWidth - 0.1f);
        CHECK(700 / scale >= kLeastHeight - 0.1f);
    }
}
