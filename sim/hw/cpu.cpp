#include "sim/hw/cpu.h"

#include <bit>
#include <type_traits>

#include "sim/base/hash.h"
#include "sim/hw/arithmetic.h"
#include "sim/hw/data_port.h"
#include "sim/hw/number_text.h"

namespace sim::hw {
namespace {

constexpr std::uint64_t kSlot = 8;  // bytes of a pushed value

constexpr std::uint64_t code_address(std::uint32_t index) {
    return kTextBase + static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(index)}) * kInstructionSize;
}

// Extended to 64 bits by the signedness of T.
template <class T>
constexpr std::uint64_t extend(T value) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
}

// What an instruction did to the run.
enum class Outcome : std::uint8_t { go_on, syscall, page_fault, divide, illegal, bad_jump, statement };

// One task's run on one CPU. kObserved: a sink or an access limit watches; then `context` is whole at every event.
template <bool kObserved>
class Core {
public:
    Core(const DataPort<kObserved>& port, const Image& image, CpuContext& context, const RunLimits& limits)
        : port_(port), image_(image), context_(context), limits_(limits) {}

    Trap run() {
        std::uint32_t pc = context_.pc;
        std::uint64_t ran = 0;
        Outcome outcome = Outcome::go_on;
        while (ran < limits_.instructions) {
            if constexpr (kObserved) context_.pc = pc;
            outcome = pc < image_.text.size() ? execute(image_.text[pc], pc) : bad_jump(code_address(pc));
            if (outcome > Outcome::syscall) break;
            ++ran;
            if (outcome == Outcome::syscall) break;
            if constexpr (kObserved) {
                if (limits_.stop_after_access && port_.accesses() != 0) break;
            }
        }
        context_.pc = pc;
        return make_trap(outcome, ran);
    }

private:
    Trap make_trap(Outcome outcome, std::uint64_t ran) const {
        // clang-format off
        switch (outcome) {
            case Outcome::go_on: break;
            case Outcome::syscall: return {TrapKind::syscall, {}, ran};
            case Outcome::page_fault: return {TrapKind::page_fault, port_.fault(), ran};
            case Outcome::divide: return {TrapKind::divide, {}, ran};
            case Outcome::illegal: return {TrapKind::illegal, {}, ran};
            case Outcome::bad_jump: return {TrapKind::bad_jump, bad_target_, ran};
            case Outcome::statement: return {TrapKind::statement, {}, ran};
        }
        // clang-format on
        const bool access_done = limits_.stop_after_access && port_.accesses() != 0;
        return {access_done ? TrapKind::access : TrapKind::budget, {}, ran};
    }

    std::uint64_t& reg(std::uint8_t index) { return context_.registers[index % kRegisters]; }

    Outcome bad_jump(std::uint64_t address) {
        bad_target_ = PageFault{VirtAddr{address}, false, Access::execute};
        return Outcome::bad_jump;
    }

    // pc := the instruction at `address`; false when none of this image stands there.
    bool find_instruction(std::uint64_t address, std::uint32_t& pc) const {
        const std::uint64_t index = (address - kTextBase) / kInstructionSize;
        if (address < kTextBase || address % kInstructionSize != 0 || index >= image_.text.size()) return false;
        pc = static_cast<std::uint32_t>(index);
        return true;
    }

    template <class T>
    Outcome load(Instruction i) {
        T value;
        if (!port_.load(reg(i.b) + extend(i.imm), value)) return Outcome::page_fault;
        reg(i.a) = extend(value);
        return Outcome::go_on;
    }

    Outcome load_float(Instruction i) {
        std::uint32_t bits;
        if (!port_.load(reg(i.b) + extend(i.imm), bits)) return Outcome::page_fault;
        reg(i.a) = as_bits(static_cast<double>(std::bit_cast<float>(bits)));
        return Outcome::go_on;
    }

