#include "app/session/recording_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "app/session/folder.h"
#include "app/session/recording_json.h"
#include "app/session/session_json.h"

namespace app::session {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "shmscope recording";
// Written before anything else, so that the first bytes of a file tell.
constexpr const char* kBeginning = "{\"format\":\"shmscope recording\"";

host::Recording recording_in(const std::string& text) {
    const json root = json::parse(text, nullptr, false);
    if (root.is_discarded()) throw SessionError{"is not a recording: not valid JSON"};
    const bool ours = root.is_object() && root.contains("format") && root["format"] == kFormat;
    if (!ours) throw SessionError{"is not a recording of shmscope trace"};
    const std::uint64_t version = number(root, "version", UINT64_MAX);
    if (version != kRecordingVersion) {
        throw SessionError{
            fmt::format("is a recording of version {}; this shmscope reads version {}", version, kRecordingVersion)};
    }
    return recording_from_json(member(root, "recording"));
}

}  // namespace

bool is_recording_file(const std::string& path) {
    std::string beginning(std::strlen(kBeginning), '\0');
    std::ifstream in(path, std::ios::binary);
    return in.read(beginning.data(), static_cast<std::streamsize>(beginning.size())) && beginning == kBeginning;
}

std::string recording_text(const host::Recording& recording) {
    return fmt::format("{},\"version\":{},\"recording\":{}}}\n", kBeginning, kRecordingVersion,
                       recording_to_json(recording).dump());
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
    const std::string text = recording_text(recording);
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return true;
    problem.message = fmt::format("{}: cannot write: {}", path, std::strerror(errno != 0 ? errno : EIO));
    return false;
}

std::optional<host::Recording> open_recording(const std::string& path, Problem& problem) {
    const std::optional<std::string> text = read_disk_file(path, kMaxRecordingBytes, problem);
    if (!text) return std::nullopt;
    return recording_from_text(*text, path, problem);
}

}  // namespace app::session
