#include "app/session/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace app::session {
namespace {

constexpr int kMaxNesting = 32;  // of brackets; the parser recurses

// What a TOML file is made of, as far as brackets are concerned.
class Nesting {
public:
    explicit Nesting(std::string_view text) : text_(text) {}

    // The line on which brackets nest too deeply; 0 when they do not.
    std::size_t too_deep() {
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\n') ++line_;
            if (c == '#') skip_to("\n");
            if (c == '"' || c == '\'') skip_string(c);
            if (c == '[' || c == '{') ++depth_;
            if ((c == ']' || c == '}') && depth_ > 0) --depth_;
            if (depth_ > kMaxNesting) return line_;
        }
        return 0;
    }

private:
    // Leaves `at_` on the last character before `end`, or of the text.
    void skip_to(std::string_view end) {
        const std::size_t found = std::min(text_.find(end, at_ + 1), text_.size());
        line_ += static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                     text_.begin() + static_cast<std::ptrdiff_t>(found), '\n'));
        at_ = found - 1;
    }

    void skip_string(char quote) {
        const std::string triple(3, quote);
        if (text_.substr(at_, 3) == triple) {
            at_ += 2;
            skip_to(triple);
            at_ += 3;
            return;
        }
        for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
            if (quote == '"' && text_[at_] == '\\') ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '\n') ++line_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    int depth_ = 0;
};

// The parser's own message without its picture of the source: the first line, its prefix removed.
std::string first_line(const std::string& what) {
    std::string line = what.substr(0, what.find('\n'));
    const std::size_t text = line.rfind("toml::");
    if (text != std::string::npos) {
        const std::size_t colon = line.find(": ", text);
        if (colon != std::string::npos) line = line.substr(colon + 2);
    }
    return line;
}

std::string list_of(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

toml::value parse_toml(const std::string& text, const std::string& shown_name) {
    if (const std::size_t line = Nesting(text).too_deep()) {
        throw TomlError{fmt::format("{}:{}: brackets nest deeper than {}", shown_name, line, kMaxNesting)};
    }
    try {
        std::istringstream in(text);
        return toml::parse(in, shown_name);
    } catch (const toml::exception& error) {
        throw TomlError{
            fmt::format("{}:{}: not valid TOML: {}", shown_name, error.location().line(), first_line(error.what()))};
    } catch (const std::exception& error) {
        throw TomlError{fmt::format("{}: not valid TOML: {}", shown_name, first_line(error.what()))};
    }
}

TomlTable::TomlTable(const toml::value& value, std::string shown_name, std::string where)
    : value_(&value), shown_name_(std::move(shown_name)), where_(std::move(where)) {
    if (!value.is_table()) throw TomlError{fmt::format("{}: {} must be a table", place(value), where_)};
}

std::string TomlTable::place(const toml::value& value) const {
    return fmt::format("{}:{}", shown_name_, value.location().line());
}

const toml::value* TomlTable::find(const std::string& key) {
    known_.push_back(key);
    const auto& table = value_->as_table();
    const auto found = table.find(key);
    return found == table.end() ? nullptr : &found->second;
}

void TomlTable::fail(const std::string& key, const std::string& message) const {
    const auto& table = value_->as_table();
    const auto found = table.find(key);
    throw TomlError{fmt::format("{}: {}", place(found == table.end() ? *value_ : found->second), message)};
}

void TomlTable::wrong_type(const std::string& key, const std::string& wanted) const {
    fail(key, fmt::format("'{}' in {} must be {}", key, where_, wanted));
}

std::optional<std::int64_t> TomlTable::integer(const std::string& key, std::int64_t least, std::int64_t most) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    const std::string wanted = fmt::format("a whole number from {} to {}", least, most);
    if (!found->is_integer() || found->as_integer() < least || found->as_integer() > most) wrong_type(key, wanted);
    return found->as_integer();
}

std::optional<std::vector<std::int64_t>> TomlTable::integers(const std::string& key, std::int64_t least,
                                                             std::int64_t most, std::size_t max_count) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    const std::string wanted = fmt::format("a list of at most {} whole numbers from {} to {}", max_count, least, most);
    if (!found->is_array() || found->as_array().size() > max_count) wrong_type(key, wanted);
    std::vector<std::int64_t> numbers;
    for (const toml::value& one : found->as_array()) {
        if (!one.is_integer() || one.as_integer() < least || one.as_integer() > most) wrong_type(key, wanted);
        numbers.push_back(one.as_integer());
    }
    return numbers;
}

std::optional<std::string> TomlTable::string(const std::string& key, std::size_t max_bytes) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    if (!found->is_string()) wrong_type(key, "a string");
    const std::string& text = found->as_string().str;
    if (text.size() > max_bytes) wrong_type(key, fmt::format("at most {} bytes long", max_bytes));
    return text;
}

std::optional<std::vector<std::string>> TomlTable::strings(const std::string& key, std::size_t max_count) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    if (!found->is_array()) wrong_type(key, "a list of strings");
    std::vector<std::string> texts;
    for (const toml::value& one : found->as_array()) {
        if (!one.is_string()) wrong_type(key, "a list of strings");
        texts.push_back(one.as_string().str);
    }
    if (texts.size() > max_count) wrong_type(key, fmt::format("a list of at most {} strings", max_count));
    return texts;
}

bool TomlTable::is_list(const std::string& key) const {
    const auto found = value_->as_table().find(key);
    return found != value_->as_table().end() && found->second.is_array();
}

std::optional<bool> TomlTable::boolean(const std::string& key) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    if (!found->is_boolean()) wrong_type(key, "true or false");
    return found->as_boolean();
}

std::optional<std::size_t> TomlTable::word(const std::string& key, const std::vector<std::string>& words) {
    const toml::value* found = find(key);
    if (found == nullptr) return std::nullopt;
    if (!found->is_string()) wrong_type(key, "one of: " + list_of(words));
    const auto at = std::find(words.begin(), words.end(), found->as_string().str);
    if (at == words.end()) wrong_type(key, "one of: " + list_of(words));
    return static_cast<std::size_t>(at - words.begin());
}

std::vector<TomlTable> TomlTable::tables(const std::string& key, bool array) {
    const toml::value* found = find(key);
    std::vector<TomlTable> all;
    if (found == nullptr) return all;
    if (array != found->is_array()) wrong_type(key, array ? "written as [[" + key + "]]" : "written as [" + key + "]");
    if (!array) {
        all.emplace_back(*found, shown_name_, "[" + key + "]");
        return all;
    }
    for (const toml::value& one : found->as_array()) all.emplace_back(one, shown_name_, "[[" + key + "]]");
    return all;
}

std::string TomlTable::needed_string(const std::string& key, std::size_t max_bytes) {
    std::optional<std::string> text = string(key, max_bytes);
    if (!text) fail(key, fmt::format("{} needs '{}'", where_, key));
    return *text;
}

void TomlTable::finish() const {
    for (const auto& [key, value] : value_->as_table()) {
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        throw TomlError{
            fmt::format("{}: unknown key '{}' in {}; allowed: {}", place(value), key, where_, list_of(known_))};
    }
}

}  // namespace app::session
