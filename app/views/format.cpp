#include "app/views/format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace app::views {

using sim::report::AreaKind;
using sim::report::FrameOwner;
using sim::report::id_text;

std::string hex(std::uint64_t value) {
    return fmt::format("{:#x}", value);
}

std::string frame_text(sim::Pfn pfn) {
    return fmt::format("0x{:02x}", pfn.value);
}

std::string frame_label(const sim::report::State& state, sim::Pfn pfn) {
    return state.visible.frames ? frame_text(pfn) : fmt::format("f{}", pfn.value);
}

std::string address_text(sim::VirtAddr address) {
    return hex(address.value);
}

std::string short_address(sim::VirtAddr address) {
    return fmt::format("…{:07x}", address.value & 0xfff'ffff);
}

std::string entry_text(std::uint64_t pte) {
    return fmt::format("0x{:016x}", pte);
}

std::string key_text(sim::Key key) {
    return fmt::format("0x{:08x}", static_cast<std::uint32_t>(key.value));
}

std::string short_key(sim::Key key) {
    return key == sim::kIpcPrivate ? "private" : hex(static_cast<std::uint32_t>(key.value));
}

std::string mode_text(std::uint32_t mode) {
    return fmt::format("{:04o}", mode & 0777);
}

std::string count_text(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return digits;
}

std::string plural(std::uint64_t number, std::string_view noun) {
    return count_text(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string pages_as_size(std::uint64_t pages) {
    constexpr std::array units{"KiB", "MiB", "GiB", "TiB", "PiB"};
    double size = static_cast<double>(pages) * 4;
    std::size_t unit = 0;
    while (size >= 1024 && unit + 1 < units.size()) size /= 1024, ++unit;
    return unit == 0 ? fmt::format("{} KiB", pages * 4) : fmt::format("{:.1f} {}", size, units[unit]);
}

std::string clock_text(std::int64_t seconds) {
    if (seconds == 0) return "never";
    const std::int64_t of_day = ((seconds % 86'400) + 86'400) % 86'400;
    return fmt::format("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
}

std::string area_label(const sim::report::AreaRow& area) {
    if (area.kind == AreaKind::shm) {
        constexpr std::string_view prefix = "/SYSV";
        std::uint32_t key = 0;
        if (area.name.starts_with(prefix)) {
            const char* digits = area.name.data() + prefix.size();
            std::from_chars(digits, area.name.data() + area.name.size(), key, 16);
        }
        return key == 0 ? fmt::format("shm {}", id_text(area.shmid)) : fmt::format("shm {:#x}", key);
    }
    if (area.kind == AreaKind::object && !area.name.empty()) return area.name.substr(0, area.name.find(" (deleted)"));
    return std::string(sim::report::area_kind_name(area.kind));
}

std::string segment_page_name(sim::ShmId shmid, std::uint64_t index) {
    return fmt::format("S{}·{}", id_text(shmid), index);
}

std::string frame_owner_text(const sim::report::State& state, const sim::report::FrameRow& frame) {
    const auto* task = state.process(frame.pid);
    const std::string whose = task != nullptr ? task->name : "a process";
    switch (frame.owner) {
        case FrameOwner::free: return "free";
        case FrameOwner::kernel: return "the kernel's own";
        case FrameOwner::table: return "page table of " + whose;
        case FrameOwner::private_: return "private to " + whose;
        case FrameOwner::segment: return fmt::format("segment {}, page {}", id_text(frame.shmid), frame.index);
        case FrameOwner::object: return fmt::format("shared object, page {}", frame.index);
        case FrameOwner::cache: return fmt::format("program text, page {}", frame.index);
    }
    return "";
}

}  // namespace app::views
