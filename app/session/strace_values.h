// The values in strace's lines: flags, strings, structures in a process's memory. Functions of type Shown write one
// argument of a call; an empty text is an argument that is not shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "app/session/linux_names.h"
#include "app/session/strace_calls.h"

namespace app::session {

using Shown = std::string(const TracedCall& call, std::size_t index);

// --- plain values
Shown shown_int, shown_size, shown_address, shown_octal, shown_hex;
Shown shown_key, shown_ipc_create, shown_shm_attach, shown_signal, shown_clock, shown_clock_flags;
Shown shown_protection, shown_map_flags, shown_map_offset, shown_remap_flags, shown_sync_flags, shown_advice;
Shown shown_mlock_flags, shown_wait_options, shown_user;
// --- in memory
Shown shown_path, shown_bytes_in, shown_bytes_out, shown_integer_out, shown_seconds_out, shown_cpu_set;
Shown shown_timespec, shown_timespec_out, shown_timespec_left, shown_timeval_out, shown_ids, shown_resident;
// --- System V
Shown shown_shm_command, shown_shm_buffer, shown_sem_command, shown_sem_argument, shown_msg_command, shown_msg_buffer;
Shown shown_sem_operations, shown_message_in, shown_message_out, shown_message_flags;
// --- files
Shown shown_directory, shown_open_flags, shown_open_mode, shown_access_mode, shown_stat, shown_file_mode, shown_whence;
Shown shown_fd_pair, shown_pipe_flags, shown_fcntl_command, shown_fcntl_argument, shown_lock_operation;
Shown shown_ioctl_request, shown_termios, shown_iovec, shown_iovec_out, shown_at_flags, shown_unlink_flags;
Shown shown_poll, shown_fd_set, shown_timeval, shown_text_out, shown_directory_entries;
Shown shown_family, shown_socket_type, shown_shutdown, shown_message_header, shown_send_flags, shown_memfd_flags;
// --- processes and signals
Shown shown_status, shown_rusage, shown_waitid_kind, shown_waitid_info, shown_clone_stack, shown_clone_flags;
Shown shown_clone_structure, shown_clone_parent, shown_clone_tls, shown_clone_child, shown_unshare_flags, shown_strings;
Shown shown_environment;
Shown shown_action, shown_action_out, shown_mask_how, shown_mask, shown_mask_out, shown_return_mask, shown_alternate;
Shown shown_alternate_out, shown_timer, shown_timer_in, shown_timer_out, shown_siginfo_out, shown_queue_info;
Shown shown_futex_operation, shown_futex_value, shown_futex_time, shown_futex_bits, shown_resource, shown_limit;
Shown shown_limit_out, shown_usage_of;

// --- results
std::string result_octal(const TracedCall& call);
std::string result_fcntl(const TracedCall& call);
std::string result_poll(const TracedCall& call);
std::string result_select(const TracedCall& call);

// "NULL" or "0x7ffff7ff5000".
std::string address_text(std::uint64_t address);
// What strace shows of a buffer, in bytes (its option -s), and of lists, in elements.
inline constexpr std::size_t kShownString = 32;
// Bytes as a C string, cut behind `most`.
std::string quoted(std::span<const std::uint8_t> bytes, std::size_t most = kShownString);
// The bytes at an address of the caller, or its address in text when they cannot be read.
std::string buffer_text(const TracedCall& call, std::uint64_t address, std::uint64_t size);
// struct timespec or timeval at an address: `fraction` is the name of its second field.
std::string time_text(const TracedCall& call, std::uint64_t address, std::string_view fraction);
// "[INT TERM]", "~[RTMIN RT_1]".
std::string signal_set_text(std::uint64_t set);

// A value in the caller's memory; nothing when a page of it is absent or the address is NULL.
template <class T>
std::optional<T> peek_value(const TracedCall& call, std::uint64_t address) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (address == 0) return std::nullopt;
    const std::vector<std::uint8_t> bytes = call.source.peek(call.pid, sim::VirtAddr{address}, sizeof(T));
    if (bytes.size() < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

template <class T, class Text>
std::string structure_text(const TracedCall& call, std::uint64_t address, Text text) {
    const std::optional<T> value = peek_value<T>(call, address);
    return value ? text(*value) : address_text(address);
}

// "[a, b, c]" of `count` values from an address on; strace shows at most 32 of them.
template <class T, class Text>
std::string list_text(const TracedCall& call, std::uint64_t address, std::uint64_t count, Text text) {
    if (count == 0 && address != 0) return "[]";
    std::string list = "[";
    for (std::uint64_t n = 0; n < count; ++n) {
        if (n == kShownString) return list + ", ...]";
        const std::optional<T> value = peek_value<T>(call, address + n * sizeof(T));
        if (!value) return n == 0 ? address_text(address) : list + ", ...]";
        list += (n == 0 ? "" : ", ") + text(*value);
    }
    return list + "]";
}

}  // namespace app::session
