#include "app/session/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/session/json_real.h"
#include "app/session/text.h"
#include "app/session/text_host.h"

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
    return {{"shmmni", row.shmmni}, {"shmmax", row.shmmax},
            {"shmall", row.shmall}, {"page_size", row.page_size},
            {"frames", row.frames}, {"swap", row.swap},
            {"cpus", row.cpus},     {"shm_rmid_forced", row.shm_rmid_forced}};
}

ordered_json usage_json(const UsageRow& row) {
    return {{"segments", row.segments},       {"shm_pages", row.shm_pages},     {"shm_resident", row.shm_resident},
            {"frames_free", row.frames_free}, {"shm_swapped", row.shm_swapped}, {"swap_used", row.swap_used}};
}

// The frame of each page; null for a page without one.
ordered_json frames_of(const std::vector<sim::Pfn>& pages) {
    return list_of(pages,
                   [](sim::Pfn pfn) { return pfn == sim::kNoFrame ? ordered_json(nullptr) : ordered_json(pfn.value); });
}

ordered_json segment_json(const SegmentRow& row) {
    ordered_json json = {
        {"key", row.key.value},         {"shmid", row.shmid.value}, {"uid", row.uid.value},   {"gid", row.gid.value},
        {"cuid", row.cuid.value},       {"cgid", row.cgid.value},   {"mode", row.mode},       {"bytes", row.bytes},
        {"nattch", row.nattch},         {"cpid", row.cpid.value},   {"lpid", row.lpid.value}, {"atime", row.atime},
        {"dtime", row.dtime},           {"ctime", row.ctime},       {"dest", row.dest},       {"locked", row.locked},
        {"page_count", row.page_count}, {"resident", row.resident}, {"swapped", row.swapped}};
    json["ipc_ns"] = row.shmid.ns.value;
    json["pages"] = frames_of(row.pages);
    json["truncated"] = row.truncated;
    return json;
}

ordered_json area_json(const AreaRow& row) {
    return {{"start", hex(row.start.value)}, {"end", hex(row.end.value)},
            {"perms", row.perms.text()},     {"kind", area_kind_name(row.kind)},
            {"shmid", row.shmid.value},      {"name", row.name},
            {"offset", row.offset},          {"ipc_ns", row.shmid.ns.value}};
}

ordered_json page_json(const PageRow& row) {
    return {{"page", hex(row.page.value)},
            {"pte", hex(row.pte)},
            {"pfn", row.pfn.value},
            {"present", row.present},
            {"writable", row.writable},
            {"user", row.user},
            {"accessed", row.accessed},
            {"dirty", row.dirty},
            {"nx", row.nx},
            {"swapped", row.swapped},
            {"slot", row.swapped ? ordered_json(row.swap_slot) : ordered_json(nullptr)}};
}

ordered_json table_json(const TableRow& row) {
    return {{"pfn", row.pfn.value}, {"level", row.level}, {"base", hex(row.base.value)}, {"used", row.used}};
}

// "SIGUSR1" of each bit.
ordered_json signals_json(std::uint64_t set) {
    ordered_json names = ordered_json::array();
    for (std::uint64_t signal = 1; signal <= 64; ++signal) {
        if ((set >> (signal - 1) & 1) != 0) names.push_back(signal_name(signal));
    }
    return names;
}

ordered_json descriptor_json(const DescriptorRow& row) {
    return {{"fd", row.fd},
            {"file", row.file},
            {"kind", row.kind},
            {"name", row.name},
            {"readable", row.readable},
            {"writable", row.writable},
            {"close_on_exec", row.close_on_exec},
            {"position", row.position}};
}

// Threads of a process beside its first one.
ordered_json threads_json(const State& state, const TaskRow& leader) {
    ordered_json threads = ordered_json::array();
    for (const TaskRow& row : state.processes) {
        if (row.tgid == leader.pid && row.pid != leader.pid) threads.push_back(row.pid.value);
    }
    return threads;
}

void add_rights(ordered_json& json, const TaskRow& row) {
    json["gid"] = row.gid.value;
    json["euid"] = row.euid.value;
    json["egid"] = row.egid.value;
    json["groups"] = list_of(row.groups, [](sim::Gid gid) { return ordered_json(gid.value); });
    json["capabilities"] = hex(row.capabilities);
    json["ipc_ns"] = row.ipc_ns.value;
}

ordered_json process_json(const State& state, const TaskRow& row) {
    ordered_json json = {
        {"pid", row.pid.value},
        {"ppid", row.ppid.value},
        {"tgid", row.tgid.value},
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
        {"major_faults", row.major_faults},
        {"swapped_pages", row.swapped_pages},
        {"locked_pages", row.locked_pages},
        {"root", row.root == sim::kNoFrame ? ordered_json(nullptr) : ordered_json(row.root.value)},
        {"run", row.run},
        {"cpu", row.cpu}};
    add_rights(json, row);
    json["pending"] = signals_json(row.pending);
    json["blocked"] = signals_json(row.blocked_signals);
    json["caught"] = signals_json(row.caught_signals);
    json["threads"] = threads_json(state, row);
    json["descriptors"] = list_of(row.descriptors, descriptor_json);
    json["areas"] = list_of(row.areas, area_json);
    json["pages"] = list_of(row.pages, page_json);
    json["tables"] = list_of(row.tables, table_json);
    return json;
}

