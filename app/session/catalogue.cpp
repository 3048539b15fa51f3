#include "app/session/catalogue.h"

#include <optional>
#include <string_view>

#include "app/platform/assets.h"
#include "app/session/scenario.h"
#include "app/session/toml_table.h"

namespace app::session {
namespace {

constexpr std::string_view kLessons = "lessons/";
constexpr std::string_view kLabs = "labs/";
constexpr std::string_view kLabFile = "/lab.toml";
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

std::string lab_title(const std::string& path, const std::string& otherwise) {
    try {
        const toml::value file = parse_toml(std::string(platform::asset(path).value_or("")), path);
        return toml::find_or<std::string>(file, "title", otherwise);
    } catch (const TomlError&) {
        return otherwise;
    }
}

std::vector<CatalogueEntry> labs() {
    std::vector<CatalogueEntry> entries;
    for (const std::string& path : platform::assets_under(kLabs)) {
        if (!path.ends_with(kLabFile)) continue;
        const std::string id = path.substr(kLabs.size(), path.size() - kLabs.size() - kLabFile.size());
        entries.push_back({id, lab_title(path, id)});
    }
    return entries;
}

}  // namespace

Catalogue catalogue() {
    Catalogue result;
    for (ScenarioEntry& entry : built_in_scenarios()) {
        result.scenarios.push_back({std::move(entry.id), std::move(entry.title)});
    }
    result.lessons = lessons();
    result.labs = labs();
    return result;
}

}  // namespace app::session
