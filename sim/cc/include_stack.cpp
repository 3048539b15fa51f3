#include "sim/cc/include_stack.h"

#include <algorithm>
#include <utility>

#include "sim/cc/predefined.h"

namespace sim::cc {

namespace {

// Opening a file is work even if nothing comes out of it.
constexpr std::size_t kIncludeCost = 200;

const Source* find_source(const std::vector<Source>* sources, std::string_view name) {
    if (!sources) return nullptr;
    const auto found =
        std::find_if(sources->begin(), sources->end(), [&](const Source& source) { return source.name == name; });
    return found == sources->end() ? nullptr : &*found;
}

std::string_view without_dot_slash(std::string_view name) {
    while (name.substr(0, 2) == "./") name.remove_prefix(2);
    return name;
}

}  // namespace

IncludeStack::IncludeStack(const HeaderSet& headers, bool library, std::deque<std::string>& spellings,
                           SourceMap& sources, MacroTable& macros, Budget& budget, Diagnostics& diagnostics)
    : headers_(headers),
      library_(library),
      spellings_(spellings),
      sources_(sources),
      macros_(macros),
      budget_(budget),
      diagnostics_(diagnostics) {}

void IncludeStack::read_predefined() {
    open({std::string(kPredefinedName), std::string(predefined_macros())}, true, {});
    // Nothing but directives: `next` finds the end.
    next();
}

void IncludeStack::open_unit(const Source& unit) {
    open(unit, library_, {});
}

// A text keeps its number when it is read again; another text of the same name gets a name of its own.
std::uint32_t IncludeStack::register_source(const Source& source, bool library) {
    std::string name = source.name;
    const auto same_name = [&name](const SourceMap::File& file) { return file.name == name; };
    for (;;) {
        const auto known = std::find_if(sources_.files.begin(), sources_.files.end(), same_name);
        if (known == sources_.files.end()) break;
        if (known->text == source.text) return static_cast<std::uint32_t>(known - sources_.files.begin());
        name = '<' + name + '>';
    }
    sources_.files.push_back({std::move(name), source.text, library});
    return static_cast<std::uint32_t>(sources_.files.size() - 1);
}

const SplicedText& IncludeStack::spliced(std::uint32_t index) {
    const auto known = texts_.find(index);
    if (known != texts_.end()) return known->second;
    // Tokens point into the text and outlive this object: it is kept with them.
    return texts_.emplace(index, splice_lines(sources_.files[index].text, spellings_)).first->second;
}

void IncludeStack::open(const Source& source, bool library, Location at) {
    const std::uint32_t index = register_source(source, library);
    if (source.text.size() > kMaxSourceBytes) {
        budget_.stop({index, 1, 1},
                     '"' + source.name + "\" is larger than " + std::to_string(kMaxSourceBytes >> 20) + " MiB");
        return;
    }
    if (files_.size() >= kMaxIncludeDepth) {
        budget_.stop(at, "#include nested too deeply");
        return;
    }
    if (std::find(once_.begin(), once_.end(), index) != once_.end()) return;
    if (!budget_.spend(kIncludeCost, at)) return;
    files_.push_back(std::make_unique<File>(File{index, Lexer(spliced(index), index, diagnostics_), true, {}}));
}

void IncludeStack::close_file() {
    for (const Conditional& open : files_.back()->conditionals) {
        diagnostics_.error(open.at, "unterminated conditional: #endif is missing");
    }
    files_.pop_back();
}

Piece IncludeStack::next() {
    bool new_line = false;
    while (!files_.empty() && !budget_.stopped()) {
        File& file = *files_.back();
        Piece piece = file.lexer.next();
        if (!budget_.spend(1, piece.at)) break;
        if (piece.kind == PieceKind::newline) {
            file.at_line_start = true;
            new_line = true;
        } else if (piece.kind == PieceKind::end) {
            end_ = piece.at;
            close_file();
        } else if (file.at_line_start && piece.is("#")) {
            directive(piece);
        } else {
            file.at_line_start = false;
            piece.space_before = piece.space_before || new_line;
            return piece;
        }
    }
    Piece end;
    end.at = end_;
    return end;
}

// The pieces up to the end of this line, as they stand.
std::vector<Piece> IncludeStack::read_line() {
    std::vector<Piece> line;
    for (;;) {
        Piece piece = files_.back()->lexer.next();
        if (piece.kind == PieceKind::newline || piece.kind == PieceKind::end) break;
        if (!budget_.spend(1, piece.at)) break;
        line.push_back(piece);
    }
    return line;
}

void IncludeStack::expect_line_end(std::string_view directive) {
    const std::vector<Piece> rest = read_line();
    if (rest.empty()) return;
    diagnostics_.warning(rest[0].at, "extra tokens at end of #" + std::string(directive) + " directive");
}

// Carries out the directive behind `hash` and leaves the lexer at the beginning of a line.
void IncludeStack::directive(const Piece& hash) {
    const Piece word = files_.back()->lexer.next();
    if (word.kind == PieceKind::newline || word.kind == PieceKind::end) return;  // the null directive
    if (word.kind == PieceKind::number) {  // a line marker of another preprocessor
        read_line();
        return;
    }
    if (word.kind != PieceKind::identifier) {
        diagnostics_.error(hash.at, "invalid preprocessing directive");
        read_line();
        return;
    }
    if (!conditional_directive(word.text, hash)) non_conditional(word.text, word);
}

void IncludeStack::non_conditional(std::string_view name, const Piece& word) {
    if (name == "define") return define(word);
    if (name == "undef") return undefine(word);
    if (name == "include" || name == "include_next") return include(word);
    if (name == "pragma") return pragma();
    if (name == "error" || name == "warning") {
        const std::string message = '#' + std::string(name) + ' ' + std::string(files_.back()->lexer.rest_of_line());
        if (name == "warning") return diagnostics_.warning(word.at, message);
        return budget_.stop(word.at, message);
    }
    if (name != "line" && name != "ident") {
        diagnostics_.error(word.at, "invalid preprocessing directive #" + std::string(name));
    }
    read_line();
}

void IncludeStack::pragma() {
    const std::vector<Piece> line = read_line();
    if (!line.empty() && line[0].is_name("once")) once_.push_back(files_.back()->index);
}

void IncludeStack::include(const Piece& hash) {
    Piece written = files_.back()->lexer.header_name();
    std::string spelling(written.text);
    if (written.kind == PieceKind::end) {
        // #include MACRO: the expansion must look like one of the two forms.
        for (const Piece& piece : macros_.expand(read_line())) {
            if (piece.space_before && !spelling.empty() && spelling[0] == '<') spelling += ' ';
            spelling += piece.text;
        }
        written.at = hash.at;
    } else {
        expect_line_end("include");
    }
    const char close = !spelling.empty() && spelling[0] == '<' ? '>' : '"';
    if (spelling.size() < 3 || (spelling[0] != '<' && spelling[0] != '"') || spelling.back() != close) {
        budget_.stop(hash.at, "#include expects \"FILENAME\" or <FILENAME>");
        return;
    }
    include_named(std::string_view(spelling).substr(1, spelling.size() - 2), close == '"', written.at);
}

void IncludeStack::include_named(std::string_view name, bool quoted, Location at) {
    const std::string_view plain = without_dot_slash(name);
    if (quoted) {
        if (const Source* local = find_source(headers_.local, plain)) return open(*local, library_, at);
    }
    if (const Source* system = find_source(headers_.system, plain)) return open(*system, true, at);
    missing_header(name, at);
}

void IncludeStack::missing_header(std::string_view name, Location at) {
    const std::string quoted = '"' + std::string(name) + '"';
    if (find_source(headers_.local, without_dot_slash(name))) {
        budget_.stop(at, "no system header of this name; write #include " + quoted);
    } else if (is_known_header(name)) {
        budget_.stop(at, quoted + " is not supported: shmscope does not model what it declares");
    } else {
        budget_.stop(at, quoted + ": no such header");
    }
}

}  // namespace sim::cc
