// Processes: how they are made, end, are waited for and who they are.
#include "sim/report/by_hand_program.h"
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kSigaction = 13, kSigprocmask = 14, kGetpid = 39, kClone = 56, kFork = 57, kExecve = 59,
                        kWait4 = 61, kKill = 62, kGetuid = 102, kGetgid = 104, kSetuid = 105, kSetgid = 106,
                        kGeteuid = 107, kGetegid = 108, kGetppid = 110, kSetreuid = 113, kSetgroups = 116,
                        kSetresuid = 117, kSetresgid = 119, kSigpending = 127, kExitGroup = 231, kUnshare = 272;
constexpr std::uint64_t kNewIpc = 0x0800'0000, kSysvSem = 0x4'0000;
constexpr std::size_t kMostProcesses = 7;

Made fork_process(Chooser& chooser) {
    if (chooser.processes().size() >= kMostProcesses) return std::nullopt;
    return call(chooser, kFork, {});
}

Made clone_process(Chooser& chooser) {
    if (chooser.processes().size() >= kMostProcesses) return std::nullopt;
    constexpr std::uint64_t kSigchld = 17;
    return call(chooser, kClone, {kSigchld | chooser.one_of<std::uint64_t>({kNewIpc, kSysvSem, kNewIpc | kSysvSem})});
}

Made exit_process(Chooser& chooser) {
    return call(chooser, kExitGroup, {chooser.one_of<std::uint64_t>({0, 1, 255, 256})});
}

// Mostly the program it stands in; then paths that no program is at, and no path.
Made execute(Chooser& chooser) {
    const std::string still(sim::report::kByHandProgram);
    const std::string path =
        chooser.one_of<std::string>({still, still, still, "/nowhere", "/", "", "/dev/null/x", "/dev/null"});
    const std::uint64_t where = chooser.one_of<std::uint64_t>({kScratch, kScratch, kScratch, 0});
    Operation operation = call(chooser, kExecve, {where});
    operation.input = path + '\0';
    return operation;
}

Made kill_process(Chooser& chooser) {
    const auto target = static_cast<std::uint64_t>(chooser.once_in(10) ? 4000 : chooser.process().value);
    const std::uint64_t signal = chooser.one_of<std::uint64_t>({0, 17, 65, 9, 18, 0, 15, 23, 0, 10});
    return call(chooser, kKill, {target, signal});
}

// Handlers are the helper's own; whether a signal is ignored or blocked shows all the same.
Made set_action(Chooser& chooser) {
    const std::uint64_t signal = chooser.one_of<std::uint64_t>({10, 15, 17, 13, 18, 23, 9, 65});
    // struct sigaction: SIG_DFL 0 or SIG_IGN 1; SA_NOCLDWAIT 2; restorer; mask
    const std::uint64_t handler = chooser.one_of<std::uint64_t>({1, 0, 1});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({0, 2, 0x1000'0000});
    Operation operation = call(chooser, kSigaction, {signal, kScratch, kScratch + 64, 8});
    operation.input = bytes_of(handler, flags, std::uint64_t{0}, std::uint64_t{0});
    return with_output(operation, 96);
}

Made block_signals(Chooser& chooser) {
    constexpr std::uint64_t kUsr1 = 1 << 9, kTerm = 1 << 14, kCont = 1 << 17, kPipe = 1 << 12;
    // SIG_BLOCK 0, SIG_UNBLOCK 1, SIG_SETMASK 2
    Operation operation =
        call(chooser, kSigprocmask, {chooser.one_of<std::uint64_t>({0, 1, 2, 3}), kScratch, kScratch + 8, 8});
    operation.input = bytes_of(chooser.one_of<std::uint64_t>({kUsr1, kUsr1 | kTerm, 0, kCont, kPipe | kTerm}));
    return with_output(operation, 16);
}

Made pending(Chooser& chooser) {
    return with_output(call(chooser, kSigpending, {kScratch, 8}), 8);
}

Made wait_for(Chooser& chooser) {
    const auto whom = static_cast<std::uint64_t>(chooser.once_in(2) ? -1 : chooser.process().value);
    const std::uint64_t options = chooser.one_of<std::uint64_t>({1, 0, 1, 0x10});
    return with_output(call(chooser, kWait4, {whom, kScratch, options, 0}), 4);
}

std::uint64_t user(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({1000, 1001, 0, 0xffff'ffff});
}

Made become(Chooser& chooser) {
    const std::uint64_t a = user(chooser), b = user(chooser), c = user(chooser);
    switch (chooser.below(5)) {
        case 0: return call(chooser, kSetuid, {a});
        case 1: return call(chooser, kSetreuid, {a, b});
        case 2: return call(chooser, kSetresuid, {a, b, c});
        case 3: return call(chooser, kSetgid, {a});
        default: return call(chooser, kSetresgid, {a, b, c});
    }
}

Made join_groups(Chooser& chooser) {
    const std::uint64_t count = chooser.below(3);
    Operation operation = call(chooser, kSetgroups, {count, kScratch});
    operation.input = bytes_of(static_cast<std::uint32_t>(1000 + chooser.below(2)), std::uint32_t{2000});
    return operation;
}

Made ask_who(Chooser& chooser) {
    return call(chooser, chooser.one_of({kGetpid, kGetppid, kGetuid, kGeteuid, kGetgid, kGetegid}), {});
}

Made unshare(Chooser& chooser) {
    return call(chooser, kUnshare, {chooser.one_of<std::uint64_t>({kNewIpc, kNewIpc | kSysvSem, kSysvSem, 0, 1})});
}

}  // namespace

std::vector<Act> process_acts() {
    return {{"fork", 5, fork_process},  {"clone", 1, clone_process},   {"execve", 2, execute},
            {"exit", 1, exit_process},  {"kill", 2, kill_process},     {"sigaction", 1, set_action},
            {"mask", 1, block_signals}, {"sigpending", 1, pending},    {"wait4", 3, wait_for},
            {"setuid", 3, become},      {"setgroups", 1, join_groups}, {"getpid", 1, ask_who},
            {"unshare", 1, unshare}};
}

}  // namespace random_compare
