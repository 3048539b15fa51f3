// The flags of clone(2) and unshare(2): <linux/sched.h>.
#pragma once

#include <cstdint>

namespace sim::kernel {

enum CloneFlag : std::uint64_t {
    kExitSignal = 0xff,
    kVm = 0x100,
    kFs = 0x200,
    kFiles = 0x400,
    kSighand = 0x800,
    kVfork = 0x4000,
    kThread = 0x1'0000,
    kNewns = 0x2'0000,
    kSysvsem = 0x4'0000,
    kSettls = 0x8'0000,
    kParentSettid = 0x10'0000,
    kChildCleartid = 0x20'0000,
    kDetached = 0x40'0000,  // ignored since Linux 2.6.2
    kUntraced = 0x80'0000,  // nobody traces
    kChildSettid = 0x100'0000,
    kNewcgroup = 0x200'0000,
    kNewuts = 0x400'0000,
    kNewipc = 0x800'0000,
    kNewuser = 0x1000'0000,
    kNewpid = 0x2000'0000,
    kNewnet = 0x4000'0000,
    kNewtime = 0x80,  // unshare(2) only; to clone(2) a part of the exit signal
};
// What POSIX threads share; sharing a part of it only is not modelled.
inline constexpr std::uint64_t kSharedByThreads = kFs | kFiles | kSighand;
// Namespaces that are not modelled: everybody stays in the only one.
inline constexpr std::uint64_t kOtherNamespaces =
    kNewns | kNewcgroup | kNewuts | kNewuser | kNewpid | kNewnet | kNewtime;

}  // namespace sim::kernel
