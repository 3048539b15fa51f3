// Names of the C library that programs use without including their header.
#pragma once

#include <string_view>

namespace sim::cc {

struct KnownName {
    std::string_view name;
    std::string_view header;  // "sys/shm.h"
    // Functions gcc knows without declaration, as a result letter and parameter letters: v void, i int,
    // u unsigned long, d double, p void *, c char *, s const char *, . variadic. Empty: any other name.
    std::string_view signature;
};

// nullptr when the name is not known.
const KnownName* known_name(std::string_view name);

}  // namespace sim::cc
