// The window: without a command, and `shmscope open SESSION`.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/recorded.h"
#include "app/cli/status.h"
#include "app/cli/target.h"
#include "app/session/recording_file.h"
#include "app/views/app.h"

namespace app::cli {
namespace {

struct WindowRequest {
    TargetRequest target;
    PositionRequest position{"0", "line"};
};

int open_window(const WindowRequest& request) {
    if (request.target.target.empty()) return views::run_window(session::Session());
    if (request.target.target.size() == 1 && session::is_recording_file(request.target.target.front())) {
        int status = kDone;
        std::optional<session::Session> session =
            open_recorded(request.target.target.front(), request.position, status);
        return session ? views::run_window(std::move(*session)) : status;
    }
    const std::optional<Target> target = open_target(request.target);
    if (!target) return kWrong;
    sim::history::Timeline timeline = target->timeline();
    const Position position = walk_to(timeline, request.position, request.target.max_steps);
    if (position.status == kWrong) return kWrong;
    return views::run_window(session::Session(target->scenario, std::move(timeline)));
}

}  // namespace

void add_window(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<WindowRequest>();
    add_target_options(app, request->target, false);
    const auto act = [&invocation, request] {
        request->target.program_args = invocation.program_args;
        invocation.action = [request] { return open_window(*request); };
    };
    app.callback([&invocation, act] {
        if (!invocation.action) act();
    });

    CLI::App* command = app.add_subcommand("open", "open the window at a step");
    add_target_options(*command, request->target, true);
    add_position_options(*command, request->position);
    command->callback(act);
}

}  // namespace app::cli
