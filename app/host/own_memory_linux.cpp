#include "app/host/own_memory_linux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstring>

#include "app/host/files_linux.h"
#include "app/host/helper/protocol.h"

namespace app::host {
namespace {

using sim::kTextBase;
using sim::report::kScratch;
using sim::report::kScratchBytes;

constexpr std::uint64_t kNowhere = ~std::uint64_t{0};  // the descriptor of a mapping without a file

std::string failed(const char* what, std::int64_t error) {
    return std::string("cannot make a program's own memory: ") + what + ": " + std::strerror(static_cast<int>(-error));
}

// Every page of the program's text. Another process of the program may have made the file.
bool make_program_file(const std::string& path, const std::string& text) {
    const Descriptor file(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0755));
    if (!file) return errno == EEXIST;
    return ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// PR_SET_MM_MAP: where brk(2) begins, and by which address the kernel knows the stack.
std::string edges_of(const OwnMemory& memory) {
    prctl_mm_map map{};
    map.start_code = kTextBase;
    map.end_code = memory.data.value;
    map.start_data = memory.data.value;
    map.end_data = memory.heap.value;
    map.start_brk = map.brk = memory.heap.value;
    map.start_stack = sim::kStackTop - sizeof(std::uint64_t);
    map.arg_start = map.arg_end = map.env_start = map.env_end = map.start_stack;
    map.exe_fd = ~0u;
    return std::string(reinterpret_cast<const char*>(&map), sizeof map);
}

std::string map_text(const OwnMemory& memory, const AskHelper& ask) {
    const std::string path = std::string(kProgramFolder) + "/" + std::to_string(memory.program);
    const std::uint64_t bytes = memory.data - sim::VirtAddr{kTextBase};
    if (!make_program_file(path, memory.text)) return failed("its file", -errno);
    const std::int64_t fd = ask(SYS_open, {kScratch, O_RDONLY}, path + '\0');
    if (fd < 0) return failed("open", fd);
    const std::int64_t at = ask(SYS_mmap,
                                {kTextBase, bytes, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE,
                                 static_cast<std::uint64_t>(fd), 0},
                                {});
    ask(SYS_close, {static_cast<std::uint64_t>(fd)}, {});
    return at < 0 ? failed("text", at) : std::string();
}

std::string map_anonymous(sim::VirtAddr start, sim::VirtAddr end, int grows, const AskHelper& ask) {
    if (start == end) return {};
    const auto flags = static_cast<std::uint64_t>(MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | grows);
    const std::int64_t at = ask(SYS_mmap, {start.value, end - start, PROT_READ | PROT_WRITE, flags, kNowhere, 0}, {});
    return at < 0 ? failed("data and stack", at) : std::string();
}

}  // namespace

std::string make_own_areas(const OwnMemory& memory, const AskHelper& ask) {
    ask(SYS_munmap, {kTextBase, kScratch + kScratchBytes - kTextBase}, {});
    if (std::string problem = map_text(memory, ask); !problem.empty()) return problem;
    if (std::string problem = map_anonymous(memory.data, memory.heap, 0, ask); !problem.empty()) return problem;
    // In place of the stack the kernel made for the helper.
    constexpr std::uint64_t kStackRoom = 1ull << 20;
    ask(SYS_munmap, {sim::kStackTop - kStackRoom, kStackRoom}, {});
    const sim::VirtAddr top{sim::kStackTop};
    if (std::string problem = map_anonymous(memory.stack, top, MAP_GROWSDOWN, ask); !problem.empty()) return problem;
    const std::string edges = edges_of(memory);
    const std::int64_t set = ask(SYS_prctl, {PR_SET_MM, PR_SET_MM_MAP, kScratch, edges.size(), 0}, edges);
    return set < 0 ? failed("heap", set) : std::string();
}

std::string put_pieces(const OwnMemory& memory) {
    for (const OwnMemory::Piece& piece : memory.pieces) {
        const iovec from{const_cast<char*>(piece.bytes.data()), piece.bytes.size()};
        const iovec to{reinterpret_cast<void*>(piece.at.value), piece.bytes.size()};
        const ssize_t written = ::process_vm_writev(memory.pid.value, &from, 1, &to, 1, 0);
        if (written != static_cast<ssize_t>(piece.bytes.size()))
            return failed("its bytes", written < 0 ? -errno : -EFAULT);
    }
    return {};
}

}  // namespace app::host
