#include "sim/base/errno.h"

#include <array>

namespace sim {
namespace {

struct ErrnoRow {
    Errno error;
    std::string_view name;
    std::string_view text;
};

constexpr std::array kErrnoRows{
    ErrnoRow{Errno::ok, "OK", "Success"},
    ErrnoRow{Errno::eperm, "EPERM", "Operation not permitted"},
    ErrnoRow{Errno::enoent, "ENOENT", "No such file or directory"},
    ErrnoRow{Errno::esrch, "ESRCH", "No such process"},
    ErrnoRow{Errno::eintr, "EINTR", "Interrupted system call"},
    ErrnoRow{Errno::eio, "EIO", "Input/output error"},
    ErrnoRow{Errno::enxio, "ENXIO", "No such device or address"},
    ErrnoRow{Errno::e2big, "E2BIG", "Argument list too long"},
    ErrnoRow{Errno::enoexec, "ENOEXEC", "Exec format error"},
    ErrnoRow{Errno::ebadf, "EBADF", "Bad file descriptor"},
    ErrnoRow{Errno::echild, "ECHILD", "No child processes"},
    ErrnoRow{Errno::eagain, "EAGAIN", "Resource temporarily unavailable"},
    ErrnoRow{Errno::enomem, "ENOMEM", "Cannot allocate memory"},
    ErrnoRow{Errno::eacces, "EACCES", "Permission denied"},
    ErrnoRow{Errno::efault, "EFAULT", "Bad address"},
    ErrnoRow{Errno::ebusy, "EBUSY", "Device or resource busy"},
    ErrnoRow{Errno::eexist, "EEXIST", "File exists"},
    ErrnoRow{Errno::exdev, "EXDEV", "Invalid cross-device link"},
    ErrnoRow{Errno::enodev, "ENODEV", "No such device"},
    ErrnoRow{Errno::enotdir, "ENOTDIR", "Not a directory"},
    ErrnoRow{Errno::eisdir, "EISDIR", "Is a directory"},
    ErrnoRow{Errno::einval, "EINVAL", "Invalid argument"},
    ErrnoRow{Errno::enfile, "ENFILE", "Too many open files in system"},
    ErrnoRow{Errno::emfile, "EMFILE", "Too many open files"},
    ErrnoRow{Errno::enotty, "ENOTTY", "Inappropriate ioctl for device"},
    ErrnoRow{Errno::etxtbsy, "ETXTBSY", "Text file busy"},
    ErrnoRow{Errno::efbig, "EFBIG", "File too large"},
    ErrnoRow{Errno::enospc, "ENOSPC", "No space left on device"},
    ErrnoRow{Errno::espipe, "ESPIPE", "Illegal seek"},
    ErrnoRow{Errno::erofs, "EROFS", "Read-only file system"},
    ErrnoRow{Errno::emlink, "EMLINK", "Too many links"},
    ErrnoRow{Errno::epipe, "EPIPE", "Broken pipe"},
    ErrnoRow{Errno::edom, "EDOM", "Numerical argument out of domain"},
    ErrnoRow{Errno::erange, "ERANGE", "Numerical result out of range"},
    ErrnoRow{Errno::edeadlk, "EDEADLK", "Resource deadlock avoided"},
    ErrnoRow{Errno::enametoolong, "ENAMETOOLONG", "File name too long"},
    ErrnoRow{Errno::enolck, "ENOLCK", "No locks available"},
    ErrnoRow{Errno::enosys, "ENOSYS", "Function not implemented"},
    ErrnoRow{Errno::enotempty, "ENOTEMPTY", "Directory not empty"},
    ErrnoRow{Errno::eloop, "ELOOP", "Too many levels of symbolic links"},
    ErrnoRow{Errno::enomsg, "ENOMSG", "No message of desired type"},
    ErrnoRow{Errno::eidrm, "EIDRM", "Identifier removed"},
    ErrnoRow{Errno::eoverflow, "EOVERFLOW", "Value too large for defined data type"},
    ErrnoRow{Errno::enotsock, "ENOTSOCK", "Socket operation on non-socket"},
    ErrnoRow{Errno::emsgsize, "EMSGSIZE", "Message too long"},
    ErrnoRow{Errno::eprotonosupport, "EPROTONOSUPPORT", "Protocol not supported"},
    ErrnoRow{Errno::eopnotsupp, "EOPNOTSUPP", "Operation not supported"},
    ErrnoRow{Errno::eafnosupport, "EAFNOSUPPORT", "Address family not supported by protocol"},
    ErrnoRow{Errno::econnreset, "ECONNRESET", "Connection reset by peer"},
    ErrnoRow{Errno::eisconn, "EISCONN", "Transport endpoint is already connected"},
    ErrnoRow{Errno::enotconn, "ENOTCONN", "Transport endpoint is not connected"},
    ErrnoRow{Errno::etimedout, "ETIMEDOUT", "Connection timed out"},
    ErrnoRow{Errno::econnrefused, "ECONNREFUSED", "Connection refused"},
    ErrnoRow{Errno::eownerdead, "EOWNERDEAD", "Owner died"},
    ErrnoRow{Errno::enotrecoverable, "ENOTRECOVERABLE", "State not recoverable"},
};

const ErrnoRow* find_row(Errno error) {
    for (const ErrnoRow& row : kErrnoRows) {
        if (row.error == error) return &row;
    }
    return nullptr;
}

}  // namespace

std::string_view errno_name(Errno error) {
    const ErrnoRow* row = find_row(error);
    return row != nullptr ? row->name : "E?";
}

std::string_view errno_text(Errno error) {
    const ErrnoRow* row = find_row(error);
    return row != nullptr ? row->text : "Unknown error";
}

}  // namespace sim
