// Strict reading of TOML tables: every key is asked for with its type and range, and what was never asked for is an
// error that names the file, the line and what is allowed. Used by scenarios and labs.
//
// Errors are thrown as TomlError and caught where the file is opened; they never leave this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <toml.hpp>
#include <vector>

#include "app/session/scenario.h"

namespace app::session {

struct TomlError {
    std::string message;  // "scenario.toml:7: …"
};

// Parses a whole file. Throws TomlError.
toml::value parse_toml(const std::string& text, const std::string& shown_name);

class TomlTable {
public:
    // `where` names the table in messages: "[machine]". Throws when `value` is no table.
    TomlTable(const toml::value& value, std::string shown_name, std::string where);

    std::optional<std::int64_t> integer(const std::string& key, std::int64_t least, std::int64_t most);
    // A list of such numbers.
    std::optional<std::vector<std::int64_t>> integers(const std::string& key, std::int64_t least, std::int64_t most,
                                                      std::size_t max_count);
    std::optional<std::string> string(const std::string& key, std::size_t max_bytes);
    std::optional<std::vector<std::string>> strings(const std::string& key, std::size_t max_count);
    // Whether the key is there and holds a list.
    bool is_list(const std::string& key) const;
    std::optional<bool> boolean(const std::string& key);
    // A string that is one of `words`; its index.
    std::optional<std::size_t> word(const std::string& key, const std::vector<std::string>& words);
    // A sub-table, or the tables of an array of tables; empty when absent.
    std::vector<TomlTable> tables(const std::string& key, bool array);

    // As the ones above for keys that must be there.
    std::string needed_string(const std::string& key, std::size_t max_bytes);

    // Throws when there is a key nobody asked for.
    void finish() const;
    // Throws a message about `key` of this table, or about the table itself when the key is absent.
    [[noreturn]] void fail(const std::string& key, const std::string& message) const;

private:
    const toml::value* find(const std::string& key);
    [[noreturn]] void wrong_type(const std::string& key, const std::string& wanted) const;
    std::string place(const toml::value& value) const;

    const toml::value* value_;
    std::string shown_name_;
    std::string where_;
    std::vector<std::string> known_;
};

}  // namespace app::session
