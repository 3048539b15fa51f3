// The command line: one executable, its commands and their exit statuses.
#pragma once

namespace app::cli {

// Runs the command the arguments name; without one opens the window. Returns the exit status: 0 done, 1 the checked
// thing failed, 2 the request was wrong, 124 cut by --max-steps; `run` returns the program's own status.
int run(int argc, char** argv);

}  // namespace app::cli
