// Small programs written instruction by instruction, so that the machine is tested without a compiler.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace machine_test {

using namespace sim;
using hw::Op;
using machine::Machine;
using machine::MachineConfig;
using machine::StepUnit;
using report::Rule;
using report::TaskState;

// A register as an argument of a call.
struct Reg {
    std::uint8_t number;
};

// Call numbers of x86-64.
enum Number : int {
    kRead = 0,
    kWrite = 1,
    kShmget = 29,
    kShmat = 30,
    kShmctl = 31,
    kNanosleep = 35,
    kFork = 57,
    kWait4 = 61,
    kKill = 62,
    kShmdt = 67,
    kExit = 231,
};

class Assembler {
public:
    Assembler() {
        image_->files = {{"test.c", "", false}};
        image_->functions.resize(1);
        image_->bss = 4 * kPageSize;
    }

    // A statement begins on this line.
    Assembler& line(std::uint32_t number) {
        image_->statements.push_back({0, number, 1, 0});
        return op({Op::stmt, 0, 0, 0, static_cast<std::int32_t>(image_->statements.size() - 1)});
    }
    Assembler& op(hw::Instruction instruction) {
        image_->text.push_back(instruction);
        return *this;
    }
    Assembler& load(std::uint8_t reg, std::uint64_t value) {
        op({Op::li, reg, 0, 0, static_cast<std::int32_t>(value)});
        return op({Op::lih, reg, 0, 0, static_cast<std::int32_t>(value >> 32)});
    }
    // A system call: numbers go into r1…, registers are copied there. The result is in r0.
    struct Argument {
        Argument(std::uint64_t number) : value(number) {}
        Argument(int number) : value(static_cast<std::uint64_t>(static_cast<std::int64_t>(number))) {}
        Argument(Reg reg) : value(reg.number), is_register(true) {}
        std::uint64_t value;
        bool is_register = false;
    };
    Assembler& call(int number, std::initializer_list<Argument> arguments) {
        std::uint8_t to = 1;
        for (const Argument& argument : arguments) {
            if (argument.is_register) {
                op({Op::mov, to, static_cast<std::uint8_t>(argument.value), 0, 0});
            } else {
                load(to, argument.value);
            }
            ++to;
        }
        load(0, static_cast<std::uint64_t>(number));
        return op({Op::syscall, 0, 0, 0, 0});
    }
    // Keeps the result of a call.
    Assembler& keep(std::uint8_t reg) { return op({Op::mov, reg, 0, 0, 0}); }
    // Index of the next instruction, for jumps.
    std::int32_t here() const { return static_cast<std::int32_t>(image_->text.size()); }
    Assembler& patch(std::int32_t at, std::int32_t target) {
        image_->text[static_cast<std::size_t>(at)].imm = target;
        return *this;
    }
    Assembler& exit(Argument status) { return call(kExit, {status}); }

    std::shared_ptr<const hw::Image> done(std::string name = "test") {
        image_->name = std::move(name);
        return image_;
    }
    // Where the program's variables are; fixed once `reserve` instructions suffice.
    static constexpr std::uint64_t kData = kTextBase + 8 * kPageSize;
    Assembler& pad_text() {
        while (image_->data_base().value < kData) image_->text.resize(image_->text.size() + 256);
        REQUIRE(image_->data_base().value == kData);
        return *this;
    }

private:
    std::shared_ptr<hw::Image> image_ = std::make_shared<hw::Image>();
};

inline MachineConfig config_for(std::initializer_list<const char*> names) {
    MachineConfig config;
    config.frames = 256;
    std::uint32_t program = 0;
    for (const char* name : names) {
        machine::ProcessSpec spec;
        spec.name = name;
        spec.program = program++;
        config.processes.push_back(spec);
    }
    return config;
}

inline Machine boot(const MachineConfig& config, machine::ProgramSet programs) {
    return Machine(config, std::make_shared<const machine::ProgramSet>(std::move(programs)));
}
inline Machine boot(Assembler& program) {
    return boot(config_for({"test"}), {program.pad_text().done()});
}

inline void step(Machine& machine, Pid pid, int times = 1, report::Sink* sink = nullptr) {
    for (int i = 0; i < times; ++i) machine.step(pid, StepUnit::line, sink);
}
// Runs in turn until nobody can go on; returns the number of steps.
inline int run(Machine& machine, int limit = 100'000) {
    int steps = 0;
    while (const auto pid = machine.next_task()) {
        if (steps++ == limit) break;
        machine.step(*pid, StepUnit::line, nullptr);
    }
    return steps;
}

inline report::TaskRow row(const Machine& machine, Pid pid) {
    const report::State state = machine.observe();
    const report::TaskRow* found = state.process(pid);
    REQUIRE(found != nullptr);
    return *found;
}
inline Pid process(const Machine& machine, std::string_view name) {
    const auto pid = machine.find_process(name);
    REQUIRE(pid.has_value());
    return *pid;
}

struct Recorder : report::Sink {
    std::vector<report::Event> events;
    bool accesses = false;
    void on(const report::Event& event) override { events.push_back(event); }
    bool wants_accesses() const override { return accesses; }
    std::vector<Rule> rules() const {
        std::vector<Rule> all;
        for (const report::Event& event : events) all.push_back(event.rule);
        return all;
    }
    std::size_t position(Rule rule) const {
        const std::vector<Rule> all = rules();
        return static_cast<std::size_t>(std::find(all.begin(), all.end(), rule) - all.begin());
    }
    bool has(Rule rule) const { return position(rule) < events.size(); }
};

}  // namespace machine_test
