#include "app/cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/status.h"

namespace app::cli {
namespace {

void describe(CLI::App& app) {
    app.name("shmscope");
    app.set_version_flag("--version", "shmscope 0.1");
    app.footer("Arguments behind -- go to the program: shmscope run a.c -- x y");
    app.get_formatter()->column_width(34);
}

// CLI11 takes its arguments last first.
int parse_and_act(std::vector<std::string> arguments, Invocation& invocation) {
    CLI::App app("See-through shared memory: run C programs line by line in a simulated Linux kernel.");
    describe(app);
    add_window(app, invocation);
    add_run(app, invocation);
    add_show(app, invocation);
    add_shot(app, invocation);
    add_compare(app, invocation);
    add_trace(app, invocation);
    add_host(app, invocation);
    add_list(app, invocation);
    add_grade(app, invocation);
    add_quiz(app, invocation);
    app.require_subcommand(0, 1);
    std::reverse(arguments.begin(), arguments.end());
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::Success& asked_for_help) {
        return app.exit(asked_for_help);
    } catch (const CLI::ParseError& error) {
        return refuse(std::string(error.what()) + " (shmscope --help lists what there is)");
    }
    return invocation.action();
}

}  // namespace

int run(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto separator = std::find(arguments.begin(), arguments.end(), "--");
    Invocation invocation;
    if (separator != arguments.end()) invocation.program_args.assign(separator + 1, arguments.end());
    arguments.erase(separator, arguments.end());
    try {
        return parse_and_act(std::move(arguments), invocation);
    } catch (const std::bad_alloc&) {
        return refuse("out of memory");
    } catch (const std::exception& error) {
        return refuse(std::string("internal error: ") + error.what());
    }
}

}  // namespace app::cli
