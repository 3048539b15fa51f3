// The values in strace's lines: flags, strings, structures in a process's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "app/session/linux_names.h"
#include "app/session/strace_calls.h"

namespace app::session {

// "NULL" or "0x7ffff7ff5000".
std::string address_text(std::uint64_t address);
// What strace shows of a buffer, in bytes (its option -s).
inline constexpr std::size_t kShownString = 32;
// Bytes as a C string, cut behind `most`.
std::string quoted(std::span<const std::uint8_t> bytes, std::size_t most = kShownString);

std::string shm_create_flags(std::uint64_t flags);
std::string shm_command_text(std::uint64_t command);

// The bytes at an address of the caller, or its address in text when they cannot be read.
std::string buffer_text(const TracedCall& call, std::uint64_t address, std::uint64_t size);
// The file name at an address, quoted; strace shows names whole.
std::string path_text(const TracedCall& call, std::uint64_t address);
// struct stat, shortened as strace does.
std::string file_text(const TracedCall& call, std::uint64_t address);
std::string status_text(const TracedCall& call, std::uint64_t address);
// struct timespec or timeval: `fraction` is the name of its second field.
std::string time_text(const TracedCall& call, std::uint64_t address, std::string_view fraction);
std::string termios_text(const TracedCall& call, std::uint64_t address);
// What shmctl's third argument points at, as its command says.
std::string shmctl_text(const TracedCall& call);

}  // namespace app::session
