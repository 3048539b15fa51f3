// Any bytes as a sequence of calls and accesses by hand, on a machine so small that frames, swap and limits run out.
// The machine ends the program when an invariant is broken (SHMSCOPE_CHECK_INVARIANTS); libFuzzer finds crashes,
// hangs and what sanitizers see.
//
// An operation is a head byte (who, what), six arguments and a payload. An argument is a byte that says where its value
// comes from: a small number, a flag word, an address of one of the places that matter, an earlier result, or 8 bytes.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "sim/kernel/sys/table.h"
#include "sim/machine/operate.h"

namespace {

using namespace sim;
using report::Operation;

constexpr std::size_t kMaxOperations = 200;
constexpr std::uint64_t kFixedAddress = 0x1000'0000'0000;  // a range nothing lies in

class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
    bool empty() const { return left_ == 0; }
    std::uint8_t byte() {
        if (left_ == 0) return 0;
        --left_;
        return *data_++;
    }
    std::uint64_t word() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 8) value |= std::uint64_t{byte()} << shift;
        return value;
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

class Sequence {
public:
    Sequence(const std::uint8_t* data, std::size_t size) : bytes_(data, size), machine_(config(), programs()) {}

    void run() {
        for (std::size_t i = 0; i < kMaxOperations && !bytes_.empty(); ++i) {
            const std::vector<Pid>& present = machine_.kernel().tasks.present();
            if (present.empty()) return;
            for (const report::Outcome& outcome : machine_.operate(operation(present), nullptr)) {
                results_[next_result_++ % results_.size()] = static_cast<std::uint64_t>(outcome.result);
            }
        }
    }

private:
    static machine::MachineConfig config() {
        report::Setup setup;
        setup.frames = 96;
        setup.shmmni = 8;
        setup.semmni = 4;
        setup.msgmni = 4;
        setup.processes = {{Uid{0}, Gid{0}, {}}, {Uid{1000}, Gid{1000}, {Gid{7}}}};
        machine::MachineConfig result = machine::by_hand_config(setup);
        result.cpus = 2;
        result.swap = 24;
        return result;
    }
    static machine::ProgramSetPtr programs() {
        static const machine::ProgramSetPtr set = machine::by_hand_programs();
        return set;
    }

    Operation operation(const std::vector<Pid>& present) {
        const std::uint8_t head = bytes_.byte();
        Operation operation;
        operation.pid = present[head % 8 % present.size()];
        switch (head >> 6) {
            case 0: access(operation, Operation::Kind::load); break;
            case 1: access(operation, Operation::Kind::store); break;
            default: call(operation);
        }
        return operation;
    }

    void access(Operation& operation, Operation::Kind kind) {
        operation.kind = kind;
        operation.args = {address(), bytes_.byte() % 2 == 0 ? 1u : 8u, bytes_.byte()};
    }

    void call(Operation& operation) {
        const auto table = kernel::syscall_table();
        operation.number = table[bytes_.byte() % table.size()].number;
        for (std::uint64_t& argument : operation.args) argument = value();
        const std::size_t words = bytes_.byte() % 8;
        for (std::size_t i = 0; i < words; ++i) {
            const std::uint64_t word = value();
            operation.input.append(reinterpret_cast<const char*>(&word), sizeof word);
        }
    }

    std::uint64_t address() {
        const std::uint8_t where = bytes_.byte();
        const std::uint64_t page = bytes_.byte() % 16 * kPageSize;
        switch (where % 6) {
            case 0: return report::kScratch + page;
            case 1: return kFixedAddress + page + (where >> 6);
            case 2: return kMmapTop - page - kPageSize;
            case 3: return kStackTop - page - 8;
            case 4: return results_[where / 6 % results_.size()] + page;
            default: return bytes_.word();
        }
    }

    std::uint64_t value() {
        const std::uint8_t tag = bytes_.byte();
        switch (tag % 8) {
            case 0: return tag / 8;
            case 1: return bytes_.byte();
            case 2: return std::uint64_t{1} << (tag / 8) | (bytes_.byte() % 8 * 0111u);
            case 3: return report::kScratch + bytes_.byte() * 8u;
            case 4: return address();
            case 5: return results_[tag / 8 % results_.size()];
            case 6: return ~std::uint64_t{0} - tag / 8;
            default: return bytes_.word();
        }
    }

    Bytes bytes_;
    machine::Machine machine_;
    std::array<std::uint64_t, 16> results_{};
    std::size_t next_result_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sequence(data, size).run();
    return 0;
}