ordered_json frame_json(const FrameRow& row) {
    return {{"pfn", row.pfn.value},        {"owner", frame_owner_name(row.owner)},
            {"shmid", row.shmid.value},    {"pid", row.pid.value},
            {"index", row.index},          {"mapcount", row.mapcount},
            {"ipc_ns", row.shmid.ns.value}};
}

ordered_json tlb_json(const TlbRow& row) {
    return {{"cpu", row.cpu},       {"pid", row.pid.value},     {"page", hex(row.page.value)},
            {"pfn", row.pfn.value}, {"writable", row.writable}, {"dirty", row.dirty}};
}

ordered_json semaphores_json(const SemaphoreSetRow& row) {
    ordered_json json = {{"key", row.key.value},      {"semid", row.semid},     {"uid", row.uid.value},
                         {"gid", row.gid.value},      {"cuid", row.cuid.value}, {"cgid", row.cgid.value},
                         {"mode", row.mode},          {"otime", row.otime},     {"ctime", row.ctime},
                         {"ipc_ns", row.ipc_ns.value}};
    json["values"] = list_of(row.semaphores, [](const SemaphoreRow& one) {
        return ordered_json{
            {"value", one.value}, {"pid", one.pid.value}, {"ncnt", one.wait_more}, {"zcnt", one.wait_zero}};
    });
    return json;
}

ordered_json queue_json(const QueueRow& row) {
    ordered_json json = {
        {"key", row.key.value},     {"msqid", row.msqid},     {"uid", row.uid.value},     {"gid", row.gid.value},
        {"cuid", row.cuid.value},   {"cgid", row.cgid.value}, {"mode", row.mode},         {"bytes", row.bytes},
        {"messages", row.messages}, {"limit", row.limit},     {"lspid", row.lspid.value}, {"lrpid", row.lrpid.value},
        {"stime", row.stime},       {"rtime", row.rtime},     {"ctime", row.ctime},       {"ipc_ns", row.ipc_ns.value}};
    json["list"] = list_of(row.list, [](const MessageRow& one) {
        return ordered_json{{"type", one.type}, {"bytes", one.bytes}};
    });
    return json;
}

ordered_json file_json(const FileRow& row) {
    ordered_json json = {{"name", row.name},         {"inode", row.inode},    {"uid", row.uid.value},
                         {"gid", row.gid.value},     {"mode", row.mode},      {"bytes", row.bytes},
                         {"links", row.links},       {"open", row.open},      {"mappings", row.mappings},
                         {"resident", row.resident}, {"swapped", row.swapped}};
    json["pages"] = frames_of(row.pages);
    json["truncated"] = row.truncated;
    return json;
}

ordered_json pipe_json(const PipeRow& row) {
    return {{"id", row.id},           {"kind", row.kind},         {"name", row.name},
            {"bytes", row.bytes},     {"capacity", row.capacity}, {"readers", row.readers},
            {"writers", row.writers}, {"total", row.total}};
}

ordered_json lock_json(const LockRow& row) {
    const bool to_end = row.end == ~std::uint64_t{0};
    return {{"inode", row.inode},
            {"name", row.name},
            {"kind", row.flock ? "flock" : "posix"},
            {"mode", row.write ? "write" : "read"},
            {"start", row.start},
            {"end", to_end ? ordered_json(nullptr) : ordered_json(row.end)},
            {"pid", row.pid.value}};
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

ordered_json counts_json(const TaskCounts& counts) {
    return {{"pid", counts.pid.value},
            {"name", counts.name},
            {"calls", counts.calls},
            {"call_names", counts.names},
            {"data_copies", counts.data_copies},
            {"data_bytes", counts.data_bytes},
            {"copies", counts.copies},
            {"copied_bytes", counts.copied_bytes},
            {"minor_faults", counts.minor_faults},
            {"major_faults", counts.major_faults},
            {"sleeps", counts.sleeps},
            {"switches", counts.switches}};
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
    json["processes"] = list_of(state.processes, [&](const TaskRow& row) { return process_json(state, row); });
    json["frames"] = list_of(state.frames, frame_json);
    json["tlb"] = list_of(state.tlb, tlb_json);
    json["semaphores"] = list_of(state.semaphores, semaphores_json);
    json["queues"] = list_of(state.queues, queue_json);
    json["files"] = list_of(state.files, file_json);
    json["pipes"] = list_of(state.pipes, pipe_json);
    json["locks"] = list_of(state.locks, lock_json);
    json["events"] = list_of(*snapshot.events, event_json);
    if (snapshot.done) json["done"] = *snapshot.done;
    if (snapshot.counts != nullptr) json["counts"] = list_of(*snapshot.counts, counts_json);
    if (snapshot.real) hide_unseen(json, state.visible);
    return written(json, indent);
}

std::string findings_json(const std::vector<host::Finding>& findings, int indent) {
    return written(list_of(findings,
                           [](const host::Finding& finding) {
                               return ordered_json{{"id", host::finding_name(finding.id)},
                                                   {"works", finding.works},
                                                   {"detail", finding.detail},
                                                   {"title", finding_title(finding.id)},
                                                   {"meaning", finding_meaning(finding)},
                                                   {"advice", finding_advice(finding)}};
                           }),
                   indent);
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
