#include "app/session/record_operations.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/record_calls.h"
#include "sim/kernel/sys/table.h"
#include "sim/machine/operate.h"

namespace app::session {
namespace {

using sim::kPageSize;
using sim::Pid;
using sim::VirtAddr;
using sim::report::AreaKind;
using sim::report::Event;
using sim::report::kScratch;
using sim::report::Operation;
using sim::report::Rule;

// More is not compared: each costs a look at everything.
constexpr std::size_t kMostOperations = 5'000;
constexpr std::uint32_t kMostBytes = 1u << 20;  // of one buffer

enum CallNumber : std::uint32_t {
    kOpen = 2,
    kMmap = 9,
    kFork = 57,
    kVfork = 58,
    kExecve = 59,
    kExit = 60,
    kKill = 62,
    kExitGroup = 231,
};
constexpr std::uint64_t kMapAnonymous = 0x20;
constexpr std::uint64_t kReadWrite = 2;  // O_RDWR

class Recorder final : public sim::report::Sink {
public:
    Recorder(const sim::machine::Machine& machine, RecordedOperations& record) : machine_(machine), record_(record) {}

    bool wants_accesses() const override { return true; }
    void on(const Event& event) override {
        switch (event.rule) {
            case Rule::syscall_enter: return enter(event.pid);
            case Rule::syscall_return:
                return leave(event.pid, static_cast<std::uint32_t>(event.args[0]),
                             static_cast<std::int64_t>(event.args[1]));
            case Rule::load: return access(event, Operation::Kind::load);
            case Rule::store: return access(event, Operation::Kind::store);
            case Rule::fault_enter: fault_stores_ = event.args[1] == 1; break;
            case Rule::fault_signal: return deadly_fault(event);
            default: break;
        }
    }

private:
    const sim::kernel::Kernel& kernel() const { return machine_.kernel(); }

    const sim::kernel::Area* area_of(Pid pid, std::uint64_t address) const {
        const sim::kernel::Task* task = kernel().tasks.find(pid);
        if (task == nullptr || task->mm == sim::kernel::kNoMm) return nullptr;
        return kernel().memory.spaces[task->mm].find_area(VirtAddr{address});
    }

    // A program's own: its text, data, heap and stack.
    bool private_memory(Pid pid, std::uint64_t address) const {
        const sim::kernel::Area* area = area_of(pid, address);
        if (area == nullptr) return false;
        return area->kind == AreaKind::text || area->kind == AreaKind::data || area->kind == AreaKind::heap ||
               area->kind == AreaKind::stack;
    }

    void skip(const std::string& why) { ++record_.not_followed[why]; }

    void add(const Operation& operation) {
        if (record_.sequence.operations.size() < kMostOperations)
            return record_.sequence.operations.push_back(operation);
        skip(fmt::format("operations after the first {}", kMostOperations));
    }

    static Operation call(Pid pid, std::uint32_t number, std::array<std::uint64_t, 6> args, std::string input = {}) {
        Operation operation;
        operation.pid = pid;
        operation.number = number;
        operation.args = args;
        operation.input = std::move(input);
        return operation;
    }

    // --- calls

    void enter(Pid pid) {
        const auto& registers = kernel().running.context.registers;
        auto number = static_cast<std::uint32_t>(registers[0]);
        std::array<std::uint64_t, 6> args{};
        // Registers of arguments the call does not have hold anything.
        const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(number);
        const std::size_t count = info != nullptr ? static_cast<std::size_t>(info->arguments) : args.size();
        std::copy_n(registers.begin() + 1, std::min(count, args.size()), args.begin());
        if (number == kVfork) number = kFork, args = {};  // the parent waits either way: it does nothing meanwhile
        if (number == kExit) number = kExitGroup;
        if (number == kExecve) return;  // seen when it succeeded
        if (number == kOpen) return open_file(pid, args);
        const FollowedCall* followed = find_followed(number);
        if (followed == nullptr) return leave_out(number);
        if (!descriptor_matters(pid, *followed, args)) return;
        if (followed->must_be_zero >= 0 && args[static_cast<std::size_t>(followed->must_be_zero)] != 0) {
            if (number != 61) return skip(name_of(number) + " with a timeout");
            args[3] = 0;
        }
        if (number == kKill && handled(args)) return skip("signals that have a handler");
        Operation operation = call(pid, number, args);
        if (followed->buffer.size != BufferSize::none) place_buffer(operation, followed->buffer);
        add(operation);
    }

