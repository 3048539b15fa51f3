// shmscope host: what this system allows, and what to do to get the rest.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/host/probe.h"
#include "app/session/json.h"
#include "app/session/text_host.h"

namespace app::cli {
namespace {

std::string findings_text(const std::vector<host::Finding>& findings) {
    std::size_t width = 0;
    for (const host::Finding& finding : findings) width = std::max(width, session::finding_title(finding.id).size());
    std::string text;
    for (const host::Finding& finding : findings) {
        const std::string detail = finding.detail.empty() ? "" : fmt::format(" ({})", finding.detail);
        text += fmt::format("{:<{}}  {:<3}  {}{}\n", session::finding_title(finding.id), width,
                            finding.works ? "yes" : "no", session::finding_meaning(finding), detail);
        const std::string advice = session::finding_advice(finding);
        if (!advice.empty()) text += fmt::format("{:<{}}       {}\n", "", width, advice);
    }
    return text;
}

int show_host(bool json) {
    const std::vector<host::Finding> findings = host::probe_host();
    print(json ? session::findings_json(findings, 1) + "\n" : findings_text(findings));
    return kDone;
}

}  // namespace

void add_host(CLI::App& app, Invocation& invocation) {
    auto json = std::make_shared<bool>(false);
    CLI::App* command =
        app.add_subcommand("host", "what of the real kernel can be seen here, and what to do for the rest");
    command->add_flag("--json", *json, "as JSON");
    command->callback([&invocation, json] { invocation.action = [json] { return show_host(*json); }; });
}

}  // namespace app::cli
