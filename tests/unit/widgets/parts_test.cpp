// Colours that can be read, wrapped text, switches.
#include "app/widgets/parts.h"

#include <doctest/doctest.h>

#include "app/widgets/colour.h"
#include "app/widgets/recording_canvas.h"

using namespace app::widgets;

namespace {

const TextStyle kStyle{Font::text, 14, rgb(0x000000), Align::left};

}  // namespace

TEST_CASE("contrast is 21 between black and white and 1 with itself") {
    CHECK(contrast(rgb(0x000000), rgb(0xffffff)) == doctest::Approx(21).epsilon(0.01));
    CHECK(contrast(rgb(0x56b4e9), rgb(0x56b4e9)) == doctest::Approx(1));
}

TEST_CASE("a readable variant of any hue can be read on any ground") {
    for (std::uint32_t hue = 0; hue < 0x1000000; hue += 0x1f3d5) {
        for (std::uint32_t ground : {0x14171cu, 0x1b1f26u, 0xf4f5f7u, 0xffffffu, 0x808080u}) {
            CHECK(contrast(readable(rgb(hue), rgb(ground)), rgb(ground)) >= 4.4f);
        }
    }
    CHECK(readable(rgb(0xe6e9ef), rgb(0x14171c)) == rgb(0xe6e9ef));
}

TEST_CASE("wrapped lines fit, lose no word, and break where the text says so") {
    const RecordingCanvas canvas({0, 0, 800, 600});
    const std::string text =
        "Attaching only reserved addresses. The frame is mapped now, at the first touch.\nTwo lines.";
    for (float width : {80.0f, 120.0f, 333.0f}) {
        std::string joined;
        for (const std::string& line : wrapped(canvas, text, kStyle, width)) {
            CHECK(canvas.text_width(line, kStyle) <= width);
            joined += line + ' ';
        }
        for (const char* word : {"Attaching", "reserved", "first", "touch.", "lines."}) {
            CHECK(joined.find(word) != std::string::npos);
        }
    }
    CHECK(wrapped(canvas, "a\nb", kStyle, 300).size() == 2);
    CHECK(wrapped(canvas, "", kStyle, 300).empty());
}

TEST_CASE("a word wider than the line is broken, never lost and never endless") {
    const RecordingCanvas canvas({0, 0, 800, 600});
    const auto lines = wrapped(canvas, std::string(200, 'x'), kStyle, 50);
    std::size_t letters = 0;
    for (const std::string& line : lines) letters += line.size();
    CHECK(letters == 200);
    CHECK(wrapped(canvas, "xx", kStyle, 0).size() == 2);
}

TEST_CASE("a paragraph that does not fit ends in an ellipsis inside its box") {
    RecordingCanvas canvas({0, 0, 800, 600});
    const Rect box{10, 10, 100, 45};
    paragraph(canvas, box, "one two three four five six seven eight nine ten eleven twelve", kStyle);
    REQUIRE(!canvas.texts().empty());
    for (const auto& text : canvas.texts()) CHECK(text.bounds.bottom() <= box.bottom());
    CHECK(canvas.texts().back().text.ends_with("…"));
}

TEST_CASE("the segments of a switch fill it without overlap") {
    RecordingCanvas canvas({0, 0, 800, 600});
    const std::string_view labels[] = {"1 Picture", "2 Mechanism", "3 Linux"};
    const auto rects = segmented(canvas, {10, 10, 300, 28}, labels, 1, {});
    REQUIRE(rects.size() == 3);
    CHECK(rects[0].x == doctest::Approx(10));
    CHECK(rects[1].x == doctest::Approx(rects[0].right()));
    CHECK(rects[2].right() == doctest::Approx(310));
    CHECK(canvas.clipped_texts().empty());
}

TEST_CASE("a gauge shows that there is something, and no more than full") {
    RecordingCanvas canvas({0, 0, 800, 600});
    gauge(canvas, {0, 0, 100, 8}, 1e-9, {}, {});
    CHECK(canvas.boxes().back().rect.w == doctest::Approx(8));
    gauge(canvas, {0, 0, 100, 8}, 7, {}, {});
    CHECK(canvas.boxes().back().rect.w == doctest::Approx(100));
    gauge(canvas, {0, 0, 100, 8}, 0, {}, {});
    CHECK(canvas.boxes().size() == 5);
}
