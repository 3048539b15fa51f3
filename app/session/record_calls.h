// Which system calls can be made again by hand, and where their buffers are.
#pragma once

#include <array>
#include <cstdint>

namespace app::session {

// How many bytes a pointer argument leads to.
enum class BufferSize : std::uint8_t {
    none,     // no pointer
    fixed,    // `bytes`
    text,     // a string with its 0
    counted,  // `bytes` times the argument `count`
    message,  // a long and as many bytes as the argument `count` says
};

struct BufferArgument {
    int argument = 0;
    BufferSize size = BufferSize::none;
    std::uint32_t bytes = 0;
    int count = 0;
};

struct FollowedCall {
    std::uint32_t number = 0;
    int descriptor = -1;  // the argument that is one whose file matters
    BufferArgument buffer;
    int must_be_zero = -1;  // followed only when this argument is 0: a timeout
};

// nullptr: not followed.
const FollowedCall* find_followed(std::uint32_t number);
// Calls that change nothing the other kernel could show: the heap, the clock, the terminal, questions, sleep.
bool means_nothing_elsewhere(std::uint32_t number);

}  // namespace app::session
