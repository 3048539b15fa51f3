#include "app/platform/assets.h"

#include <algorithm>
#include <span>

#include "app/platform/embedded.h"

namespace app::platform {
namespace {

std::span<const EmbeddedFile> files() {
    return {kEmbedded, kEmbeddedCount};
}

}  // namespace

std::optional<std::string_view> asset(std::string_view path) {
    const auto all = files();
    const auto found = std::lower_bound(
        all.begin(), all.end(), path, [](const EmbeddedFile& file, std::string_view name) { return file.name < name; });
    if (found == all.end() || found->name != path) return std::nullopt;
    return std::string_view(found->bytes, found->size);
}

std::vector<std::string> assets_under(std::string_view prefix) {
    std::vector<std::string> names;
    for (const EmbeddedFile& file : files()) {
        if (std::string_view(file.name).starts_with(prefix)) names.emplace_back(file.name);
    }
    return names;
}

}  // namespace app::platform
