#include "sim/cc/compile.h"

#include <algorithm>

#include "sim/cc/link.h"
#include "sim/cc/parser.h"
#include "sim/cc/preprocess.h"

namespace sim::cc {

namespace {

Object compile_unit(const Source& source, bool library, const HeaderSet& headers, SourceMap& sources,
                    Diagnostics& diagnostics) {
    const TokenList tokens = preprocess(source, library, headers, sources, diagnostics);
    Unit unit;
    unit.sources = &sources;
    Parser(tokens, unit, diagnostics).parse();
    unit.object.types = unit.exported.take();
    return std::move(unit.object);
}

}  // namespace

LibraryPtr compile_library(std::vector<Source> headers, std::vector<Source> sources,
                           std::vector<Diagnostic>& diagnostics) {
    auto library = std::make_shared<Library>();
    library->headers = std::move(headers);
    Diagnostics found(library->sources);
    const HeaderSet set{&library->headers, nullptr};
    for (const Source& source : sources)
        library->objects.push_back(compile_unit(source, true, set, library->sources, found));
    for (const std::string& name : undefined_in(*library))
        found.error({0xffff'ffff, 0, 0}, "undefined reference to '" + name + "'");
    diagnostics = found.take();
    return library;
}

Compiled compile(std::string program_name, const std::vector<Source>& units, const LibraryPtr& library,
                 const std::vector<Source>& local_headers) {
    SourceMap sources;
    Diagnostics diagnostics(sources);
    const HeaderSet headers{&library->headers, &local_headers};
    std::vector<Object> objects;
    for (const Source& unit : units) {
        if (diagnostics.too_many()) break;
        objects.push_back(compile_unit(unit, false, headers, sources, diagnostics));
    }
    Compiled result;
    if (!diagnostics.failed()) result.image = link(std::move(program_name), objects, sources, *library, diagnostics);
    if (diagnostics.failed()) result.image = nullptr;
    result.diagnostics = diagnostics.take();
    return result;
}

}  // namespace sim::cc
