// The memory of simulated programs as operations by hand need it: what is a program's own, and what is in it.
#pragma once

#include <cstdint>
#include <string>

#include "sim/machine/machine.h"

namespace app::session {

class ProgramMemory {
public:
    // `machine` must outlive it.
    explicit ProgramMemory(const sim::machine::Machine& machine) : machine_(machine) {}

    // The area at an address; nullptr: none.
    const sim::kernel::Area* area_of(sim::Pid pid, std::uint64_t address) const;
    // A program's own: its text, data, heap and stack.
    bool is_private(sim::Pid pid, std::uint64_t address) const;
    // Whether a range touches what is a program's own; what its double on the other kernels keeps for itself; either.
    bool touches_own(sim::Pid pid, std::uint64_t start, std::uint64_t bytes) const;
    bool touches_kept(std::uint64_t start, std::uint64_t bytes) const;
    bool touches_private(sim::Pid pid, std::uint64_t start, std::uint64_t bytes) const;
    // Bytes up to the end of their area, whether or not a page is there. Nothing is touched.
    std::string bytes_at(sim::Pid pid, std::uint64_t address, std::uint32_t size) const;
    // A string without its 0.
    std::string text_at(sim::Pid pid, std::uint64_t address) const;

private:
    const sim::kernel::AddressSpace* space_of(sim::Pid pid) const;
    void initial_bytes(const sim::kernel::Area& area, std::uint64_t address, std::size_t size, char* to) const;

    const sim::machine::Machine& machine_;
};

}  // namespace app::session
