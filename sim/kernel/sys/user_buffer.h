// The bytes of the caller's memory that read(2), write(2) and their relatives name: one piece, or those of an iovec.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/sys/call.h"

namespace sim::kernel {

class UserBuffer {
public:
    UserBuffer() = default;
    // One piece, cut to what Linux moves a call (MAX_RW_COUNT).
    UserBuffer(VirtAddr at, std::uint64_t bytes);
    // The `count` pieces of the struct iovec[] at `vector`. EINVAL, EFAULT.
    static Result<UserBuffer> of_vector(Call& call, VirtAddr vector, std::uint64_t count);

    std::uint64_t bytes() const { return bytes_; }
    // The same memory, but at most its first `bytes` bytes.
    UserBuffer first(std::uint64_t bytes) const;

    // Copies `bytes` to the caller, beginning `offset` bytes into the buffer, where they must fit. EFAULT.
    Errno put(Call& call, std::uint64_t offset, std::string_view bytes) const;
    // At most `count` bytes from `offset` on; fewer when a fault ends them, EFAULT when there is not one. Page by page,
    // so that a wild count costs nothing before its first fault.
    Result<std::string> get(Call& call, std::uint64_t offset, std::uint64_t count) const;

private:
    struct Piece {
        VirtAddr at;
        std::uint64_t bytes = 0;
    };
    // Appends what can be read of `piece` to `bytes`; the errno that ended it.
    static Errno append(Call& call, const Piece& piece, std::string& bytes);
    // The pieces that hold [offset, offset + count).
    std::vector<Piece> cut(std::uint64_t offset, std::uint64_t count) const;

    std::vector<Piece> pieces_;
    std::uint64_t bytes_ = 0;
};

}  // namespace sim::kernel
