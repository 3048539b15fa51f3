// The files being read and the directives in them (C17 6.10): a source of pieces with all conditionals and
// inclusions carried out and all definitions entered.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cc/lex.h"
#include "sim/cc/macros.h"
#include "sim/cc/preprocess.h"

namespace sim::cc {

class IncludeStack : public PieceSource {
public:
    IncludeStack(const HeaderSet& headers, bool library, std::deque<std::string>& spellings, SourceMap& sources,
                 MacroTable& macros, Budget& budget, Diagnostics& diagnostics);

    // Enters the macros that are there before the first line.
    void read_predefined();
    void open_unit(const Source& unit);
    Piece next() override;
    // The place behind the last piece of the unit.
    Location end() const { return end_; }

private:
    // One #if ... #endif.
    struct Conditional {
        Location at;
        bool taken = false;  // a group of it has been read already
        bool seen_else = false;
    };
    struct File {
        std::uint32_t index;  // into SourceMap::files
        Lexer lexer;
        bool at_line_start = true;
        std::vector<Conditional> conditionals;
    };

    void open(const Source& source, bool library, Location at);
    std::uint32_t register_source(const Source& source, bool library);
    const SplicedText& spliced(std::uint32_t index);
    void close_file();

    void directive(const Piece& hash);
    void non_conditional(std::string_view name, const Piece& word);
    std::vector<Piece> read_line();
    void expect_line_end(std::string_view directive);
    void define(const Piece& hash);
    bool read_parameters(Macro& macro, const std::vector<Piece>& line, std::size_t& i);
    bool read_rest_parameter(Macro& macro, const std::vector<Piece>& line, std::size_t& i);
    bool check_body(const Macro& macro, Location at);
    void undefine(const Piece& hash);
    void include(const Piece& hash);
    void include_named(std::string_view name, bool quoted, Location at);
    void missing_header(std::string_view name, Location at);
    void pragma();

    bool conditional_directive(std::string_view name, const Piece& hash);
    bool read_condition(std::string_view name, Location at);
    void begin_conditional(bool yes, Location at);
    void next_group(std::string_view name, Location at);
    void end_conditional(Location at);
    void skip_group();

    HeaderSet headers_;
    bool library_;
    std::deque<std::string>& spellings_;
    SourceMap& sources_;
    MacroTable& macros_;
    Budget& budget_;
    Diagnostics& diagnostics_;
    std::vector<std::unique_ptr<File>> files_;
    std::map<std::uint32_t, SplicedText> texts_;
    std::vector<std::uint32_t> once_;  // files with #pragma once
    Location end_;
};

}  // namespace sim::cc
