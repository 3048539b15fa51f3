// The terminal or pipes shmscope was started with: what programs read and write while `run` runs them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace app::cli {

bool is_terminal(int descriptor);

// Writes all bytes to descriptor 1 or 2; false when that failed.
bool write_all(int descriptor, std::string_view bytes);

// Waits for typed bytes; empty at end of file, nullopt when Ctrl-C came first.
std::optional<std::string> read_some();

// From its making on, Ctrl-C sets a flag and ends waits instead of the process.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    bool interrupted() const;
};

}  // namespace app::cli
