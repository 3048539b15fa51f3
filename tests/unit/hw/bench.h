// A small machine on the test bench: one address space, pages mapped by hand, instructions run on it.
#pragma once

#include <vector>

#include "sim/hw/cpu.h"
#include "sim/hw/walk.h"

namespace bench {

using namespace sim;
using namespace sim::hw;

inline constexpr std::uint64_t kReadOnly = Pte::kPresent | Pte::kUser | Pte::kNoExecute;
inline constexpr std::uint64_t kReadWrite = kReadOnly | Pte::kWritable;
inline constexpr std::uint64_t kTable = Pte::kPresent | Pte::kUser | Pte::kWritable;

inline constexpr VirtAddr kData{0x7fff'f7ff'5000};
inline constexpr VirtAddr kStack{0x7fff'ffff'e000};

// Remembers every event.
struct Recorder : report::Sink {
    std::vector<report::Event> events;
    bool accesses = false;
    void on(const report::Event& event) override { events.push_back(event); }
    bool wants_accesses() const override { return accesses; }
    std::vector<report::Rule> rules() const {
        std::vector<report::Rule> result;
        for (const report::Event& event : events) result.push_back(event.rule);
        return result;
    }
};

struct Bench {
    Hardware hardware{64, 1};
    MmuContext mmu{Asid{1}, Pfn{0}};
    Image image;
    CpuContext context;
    std::uint32_t next_frame = 1;  // 0 is the PML4

    Pfn take_frame() { return Pfn{next_frame++}; }

    // Maps a page, making tables as needed; returns its frame.
    Pfn map(VirtAddr page, std::uint64_t flags) {
        const Pfn frame = take_frame();
        set(page, Pte::make(frame, flags));
        return frame;
    }

    void set(VirtAddr page, Pte entry) {
        Pfn table = mmu.root;
        for (int level = kTopLevel; level > 0; --level) {
            const std::uint32_t offset = table_index(page, level) * 8;
            Pte link{hardware.memory.read_word(table, offset)};
            if (!link.present()) {
                link = Pte::make(take_frame(), kTable);
                hardware.memory.write_word(table, offset, link.bits);
            }
            table = link.pfn();
        }
        hardware.memory.write_word(table, table_index(page, 0) * 8, entry.bits);
    }

    Pte entry(VirtAddr page) const { return walk(hardware.memory, mmu.root, page).pte(); }

    Translation translate(VirtAddr address, Access access, report::Sink* sink = nullptr) {
        return hw::translate(hardware, 0, mmu, address, access, sink);
    }

    // A machine with a data page, a stack page and sp at its end.
    static Bench ready() {
        Bench bench;
        bench.map(kData, kReadWrite);
        bench.map(kStack, kReadWrite);
        bench.context.registers[kStackPointer] = kStack.value + kPageSize;
        return bench;
    }

    std::uint64_t& reg(int index) { return context.registers[static_cast<std::size_t>(index)]; }

    Trap run(RunLimits limits = {}, report::Sink* sink = nullptr) {
        return hw::run(hardware, 0, mmu, image, context, limits, sink);
    }

    // Runs `text` from its first instruction to its last, where the budget ends.
    Trap run_text(std::vector<Instruction> text, report::Sink* sink = nullptr) {
        image.text = std::move(text);
        context.pc = 0;
        RunLimits limits;
        limits.instructions = image.text.size();
        return run(limits, sink);
    }

    // r1 op r2 into r0.
    std::uint64_t binary(Op op, std::uint64_t left, std::uint64_t right) {
        reg(1) = left;
        reg(2) = right;
        run_text({{op, 0, 1, 2, 0}});
        return reg(0);
    }
};

}  // namespace bench
