#include <doctest/doctest.h>

#include "tests/unit/cc/front_end.h"

using cc_test::Front;

TEST_CASE("object-like macros are rescanned, but never within themselves") {
    CHECK(Front("#define A B\n#define B 3\nA").spelled() == "3");
    CHECK(Front("#define x x + 1\nx").spelled() == "x + 1");
    CHECK(Front("#define a b\n#define b a\na b").spelled() == "a b");
    CHECK(Front("#define A 1\n#undef A\nA").spelled() == "A");
}

TEST_CASE("function-like macros") {
    CHECK(Front("#define MAX(a, b) ((a) > (b) ? (a) : (b))\nMAX(x, f(1, 2))").spelled() ==
          "( ( x ) > ( f ( 1 , 2 ) ) ? ( x ) : ( f ( 1 , 2 ) ) )");
    CHECK(Front("#define F(x) [x]\nF F (1) F\n(2)").spelled() == "F [ 1 ] [ 2 ]");
    CHECK(Front("#define F() 1\nF() F( )").spelled() == "1 1");
    CHECK(Front("#define F(x) <x>\nF() F((a,b))").spelled() == "< > < ( a , b ) >");
    CHECK(Front("#define F (1)\nF").spelled() == "( 1 )");
    CHECK(Front("#define F(a, b) a-b\nF(1\n,\n2)").spelled() == "1 - 2");
}

// C17 6.10.3.5, examples 3, 4, 5 and 7.
TEST_CASE("the examples of the standard") {
    const std::string definitions =
        "#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n"
        "#define m(a) a(w)\n#define w 0,1\n#define t(a) a\n#define p() int\n#define q(x) x\n#define r(x,y) x ## y\n"
        "#define str(x) # x\n";
    CHECK(Front(definitions + "f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);").spelled() ==
          "f ( 2 * ( y + 1 ) ) + f ( 2 * ( f ( 2 * ( z [ 0 ] ) ) ) ) % f ( 2 * ( 0 ) ) + t ( 1 ) ;");
    CHECK(Front(definitions + "g(x+(3,4)-w) | h 5) & m\n(f)^m(m);").spelled() ==
          "f ( 2 * ( 2 + ( 3 , 4 ) - 0 , 1 ) ) | f ( 2 * ( ~ 5 ) ) & f ( 2 * ( 0 , 1 ) ) ^ m ( 0 , 1 ) ;");
    CHECK(Front(definitions + "p() i[q()] = { q(1), r(2,3), r(4,), r(,5), r(,) };").spelled() ==
          "int i [ ] = { 1 , 23 , 4 , 5 , } ;");
    CHECK(Front(definitions + "str(hello) str(  a   +b ) str(\"x\\n\") str()").spelled() == "\"helloa +b\"x\\n\"\"");

    const std::string strings =
        "#define str(s) # s\n#define xstr(s) str(s)\n#define INCFILE(n) vers ## n\n#define glue(a, b) a ## b\n"
        "#define xglue(a, b) glue(a, b)\n#define HIGHLOW \"hello\"\n#define LOW LOW \", world\"\n";
    CHECK(Front(strings + "xstr(INCFILE(2).h)").spelled() == "\"vers2.h\"");
    CHECK(Front(strings + "glue(HIGH, LOW); xglue(HIGH, LOW)").spelled() == "\"hello\" ; \"hello, world\"");
    CHECK(Front("#define hash_hash # ## #\n#define mkstr(a) # a\n#define in_between(a) mkstr(a)\n"
                "#define join(c, d) in_between(c hash_hash d)\njoin(x, y)")
              .spelled() == "\"x ## y\"");
    CHECK(Front("#define t(x,y,z) x ## y ## z\nt(1,2,3) t(,4,5) t(6,,7) t(8,9,) t(10,,) t(,11,) t(,,12) t(,,)")
              .spelled() == "123 45 67 89 10 11 12");
}

TEST_CASE("variadic macros") {
    CHECK(Front("#define D(...) f(__VA_ARGS__)\nD(1, 2) D()").spelled() == "f ( 1 , 2 ) f ( )");
    CHECK(Front("#define D(a, ...) f(a, ## __VA_ARGS__)\nD(1) D(1, 2, 3)").spelled() == "f ( 1 ) f ( 1 , 2 , 3 )");
    CHECK(Front("#define D(fmt, args...) f(fmt, args)\nD(1, 2, 3)").spelled() == "f ( 1 , 2 , 3 )");
    CHECK(Front("#define S(...) #__VA_ARGS__\nS(a, \"b\",c)").spelled() == "\"a, \"b\",c\"");
}

