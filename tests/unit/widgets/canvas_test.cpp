// Measuring, clipping and the backends of the canvas.
#include <doctest/doctest.h>

#include <cmath>

#include "app/widgets/colour.h"
#include "app/widgets/recording_canvas.h"
#include "app/widgets/shapes.h"
#include "app/widgets/svg_canvas.h"
#include "app/widgets/utf8.h"

using namespace app::widgets;

namespace {

const TextStyle kStyle{Font::text, 14, rgb(0x000000), Align::left};

}  // namespace

TEST_CASE("text that fits is left alone, text that does not ends in an ellipsis and fits") {
    const RecordingCanvas canvas({0, 0, 800, 600});
    CHECK(fitted(canvas, "shmget", kStyle, 400) == "shmget");
    for (float width = 0; width < 200; width += 7) {
        const std::string cut = fitted(canvas, "int id = shmget(0x1234, 3 * 4096, IPC_CREAT);", kStyle, width);
        CHECK(canvas.text_width(cut, kStyle) <= width);
    }
    CHECK(fitted(canvas, "größer als gedacht", kStyle, 60).find("\xc3…") == std::string::npos);
}

TEST_CASE("a monospaced font gives every character the same width") {
    const RecordingCanvas canvas({0, 0, 800, 600});
    const TextStyle mono{Font::mono, 13, {}, Align::left};
    CHECK(canvas.text_width("iiii", mono) == doctest::Approx(canvas.text_width("WWWW", mono)));
    CHECK(canvas.text_width("→", mono) == doctest::Approx(canvas.text_width("W", mono)));
}

TEST_CASE("line boxes are whole units high") {
    const RecordingCanvas canvas({0, 0, 800, 600});
    for (float size = 10; size < 60; size += 1.3f) {
        const float height = canvas.line_height({Font::text, size, {}, Align::left});
        CHECK(height == std::floor(height));
        CHECK(height >= size);
    }
}

TEST_CASE("right and centred text is placed by its width") {
    RecordingCanvas canvas({0, 0, 800, 600});
    canvas.text({100, 10}, "nattch", {Font::text, 14, {}, Align::right});
    canvas.text({100, 10}, "nattch", {Font::text, 14, {}, Align::centre});
    CHECK(canvas.texts()[0].bounds.right() == doctest::Approx(100));
    CHECK(canvas.texts()[1].bounds.centre().x == doctest::Approx(100));
}

TEST_CASE("clips nest, and what they cut is found") {
    RecordingCanvas canvas({0, 0, 800, 600});
    canvas.push_clip({0, 0, 50, 50});
    canvas.push_clip({40, 0, 400, 400});
    canvas.text({0, 0}, "a text that is longer than this", kStyle);
    canvas.hit({0, 0, 100, 100}, 7);
    canvas.pop_clip();
    canvas.pop_clip();
    canvas.text({0, 0}, "whole", kStyle);
    REQUIRE(canvas.clipped_texts().size() == 1);
    CHECK(canvas.clipped_texts()[0].text == "a text that is longer than this");
    CHECK(canvas.region(7).w == doctest::Approx(10));
}

TEST_CASE("code points are read from UTF-8 and bad bytes do no harm") {
    std::size_t at = 0;
    CHECK(next_code_point("→x", at) == U'→');
    CHECK(at == 3);
    at = 0;
    CHECK(next_code_point("\xff", at) == 0xfffd);
    at = 0;
    CHECK(next_code_point("\xe2\x86", at) == 0xfffd);
    CHECK(at <= 2);
    at = 0;
    CHECK(next_code_point("\xf0\x9f\x98\x80", at) == 0x1f600);
}

TEST_CASE("SVG holds real text, escaped, and balanced groups") {
    SvgCanvas canvas({0, 0, 200, 100}, 2);
    canvas.push_clip({0, 0, 100, 100});
    canvas.text({10, 10}, "a < b && \"c\"\x01", kStyle);
    canvas.pop_clip();
    const Colour cells[] = {rgb(0xff0000), rgb(0xff0000), rgb(0x00ff00), rgb(0x0000ff)};
    canvas.cells({0, 0, 40, 40}, 2, 2, cells);
    const std::string svg = canvas.document();
    CHECK(svg.find("a &lt; b &amp;&amp; &quot;c&quot; ") != std::string::npos);
    CHECK(svg.find("width=\"400\" height=\"200\"") != std::string::npos);
    CHECK(svg.find("<g ") < svg.find("</g>"));
    std::size_t boxes = 0;
    for (std::size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1)) ++boxes;
    CHECK(boxes == 1 + 3);  // the clip, and three runs of equal cells
}

TEST_CASE("rounded corners keep both ends and stay inside the angle") {
    const Point path[] = {{0, 0}, {40, 0}, {40, 30}};
    const auto round = rounded(path, 6);
    CHECK(round.front().x == 0);
    CHECK(round.back().y == 30);
    for (const Point& point : round) {
        CHECK(point.x <= 40);
        CHECK(point.y >= 0);
    }
}

TEST_CASE("dashes leave gaps all the way round") {
    const auto pieces = dashes({0, 0, 60, 30}, 4);
    CHECK(pieces.size() > 15);
    for (const auto& piece : pieces) CHECK(piece.size() >= 2);
}
