// Where the CPU's loads and stores meet the MMU: 1 to 8 bytes at any address, all or nothing.
//
// An access that crosses a page is two translations, both done before anything is written.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "sim/hw/mmu.h"
#include "sim/report/event.h"

namespace sim::hw {

static_assert(std::endian::native == std::endian::little, "registers and memory exchange bytes by memcpy");

// kObserved: somebody counts or reports the accesses; else that work is not compiled in.
template <bool kObserved>
class DataPort {
public:
    DataPort(Hardware& hardware, CpuId cpu, const MmuContext& mmu, report::Sink* sink)
        : hardware_(hardware),
          cpu_(cpu),
          mmu_(mmu),
          sink_(sink),
          reports_accesses_(sink != nullptr && sink->wants_accesses()) {}

    // Why the last load or store that returned false did.
    const PageFault& fault() const { return fault_; }
    // Accesses done so far; counted only when observed.
    std::uint64_t accesses() const { return accesses_; }

    template <class T>
    bool load(std::uint64_t address, T& value) {
        const Span span = locate(address, sizeof(T), Access::read);
        if (!span.ok) return false;
        get(span, value);
        done(report::Rule::load, address, value);
        return true;
    }

    template <class T>
    bool store(std::uint64_t address, T value) {
        const Span span = locate(address, sizeof(T), Access::write);
        if (!span.ok) return false;
        put(span, value);
        done(report::Rule::store, address, value);
        return true;
    }

    // Reads, then writes what `replace(old)` gives, with nothing in between: one access, a write to the MMU.
    template <class T, class Replace>
    bool exchange(std::uint64_t address, T& old, Replace replace) {
        const Span span = locate(address, sizeof(T), Access::write);
        if (!span.ok) return false;
        get(span, old);
        const T value = replace(old);
        put(span, value);
        report_access(report::Rule::load, address, old);
        done(report::Rule::store, address, value);
        return true;
    }

private:
    // Where an access goes: `size` bytes at `offset` of frame `pfn`, what remains at the start of frame `next`.
    struct Span {
        bool ok = false;
        Pfn pfn;
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
        Pfn next;
    };

    Span locate(std::uint64_t address, std::uint32_t size, Access access) {
        const Translation first = translate(hardware_, cpu_, mmu_, VirtAddr{address}, access, sink_);
        if (!first.ok) return fail(first);
        const auto offset = static_cast<std::uint32_t>(VirtAddr{address}.offset());
        const auto room = static_cast<std::uint32_t>(kPageSize - offset);
        if (size <= room) return Span{true, first.pfn, offset, size, {}};
        const Translation second = translate(hardware_, cpu_, mmu_, VirtAddr{address + room}, access, sink_);
        if (!second.ok) return fail(second);
        return Span{true, first.pfn, offset, room, second.pfn};
    }

    Span fail(const Translation& translation) {
        fault_ = translation.fault;
        return {};
    }

    template <class T>
    void get(const Span& span, T& value) {
        auto* out = reinterpret_cast<std::uint8_t*>(&value);
        if (span.size == sizeof(T)) {
            std::memcpy(out, hardware_.memory.read(span.pfn).data() + span.offset, sizeof(T));
            return;
        }
        std::memcpy(out, hardware_.memory.read(span.pfn).data() + span.offset, span.size);
        std::memcpy(out + span.size, hardware_.memory.read(span.next).data(), sizeof(T) - span.size);
    }

    template <class T>
    void put(const Span& span, T value) {
        const auto* in = reinterpret_cast<const std::uint8_t*>(&value);
        if (span.size == sizeof(T)) {
            std::memcpy(hardware_.memory.write(span.pfn).data() + span.offset, in, sizeof(T));
            return;
        }
        std::memcpy(hardware_.memory.write(span.pfn).data() + span.offset, in, span.size);
        std::memcpy(hardware_.memory.write(span.next).data(), in + span.size, sizeof(T) - span.size);
    }

    template <class T>
    void done(report::Rule rule, std::uint64_t address, T value) {
        if constexpr (kObserved) {
            ++accesses_;
            report_access(rule, address, value);
        }
    }

    template <class T>
    void report_access(report::Rule rule, std::uint64_t address, T value) {
        if (!kObserved || !reports_accesses_) return;
        report::Event event;
        event.type = report::EventType::tlb;
        event.rule = rule;
        event.args = {address, sizeof(T), static_cast<std::uint64_t>(value)};
        sink_->on(event);
    }

    Hardware& hardware_;
    CpuId cpu_;
    MmuContext mmu_;
    report::Sink* sink_;
    bool reports_accesses_;
    PageFault fault_;
    std::uint64_t accesses_ = 0;
};

}  // namespace sim::hw
