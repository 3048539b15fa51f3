// shmscope shot: the window's picture without a display.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/recorded.h"
#include "app/cli/status.h"
#include "app/cli/target.h"
#include "app/session/recording_file.h"
#include "app/views/app.h"

namespace app::cli {
namespace {

constexpr int kLeastPixels = 16, kMostPixels = 16'384;

struct ShotRequest {
    TargetRequest target;
    PositionRequest position;
    std::optional<std::uint32_t> event;  // of the step that follows --step
    std::string output;
    std::string theme = "dark";
    std::string size = "1920x1080";
    std::optional<int> detail;
    std::size_t tour_stop = 0;  // from 1; 0: not the tour
    bool lecture = false;
    std::string kernel = "simulated";
    views::PictureRequest picture;
};

bool parse_size(const std::string& text, int& width, int& height) {
    const char* const end = text.data() + text.size();
    const auto [cross, bad_width] = std::from_chars(text.data(), end, width);
    if (bad_width != std::errc() || cross == end || *cross != 'x') return false;
    const auto [rest, bad_height] = std::from_chars(cross + 1, end, height);
    const auto fits = [](int pixels) { return pixels >= kLeastPixels && pixels <= kMostPixels; };
    return bad_height == std::errc() && rest == end && fits(width) && fits(height);
}

std::string valid_size(const std::string& text) {
    int width = 0, height = 0;
    if (parse_size(text, width, height)) return "";
    return fmt::format("a size is WIDTHxHEIGHT, each {} to {}; not \"{}\"", kLeastPixels, kMostPixels, text);
}

std::string valid_picture_name(const std::string& name) {
    if (name.ends_with(".png") || name.ends_with(".svg")) return "";
    return fmt::format("a picture is FILE.png or FILE.svg; not \"{}\"", name);
}

// The session whose picture is wanted; nullopt: said why, and `status` is the exit status.
std::optional<session::Session> open_session(const ShotRequest& request, int& status) {
    if (request.target.target.empty()) return session::Session();
    if (request.target.target.size() == 1 && session::is_recording_file(request.target.target.front()))
        return open_recorded(request.target.target.front(), request.position, status);
    const std::optional<Target> target = open_target(request.target);
    status = kWrong;
    if (!target) return std::nullopt;
    sim::history::Timeline timeline = target->timeline();
    const Position position = walk_to(timeline, request.position, request.target.max_steps);
    status = position.status;
    if (status == kWrong) return std::nullopt;
    if (request.event) timeline.seek(sim::history::Moment{timeline.step(), *request.event, 0});
    return session::Session(target->scenario, std::move(timeline));
}

// What the real kernel has still to do is done first.
void catch_up(session::Session& session) {
    while (session.real_behind()) session.tick(0);
}

// Walks on until the tour stands at `stop`, from 1. The press that passes over an open question does not move it.
void walk_tour(session::Session& session, std::size_t stop) {
    session.apply(session::StartTour{});
    while (session.tour() != nullptr && session.tour()->at + 1 < std::min(stop, session.tour()->stops->size())) {
        session.apply(session::TourNext{});
    }
    catch_up(session);
}

void furnish(session::Session& session, const ShotRequest& request) {
    if (request.tour_stop != 0) walk_tour(session, request.tour_stop);
    session.apply(session::SetTheme{request.theme == "light" ? session::Theme::light : session::Theme::dark});
    session.apply(session::SetUnit{unit_of(request.position.by)});
    if (request.detail) session.apply(session::SetDetail{static_cast<session::Detail>(*request.detail)});
    if (request.lecture) session.apply(session::SetLecture{true});
}

// False when the real kernel cannot be shown here.
bool show_kernel(session::Session& session, const ShotRequest& request) {
    if (request.kernel == "simulated") return true;
    session.apply(
        session::SetKernel{request.kernel == "real" ? session::KernelMode::real : session::KernelMode::side_by_side});
    catch_up(session);
    return session.real() != nullptr && session.real()->failure().empty();
}

int shot(ShotRequest& request) {
    parse_size(request.size, request.picture.width, request.picture.height);
    int status = kDone;
    std::optional<session::Session> session = open_session(request, status);
    if (!session) return status;
    furnish(*session, request);
    if (!show_kernel(*session, request)) return refuse(session->message());
    std::string error;
    if (!views::render_picture(*session, request.picture, request.output, error)) return refuse(error);
    return status;
}

void add_look_options(CLI::App& command, ShotRequest& request) {
    command.add_option("--theme", request.theme)->check(CLI::IsMember({"dark", "light"}))->capture_default_str();
    command.add_option("--size", request.size, "in pixels")
        ->check(CLI::Validator(valid_size, "WxH"))
        ->capture_default_str();
    command.add_option("--scale", request.picture.scale, "pixels per logical unit")
        ->check(CLI::Range(0.25f, 8.0f))
        ->capture_default_str();
    command.add_option("--detail", request.detail, "1 picture, 2 mechanism, 3 Linux")->check(CLI::Range(1, 3));
    command.add_option("--kernel", request.kernel, "whose rows are shown")
        ->check(CLI::IsMember({"simulated", "real", "both"}))
        ->capture_default_str();
    command.add_flag("--lecture", request.lecture, "the presenter's picture");
    command.add_option("--view", request.picture.view, "one view alone")->check(CLI::IsMember(views::picture_views()));
}

}  // namespace

void add_shot(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<ShotRequest>();
    CLI::App* command = app.add_subcommand("shot", "write the window's picture to a PNG or SVG file");
    add_target_options(*command, request->target, false);
    add_position_options(*command, request->position);
    command->add_option("--event", request->event, "and so many events of the step that follows");
    command->add_option("--tour", request->tour_stop, "a stop of the tour, from 1, instead of a step");
    command->add_option("-o,--output", request->output, "FILE.png or FILE.svg")
        ->check(CLI::Validator(valid_picture_name, "FILE"))
        ->required();
    add_look_options(*command, *request);
    command->callback([&invocation, request] {
        request->target.program_args = invocation.program_args;
        invocation.action = [request] { return shot(*request); };
    });
}

}  // namespace app::cli
