// What the compiler says about programs it refuses or doubts: place, words, caret. And that it survives all of them.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/cc/run_program.h"

using cc_test::compiled;

namespace {

// All diagnostics of a text, formatted.
std::string said(const std::string& text) {
    return sim::cc::format(compiled(text).diagnostics);
}

bool says(const std::string& text, const std::string& part) {
    return said(text).find(part) != std::string::npos;
}

bool warns_only(const std::string& text, const std::string& part) {
    const sim::cc::Compiled done = compiled(text);
    return done.ok() && sim::cc::format(done.diagnostics).find("warning: " + part) != std::string::npos;
}

}  // namespace

TEST_CASE("a diagnostic names file, line and column and shows the line with a caret") {
    CHECK(said("int main(void) {\n    return x;\n}\n") ==
          "test.c:2:12: error: 'x' undeclared (first use in this function)\n"
          "      return x;\n"
          "             ^\n");
}

TEST_CASE("a missing semicolon is reported once, where it is missing") {
    const auto done = compiled("int main(void) {\n    int x = 5\n    return x;\n}\n");
    REQUIRE(done.diagnostics.size() == 1);
    CHECK(done.diagnostics[0].line == 2);
    CHECK(done.diagnostics[0].column == 14);
    CHECK(done.diagnostics[0].message == "expected ';' before 'return'");
}

TEST_CASE("several errors are reported in one go") {
    const auto done = compiled("int main(void) {\n  int a = b;\n  int c = 1 +;\n  d();\n  return e;\n}\nint f( { }\n");
    int errors = 0;
    for (const auto& one : done.diagnostics) errors += one.severity == sim::cc::Severity::error;
    CHECK(errors == 4);
}

TEST_CASE("type errors") {
    CHECK(says("int main(void) { int *p; return *p * p; }", "invalid operands to binary * (have 'int' and 'int *')"));
    CHECK(
        says("struct s { int a; }; int main(void) { struct s v; return v.b; }", "'struct s' has no member named 'b'"));
    CHECK(says("int main(void) { 5 = 6; }", "lvalue required as left operand of assignment"));
    CHECK(says("int f(int a); int main(void) { return f(); }", "too few arguments to function 'f'"));
    CHECK(says("int f(int a); int main(void) { return f(1, 2); }", "too many arguments to function 'f'"));
    CHECK(says("int main(void) { const int c = 1; c = 2; }", "assignment of read-only variable 'c'"));
    CHECK(says("struct s; int main(void) { struct s v; }", "storage size of 'v' isn't known"));
    CHECK(says("int main(void) { int x; return x(); }", "called object 'x' is not a function"));
    CHECK(says("void f(void); int main(void) { return f() + 1; }", "void value not ignored"));
    CHECK(says("int main(void) { break; }", "break statement not within loop or switch"));
    CHECK(says("int main(void) { goto out; }", "label 'out' used but not defined"));
    CHECK(says("int f(void) { return 1; } int f(void) { return 2; } int main(void) {}", "redefinition of 'f'"));
    CHECK(says("int f(int); int f(char *); int main(void) {}", "conflicting types for 'f'"));
    CHECK(says("int n = 3; int a = n; int main(void) {}", "initializer element is not constant"));
    CHECK(says("int main(void) { switch (1) { case 1: case 1: ; } }", "duplicate case value"));
}

TEST_CASE("what gcc only warns about compiles") {
    CHECK(warns_only("int main(void) { int *p = 5; return p != 0; }",
                     "initialization of 'int *' from 'int' makes pointer from integer without a cast"));
    CHECK(warns_only("int main(void) { int x; char *p = &x; return !p; }", "initialization of 'char *' from 'int *'"));
    CHECK(warns_only("int main(void) { const char *a = \"\"; char *b = a; return !b; }",
                     "initialization of 'char *' from 'const char *' discards 'const' qualifier"));
    CHECK(warns_only("int main(void) { return shmget(1, 2, 3); }",
                     "implicit declaration of function 'shmget'; include <sys/shm.h>"));
    CHECK(warns_only("int main(void) { return 1 / 0; }", "division by zero"));
}

TEST_CASE("names are suggested") {
    CHECK(says("int main(void) { int counter = 0; return countre; }", "did you mean 'counter'?"));
    CHECK(says("int main(void) { return IPC_CREAT; }", "it is declared in <sys/ipc.h>"));
    CHECK(says("int main(void) { pid_t p = 1; return p; }",
               "unknown type name 'pid_t'; it is declared in <sys/types.h>"));
}

TEST_CASE("undefined functions are reported where they are called first") {
    const auto done = compiled("int nowhere(int);\nint main(void) {\n  return nowhere(1);\n}\n");
    REQUIRE(done.diagnostics.size() == 1);
    CHECK(done.diagnostics[0].message == "undefined reference to 'nowhere'");
    CHECK(done.diagnostics[0].line == 3);
    CHECK(done.diagnostics[0].column == 10);
    CHECK(said("int f(void) { return 1; }") == "error: undefined reference to 'main'\n");
}