TEST_CASE("wrong macros are refused") {
    CHECK(Front("#define F(a, b) a\nF(1)").complains_of("takes 2 arguments, but 1 are given"));
    CHECK(Front("#define F(a) a\nF(1, 2)").complains_of("takes 1 arguments, but 2 are given"));
    CHECK(Front("#define F(a) a\nF(1").complains_of("unterminated argument list"));
    CHECK(Front("#define F(a) #b").complains_of("'#' is not followed by a macro parameter"));
    CHECK(Front("#define F ## a").complains_of("'##' cannot appear"));
    CHECK(Front("#define F(a a").complains_of("expected ',' or ')'"));
    CHECK(Front("#define F(a, a) a").complains_of("expected another parameter name"));
    CHECK(Front("#define 1 a").complains_of("macro names must be identifiers"));
    CHECK(Front("#define J(a, b) a ## b\nJ(+, x)").complains_of("pasting \"+\" and \"x\""));
    CHECK(Front("#define J(a, b) a ## b\nJ(/, *) int").complains_of("pasting \"/\" and \"*\""));
    CHECK(Front("#define A 1\n#define A 2\n").message() == "\"A\" redefined");
    CHECK(Front("#define A  1\n#define A 1\n").message().empty());
}

TEST_CASE("#if chooses by constant expressions") {
    const auto chosen = [](const std::string& condition) {
        const Front front("#define FOUR 4\n#define EMPTY\n#if " + condition + "\nyes\n#else\nno\n#endif\n");
        return front.diagnostics.failed() ? front.message() : front.spelled();
    };
    CHECK(chosen("1") == "yes");
    CHECK(chosen("FOUR == 2 + 2 && !defined(FIVE)") == "yes");
    CHECK(chosen("defined FOUR && defined EMPTY") == "yes");
    CHECK(chosen("UNKNOWN") == "no");
    CHECK(chosen("1 ? 0 : 1/0") == "no");
    CHECK(chosen("0 && 1/0") == "no");
    CHECK(chosen("-1 > 0u") == "yes");
    CHECK(chosen("-1 < 0") == "yes");
    CHECK(chosen("0x80000000 > 0 && -0x80000000 < 0") == "yes");
    CHECK(chosen("(2 - 3 * 4 == -10) && (7 % 3 == 1) && (1 << 4 >> 2 == 4)") == "yes");
    CHECK(chosen("'a' == 97 && ~0 == -1") == "yes");
    CHECK(chosen("-9223372036854775807 - 1 < 0 && (-9223372036854775807 - 1) / -1 < 0") == "yes");
    CHECK(chosen("__STDC_VERSION__ >= 201112L && __x86_64__ && __INT_MAX__ == 2147483647") == "yes");
    CHECK(chosen("") == "#if with no expression");
    CHECK(chosen("1/0") == "division by zero in #if");
    CHECK(chosen("1.0") == "floating constant in expression of #if");
    CHECK(chosen("(1") == "missing ')' in expression of #if");
    CHECK(chosen("1 2") == "missing binary operator in #if");
    CHECK(chosen("1 +") == "expression of #if ends too early");
}

TEST_CASE("groups: the first that holds is read, nested ones in skipped text are not") {
    CHECK(Front("#if 0\na\n#elif 1\nb\n#elif 1\nc\n#else\nd\n#endif\ne").spelled() == "b e");
    CHECK(Front("#if 0\n#if 1\na\n#else\nb\n#endif\n#else\nc\n#endif").spelled() == "c");
    CHECK(Front("#ifdef A\na\n#endif\n#ifndef A\nb\n#endif").spelled() == "b");
    CHECK(Front("#if 1\na\n#elif 1/0\nb\n#endif").spelled() == "a");
    CHECK(Front("#if 0\ndon't \"care\n#foo\n#endif\nx").spelled() == "x");
    CHECK(Front("#if 1\n").complains_of("unterminated conditional"));
    CHECK(Front("#if 0\n").complains_of("unterminated conditional"));
    CHECK(Front("#endif\n").complains_of("#endif without #if"));
    CHECK(Front("#else\n").complains_of("#else without #if"));
    CHECK(Front("#if 0\n#else\n#else\n#endif\n").complains_of("#else after #else"));
    CHECK(Front("#if 1\n#else\n#elif 1\n#endif\n").complains_of("#elif after #else"));
}

