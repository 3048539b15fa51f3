#include "sim/hw/arithmetic.h"

#include <doctest/doctest.h>

#include <clocale>
#include <cmath>
#include <limits>
#include <string>

#include "sim/hw/number_text.h"
#include "tests/unit/hw/bench.h"

using namespace bench;

namespace {

constexpr std::uint64_t u(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::uint64_t kIntMin = u(std::numeric_limits<std::int32_t>::min());

std::string text_of(double value, char conversion, std::uint64_t precision, bool alternate = false) {
    std::string text;
    for (std::uint64_t chunk = 0;; ++chunk) {
        const std::uint64_t request = static_cast<unsigned char>(conversion) | precision << kFormatPrecisionShift |
                                      std::uint64_t{alternate} << kFormatAlternateBit | chunk << kFormatChunkShift;
        const std::uint64_t eight = format_double(value, request);
        for (int i = 0; i < 8; ++i) {
            const char c = static_cast<char>(eight >> (8 * i));
            if (c == 0) return text;
            text += c;
        }
    }
}

}  // namespace

TEST_CASE("integer arithmetic wraps, the W forms wrap at 32 bits and extend the sign") {
    Bench bench;
    CHECK(bench.binary(Op::add, ~0ull, 1) == 0);
    CHECK(bench.binary(Op::sub, 0, 1) == ~0ull);
    CHECK(bench.binary(Op::mul, 1ull << 63, 2) == 0);
    CHECK(bench.binary(Op::addw, 0x7fff'ffff, 1) == kIntMin);
    CHECK(bench.binary(Op::subw, kIntMin, 1) == 0x7fff'ffff);
    CHECK(bench.binary(Op::mulw, 0x10000, 0x10000) == 0);
}

TEST_CASE("immediates are sign-extended, lih fills the upper half") {
    Bench bench;
    bench.run_text({{Op::li, 0, 0, 0, -1}});
    CHECK(bench.reg(0) == ~0ull);
    bench.run_text({{Op::li, 0, 0, 0, -1}, {Op::lih, 0, 0, 0, 0x1234}});
    CHECK(bench.reg(0) == 0x1234'ffff'ffff);
    bench.reg(1) = 5;
    bench.run_text({{Op::addi, 0, 1, 0, -7}});
    CHECK(bench.reg(0) == u(-2));
    bench.reg(1) = 0x7fff'ffff;
    bench.run_text({{Op::addiw, 0, 1, 0, 1}});
    CHECK(bench.reg(0) == kIntMin);
}

TEST_CASE("division truncates towards zero") {
    Bench bench;
    CHECK(bench.binary(Op::div, u(-7), 2) == u(-3));
    CHECK(bench.binary(Op::rem, u(-7), 2) == u(-1));
    CHECK(bench.binary(Op::divu, u(-7), 2) == (~0ull - 6) / 2);
    CHECK(bench.binary(Op::remu, 7, 4) == 3);
    CHECK(bench.binary(Op::divw, u(-7), u(-2)) == 3);
    CHECK(bench.binary(Op::div, u(kMin), 1) == u(kMin));
}

TEST_CASE("division by zero and MIN / -1 trap with nothing changed") {
    struct Case {
        Op op;
        std::uint64_t left, right;
    };
    const Case cases[] = {{Op::div, 1, 0},           {Op::rem, 1, 0},           {Op::divw, 1, 0},
                          {Op::remw, 1, 1ull << 32}, {Op::divu, 1, 0},          {Op::remu, 1, 0},
                          {Op::div, u(kMin), u(-1)}, {Op::rem, u(kMin), u(-1)}, {Op::divw, kIntMin, u(-1)},
                          {Op::remw, kIntMin, u(-1)}};
    for (const Case& c : cases) {
        Bench bench;
        bench.reg(0) = 77;
        bench.reg(1) = c.left;
        bench.reg(2) = c.right;
        const Trap trap = bench.run_text({{c.op, 0, 1, 2, 0}});
        CHECK(trap.kind == TrapKind::divide);
        CHECK(trap.instructions == 0);
        CHECK(bench.context.pc == 0);
        CHECK(bench.reg(0) == 77);
    }
}

TEST_CASE("shifts mask their count") {
    Bench bench;
    CHECK(bench.binary(Op::shl, 1, 65) == 2);
    CHECK(bench.binary(Op::shr, 1ull << 63, 63) == 1);
    CHECK(bench.binary(Op::sar, u(kMin), 63) == ~0ull);
    CHECK(bench.binary(Op::shlw, 1, 31) == kIntMin);
    CHECK(bench.binary(Op::shlw, 1, 33) == 2);
    CHECK(bench.binary(Op::sarw, kIntMin, 31) == ~0ull);
    CHECK(bench.binary(Op::shrw, kIntMin, 31) == 1);
}

TEST_CASE("extensions, logic and comparisons") {
    Bench bench;
    CHECK(bench.binary(Op::sext8, 0x80, 0) == u(-128));
    CHECK(bench.binary(Op::zext8, 0x1ff, 0) == 0xff);
    CHECK(bench.binary(Op::sext16, 0x8000, 0) == u(-32768));
    CHECK(bench.binary(Op::zext16, ~0ull, 0) == 0xffff);
    CHECK(bench.binary(Op::sext32, 0x8000'0000, 0) == kIntMin);
    CHECK(bench.binary(Op::zext32, ~0ull, 0) == 0xffff'ffff);
    CHECK(bench.binary(Op::not_, 0, 0) == ~0ull);
    CHECK(bench.binary(Op::neg, 5, 0) == u(-5));
    CHECK(bench.binary(Op::xor_, 6, 3) == 5);
    CHECK(bench.binary(Op::slt, u(-1), 0) == 1);
    CHECK(bench.binary(Op::sltu, u(-1), 0) == 0);
    CHECK(bench.binary(Op::sle, 3, 3) == 1);
    CHECK(bench.binary(Op::sleu, 4, 3) == 0);
    CHECK(bench.binary(Op::snez, 4, 0) == 1);
    CHECK(bench.binary(Op::seqz, 4, 0) == 0);
}

TEST_CASE("doubles compute as IEEE 754, NaNs as SSE2 makes them") {
    Bench bench;
    CHECK(as_double(bench.binary(Op::fadd, as_bits(0.1), as_bits(0.2))) == 0.1 + 0.2);
    CHECK(as_double(bench.binary(Op::fdiv, as_bits(1), as_bits(0))) == HUGE_VAL);
    CHECK(bench.binary(Op::fdiv, as_bits(0), as_bits(0)) == 0xfff8'0000'0000'0000);
    const std::uint64_t payload = 0x7ff8'0000'0000'0042;
    CHECK(bench.binary(Op::fadd, as_bits(1), payload) == payload);
    CHECK(bench.binary(Op::feq, payload, payload) == 0);
    CHECK(bench.binary(Op::fne, payload, payload) == 1);
    CHECK(bench.binary(Op::fle, as_bits(-0.0), as_bits(0.0)) == 1);
    CHECK(bench.binary(Op::fneg, as_bits(0.0), 0) == as_bits(-0.0));
    CHECK(as_double(bench.binary(Op::fround, as_bits(0.1), 0)) == static_cast<double>(0.1f));
}

TEST_CASE("conversions truncate, out of range gives what cvttsd2si gives") {
    Bench bench;
    CHECK(as_double(bench.binary(Op::cvt_i_d, u(-3), 0)) == -3.0);
    CHECK(as_double(bench.binary(Op::cvt_u_d, ~0ull, 0)) == 18446744073709551616.0);
    CHECK(bench.binary(Op::cvt_d_i, as_bits(-3.9), 0) == u(-3));
    CHECK(bench.binary(Op::cvt_d_i, as_bits(1e300), 0) == u(kMin));
    CHECK(bench.binary(Op::cvt_d_i, as_bits(std::nan("")), 0) == u(kMin));
    CHECK(bench.binary(Op::cvt_d_u, as_bits(1.8e19), 0) == 18'000'000'000'000'000'000ull);
    CHECK(bench.binary(Op::cvt_d_u, as_bits(-1.0), 0) == ~0ull);
    CHECK(bench.binary(Op::cvt_d_u, as_bits(1e300), 0) == 0);
}

TEST_CASE("fmtd gives printf's text in chunks of eight characters") {
    CHECK(text_of(3.14159, 'f', 2) == "3.14");
    CHECK(text_of(-0.5, 'e', 3) == "-5.000e-01");
    CHECK(text_of(1e10, 'g', 6) == "1e+10");
    CHECK(text_of(1e10, 'G', 6) == "1E+10");
    CHECK(text_of(2, 'f', 0) == "2");
    CHECK(text_of(2, 'f', 0, true) == "2.");
    CHECK(text_of(2, 'g', 4, true) == "2.000");
    CHECK(text_of(1.0 / 3, 'f', 20) == "0.33333333333333331483");
    CHECK(text_of(-HUGE_VAL, 'f', 6) == "-inf");
    CHECK(text_of(HUGE_VAL, 'F', 6) == "INF");
    CHECK(text_of(12345678, 'f', 0) == "12345678");  // exactly one chunk, then one of zeroes
    CHECK(text_of(1.7976931348623157e308, 'f', 511).size() == 309 + 1 + 511);
    CHECK(text_of(1, 'f', 0xfff).size() == 2 + 511);
}

TEST_CASE("the text does not follow the host's locale") {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "ps_AF.UTF-8"}) {
        if (std::setlocale(LC_NUMERIC, name) == nullptr) continue;
        CHECK(text_of(3.5, 'f', 1) == "3.5");
        CHECK(scale_decimal(35, -1) == 3.5);
    }
    std::setlocale(LC_NUMERIC, before.c_str());
}

TEST_CASE("scaled rounds decimals correctly") {
    Bench bench;
    CHECK(as_double(bench.binary(Op::scaled, 1, u(-1))) == 0.1);
    CHECK(as_double(bench.binary(Op::scaled, 17976931348623157ull, 292)) == 1.7976931348623157e308);
    CHECK(as_double(bench.binary(Op::scaled, 5, u(-324))) == 5e-324);
    CHECK(as_double(bench.binary(Op::scaled, 1, 400)) == HUGE_VAL);
    CHECK(as_double(bench.binary(Op::scaled, 1, u(kMin))) == 0.0);
    CHECK(as_double(bench.binary(Op::scaled, 0, 5'000'000'000)) == 0.0);
    CHECK(as_double(bench.binary(Op::scaled, ~0ull, 0)) == 18446744073709551615.0);
}
