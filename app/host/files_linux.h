// Small files of /proc: whole, fast, without streams.
#pragma once

#include <string>
#include <string_view>

namespace app::host {

// Closes its descriptor; moves, does not copy.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int release();

private:
    int fd_ = -1;
};

Descriptor open_file(const std::string& path);
// The whole text from its start; empty when it cannot be read.
std::string read_file(const Descriptor& file);
bool write_file(const std::string& path, const std::string& text);

// The next field of a line, blanks skipped; the line shrinks.
std::string_view next_field(std::string_view& line);
// The next line of a text without its newline; the text shrinks.
std::string_view next_line(std::string_view& text);
// A number in that base; 0 for none.
std::uint64_t number(std::string_view text, int base = 10);
std::int64_t signed_number(std::string_view text);

}  // namespace app::host
