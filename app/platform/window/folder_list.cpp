#include "app/platform/window/folder_list.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace app::platform {
namespace {

namespace fs = std::filesystem;

bool ends_in_one_of(const std::string& name, const std::vector<std::string>& endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](const std::string& ending) { return name.ends_with(ending); });
}

}  // namespace

std::vector<FolderEntry> folder_list(const std::string& folder, const std::vector<std::string>& endings) {
    std::vector<FolderEntry> entries;
    std::error_code error;
    const fs::path root = fs::absolute(folder, error).lexically_normal();
    for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        const std::string name = at->path().filename().string();
        const bool is_folder = at->is_directory(ignored);
        if (name.starts_with('.') || (!is_folder && !ends_in_one_of(name, endings))) continue;
        entries.push_back({name, at->path().string(), is_folder});
    }
    std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        return std::tuple(!a.folder, a.name) < std::tuple(!b.folder, b.name);
    });
    if (root.has_relative_path()) entries.insert(entries.begin(), {"..", root.parent_path().string(), true});
    return entries;
}

std::string current_folder() {
    std::error_code error;
    const fs::path here = fs::current_path(error);
    return error ? "/" : here.string();
}

}  // namespace app::platform