    static std::string name_of(std::uint32_t number) {
        const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(number);
        return info != nullptr ? std::string(info->name) : fmt::format("call {}", number);
    }

    void leave_out(std::uint32_t number) {
        if (!means_nothing_elsewhere(number)) skip(name_of(number));
    }

    // Files outside /dev/shm are another machine's; the descriptor they take is taken all the same.
    void open_file(Pid pid, const std::array<std::uint64_t, 6>& args) {
        const std::string path = text_at(pid, args[0]);
        if (!path.starts_with("/dev/shm/")) return skip("files outside /dev/shm");
        opens_[pid] = true;
        add(call(pid, kOpen, {kScratch, args[1], args[2]}, path + '\0'));
    }

    void leave(Pid pid, std::uint32_t number, std::int64_t result) {
        if (number == kExecve && result == 0) {
            add(call(pid, kExecve, {kScratch}, std::string(sim::machine::kByHandProgram) + '\0'));
        }
        if (number != kOpen) return;
        const bool was_followed = opens_.erase(pid) > 0;
        if (!was_followed && result >= 0) add(call(pid, kOpen, {kScratch, kReadWrite}, std::string("/dev/null\0", 10)));
    }

    // Whether the call's descriptor leads to what both kernels have: a pipe, an object, nothing at all.
    bool descriptor_matters(Pid pid, const FollowedCall& followed, const std::array<std::uint64_t, 6>& args) {
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
        const bool console =
            open.kind == FileKind::console || open.kind == FileKind::output || open.kind == FileKind::text;
        if (!console) skip("files outside /dev/shm");
        return false;
    }

    // Handlers are code of the program, which does not run elsewhere.
    bool handled(const std::array<std::uint64_t, 6>& args) const {
        const sim::kernel::Task* target = kernel().tasks.find(Pid{static_cast<std::int32_t>(args[0])});
        if (target == nullptr || args[1] == 0 || args[1] > 64) return false;
        const sim::kernel::Task& process = kernel().tasks[target->tgid];
        return (*process.process_signals.actions)[args[1]].handler != 0;
    }

    // --- buffers

    static std::uint32_t bytes_of(const BufferArgument& buffer, const std::array<std::uint64_t, 6>& args) {
        const std::uint64_t count = std::min<std::uint64_t>(args[static_cast<std::size_t>(buffer.count)], kMostBytes);
        switch (buffer.size) {
            case BufferSize::counted:
                return static_cast<std::uint32_t>(std::min<std::uint64_t>(buffer.bytes * count, kMostBytes));
            case BufferSize::message: return static_cast<std::uint32_t>(std::min<std::uint64_t>(8 + count, kMostBytes));
            default: return buffer.bytes;
        }
    }

    void place_buffer(Operation& operation, const BufferArgument& buffer) {
        std::uint64_t& pointer = operation.args[static_cast<std::size_t>(buffer.argument)];
        if (!private_memory(operation.pid, pointer)) return;  // the same address on both kernels, or bad on both
        if (buffer.size == BufferSize::text) {
            operation.input = text_at(operation.pid, pointer) + '\0';
        } else {
            operation.input = bytes_at(operation.pid, pointer, bytes_of(buffer, operation.args));
            operation.output = static_cast<std::uint32_t>(operation.input.size());
        }
        pointer = kScratch;
    }

    // Bytes of a program's memory up to the end of its area. Pages of data nobody has touched are in the program.
    std::string bytes_at(Pid pid, std::uint64_t address, std::uint32_t size) const {
        const sim::kernel::Area* area = area_of(pid, address);
        if (area == nullptr) return {};
        std::string bytes(std::min<std::uint64_t>(size, area->end.value - address), '\0');
        for (std::size_t at = 0; at < bytes.size();) {
            const std::uint64_t here = address + at;
            const std::size_t part = std::min<std::size_t>(bytes.size() - at, kPageSize - here % kPageSize);
            const std::vector<std::uint8_t> present = machine_.peek(pid, VirtAddr{here}, part);
            std::copy(present.begin(), present.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
            if (present.size() < part && area->kind == AreaKind::data)
                initial_bytes(*area, here, part, bytes.data() + at);
            at += part;
        }
        return bytes;
    }

    void initial_bytes(const sim::kernel::Area& area, std::uint64_t address, std::size_t size, char* to) const {
        const sim::hw::Image& image = *machine_.programs()[area.program.value];
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint64_t offset = address + i - image.data_base().value;
            if (offset < image.data.size()) to[i] = static_cast<char>(image.data[offset]);
        }
    }

