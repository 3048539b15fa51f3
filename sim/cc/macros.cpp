#include "sim/cc/macros.h"

#include <algorithm>
#include <utility>

namespace sim::cc {

namespace {

constexpr std::size_t kMaxWork = 2 * kMaxTokens;         // pieces read and made, one unit
constexpr std::size_t kMaxSpelledBytes = 64u << 20;      // text that # and ## may make, one unit
constexpr std::size_t kMaxExpansionDepth = kMaxNesting;  // macros within macros
constexpr std::size_t kNotAParameter = static_cast<std::size_t>(-1);

class ListSource : public PieceSource {
public:
    Piece next() override { return Piece{}; }
};

std::size_t parameter_index(const Macro& macro, const Piece& piece) {
    if (piece.kind != PieceKind::identifier) return kNotAParameter;
    const auto found = std::find(macro.parameters.begin(), macro.parameters.end(), piece.text);
    if (found == macro.parameters.end()) return kNotAParameter;
    return static_cast<std::size_t>(found - macro.parameters.begin());
}

bool pastes_at(const Macro& macro, std::size_t i) {
    return i < macro.body.size() && macro.body[i].is("##");
}

bool same_pieces(const Piece& a, const Piece& b) {
    return a.kind == b.kind && a.text == b.text && a.space_before == b.space_before;
}

}  // namespace

bool Macro::same_as(const Macro& other) const {
    return builtin == other.builtin && function_like == other.function_like && variadic == other.variadic &&
           parameters == other.parameters &&
           std::equal(body.begin(), body.end(), other.body.begin(), other.body.end(), same_pieces);
}

bool Budget::spend(std::size_t work, Location at) {
    spent_ += work;
    if (spent_ > kMaxWork) stop(at, "macros and headers expand to more than shmscope can read");
    return !stopped();
}

void Budget::stop(Location at, std::string message) {
    if (!stopped_) diagnostics_.error(at, std::move(message));
    stopped_ = true;
}

MacroTable::MacroTable(std::deque<std::string>& spellings, const SourceMap& sources, Budget& budget,
                       Diagnostics& diagnostics)
    : spellings_(spellings), sources_(sources), budget_(budget), diagnostics_(diagnostics) {
    const auto add = [this](std::string_view name, BuiltinMacro kind) {
        Macro macro;
        macro.name = name;
        macro.builtin = kind;
        define(std::move(macro), {});
    };
    add("__FILE__", BuiltinMacro::file);
    add("__LINE__", BuiltinMacro::line);
    add("__COUNTER__", BuiltinMacro::counter);
}

void MacroTable::define(Macro macro, Location at) {
    MacroPtr& entry = macros_[macro.name];
    if (entry && !entry->same_as(macro)) {
        diagnostics_.warning(at, '"' + std::string(macro.name) + "\" redefined");
    }
    entry = std::make_shared<const Macro>(std::move(macro));
}

void MacroTable::undefine(std::string_view name) {
    macros_.erase(name);
}

std::string_view MacroTable::keep(std::string text) {
    spelled_bytes_ += text.size();
    if (spelled_bytes_ > kMaxSpelledBytes) {
        budget_.stop({}, "macros make more text than shmscope can hold");
        return {};
    }
    return spellings_.emplace_back(std::move(text));
}

Piece MacroTable::Input::take() {
    if (pending.empty()) return source.next();
    Piece piece = pending.back();
    pending.pop_back();
    return piece;
}

Piece MacroTable::next(Input& input, std::size_t depth) {
    for (;;) {
        const Piece piece = input.take();
        if (budget_.stopped()) return Piece{};
        if (piece.kind != PieceKind::identifier || !replace(piece, input, depth)) return piece;
    }
}

std::vector<Piece> MacroTable::expand(const std::vector<Piece>& list, std::size_t depth) {
    ListSource nothing;
    Input input{nothing, {list.rbegin(), list.rend()}};
    std::vector<Piece> result;
    for (Piece piece = next(input, depth); piece.kind != PieceKind::end; piece = next(input, depth)) {
        result.push_back(piece);
    }
    return result;
}

// Puts what the macro called `name` stands for in front of `input`; false when `name` is to stay as it is.
bool MacroTable::replace(const Piece& name, Input& input, std::size_t depth) {
    const auto found = macros_.find(name.text);
    if (found == macros_.end() || hide_sets_.contains(name.hidden, name.text)) return false;
    const MacroPtr macro = found->second;  // reading arguments may pass an #undef
    if (macro->builtin != BuiltinMacro::none) {
        input.pending.push_back(builtin(*macro, name));
        return true;
    }
    std::uint32_t hidden = name.hidden;
    Arguments arguments;
    if (macro->function_like) {
        Piece open = input.take();
        if (!open.is("(")) {
            if (open.kind != PieceKind::end) input.pending.push_back(open);
            return false;
        }
        Piece close;
        if (!read_arguments(*macro, name, input, arguments, close)) return false;
        hidden = hide_sets_.intersect(hidden, close.hidden);
    }
    hidden = hide_sets_.with(hidden, macro->name);
    if (hide_sets_.size(hidden) > kMaxExpansionDepth || depth > kMaxExpansionDepth) {
        budget_.stop(name.at, "macros are nested too deeply");
        return true;
    }
    std::vector<Piece> made = substitute(*macro, name, arguments, depth);
    if (!budget_.spend(made.size() + 1, name.at)) return true;
    if (!made.empty()) made.front().space_before = name.space_before;
    for (auto piece = made.rbegin(); piece != made.rend(); ++piece) {
        piece->hidden = hide_sets_.unite(piece->hidden, hidden);
        input.pending.push_back(*piece);
    }
    return true;
}

// Reads up to the closing parenthesis, which goes to `close`.
bool MacroTable::read_arguments(const Macro& macro, const Piece& name, Input& input, Arguments& arguments,
                                Piece& close) {
    arguments.emplace_back();
    std::size_t nesting = 0;
    for (;;) {
        const Piece piece = input.take();
        if (piece.kind == PieceKind::end) {
            diagnostics_.error(name.at, "unterminated argument list of macro \"" + std::string(name.text) + '"');
            return false;
        }
        if (!budget_.spend(1, name.at)) return false;
        const bool rest = macro.variadic && arguments.size() == macro.parameters.size();
        if (piece.is(")") && nesting == 0) {
            close = piece;
            return check_count(macro, name, arguments);
        }
        if (piece.is(",") && nesting == 0 && !rest) {
            arguments.emplace_back();
            continue;
        }
        if (piece.is("(")) ++nesting;
        if (piece.is(")")) --nesting;
        arguments.back().push_back(piece);
    }
}

bool MacroTable::check_count(const Macro& macro, const Piece& name, Arguments& arguments) {
    const std::size_t wanted = macro.parameters.size();
    if (wanted == 0 && arguments.size() == 1 && arguments[0].empty()) arguments.clear();
    // The variable part may be left out altogether, comma included.
    if (macro.variadic && arguments.size() + 1 == wanted) arguments.emplace_back();
    if (arguments.size() == wanted) return true;
    diagnostics_.error(name.at, "macro \"" + std::string(name.text) + "\" takes " + std::to_string(wanted) +
                                    " arguments, but " + std::to_string(arguments.size()) + " are given");
    return false;
}

// The body with the arguments in it and all # and ## carried out.
std::vector<Piece> MacroTable::substitute(const Macro& macro, const Piece& name, const Arguments& arguments,
                                          std::size_t depth) {
    std::vector<Piece> result;
    for (std::size_t i = 0; i < macro.body.size() && !budget_.stopped(); ++i) {
        const bool pasting = pastes_at(macro, i) && i > 0;
        if (pasting) ++i;
        std::vector<Piece> pieces = operand(macro, i, name, arguments, depth);
        // Charged here already: expanded arguments can make one body very long.
        budget_.spend(pieces.size(), name.at);
        if (pasting) {
            paste(result, std::move(pieces));
        } else {
            result.insert(result.end(), pieces.begin(), pieces.end());
        }
    }
    result.erase(std::remove_if(result.begin(), result.end(),
                                [](const Piece& piece) { return piece.kind == PieceKind::placemarker; }),
                 result.end());
    return result;
}

// What the body says at `i`: a piece of its own, #parameter, a parameter, or ", ## __VA_ARGS__".
std::vector<Piece> MacroTable::operand(const Macro& macro, std::size_t& i, const Piece& name,
                                       const Arguments& arguments, std::size_t depth) {
    Piece piece = macro.body[i];
    const bool pasted = pastes_at(macro, i + 1) || (i > 0 && pastes_at(macro, i - 1));
    if (macro.function_like && piece.is("#")) {
        ++i;
        Piece text = stringify(arguments[parameter_index(macro, macro.body[i])], name);
        text.space_before = piece.space_before;
        return {text};
    }
    const std::size_t index = parameter_index(macro, piece);
    if (index != kNotAParameter) {
        std::vector<Piece> pieces = pasted ? arguments[index] : expand(arguments[index], depth + 1);
        if (pieces.empty() && pasted) {
            piece.kind = PieceKind::placemarker;
            piece.text = {};
            return {piece};
        }
        if (!pieces.empty()) pieces.front().space_before = piece.space_before;
        return pieces;
    }
    piece.at = name.at;
    const bool before_rest = macro.variadic && piece.is(",") && pastes_at(macro, i + 1) && i + 2 < macro.body.size() &&
                             parameter_index(macro, macro.body[i + 2]) + 1 == macro.parameters.size();
    if (!before_rest) return {piece};
    // GNU C: without variable arguments the comma goes, with them nothing is pasted.
    i += 2;
    if (arguments.back().empty()) return {};
    std::vector<Piece> pieces = expand(arguments.back(), depth + 1);
    pieces.insert(pieces.begin(), piece);
    return pieces;
}

Piece MacroTable::builtin(const Macro& macro, const Piece& name) {
    if (macro.builtin == BuiltinMacro::file) {
        Piece text = make_string(sources_.files[name.at.file].name, name.at);
        text.space_before = name.space_before;
        return text;
    }
    const std::uint32_t number = macro.builtin == BuiltinMacro::line ? name.at.line : counter_++;
    Piece piece = name;
    piece.kind = PieceKind::number;
    piece.text = keep(std::to_string(number));
    return piece;
}

Piece MacroTable::make_string(std::string_view content, Location at) {
    std::string literal = "\"";
    for (const char c : content) {
        if (c == '"' || c == '\\') literal += '\\';
        literal += c;
    }
    literal += '"';
    Piece piece;
    piece.kind = PieceKind::string;
    piece.at = at;
    piece.text = keep(std::move(literal));
    return piece;
}

// # parameter: the spelling of the argument, one blank wherever it has some.
Piece MacroTable::stringify(const std::vector<Piece>& argument, const Piece& name) {
    std::string literal = "\"";
    for (const Piece& piece : argument) {
        if (piece.space_before && literal.size() > 1) literal += ' ';
        const bool quoted = piece.kind == PieceKind::string || piece.kind == PieceKind::character;
        for (const char c : piece.text) {
            if (quoted && (c == '"' || c == '\\')) literal += '\\';
            literal += c;
        }
    }
    literal += '"';
    Piece result;
    result.kind = PieceKind::string;
    result.at = name.at;
    result.text = keep(std::move(literal));
    return result;
}

void MacroTable::paste(std::vector<Piece>& left, std::vector<Piece> right) {
    if (right.empty()) return;
    if (left.empty()) {
        left = std::move(right);
        return;
    }
    left.back() = paste(left.back(), right.front());
    left.insert(left.end(), right.begin() + 1, right.end());
}

Piece MacroTable::paste(const Piece& left, const Piece& right) {
    if (right.kind == PieceKind::placemarker) return left;
    if (left.kind == PieceKind::placemarker) {
        Piece piece = right;
        piece.space_before = left.space_before;
        return piece;
    }
    const std::string_view text = keep(std::string(left.text) + std::string(right.text));
    const bool comment = text.substr(0, 2) == "//" || text.substr(0, 2) == "/*";
    const SplicedText source{comment ? std::string_view() : text, {}};
    Lexer lexer(source, left.at.file, diagnostics_);
    Piece piece = lexer.next();
    if (piece.text.size() != text.size() || piece.kind == PieceKind::other || text.empty()) {
        if (!budget_.stopped()) {
            diagnostics_.error(left.at, "pasting \"" + std::string(left.text) + "\" and \"" + std::string(right.text) +
                                            "\" does not give a valid token");
        }
        return left;
    }
    piece.at = left.at;
    piece.space_before = left.space_before;
    piece.hidden = hide_sets_.intersect(left.hidden, right.hidden);
    return piece;
}

}  // namespace sim::cc
