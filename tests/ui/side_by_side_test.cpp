// Both kernels beside each other: rows in pairs, what differs marked, and the verdict.
#include "app/views/side_by_side.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "app/views/lecture_sides.h"
#include "app/views/side_rows.h"
#include "app/widgets/recording_canvas.h"
#include "tests/ui/drawn.h"

using namespace app;
using namespace ui_test;
using session::Detail;
using views::SideRow;
using widgets::Colour;
using widgets::Rect;

namespace {

// The same moment as another kernel would show it: other frames, and no bits of entries.
Moment on_real_kernel(Moment moment) {
    for (sim::report::State* state : {&moment.before, &moment.now}) {
        state->visible.entries = false;
        const auto other = [](sim::Pfn& pfn) {
            if (pfn != sim::kNoFrame) pfn.value += 0x5a000;
        };
        for (auto& task : state->processes) {
            task.root = sim::kNoFrame;
            task.tables.clear();
            for (auto& page : task.pages) other(page.pfn), page.pte = 0;
        }
        for (auto& segment : state->segments) std::for_each(segment.pages.begin(), segment.pages.end(), other);
        for (auto& frame : state->frames) other(frame.pfn);
    }
    return moment;
}

const SideRow* find(const std::vector<SideRow>& rows, const std::string& label) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const SideRow& row) { return row.label == label; });
    return found != rows.end() ? &*found : nullptr;
}

bool all_equal(const std::vector<SideRow>& rows) {
    return std::all_of(rows.begin(), rows.end(), [](const SideRow& row) { return row.equal; });
}

// What the verdict and the rows are drawn from, with a real kernel that differs in `differences`.
struct Pair {
    explicit Pair(Moment moment, Moment real_moment)
        : simulated(std::move(moment), Detail::mechanism), real(std::move(real_moment), Detail::mechanism) {
        totals.operations = 34;
        totals.checked = 1'234;
    }

    void paint(widgets::RecordingCanvas& canvas, float width, float height) {
        const views::Scene left = simulated.scene(), right = real.scene();
        const views::SideBySide both = side_by_side(left, right);
        const views::Pen pen{canvas, views::theme_of(session::Theme::dark), actions, memory};
        const views::Layout layout = views::lay_out(width, height, Detail::mechanism);
        middle = {layout.address_spaces.x, layout.address_spaces.y, layout.segments.w,
                  layout.segments.bottom() - layout.address_spaces.y};
        views::paint_side_by_side(both, pen, middle);
        views::paint_verdict(both, pen, layout.inspector);
    }

    void present(widgets::RecordingCanvas& canvas, float width, float height, session::Theme theme) {
        const session::Session shown;
        const views::Scene left = simulated.scene(), right = real.scene();
        const views::ViewContext context{canvas, shown, views::theme_of(theme), actions, memory};
        views::draw_lecture_sides({context, {0, 0, width, height}, {0, 0, 1920, 1080}}, side_by_side(left, right));
    }

    views::SideBySide side_by_side(const views::Scene& left, const views::Scene& right) {
        return {left, right, differences, totals, 7, restarts, behind, together, failure};
    }

    Drawn simulated, real;
    std::vector<session::RealDifference> differences;
    session::RealTotals totals;
    std::uint64_t restarts = 0;
    bool behind = false, together = true;
    std::string failure;
    Rect middle;
    std::vector<session::Action> actions;
    views::ViewMemory memory;
};

bool overlap(Rect a, Rect b) {
    return a.x + 0.5f < b.right() && b.x + 0.5f < a.right() && a.y + 1 < b.bottom() - 1 && b.y + 1 < a.bottom() - 1;
}

void check_apart(const widgets::RecordingCanvas& canvas) {
    const auto& texts = canvas.texts();
    for (std::size_t a = 0; a < texts.size(); ++a) {
        for (std::size_t b = a + 1; b < texts.size(); ++b) {
            if (overlap(texts[a].bounds, texts[b].bounds)) FAIL_CHECK(texts[a].text << " overlaps " << texts[b].text);
        }
    }
}

}  // namespace

TEST_CASE("equal kernels have equal rows, whatever their frames are called") {
    const Moment moment = two_processes(), real = on_real_kernel(two_processes());
    const auto rows = views::side_rows(moment.now, real.now);
    CHECK(all_equal(rows));
    REQUIRE(find(rows, "shm 0x1234") != nullptr);
    CHECK(find(rows, "nattch")->simulated.text == "2");
    CHECK(find(rows, "segment 5, key 0x1234") != nullptr);
}