TEST_CASE("headers are found by name, local ones first for quotes") {
    const std::vector<sim::cc::Source> system = {{"a.h", "system_a"}, {"sys/b.h", "#pragma once\nsys_b"}};
    const std::vector<sim::cc::Source> local = {{"a.h", "local_a"}, {"own.h", "#include \"a.h\"\n"}};
    CHECK(Front("#include <a.h>\n", system, local).spelled() == "system_a");
    CHECK(Front("#include \"a.h\"\n", system, local).spelled() == "local_a");
    CHECK(Front("#include \"own.h\"\nx", system, local).spelled() == "local_a x");
    CHECK(Front("#include \"./sys/b.h\"\n#include <sys/b.h>\n", system, local).spelled() == "sys_b");
    CHECK(Front("#define H <a.h>\n#include H\n", system).spelled() == "system_a");
    CHECK(Front("#define H \"own.h\"\n#include H\n", system, local).spelled() == "local_a");
    const Front both("#include <a.h>\n#include \"a.h\"\n", system, local);
    CHECK(both.spelled() == "system_a local_a");
    CHECK(both.sources.files[2].library);
    CHECK_FALSE(both.sources.files[3].library);
}

TEST_CASE("missing headers are named, those not modelled told apart") {
    CHECK(Front("#include <nothing.h>\nint").complains_of("\"nothing.h\": no such header"));
    CHECK(Front("#include <pthread.h>\n").complains_of("shmscope does not model"));
    const std::vector<sim::cc::Source> local = {{"own.h", ""}};
    CHECK(Front("#include <own.h>\n", {}, local).complains_of("write #include \"own.h\""));
    CHECK(Front("#include own\n").complains_of("#include expects"));
    CHECK(Front("#include\n").complains_of("#include expects"));
    CHECK(Front("#include <a.h\n").complains_of("#include expects"));
    const Front front("\n  #include <x/y.h>\n");
    CHECK(front.diagnostics.all()[0].line == 2);
    CHECK(front.diagnostics.all()[0].column == 12);
}

TEST_CASE("other directives") {
    CHECK(Front("#error don't do that\n").complains_of("#error don't do that"));
    CHECK(Front("#warning careful\nx").spelled() == "x");
    CHECK(Front("#warning careful\nx").message() == "#warning careful");
    CHECK(Front("#pragma GCC whatever\n#\n#line 7\n# 33 \"x\"\nx").spelled() == "x");
    CHECK(Front("#frob\n").complains_of("invalid preprocessing directive #frob"));
}

TEST_CASE("predefined macros") {
    CHECK(Front("__FILE__ __LINE__\n__LINE__ __COUNTER__ __COUNTER__").spelled() == "\"test.c\" 1 2 0 1");
    CHECK(Front("#define L __LINE__\n\nL").spelled() == "3");
    CHECK(Front("__STDC__ __LP64__ __linux__ __GNUC__").spelled() == "1 1 1 12");
    CHECK(Front("__DATE__ __TIME__").tokens()[0].string == "Jan  1 202600:00:00");
}

TEST_CASE("a token out of a macro stands where the macro was used, an argument where it was written") {
    const Front front("#define ADD(a) (a + 1)\n\n  ADD(\n   b)");
    CHECK(front.tokens()[0].at.line == 3);
    CHECK(front.tokens()[0].at.column == 3);
    CHECK(front.tokens()[1].at.line == 4);
    CHECK(front.tokens()[2].at.line == 3);
}

TEST_CASE("bombs end with a diagnostic") {
    std::string doubling = "#define A0 x x\n";
    for (int i = 1; i < 60; ++i) {
        const std::string last = std::to_string(i - 1);
        doubling += "#define A" + std::to_string(i) + " A" + last + " A" + last + "\n";
    }
    CHECK(Front(doubling + "A59").diagnostics.failed());

    std::string chain;
    for (int i = 0; i < 5000; ++i) chain += "#define B" + std::to_string(i) + " B" + std::to_string(i + 1) + "\n";
    CHECK(Front(chain + "B0").complains_of("nested too deeply"));

    std::string brackets = "#define F(x) x\n";
    for (int i = 0; i < 5000; ++i) brackets += "F(";
    CHECK(Front(brackets + std::string(5000, ')')).diagnostics.failed());

    const std::vector<sim::cc::Source> twice = {{"t.h", "#include \"t.h\"\n#include \"t.h\"\n"}};
    CHECK(Front("#include \"t.h\"\n", {}, twice).complains_of("nested too deeply"));

    std::string longer = "#define P(x) Q(x)\n#define Q(x) x##x\n";
    for (int i = 0; i < 60; ++i) longer += "P(";
    CHECK(Front(longer + 'a' + std::string(60, ')')).diagnostics.failed());
    CHECK(Front("#if " + std::string(100000, '(') + "\n#endif").complains_of("nested too deeply"));
    CHECK(Front("#if " + std::string(100000, '!') + "1\n#endif").complains_of("nested too deeply"));
}
