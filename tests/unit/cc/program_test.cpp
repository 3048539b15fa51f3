// The language, feature by feature: programs whose main returns what gcc's does.
#include <doctest/doctest.h>

#include "tests/unit/cc/run_program.h"

using cc_test::result;
using cc_test::run;

TEST_CASE("integers wrap, convert and promote as on x86-64") {
    CHECK(result("unsigned char c = 250; c += 10; return c;") == 4);
    CHECK(result("signed char c = 127; c++; return c == -128;") == 1);
    CHECK(result("int x = 2147483647; x++; return x < 0;") == 1);
    CHECK(result("return -1 < 1u;") == 0);
    CHECK(result("return (long)-1 < 1u;") == 1);
    CHECK(result("unsigned u = -1; return u / 2 == 2147483647;") == 1);
    CHECK(result("return (-7 / 2 == -3) + 2 * (-7 % 2 == -1) + 4 * (-7 >> 1 == -4);") == 7);
    CHECK(result("int s = 35; return 1 << s;") == 8);
    CHECK(result("char c = 200; return c < 0;") == 1);
    CHECK(result("_Bool b = 256; b += 5; return b;") == 1);
    CHECK(result("unsigned short s = 65535; return s * s == -131071;") == 1);
    CHECK(result("return sizeof(long long) * 10 + sizeof 'a' + sizeof(_Bool);") == 85);
    CHECK(result("int zero = 0; return 1 / zero;") == 128 + 8);
    CHECK(result("int least = -2147483647 - 1, minus = -1; return least % minus;") == 128 + 8);
}

TEST_CASE("floating point") {
    CHECK(result("float f = 16777216; f += 1; return f == 16777216;") == 1);
    CHECK(result("double d = 0.1 + 0.2; return d == 0.3;") == 0);
    CHECK(result("double d = 3.99; return (int)d + (int)-d;") == 0);
    CHECK(result("double big = 1e10; return (int)big == -2147483647 - 1;") == 1);
    CHECK(result("return (int)1e10 == 2147483647;") == 1);
    CHECK(result("unsigned long u = ~0ul; return (double)u == 18446744073709551616.0;") == 1);
    CHECK(result("double zero = 0; return 1 / zero > 1e308 && zero / zero != zero / zero;") == 1);
    CHECK(result("return half(7) == 3.5f;", "float half(float f) { return f / 2; }") == 1);
}

TEST_CASE("operands are evaluated in gcc's order") {
    const std::string f = "int x = 1; int f(void) { x = 10; return 5; }";
    CHECK(run(f + "\n#include <stdio.h>\nint main(void) { printf(\"%d %d\", x, f()); }").output == "10 5");
    CHECK(result("return x + f();", f) == 15);
    CHECK(result("return x - f() + 10;", f) == 6);
    CHECK(result("x += f(); return x;", f) == 15);
    CHECK(result("int k = 5; k = k + k++; return k;") == 11);
    CHECK(result("int k = 5; k = k++ + ++k; return k;") == 12);
    CHECK(result("int a[3] = {0}, i = 0; a[i] = ++i; return a[1];") == 1);
    CHECK(run("#include <stdio.h>\nint main(void) { int i = 5; printf(\"%d %d %d %d %d\", i++, i--, ++i, --i, i); }")
              .output == "4 5 5 5 5");
}

