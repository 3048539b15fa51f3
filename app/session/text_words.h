// Small pieces of text that sentences are made of. Only for the files of the text table.
#pragma once

#include <span>
#include <string>

#include "app/session/text.h"

namespace app::session {

std::string hex(std::uint64_t number);           // "0x1234"
std::string frame_word(std::uint64_t pfn);       // "frame 0x17"
bool is_zero_page(std::uint64_t pfn);            // which every read of untouched private memory maps
std::string pages_word(std::uint64_t pages);     // "1 page", "3 pages"
std::string bytes_word(std::uint64_t bytes);     // "1 byte", "12288 bytes"
std::string access_word(std::uint64_t access);   // "read", "write", "execute"
std::string access_noun(std::uint64_t access);   // "reading", …
std::string key_word(std::uint64_t key);         // "0x1234", "IPC_PRIVATE"
std::string perms_word(std::uint64_t perms);     // "rw-s" of r1 w2 x4 shared8
std::string status_word(std::uint64_t status);   // "exit status 0", "killed by SIGSEGV" of wait(2)'s encoding
std::string shm_command(std::uint64_t command);  // "IPC_RMID"
std::string message_word(std::uint64_t type);    // "message", "message of type 5": what msgrcv asks for
// "IPC_CREAT|IPC_EXCL|0660" and "SHM_RDONLY|SHM_RND", "0".
std::string shmget_flags(std::uint64_t flags);
std::string shmat_flags(std::uint64_t flags);

// "shmget(0x1234, 8192, IPC_CREAT|0640)"; `text` is that of Rule::syscall_enter.
std::string call_word(std::span<const std::uint64_t> arguments, std::string_view name, std::string_view text);
bool returns_address(std::string_view call);  // "shmat", "mmap" …

// A file by its name: "/dev/shm/numbers"; "inode 7" when it is not known. A pipe: "pipe 3", "FIFO /tmp/fifo".
std::string file_word(const TextContext& context, std::uint64_t inode);
std::string pipe_word(const TextContext& context, std::uint64_t pipe);

// What lies at a process's address, before or after the step: "shm 0x1234", "stack"; "" when nothing does.
std::string area_word(const TextContext& context, sim::Pid pid, std::uint64_t address);
// The area there, looked for after the step and then before it; nullptr when there is none.
const sim::report::AreaRow* area_at(const TextContext& context, sim::Pid pid, std::uint64_t address);
// The segment, looked for after the step and then before it; nullptr when unknown.
const sim::report::SegmentRow* segment_of(const TextContext& context, sim::ShmId shmid);

// An argument of an event as the id it is.
inline sim::Pid pid_arg(std::uint64_t bits) {
    return sim::Pid{static_cast<std::int32_t>(bits)};
}
inline sim::ShmId shmid_arg(std::uint64_t bits) {
    return sim::ShmId::of_bits(bits);
}

}  // namespace app::session
