// Starting another program: execve.
#include <algorithm>

#include "sim/kernel/fs/path_walk.h"
#include "sim/kernel/proc/execute.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/path_call.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint64_t kLongestString = 131'072;         // MAX_ARG_STRLEN, with its 0
constexpr std::uint64_t kArgumentRoom = kStackLimit / 4;  // bytes of all strings and pointers
constexpr std::uint64_t kPointer = 8;

// bprm_fill_uid(): a set-group-ID file its group may not execute is none.
NewProgram program_of(const Inode& inode) {
    constexpr std::uint32_t kGroupMayExecute = 010, kAsGroup = kSetGroupId | kGroupMayExecute;
    NewProgram next{inode.disk->program, {}, {}};
    if ((inode.mode & kSetUserId) != 0) next.user = inode.uid;
    if ((inode.mode & kAsGroup) == kAsGroup) next.group = inode.gid;
    return next;
}

// The program `path` leads to. "ENOENT", "ENOTDIR", "EACCES Search permission is denied …", "EACCES The file … is not
// a regular file", "EACCES Execute permission is denied for the file", "ENOEXEC An executable is not in a recognized
// format".
Result<NewProgram> find_program(Call& call) {
    FileCaller caller = file_caller(call);
    const Result<Place> place = find_argument(call, caller, 0);
    if (!place) return place.error();
    const Inode& inode = call.kernel.tree[(*place).inode];
    if (inode.kind != InodeKind::regular)
        return path_kind_wrong(caller, call.kernel.tree, (*place).inode, Errno::eacces);
    const Errno denied = check_access(call.kernel.tree, caller, (*place).inode, kMayExecute);
    if (denied != Errno::ok) return denied;
    const bool program = inode.disk.has_value() && !inode.disk->source.has_value() && inode.object == kNoObject;
    if (!program) return path_kind_wrong(caller, call.kernel.tree, (*place).inode, Errno::enoexec);
    return program_of(inode);
}

Errno too_long(const Call& call, std::uint64_t asked, std::uint64_t limit) {
    return call.refuse(Errno::e2big, Rule::limit_exceeded, {report::Limit::arguments, asked, limit});
}

// A string of the caller, without its 0. "E2BIG … an argument or environment string is too long".
Result<std::string> fetch_string(Call& call, VirtAddr from) {
    std::string text;
    std::vector<std::uint8_t> piece;
    while (text.size() < kLongestString) {
        piece.resize(kPageSize - from.offset());
        const Errno error = call.copy_in(from, piece);
        if (error != Errno::ok) return error;
        const auto end = std::find(piece.begin(), piece.end(), 0);
        text.append(piece.begin(), end);
        if (end != piece.end()) return text;
        from = from + piece.size();
    }
    return too_long(call, text.size(), kLongestString);
}

// The strings of an array that ends with NULL; `room` is what is left for all. "On Linux, argv and envp can be
// specified as NULL": an empty list.
Result<std::vector<std::string>> fetch_strings(Call& call, VirtAddr array, std::uint64_t& room) {
    std::vector<std::string> strings;
    if (array == VirtAddr{}) return strings;
    for (;; array = array + kPointer) {
        std::uint64_t pointer = 0;
        const Errno error = call.get(array, pointer);
        if (error != Errno::ok) return error;
        if (pointer == 0) return strings;
        Result<std::string> text = fetch_string(call, VirtAddr{pointer});
        if (!text) return text.error();
        const std::uint64_t bytes = (*text).size() + 1 + kPointer;
        if (bytes > room) return too_long(call, kArgumentRoom - room + bytes, kArgumentRoom);
        room -= bytes;
        strings.push_back(std::move(*text));
    }
}

Result<ProgramArguments> fetch_arguments(Call& call) {
    std::uint64_t room = kArgumentRoom;
    Result<std::vector<std::string>> arguments = fetch_strings(call, call.address(1), room);
    if (!arguments) return arguments.error();
    Result<std::vector<std::string>> environment = fetch_strings(call, call.address(2), room);
    if (!environment) return environment.error();
    // Since Linux 5.18 a program always has an argv[0].
    if ((*arguments).empty()) (*arguments).emplace_back();
    return ProgramArguments{std::move(*arguments), std::move(*environment)};
}

}  // namespace

CallResult sys_execve(Call& call) {
    const Result<NewProgram> program = find_program(call);
    if (!program) return program.error();
    const Result<ProgramArguments> given = fetch_arguments(call);
    if (!given) return given.error();
    ProcessContext context = call.processes();
    const Errno error = execute(context, call.pid, *program, *given, call.kernel.running.context);
    if (error != Errno::ok) return error;
    return call.alive() ? CallResult(0) : CallResult::gone();
}

}  // namespace sim::kernel
