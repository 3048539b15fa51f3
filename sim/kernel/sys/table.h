// The system calls of x86-64 Linux that are modelled, as data: number, name, arguments, handler.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sim::kernel {

class Call;
struct CallResult;

struct SyscallInfo {
    std::uint32_t number = 0;
    std::string_view name;
    int arguments = 0;  // as strace(1) shows them
    CallResult (*handler)(Call&) = nullptr;
};

// Ascending by number.
std::span<const SyscallInfo> syscall_table();
// nullptr for a call that is not modelled: it gives ENOSYS.
const SyscallInfo* find_syscall(std::uint32_t number);

}  // namespace sim::kernel
