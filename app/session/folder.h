// Where a scenario's or a lab's files come from: a folder on disk or one that is embedded. Reading is bounded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/scenario.h"

namespace app::session {

class Folder {
public:
    static Folder on_disk(std::string path) { return Folder(std::move(path), false); }
    // `path` below assets/: "scenarios/01-two-processes".
    static Folder embedded(std::string path) { return Folder(std::move(path), true); }

    const std::string& path() const { return path_; }
    // How messages name a file in it.
    std::string shown(std::string_view name) const;

    bool has(std::string_view name) const;
    // The content of a file of at most `limit` bytes. `name` may lead into sub-folders, never out. On failure nullopt
    // and `problem` says why.
    std::optional<std::string> read(std::string_view name, std::size_t limit, Problem& problem) const;
    // As read(); what contains a byte 0 is refused too.
    std::optional<std::string> read_text(std::string_view name, std::size_t limit, Problem& problem) const;
    // Names of the files directly in it, sorted.
    std::vector<std::string> files() const;
    Folder sub(std::string_view name) const;

private:
    Folder(std::string path, bool embedded) : path_(std::move(path)), embedded_(embedded) {}

    std::string path_;
    bool embedded_;
};

// A file of at most `limit` bytes anywhere on disk.
std::optional<std::string> read_disk_file(const std::string& path, std::size_t limit, Problem& problem);
// Replaces the file. False, and why, when it cannot be written.
bool write_disk_file(const std::string& path, const std::string& text, Problem& problem);

// Splits "a/b/c.c" into "a/b" ("." when there is none) and "c.c".
std::pair<std::string, std::string> split_path(const std::string& path);
// "producer" of "x/producer.c".
std::string stem(std::string_view path);

}  // namespace app::session
