// The file names a simulated program finds: enough for ftok(3) and stat(2).
//
// Known inaccuracies: there is no tree of files. A fixed list of directories exists, the working directory holds the
// programs of the machine and their sources, and nothing can be opened. Inode numbers are made from the names.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "sim/hw/image.h"

namespace sim::kernel {

inline constexpr std::uint64_t kMaxPath = 4096;  // bytes with the final 0: PATH_MAX

struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    bool directory = false;
    std::uint64_t size = 0;  // bytes
};

// What `path` names; nullopt: nothing (ENOENT).
std::optional<FileIdentity> find_path(std::string_view path, std::span<const std::shared_ptr<const hw::Image>> images);

}  // namespace sim::kernel
