// What `shmscope trace --json` prints.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/session/recording_report.h"
#include "app/session/recording_summary.h"
#include "app/session/recording_words.h"

namespace app::session {
namespace {

using nlohmann::ordered_json;
using Kind = RecordedMemory::Kind;

std::string hex_text(std::uint64_t value) {
    return fmt::format("{:#x}", value);
}

template <class T>
ordered_json or_null(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

// The number of the state a step leads to.
ordered_json state_number(const std::optional<std::size_t>& step) {
    return step ? ordered_json(*step + 1) : ordered_json(nullptr);
}

std::string_view kind_word(Kind kind) {
    constexpr std::string_view kWords[] = {"segment", "object", "memfd", "file", "anonymous"};
    return kWords[static_cast<std::size_t>(kind)];
}

std::string_view access_name(host::Access access) {
    constexpr std::string_view kWords[] = {"unknown", "read", "write"};
    return kWords[static_cast<std::size_t>(access)];
}

std::string_view step_kind_name(host::StepKind kind) {
    constexpr std::string_view kWords[] = {"start",    "call",   "fork",   "thread", "exec", "touch",
                                           "appeared", "signal", "exited", "killed", "last"};
    return kWords[static_cast<std::size_t>(kind)];
}

ordered_json attach_json(const RecordedAttach& attach) {
    return {{"pid", attach.pid.value},           {"start", hex_text(attach.start.value)},
            {"end", hex_text(attach.end.value)}, {"perms", attach.perms.text()},
            {"from", state_number(attach.from)}, {"to", state_number(attach.to)}};
}

ordered_json page_json(const RecordedPage& page) {
    return {{"page", page.index},
            {"pid", page.pid.value},
            {"step", page.step + 1},
            {"access", access_name(page.access)},
            {"told", page.told}};
}

ordered_json memory_json(const RecordedMemory& memory) {
    const bool segment = memory.kind == Kind::segment;
    ordered_json json = {{"kind", kind_word(memory.kind)},
                         {"shmid", segment ? ordered_json(memory.shmid.value) : ordered_json(nullptr)},
                         {"key", segment ? ordered_json(memory.key.value) : ordered_json(nullptr)},
                         {"name", memory.name},
                         {"bytes", memory.bytes},
                         {"uid", memory.owner.value},
                         {"mode", memory.mode},
                         {"creator", memory.creator.value},
                         {"created", state_number(memory.created)},
                         {"removed", state_number(memory.removed)},
                         {"left_behind", memory.left_behind}};
    ordered_json attaches = ordered_json::array(), pages = ordered_json::array();
    for (const RecordedAttach& attach : memory.attaches) attaches.push_back(attach_json(attach));
    for (const RecordedPage& page : memory.pages) pages.push_back(page_json(page));
    json["attaches"] = std::move(attaches);
    json["pages"] = std::move(pages);
    return json;
}

ordered_json process_json(const RecordedProcess& process) {
    return {{"pid", process.pid.value},
            {"ppid", process.parent.value},
            {"name", process.name},
            {"exit_status", or_null(process.exit_status)},
            {"signal", or_null(process.signal)},
            {"ended", state_number(process.ended)},
            {"steps", process.steps}};
}

ordered_json step_json(const host::Step& step, const RecordedStepText& words, std::size_t number) {
    return {{"step", number},          {"pid", step.pid.value},      {"kind", step_kind_name(step.kind)},
            {"label", words.label},    {"sentence", words.sentence}, {"text", step.text},
            {"nanoseconds", step.time}};
}

}  // namespace

std::string recording_report_json(const host::Recording& recording, int indent) {
    const RecordingSummary summary = summarize(recording);
    ordered_json json = {{"command", recording.command},
                         {"private_namespace", recording.namespaces == host::NamespaceKind::private_},
                         {"fault_events", recording.fault_events},
                         {"frames", recording.frames}};
    ordered_json unseen = ordered_json::array(), memories = ordered_json::array(), processes = ordered_json::array(),
                 steps = ordered_json::array();
    for (const host::Limit& limit : recording.unseen) unseen.push_back(unseen_sentence(limit));
    for (const RecordedMemory& memory : summary.memories) memories.push_back(memory_json(memory));
    for (const RecordedProcess& process : summary.processes) processes.push_back(process_json(process));
    const std::vector<RecordedStepText> words = recorded_step_texts(recording);
    for (std::size_t i = 0; i < recording.steps.size(); ++i) {
        steps.push_back(step_json(recording.steps[i], words[i], i + 1));
    }
    json["unseen"] = std::move(unseen);
    json["memories"] = std::move(memories);
    json["processes"] = std::move(processes);
    json["semaphore_sets_left"] = summary.semaphores_left.size();
    json["queues_left"] = summary.queues_left.size();
    json["steps"] = std::move(steps);
    return json.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace app::session
