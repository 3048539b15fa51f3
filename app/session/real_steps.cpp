#include "app/session/real_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/compare_notes.h"
#include "app/session/own_memory.h"
#include "app/session/real_state.h"
#include "app/session/record_operations.h"
#include "app/session/text_host.h"

namespace app::session {

using sim::Pid;
using sim::history::Input;
using sim::report::call_of;
using sim::report::Operation;
using sim::report::State;
using sim::report::TaskRow;
using sim::report::TaskState;

namespace {

constexpr std::size_t kMostAnswers = 256;    // of one step
constexpr std::size_t kMostAccesses = 4096;  // in one message
constexpr std::uint32_t kKill = 62, kExitGroup = 231;

using Kind = RecordedOperation::Kind;

// An access that can be done together with others.
bool is_access(const RecordedOperation& recorded) {
    const bool access = recorded.operation.kind != Operation::Kind::call;
    return access && (recorded.kind == Kind::both || recorded.kind == Kind::own_access);
}

bool ended(const TaskRow& process) {
    return process.state == TaskState::zombie || process.state == TaskState::ended;
}

// It was asleep in a call, which ends when it runs.
bool woken(const sim::kernel::Task& task) {
    return task.state == TaskState::ready && task.wait.kind != sim::kernel::WaitKind::none;
}

// What an operation was, unless the row says where the difference is.
std::string name_of(const Difference& difference, const Operation* operation) {
    if (operation == nullptr || difference.where || difference.pid == sim::kNoPid) return difference.what;
    return fmt::format("{}: {}", operation_text(*operation), difference.what);
}

}  // namespace

RealSteps::RealSteps(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                     const sim::history::Schedule& schedule)
    : schedule_(schedule),
      world_{sim::machine::Machine(config, std::move(programs))},
      memory_(world_.machine),
      recorder_(world_.machine, OperationRecorder::OwnMemory::recorded) {}

std::unique_ptr<RealSteps> RealSteps::start(const sim::machine::MachineConfig& config,
                                            sim::machine::ProgramSetPtr programs,
                                            const sim::history::Schedule& schedule, std::string& why_not) {
    const sim::report::Setup setup = with_layout(setup_of(config));
    std::unique_ptr<RealSteps> steps(new RealSteps(config, std::move(programs), schedule));
    steps->real_ = host::RealKernel::start(setup, why_not);
    if (steps->real_ == nullptr) return nullptr;
    steps->comparer_ = std::make_unique<Comparer>(setup, *steps->real_);
    steps->note_differences(nullptr);
    steps->equip(steps->world_.machine.kernel().tasks.present());
    if (!steps->failure_.empty()) {
        why_not = steps->failure_;
        return nullptr;
    }
    const State simulated = steps->world_.machine.observe();
    steps->compare_whole(simulated);
    steps->now_ = steps->before_ = real_state(steps->comparer_->real().state, simulated);
    steps->count();
    return steps;
}

// --- a step

void RealSteps::begin(const Input& input) {
    printed_ = world_.machine.output().size();
    written_.clear();
    answers_.clear();
    inputs_.push_back(input);
    inside_ = true;
    if (!do_input(input)) {
        if (failure_.empty()) failure_ = host_text(HostText::input_impossible);
        return;
    }
    for (RecordedOperation& recorded : recorder_.take()) waiting_.push_back(std::move(recorded));
    if (recorder_.lost()) failure_ = host_text(HostText::own_memory);
    const sim::kernel::TaskTable& tasks = world_.machine.kernel().tasks;
    for (Pid pid : tasks.present()) {
        if (tasks[pid].tgid == pid) continue;
        failure_ = fmt::format(fmt::runtime(host_text(HostText::threads)), tasks[pid].tgid.value);
    }
}

// Processes come to life on both sides before anything is said about them.
bool RealSteps::do_input(const Input& input) {
    const bool again = input.kind == Input::Kind::run_again;
    const bool command = input.kind == Input::Kind::command;
    const std::vector<Pid> before = again ? std::vector<Pid>() : world_.machine.kernel().tasks.present();
    if (!sim::history::apply(world_, schedule_, input, again ? nullptr : &recorder_)) return false;
    if (again && !comparer_->run_again()) return false;
    if (command && !comparer_->start_command()) return false;
    if (!again && !command) return true;
    note_differences(nullptr);
    std::vector<Pid> fresh = world_.machine.kernel().tasks.present();
    std::erase_if(fresh, [&](Pid pid) { return std::find(before.begin(), before.end(), pid) != before.end(); });
    equip(fresh);
    return true;
}

// Processes that have just begun get their programs' own memory.
void RealSteps::equip(const std::vector<Pid>& processes) {
    const sim::kernel::TaskTable& tasks = world_.machine.kernel().tasks;
    for (Pid pid : processes) {
        if (!tasks[pid].alive()) continue;
        if (!real_->make_own_memory(own_memory_of(world_.machine, pid)))
            failure_ = host_text(HostText::own_memory_lost);
    }
    look();
}

// Rows as they are now: what is done to a program's own memory is not followed by a look.
void RealSteps::look() {
    if (failure_.empty() && !comparer_->look()) failure_ = comparer_->result().failure;
}

std::size_t RealSteps::perform() {
    switch (waiting_.front().kind) {
        case Kind::both:
        case Kind::own_access: return perform_next();
        case Kind::own_call: perform_own_call(); break;
        case Kind::put:
        case Kind::own_memory: perform_change(); break;
    }
    return 1;
}

std::size_t RealSteps::perform_next() {
    Operation about = waiting_.front().operation;
    std::size_t count = 1;
    const bool performed = is_access(waiting_.front()) ? perform_accesses(count) : perform_call();
    note_console();
    if (performed) note_answers(about, count);
    note_differences(&about);
    if (!performed) {
        const std::string& lost = comparer_->result().failure;
        failure_ =
            !lost.empty() ? lost : fmt::format(fmt::runtime(host_text(HostText::process_asleep)), about.pid.value);
    }
    return count;
}

// Those of processes it woke come after its own.
void RealSteps::note_answers(const Operation& about, std::size_t count) {
    for (const sim::report::Outcome& outcome : comparer_->real().outcomes) {
        if (answers_.size() < kMostAnswers) answers_.push_back(real_answer(about, count, outcome));
    }
}

bool RealSteps::perform_call() {
    const RecordedOperation next = std::move(waiting_.front());
    waiting_.pop_front();
    return comparer_->perform(next.operation, next.in_place);
}

// Accesses that follow each other are done at once.
bool RealSteps::perform_accesses(std::size_t& count) {
    sim::report::Accesses accesses = next_accesses();
    count = accesses.list.size();
    if (count == 1 && !accesses.list.front().own)
        return comparer_->perform(operation_of(accesses.pid, accesses.list.front()));
    return comparer_->perform(std::move(accesses));
}

sim::report::Accesses RealSteps::next_accesses() {
    sim::report::Accesses accesses;
    accesses.pid = waiting_.front().operation.pid;
    while (!waiting_.empty() && accesses.list.size() < kMostAccesses) {
        const Operation& next = waiting_.front().operation;
        if (!is_access(waiting_.front()) || next.pid != accesses.pid) break;
        sim::report::Access access;
        access.store = next.kind == Operation::Kind::store;
        access.own = waiting_.front().kind == Kind::own_access;
        access.address = next.args[0];
        access.size = static_cast<std::uint32_t>(next.args[1]);
        access.value = next.args[2];
        accesses.list.push_back(access);
        waiting_.pop_front();
    }
    return accesses;
}

// --- a program's own memory

void RealSteps::perform_own_call() {
    const RecordedOperation next = std::move(waiting_.front());
    waiting_.pop_front();
    if (!comparer_->perform_own(next.operation, *next.in_place, next.result)) failure_ = comparer_->result().failure;
    note_differences(&next.operation);
}

void RealSteps::perform_change() {
    const RecordedOperation next = std::move(waiting_.front());
    waiting_.pop_front();
    const host::OwnMemory& memory = next.memory;
    const bool made =
        next.kind == Kind::own_memory ? real_->make_own_memory(memory) : real_->put(memory.pid, memory.pieces.front());
    if (!made) failure_ = host_text(HostText::own_memory_lost);
}

void RealSteps::end() {
    const State simulated = world_.machine.observe();
    look();
    keep_together(simulated);
    if (failure_.empty()) compare_whole(simulated);
    before_ = std::move(now_);
    now_ = real_state(comparer_->real().state, simulated);
    inside_ = false;
    count();
}

// --- keeping both sides together

// A process that ended without an operation of its own, as by an alarm, ends by hand.
void RealSteps::end_like(const TaskRow& process) {
    if (!comparer_->simulated().idle(process.pid)) {
        failure_ = fmt::format(fmt::runtime(host_text(HostText::process_asleep)), process.pid.value);
        return;
    }
    const auto self = static_cast<std::uint64_t>(process.pid.value);
    const Operation operation =
        process.signal
            ? call_of(process.pid, kKill, {self, static_cast<std::uint64_t>(*process.signal)})
            : call_of(process.pid, kExitGroup, {static_cast<std::uint64_t>(process.exit_status.value_or(0))});
    comparer_->perform(operation);
    note_differences(&operation);
}

// Every process of the programs has its double; where that is not so, going on would say nothing.
void RealSteps::keep_together(const State& simulated) {
    for (const TaskRow& process : simulated.processes) {
        if (!failure_.empty()) return;
        const Pid pid = process.pid;
        const sim::kernel::Task* by_hand = comparer_->simulated().machine().kernel().tasks.find(pid);
        if (by_hand == nullptr) {
            failure_ = fmt::format(fmt::runtime(host_text(HostText::process_missing)), pid.value);
        } else if (ended(process) && by_hand->alive()) {
            end_like(process);
        } else if (!ended(process) && !by_hand->alive() && process.pending == 0) {
            failure_ = fmt::format(fmt::runtime(host_text(HostText::process_ended)), pid.value);
        }
    }
}

// --- comparing

// Whether on the real kernel this process is further, in a way that shows: a signal has ended it, its message is in the
// queue, or what its call reads is in shared memory. What a waker did for a sleeper is done on both.
bool RealSteps::ahead(const sim::kernel::Task& task) const {
    using sim::kernel::WaitKind;
    if (!task.signals.pending.empty() || !task.process_signals.pending.empty()) return true;
    if (!woken(task)) return false;
    const auto& registers = task.context.registers;
    const bool into_shared = std::any_of(registers.begin() + 1, registers.begin() + 7, [&](std::uint64_t argument) {
        return memory_.area_of(task.pid, argument) != nullptr && !memory_.is_private(task.pid, argument);
    });
    const bool done_for_it = task.wait.completed || task.wait.kind == WaitKind::child ||
                             task.wait.kind == WaitKind::pipe_data || task.wait.kind == WaitKind::pipe_room;
    return into_shared || !done_for_it;
}

// Empty: the machine the programs run on and the real kernel stand at the same point.
std::string RealSteps::why_not_whole() const {
    if (!recorder_.not_followed().empty() || comparer_->left_out() > 0) return host_text(HostText::left_out_before);
    const sim::kernel::Kernel& kernel = world_.machine.kernel();
    const std::vector<Pid>& present = kernel.tasks.present();
    const bool between = std::any_of(present.begin(), present.end(), [&](Pid pid) { return ahead(kernel.tasks[pid]); });
    return between ? host_text(HostText::in_between) : std::string();
}

// Empty: the programs' own memory must be alike. A child of vfork(2) is a child of fork(2) on the real kernel.
std::string RealSteps::why_own_differs(const State& simulated) const {
    if (simulated.usage.swap_used > 0) return host_text(HostText::own_memory_swapped);
    const sim::kernel::TaskTable& tasks = world_.machine.kernel().tasks;
    std::set<sim::kernel::MmId> spaces;
    for (Pid pid : tasks.present()) {
        // What its call reads may lie there on the real kernel.
        if (woken(tasks[pid])) return host_text(HostText::in_between);
        const bool shares = tasks[pid].alive() && tasks[pid].tgid == pid && !spaces.insert(tasks[pid].mm).second;
        if (shares) return host_text(HostText::own_memory_shared);
    }
    return {};
}

void RealSteps::compare_whole(const State& simulated) {
    if (const std::string why = why_not_whole(); !why.empty()) {
        ++whole_.unchecked[why];
        return;
    }
    CompareNotes notes(whole_, 0, real_->abilities(), {});
    compare_tables(notes, simulated, comparer_->real().state);
    compare_memories(notes, simulated, comparer_->real().state);
    if (const std::string why = why_own_differs(simulated); why.empty())
        compare_own_memories(notes, simulated, comparer_->real().state);
    else
        ++whole_.unchecked[why];
    std::string printed;
    for (std::size_t i = printed_; i < world_.machine.output().size(); ++i) printed += world_.machine.output()[i].bytes;
    notes.check("", "written to the console", printed, written_);
    tell(whole_, open_whole_, nullptr);
}

void RealSteps::note_console() {
    for (const host::ConsoleChunk& chunk : comparer_->real().console) {
        written_ += chunk.bytes;
        console_.push_back(chunk);
    }
}

void RealSteps::note_differences(const Operation* operation) {
    tell(comparer_->result(), open_, operation);
}

// What this host does that no simulated one could.
std::string RealSteps::explanation(Pid pid) const {
    if (comparer_->real().state.usage.shm_swapped > 0) return host_text(HostText::why_swapped);
    const sim::kernel::Task* task = world_.machine.kernel().tasks.find(pid);
    const bool root = task != nullptr && task->credentials.euid.value == 0;
    return root && !real_->abilities().several_uids ? host_text(HostText::why_not_root) : std::string();
}

// What differed before and still does is told once.
void RealSteps::tell(CompareResult& result, std::set<std::string>& open, const Operation* operation) {
    std::set<std::string> now;
    for (const Difference& found : result.differences) {
        const std::string name = name_of(found, operation);
        const std::string key = fmt::format("{}\n{}\n{}", name, found.simulated, found.real);
        if (!now.insert(key).second || open.contains(key)) continue;
        differences_.push_back(
            {inputs_.size(), found.pid, found.where, name, found.simulated, found.real, explanation(found.pid)});
    }
    open = std::move(now);
    result.differences.clear();
}

void RealSteps::count() {
    totals_.operations = comparer_->result().operations;
    totals_.checked = comparer_->result().checked + whole_.checked;
    totals_.not_checked = comparer_->result().unchecked;
    for (const auto& [what, times] : whole_.unchecked) totals_.not_checked[what] += times;
    for (const auto& [what, times] : recorder_.not_followed()) totals_.not_checked[what] += times;
}

std::vector<host::ConsoleChunk> RealSteps::take_console() {
    std::vector<host::ConsoleChunk> taken;
    taken.swap(console_);
    return taken;
}

}  // namespace app::session
