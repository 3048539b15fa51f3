// What an operation came to: result or errno, output bytes, block, death.
#include <algorithm>
#include <cstring>

#include "app/session/compare_notes.h"
#include "app/session/operation_text.h"
#include "sim/base/errno.h"
#include "sim/kernel/sys/table.h"

namespace app::session {
namespace {

using sim::report::Operation;
using sim::report::Outcome;
using End = Outcome::End;

// Parts of an output that are not compared byte by byte.
struct Special {
    enum class Kind { time, ignored } kind;
    std::uint32_t offset, size;
    const char* name;
};

// struct shmid64_ds, semid64_ds, msqid64_ds of <asm-generic/*buf.h>: times behind struct ipc64_perm of 48 bytes.
constexpr Special kShmidDs[] = {{Special::Kind::time, 56, 8, "shm_atime"},
                                {Special::Kind::time, 64, 8, "shm_dtime"},
                                {Special::Kind::time, 72, 8, "shm_ctime"}};
constexpr Special kSemidDs[] = {{Special::Kind::time, 48, 8, "sem_otime"}, {Special::Kind::time, 64, 8, "sem_ctime"}};
constexpr Special kMsqidDs[] = {{Special::Kind::time, 48, 8, "msg_stime"},
                                {Special::Kind::time, 56, 8, "msg_rtime"},
                                {Special::Kind::time, 64, 8, "msg_ctime"}};
// struct stat: device and inode numbers and the fractions of seconds are each kernel's own; st_blocks, st_blksize and
// times depend on the file system.
constexpr Special kStat[] = {{Special::Kind::ignored, 0, 16, "st_dev, st_ino"},
                             {Special::Kind::ignored, 56, 64, "times"}};

constexpr std::uint32_t kCallStat = 4, kCallFstat = 5, kCallLstat = 6, kCallShmctl = 31, kCallSemctl = 66,
                        kCallMsgctl = 71;

std::span<const Special> specials_of(const Operation& operation) {
    if (operation.kind != Operation::Kind::call) return {};
    // IPC_STAT 2; SHM_STAT 13, SHM_STAT_ANY 15; SEM_STAT 18, SEM_STAT_ANY 20; MSG_STAT 11, MSG_STAT_ANY 13
    const std::uint64_t shm_command = operation.args[1];
    const std::uint64_t sem_command = operation.args[2];
    switch (operation.number) {
        case kCallStat:
        case kCallFstat:
        case kCallLstat: return kStat;
        case kCallShmctl:
            if (shm_command == 2 || shm_command == 13 || shm_command == 15) return kShmidDs;
            return {};
        case kCallSemctl:
            if (sem_command == 2 || sem_command == 18 || sem_command == 20) return kSemidDs;
            return {};
        case kCallMsgctl:
            if (shm_command == 2 || shm_command == 11 || shm_command == 13) return kMsqidDs;
            return {};
        default: return {};
    }
}

// Where the structure lies within the output: the pointer argument of the call.
std::uint32_t specials_base(const Operation& operation) {
    const bool second =
        operation.number == kCallStat || operation.number == kCallFstat || operation.number == kCallLstat;
    const std::size_t argument = second ? 1 : operation.number == kCallSemctl ? 3 : 2;
    const std::uint64_t offset = operation.args[argument] - sim::report::kScratch;
    return offset < sim::report::kScratchBytes ? static_cast<std::uint32_t>(offset) : sim::report::kScratchBytes;
}

std::int64_t word_at(const std::string& bytes, std::uint32_t offset) {
    std::int64_t word = 0;
    std::memcpy(&word, bytes.data() + offset, sizeof word);
    return word;
}

std::string hex(const std::string& bytes) {
    constexpr std::size_t kMost = 256;
    std::string text;
    for (std::size_t i = 0; i < std::min(bytes.size(), kMost); ++i) {
        text += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
    }
    return bytes.size() > kMost ? text + "…" : text;
}

void compare_output(CompareNotes& notes, const Operation& operation, const std::string& where, std::string simulated,
                    std::string real, bool succeeded) {
    const std::size_t size = std::min(simulated.size(), real.size());
    const std::uint32_t base = specials_base(operation);
    for (Special special : succeeded ? specials_of(operation) : std::span<const Special>{}) {
        special.offset += base;
        if (special.offset + special.size > size) continue;
        if (special.kind == Special::Kind::time) {
            notes.check_time(where, special.name, word_at(simulated, special.offset), word_at(real, special.offset));
        }
        simulated.replace(special.offset, special.size, special.size, '\0');
        real.replace(special.offset, special.size, special.size, '\0');
    }
    if (operation.output > 0) notes.check(where, "output", hex(simulated), hex(real));
}

std::string end_text(const Outcome& outcome, bool call) {
    switch (outcome.end) {
        case End::blocked: return "blocked";
        case End::returned: return call ? result_text(outcome.result) : "done";
        case End::gone: break;
    }
    if (outcome.signal == 0) return fmt::format("exited with {}", outcome.result >> 8);
    if (outcome.fault_address == 0 && outcome.si_code <= 0) return fmt::format("killed by signal {}", outcome.signal);
    return fmt::format("killed by signal {}, si_code {}, address {:#x}", outcome.signal, outcome.si_code,
                       outcome.fault_address);
}

void compare_outcome(CompareNotes& notes, const Operation& operation, const std::string& where,
                     const Outcome& simulated, const Outcome& real) {
    const bool call = operation.kind == Operation::Kind::call;
    if (simulated.end == End::gone && real.end == End::gone && real.result == host::kStatusUnknown) {
        return notes.unchecked(kUnseenStatus);
    }
    notes.check(where, "result", end_text(simulated, call), end_text(real, call));
    if (simulated.end != End::returned || real.end != End::returned) return;
    if (call) {
        const bool succeeded = simulated.result >= 0 && real.result >= 0;
        return compare_output(notes, operation, where, simulated.output, real.output, succeeded);
    }
    notes.check_as("{:#x}", where, "value", static_cast<std::uint64_t>(simulated.result),
                   static_cast<std::uint64_t>(real.result));
    notes.check(where, "minor faults", simulated.minor_faults, real.minor_faults);
}

std::string list_text(const std::vector<Outcome>& outcomes) {
    std::string text;
    for (std::size_t i = 1; i < outcomes.size(); ++i) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", outcomes[i].pid.value, end_text(outcomes[i], true));
    }
    return text.empty() ? "none" : text;
}

}  // namespace

void compare_outcomes(CompareNotes& notes, const Operation& operation, const std::map<sim::Pid, Operation>& blocked,
                      const std::vector<Outcome>& simulated, const std::vector<Outcome>& real) {
    if (simulated.empty() || real.empty()) {
        return notes.check("", "performed", !simulated.empty(), !real.empty());
    }
    compare_outcome(notes, operation, "", simulated.front(), real.front());
    notes.check("", "blocked calls that ended", list_text(simulated), list_text(real));
    for (std::size_t i = 1; i < std::min(simulated.size(), real.size()); ++i) {
        const auto call = blocked.find(simulated[i].pid);
        if (call == blocked.end() || simulated[i].pid != real[i].pid) continue;
        compare_outcome(notes, call->second, fmt::format("process {}'s call", simulated[i].pid.value), simulated[i],
                        real[i]);
    }
}

}  // namespace app::session
