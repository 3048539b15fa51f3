#include "sim/kernel/sys/user_buffer.h"

#include <algorithm>

namespace sim::kernel {
namespace {

constexpr std::uint64_t kMaxTransfer = 0x7fff'f000;  // MAX_RW_COUNT
constexpr std::uint64_t kMaxPieces = 1024;           // UIO_MAXIOV

struct UserIovec {
    std::uint64_t base = 0, length = 0;
};

}  // namespace

UserBuffer::UserBuffer(VirtAddr at, std::uint64_t bytes) : bytes_(std::min(bytes, kMaxTransfer)) {
    if (bytes_ > 0) pieces_.push_back({at, bytes_});
}

Result<UserBuffer> UserBuffer::of_vector(Call& call, VirtAddr vector, std::uint64_t count) {
    // "EINVAL The vector count, iovcnt, is less than zero or greater than the permitted maximum."
    if (count > kMaxPieces) return call.refuse(Errno::einval, report::Rule::argument_invalid, {3, count});
    UserBuffer buffer;
    for (std::uint64_t i = 0; i < count; ++i) {
        UserIovec iovec;
        const Errno error = call.get(vector + i * sizeof iovec, iovec);
        if (error != Errno::ok) return error;
        // "EINVAL The sum of the iov_len values overflows an ssize_t value": Linux refuses a negative one.
        if (static_cast<std::int64_t>(iovec.length) < 0) {
            return call.refuse(Errno::einval, report::Rule::argument_invalid, {2, iovec.length});
        }
        const std::uint64_t bytes = std::min(iovec.length, kMaxTransfer - buffer.bytes_);
        if (bytes > 0) buffer.pieces_.push_back({VirtAddr{iovec.base}, bytes});
        buffer.bytes_ += bytes;
    }
    return buffer;
}

UserBuffer UserBuffer::first(std::uint64_t bytes) const {
    UserBuffer part;
    part.bytes_ = std::min(bytes, bytes_);
    part.pieces_ = cut(0, part.bytes_);
    return part;
}

std::vector<UserBuffer::Piece> UserBuffer::cut(std::uint64_t offset, std::uint64_t count) const {
    std::vector<Piece> pieces;
    for (const Piece& piece : pieces_) {
        const std::uint64_t skipped = std::min(offset, piece.bytes);
        const std::uint64_t taken = std::min(count, piece.bytes - skipped);
        if (taken > 0) pieces.push_back({piece.at + skipped, taken});
        offset -= skipped;
        count -= taken;
    }
    return pieces;
}

Errno UserBuffer::put(Call& call, std::uint64_t offset, std::string_view bytes) const {
    const auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data());
    for (const Piece& piece : cut(offset, bytes.size())) {
        const Errno error = call.copy_out(piece.at, {from, static_cast<std::size_t>(piece.bytes)});
        if (error != Errno::ok) return error;
        from += piece.bytes;
    }
    return Errno::ok;
}

Errno UserBuffer::append(Call& call, const Piece& piece, std::string& bytes) {
    for (std::uint64_t taken = 0; taken < piece.bytes;) {
        const VirtAddr at = piece.at + taken;
        const std::uint64_t part = std::min(piece.bytes - taken, kPageSize - at.offset());
        const std::size_t done = bytes.size();
        bytes.resize(done + static_cast<std::size_t>(part));
        const Errno error =
            call.copy_in(at, {reinterpret_cast<std::uint8_t*>(bytes.data()) + done, static_cast<std::size_t>(part)});
        if (error != Errno::ok) {
            bytes.resize(done);
            return error;
        }
        taken += part;
    }
    return Errno::ok;
}

Result<std::string> UserBuffer::get(Call& call, std::uint64_t offset, std::uint64_t count) const {
    std::string bytes;
    for (const Piece& piece : cut(offset, count)) {
        const Errno error = append(call, piece, bytes);
        if (error == Errno::ok) continue;
        if (bytes.empty() || !call.alive()) return error;
        break;
    }
    return bytes;
}

}  // namespace sim::kernel
