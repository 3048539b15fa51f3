// Preprocesses a text for a test and spells the tokens out again.
#pragma once

#include <string>
#include <vector>

#include "sim/cc/preprocess.h"

namespace cc_test {

struct Front {
    sim::cc::SourceMap sources;
    sim::cc::Diagnostics diagnostics{sources};
    sim::cc::TokenList list;

    explicit Front(const std::string& text, const std::vector<sim::cc::Source>& system = {},
                   const std::vector<sim::cc::Source>& local = {}) {
        list = sim::cc::preprocess({"test.c", text}, false, {&system, &local}, sources, diagnostics);
    }
    const std::vector<sim::cc::Token>& tokens() const { return list.tokens; }
    // Spellings with one blank between them; a string as "its bytes".
    std::string spelled() const {
        std::string text;
        for (const sim::cc::Token& token : list.tokens) {
            if (token.kind == sim::cc::TokenKind::end) break;
            if (!text.empty()) text += ' ';
            text += token.kind == sim::cc::TokenKind::string ? '"' + token.string + '"' : std::string(token.text);
        }
        return text;
    }
    // The first message, or nothing.
    std::string message() const { return diagnostics.all().empty() ? "" : diagnostics.all()[0].message; }
    bool complains_of(std::string_view part) const {
        return diagnostics.failed() && message().find(part) != std::string::npos;
    }
};

}  // namespace cc_test
