// Walking UTF-8 text by code point.
#pragma once

#include <cstddef>
#include <string_view>

namespace app::widgets {

// The code point at `at` (< text.size()) and moves `at` behind it. A byte that is no UTF-8 is U+FFFD.
char32_t next_code_point(std::string_view text, std::size_t& at);

}  // namespace app::widgets
