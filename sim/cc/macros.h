// Macros and their expansion (C17 6.10.3), by Dave Prosser's algorithm: every piece carries the set of macros it came
// out of, its hide set, and is never expanded by one of those again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/cc/lex.h"

namespace sim::cc {

enum class BuiltinMacro : std::uint8_t { none, file, line, counter };

struct Macro {
    std::string_view name;
    BuiltinMacro builtin = BuiltinMacro::none;
    bool function_like = false;
    bool variadic = false;  // the last parameter takes the rest
    std::vector<std::string_view> parameters;
    std::vector<Piece> body;

    bool same_as(const Macro& other) const;
};

// Interned sets of macro names; a piece holds the number of its set. Set 0 is empty.
class HideSets {
public:
    HideSets();
    bool contains(std::uint32_t set, std::string_view name) const;
    std::uint32_t with(std::uint32_t set, std::string_view name);
    std::uint32_t unite(std::uint32_t a, std::uint32_t b);
    std::uint32_t intersect(std::uint32_t a, std::uint32_t b);
    std::size_t size(std::uint32_t set) const { return sets_[set].size(); }

private:
    using Set = std::vector<std::string_view>;  // sorted
    std::uint32_t intern(Set set);
    std::vector<Set> sets_;
    std::map<Set, std::uint32_t> numbers_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> united_;
};

// What one translation unit may cost, so that a macro or include bomb ends with a diagnostic.
class Budget {
public:
    explicit Budget(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
    // Charges `work` pieces; false, after one diagnostic, when the unit has used up what it may.
    bool spend(std::size_t work, Location at);
    // Reports why the unit cannot be read any further.
    void stop(Location at, std::string message);
    bool stopped() const { return stopped_ || diagnostics_.too_many(); }

private:
    std::size_t spent_ = 0;
    bool stopped_ = false;
    Diagnostics& diagnostics_;
};

// Where pieces come from: a file, or a list.
class PieceSource {
public:
    virtual ~PieceSource() = default;
    // The next piece; `end` for ever behind the last. Newlines are left out.
    virtual Piece next() = 0;
};

class MacroTable {
public:
    MacroTable(std::deque<std::string>& spellings, const SourceMap& sources, Budget& budget, Diagnostics& diagnostics);

    void define(Macro macro, Location at);
    void undefine(std::string_view name);
    bool defined(std::string_view name) const { return macros_.count(name) > 0; }

    // A source of pieces with a memory for those put back in front of it.
    struct Input {
        PieceSource& source;
        std::vector<Piece> pending;  // the next piece is the last
        Piece take();
    };
    // The next piece of `input` that no macro replaces.
    Piece next(Input& input, std::size_t depth = 0);
    std::vector<Piece> expand(const std::vector<Piece>& list, std::size_t depth = 0);

private:
    // A string literal piece with this content.
    Piece make_string(std::string_view content, Location at);
    // Text that lives as long as the tokens.
    std::string_view keep(std::string text);
    using MacroPtr = std::shared_ptr<const Macro>;
    using Arguments = std::vector<std::vector<Piece>>;
    bool replace(const Piece& name, Input& input, std::size_t depth);
    bool read_arguments(const Macro& macro, const Piece& name, Input& input, Arguments& arguments, Piece& close);
    bool check_count(const Macro& macro, const Piece& name, Arguments& arguments);
    std::vector<Piece> substitute(const Macro& macro, const Piece& name, const Arguments& arguments, std::size_t depth);
    std::vector<Piece> operand(const Macro& macro, std::size_t& i, const Piece& name, const Arguments& arguments,
                               std::size_t depth);
    Piece builtin(const Macro& macro, const Piece& name);
    Piece stringify(const std::vector<Piece>& argument, const Piece& name);
    void paste(std::vector<Piece>& left, std::vector<Piece> right);
    Piece paste(const Piece& left, const Piece& right);

    std::unordered_map<std::string_view, MacroPtr> macros_;
    HideSets hide_sets_;
    std::deque<std::string>& spellings_;
    const SourceMap& sources_;
    Budget& budget_;
    Diagnostics& diagnostics_;
    std::uint32_t counter_ = 0;
    std::size_t spelled_bytes_ = 0;
};

}  // namespace sim::cc
