// shmscope list: what comes with it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string_view>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/session/catalogue.h"
#include "app/session/json.h"

namespace app::cli {
namespace {

std::string text_of(std::string_view heading, const std::vector<session::CatalogueEntry>& rows) {
    if (rows.empty()) return "";
    std::size_t width = 0;
    for (const session::CatalogueEntry& row : rows) width = std::max(width, row.id.size());
    std::string text = fmt::format("{}\n", heading);
    for (const session::CatalogueEntry& row : rows) text += fmt::format("  {:<{}}  {}\n", row.id, width, row.title);
    return text;
}

int list(bool json) {
    const session::Catalogue all = session::catalogue();
    print(json ? session::catalogue_json(all, 1) + "\n"
               : text_of("scenarios", all.scenarios) + text_of("lessons", all.lessons) + text_of("labs", all.labs));
    return kDone;
}

}  // namespace

void add_list(CLI::App& app, Invocation& invocation) {
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("list", "list scenarios, lessons and labs that come with shmscope");
    command->add_flag("--json", *json, "as JSON");
    command->callback([&invocation, json] { invocation.action = [json] { return list(*json); }; });
}

}  // namespace app::cli
