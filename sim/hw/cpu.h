// The CPU: runs one task's instructions until something outside the task is needed.
//
// It returns a trap value; there are no callbacks. The context is the whole state of a task between two
// instructions, so it can be copied, stored in a snapshot and resumed anywhere.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/ids.h"
#include "sim/hw/image.h"
#include "sim/hw/mmu.h"

namespace sim::hw {

// The registers of a task, and where its line step stands.
struct CpuContext {
    std::array<std::uint64_t, kRegisters> registers{};
    std::uint32_t pc = 0;         // index of the next instruction
    std::uint32_t statement = 0;  // index in Image::statements of the statement begun last
    bool at_statement = false;    // pc stands on a stmt instruction the task stopped at
    bool no_steps = false;        // exit(3) has begun: no statement ends a step any more
};
std::uint64_t state_hash(const CpuContext& context);

enum class TrapKind : std::uint8_t {
    syscall,     // pc is already behind the instruction
    page_fault,  // pc still at the instruction: it runs again when the fault is served
    divide,      // SIGFPE
    illegal,     // SIGILL
    bad_jump,    // pc left the text: SIGSEGV at `fault.address`
    statement,   // about to begin a statement that ends the line step (RunLimits::stop_at_statement)
    access,      // one data access was done (RunLimits::stop_after_access)
    budget,      // RunLimits::instructions ran
};

struct Trap {
    TrapKind kind = TrapKind::budget;
    PageFault fault;                 // page_fault, bad_jump
    std::uint64_t instructions = 0;  // how many ran
};

struct RunLimits {
    std::uint64_t instructions = kLineStepInstructions;
    // End before a statement on another line than `context.statement`, or at one not after it in code order
    // (a jump backwards). Off while a library function's caller must not be seen, or after no_steps.
    bool stop_at_statement = true;
    bool stop_after_access = false;
};

// Runs until a trap. All loads and stores go through translate(); `sink` sees their tlb events.
Trap run(Hardware& hardware, CpuId cpu, const MmuContext& mmu, const Image& image, CpuContext& context,
         const RunLimits& limits, report::Sink* sink);

}  // namespace sim::hw
