#include <doctest/doctest.h>

#include "tests/unit/cc/front_end.h"

using cc_test::Front;
using sim::cc::IntegerType;
using sim::cc::TokenKind;

namespace {

sim::cc::Token only(const std::string& text) {
    const Front front(text);
    CHECK(front.diagnostics.all().empty());
    REQUIRE(front.tokens().size() == 2);
    return front.tokens()[0];
}

std::string complaint(const std::string& text) {
    const Front front(text);
    CHECK(front.diagnostics.failed());
    return front.message();
}

}  // namespace

TEST_CASE("integer constants have the value and the type C17 gives them") {
    struct Row {
        const char* text;
        std::uint64_t value;
        IntegerType type;
    };
    const Row rows[] = {
        {"0", 0, IntegerType::int_},
        {"2147483647", 2147483647, IntegerType::int_},
        {"2147483648", 2147483648, IntegerType::long_},
        {"0x7fffffff", 0x7fffffff, IntegerType::int_},
        {"0x80000000", 0x80000000, IntegerType::unsigned_},
        {"0xffffffffffffffff", 0xffffffffffffffff, IntegerType::unsigned_long},
        {"0755", 493, IntegerType::int_},
        {"0b1010", 10, IntegerType::int_},
        {"10u", 10, IntegerType::unsigned_},
        {"10L", 10, IntegerType::long_},
        {"10ull", 10, IntegerType::unsigned_long},
        {"10LLU", 10, IntegerType::unsigned_long},
        {"4294967296u", 4294967296, IntegerType::unsigned_long},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const sim::cc::Token token = only(row.text);
        CHECK(token.kind == TokenKind::integer);
        CHECK(token.integer == row.value);
        CHECK(token.integer_type == row.type);
    }
}

TEST_CASE("wrong numbers are refused") {
    CHECK(complaint("int a = 08;") == "invalid digit \"8\" in octal constant");
    CHECK(complaint("0b102") == "invalid digit \"2\" in binary constant");
    CHECK(complaint("12abc") == "invalid suffix \"abc\" on integer constant");
    CHECK(complaint("1lul") == "invalid suffix \"lul\" on integer constant");
    CHECK(complaint("1lL") == "invalid suffix \"lL\" on integer constant");
    CHECK(complaint("0x") == "no digits in constant \"0x\"");
    CHECK(complaint("99999999999999999999") == "integer constant is too large for any integer type");
    CHECK(complaint("1.5x") == "invalid suffix \"x\" on floating constant");
    CHECK(complaint("1e+") == "exponent has no digits");
    CHECK(complaint("1.2.3") == "invalid suffix \".3\" on floating constant");
    CHECK(complaint("1.0L") == "long double is not supported");
    CHECK(complaint("0x1.8") == "hexadecimal floating constants require an exponent");
}

TEST_CASE("floating constants") {
    CHECK(only("1.5").floating == 1.5);
    CHECK(only(".25").floating == 0.25);
    CHECK(only("1e3").floating == 1000.0);
    CHECK(only("1E-2").floating == 0.01);
    CHECK(only("0x1.8p3").floating == 12.0);
    CHECK(only("1.").kind == TokenKind::floating);
    CHECK(only("0.1f").is_float);
    CHECK(only("0.1f").floating == static_cast<double>(0.1f));
}

TEST_CASE("character constants are ints") {
    CHECK(only("'a'").integer == 'a');
    CHECK(only("'\\n'").integer == 10);
    CHECK(only("'\\0'").integer == 0);
    CHECK(only("'\\x41'").integer == 0x41);
    CHECK(only("'\\101'").integer == 65);
    CHECK(only("'\\''").integer == '\'');
    CHECK(static_cast<std::int64_t>(only("'\\377'").integer) == -1);
    CHECK(complaint("''") == "empty character constant");
    CHECK(complaint("L'a'") == "wide character constants are not supported");
    CHECK(complaint("char c = 'a;\nint x;") == "missing terminating ' character");
    const Front packed("'ab'");
    CHECK(packed.tokens()[0].integer == ('a' << 8 | 'b'));
    CHECK(packed.message() == "multi-character character constant");
}

