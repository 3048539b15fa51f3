// The files of /proc/sys that are modelled: limits of System V IPC, forced ids, what memory is promised.
//
// Numbers are read as the kernel's sysctl code reads them: blanks, an optional '-', decimal, 0x or 0 in front; behind a
// number a blank or the end.
#include <array>
#include <limits>

#include "sim/kernel/sys/call.h"
#include "sim/kernel/sys/proc_files.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

using report::Rule;

enum Number : std::uint32_t {
    shmmax = 1,
    shmall,
    shmmni,
    shm_rmid_forced,
    shm_next_id,
    sem,
    sem_next_id,
    msgmax,
    msgmnb,
    msgmni,
    msg_next_id,
    overcommit_memory,
    max_map_count,
    pipe_max_size,
};

bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct Parsed {
    bool negative = false;
    std::uint64_t value = 0;
};

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    return text;
}

// proc_get_long() of Linux: takes one number off the front; nullopt: none stands there.
std::optional<Parsed> take_number(std::string_view& text) {
    text = without_blanks(text);
    Parsed parsed;
    if (!text.empty() && text.front() == '-') {
        parsed.negative = true;
        text.remove_prefix(1);
    }
    std::uint64_t base = 10;
    if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x' && digit_of(text[2]) < 16) {
        base = 16;
        text.remove_prefix(2);
    } else if (!text.empty() && text[0] == '0') {
        base = 8;
    }
    std::size_t digits = 0;
    while (digits < text.size() && static_cast<std::uint64_t>(digit_of(text[digits])) < base) {
        const auto digit = static_cast<std::uint64_t>(digit_of(text[digits]));
        if (parsed.value > (std::numeric_limits<std::uint64_t>::max() - digit) / base) return std::nullopt;
        parsed.value = parsed.value * base + digit;
        ++digits;
    }
    text.remove_prefix(digits);
    if (digits == 0 || (!text.empty() && !blank(text.front()) && text.front() != '\0')) return std::nullopt;
    return parsed;
}

// A number of the C type int, as one 64-bit word; nullopt: it is none.
std::optional<std::int64_t> take_int(std::string_view& text) {
    const std::optional<Parsed> parsed = take_number(text);
    const std::uint64_t largest = parsed && parsed->negative ? 1ull << 31 : (1ull << 31) - 1;
    if (!parsed || parsed->value > largest) return std::nullopt;
    const auto value = static_cast<std::int64_t>(parsed->value);
    return parsed->negative ? -value : value;
}

// An int that must lie in [low, high].
std::optional<std::int64_t> int_within(std::string_view text, std::int64_t low, std::int64_t high) {
    const std::optional<std::int64_t> value = take_int(text);
    return value && *value >= low && *value <= high ? value : std::nullopt;
}

std::optional<std::uint64_t> unsigned_long(std::string_view text) {
    const std::optional<Parsed> parsed = take_number(text);
    return parsed && !parsed->negative ? std::optional(parsed->value) : std::nullopt;
}

constexpr std::int64_t kIntMax = std::numeric_limits<std::int32_t>::max();

// Sets `target` when the text is a good number; whether it was.
template <class Target, class Value>
bool assign(Target& target, const std::optional<Value>& value) {
    if (value) target = static_cast<Target>(*value);
    return value.has_value();
}

bool write_shm(Call& call, std::uint32_t setting, std::string_view text) {
    ShmLimits limits = call.ipc().shm.limits();
    bool good = false;
    if (setting == shmmax) good = assign(limits.shmmax, unsigned_long(text));
    if (setting == shmall) good = assign(limits.shmall, unsigned_long(text));
    if (setting == shmmni) good = assign(limits.shmmni, int_within(text, 0, kIpcMni));
    if (setting == shm_rmid_forced) good = assign(limits.rmid_forced, int_within(text, 0, 1));
    if (good) call.ipc().shm.set_limits(call.memory, limits);
    return good;
}

bool write_msg(Call& call, std::uint32_t setting, std::string_view text) {
    MsgLimits limits = call.ipc().queues.limits();
    bool good = false;
    if (setting == msgmax) good = assign(limits.msgmax, int_within(text, 0, kIntMax));
    if (setting == msgmnb) good = assign(limits.msgmnb, int_within(text, 0, kIntMax));
    if (setting == msgmni) good = assign(limits.msgmni, int_within(text, 0, kIpcMni));
    if (good) call.ipc().queues.set_limits(limits);
    return good;
}