TEST_CASE("pointers, arrays and strings") {
    CHECK(result("int a[5] = {1, 2, 3}, *p = a + 1; return p[1] * 10 + *(p - 1) + a[4];") == 31);
    CHECK(result("int m[2][3] = {1, 2, 3, 4}; int (*row)[3] = m; return row[1][0] * 10 + sizeof m;") == 64);
    CHECK(result("int a[] = {[3] = 4, 5, [1] = 2}; return sizeof a / sizeof *a * 10 + a[1] + a[4];") == 57);
    CHECK(result("char s[] = \"a\\0b\"; return sizeof s;") == 4);
    CHECK(result("char *a = \"same\", *b = \"same\"; return a == b;") == 1);
    CHECK(result("char *s = \"read only\"; s[0] = 'x'; return 0;") == 128 + 11);
    CHECK(result("void *p = (void *)8; return (long)(p + 2);") == 10);
    CHECK(result("return 1[\"abc\"];") == 'b');
    CHECK(result("return table[1](7, 3);",
                 "int a(int x, int y) { return x + y; } int s(int x, int y) { return x - y; }"
                 "int (*table[])(int, int) = {a, s};") == 4);
    CHECK(result("return (***f)();", "int f(void) { return 9; }") == 9);
    CHECK(result("return *p + *q;", "int a[4] = {1, 2, 3, 4}; int *p = &a[2], *q = a + 3;") == 7);
    CHECK(result("int *p = 0; return *p;") == 128 + 11);
}

TEST_CASE("structures and unions by value") {
    const std::string point =
        "struct point { int x, y; }; struct point make(int x, int y) "
        "{ struct point p = {x, y}; return p; }";
    CHECK(result("return make(3, 4).y;", point) == 4);
    CHECK(result("struct point a = make(1, 2), b; b = a; b.x = 9; return a.x * 10 + b.x;", point) == 19);
    CHECK(result("struct point p = {.y = 5}; struct point *q = &p; q->x++; return p.x * 10 + p.y;", point) == 15);
    CHECK(result("return ((struct point){6, 7}).y;", point) == 7);
    CHECK(result("return sum(make(1, 2), make(3, 4));",
                 point + "int sum(struct point a, struct point b) { a.x += b.y; return a.x; }") == 5);
    CHECK(result("struct big b = fill(2); return b.v[20] + fill(3).v[1];",
                 "struct big { int v[30]; }; struct big fill(int n) { struct big b; for (int i = 0; i < 30; i++) "
                 "b.v[i] = i * n; return b; }") == 43);
    CHECK(result("union { float f; unsigned u; } v; v.f = 1; return v.u == 0x3f800000;") == 1);
    CHECK(result("struct { int a; struct { int b, c; }; union { int d; char e; }; } s = {1, {2, 3}, {4}}; "
                 "return s.a + s.b + s.c + s.e;") == 10);
    CHECK(result("return sizeof(struct s);", "struct s { char c; long l; short h; };") == 24);
    CHECK(result("return sizeof(struct s);", "struct s { char c; long l; } __attribute__((packed));") == 9);
}

TEST_CASE("bit-fields lie and behave as gcc's") {
    const std::string s = "struct s { int a : 4; unsigned b : 4; int : 0; int c : 10; short d : 9; long f : 33; };";
    CHECK(result("return sizeof(struct s);", s) == 16);
    CHECK(result("struct s v = {0}; v.a = 9; return v.a == -7;", s) == 1);
    CHECK(result("struct s v = {0}; v.b = 15; v.b++; return v.b + v.a + v.c;", s) == 0);
    CHECK(result("struct s v = {1, 2, 3, 4, -5}; return v.f == -5 && v.d == 4 && v.c == 3;", s) == 1);
    CHECK(result("struct { unsigned a : 3; } v; return v.a = 13;") == 5);
    CHECK(result("return g.b * 10 + g.a;", s + "struct s g = {-1, 6};") == 59);
}

TEST_CASE("variable arguments carry everything") {
    const std::string head = "#include <stdarg.h>\nstruct odd { char c[3]; };";
    CHECK(result("return sum(3, 1, 2, 3);", head + "int sum(int n, ...) { va_list ap; va_start(ap, n); int s = 0;"
                                                   "while (n--) s += va_arg(ap, int); va_end(ap); return s; }") == 6);
    CHECK(result("struct odd o = {{1, 2, 3}}; return f(0, 2.5f, o, 'c', -1L);",
                 head + "int f(int n, ...) { va_list ap; va_start(ap, n); double d = va_arg(ap, double); "
                        "struct odd o = va_arg(ap, struct odd); int c = va_arg(ap, int); long l = va_arg(ap, long);"
                        "return d == 2.5 && o.c[2] == 3 && c == 'c' && l == -1; }") == 1);
}

