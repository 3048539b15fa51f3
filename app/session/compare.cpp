#include "app/session/compare.h"

#include <algorithm>
#include <cstring>

#include "app/session/compare_notes.h"

namespace app::session {

using sim::report::Operation;
using sim::report::Outcome;

namespace {

// What lies in the scratch memory from earlier calls must not show: all that is read back was written before.
Operation padded(Operation operation) {
    if (operation.input.size() < operation.output) operation.input.resize(operation.output);
    return operation;
}

// How many of them the simulated kernel did.
std::size_t by_hand(const sim::report::Accesses& accesses) {
    return static_cast<std::size_t>(std::count_if(accesses.list.begin(), accesses.list.end(),
                                                  [](const sim::report::Access& access) { return !access.own; }));
}

// That a process did them all.
std::vector<Outcome> done_by(const sim::report::Accesses& accesses) {
    Outcome outcome;
    outcome.pid = accesses.pid;
    return {outcome};
}

// setuid, setgid, setreuid … setresgid, setgroups; the others that name a user: chown, fchown, lchown, and IPC_SET.
bool changes_users(const Operation& operation) {
    constexpr std::uint32_t kCalls[] = {92, 93, 94, 105, 106, 113, 114, 116, 117, 119};
    if (operation.kind != Operation::Kind::call) return false;
    const bool ipc_set = (operation.number == 31 && operation.args[1] == 1) ||
                         (operation.number == 66 && operation.args[2] == 1) ||
                         (operation.number == 71 && operation.args[1] == 1);
    return ipc_set || std::find(std::begin(kCalls), std::end(kCalls), operation.number) != std::end(kCalls);
}

}  // namespace

Operation operation_of(sim::Pid pid, const sim::report::Access& access) {
    const Operation::Kind kind = access.store ? Operation::Kind::store : Operation::Kind::load;
    return sim::report::access_of(pid, kind, access.address, access.size, access.value);
}

void CompareNotes::check_time(std::string_view where, std::string_view what, std::int64_t simulated,
                              std::int64_t real) {
    ++result_.checked;
    if (simulated == 0 && real == 0) return;
    const std::int64_t setter = sim::machine::ByHand::operation_at(simulated);
    const bool known = setter >= 0 && setter < static_cast<std::int64_t>(windows_.before.size());
    const auto at = static_cast<std::size_t>(known ? setter : 0);
    if (simulated != 0 && real != 0 && (!known || (windows_.before[at] <= real && real <= windows_.after[at]))) return;
    const auto text = [](std::int64_t time) { return time == 0 ? std::string("never") : fmt::format("{}", time); };
    const std::string expected = simulated == 0 ? "never"
                                                : fmt::format("set by operation {}: from {} to {}", setter,
                                                              windows_.before[at], windows_.after[at]);
    differ(where, what, expected, text(real));
}

Comparer::Comparer(const sim::report::Setup& setup, host::RealKernel& real)
    : simulated_(setup), real_(real), seen_(real.initial()) {
    before_.push_back(0);
    after_.push_back(seen_.after);
    for (const sim::report::TaskRow& process : seen_.state.processes) known_capabilities_ |= process.capabilities;
    compare_states();
}

// Takes what was observed; it stands for so many operations of the simulated kernel, by which its clock moved. False:
// the sandbox is lost.
bool Comparer::keep(std::optional<host::Observation> observation, std::size_t operations) {
    if (!observation) {
        result_.failure = "the sandbox was lost";
        return false;
    }
    seen_ = std::move(*observation);
    before_.insert(before_.end(), operations, seen_.before);
    after_.insert(after_.end(), operations, seen_.after);
    return true;
}

void Comparer::compare_states() {
    CompareNotes notes(result_, result_.operations, real_.abilities(), {before_, after_});
    const sim::report::State state = simulated_.machine().observe();
    compare_tables(notes, state, seen_.state);
    compare_processes(notes, state, seen_.state, known_capabilities_);
    result_.checked += seen_.contents_compared;
    for (const host::UnequalPages& pages : seen_.unequal) {
        notes.check("",
                    fmt::format("bytes of page {:#x} of process {} and page {:#x} of process {}", pages.page.value,
                                pages.pid.value, pages.other_page.value, pages.other_pid.value),
                    std::string("the same page"), std::string("different bytes"));
    }
}

bool Comparer::perform(const Operation& asked, const std::optional<host::Arguments>& in_place) {
    if (!simulated_.idle(asked.pid)) {
        ++result_.unchecked["operations of a process that is asleep or gone"];
        return false;
    }
    if (!real_.abilities().several_uids && changes_users(asked)) {
        ++result_.unchecked["calls that change users: the sandbox of an ordinary user has one"];
        ++left_out_;
        return true;
    }
    const Operation operation = padded(asked);
    const std::vector<Outcome> simulated = simulated_.perform(operation, nullptr);
    if (!keep(real_.perform(operation, true, in_place), 1)) return false;
    accept_stops(simulated);
    CompareNotes notes(result_, result_.operations, real_.abilities(), {before_, after_});
    notes.pid = operation.pid;
    compare_outcomes(notes, operation, blocked_, simulated, seen_.outcomes);
    remember_blocked(operation, simulated);
    compare_states();
    ++result_.operations;
    return true;
}

// Who stops itself stops before its call is back: on the real kernel its answer comes when it goes on.
void Comparer::accept_stops(const std::vector<Outcome>& simulated) {
    std::vector<Outcome>& real = seen_.outcomes;
    const auto late = [&](const Outcome& outcome) { return stopped_.erase(outcome.pid) > 0; };
    if (!real.empty()) real.erase(std::remove_if(real.begin() + 1, real.end(), late), real.end());
    if (real.empty() || simulated.empty() || real.front().end != Outcome::End::blocked) return;
    const sim::report::TaskRow* process = seen_.state.process(real.front().pid);
    const bool stopped = process != nullptr && process->state == sim::report::TaskState::stopped;
    if (!stopped || simulated.front().end != Outcome::End::returned) return;
    stopped_.insert(real.front().pid);
    real.front() = simulated.front();
}

// Does them on the simulated kernel, notes what loads give, and leaves out what a dead process does not do any more.
std::vector<Outcome> Comparer::simulate(sim::report::Accesses& accesses, std::uint64_t& minor_faults) {
    std::vector<Outcome> last;
    for (std::size_t i = 0; i < accesses.list.size(); ++i) {
        sim::report::Access& access = accesses.list[i];
        if (access.own) continue;
        last = simulated_.perform(operation_of(accesses.pid, access), nullptr);
        if (last.empty() || last.front().end != Outcome::End::returned) {
            accesses.list.resize(i + 1);
            break;
        }
        if (!access.store) access.value = static_cast<std::uint64_t>(last.front().result);
        minor_faults += last.front().minor_faults;
    }
    return last;
}

bool Comparer::perform(sim::report::Accesses accesses) {
    if (!simulated_.idle(accesses.pid)) {
        ++result_.unchecked["operations of a process that is asleep or gone"];
        return false;
    }
    std::uint64_t minor_faults = 0;
    const std::vector<Outcome> simulated = simulate(accesses, minor_faults);
    const std::size_t count = accesses.list.size();
    const bool own = simulated.empty();
    if (!keep(real_.perform(accesses, !own), by_hand(accesses))) return false;
    if (!seen_.outcomes.empty()) compare_accesses(accesses, own ? done_by(accesses) : simulated, minor_faults);
    if (!own) compare_states();
    result_.operations += count;
    return true;
}

bool Comparer::perform_own(const Operation& call, const host::Arguments& args, std::int64_t result) {
    if (!keep(real_.perform(call, false, args), 0)) return false;
    CompareNotes notes(result_, result_.operations, real_.abilities(), {before_, after_});
    notes.pid = call.pid;
    Outcome expected;
    expected.pid = call.pid;
    expected.result = result;
    compare_outcomes(notes, call, blocked_, {expected}, seen_.outcomes);
    ++result_.operations;
    return true;
}

bool Comparer::look() {
    std::optional<host::Observation> now = real_.look();
    if (now) now->outcomes = std::move(seen_.outcomes);
    return keep(std::move(now), 0);
}

void Comparer::compare_accesses(const sim::report::Accesses& accesses, const std::vector<Outcome>& simulated,
                                std::uint64_t minor_faults) {
    CompareNotes notes(result_, result_.operations, real_.abilities(), {before_, after_});
    notes.pid = accesses.pid;
    const Outcome real = seen_.outcomes.front();
    if (simulated.front().end != Outcome::End::returned || real.end != Outcome::End::returned) {
        const Operation last = operation_of(accesses.pid, accesses.list.back());
        return compare_outcomes(notes, last, blocked_, simulated, seen_.outcomes);
    }
    const auto done = std::clamp<std::size_t>(static_cast<std::size_t>(real.result), 1, accesses.list.size());
    const sim::report::Access& last = accesses.list[done - 1];
    std::uint64_t found = last.value;
    if (real.output.size() == sizeof found) std::memcpy(&found, real.output.data(), sizeof found);
    result_.checked += done - 1;
    notes.place = Selection{Selection::Kind::page, accesses.pid, sim::VirtAddr{last.address & ~sim::kPageMask}};
    notes.check_as("{:#x}", fmt::format("process {}", accesses.pid.value), fmt::format("value at {:#x}", last.address),
                   last.value, found);
    if (done == accesses.list.size())
        notes.check(fmt::format("process {}", accesses.pid.value), "minor faults", minor_faults, real.minor_faults);
}

bool Comparer::run_again() {
    simulated_.run_again();
    blocked_.clear();
    if (!keep(real_.run_again(), 0)) return false;
    compare_states();
    return true;
}

bool Comparer::start_command() {
    if (!simulated_.start_command() || !keep(real_.start_command(), 0)) return false;
    compare_states();
    return true;
}

void Comparer::remember_blocked(const Operation& operation, const std::vector<Outcome>& outcomes) {
    for (const Outcome& outcome : outcomes) {
        if (outcome.end == Outcome::End::blocked)
            blocked_[outcome.pid] = operation;
        else
            blocked_.erase(outcome.pid);
    }
}

sim::report::Setup with_layout(sim::report::Setup setup) {
    if (!setup.spread_layout) return setup;
    const sim::machine::ByHand world(setup);
    for (std::size_t i = 0; i < setup.processes.size(); ++i) {
        setup.processes[i].mmap_top = world.mmap_top(sim::Pid{setup.first_pid + static_cast<std::int32_t>(i)});
    }
    return setup;
}

CompareResult compare(const sim::report::Setup& setup, std::span<const Operation> operations, std::size_t most) {
    std::string why_not;
    const std::unique_ptr<host::RealKernel> real = host::RealKernel::start(with_layout(setup), why_not);
    if (real == nullptr) {
        CompareResult failed;
        failed.failure = why_not;
        return failed;
    }
    Comparer comparer(setup, *real);
    std::size_t differing = 0;
    for (const Operation& operation : operations) {
        const std::size_t before = comparer.result().differences.size();
        comparer.perform(operation);
        if (!comparer.result().failure.empty()) break;
        if (comparer.result().differences.size() > before && ++differing >= most) break;
    }
    return comparer.result();
}

}  // namespace app::session