TEST_CASE("what is not supported is said to be") {
    const char* programs[] = {"int main(void) { asm(\"nop\"); }",
                              "int main(void) { _Complex double z; }",
                              "_Thread_local int x; int main(void) {}",
                              "int main(void) { long double d = 1; return d; }",
                              "_Atomic struct point { int x, y; } p; int main(void) {}",
                              "int main(void) { _Atomic double x = 1; x += 1; return 0; }",
                              "int main(void) { float x; return __atomic_exchange_n(&x, 2, 5) > 1; }",
                              "int main(void) { void *p = &&out; goto *p; out:; }",
                              "int main(void) { return mq_open(\"/q\", 0) < 0; }",
                              "int main(void) { return socket(1, 1, 0); }",
                              "int main(void) { return setns(3, 0x08000000); }",
                              "mqd_t queue; int main(void) {}"};
    for (const char* program : programs) {
        CAPTURE(program);
        CHECK(says(program, "not supported by shmscope: "));
    }
}

TEST_CASE("arrays of variable length are locals") {
    const char* misplaced = "only a local variable that is not static may be of variable length";
    CHECK(says("int n; int a[n]; int main(void) {}", misplaced));
    CHECK(says("int main(int n, char **v) { static int a[n]; }", misplaced));
    CHECK(says("int main(int n, char **v) { int a[n] = {1}; }", "variable-sized object may not be initialized"));
    CHECK(says("int main(int n, char **v) { struct s { int a[n]; } s; }", "field 'a' has variable length"));
    CHECK(says("int main(int n, char **v) { int a[1.5 * n]; }", "size of array has non-integer type"));
    CHECK(says("int main(int n, char **v) { extern int a[n]; }", misplaced));
    CHECK(says("int main(int n, char **v) { static int a[n] = {1}; }", misplaced));
    CHECK(says("int main(int n, char **v) { int a[][n]; }", "array size missing in 'a'"));
    CHECK(says("int main(int n, char **v) { return sizeof(int[][n]); }", "to incomplete type"));
    CHECK(says("int main(int n, char **v) { int a[-1][n]; }", "size of array 'a' is negative"));
    const char* const unsupported[] = {
        "int main(int n, char **v) { typedef int row[n]; }",
        "int n; int (*f(void))[n]; int main(void) {}",
        "int main(int n, char **v) { return ({ int a[n]; a[0] = 1; a[0]; }); }",
        "int main(int n, char **v) { return ((int (*)[n])v)[0][0]; }",
        "int main(int n, char **v) { int a[n]; typeof(a) b; }",
    };
    for (const char* program : unsupported) {
        CAPTURE(program);
        CHECK(says(program, "not supported by shmscope: "));
    }
}

TEST_CASE("_Atomic is for numbers and pointers, and not left out silently") {
    CHECK(says("typedef int row[4]; _Atomic(row) x; int main(void) {}", "'_Atomic'-qualified array type"));
    CHECK(says("_Atomic int x; int *p = &x; int main(void) {}", "incompatible pointer types"));
    CHECK(says("struct s { _Atomic int x : 3; }; int main(void) {}", "bit-field 'x' has atomic type"));
    CHECK(says("int main(void) { _Bool x = 0; return __sync_fetch_and_add(&x, 1); }",
               "operand type '_Bool *' is incompatible with this function"));
    CHECK(said("int main(void) { _Atomic int x = 1; int *_Atomic p; _Atomic(int) *q = &x; p = 0; return *q + !p; }")
              .empty());
}

TEST_CASE("what is not supported has one diagnostic, and no header is named for it") {
    CHECK(said("int main(void) { socket(1, 1, 0); return 0; }") ==
          "test.c:1:18: error: not supported by shmscope: 'socket' (sockets)\n"
          "  int main(void) { socket(1, 1, 0); return 0; }\n"
          "                   ^\n");
}

TEST_CASE("nesting too deep is said once, with the part of the line around it") {
    const std::string text = said("int main(void) { return " + std::string(100'000, '(') + "1; }");
    CHECK(text.find(": error: nesting is too deep (more than 200 ") != std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 3);
    CHECK(text.size() < 1000);
    CHECK(text.ends_with("\n  " + std::string(103, ' ') + "^\n"));
}

TEST_CASE("a byte order mark at the beginning is skipped") {
    CHECK(said("\xef\xbb\xbfint main(void) { return 0; }") == "");
}

TEST_CASE("limits are diagnostics") {
    const auto repeated = [](const std::string& text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    for (const std::string open :
         {"(", "{", "[", "-", "!", "*", "&", "(int)", "x=", "if(1)", "1?1:", "sizeof ", "({"}) {
        CAPTURE(open);
        CHECK_FALSE(compiled("int main(void) { int x; " + repeated(open, 50'000)).ok());
    }
    CHECK(says("int main(void) { int x = 1; return x" + repeated("+x", 20'000) + "; }", "nests too deeply"));
    CHECK_FALSE(compiled("int " + repeated("*", 100'000) + "p; int main(void) {}").ok());
    CHECK_FALSE(compiled("int " + repeated("(", 100'000)).ok());
    CHECK_FALSE(compiled("int a" + repeated("[1]", 100'000) + ";").ok());
    CHECK_FALSE(compiled("int a = " + repeated("{", 100'000)).ok());
    CHECK_FALSE(compiled("struct s {" + repeated("struct {", 100'000)).ok());
    CHECK_FALSE(compiled("int a[1000000000]; int main(void) {}").ok());
    CHECK_FALSE(compiled("int main(void) { int a[1000000000]; }").ok());
}
