// The linker: objects of a program and what they reach of the library become an image.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/cc/compile.h"
#include "sim/cc/object.h"
#include "sim/cc/token.h"

namespace sim::cc {

// The compiled library: its headers for programs to include, its objects to link.
class Library {
public:
    std::vector<Source> headers;
    SourceMap sources;
    std::vector<Object> objects;
};

// Links `objects`, whose locations are in `sources`. nullptr after errors.
std::shared_ptr<const hw::Image> link(std::string name, const std::vector<Object>& objects, const SourceMap& sources,
                                      const Library& library, Diagnostics& diagnostics);

// Names the library uses and nobody defines, apart from main.
std::vector<std::string> undefined_in(const Library& library);

}  // namespace sim::cc
