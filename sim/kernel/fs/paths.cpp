#include "sim/kernel/fs/paths.h"

#include <algorithm>
#include <array>
#include <string>

#include "sim/base/hash.h"
#include "sim/base/limits.h"

namespace sim::kernel {
namespace {

constexpr std::uint64_t kDevice = 0x801;  // major 8, minor 1: a first disk's first partition
constexpr std::string_view kWorkingDirectory = "/home/student";

constexpr std::array<std::string_view, 12> kDirectories{
    "/", "/bin", "/dev", "/dev/shm", "/etc", "/home", "/home/student", "/proc", "/root", "/tmp", "/usr", "/var"};

// The absolute form of `path`, without "." , ".." and repeated slashes.
std::string absolute(std::string_view path) {
    std::string whole = path.starts_with('/') ? std::string() : std::string(kWorkingDirectory) + "/";
    whole += path;
    std::string result;
    for (std::size_t at = 0; at < whole.size();) {
        const std::size_t end = std::min(whole.find('/', at), whole.size());
        const std::string_view name = std::string_view(whole).substr(at, end - at);
        if (name == "..") {
            result.erase(std::min(result.rfind('/'), result.size()));
        } else if (!name.empty() && name != ".") {
            result += '/';
            result += name;
        }
        at = end + 1;
    }
    return result.empty() ? "/" : result;
}

FileIdentity identity(std::string_view path, bool directory, std::uint64_t size) {
    // ftok looks at the low 16 bits: never 0, as no inode is.
    const std::uint64_t inode = (hash_bytes(path.data(), path.size()) & 0x7fff'ffff) | 1;
    return {kDevice, inode, directory, size};
}

}  // namespace

std::optional<FileIdentity> find_path(std::string_view path, std::span<const std::shared_ptr<const hw::Image>> images) {
    if (path.empty()) return std::nullopt;
    const std::string whole = absolute(path);
    if (std::find(kDirectories.begin(), kDirectories.end(), whole) != kDirectories.end()) {
        return identity(whole, true, kPageSize);
    }
    for (const auto& image : images) {
        if (absolute(image->name) == whole) return identity(whole, false, image->text_bytes() + image->data.size());
        for (const hw::SourceText& file : image->files) {
            if (!file.library && absolute(file.name) == whole) return identity(whole, false, file.text.size());
        }
    }
    return std::nullopt;
}

}  // namespace sim::kernel