// Four numbers: SEMMSL, SEMMNS, SEMOPM, SEMMNI. Fewer set the first ones; of a bad SEMMNI the old one stays.
Errno write_sem(Call& call, std::string_view text) {
    SemLimits limits = call.ipc().semaphores.limits();
    const std::array<std::uint32_t*, 4> members = {&limits.semmsl, &limits.semmns, &limits.semopm, &limits.semmni};
    const std::uint32_t old_sets = limits.semmni;
    Errno error = Errno::ok;
    for (std::size_t i = 0; i < members.size() && error == Errno::ok; ++i) {
        if (i > 0 && without_blanks(text).empty()) break;
        const std::optional<std::int64_t> value = take_int(text);
        if (!assign(*members[i], value)) error = Errno::einval;
    }
    if (limits.semmni > kIpcMni) {
        limits.semmni = old_sets;
        error = Errno::erange;
    }
    call.ipc().semaphores.set_limits(limits);
    return error;
}

template <class Table>
bool force_id(Table& table, std::string_view text) {
    const std::optional<std::int64_t> id = int_within(text, 0, kIntMax);
    if (id) table.force_id(static_cast<std::int32_t>(*id));
    return id.has_value();
}

bool write_overcommit(Call& call, std::string_view text) {
    const std::optional<std::int64_t> value = int_within(text, 0, 2);
    if (value) call.kernel.memory.overcommit = static_cast<Overcommit>(*value);
    return value.has_value();
}

bool write_number(Call& call, std::uint32_t setting, std::string_view text) {
    switch (setting) {
        case shmmax:
        case shmall:
        case shmmni:
        case shm_rmid_forced: return write_shm(call, setting, text);
        case msgmax:
        case msgmnb:
        case msgmni: return write_msg(call, setting, text);
        case shm_next_id: return force_id(call.ipc().shm, text);
        case sem_next_id: return force_id(call.ipc().semaphores, text);
        case msg_next_id: return force_id(call.ipc().queues, text);
        case overcommit_memory: return write_overcommit(call, text);
        default: return false;
    }
}

}  // namespace

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all = {
        {"sys/fs/pipe-max-size", pipe_max_size},
        {"sys/kernel/msg_next_id", msg_next_id},
        {"sys/kernel/msgmax", msgmax},
        {"sys/kernel/msgmnb", msgmnb},
        {"sys/kernel/msgmni", msgmni},
        {"sys/kernel/sem", sem},
        {"sys/kernel/sem_next_id", sem_next_id},
        {"sys/kernel/shm_next_id", shm_next_id},
        {"sys/kernel/shm_rmid_forced", shm_rmid_forced},
        {"sys/kernel/shmall", shmall},
        {"sys/kernel/shmmax", shmmax},
        {"sys/kernel/shmmni", shmmni},
        {"sys/vm/max_map_count", max_map_count},
        {"sys/vm/overcommit_memory", overcommit_memory},
    };
    return all;
}

const Setting* find_setting(std::string_view path) {
    for (const Setting& setting : settings()) {
        if (setting.path == path) return &setting;
    }
    return nullptr;
}

std::uint32_t setting_mode(std::uint32_t setting, const Credentials& who) {
    switch (setting) {
        case shm_next_id:
        case sem_next_id:
        case msg_next_id: return who.has(Capability::checkpoint_restore) ? 0666 : 0444;
        case max_map_count:
        case pipe_max_size: return 0444;  // fixed here
        default: return 0644;
    }
}

std::string setting_text(const ProcReader& reader, std::uint32_t setting) {
    const Kernel& kernel = reader.kernel;
    const IpcNamespace& ipc = reader.ipc();
    const SemLimits& sems = ipc.semaphores.limits();
    const auto number = [](auto value) { return std::to_string(value) + "\n"; };
    switch (setting) {
        case shmmax: return number(ipc.shm.limits().shmmax);
        case shmall: return number(ipc.shm.limits().shmall);
        case shmmni: return number(ipc.shm.limits().shmmni);
        case shm_rmid_forced: return number(int{ipc.shm.limits().rmid_forced});
        case shm_next_id: return number(ipc.shm.forced_id());
        case sem:
            return formatted("%d\t%d\t%d\t%d\n", static_cast<int>(sems.semmsl), static_cast<int>(sems.semmns),
                             static_cast<int>(sems.semopm), static_cast<int>(sems.semmni));
        case sem_next_id: return number(ipc.semaphores.forced_id());
        case msgmax: return number(ipc.queues.limits().msgmax);
        case msgmnb: return number(ipc.queues.limits().msgmnb);
        case msgmni: return number(ipc.queues.limits().msgmni);
        case msg_next_id: return number(ipc.queues.forced_id());
        case overcommit_memory: return number(static_cast<int>(kernel.memory.overcommit));
        case max_map_count: return number(kMaxAreas);
        case pipe_max_size: return number(kPipeMaxBytes);
        default: return {};
    }
}

Errno write_setting(Call& call, std::uint32_t setting, std::string_view text) {
    if (text.empty()) return Errno::ok;
    Errno error = Errno::ok;
    if (setting == sem) {
        error = write_sem(call, text);
    } else if (!write_number(call, setting, text)) {
        error = Errno::einval;
    }
    return error == Errno::ok ? error : call.refuse(error, Rule::argument_invalid, {2, call.u64(1)});
}

}  // namespace sim::kernel
