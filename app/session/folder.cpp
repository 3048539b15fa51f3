#include "app/session/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/platform/assets.h"

namespace app::session {
namespace {

namespace fs = std::filesystem;

// A name that stays inside its folder.
bool stays_inside(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\0') != std::string_view::npos) return false;
    const fs::path path{name};
    return std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

std::optional<std::string> too_large(std::string_view shown, std::size_t limit, Problem& problem) {
    problem.message = fmt::format("{}: larger than the {} KiB allowed", shown, limit / 1024);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> read_disk_file(const std::string& path, std::size_t limit, Problem& problem) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        problem.message = path + ": is a folder, not a file";
        return std::nullopt;
    }
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        problem.message = fmt::format("{}: cannot read: {}", path, std::strerror(errno != 0 ? errno : EIO));
        return std::nullopt;
    }
    std::string text(limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > limit) return too_large(path, limit, problem);
    return text;
}

bool write_disk_file(const std::string& path, const std::string& text, Problem& problem) {
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return true;
    problem.message = fmt::format("{}: cannot write: {}", path, std::strerror(errno != 0 ? errno : EIO));
    return false;
}

std::string Folder::shown(std::string_view name) const {
    if (path_.empty() || path_ == ".") return std::string(name);
    return fmt::format("{}{}{}", path_, path_.back() == '/' ? "" : "/", name);
}

bool Folder::has(std::string_view name) const {
    if (!stays_inside(name)) return false;
    if (embedded_) return platform::asset(shown(name)).has_value();
    std::error_code error;
    return fs::exists(shown(name), error);
}

std::optional<std::string> Folder::read(std::string_view name, std::size_t limit, Problem& problem) const {
    if (!stays_inside(name)) {
        problem.message = fmt::format("{}: files outside the folder are not read", shown(name));
        return std::nullopt;
    }
    if (!embedded_) return read_disk_file(shown(name), limit, problem);
    const auto content = platform::asset(shown(name));
    if (content && content->size() > limit) return too_large(shown(name), limit, problem);
    if (content) return std::string(*content);
    problem.message = fmt::format("{}: no such file", shown(name));
    return std::nullopt;
}

std::optional<std::string> Folder::read_text(std::string_view name, std::size_t limit, Problem& problem) const {
    std::optional<std::string> text = read(name, limit, problem);
    if (!text) return text;
    const std::size_t zero = text->find('\0');
    if (zero == std::string::npos) return text;
    problem.message = fmt::format("{}: is not a text file (byte {} is 0)", shown(name), zero);
    return std::nullopt;
}

std::vector<std::string> Folder::files() const {
    std::vector<std::string> names;
    if (embedded_) {
        for (const std::string& path : platform::assets_under(path_ + "/")) {
            const std::string name = path.substr(path_.size() + 1);
            if (name.find('/') == std::string::npos) names.push_back(name);
        }
        return names;
    }
    std::error_code error;
    for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (at->is_regular_file(ignored)) names.push_back(at->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Folder Folder::sub(std::string_view name) const {
    return Folder(shown(name), embedded_);
}

std::pair<std::string, std::string> split_path(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {".", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

std::string stem(std::string_view path) {
    return fs::path(path).stem().string();
}

}  // namespace app::session
