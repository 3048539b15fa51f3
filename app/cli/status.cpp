#include "app/cli/status.h"

#include <cstdio>

namespace app::cli {

void complain(const std::string& message) {
    const bool several_lines = message.find('\n') != std::string::npos;
    const bool ended = !message.empty() && message.back() == '\n';
    std::fflush(stdout);
    std::fprintf(stderr, "%s%s%s", several_lines ? "" : "shmscope: ", message.c_str(), ended ? "" : "\n");
}

int refuse(const std::string& message) {
    complain(message);
    return kWrong;
}

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace app::cli
