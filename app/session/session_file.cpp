#include "app/session/session_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/folder.h"
#include "app/session/session_json.h"

namespace app::session {
namespace {

using nlohmann::json;
using sim::history::Timeline;

constexpr const char* kFormat = "shmscope session";

// The state after every recorded input.
std::string final_hash(Timeline timeline) {
    timeline.run_to_end(timeline.recorded());
    return fmt::format("0x{:016x}", timeline.machine().hash());
}

json parsed(const std::string& text) {
    json root = json::parse(text, nullptr, false);
    if (root.is_discarded()) throw SessionError{"is not a saved session: not valid JSON"};
    const bool ours = root.is_object() && root.contains("format") && root["format"] == kFormat;
    if (!ours) throw SessionError{"is not a saved session"};
    const std::uint64_t version = number(root, "version", UINT64_MAX);
    if (version == kSessionVersion) return root;
    throw SessionError{
        fmt::format("is a saved session of version {}; this shmscope reads version {}", version, kSessionVersion)};
}

using Inputs = std::vector<sim::history::Input>;

// A replay goes its own way from the first input that cannot be done.
void check_replay(const json& root, const Timeline& timeline, const Inputs& inputs) {
    const Inputs& replayed = timeline.inputs();
    if (replayed != inputs) {
        const auto differs = std::mismatch(inputs.begin(), inputs.end(), replayed.begin(), replayed.end()).first;
        throw SessionError{
            fmt::format("does not replay: step {} of {} cannot be done", differs - inputs.begin(), inputs.size())};
    }
    const std::string hash = fmt::format("0x{:016x}", timeline.machine().hash());
    if (text(root, "hash", 64) == hash) return;
    throw SessionError{
        fmt::format("replays to another state ({}) than the one saved ({}): the file was changed, or "
                    "another version of shmscope made it",
                    hash, text(root, "hash", 64))};
}

OpenedSession opened(const json& root) {
    Scenario scenario = scenario_from_json(member(root, "scenario"));
    std::string warnings;
    Problem problem;
    sim::machine::ProgramSetPtr programs = compile_programs(scenario, warnings, problem);
    if (programs == nullptr) throw SessionError{"holds a program that does not compile:\n" + problem.message};
    Timeline timeline(scenario.machine, std::move(programs), scenario.schedule);
    const Inputs inputs = inputs_from_json(member(root, "inputs"));
    const std::uint64_t cursor = number(root, "cursor", inputs.size());
    timeline.load(inputs);
    timeline.run_to_end(inputs.size());
    check_replay(root, timeline, inputs);
    timeline.seek(cursor);
    return {std::move(scenario), std::move(timeline), std::move(warnings)};
}

}  // namespace

bool is_session_path(const std::string& path) {
    return path.ends_with(".shmscope");
}

std::string session_text(const Scenario& scenario, const Timeline& timeline) {
    const json root = {{"format", kFormat},
                       {"version", kSessionVersion},
                       {"scenario", scenario_to_json(scenario)},
                       {"inputs", inputs_to_json(timeline.inputs())},
                       {"cursor", timeline.step()},
                       {"hash", final_hash(timeline)}};
    return root.dump(1) + "\n";
}

std::optional<OpenedSession> session_from_text(const std::string& text, const std::string& shown_name,
                                               Problem& problem) {
    try {
        return opened(parsed(text));
    } catch (const SessionError& error) {
        problem.message = fmt::format("{}: {}", shown_name, error.message);
    } catch (const json::exception& error) {
        problem.message = fmt::format("{}: is not a usable saved session: {}", shown_name, error.what());
    }
    return std::nullopt;
}

bool save_session(const std::string& path, const Scenario& scenario, const Timeline& timeline, Problem& problem) {
    return write_disk_file(path, session_text(scenario, timeline), problem);
}

std::optional<OpenedSession> open_session(const std::string& path, Problem& problem) {
    const std::optional<std::string> text = read_disk_file(path, kMaxSessionBytes, problem);
    if (!text) return std::nullopt;
    return session_from_text(*text, path, problem);
}

}  // namespace app::session
