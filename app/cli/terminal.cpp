#include "app/cli/terminal.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace app::cli {
namespace {

// Signal handlers can reach nothing else.
volatile std::sig_atomic_t interrupted_flag = 0;

void on_interrupt(int) {
    interrupted_flag = 1;
}

}  // namespace

bool is_terminal(int descriptor) {
    return isatty(descriptor) == 1;
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR && interrupted_flag == 0) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::optional<std::string> read_some() {
    std::string bytes(4096, '\0');
    while (interrupted_flag == 0) {
        const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR) continue;
        bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);  // an unreadable stdin is an empty one
        return bytes;
    }
    return std::nullopt;
}

InterruptWatch::InterruptWatch() {
    interrupted_flag = 0;
    struct sigaction action {};
    action.sa_handler = on_interrupt;  // without SA_RESTART: read(2) returns
    sigaction(SIGINT, &action, nullptr);
}

InterruptWatch::~InterruptWatch() {
    std::signal(SIGINT, SIG_DFL);
}

bool InterruptWatch::interrupted() const {
    return interrupted_flag != 0;
}

}  // namespace app::cli
