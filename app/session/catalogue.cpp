#include "app/session/catalogue.h"

#include <string_view>
#include <utility>

#include "app/platform/assets.h"
#include "app/session/lab.h"
#include "app/session/scenario.h"

namespace app::session {
namespace {

constexpr std::string_view kLessons = "lessons/";
constexpr std::string_view kMarkdown = ".md";

// The first heading of a Markdown text.
std::string heading(std::string_view text, const std::string& otherwise) {
    const std::size_t start = text.starts_with("# ") ? 2 : text.find("\n# ");
    if (start == std::string_view::npos) return otherwise;
    const std::size_t first = start == 2 ? 2 : start + 3;
    return std::string(text.substr(first, text.find('\n', first) - first));
}

std::vector<CatalogueEntry> lessons() {
    std::vector<CatalogueEntry> entries;
    for (const std::string& path : platform::assets_under(kLessons)) {
        if (!path.ends_with(kMarkdown)) continue;
        const std::string id = path.substr(kLessons.size(), path.size() - kLessons.size() - kMarkdown.size());
        entries.push_back({id, heading(platform::asset(path).value_or(""), id)});
    }
    return entries;
}

std::vector<CatalogueEntry> entries(std::vector<ScenarioEntry> named) {
    std::vector<CatalogueEntry> result;
    for (ScenarioEntry& entry : named) result.push_back({std::move(entry.id), std::move(entry.title)});
    return result;
}

}  // namespace

Catalogue catalogue() {
    return {entries(built_in_scenarios()), lessons(), entries(built_in_labs())};
}

}  // namespace app::session