TEST_CASE("strings: escapes are resolved, adjacent literals joined") {
    CHECK(only("\"a\\tb\\\\\\\"\"").string == "a\tb\\\"");
    CHECK(only("\"\\x41\\102\\u00e9\"").string == "AB\xc3\xa9");
    CHECK(only("\"one \" /* and */\n \"two\"").string == "one two");
    CHECK(only("\"\\x1\" \"2\"").string == std::string("\x01") + "2");
    CHECK(only("\"a\\0b\"").string == std::string("a\0b", 3));
    CHECK(only("u8\"x\"").string == "x");
    CHECK(complaint("L\"x\"") == "wide string literals are not supported");
    CHECK(complaint("puts(\"abc);\n") == "missing terminating \" character");
    CHECK(complaint("\"\\xg\"") == "\\x used with no following hex digits");
}

TEST_CASE("punctuators are as long as possible, digraphs mean the usual ones") {
    CHECK(Front("a+++b>>=c->d...").spelled() == "a ++ + b >>= c -> d ...");
    CHECK(Front("<% a<:1:> %>").spelled() == "{ a [ 1 ] }");
}

TEST_CASE("keywords are told from identifiers, in gcc's spellings too") {
    const Front front("int inty __volatile__ __func__ _Bool");
    CHECK(front.tokens()[0].kind == TokenKind::keyword);
    CHECK(front.tokens()[1].kind == TokenKind::identifier);
    CHECK(front.tokens()[2].is("volatile"));
    CHECK(front.tokens()[3].kind == TokenKind::identifier);
    CHECK(front.tokens()[4].kind == TokenKind::keyword);
}

TEST_CASE("places count lines and bytes, across splices, comments and CRLF") {
    const Front front("int a;\r\n  b\\\n c /* x\n */ d\n");
    const auto& tokens = front.tokens();
    CHECK(tokens[1].at.column == 5);
    CHECK(tokens[3].text == "b");
    CHECK(tokens[3].at.line == 2);
    CHECK(tokens[3].at.column == 3);
    CHECK(tokens[4].text == "c");
    CHECK(tokens[4].at.line == 3);
    CHECK(tokens[4].at.column == 2);
    CHECK(tokens[5].at.line == 4);
    CHECK(tokens[5].at.column == 5);
}

TEST_CASE("a splice may stand inside a token") {
    CHECK(Front("in\\\nt x = 1\\\n2;").spelled() == "int x = 12 ;");
    CHECK(Front("// comment \\\n goes on\nint").spelled() == "int");
}

TEST_CASE("strange bytes are named") {
    CHECK(complaint("int a@;") == "stray '@' in program");
    CHECK(complaint("puts(\xe2\x80\x9chi\xe2\x80\x9d);").find("typographic quote") == 0);
    CHECK(complaint("int\xc2\xa0x;").find("no-break space") == 0);
    CHECK(complaint("\xff") == "stray '\\xff' in program");
    CHECK(complaint("/* never closed") == "unterminated comment");
    CHECK(Front(std::string("int a\0;", 7)).message() == "null character ignored");
}

TEST_CASE("a diagnostic quotes its line with a caret") {
    const Front front("int a;\n\tint b = 09;\n");
    REQUIRE(front.diagnostics.all().size() == 1);
    CHECK(sim::cc::format(front.diagnostics.all()[0]) ==
          "test.c:2:10: error: invalid digit \"9\" in octal constant\n"
          "  \tint b = 09;\n"
          "  \t        ^\n");
}

TEST_CASE("no text crashes the front end") {
    const std::string pieces[] = {"#",        "define ",
                                  "F",        "(",
                                  ")",        "x",
                                  ",",        "##",
                                  "\"",       "'",
                                  "\\",       "\n",
                                  "/*",       "if",
                                  "elif ",    "//",
                                  "1",        "e+",
                                  "?",        ":",
                                  "<<",       "<",
                                  ">",        "\xff",
                                  "include ", std::string(1, '\0'),
                                  " ",        "endif",
                                  "else",     "__VA_ARGS__",
                                  "...",      "\\x",
                                  "\r"};
    std::uint32_t state = 12345;
    const auto random = [&state](std::uint32_t below) {
        state = state * 1664525u + 1013904223u;
        return (state >> 8) % below;
    };
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (std::uint32_t i = random(60); i > 0; --i) text += pieces[random(std::size(pieces))];
        const Front front(text);
        REQUIRE(!front.tokens().empty());
        CHECK(front.tokens().back().kind == TokenKind::end);
    }
}
