// Pictures without a display.
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/views/app.h"

using app::session::Session;
using app::views::PictureRequest;
using app::views::render_picture;

namespace {

// Width and height from the header of a PNG file: big-endian words at bytes 16 and 20.
std::pair<unsigned, unsigned> png_size(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    unsigned char header[24] = {};
    in.read(reinterpret_cast<char*>(header), sizeof header);
    const auto word = [&](int at) {
        return static_cast<unsigned>(header[at] << 24 | header[at + 1] << 16 | header[at + 2] << 8 | header[at + 3]);
    };
    return {word(16), word(20)};
}

struct TemporaryFile {
    std::string path;
    explicit TemporaryFile(const std::string& name)
        : path((std::filesystem::temp_directory_path() / ("shmscope-test-" + name)).string()) {}
    ~TemporaryFile() { std::remove(path.c_str()); }
};

}  // namespace

TEST_CASE("a picture has exactly the size asked for") {
    const TemporaryFile file("size.png");
    std::string error;
    REQUIRE_MESSAGE(render_picture(Session(), {.width = 1281, .height = 723}, file.path, error), error);
    CHECK(png_size(file.path) == std::pair(1281u, 723u));
}

TEST_CASE("one view is a part of the picture, at the scale asked for") {
    Session session;
    session.apply(app::session::OpenTarget{{"01-two-processes"}});
    const TemporaryFile file("view.png");
    std::string error;
    const PictureRequest request{.width = 3840, .height = 2160, .scale = 2, .view = "programs"};
    REQUIRE_MESSAGE(render_picture(session, request, file.path, error), error);
    CHECK(png_size(file.path).first == 800u);
}

TEST_CASE("what cannot be drawn or written is said in one line") {
    std::string error;
    CHECK_FALSE(render_picture(Session(), {.width = 0, .height = 100}, "/tmp/x.png", error));
    CHECK(error.find("pixels") != std::string::npos);
    CHECK_FALSE(render_picture(Session(), {.view = "nonsense"}, "/tmp/x.png", error));
    CHECK(error.find("page-tables") != std::string::npos);
    CHECK_FALSE(render_picture(Session(), {}, "/nowhere/x.svg", error));
    CHECK(error.find("/nowhere/x.svg") != std::string::npos);
}