    template <class T>
    Outcome store(Instruction i, T value) {
        return port_.store(reg(i.b) + extend(i.imm), value) ? Outcome::go_on : Outcome::page_fault;
    }

    template <class T, class Replace>
    Outcome exchange_as(Instruction i, Replace replace) {
        T old;
        const auto cut = [&](T found) { return static_cast<T>(replace(found)); };
        if (!port_.exchange(reg(i.b), old, cut)) return Outcome::page_fault;
        reg(i.a) = extend(static_cast<std::make_signed_t<T>>(old));
        return Outcome::go_on;
    }

    // `replace` gets what is there, as an unsigned number of that size, and gives what is to be; more bits are cut.
    template <class Replace>
    Outcome exchange(Instruction i, Replace replace) {
        switch (i.imm) {
            case 1: return exchange_as<std::uint8_t>(i, replace);
            case 2: return exchange_as<std::uint16_t>(i, replace);
            case 4: return exchange_as<std::uint32_t>(i, replace);
            case 8: return exchange_as<std::uint64_t>(i, replace);
            default: return Outcome::illegal;
        }
    }

    bool push(std::uint64_t value) {
        std::uint64_t& sp = reg(kStackPointer);
        if (!port_.store(sp - kSlot, value)) return false;
        sp -= kSlot;
        return true;
    }

    Outcome call(Instruction i, std::uint32_t& pc) {
        if (!push(code_address(pc + 1))) return Outcome::page_fault;
        pc = static_cast<std::uint32_t>(i.imm);
        return Outcome::go_on;
    }

    Outcome call_register(Instruction i, std::uint32_t& pc) {
        const std::uint64_t address = reg(i.a);
        std::uint32_t target;
        if (!find_instruction(address, target)) return bad_jump(address);
        if (!push(code_address(pc + 1))) return Outcome::page_fault;
        pc = target;
        return Outcome::go_on;
    }

    Outcome enter(Instruction i) {
        if (!push(reg(kFramePointer))) return Outcome::page_fault;
        reg(kFramePointer) = reg(kStackPointer);
        reg(kStackPointer) -= extend(i.imm);
        return Outcome::go_on;
    }

    Outcome leave() {
        std::uint64_t caller;
        if (!port_.load(reg(kFramePointer), caller)) return Outcome::page_fault;
        reg(kStackPointer) = reg(kFramePointer) + kSlot;
        reg(kFramePointer) = caller;
        return Outcome::go_on;
    }

    Outcome ret(std::uint32_t& pc) {
        std::uint64_t address;
        if (!port_.load(reg(kStackPointer), address)) return Outcome::page_fault;
        if (!find_instruction(address, pc)) return bad_jump(address);
        reg(kStackPointer) += kSlot;
        return Outcome::go_on;
    }

    Outcome statement(Instruction i) {
        const auto index = static_cast<std::uint32_t>(i.imm);
        if (index >= image_.statements.size()) return Outcome::illegal;
        if (!context_.at_statement && limits_.stop_at_statement && !context_.no_steps && ends_line(index)) {
            context_.at_statement = true;
            return Outcome::statement;
        }
        context_.at_statement = false;
        context_.statement = index;
        return Outcome::go_on;
    }

    // A statement ends the line step when it is on another line or not behind the last one: a jump backwards.
    bool ends_line(std::uint32_t index) const {
        if (index <= context_.statement) return true;
        const Statement& last = image_.statements[context_.statement];
        const Statement& next = image_.statements[index];
        return next.line != last.line || next.file != last.file;
    }

    Outcome divided(bool possible) { return possible ? Outcome::go_on : Outcome::divide; }

    Outcome float_result(Instruction i, double result) {
        reg(i.a) = double_result(reg(i.b), reg(i.c), result);
        return Outcome::go_on;
    }

    // Runs one instruction and moves pc; a trap leaves everything as it was, but for a syscall's pc.
    [[gnu::always_inline]] inline Outcome execute(Instruction i, std::uint32_t& pc);

