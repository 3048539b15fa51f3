// C in, image out. The one header of sim/cc that others include.
//
// A translation unit goes preprocess → lex → parse and check → generate; the units of a program and what they
// use of the simulated C library are then linked to an Image. Where C leaves something open, it is as gcc -O0 on
// x86-64 does it. What is not supported is refused with a diagnostic, never compiled wrongly.
//
//     cc::Library library = cc::compile_library(headers, sources);          once per run
//     cc::Compiled done = cc::compile("producer", {{"producer.c", text}}, library, {});
//     if (!done.ok()) fputs(cc::format(done.diagnostics).c_str(), stderr);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hw/image.h"

namespace sim::cc {

// A source or header by name and content; the compiler opens no files.
struct Source {
    std::string name;
    std::string text;
};

enum class Severity : std::uint8_t { error, warning };

// One thing wrong with a program, at one place.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string file;
    std::uint32_t line = 0;    // from 1; 0: no place (a linker error)
    std::uint32_t column = 0;  // from 1, in bytes
    std::string message;       // "expected ';' after expression"
    std::string line_text;     // the source line itself
};

// gcc's form: "file:line:column: error: message", the line, a caret under the column.
std::string format(const Diagnostic& diagnostic);
std::string format(const std::vector<Diagnostic>& diagnostics);

// The compiled C library and its headers; shared, immutable.
class Library;
using LibraryPtr = std::shared_ptr<const Library>;

// Compiles the library of simulated programs. `headers` are found by #include <name>. Errors in it are
// defects of shmscope and come back in `diagnostics`.
LibraryPtr compile_library(std::vector<Source> headers, std::vector<Source> sources,
                           std::vector<Diagnostic>& diagnostics);

struct Compiled {
    std::shared_ptr<const hw::Image> image;  // null when there is an error
    std::vector<Diagnostic> diagnostics;     // in source order; warnings too
    bool ok() const { return image != nullptr; }
};

// Compiles and links `units` (one or several .c files) with the library. `local_headers` are found by
// #include "name". At most kMaxErrors errors are reported.
Compiled compile(std::string program_name, const std::vector<Source>& units, const LibraryPtr& library,
                 const std::vector<Source>& local_headers);

// Explicit limits; passing one is a diagnostic.
inline constexpr std::size_t kMaxErrors = 20;
inline constexpr std::size_t kMaxSourceBytes = 4u << 20;  // one file
inline constexpr std::size_t kMaxTokens = 4'000'000;      // after preprocessing, one unit
inline constexpr std::size_t kMaxIncludeDepth = 64;
inline constexpr std::size_t kMaxNesting = 200;              // brackets, blocks, declarators
inline constexpr std::uint64_t kMaxStaticBytes = 64u << 20;  // data + bss

}  // namespace sim::cc