TEST_CASE("a row that differs is told apart, and only that one") {
    const Moment moment = two_processes();
    Moment real = on_real_kernel(two_processes());
    real.now.segments.front().nattch = 3;
    const auto rows = views::side_rows(moment.now, real.now);
    CHECK(std::count_if(rows.begin(), rows.end(), [](const SideRow& row) { return !row.equal; }) == 1);
    CHECK_FALSE(find(rows, "nattch")->equal);
}

TEST_CASE("pages that are present on one side only differ, and so do those that do not share a frame") {
    const Moment moment = two_processes();
    Moment missing = on_real_kernel(two_processes());
    missing.now.processes.back().pages.pop_back();  // of its stack: each kernel's own affair
    CHECK(all_equal(views::side_rows(moment.now, missing.now)));
    Moment copied = on_real_kernel(two_processes());
    for (auto& page : copied.now.processes.back().pages) page.pfn.value += 7;
    CHECK_FALSE(all_equal(views::side_rows(moment.now, copied.now)));
}

TEST_CASE("a segment that one kernel alone has is not there on the other") {
    const Moment moment = two_processes();
    Moment real = on_real_kernel(two_processes());
    real.now.segments.clear();
    const auto rows = views::side_rows(moment.now, real.now);
    REQUIRE(find(rows, "nattch") != nullptr);
    CHECK_FALSE(find(rows, "nattch")->real.there);
    CHECK_FALSE(find(rows, "nattch")->equal);
}

TEST_CASE("the verdict tells what differs, why, and what could not be checked") {
    Pair pair(two_processes(), on_real_kernel(two_processes()));
    widgets::RecordingCanvas equal({0, 0, 1920, 1080});
    pair.paint(equal, 1920, 1080);
    CHECK(equal.shows("No difference so far"));
    CHECK(equal.shows("1,234 observations"));
    CHECK(equal.shows("SIMULATED KERNEL"));

    pair.differences.push_back(
        {7, sim::Pid{201}, views::select_segment(sim::ShmId{5}), "segment 5: nattch", "2", "3", ""});
    pair.totals.not_checked["which pages share a frame"] = 3;
    pair.restarts = 1;
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    pair.paint(canvas, 1920, 1080);
    for (const char* words : {"1 difference", "segment 5: nattch", "One of the two kernels is wrong.",
                              "which pages share a frame", "sandbox 2"}) {
        CHECK_MESSAGE(canvas.shows(words), std::string(words));
    }
}

TEST_CASE("rows tell what the step shown changed, and nothing else") {
    const Moment moment = two_processes();
    auto rows = views::side_rows(moment.now, moment.now);
    views::mark_changed(rows, moment.before);
    const auto changed = [](const SideRow& row) { return row.changed; };
    REQUIRE(std::count_if(rows.begin(), rows.end(), changed) == 1);
    const SideRow& row = *std::find_if(rows.begin(), rows.end(), changed);
    CHECK(row.pid == sim::Pid{202});
    CHECK(row.label == "shm 0x1234");
}

TEST_CASE("what a question asks for is hidden on both sides, and so is whether it differs") {
    Moment other = on_real_kernel(two_processes());
    for (auto& page : other.now.processes.back().pages) page.pfn.value += 7;
    Pair pair(two_processes(), other);
    widgets::RecordingCanvas open({0, 0, 1920, 1080});
    pair.paint(open, 1920, 1080);
    CHECK(open.shows("≠"));
    pair.simulated.input().hide_changes = true;
    widgets::RecordingCanvas hidden({0, 0, 1920, 1080});
    pair.paint(hidden, 1920, 1080);
    CHECK_FALSE(hidden.shows("≠"));
    CHECK(hidden.shows("?"));
}

TEST_CASE("kernels at different moments are not compared") {
    Moment other = on_real_kernel(two_processes());
    other.now.segments.front().nattch = 3;
    Pair pair(two_processes(), other);
    pair.together = false;
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    pair.paint(canvas, 1920, 1080);
    CHECK_FALSE(canvas.shows("≠"));
    CHECK(canvas.shows("after step 7"));
}

