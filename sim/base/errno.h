// Error numbers of Linux (asm-generic/errno-base.h, errno.h). Lower case because <cerrno> owns the macros.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace sim {

enum class Errno : std::int32_t {
    ok = 0,
    eperm = 1,
    enoent = 2,
    esrch = 3,
    eintr = 4,
    eio = 5,
    enxio = 6,
    e2big = 7,
    enoexec = 8,
    ebadf = 9,
    echild = 10,
    eagain = 11,
    enomem = 12,
    eacces = 13,
    efault = 14,
    ebusy = 16,
    eexist = 17,
    exdev = 18,
    enodev = 19,
    enotdir = 20,
    eisdir = 21,
    einval = 22,
    enfile = 23,
    emfile = 24,
    enotty = 25,
    etxtbsy = 26,
    efbig = 27,
    enospc = 28,
    espipe = 29,
    erofs = 30,
    emlink = 31,
    epipe = 32,
    edom = 33,
    erange = 34,
    edeadlk = 35,
    enametoolong = 36,
    enolck = 37,
    enosys = 38,
    enotempty = 39,
    eloop = 40,
    enomsg = 42,
    eidrm = 43,
    eoverflow = 75,
    enotsock = 88,
    emsgsize = 90,
    eprotonosupport = 93,
    eopnotsupp = 95,
    eafnosupport = 97,
    econnreset = 104,
    eisconn = 106,
    enotconn = 107,
    etimedout = 110,
    econnrefused = 111,
    eownerdead = 130,
    enotrecoverable = 131,
};

// "EINVAL"; "E?" for a number this table does not know.
std::string_view errno_name(Errno error);
// What strerror(3) of glibc says: "Invalid argument".
std::string_view errno_text(Errno error);

// A value, or the errno why there is none. A simulated call never throws.
template <class T>
class Result {
public:
    Result(T value) : value_(std::move(value)) {}
    Result(Errno error) : error_(error) {}

    bool ok() const { return error_ == Errno::ok; }
    explicit operator bool() const { return ok(); }
    Errno error() const { return error_; }
    const T& value() const { return value_; }
    T& value() { return value_; }
    const T& operator*() const { return value_; }
    T& operator*() { return value_; }

private:
    T value_{};
    Errno error_ = Errno::ok;
};

}  // namespace sim