    DataPort<kObserved> port_;
    const Image& image_;
    CpuContext& context_;
    RunLimits limits_;
    PageFault bad_target_;
};

template <bool kObserved>
Outcome Core<kObserved>::execute(Instruction i, std::uint32_t& pc) {
    std::uint64_t& a = reg(i.a);
    const std::uint64_t b = reg(i.b);
    const std::uint64_t c = reg(i.c);
    const std::uint64_t imm = extend(i.imm);
    const auto signed_b = static_cast<std::int64_t>(b);
    const auto signed_c = static_cast<std::int64_t>(c);
    Outcome outcome = Outcome::go_on;
    // clang-format off
    switch (i.op) {
        case Op::illegal: return Outcome::illegal;
        case Op::nop: break;
        case Op::stmt: outcome = statement(i); break;
        case Op::no_steps: context_.no_steps = true; break;

        case Op::li: a = imm; break;
        case Op::lih: a = (a & 0xffff'ffff) | imm << 32; break;
        case Op::mov: a = b; break;
        case Op::add: a = b + c; break;
        case Op::sub: a = b - c; break;
        case Op::mul: a = b * c; break;
        case Op::addi: a = b + imm; break;
        case Op::addw: a = sext32(b + c); break;
        case Op::subw: a = sext32(b - c); break;
        case Op::mulw: a = sext32(b * c); break;
        case Op::addiw: a = sext32(b + imm); break;
        case Op::div: outcome = divided(divide_signed<std::int64_t>(b, c, false, a)); break;
        case Op::rem: outcome = divided(divide_signed<std::int64_t>(b, c, true, a)); break;
        case Op::divw: outcome = divided(divide_signed<std::int32_t>(b, c, false, a)); break;
        case Op::remw: outcome = divided(divide_signed<std::int32_t>(b, c, true, a)); break;
        case Op::divu: outcome = divided(divide_unsigned(b, c, false, a)); break;
        case Op::remu: outcome = divided(divide_unsigned(b, c, true, a)); break;
        case Op::and_: a = b & c; break;
        case Op::or_: a = b | c; break;
        case Op::xor_: a = b ^ c; break;
        case Op::andi: a = b & imm; break;
        case Op::xori: a = b ^ imm; break;
        case Op::neg: a = 0 - b; break;
        case Op::not_: a = ~b; break;
        case Op::shl: a = b << (c & 63); break;
        case Op::shr: a = b >> (c & 63); break;
        case Op::sar: a = static_cast<std::uint64_t>(signed_b >> (c & 63)); break;
        case Op::shlw: a = sext32(b << (c & 31)); break;
        case Op::shrw: a = (b & 0xffff'ffff) >> (c & 31); break;
        case Op::sarw: a = extend(static_cast<std::int32_t>(b) >> (c & 31)); break;
        case Op::sext8: a = extend(static_cast<std::int8_t>(b)); break;
        case Op::sext16: a = extend(static_cast<std::int16_t>(b)); break;
        case Op::sext32: a = sext32(b); break;
        case Op::zext8: a = b & 0xff; break;
        case Op::zext16: a = b & 0xffff; break;
        case Op::zext32: a = b & 0xffff'ffff; break;

        case Op::seq: a = b == c; break;
        case Op::sne: a = b != c; break;
        case Op::slt: a = signed_b < signed_c; break;
        case Op::sle: a = signed_b <= signed_c; break;
        case Op::sltu: a = b < c; break;
        case Op::sleu: a = b <= c; break;
        case Op::snez: a = b != 0; break;
        case Op::seqz: a = b == 0; break;

        case Op::fadd: outcome = float_result(i, as_double(b) + as_double(c)); break;
        case Op::fsub: outcome = float_result(i, as_double(b) - as_double(c)); break;
        case Op::fmul: outcome = float_result(i, as_double(b) * as_double(c)); break;
        case Op::fdiv: outcome = float_result(i, as_double(b) / as_double(c)); break;
        case Op::fneg: a = b ^ (1ull << 63); break;
        case Op::feq: a = as_double(b) == as_double(c); break;
        case Op::fne: a = as_double(b) != as_double(c); break;
        case Op::flt: a = as_double(b) < as_double(c); break;
        case Op::fle: a = as_double(b) <= as_double(c); break;
        case Op::fround: a = as_bits(static_cast<double>(static_cast<float>(as_double(b)))); break;
        case Op::cvt_i_d: a = as_bits(static_cast<double>(signed_b)); break;
        case Op::cvt_u_d: a = as_bits(static_cast<double>(b)); break;
        case Op::cvt_d_i: a = static_cast<std::uint64_t>(truncate_to_signed(as_double(b))); break;
        case Op::cvt_d_u: a = truncate_to_unsigned(as_double(b)); break;

        case Op::lb: outcome = load<std::int8_t>(i); break;
        case Op::lbu: outcome = load<std::uint8_t>(i); break;
        case Op::lh: outcome = load<std::int16_t>(i); break;
        case Op::lhu: outcome = load<std::uint16_t>(i); break;
        case Op::lw: outcome = load<std::int32_t>(i); break;
        case Op::lwu: outcome = load<std::uint32_t>(i); break;
        case Op::ld: outcome = load<std::uint64_t>(i); break;
        case Op::lf: outcome = load_float(i); break;
        case Op::sb: outcome = store(i, static_cast<std::uint8_t>(a)); break;
        case Op::sh: outcome = store(i, static_cast<std::uint16_t>(a)); break;
        case Op::sw: outcome = store(i, static_cast<std::uint32_t>(a)); break;
        case Op::sd: outcome = store(i, a); break;
        case Op::sf: outcome = store(i, std::bit_cast<std::uint32_t>(static_cast<float>(as_double(a)))); break;

        case Op::jmp: pc = static_cast<std::uint32_t>(i.imm); return Outcome::go_on;
        case Op::jz: pc = a == 0 ? static_cast<std::uint32_t>(i.imm) : pc + 1; return Outcome::go_on;
        case Op::jnz: pc = a != 0 ? static_cast<std::uint32_t>(i.imm) : pc + 1; return Outcome::go_on;
        case Op::call: return call(i, pc);
        case Op::callr: return call_register(i, pc);
        case Op::enter: outcome = enter(i); break;
        case Op::leave: outcome = leave(); break;
        case Op::ret: return ret(pc);
        case Op::syscall: outcome = Outcome::syscall; break;

        case Op::xchg: outcome = exchange(i, [c](auto) { return c; }); break;
        case Op::xadd: outcome = exchange(i, [c](auto old) { return old + c; }); break;
        case Op::cas: outcome = exchange(i, [a, c](auto old) { return old == static_cast<decltype(old)>(a) ? c : old; }); break;

        case Op::fmtd: a = format_double(as_double(b), c); break;
        case Op::scaled: a = as_bits(scale_decimal(b, signed_c)); break;
        default: return Outcome::illegal;
    }
    // clang-format on
    if (outcome <= Outcome::syscall) ++pc;
    return outcome;
}

}  // namespace

std::uint64_t state_hash(const CpuContext& context) {
    std::uint64_t hash = 0;
    for (std::uint64_t value : context.registers) hash = hash_mix(hash, value);
    hash = hash_mix(hash, context.pc);
    hash = hash_mix(hash, context.statement);
    return hash_mix(hash, context.at_statement * 2u + context.no_steps);
}

Trap run(Hardware& hardware, CpuId cpu, const MmuContext& mmu, const Image& image, CpuContext& context,
         const RunLimits& limits, report::Sink* sink) {
    if (sink != nullptr || limits.stop_after_access) {
        return Core<true>({hardware, cpu, mmu, sink}, image, context, limits).run();
    }
    return Core<false>({hardware, cpu, mmu, nullptr}, image, context, limits).run();
}

}  // namespace sim::hw
