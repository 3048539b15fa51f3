#include "sim/kernel/proc/initial_stack.h"

#include <cstring>

#include "sim/base/limits.h"

namespace sim::kernel {
namespace {

std::uint64_t bytes_of(const std::vector<std::string>& strings) {
    std::uint64_t bytes = 0;
    for (const std::string& string : strings) bytes += string.size() + 1;
    return bytes;
}

// Appends the addresses of strings that lie one behind the other from `at` on, and NULL. Returns their end.
std::uint64_t append_addresses(std::vector<std::uint64_t>& words, const std::vector<std::string>& strings,
                               std::uint64_t at) {
    for (const std::string& string : strings) {
        words.push_back(at);
        at += string.size() + 1;
    }
    words.push_back(0);
    return at;
}

}  // namespace

InitialStack build_initial_stack(const ProgramArguments& given) {
    const std::uint64_t string_bytes = bytes_of(given.arguments) + bytes_of(given.environment);
    std::vector<std::uint64_t> words{given.arguments.size()};
    const std::uint64_t behind = append_addresses(words, given.arguments, kStackTop - string_bytes);
    append_addresses(words, given.environment, behind);
    words.insert(words.end(), {0, 0});  // an empty auxiliary vector

    const std::uint64_t top = (kStackTop - string_bytes - words.size() * 8) & ~15ull;
    InitialStack stack{VirtAddr{top}, std::vector<std::uint8_t>(kStackTop - top), VirtAddr{kStackTop - string_bytes},
                       VirtAddr{behind}};
    std::memcpy(stack.bytes.data(), words.data(), words.size() * 8);
    std::uint8_t* to = stack.bytes.data() + stack.bytes.size() - string_bytes;
    for (const auto* strings : {&given.arguments, &given.environment}) {
        for (const std::string& string : *strings) {
            std::memcpy(to, string.c_str(), string.size() + 1);
            to += string.size() + 1;
        }
    }
    return stack;
}

}  // namespace sim::kernel
