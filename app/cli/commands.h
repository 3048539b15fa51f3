// The commands: each adds itself to the parser and, when it was asked for, its action to the invocation.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace app::cli {

struct Invocation {
    std::vector<std::string> program_args;  // what followed "--"
    std::function<int()> action;            // of the command found; returns the exit status
};

void add_run(CLI::App& app, Invocation& invocation);
void add_show(CLI::App& app, Invocation& invocation);
void add_shot(CLI::App& app, Invocation& invocation);
void add_compare(CLI::App& app, Invocation& invocation);
void add_trace(CLI::App& app, Invocation& invocation);
void add_host(CLI::App& app, Invocation& invocation);
void add_list(CLI::App& app, Invocation& invocation);
void add_grade(CLI::App& app, Invocation& invocation);
void add_quiz(CLI::App& app, Invocation& invocation);
// `open`, and what happens without a command.
void add_window(CLI::App& app, Invocation& invocation);

}  // namespace app::cli
