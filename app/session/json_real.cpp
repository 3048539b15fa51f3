#include "app/session/json_real.h"

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "app/session/text_host.h"

namespace app::session {
namespace {

using nlohmann::ordered_json;

void hide(ordered_json& row, std::initializer_list<const char*> members) {
    for (const char* member : members) row[member] = nullptr;
}
void hide_in_all(ordered_json& rows, std::initializer_list<const char*> members) {
    for (ordered_json& row : rows) hide(row, members);
}

void hide_process(ordered_json& process, bool users) {
    hide(process, {"minor_faults", "major_faults", "descriptors", "tables", "root"});
    if (!users) hide(process, {"uid", "gid", "euid", "egid", "groups", "capabilities"});
    hide_in_all(process["pages"], {"pte", "writable", "user", "accessed", "dirty", "nx", "slot"});
    for (ordered_json& page : process["pages"]) {
        if (page["pfn"] == sim::kNoFrame.value) page["pfn"] = nullptr;
    }
}

}  // namespace

void hide_unseen(ordered_json& snapshot, const sim::report::Visibility& visible) {
    snapshot["kernel"] = "real";
    snapshot["not_visible"] = ordered_json::array();
    for (const std::string& what : not_visible(visible)) snapshot["not_visible"].push_back(what);
    hide(snapshot, {"tlb", "pipes", "locks", "events"});
    for (ordered_json& process : snapshot["processes"]) hide_process(process, visible.users);
    hide_in_all(snapshot["queues"], {"list"});
    hide_in_all(snapshot["files"], {"open", "swapped"});
    if (visible.users) return;
    for (const char* table : {"segments", "semaphores", "queues"}) {
        hide_in_all(snapshot[table], {"uid", "gid", "cuid", "cgid"});
    }
    hide_in_all(snapshot["files"], {"uid", "gid"});
}

}  // namespace app::session