TEST_CASE("presenter mode shows both kernels large: rows, what differs, the verdict") {
    Moment other = on_real_kernel(two_processes());
    other.now.segments.front().nattch = 3;
    Pair pair(two_processes(), other);
    pair.differences.push_back(
        {7, sim::Pid{201}, views::select_segment(sim::ShmId{5}), "segment 5: nattch", "2", "3", ""});
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    pair.present(canvas, 1920, 1080, session::Theme::dark);
    for (const char* words : {"simulated kernel", "real kernel", "producer", "shm 0x1234", "nattch", "≠",
                              "1 difference", "simulated 2, real 3", "One of the two kernels is wrong."}) {
        CHECK_MESSAGE(canvas.shows(words), std::string(words));
    }
    const Colour fault = views::theme_of(session::Theme::dark).fault;
    const auto marked = [&](const auto& box) { return !box.filled && box.colour == fault && box.rect.h < 60; };
    CHECK(std::count_if(canvas.boxes().begin(), canvas.boxes().end(), marked) == 1);
}

TEST_CASE("presenter mode says why the real kernel went no further") {
    Pair pair(two_processes(), on_real_kernel(two_processes()));
    pair.together = false;
    pair.failure = "process 201 has made a thread: threads are not carried out on the real kernel";
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    pair.present(canvas, 1920, 1080, session::Theme::dark);
    for (const std::string& words :
         {std::string("The real kernel was lost"), pair.failure, std::string("after step 7")})
        CHECK_MESSAGE(canvas.shows(words), words);
    const auto compares = [](const auto& text) { return text.text == "=" || text.text == "≠"; };
    CHECK(std::none_of(canvas.texts().begin(), canvas.texts().end(), compares));
}

TEST_CASE("a presenter's rows that have no place are counted, what differs and what changed have one") {
    Moment other = on_real_kernel(many_segments(200));
    other.now.segments.back().nattch = 3;
    Pair pair(many_segments(200), other);
    widgets::RecordingCanvas canvas({0, 0, 1920, 1080});
    pair.present(canvas, 1920, 1080, session::Theme::dark);
    CHECK(canvas.shows("≠"));
    CHECK(canvas.shows("more rows, the same on both"));

    const Moment moment = two_processes();
    auto rows = views::side_rows(moment.now, moment.now);
    views::mark_changed(rows, moment.before);
    const auto shown = views::rows_for_lecture(rows, 4);
    REQUIRE(shown.size() == 4);
    CHECK(shown[0].label == "producer");
    CHECK(shown[2].label == "consumer");
    CHECK(shown[3].changed);
    for (std::size_t places : {0u, 1u, 5u}) CHECK(views::rows_for_lecture(rows, places).size() <= places);
}

TEST_CASE("a presenter's rows and verdict neither overlap nor are cut, and nothing is small") {
    const Moment moments[] = {two_processes(),          crowd(200), many_segments(200),
                              huge(1'048'576, 786'432), killed(),   with_channels(8)};
    for (const Moment& moment : moments) {
        Pair pair(moment, on_real_kernel(moment));
        pair.totals.not_checked = {{"user and group ids: the sandbox of an ordinary user has one user", 9},
                                   {"frame numbers: /proc/PID/pagemap tells them to root alone", 9},
                                   {"how a process ended whose parent was waiting: wait4 tells the parent alone", 9}};
        for (const bool behind : {false, true}) {
            pair.behind = behind;
            for (const auto& [width, height] : {std::pair{1280.0f, 720.0f}, {1920.0f, 1080.0f}}) {
                CAPTURE(width);
                widgets::RecordingCanvas canvas({0, 0, width, height});
                pair.present(canvas, width, height, session::Theme::light);
                check_apart(canvas);
                CHECK(canvas.clipped_texts().empty());
                for (const auto& text : canvas.texts()) {
                    CAPTURE(text.text);
                    const bool mark = text.text.size() <= 7;  // letters in badges: what they say stands beside them
                    CHECK(text.style.size >= (mark ? 8.0f : 24 * width / 1920 - 0.01f));
                }
            }
        }
    }
}

TEST_CASE("rows stay readable with many processes, segments and pages") {
    const Moment moments[] = {two_processes(),          crowd(200), many_segments(200),
                              huge(1'048'576, 786'432), killed(),   with_channels(8)};
    for (const Moment& moment : moments) {
        Pair pair(moment, on_real_kernel(moment));
        for (const auto& [width, height] : {std::pair{1280.0f, 720.0f}, {1920.0f, 1080.0f}}) {
            CAPTURE(width);
            widgets::RecordingCanvas canvas({0, 0, width, height});
            pair.paint(canvas, width, height);
            check_apart(canvas);
        }
    }
}
