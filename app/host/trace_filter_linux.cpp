#include "app/host/trace_filter_linux.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "app/host/trace_calls_linux.h"

namespace app::host {
namespace {

constexpr unsigned kX32 = 0x4000'0000;  // bit of the numbers of the x32 table

sock_filter load(std::size_t offset) {
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset));
}

// mmap(2) stops where it may make or replace shared memory: MAP_SHARED, MAP_SHARED_VALIDATE, MAP_FIXED.
constexpr unsigned kMapFlags = MAP_SHARED | MAP_FIXED;

// The program: allow what is not x86-64's own table; then one comparison a call.
std::vector<sock_filter> filter_program() {
    const std::vector<unsigned> calls = stopping_calls();
    const auto count = static_cast<unsigned>(calls.size());
    std::vector<sock_filter> program = {
        load(offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        load(offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        // to the flags of mmap, behind the comparisons and their "allow"
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, static_cast<unsigned char>(count + 1), 0),
    };
    for (unsigned i = 0; i < count; ++i) {  // to the "trace" at the end
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], static_cast<unsigned char>(count - i + 3), 0));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    program.push_back(load(offsetof(seccomp_data, args[3])));
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, kMapFlags, 1, 0));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
    return program;
}

}  // namespace

int install_trace_filter() {
    std::vector<sock_filter> program = filter_program();
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0) return 0;
    return errno;
}

}  // namespace app::host