    std::string text_at(Pid pid, std::uint64_t address) const {
        const std::string bytes = bytes_at(pid, address, sim::kPathMax);
        return bytes.substr(0, bytes.find('\0'));
    }

    // --- accesses

    void access(const Event& event, Operation::Kind kind) {
        const std::uint64_t address = event.args[0];
        if (area_of(event.pid, address) == nullptr || private_memory(event.pid, address)) return;
        Operation operation;
        operation.pid = event.pid;
        operation.kind = kind;
        operation.args = {address, event.args[1], kind == Operation::Kind::store ? event.args[2] : 0};
        // Busy waiting sees the same thing again and again.
        const bool repeated = kind == Operation::Kind::load && operation.pid == last_.pid && last_.kind == kind &&
                              operation.args == last_.args && !record_.sequence.operations.empty();
        if (repeated) return;
        last_ = operation;
        add(operation);
    }

    // The access that kills: at a bad address of no area, or of a shared one, it is made by hand too. In the program's
    // own memory it would succeed: there the signal is sent.
    void deadly_fault(const Event& event) {
        const std::uint64_t address = event.args[0];
        if (private_memory(event.pid, address)) {
            const auto self = static_cast<std::uint64_t>(event.pid.value);
            return add(call(event.pid, kKill, {self, event.args[1]}));
        }
        Operation operation;
        operation.pid = event.pid;
        operation.kind = fault_stores_ ? Operation::Kind::store : Operation::Kind::load;
        operation.args = {address, 1, 0};
        add(operation);
    }

    const sim::machine::Machine& machine_;
    RecordedOperations& record_;
    std::map<Pid, bool> opens_;  // is in an open(2) that is followed
    Operation last_;
    bool fault_stores_ = false;
};

sim::report::Setup setup_of(const sim::machine::MachineConfig& config) {
    sim::report::Setup setup;
    setup.first_pid = config.first_pid;
    setup.first_shmid = config.first_shmid;
    setup.spread_layout = config.spread_layout;
    setup.seed = config.seed;
    setup.frames = config.frames;
    setup.shmmni = config.shmmni;
    setup.shmmax = config.shmmax;
    setup.shmall = config.shmall;
    setup.shm_rmid_forced = config.shm_rmid_forced;
    setup.semmsl = config.semmsl;
    setup.semmns = config.semmns;
    setup.semopm = config.semopm;
    setup.semmni = config.semmni;
    setup.msgmni = config.msgmni;
    setup.msgmax = config.msgmax;
    setup.msgmnb = config.msgmnb;
    for (const sim::machine::ProcessSpec& process : config.processes) {
        setup.processes.push_back({process.uid, process.gid, process.groups, sim::kMmapTop});
    }
    return setup;
}

}  // namespace

RecordedOperations record_operations(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                                     const sim::history::Schedule& schedule,
                                     const std::vector<sim::history::Input>& inputs, std::uint64_t max_steps) {
    RecordedOperations record;
    record.sequence.setup = setup_of(config);
    sim::history::World world{sim::machine::Machine(config, std::move(programs))};
    Recorder recorder(world.machine, record);
    auto recorded = inputs.begin();
    for (std::uint64_t step = 0;; ++step) {
        const std::optional<sim::history::Input> input =
            recorded != inputs.end() ? std::optional(*recorded++) : sim::history::next_input(world, schedule);
        if (!input) return record;
        if (input->kind == sim::history::Input::Kind::run_again) {
            ++record.not_followed["further runs on the same machine"];
            return record;
        }
        record.cut = step == max_steps;
        if (record.cut) return record;
        sim::history::apply(world, schedule, *input, &recorder);
    }
}

}  // namespace app::session
