#include "app/session/recording_file.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "app/session/folder.h"
#include "app/session/recording_json.h"
#include "app/session/session_json.h"

namespace app::session {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "shmscope recording";
// Written before anything else, so that the first bytes of a file tell.
constexpr const char* kBeginning = "{\"format\":\"shmscope recording\"";

// A file from anywhere may be deep or wide to no purpose: more than this is no recording.
constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxValues = 4u << 20;  // of one step, and of all that is no step

// Reads the steps while the file is parsed, and keeps the rest for the end.
class StepsOfFile {
public:
    // nlohmann's callback: whether to keep what was parsed.
    bool parsed(int depth, json::parse_event_t event, json& value) {
        if (depth > kMaxDepth || ++values_ > kMaxValues)
            throw SessionError{"is not a recording: it is too deep or too wide"};
        if (event == json::parse_event_t::key && depth <= 2) path_[depth - 1] = value.get<std::string>();
        const bool step =
            event == json::parse_event_t::object_end && depth == 3 && path_[0] == "recording" && path_[1] == "steps";
        if (step) take(value);
        if (step) values_ = 0;
        return !step;
    }
    std::vector<host::Step> take_all() { return std::move(steps_); }

private:
    void take(const json& value) {
        if (steps_.size() == host::kMaxSteps) throw SessionError{fmt::format("has more than {} steps", steps_.size())};
        try {
            steps_.push_back(step_from_json(value));
        } catch (const SessionError& error) {
            throw SessionError{fmt::format("step {}: {}", steps_.size() + 1, error.message)};
        }
    }

    std::array<std::string, 2> path_;  // keys on the way to what is being parsed
    std::vector<host::Step> steps_;
    std::size_t values_ = 0;  // parsed since the last step
};

host::Recording recording_in(const std::string& text) {
    StepsOfFile steps;
    const json root = json::parse(
        text, [&](int depth, json::parse_event_t event, json& value) { return steps.parsed(depth, event, value); },
        false);
    if (root.is_discarded()) throw SessionError{"is not a recording: not valid JSON"};
    const bool ours = root.is_object() && root.contains("format") && root["format"] == kFormat;
    if (!ours) throw SessionError{"is not a recording of shmscope trace"};
    const std::uint64_t version = number(root, "version", UINT64_MAX);
    if (version != kRecordingVersion) {
        throw SessionError{
            fmt::format("is a recording of version {}; this shmscope reads version {}", version, kRecordingVersion)};
    }
    const json& rest = member(root, "recording");
    if (!rest.is_object() || !rest.contains("steps") || !rest["steps"].is_array() || !rest["steps"].empty()) {
        throw SessionError{"\"steps\" must be a list of objects"};
    }
    host::Recording recording = recording_from_json(rest);
    recording.steps = steps.take_all();
    return recording;
}

}  // namespace

bool is_recording_file(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return false;  // reading a pipe would wait, or take from it
    std::string beginning(std::strlen(kBeginning), '\0');
    std::ifstream in(path, std::ios::binary);
    return in.read(beginning.data(), static_cast<std::streamsize>(beginning.size())) && beginning == kBeginning;
}

std::string recording_text(const host::Recording& recording) {
    std::string head = recording_to_json(recording).dump();
    head.pop_back();  // its closing brace: the steps come inside
    std::string text =
        fmt::format("{},\"version\":{},\"recording\":{},\"steps\":[", kBeginning, kRecordingVersion, head);
    for (std::size_t i = 0; i < recording.steps.size(); ++i) {
        text += (i == 0 ? "\n" : ",\n") + step_to_json(recording.steps[i]).dump();
    }
    return text + "\n]}}\n";
}

std::optional<host::Recording> recording_from_text(const std::string& text, const std::string& shown_name,
                                                   Problem& problem) {
    try {
        return recording_in(text);
    } catch (const SessionError& error) {
        problem.message = fmt::format("{}: {}", shown_name, error.message);
    } catch (const json::exception& error) {
        problem.message = fmt::format("{}: is not a usable recording: {}", shown_name, error.what());
    }
    return std::nullopt;
}

bool save_recording(const std::string& path, const host::Recording& recording, Problem& problem) {
    return write_disk_file(path, recording_text(recording), problem);
}

std::optional<host::Recording> open_recording(const std::string& path, Problem& problem) {
    const std::optional<std::string> text = read_disk_file(path, kMaxRecordingBytes, problem);
    if (!text) return std::nullopt;
    return recording_from_text(*text, path, problem);
}

}  // namespace app::session
