// What comes with shmscope, embedded in the executable: scenarios, labs, the C library, fonts. Runs from any folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app::platform {

// Content of an embedded file by its path below assets/: "scenarios/two-processes/producer.c". Fonts stand under
// "fonts/". nullopt when there is none.
std::optional<std::string_view> asset(std::string_view path);

// Paths of all embedded files that begin with `prefix`, sorted.
std::vector<std::string> assets_under(std::string_view prefix);

}  // namespace app::platform
