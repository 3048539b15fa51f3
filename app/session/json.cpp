#include "app/session/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace app::session {
namespace {

using nlohmann::ordered_json;
using namespace sim::report;

std::string hex(std::uint64_t value) {
    return fmt::format("{:#x}", value);
}

template <class T, class Row>
ordered_json list_of(const std::vector<T>& rows, Row row) {
    ordered_json list = ordered_json::array();
    for (const T& each : rows) list.push_back(row(each));
    return list;
}

template <class Value>
ordered_json or_null(const std::optional<Value>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json limits_json(const LimitsRow& row) {
    return {{"shmmni", row.shmmni},
            {"shmmax", row.shmmax},
            {"shmall", row.shmall},
            {"page_size", row.page_size},
            {"frames", row.frames}};
}

ordered_json usage_json(const UsageRow& row) {
    return {{"segments", row.segments},
            {"shm_pages", row.shm_pages},
            {"shm_resident", row.shm_resident},
            {"frames_free", row.frames_free}};
}

ordered_json segment_json(const SegmentRow& row) {
    ordered_json json = {{"key", row.key.value},   {"shmid", row.shmid.value},     {"uid", row.uid.value},
                         {"gid", row.gid.value},   {"cuid", row.cuid.value},       {"cgid", row.cgid.value},
                         {"mode", row.mode},       {"bytes", row.bytes},           {"nattch", row.nattch},
                         {"cpid", row.cpid.value}, {"lpid", row.lpid.value},       {"atime", row.atime},
                         {"dtime", row.dtime},     {"ctime", row.ctime},           {"dest", row.dest},
                         {"locked", row.locked},   {"page_count", row.page_count}, {"resident", row.resident}};
    json["pages"] = list_of(
        row.pages, [](sim::Pfn pfn) { return pfn == sim::kNoFrame ? ordered_json(nullptr) : ordered_json(pfn.value); });
    json["truncated"] = row.truncated;
    return json;
}

ordered_json area_json(const AreaRow& row) {
    return {{"start", hex(row.start.value)}, {"end", hex(row.end.value)},
            {"perms", row.perms.text()},     {"kind", area_kind_name(row.kind)},
            {"shmid", row.shmid.value},      {"name", row.name},
            {"offset", row.offset}};
}

ordered_json page_json(const PageRow& row) {
    return {{"page", hex(row.page.value)}, {"pte", hex(row.pte)},      {"pfn", row.pfn.value},
            {"present", row.present},      {"writable", row.writable}, {"user", row.user},
            {"accessed", row.accessed},    {"dirty", row.dirty},       {"nx", row.nx}};
}

ordered_json table_json(const TableRow& row) {
    return {{"pfn", row.pfn.value}, {"level", row.level}, {"base", hex(row.base.value)}, {"used", row.used}};
}

ordered_json process_json(const TaskRow& row) {
    ordered_json json = {
        {"pid", row.pid.value},
        {"ppid", row.ppid.value},
        {"name", row.name},
        {"uid", row.uid.value},
        {"state", task_state_name(row.state)},
        {"waiting_for", row.waiting_for.empty() ? ordered_json(nullptr) : ordered_json(row.waiting_for)},
        {"file", row.file},
        {"line", row.line},
        {"last_file", row.last_file},
        {"last_line", row.last_line},
        {"exit_status", or_null(row.exit_status)},
        {"signal", or_null(row.signal)},
        {"si_code", row.si_code},
        {"si_addr", hex(row.si_addr.value)},
        {"rss_pages", row.rss_pages},
        {"minor_faults", row.minor_faults},
        {"root", row.root == sim::kNoFrame ? ordered_json(nullptr) : ordered_json(row.root.value)},
        {"run", row.run}};
    json["areas"] = list_of(row.areas, area_json);
    json["pages"] = list_of(row.pages, page_json);
    json["tables"] = list_of(row.tables, table_json);
    return json;
}

ordered_json frame_json(const FrameRow& row) {
    return {{"pfn", row.pfn.value},     {"owner", frame_owner_name(row.owner)},
            {"shmid", row.shmid.value}, {"pid", row.pid.value},
            {"index", row.index},       {"mapcount", row.mapcount}};
}

ordered_json tlb_json(const TlbRow& row) {
    return {{"cpu", row.cpu},       {"pid", row.pid.value},     {"page", hex(row.page.value)},
            {"pfn", row.pfn.value}, {"writable", row.writable}, {"dirty", row.dirty}};
}

ordered_json event_json(const Event& event) {
    ordered_json json = {
        {"type", event_type_name(event.type)},
        {"rule", rule_name(event.rule)},
        {"pid", event.pid.value},
        {"error", event.error == sim::Errno::ok ? ordered_json(nullptr) : ordered_json(sim::errno_name(event.error))}};
    ordered_json args = ordered_json::array();
    for (const std::uint64_t arg : event.args) args.push_back(hex(arg));
    json["args"] = std::move(args);
    if (!event.text.empty()) json["text"] = event.text;
    return json;
}

ordered_json entry_json(const CatalogueEntry& entry) {
    return {{"id", entry.id}, {"title", entry.title}};
}

std::string written(const ordered_json& json, int indent) {
    return json.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string snapshot_json(const Snapshot& snapshot, int indent) {
    const State& state = *snapshot.state;
    ordered_json json = {
        {"step", snapshot.step},           {"of", or_null(snapshot.of)}, {"by", snapshot.by},
        {"ended", snapshot.ended},         {"clock", state.clock},       {"limits", limits_json(state.limits)},
        {"usage", usage_json(state.usage)}};
    json["segments"] = list_of(state.segments, segment_json);
    json["processes"] = list_of(state.processes, process_json);
    json["frames"] = list_of(state.frames, frame_json);
    json["tlb"] = list_of(state.tlb, tlb_json);
    json["events"] = list_of(*snapshot.events, event_json);
    return written(json, indent);
}

std::string catalogue_json(const Catalogue& catalogue, int indent) {
    ordered_json json;
    json["scenarios"] = list_of(catalogue.scenarios, entry_json);
    json["lessons"] = list_of(catalogue.lessons, entry_json);
    json["labs"] = list_of(catalogue.labs, entry_json);
    return written(json, indent);
}

std::string questions_json(const std::vector<Question>& questions, bool with_answers, int indent) {
    const auto question_json = [with_answers](const Question& question) {
        ordered_json json = {{"step", question.step}, {"text", question.text}, {"choices", question.choices}};
        if (with_answers) {
            json["correct"] = question.correct;
            json["explanation"] = question.explanation;
        }
        return json;
    };
    return written(list_of(questions, question_json), indent);
}

}  // namespace app::session
