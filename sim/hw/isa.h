// The instruction set of the simulated CPU: what C is compiled to.
//
//    63            32 31    24 23    16 15     8 7      0
//   +----------------+--------+--------+--------+--------+
//   |   imm (signed) |   c    |   b    |   a    |   op   |     8 bytes an instruction
//   +----------------+--------+--------+--------+--------+
//
// 32 registers of 64 bits. r30 is the frame pointer, r31 the stack pointer, both ordinary operands.
// A register holds a C value extended to 64 bits by the signedness of its type; a double as its bit
// pattern; a C float as the double of the same value (rounded by fround after arithmetic).
//
// Calls: arguments lie on the stack in 8-byte slots, the first lowest; a struct takes its size rounded
// up to 8. `call` pushes the return address, `enter` pushes fp, so in the callee
//
//     [fp + 16 + 8 * i]  argument slot i         [fp + 8]  return address         [fp]  caller's fp
//
// r29 points to the block of the running thread (clone(2): CLONE_SETTLS); compiled code reads it only.
// The result is in r0 (a struct: its address was passed in slot 0 and is returned in r0). Every register
// but fp and sp may be changed by a call. System calls: number in r0, arguments in r1..r6, result or
// -errno in r0, all other registers kept.
//
// Known inaccuracies: this is not x86-64 machine code; one C statement takes another number of
// instructions than with gcc, and the same number of data accesses only roughly.
#pragma once

#include <cstdint>

namespace sim::hw {

inline constexpr int kRegisters = 32;
inline constexpr std::uint8_t kThreadPointer = 29;
inline constexpr std::uint8_t kFramePointer = 30;
inline constexpr std::uint8_t kStackPointer = 31;

// Bytes of one instruction in the text area: instruction i stands at text base + 8 * i.
inline constexpr std::uint64_t kInstructionSize = 8;

// No program has so many: a program counter at which the CPU traps.
inline constexpr std::uint32_t kNoInstruction = 0xffff'ffff;

// In the comments R is a register, I the sign-extended imm, W means "low 32 bits, then sign-extended".
// clang-format off
enum class Op : std::uint8_t {
    illegal,  // SIGILL
    nop,
    stmt,      // a statement begins: imm is its index in Image::statements. Changes no state
    no_steps,  // from here on this task's line steps stop at no statement (set by exit(3))

    li,   // Ra = I
    lih,  // Ra = low 32 bits of Ra | imm << 32
    mov,  // Ra = Rb

    add, sub, mul,                  // Ra = Rb op Rc, 64 bits, wrapping
    addi,                           // Ra = Rb + I
    addw, subw, mulw, addiw,        // W of the same: signed int arithmetic
    div, rem, divw, remw,           // signed; divisor 0 or MIN / -1: SIGFPE
    divu, remu,                     // unsigned; divisor 0: SIGFPE
    and_, or_, xor_, andi, xori,    // bitwise; andi, xori with I
    neg, not_,                      // Ra = -Rb, ~Rb
    shl, shr, sar,                  // by Rc & 63; shr logical, sar arithmetic
    shlw, sarw,                     // by Rc & 31, W
    shrw,                           // by Rc & 31 on the zero-extended low 32 bits
    sext8, sext16, sext32,          // Ra = Rb cut and sign-extended
    zext8, zext16, zext32,          // Ra = Rb cut and zero-extended

    seq, sne, slt, sle, sltu, sleu,  // Ra = Rb cmp Rc ? 1 : 0
    snez, seqz,                      // Ra = Rb != 0, Rb == 0

    fadd, fsub, fmul, fdiv, fneg,  // doubles
    feq, fne, flt, fle,            // Ra = 0 or 1
    fround,                        // Ra = (double)(float)Rb
    cvt_i_d, cvt_u_d,              // int64 / uint64 to double
    cvt_d_i, cvt_d_u,              // double to int64 / uint64, truncating; out of range as x86-64 cvttsd2si

    lb, lbu, lh, lhu, lw, lwu, ld,  // Ra = memory[Rb + I], extended
    lf,                             // Ra = (double) float at [Rb + I]
    sb, sh, sw, sd,                 // memory[Rb + I] = Ra
    sf,                             // (float) Ra

    jmp,     // to instruction imm (absolute index)
    jz, jnz,  // to imm if Ra == 0, != 0
    call,    // push address of the next instruction; to imm
    callr,   // push; to the address in Ra (not an instruction of this image: SIGSEGV)
    enter,   // push fp; fp = sp; sp -= I
    leave,   // sp = fp; pop fp
    ret,     // pop the program counter

    syscall,  // trap value TrapKind::syscall

    // Atomically, on 1, 2, 4 or 8 bytes: I says how many; t sign-extended.
    xchg,  // t = [Rb]; [Rb] = Rc; Ra = t
    xadd,  // t = [Rb]; [Rb] = t + Rc; Ra = t
    cas,   // t = [Rb]; if t == Ra then [Rb] = Rc; Ra = t

    fmtd,     // Ra = 8 characters of the text of double Rb: see number_text.h. Rc: kind, precision, flags
    scaled,   // Ra = double nearest to (uint64) Rb * 10^(int64) Rc
};
// clang-format on

struct Instruction {
    Op op = Op::illegal;
    std::uint8_t a = 0;
    std::uint8_t b = 0;
    std::uint8_t c = 0;
    std::int32_t imm = 0;
};
static_assert(sizeof(Instruction) == kInstructionSize);

// fmtd: Rc packs what printf's conversion said.
//   bits 0..7   conversion: 'f', 'F', 'e', 'E', 'g', 'G'
//   bits 8..19  precision, 0..511 (larger is cut)
//   bit  20     '#' flag
//   bits 32..63 which 8-character chunk of the text, from 0
// The text is what C's printf("%.*f") gives without width, sign flags or padding; a leading '-' is part of
// it. Characters past its end are 0, so a chunk that ends in 0 is the last one.
inline constexpr int kFormatPrecisionShift = 8;
inline constexpr int kFormatAlternateBit = 20;
inline constexpr int kFormatChunkShift = 32;

}  // namespace sim::hw
