// The parts of a saved session as JSON values, and back. Only included by the files that read and write them.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/session/scenario.h"

namespace app::session {

// Why a saved session cannot be used; thrown while reading, caught in session_file.cpp.
struct SessionError {
    std::string message;
};

nlohmann::json scenario_to_json(const Scenario& scenario);
nlohmann::json inputs_to_json(const std::vector<sim::history::Input>& inputs);
Scenario scenario_from_json(const nlohmann::json& json);
std::vector<sim::history::Input> inputs_from_json(const nlohmann::json& json);

// Access to members, with the checks a file from anywhere needs. `member` throws when it is absent.
const nlohmann::json& member(const nlohmann::json& object, const char* key);
std::uint64_t number(const nlohmann::json& object, const char* key, std::uint64_t most);
// Text that is not UTF-8 is written as {"hex": "…"}.
nlohmann::json text_to_json(const std::string& text);
std::string text(const nlohmann::json& object, const char* key, std::size_t max_bytes);

}  // namespace app::session
