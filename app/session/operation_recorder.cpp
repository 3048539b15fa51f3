#include "app/session/operation_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "app/session/recorder_calls.h"
#include "sim/kernel/sys/table.h"
#include "sim/report/by_hand_program.h"

namespace app::session {
namespace {

using sim::Pid;
using sim::report::call_of;
using sim::report::Event;
using sim::report::kScratch;
using sim::report::Operation;
using sim::report::Rule;

constexpr std::uint64_t kReadWrite = 2;  // O_RDWR
constexpr std::uint64_t kSetFlags = 4;   // F_SETFL

bool in_shm(const std::string& path) {
    return path.starts_with("/dev/shm/");
}

// The same call in its plainest form.
void make_plain(std::uint32_t& number, std::array<std::uint64_t, 6>& args) {
    const auto shifted = [&](std::uint32_t plain) {  // without the descriptor of a folder: only whole paths matter
        number = plain;
        args = {args[1], args[2], args[3]};
    };
    switch (number) {
        case kVfork: number = kFork, args = {}; break;  // the parent waits either way: it does nothing meanwhile
        case kExit: number = kExitGroup; break;
        case kOpenat: return shifted(kOpen);
        case kUnlinkat:
            if (args[2] == 0) shifted(kUnlink);
            break;
        case kTgkill:
            if (args[0] == args[1]) number = kKill, args = {args[0], args[2]};
            break;
        default: break;
    }
}

std::string name_of(std::uint32_t number) {
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(number);
    return info != nullptr ? std::string(info->name) : fmt::format("call {}", number);
}

// The registers of the arguments the call has; those behind hold anything.
std::array<std::uint64_t, 6> arguments_of(std::uint32_t number, const sim::hw::CpuContext& context) {
    const auto& registers = context.registers;
    std::array<std::uint64_t, 6> args{};
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(number);
    const std::size_t count = info != nullptr ? static_cast<std::size_t>(info->arguments) : args.size();
    std::copy_n(registers.begin() + 1, std::min(count, args.size()), args.begin());
    return args;
}

std::uint32_t bytes_of(const BufferArgument& buffer, const std::array<std::uint64_t, 6>& args) {
    const std::uint64_t count = std::min<std::uint64_t>(args[static_cast<std::size_t>(buffer.count)], kMostBytes);
    switch (buffer.size) {
        case BufferSize::counted:
            return static_cast<std::uint32_t>(std::min<std::uint64_t>(buffer.bytes * count, kMostBytes));
        case BufferSize::message: return static_cast<std::uint32_t>(std::min<std::uint64_t>(8 + count, kMostBytes));
        default: return buffer.bytes;
    }
}

}  // namespace

void OperationRecorder::on(const Event& event) {
    switch (event.rule) {
        case Rule::syscall_enter: return enter(event.pid);
        case Rule::syscall_return:
            return leave(event.pid, static_cast<std::uint32_t>(event.args[0]),
                         static_cast<std::int64_t>(event.args[1]));
        case Rule::load: return access(event, Operation::Kind::load);
        case Rule::store: return access(event, Operation::Kind::store);
        case Rule::copy_to_user: return copied(event, Operation::Kind::store);
        case Rule::copy_from_user: return copied(event, Operation::Kind::load);
        case Rule::fault_enter:
            fault_stores_ = event.args[1] == 1;
            if (records_own()) page_in(event);
            break;
        case Rule::fault_signal: return deadly_fault(event);
        default: break;
    }
}

std::vector<RecordedOperation> OperationRecorder::take() {
    std::vector<RecordedOperation> done;
    done.swap(done_);
    followed_call_at_.clear();
    return done;
}

void OperationRecorder::add(Operation operation, const std::optional<Arguments>& in_place) {
    RecordedOperation recorded;
    recorded.operation = std::move(operation);
    if (records_own()) recorded.in_place = in_place;
    done_.push_back(std::move(recorded));
}

// --- calls

void OperationRecorder::enter(Pid pid) {
    const sim::hw::CpuContext& context = kernel().running.context;
    const auto number = static_cast<std::uint32_t>(context.registers[0]);
    const Arguments args = arguments_of(number, context);
    vforked_ = vforked_ || number == kVfork;
    const std::size_t at = done_.size();
    if (follow(pid, number, args)) {
        in_unfollowed_.erase(pid);
        followed_call_at_[pid] = at;
    } else {
        in_unfollowed_[pid] = {args, calls_about_own(pid, number, args)};
    }
}

bool OperationRecorder::follow(Pid pid, std::uint32_t number, Arguments args) {
    make_plain(number, args);
    if (number == kExecve) {  // recorded when it succeeded
        executing_as_ = kernel().tasks[pid].credentials;
        return true;
    }
    if (number == kOpen) return open_file(pid, args);
    if (number == kLink || number == kRename) return two_names(pid, number, args);
    if (number == kFcntl && args[1] != kSetFlags) return duplicate(pid, args);
    if (number == kSigaction || number == kSigprocmask) return change_signals(pid, number, args);
    const FollowedCall* followed = find_followed(number);
    if (followed == nullptr) {
        if (!means_nothing_elsewhere(number)) skip(name_of(number));
        return false;
    }
    if (!descriptor_matters(pid, *followed, args)) return false;
    if (in_own_memory(pid, number, args)) {
        if (!calls_about_own(pid, number, args)) skip("calls about a program's own memory");
        return false;
    }
    if (followed->must_be_zero >= 0 && args[static_cast<std::size_t>(followed->must_be_zero)] != 0) {
        if (number != kWait4 && number != kWaitid) return skip(name_of(number) + " with a timeout"), false;
        args[static_cast<std::size_t>(followed->must_be_zero)] = 0;
    }
    if (number == kWaitid) args[4] = 0;
    if (followed->buffer.size == BufferSize::text && !in_shm(memory_.text_at(pid, args[0])))
        return skip("files outside /dev/shm"), false;
    if (number == kKill && handled(Pid{static_cast<std::int32_t>(args[0])}, args[1]))
        return skip("signals that have a handler"), false;
    Operation operation = call_of(pid, number, args);
    if (followed->buffer.size != BufferSize::none) place_buffer(operation, followed->buffer);
    add(std::move(operation), args);
    return true;
}

// Files outside /dev/shm are another machine's; the descriptor they take is taken all the same.
bool OperationRecorder::open_file(Pid pid, const Arguments& args) {
    const std::string path = memory_.text_at(pid, args[0]);
    if (!in_shm(path)) return skip("files outside /dev/shm"), false;
    add(call_of(pid, kOpen, {kScratch, args[1], args[2]}, path + '\0'), args);
    return true;
}

bool OperationRecorder::two_names(Pid pid, std::uint32_t number, const Arguments& args) {
    const std::string from = memory_.text_at(pid, args[0]), to = memory_.text_at(pid, args[1]);
    if (!in_shm(from) || !in_shm(to)) return skip("files outside /dev/shm"), false;
    add(call_of(pid, number, {kScratch, kScratch + from.size() + 1}, from + '\0' + to + '\0'), args);
    return true;
}

// fcntl(2) as dup(2), and what it sets of a descriptor; it may only have asked.
bool OperationRecorder::duplicate(Pid pid, const Arguments& args) {
    constexpr std::uint64_t kDuplicate = 0, kGetDescriptor = 1, kSetDescriptor = 2, kGetFlags = 3,
                            kDuplicateCloexec = 1030;
    const std::uint64_t command = args[1];
    if (command == kDuplicate || command == kSetDescriptor || command == kDuplicateCloexec) {
        add(call_of(pid, kFcntl, args), args);
        return true;
    }
    if (command != kGetDescriptor && command != kGetFlags) skip("locks of files");
    return false;
}

// What is set goes along, what was set before is not asked for. Handlers are code of the program, which does not run
// elsewhere; and faults are the helper's to catch.
bool OperationRecorder::change_signals(Pid pid, std::uint32_t number, Arguments args) {
    constexpr std::uint64_t kIgnore = 1, kSigbus = 7, kSigsegv = 11;  // SIG_DFL 0, SIG_IGN 1
    if (args[1] == 0) return false;                                   // asks only
    const std::uint32_t size = number == kSigaction ? 32 : 8;         // struct sigaction of the kernel; sigset_t
    const std::string wanted = memory_.bytes_at(pid, args[1], size);
    if (wanted.size() < size) return false;
    std::uint64_t handler = 0;
    std::memcpy(&handler, wanted.data(), sizeof handler);
    const bool catches = handler > kIgnore || args[0] == kSigbus || args[0] == kSigsegv;
    if (number == kSigaction && catches) return skip("signals that have a handler"), false;
    add(call_of(pid, number, {args[0], kScratch, 0, args[3]}, wanted), Arguments{args[0], args[1], 0, args[3]});
    return true;
}

void OperationRecorder::leave(Pid pid, std::uint32_t number, std::int64_t result) {
    if (number == kExecve && result == 0) {
        add(call_of(pid, kExecve, {kScratch}, std::string(sim::report::kByHandProgram) + '\0'));
        const sim::Credentials& now = kernel().tasks[pid].credentials;
        if (now.euid != executing_as_.euid || now.egid != executing_as_.egid) skip("set-user-ID programs");
        if (records_own()) give_own_memory(pid);
    }
    followed_call_at_.erase(pid);
    if (number == kVfork) vforked_ = false;
    const auto unfollowed = in_unfollowed_.find(pid);
    if (unfollowed == in_unfollowed_.end()) return;
    const auto [args, about_own_memory] = unfollowed->second;
    in_unfollowed_.erase(unfollowed);
    if (about_own_memory) return own_call(pid, number, args, result);
    if (result < 0) return;
    if (number == kOpen || number == kOpenat)
        add(call_of(pid, kOpen, {kScratch, kReadWrite}, std::string("/dev/null\0", 10)));
    if (number == kMmap || number == kMremap || number == kShmat) {
        hold_place(pid, number, args, static_cast<std::uint64_t>(result));
    }
}

// The addresses a call is about that may be of a program's own memory, which its double by hand does not have.
std::optional<OperationRecorder::Range> OperationRecorder::range_of(Pid pid, std::uint32_t number,
                                                                    const Arguments& args) const {
    switch (number) {
        case kMremap: return Range{args[0], std::max(args[1], args[2])};
        case kMmap:
        case kMprotect:
        case kMunmap:
        case kMsync:
        case kMadvise:
        case kMlock:
        case kMunlock:
        case kMlock2: return args[0] != 0 ? std::optional(Range{args[0], args[1]}) : std::nullopt;
        case kShmat: break;
        default: return std::nullopt;
    }
    const sim::ShmId shmid(static_cast<std::int32_t>(args[0]), kernel().tasks[pid].ipc_ns);
    const sim::kernel::Segment* segment = kernel().ipc.find(shmid);
    if (args[1] == 0 || segment == nullptr) return std::nullopt;
    return Range{args[1], segment->bytes};
}

bool OperationRecorder::in_own_memory(Pid pid, std::uint32_t number, const Arguments& args) const {
    const std::optional<Range> range = range_of(pid, number, args);
    return range && memory_.touches_private(pid, range->start, range->bytes);
}

// Whether a process that has the program's own memory makes the call too.
bool OperationRecorder::calls_about_own(Pid pid, std::uint32_t number, const Arguments& args) const {
    if (!records_own() || number == kBrk) return records_own();
    const std::optional<Range> range = range_of(pid, number, args);
    return range && memory_.touches_own(pid, range->start, range->bytes);
}

// A mapping that is not followed takes its addresses all the same: by memory that belongs to nothing.
void OperationRecorder::hold_place(Pid pid, std::uint32_t number, const Arguments& args, std::uint64_t address) {
    constexpr std::uint64_t kSharedOrPrivate = 3, kFixed = 0x10;
    lost_ = lost_ || number != kMmap || memory_.touches_private(pid, address, args[1]);
    if (lost_) return;
    const std::uint64_t flags = (args[3] & kSharedOrPrivate) | kFixed | kMapAnonymous;
    const Arguments held{address, args[1], args[2], flags, ~std::uint64_t{0}, 0};
    add(call_of(pid, kMmap, held), held);
}

// Whether the call's descriptor leads to what both kernels have: a pipe, an object, the console's output, nothing at
// all.
bool OperationRecorder::descriptor_matters(Pid pid, const FollowedCall& followed, const Arguments& args) {
    if (followed.descriptor < 0) return true;
    if (followed.number == kMmap && (args[3] & kMapAnonymous) != 0) return true;
    const int fd = static_cast<int>(args[static_cast<std::size_t>(followed.descriptor)]);
    const sim::kernel::Task& task = kernel().tasks[kernel().tasks[pid].tgid];
    const sim::kernel::FileId file = fd >= 0 ? task.descriptors.find(fd) : sim::kernel::kNoFile;
    if (file == sim::kernel::kNoFile) return true;  // EBADF on both
    const sim::kernel::OpenFile& open = kernel().files[file];
    using sim::kernel::FileKind;
    if (open.kind == FileKind::pipe) return true;
    if (open.kind == FileKind::regular && open.name.starts_with("/dev/shm/")) return true;
    if (open.kind == FileKind::output && followed.number == kWrite) return true;
    const bool console = open.kind == FileKind::console || open.kind == FileKind::output || open.kind == FileKind::text;
    if (!console) skip("files outside /dev/shm");
    return false;
}

// Handlers are code of the program, which does not run elsewhere.
bool OperationRecorder::handled(Pid pid, std::uint64_t signal) const {
    const sim::kernel::Task* target = kernel().tasks.find(pid);
    if (target == nullptr || signal == 0 || signal > 64) return false;
    const sim::kernel::Task& process = kernel().tasks[target->tgid];
    return (*process.process_signals.actions)[signal].handler > 1;  // SIG_DFL 0, SIG_IGN 1
}

void OperationRecorder::place_buffer(Operation& operation, const BufferArgument& buffer) const {
    std::uint64_t& pointer = operation.args[static_cast<std::size_t>(buffer.argument)];
    if (!memory_.is_private(operation.pid, pointer)) return;  // the same address on both kernels, or bad on both
    if (buffer.size == BufferSize::text) {
        operation.input = memory_.text_at(operation.pid, pointer) + '\0';
    } else {
        operation.input = memory_.bytes_at(operation.pid, pointer, bytes_of(buffer, operation.args));
        operation.output = static_cast<std::uint32_t>(operation.input.size());
    }
    pointer = kScratch;
}

}  // namespace app::session
