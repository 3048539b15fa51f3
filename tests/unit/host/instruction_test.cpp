#include "app/host/instruction.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

using app::host::Access;

namespace {

Access access(std::initializer_list<std::uint8_t> bytes, std::uint64_t address = 0) {
    const std::vector<std::uint8_t> text(bytes);
    return app::host::access_of(text, address, {0x1000, 0x9000});
}

}  // namespace

// Encodings as an assembler writes them; the comment is its text.
TEST_CASE("stores write and loads read") {
    CHECK(access({0xc6, 0x00, 0x01}) == Access::write);              // movb $1,(%rax)
    CHECK(access({0xc7, 0x45, 0xfc, 1, 0, 0, 0}) == Access::write);  // movl $1,-4(%rbp)
    CHECK(access({0x48, 0x89, 0x07}) == Access::write);              // mov %rax,(%rdi)
    CHECK(access({0x66, 0x89, 0x07}) == Access::write);              // mov %ax,(%rdi)
    CHECK(access({0x8b, 0x00}) == Access::read);                     // mov (%rax),%eax
    CHECK(access({0x0f, 0xb6, 0x00}) == Access::read);               // movzbl (%rax),%eax
    CHECK(access({0x48, 0x63, 0x00}) == Access::read);               // movslq (%rax),%rax
    CHECK(access({0x41, 0x0f, 0xbe, 0x04, 0x24}) == Access::read);   // movsbl (%r12),%eax
    CHECK(access({0x3b, 0x07}) == Access::read);                     // cmp (%rdi),%eax
    CHECK(access({0x80, 0x38, 0x05}) == Access::read);               // cmpb $5,(%rax)
    CHECK(access({0x39, 0x07}) == Access::read);                     // cmp %eax,(%rdi)
}

TEST_CASE("what reads and writes counts as a write") {
    CHECK(access({0x83, 0x00, 0x01}) == Access::write);              // addl $1,(%rax)
    CHECK(access({0x01, 0x07}) == Access::write);                    // add %eax,(%rdi)
    CHECK(access({0x03, 0x07}) == Access::read);                     // add (%rdi),%eax
    CHECK(access({0xff, 0x00}) == Access::write);                    // incl (%rax)
    CHECK(access({0xf7, 0x18}) == Access::write);                    // negl (%rax)
    CHECK(access({0xf7, 0x38}) == Access::read);                     // idivl (%rax)
    CHECK(access({0xf0, 0x0f, 0xc1, 0x07}) == Access::write);        // lock xadd %eax,(%rdi)
    CHECK(access({0xf0, 0x48, 0x0f, 0xb1, 0x0a}) == Access::write);  // lock cmpxchg %rcx,(%rdx)
    CHECK(access({0x87, 0x07}) == Access::write);                    // xchg %eax,(%rdi)
}

TEST_CASE("vector and floating instructions") {
    CHECK(access({0x0f, 0x11, 0x07}) == Access::write);                    // movups %xmm0,(%rdi)
    CHECK(access({0x0f, 0x10, 0x06}) == Access::read);                     // movups (%rsi),%xmm0
    CHECK(access({0xf2, 0x0f, 0x11, 0x00}) == Access::write);              // movsd %xmm0,(%rax)
    CHECK(access({0xf2, 0x0f, 0x58, 0x00}) == Access::read);               // addsd (%rax),%xmm0
    CHECK(access({0xc5, 0xfe, 0x7f, 0x07}) == Access::write);              // vmovdqu %ymm0,(%rdi)
    CHECK(access({0xc5, 0xfe, 0x6f, 0x06}) == Access::read);               // vmovdqu (%rsi),%ymm0
    CHECK(access({0x62, 0xe1, 0xfe, 0x28, 0x7f, 0x07}) == Access::write);  // vmovdqu64 %ymm16,(%rdi)
    CHECK(access({0xc4, 0xe2, 0x7d, 0x58, 0x00}) == Access::read);         // vpbroadcastd (%rax),%ymm0
    CHECK(access({0xdd, 0x18}) == Access::write);                          // fstpl (%rax)
    CHECK(access({0xdb, 0x28}) == Access::read);                           // fldt (%rax)
}

TEST_CASE("string instructions: the register that points to the address tells") {
    CHECK(access({0xf3, 0xa4}, 0x9008) == Access::write);       // rep movsb, at %rdi
    CHECK(access({0xf3, 0x48, 0xa5}, 0x1000) == Access::read);  // rep movsq, at %rsi
    CHECK(access({0xf3, 0xaa}, 0x9000) == Access::write);       // rep stosb
    CHECK(access({0xf2, 0xae}, 0x9000) == Access::read);        // repne scasb
}

TEST_CASE("what is not an access to data, or cut off, is unknown") {
    CHECK(access({}) == Access::unknown);
    CHECK(access({0x66}) == Access::unknown);
    CHECK(access({0x0f}) == Access::unknown);
    CHECK(access({0x90}) == Access::unknown);  // nop
    CHECK(access({0xc4, 0xe2}) == Access::unknown);
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            access({static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)});
        }
    }
}
