// What an image tells about its program: statements, variables and their scopes, types, and what it leaves out.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/cc/run_program.h"

using namespace sim;

namespace {

const hw::Function& function(const hw::Image& image, const std::string& name) {
    const auto found = std::find_if(image.functions.begin(), image.functions.end(),
                                    [&](const hw::Function& one) { return one.name == name; });
    REQUIRE(found != image.functions.end());
    return *found;
}

const hw::Variable& variable(const std::vector<hw::Variable>& variables, const std::string& name) {
    const auto found =
        std::find_if(variables.begin(), variables.end(), [&](const hw::Variable& one) { return one.name == name; });
    REQUIRE(found != variables.end());
    return *found;
}

// The lines of the statements a function begins, in code order.
std::vector<std::uint32_t> lines(const hw::Image& image, const std::string& name) {
    std::vector<std::uint32_t> all;
    const hw::Function& one = function(image, name);
    for (std::uint32_t i = one.first; i < one.end; ++i)
        if (image.text[i].op == hw::Op::stmt) all.push_back(image.statements[image.text[i].imm].line);
    return all;
}

}  // namespace

TEST_CASE("statements are numbered in code order and carry their place") {
    const auto image =
        cc_test::compiled("int main(void) {\n  int a;\n  int b = 1;\n  a = b;\n  {\n    ;\n  }\n  return a;\n}\n")
            .image;
    REQUIRE(image);
    CHECK(lines(*image, "main") == std::vector<std::uint32_t>{3, 4, 8});
    CHECK(image->statements[0].column == 3);
    CHECK(image->functions[image->statements[0].function].name == "main");
    CHECK(image->files[image->statements[0].file].name == "test.c");
}

TEST_CASE("loops begin a statement of their line in every round, behind the body") {
    const auto image = cc_test::compiled(
                           "int flag;\nint main(void) {\n  while (!flag)\n    flag++;\n"
                           "  for (int i = 0; i < 2; i++)\n    flag--;\n  do\n    flag++;\n"
                           "  while (flag < 3);\n  return 0;\n}\n")
                           .image;
    REQUIRE(image);
    CHECK(lines(*image, "main") == std::vector<std::uint32_t>{3, 4, 3, 5, 6, 5, 8, 9, 10});
}

TEST_CASE("an empty endless loop reaches its own statement again") {
    const auto image = cc_test::compiled("int main(void) { for (;;); }").image;
    REQUIRE(image);
    const hw::Function& main_function = function(*image, "main");
    bool closed = false;
    for (std::uint32_t i = main_function.first; i < main_function.end; ++i) {
        if (image->text[i].op != hw::Op::jmp) continue;
        const auto target = static_cast<std::uint32_t>(image->text[i].imm);
        closed = closed || (target < i && image->text[target].op == hw::Op::stmt);
    }
    CHECK(closed);
}

TEST_CASE("variables are described with type, place and scope") {
    const auto image = cc_test::compiled(
                           "struct point { int x; long y; };\nstatic struct point origin = {1, 2};\n"
                           "int use(char c, double d) {\n  static int calls = 1;\n  int sum = c;\n"
                           "  { int inner = 2; sum += inner; }\n  return sum + (int)d + calls; }\n"
                           "int main(void) { return use('a', 2.0) + origin.x; }\n")
                           .image;
    REQUIRE(image);
    const hw::Function& use = function(*image, "use");
    CHECK(use.line == 3);
    CHECK_FALSE(use.library);
    CHECK(variable(use.variables, "c").location == 16);
    CHECK(variable(use.variables, "d").location == 24);
    CHECK(image->types[variable(use.variables, "d").type].name == "double");
    CHECK(variable(use.variables, "sum").location < 0);
    const hw::Variable& inner = variable(use.variables, "inner");
    CHECK(inner.first > use.first);
    CHECK(inner.end < use.end);
    const hw::Variable& calls = variable(use.variables, "calls");
    CHECK(calls.global);
    CHECK(static_cast<std::uint64_t>(calls.location) >= image->data_base().value);
    const hw::TypeInfo& point = image->types[variable(image->globals, "origin").type];
    CHECK(point.name == "struct point");
    REQUIRE(point.members.size() == 2);
    CHECK(point.members[1].offset == 8);
    CHECK(image->types[point.members[1].type].name == "long int");
}

TEST_CASE("only what a program reaches of the library is linked, and it has no statements") {
    const auto small = cc_test::compiled("int main(void) { return 0; }").image;
    REQUIRE(small);
    CHECK(small->text_bytes() < 4096);
    for (const hw::Function& one : small->functions) {
        CHECK(one.name != "printf");
        if (!one.library) continue;
        for (std::uint32_t i = one.first; i < one.end; ++i) CHECK(small->text[i].op != hw::Op::stmt);
    }
    CHECK(std::is_sorted(small->functions.begin(), small->functions.end(),
                         [](const hw::Function& a, const hw::Function& b) { return a.first < b.first; }));
}

TEST_CASE("a program's own function replaces the library's of that name") {
    CHECK(cc_test::run("#include <stddef.h>\nsize_t strlen(const char *s) { return 42; }\n"
                       "int main(void) { return (int)strlen(\"abc\"); }")
              .status == 42);
}
