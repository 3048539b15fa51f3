// Whatever the state, the panels stay readable: no text on another, none cut by its panel, links around them all.
#include <doctest/doctest.h>

#include <string>

#include "app/views/link_routes.h"
#include "app/widgets/recording_canvas.h"
#include "tests/ui/drawn.h"

using namespace app;
using namespace ui_test;
using session::Detail;
using widgets::Point;
using widgets::Rect;

namespace {

struct Size {
    float width, height;
};
constexpr Size kSizes[] = {{1280, 720}, {1920, 1080}, {1440, 900}};
constexpr Detail kDetails[] = {Detail::picture, Detail::mechanism, Detail::linux_};

struct Named {
    const char* name;
    Moment (*make)();
};
const Named kMoments[] = {{"two processes", two_processes},
                          {"200 processes", [] { return crowd(200); }},
                          {"3 processes", [] { return crowd(3); }},
                          {"a million frames", [] { return huge(1'048'576, 786'432); }},
                          {"40 pages", [] { return huge(1024, 40); }},
                          {"200 segments", [] { return many_segments(200); }},
                          {"killed", killed},
                          {"one of each channel", [] { return with_channels(1); }},
                          {"many channels", [] { return with_channels(30); }},
                          {"swap, threads, four processors", swapped_and_threaded}};

// Line boxes have room above and below the ink: only the middle counts.
Rect ink(Rect bounds) {
    return {bounds.x + 0.5f, bounds.y + 1, bounds.w - 1, bounds.h - 2};
}

bool overlap(Rect a, Rect b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool crosses(Point from, Point to, Rect rect) {
    const Rect path{std::min(from.x, to.x), std::min(from.y, to.y), std::abs(from.x - to.x), std::abs(from.y - to.y)};
    return path.x <= rect.right() && rect.x <= path.right() && path.y <= rect.bottom() && rect.y <= path.bottom();
}

template <class Check>
void for_every_picture(Check check) {
    for (const Named& moment : kMoments) {
        for (Detail detail : kDetails) {
            Drawn drawn(moment.make(), detail);
            for (const Size& size : kSizes) {
                INFO(moment.name, ", detail ", static_cast<int>(detail), ", ", size.width, " x ", size.height);
                check(drawn, size);
            }
        }
    }
}

std::string described(const widgets::RecordingCanvas::Text& text) {
    return "\"" + text.text + "\" at " + std::to_string(text.bounds.x) + ", " + std::to_string(text.bounds.y);
}

}  // namespace

TEST_CASE("no two texts of the panels overlap") {
    for_every_picture([](Drawn& drawn, Size size) {
        widgets::RecordingCanvas canvas({0, 0, size.width, size.height});
        drawn.paint(canvas, session::Theme::dark, size.width, size.height);
        const auto& texts = canvas.texts();
        for (std::size_t a = 0; a < texts.size(); ++a) {
            for (std::size_t b = a + 1; b < texts.size(); ++b) {
                if (!overlap(ink(texts[a].bounds), ink(texts[b].bounds))) continue;
                FAIL_CHECK(described(texts[a]) << " overlaps " << described(texts[b]));
            }
        }
    });
}

TEST_CASE("no text leaves its panel") {
    for_every_picture([](Drawn& drawn, Size size) {
        widgets::RecordingCanvas canvas({0, 0, size.width, size.height});
        drawn.paint(canvas, session::Theme::light, size.width, size.height);
        const views::Layout layout = views::lay_out(size.width, size.height, drawn.scene().detail);
        const Rect panels[] = {layout.programs, layout.address_spaces, layout.page_tables, layout.physical_memory,
                               layout.segments, layout.kernel_log,     layout.inspector};
        for (const auto& text : canvas.texts()) {
            if (text.text.size() == 1) continue;  // letters of links stand on the panels' edges
            bool inside = false;
            for (const Rect& panel : panels) {
                const Rect box = ink(text.bounds);
                inside |= box.x >= panel.x && box.right() <= panel.right() && box.y >= panel.y &&
                          box.bottom() <= panel.bottom();
            }
            CHECK_MESSAGE(inside, described(text));
        }
    });
}

TEST_CASE("numbers of pages are whole, however large") {
    Drawn drawn(huge(1'048'576, 786'432), Detail::picture);
    for (const Size& size : kSizes) {
        widgets::RecordingCanvas canvas({0, 0, size.width, size.height});
        drawn.paint(canvas, session::Theme::dark, size.width, size.height);
        for (const auto& text : canvas.texts()) {
            const bool cut = text.text.ends_with("…");
            const bool counts =
                text.text.find("page") != std::string::npos || text.text.find(" of ") != std::string::npos;
            CHECK_MESSAGE(!(cut && counts), described(text));
        }
    }
}

TEST_CASE("links cross no text") {
    for_every_picture([](Drawn& drawn, Size size) {
        widgets::RecordingCanvas canvas({0, 0, size.width, size.height});
        drawn.paint(canvas, session::Theme::dark, size.width, size.height);
        const views::Layout layout = views::lay_out(size.width, size.height, drawn.scene().detail);
        for (const views::LinkRoute& route : views::link_routes(drawn.scene(), layout)) {
            for (const auto* way : {&route.to_entry, &route.to_frame}) {
                for (std::size_t n = 1; n < way->size(); ++n) {
                    for (const auto& text : canvas.texts()) {
                        if (text.text.size() == 1) continue;
                        CHECK_MESSAGE(!crosses((*way)[n - 1], (*way)[n], ink(text.bounds)), described(text));
                    }
                }
            }
        }
    });
}

TEST_CASE("links of one frame do not cross one another") {
    Drawn drawn(crowd(4), Detail::linux_);
    const views::Layout layout = views::lay_out(1920, 1400, Detail::linux_);
    const auto routes = views::link_routes(drawn.scene(), layout);
    REQUIRE(routes.size() == 4);
    for (std::size_t a = 0; a < routes.size(); ++a) {
        for (std::size_t b = a + 1; b < routes.size(); ++b) {
            for (std::size_t n = 1; n < routes[a].to_frame.size(); ++n) {
                for (std::size_t m = 1; m < routes[b].to_frame.size(); ++m) {
                    const Point from = routes[b].to_frame[m - 1], to = routes[b].to_frame[m];
                    const Rect piece{std::min(from.x, to.x), std::min(from.y, to.y), std::abs(from.x - to.x),
                                     std::abs(from.y - to.y)};
                    CHECK(!crosses(routes[a].to_frame[n - 1], routes[a].to_frame[n], piece));
                }
            }
        }
    }
}

TEST_CASE("one frame mapped twice has two links that end in its cell") {
    for (const Size& size : kSizes) {
        Drawn drawn(two_processes(), Detail::linux_);
        const views::Layout layout = views::lay_out(size.width, size.height, Detail::linux_);
        const auto routes = views::link_routes(drawn.scene(), layout);
        const auto cell = views::frame_grid(drawn.scene(), layout.physical_memory).cell_of(sim::Pfn{0x17});
        REQUIRE(routes.size() == 2);
        REQUIRE(cell.has_value());
        for (const auto& route : routes) {
            CHECK_FALSE(route.to_entry.empty());
            CHECK(cell->inset(-1).contains(route.to_frame.back()));
        }
        CHECK(routes[0].pid == sim::Pid{201});
        CHECK(routes[1].pid == sim::Pid{202});
    }
}

TEST_CASE("the picture says what the design says") {
    Drawn drawn(two_processes(), Detail::linux_);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    for (const char* words : {"S5·0", "S5·1", "0x00001234", "CR3 0x0c", "…7bd2000", "33 of 64 free", "untouched",
                              "reserved 3 pages · resident 2 frames · mapped P 2, C 1", "0x8000000000017027",
                              "Entry 466, bit by bit", "RSS 28 KiB", "Step 7, event 8 of 9", "nothing printed yet"}) {
        CHECK_MESSAGE(canvas.shows(words), std::string(words));
    }
}

TEST_CASE("swap slots and the translations of every processor are told") {
    Drawn drawn(swapped_and_threaded(), Detail::linux_);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    for (const char* words : {"swap 3", "swap 4", "swapped 2", "TLBs of 4 CPUs, 24 of", "CPU 0 …"}) {
        CHECK_MESSAGE(canvas.shows(words), std::string(words));
    }
}

TEST_CASE("semaphores, queues, pipes, objects and locks stand below the segments, summed up when they are many") {
    Drawn drawn(with_channels(1), Detail::linux_);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    for (const char* words : {"sem 9", "key 0x4321 · values 5 0 · 1 sleeper", "queue 3", "pipe 0", "/dev/shm/numbers0",
                              "16,000 of 16,384 bytes", "held by producer"}) {
        CHECK_MESSAGE(canvas.shows(words), std::string(words));
    }
    Drawn many(with_channels(30), Detail::linux_);
    widgets::RecordingCanvas small({0, 0, 1280, 720});
    many.paint(small, session::Theme::dark, 1280, 720);
    CHECK(small.shows("30 semaphore sets · 30 message queues · 30 pipes · 30 shared objects · 30 file locks"));
}

TEST_CASE("at detail 1 table frames count as the kernel's and no bits are shown") {
    Drawn drawn(two_processes(), Detail::picture);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    CHECK(canvas.shows("frame 0x17"));
    CHECK(canvas.shows("page 2"));
    CHECK(canvas.shows("nothing"));
    CHECK_FALSE(canvas.shows("PML4"));
    CHECK_FALSE(canvas.shows("flags"));
    for (const auto& text : canvas.texts()) CHECK(text.text != "T");
}

TEST_CASE("what answers the question is blanked") {
    Drawn drawn(two_processes(), Detail::linux_);
    drawn.input().hide_changes = true;
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    CHECK_FALSE(canvas.shows("0x8000000000017027"));  // the new entry
    CHECK_FALSE(canvas.shows("set entry 466"));
    CHECK_FALSE(canvas.shows("mapped P 2, C 1"));
    CHECK(canvas.shows("?"));
    CHECK(views::link_routes(drawn.scene(), views::lay_out(1920, 1080, Detail::linux_)).empty());
}

TEST_CASE("pointing at a frame lights up its page in every process and in the segment") {
    Drawn drawn(two_processes(), Detail::linux_);
    drawn.input().selected = views::select_frame(sim::Pfn{0x2b});
    const views::Scene scene = drawn.scene();
    CHECK(scene.focus == sim::Pfn{0x2b});
    REQUIRE(scene.mappings.size() == 1);
    CHECK(scene.mappings[0].pid == sim::Pid{201});
    const auto* consumer = scene.now->process(sim::Pid{202});
    const auto* area = views::area_of(*consumer, sim::VirtAddr{0x7fff'f7bd'3000});
    REQUIRE(area != nullptr);
    CHECK(
        scene.lit(views::page_ref(*consumer, area, sim::VirtAddr{0x7fff'f7bd'3000})));  // not mapped yet, the same page
    CHECK_FALSE(scene.lit(views::page_ref(*consumer, area, sim::VirtAddr{0x7fff'f7bd'2000})));
    CHECK(scene.lit_segment_page(sim::ShmId{5}, 1, sim::Pfn{0x2b}));
    CHECK_FALSE(scene.lit_segment_page(sim::ShmId{5}, 0, sim::Pfn{0x17}));
}

TEST_CASE("the step button of a process steps it") {
    Drawn drawn(two_processes(), Detail::linux_);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    canvas.click(views::control_id(views::Control::step_task, 202));
    drawn.paint(canvas, session::Theme::dark, 1920, 1080);
    REQUIRE(drawn.actions.size() == 1);
    CHECK(std::get<session::StepTask>(drawn.actions[0]).pid == sim::Pid{202});
}
