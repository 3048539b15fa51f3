// Processes: how they are made, end, are waited for and who they are.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kGetpid = 39, kFork = 57, kWait4 = 61, kKill = 62, kGetuid = 102, kGetgid = 104, kSetuid = 105,
                        kSetgid = 106, kGeteuid = 107, kGetegid = 108, kGetppid = 110, kSetreuid = 113,
                        kSetgroups = 116, kSetresuid = 117, kSetresgid = 119, kExitGroup = 231;
constexpr std::size_t kMostProcesses = 7;

Made fork_process(Chooser& chooser) {
    if (chooser.processes().size() >= kMostProcesses) return std::nullopt;
    return call(chooser, kFork, {});
}

Made exit_process(Chooser& chooser) {
    return call(chooser, kExitGroup, {chooser.one_of<std::uint64_t>({0, 1, 255, 256})});
}

Made kill_process(Chooser& chooser) {
    const auto target = static_cast<std::uint64_t>(chooser.once_in(10) ? 4000 : chooser.process().value);
    const std::uint64_t signal = chooser.one_of<std::uint64_t>({0, 17, 65, 9, 18, 0, 15, 23, 0, 10});
    return call(chooser, kKill, {target, signal});
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

}  // namespace

std::vector<Act> process_acts() {
    return {{"fork", 5, fork_process}, {"exit", 1, exit_process},     {"kill", 2, kill_process}, {"wait4", 3, wait_for},
            {"setuid", 3, become},     {"setgroups", 1, join_groups}, {"getpid", 1, ask_who}};
}

}  // namespace random_compare
