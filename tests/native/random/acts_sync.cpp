// Futexes in shared memory, locks of files.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kFcntl = 72, kFlock = 73, kFutex = 202;

Made futex(Chooser& chooser) {
    if (chooser.areas().empty()) return std::nullopt;
    // FUTEX_WAIT 0, FUTEX_WAKE 1, FUTEX_REQUEUE 3, FUTEX_CMP_REQUEUE 4, FUTEX_WAIT_BITSET 9, FUTEX_WAKE_BITSET 10
    const std::uint64_t operation = chooser.one_of<std::uint64_t>({1, 0, 0, 1, 3, 4, 9, 10});
    const std::uint64_t private_flag = chooser.once_in(6) ? 128 : 0;
    const std::uint64_t value = operation == 0 || operation == 9 ? chooser.below(3) : chooser.below(4);
    const std::uint64_t bits = chooser.one_of<std::uint64_t>({~0u, 1, 2, 0});
    const bool requeues = operation == 3 || operation == 4;
    return call(chooser, kFutex,
                {chooser.address(30), operation | private_flag, value, requeues ? chooser.below(3) : 0,
                 requeues ? chooser.address(30) : 0, requeues ? chooser.below(2) : bits});
}

Made lock_file(Chooser& chooser) {
    // LOCK_SH 1, LOCK_EX 2, LOCK_NB 4, LOCK_UN 8
    return call(chooser, kFlock, {chooser.file_descriptor(), chooser.one_of<std::uint64_t>({6, 5, 8, 2, 1, 0, 3})});
}

Made lock_record(Chooser& chooser) {
    // F_GETLK 5, F_SETLK 6, F_SETLKW 7, F_OFD_GETLK 36, F_OFD_SETLK 37
    const std::uint64_t command = chooser.one_of<std::uint64_t>({6, 6, 5, 7, 37, 36});
    // struct flock: l_type (F_RDLCK 0, F_WRLCK 1, F_UNLCK 2), l_whence, l_start, l_len, l_pid
    Operation operation = call(chooser, kFcntl, {chooser.file_descriptor(), command, kScratch});
    // F_OFD_GETLK takes F_UNLCK since Linux 6.6, which is not modelled.
    const auto type =
        command == 36 ? chooser.one_of<std::int16_t>({1, 0, 3}) : chooser.one_of<std::int16_t>({1, 0, 2, 1, 2, 3});
    const auto whence = chooser.one_of<std::int16_t>({0, 0, 1, 2});
    const auto start = chooser.one_of<std::int64_t>({0, 10, 100, 20, -1});
    const auto length = chooser.one_of<std::int64_t>({0, 10, 5, 100, -5});
    operation.input = bytes_of(type, whence, std::int32_t{0}, start, length, std::int64_t{0});
    return with_output(operation, 32);
}

}  // namespace

std::vector<Act> futex_acts() {
    return {{"futex", 4, futex}};
}
std::vector<Act> lock_acts() {
    return {{"flock", 3, lock_file}, {"fcntl lock", 5, lock_record}};
}

}  // namespace random_compare