TEST_CASE("statements") {
    CHECK(result("int i = 0, s = 0; while (i < 5) { if (i == 3) { i++; continue; } s += i++; } return s;") == 7);
    CHECK(result("int i = 0; do i++; while (i < 5); return i;") == 5);
    CHECK(result("int s = 0; for (int i = 0, j = 9; i < j; i++, j--) s += j - i; return s;") == 25);
    CHECK(result("int s = 0; for (;;) { if (++s == 7) break; } return s;") == 7);
    CHECK(result("int i = 0; again: if (++i < 9) goto again; return i;") == 9);
    CHECK(result("return f(1) * 100 + f(3) * 10 + f(-50);",
                 "int f(int x) { int r = 0; switch (x) { case 1: r++; case 2: r++; break; case 3 ... 9: r = 7; break; "
                 "default: r = 4; } return r; }") == 274 % 256);
    CHECK(result("int i = 1; { int i = 2; { int i = 3; } } return i;") == 1);
    CHECK(result("return next() * 100 + next() * 10 + next();", "int next(void) { static int n; return n++; }") == 12);
    CHECK(result("return fact(5);", "int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }") == 120);
    CHECK(result("return ({ int t = 4; t * 2; }) + (0 ?: 3);") == 11);
    CHECK(result("return __func__[3];") == 'n');
}

TEST_CASE("old C still runs") {
    CHECK(run("main() { return 5; }").status == 5);
    CHECK(
        run("int f(a, b, x) char b; float x; { return a + b + (int)x; } int main() { return f(1, 2, 3.5); }").status ==
        6);
    CHECK(run("int main() { char *p = malloc(10); return p != 0 && strlen(\"abc\") == 3; }").status == 1);
    CHECK(run("void f(void) {} int main(void) { f(); }").status == 0);
}

TEST_CASE("deep expressions spill to the frame") {
    std::string deep = "1";
    for (int i = 0; i < 60; ++i) deep = "(a[" + std::to_string(i % 3) + "] + " + deep + ")";
    CHECK(result("int a[3] = {1, 2, 3}; return " + deep + ";") == 121);
    std::string calls = "1";
    for (int i = 0; i < 60; ++i) calls = "(one() + (g - " + calls + "))";
    CHECK(result("return " + calls + ";", "int g = 3; int one(void) { return 1; }") == 1);
    std::string sum = "x";
    for (int i = 0; i < 500; ++i) sum += "+x";
    CHECK(result("int x = 0; x = " + sum + "; return x;") == 0);
}

TEST_CASE("atomic builtins") {
    CHECK(result("int x = 5; int old = __sync_fetch_and_add(&x, 3); return old * 10 + x;") == 58);
    CHECK(result("long x = 5; return __sync_bool_compare_and_swap(&x, 5, 9) * 10 + x;") == 19);
    CHECK(result("int x = 1; return __sync_lock_test_and_set(&x, 7) * 10 + x;") == 17);
    CHECK(result("int x = 4, e = 3; int ok = __atomic_compare_exchange_n(&x, &e, 9, 0, 5, 5); return ok * 100 + e * 10 "
                 "+ x;") == 44);
}

TEST_CASE("several units share names with linkage and keep static ones") {
    const auto done = sim::cc::compile("test",
                                       {{"a.c",
                                         "static int n = 1; extern int shared; int other(void);"
                                         "int main(void) { return n * 100 + other() * 10 + shared; }"},
                                        {"b.c", "static int n = 2; int shared = 3; int other(void) { return n; }"}},
                                       cc_test::library(), {});
    REQUIRE(done.ok());
    CHECK(cc_test::run_image(done.image).status == 123);
}
