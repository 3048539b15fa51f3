// The preprocessor: a source text in, the tokens of the translation unit out (C17 5.1.1.2 phases 1 to 7).
//
// Object- and function-like macros, # and ##, __VA_ARGS__, #if with full constant expressions, #include of headers
// given by name, #error, #warning, #pragma (ignored), #line (ignored), predefined macros of gcc on x86-64 Linux.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sim/cc/token.h"

namespace sim::cc {

// Headers by name, for <...> and "..." (local ones win for the latter).
struct HeaderSet {
    const std::vector<Source>* system = nullptr;
    const std::vector<Source>* local = nullptr;
};

// A translation unit's tokens, the last of kind end. Texts of macros and pasted tokens live in `spellings`.
struct TokenList {
    std::vector<Token> tokens;
    std::deque<std::string> spellings;
};

// Preprocesses `unit`. Appends every text it reads to `sources`. Errors go to `diagnostics`, and the list then ends
// where it could not go on.
TokenList preprocess(const Source& unit, bool library, const HeaderSet& headers, SourceMap& sources,
                     Diagnostics& diagnostics);

}  // namespace sim::cc
