// Names of Linux's constants as data: flags, commands, signals, capabilities. The sentences of the text table and the
// lines of strace are made with them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace app::session {

// A bit or a value and its name.
struct FlagName {
    std::uint64_t bits;
    std::string_view name;
};
using FlagNames = std::span<const FlagName>;

FlagNames shm_commands();      // cmd of shmctl(2)
FlagNames sem_commands();      // cmd of semctl(2)
FlagNames msg_commands();      // cmd of msgctl(2)
FlagNames ipc_create_flags();  // all three …get calls; above the mode
FlagNames shm_attach_flags();
FlagNames message_flags();     // msgsnd(2), msgrcv(2)
FlagNames semaphore_flags();   // sem_flg of semop(2)
FlagNames protections();       // mmap(2), mprotect(2)
FlagNames mapping_flags();     // mmap(2) without the type
FlagNames mapping_types();     // mmap(2): MAP_SHARED …
FlagNames remap_flags();       // mremap(2)
FlagNames sync_flags();        // msync(2)
FlagNames advices();           // madvise(2)
FlagNames open_flags();        // open(2) without the access mode
FlagNames action_flags();      // sigaction(2)
FlagNames clone_flags();       // clone(2)
FlagNames futex_operations();  // futex(2) without FUTEX_PRIVATE_FLAG
FlagNames file_types();        // S_IFMT of a mode
FlagNames poll_events();
FlagNames resources();  // RLIMIT_
FlagNames fcntl_commands();
FlagNames lock_operations();  // flock(2)
FlagNames capabilities();     // CAP_ numbers

// "A|B|0x80"; `unknown` ("SHM_???") is added as a comment when no name fits; 0 is "0".
std::string flags_text(std::uint64_t value, FlagNames names, std::string_view unknown);
// The name of a value; "0x63 /* SHM_??? */" when there is none.
std::string value_text(std::uint64_t value, FlagNames names, std::string_view unknown);
// The same without the comment: "63".
std::string value_name(std::uint64_t value, FlagNames names);

}  // namespace app::session
