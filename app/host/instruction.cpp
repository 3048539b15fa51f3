#include "app/host/instruction.h"

#include <array>
#include <optional>

namespace app::host {
namespace {

// An instruction up to its opcode: prefixes taken off, VEX and EVEX unfolded.
struct Opcode {
    enum class Map : std::uint8_t { one_byte, two_byte, map_38, map_3a };
    Map map = Map::one_byte;
    std::uint8_t code = 0;
    std::uint8_t extension = 0;  // bits 3 to 5 of the ModRM byte: part of some opcodes
    std::uint8_t prefix = 0;     // 0x66, 0xf2, 0xf3 or none
};

class Bytes {
public:
    explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    bool more(std::size_t count = 1) const { return at_ + count <= bytes_.size(); }
    std::uint8_t peek(std::size_t ahead = 0) const { return more(ahead + 1) ? bytes_[at_ + ahead] : 0; }
    std::uint8_t take() { return more() ? bytes_[at_++] : 0; }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

bool is_prefix(std::uint8_t byte) {
    constexpr std::array<std::uint8_t, 11> kPrefixes{0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3};
    for (const std::uint8_t prefix : kPrefixes) {
        if (byte == prefix) return true;
    }
    return false;
}

// VEX and EVEX say in two bits which prefix the instruction has.
std::uint8_t folded_prefix(unsigned bits) {
    constexpr std::array<std::uint8_t, 4> kFolded{0, 0x66, 0xf3, 0xf2};
    return kFolded[bits & 3];
}

Opcode::Map folded_map(unsigned bits) {
    if (bits == 2) return Opcode::Map::map_38;
    return bits == 3 ? Opcode::Map::map_3a : Opcode::Map::two_byte;
}

// C5 x | C4 x x | 62 x x x, before the opcode.
bool take_vector_prefix(Bytes& bytes, Opcode& opcode) {
    const std::uint8_t kind = bytes.peek();
    if (kind != 0xc5 && kind != 0xc4 && kind != 0x62) return false;
    bytes.take();
    opcode.map = Opcode::Map::two_byte;
    if (kind != 0xc5) opcode.map = folded_map(bytes.take() & 7u);
    opcode.prefix = folded_prefix(bytes.take());
    if (kind == 0x62) bytes.take();
    return true;
}

void take_map(Bytes& bytes, Opcode& opcode) {
    if (bytes.peek() != 0x0f) return;
    bytes.take();
    opcode.map = Opcode::Map::two_byte;
    if (bytes.peek() != 0x38 && bytes.peek() != 0x3a) return;
    opcode.map = bytes.take() == 0x38 ? Opcode::Map::map_38 : Opcode::Map::map_3a;
}

std::optional<Opcode> decode(std::span<const std::uint8_t> text) {
    Bytes bytes(text);
    Opcode opcode;
    while (bytes.more() && is_prefix(bytes.peek())) {
        const std::uint8_t prefix = bytes.take();
        if (prefix == 0x66 || prefix == 0xf2 || prefix == 0xf3) opcode.prefix = prefix;
    }
    if ((bytes.peek() & 0xf0) == 0x40) bytes.take();  // REX
    if (!take_vector_prefix(bytes, opcode)) take_map(bytes, opcode);
    if (!bytes.more()) return std::nullopt;
    opcode.code = bytes.take();
    opcode.extension = bytes.peek() >> 3 & 7;
    return opcode;
}

// 00 to 3f: eight operations in six forms each; the first two have memory as destination, but for CMP, the last.
Access arithmetic(std::uint8_t code) {
    if ((code & 7) > 3) return Access::unknown;
    return (code & 7) < 2 && code < 0x38 ? Access::write : Access::read;
}

// A4 to AF: which of the two registers points to the address.
Access string_operation(std::uint8_t code, std::uint64_t address, const StringRegisters& registers) {
    const auto distance = [address](std::uint64_t to) { return address > to ? address - to : to - address; };
    switch (code & 0xfe) {
        case 0xa4: return distance(registers.rdi) < distance(registers.rsi) ? Access::write : Access::read;  // MOVS
        case 0xaa: return Access::write;                                                                     // STOS
        case 0xa6:                                                                                           // CMPS
        case 0xac:                                                                                           // LODS
        case 0xae: return Access::read;                                                                      // SCAS
        default: return Access::unknown;
    }
}

// D8 to DF, the x87: loads are /0 and /5, stores /2, /3 and /7; integers and doubles alike.
Access floating(const Opcode& opcode) {
    if ((opcode.code & 1) == 0) return Access::read;  // arithmetic with memory
    const std::uint8_t extension = opcode.extension;
    if (extension == 2 || extension == 3 || extension == 7) return Access::write;
    return extension == 0 || extension == 5 ? Access::read : Access::unknown;
}

// F6, F7, FE, FF: unary operations.
Access unary(const Opcode& opcode) {
    if (opcode.code >= 0xfe) return opcode.extension < 2 ? Access::write : Access::read;   // INC, DEC; CALL, JMP, PUSH
    return opcode.extension == 2 || opcode.extension == 3 ? Access::write : Access::read;  // NOT, NEG; TEST, MUL, DIV
}

Access one_byte(const Opcode& opcode) {
    const std::uint8_t code = opcode.code;
    if (code < 0x40) return arithmetic(code);
    if (code >= 0xd8 && code <= 0xdf) return floating(opcode);
    if (code >= 0xd0 && code <= 0xd3) return Access::write;  // shifts
    switch (code) {
        case 0x63:
        case 0x69:
        case 0x6b:
        case 0x84:
        case 0x85:
        case 0x8a:
        case 0x8b:
        case 0x8e:
        case 0xa0:
        case 0xa1: return Access::read;  // MOVSXD, IMUL, TEST, MOV
        case 0x80:
        case 0x81:
        case 0x83: return opcode.extension == 7 ? Access::read : Access::write;  // CMP
        case 0x86:
        case 0x87:
        case 0x88:
        case 0x89:
        case 0x8c:
        case 0x8f:
        case 0xa2:
        case 0xa3:
        case 0xc0:
        case 0xc1:
        case 0xc6:
        case 0xc7: return Access::write;  // XCHG, MOV, POP, shifts
        case 0xf6:
        case 0xf7:
        case 0xfe:
        case 0xff: return unary(opcode);
        default: return Access::unknown;
    }
}

// 0F xx: the stores are few; what else has a memory operand reads it.
Access two_byte(const Opcode& opcode) {
    const std::uint8_t code = opcode.code;
    if (code >= 0x90 && code <= 0x9f) return Access::write;  // SETcc
    switch (code) {
        case 0x11:
        case 0x13:
        case 0x17:
        case 0x29:
        case 0x2b:
        case 0x7f:
        case 0xe7: return Access::write;  // MOVUPS …
        case 0xa4:
        case 0xa5:
        case 0xab:
        case 0xac:
        case 0xad:
        case 0xb0:
        case 0xb1:
        case 0xb3:
        case 0xbb:
        case 0xc0:
        case 0xc1:
        case 0xc3:
        case 0xc7: return Access::write;                                            // SHLD, BTS, CMPXCHG, XADD, MOVNTI
        case 0x7e: return opcode.prefix == 0xf3 ? Access::read : Access::write;     // MOVQ, MOVD
        case 0xd6: return opcode.prefix == 0x66 ? Access::write : Access::unknown;  // MOVQ
        case 0xba: return opcode.extension == 4 ? Access::read : Access::write;     // BT, BTS …
        case 0x05:
        case 0x0b:
        case 0x18:
        case 0x1e:
        case 0x1f:
        case 0xae:
        case 0xf7: return Access::unknown;
        default: return Access::read;
    }
}

Access map_38(const Opcode& opcode) {
    const std::uint8_t code = opcode.code;
    const bool masked = code == 0x2e || code == 0x2f || code == 0x8e || (code >= 0xa0 && code <= 0xa3);  // VMASKMOV …
    const bool narrowed = opcode.prefix == 0xf3 && code >= 0x10 && code <= 0x35 && (code & 0xf) < 6;     // VPMOV
    const bool swapped = code == 0xf1 && opcode.prefix != 0xf2;                                          // MOVBE
    return masked || narrowed || swapped ? Access::write : Access::read;
}

// PEXTR, EXTRACTPS, VEXTRACT store.
Access map_3a(const Opcode& opcode) {
    const std::uint8_t code = opcode.code;
    const bool stores = (code >= 0x14 && code <= 0x17) || code == 0x19 || code == 0x1b || code == 0x39 || code == 0x3b;
    return stores ? Access::write : Access::read;
}

}  // namespace

Access access_of(std::span<const std::uint8_t> bytes, std::uint64_t address, const StringRegisters& registers) {
    const std::optional<Opcode> opcode = decode(bytes);
    if (!opcode) return Access::unknown;
    switch (opcode->map) {
        case Opcode::Map::two_byte: return two_byte(*opcode);
        case Opcode::Map::map_38: return map_38(*opcode);
        case Opcode::Map::map_3a: return map_3a(*opcode);
        default: break;
    }
    if (opcode->code >= 0xa4 && opcode->code <= 0xaf && opcode->code != 0xa8 && opcode->code != 0xa9) {
        return string_operation(opcode->code, address, registers);
    }
    return one_byte(*opcode);
}

}  // namespace app::host
